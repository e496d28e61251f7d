//! Vessels that fall silent where they would be heard.

use super::Beginning;
use crate::alert::{Alert, Rule, Severity};
use crate::config::Gap;
use crate::fleet::{Fleet, Vessel};
use crate::map::Map;
use crate::report::Report;
use crate::sphere::ahead;

/// How well each cell is received: of the reports that were due, how many came.
#[derive(Debug, Default)]
pub(crate) struct Reception {
    cells: Map<Cell, Tally>,
}

#[derive(Debug, Default, Clone, Copy)]
struct Tally {
    due: f64,
    came: f64,
}

/// Due reports without which nothing is known of a cell.
const ENOUGH: f64 = 200.0;
/// Silences longer than this say more of the vessel than of the reception, in seconds.
const LONG: f64 = 600.0;

/// A square of tenths of degrees.
type Cell = (i16, i16);

fn cell(position: (f64, f64)) -> Cell {
    ((position.0 * 10.0).floor() as i16, (position.1 * 10.0).floor() as i16)
}

/// The state of a vessel.
#[derive(Debug, Default, Clone, Copy)]
pub(crate) struct State {
    pub(crate) course: f32,
    pub(crate) alerted: bool,
}

/// Seconds between reports of a vessel at a speed (ITU-R M.1371-5, annex 1, table 1). Stations of
/// class B report less often; counting them as class A makes the estimate of reception lower and
/// so alerts fewer.
fn interval(speed: f64) -> f64 {
    match speed {
        ..=14.0 => 10.0,
        14.0..=23.0 => 6.0,
        _ => 2.0,
    }
}

impl Reception {
    /// Learns from a report that followed another after `seconds`.
    pub(crate) fn learn(&mut self, position: (f64, f64), speed: f64, seconds: f64) {
        if !(0.5..LONG).contains(&seconds) || speed < 0.5 {
            return;
        }
        let tally = self.cells.entry(cell(position)).or_default();
        tally.due += (seconds / interval(speed)).max(1.0);
        tally.came += 1.0;
    }

    /// Something of what is known of a position.
    pub(crate) fn look(&self, position: (f64, f64)) -> u64 {
        self.cells.get(&cell(position)).map_or(0, |tally| tally.due.to_bits())
    }

    /// The probability that a report from a position comes, if it is known.
    pub(crate) fn probability(&self, position: (f64, f64)) -> Option<f64> {
        let tally = self.cells.get(&cell(position)).filter(|tally| tally.due >= ENOUGH)?;
        Some((tally.came / tally.due).min(0.999))
    }
}

/// A vessel that comes back after a silence that is long anywhere.
pub(crate) fn returned(config: &Gap, before: Beginning, report: &Report) -> Option<Alert> {
    let seconds = before.seconds_to(report.time);
    let hours = seconds / 3600.0;
    let reason = || format!("it was silent for {hours:.1} hours");
    (seconds >= config.seconds)
        .then(|| alert(report.mmsi, before, report.time, report.line, reason()))
}

/// Whether a vessel is silent at time `now` for as long as the rule of the coast looks at, and was
/// under way.
pub(crate) fn may_be_silent(config: &Gap, fleet: &Fleet, vessel: Vessel, now: i64) -> bool {
    let seconds = (now - fleet.time(vessel)) as f64 / 1000.0;
    let due = seconds >= config.coast_seconds && seconds < config.seconds;
    due && fleet.speed(vessel) >= config.min_speed && !fleet.is_stopped(vessel)
}

/// A vessel that may be silent at time `now`, if by chance it would not be.
pub(crate) fn silent(
    config: &Gap,
    fleet: &Fleet,
    reception: &Reception,
    state: State,
    vessel: Vessel,
    now: i64,
) -> Option<Alert> {
    let (speed, last) = (fleet.speed(vessel), fleet.time(vessel));
    let seconds = (now - last) as f64 / 1000.0;
    let from = fleet.position(vessel);
    let to = ahead(from, f64::from(state.course), speed * 1852.0 / 3600.0 * seconds);
    let comes = reception.probability(from)?.min(reception.probability(to)?);
    let n_due = seconds / interval(speed);
    let chance = (1.0 - comes).powf(n_due);
    let heard = |other: &Vessel| *other != vessel && fleet.time(*other) > last + 60_000;
    let n_others = fleet.about(to).filter(heard).take(config.others.max(20)).count();
    if chance > config.probability || n_others < config.others {
        return None;
    }
    let reason = format!(
        "silent for {:.0} minutes although {n_others} others were heard about its place, where \
         {:.0} % of reports come: by chance this has probability {chance:.1e}",
        seconds / 60.0,
        comes * 100.0
    );
    let before = Beginning { time: last, position: from, line: fleet.line(vessel) };
    Some(alert(fleet.mmsi(vessel), before, now, before.line, reason))
}

fn alert(mmsi: u32, before: Beginning, time: i64, line: u64, reason: String) -> Alert {
    Alert {
        rule: Rule::Gap,
        severity: Severity::Attention,
        mmsi,
        other: None,
        start: before.time,
        time,
        position: before.position,
        reason,
        lines: (before.line, line),
        reach: None,
    }
}
