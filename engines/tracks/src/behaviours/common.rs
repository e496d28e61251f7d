//! Positions of many vessels that are wrong by the same offset at once.

use super::Beginning;
use crate::alert::{Alert, Rule, Severity};
use crate::config::CommonOffset;
use crate::sphere::{bearing, distance};

/// Jumps of late, by which the next are judged.
#[derive(Debug, Default)]
pub(crate) struct State {
    jumps: Vec<Jump>,
    /// The offset that was told, and when it was last met.
    told: Option<(Jump, i64)>,
}

#[derive(Debug, Clone, Copy)]
struct Jump {
    mmsi: u32,
    start: Beginning,
    /// Metres east and north.
    offset: (f64, f64),
}

/// Jumps that are kept.
const MAX_JUMPS: usize = 1000;

impl State {
    /// Takes the alert of a jump: gives back what is to be told, the jump itself, or that many
    /// vessels have jumped alike, or nothing if that has been told.
    pub(crate) fn jump(
        &mut self,
        config: &CommonOffset,
        alert: Alert,
        from: (f64, f64),
    ) -> Option<Alert> {
        let (metres, course) = (distance(from, alert.position), bearing(from, alert.position));
        let (east, north) = course.to_radians().sin_cos();
        let start = Beginning { time: alert.start, position: from, line: alert.lines.0 };
        let jump = Jump { mmsi: alert.mmsi, start, offset: (metres * east, metres * north) };
        if let Some((told, last)) = &mut self.told {
            let back = Jump { offset: (-jump.offset.0, -jump.offset.1), ..jump };
            let alike = told.is_like(&jump, config) || told.is_like(&back, config);
            if alike && alert.time - *last < 10 * (config.seconds * 1000.0) as i64 {
                *last = alert.time;
                return None;
            }
        }
        let since = alert.time - (config.seconds * 1000.0) as i64;
        self.jumps.retain(|other| other.start.time >= since && other.mmsi != jump.mmsi);
        if self.jumps.len() >= MAX_JUMPS {
            self.jumps.clear();
        }
        self.jumps.push(jump);
        let alike: Vec<&Jump> = self.jumps.iter().filter(|it| it.is_like(&jump, config)).collect();
        if alike.len() < config.vessels {
            return Some(alert);
        }
        let first = alike.iter().map(|it| it.start.line).min().unwrap_or(alert.lines.0);
        let begin = alike.iter().map(|it| it.start.time).min().unwrap_or(alert.start);
        let names: Vec<String> = alike.iter().map(|it| it.mmsi.to_string()).collect();
        self.told = Some((jump, alert.time));
        Some(Alert {
            rule: Rule::CommonOffset,
            start: begin,
            position: from,
            reason: format!(
                "{} vessels were shifted by the same {:.1} km towards {course:.0} degrees: {}; \
                 satellite positions are disturbed or false there",
                names.len(),
                metres / 1000.0,
                names.join(", ")
            ),
            severity: Severity::Attention,
            lines: (first, alert.lines.1),
            ..alert
        })
    }
}

impl Jump {
    fn is_like(&self, other: &Self, config: &CommonOffset) -> bool {
        let apart = (self.offset.0 - other.offset.0).hypot(self.offset.1 - other.offset.1);
        apart <= config.metres
    }
}
