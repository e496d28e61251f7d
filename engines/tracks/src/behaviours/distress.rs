//! Distress devices and vessels that say they are in distress.

use crate::alert::{Alert, Rule, Severity};
use crate::map::Map;
use crate::report::{Report, device_kind};

/// After so much silence of this rule a device is reported again, in milliseconds.
const AGAIN: i64 = 600_000;
/// Devices remembered; more are reported every time rather than not at all.
const MAX_DEVICES: usize = 100_000;

/// When each device was last reported, and how urgently.
#[derive(Debug, Default)]
pub(crate) struct State {
    reported: Map<u32, (i64, Severity)>,
}

impl State {
    /// Takes a position report. Status 14 says that a device is active; under test devices send
    /// 15 (ITU-R M.1371-5, annex 9, 2).
    pub(crate) fn report(&mut self, report: &Report) -> Option<Alert> {
        let device = device_kind(report.mmsi);
        let is_active = report.status == Some(14);
        let (severity, reason) = match device {
            Some(kind) if report.status == Some(15) => {
                (Severity::Note, format!("{} transmits in test mode", kind.name()))
            }
            Some(kind) => (Severity::Danger, format!("{} is active", kind.name())),
            None if is_active => {
                (Severity::Danger, "the vessel's status is AIS-SART active".to_owned())
            }
            None => return None,
        };
        self.alert(report, severity, reason)
    }

    /// Takes a safety related text of a device.
    pub(crate) fn text(&mut self, report: &Report, text: &str) -> Option<Alert> {
        let kind = device_kind(report.mmsi)?;
        let is_test = text.contains("TEST");
        let severity = if is_test { Severity::Note } else { Severity::Danger };
        self.alert(report, severity, format!("{} says \"{text}\"", kind.name()))
    }

    fn alert(&mut self, report: &Report, severity: Severity, reason: String) -> Option<Alert> {
        let last = self.reported.get(&report.mmsi);
        let repeats = last.is_some_and(|(time, last_severity)| {
            *last_severity >= severity && report.time - time < AGAIN
        });
        if repeats {
            return None;
        }
        if self.reported.len() < MAX_DEVICES || last.is_some() {
            self.reported.insert(report.mmsi, (report.time, severity));
        }
        Some(Alert {
            rule: Rule::Distress,
            severity,
            mmsi: report.mmsi,
            other: None,
            start: report.time,
            time: report.time,
            position: report.position(),
            reason,
            lines: (report.line, report.line),
            reach: None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::State;
    use crate::alert::Severity;
    use crate::fleet::tests::report;

    #[test]
    fn an_active_device_comes_at_once_and_a_test_is_only_noted() {
        let mut state = State::default();
        let mut device = report(972_000_001, 0, 50.0, 0.0);
        device.status = Some(15);
        assert_eq!(state.report(&device).map(|it| it.severity), Some(Severity::Note));
        assert_eq!(state.text(&device, "MOB TEST"), None);
        device.status = Some(14);
        assert_eq!(state.report(&device).map(|it| it.severity), Some(Severity::Danger));
        assert_eq!(state.report(&device), None);
        device.time += 700_000;
        assert!(state.report(&device).is_some());
        assert_eq!(state.report(&report(211_000_001, 0, 50.0, 0.0)), None);
    }
}
