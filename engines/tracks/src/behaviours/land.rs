//! Vessels that sail over land.

use super::{Beginning, alert};
use crate::alert::{Alert, Rule, Severity};
use crate::config::OnLand;
use crate::places::Places;
use crate::report::Report;

/// Since when a vessel has been on land.
#[derive(Debug, Default)]
pub(crate) struct State {
    start: Option<Beginning>,
    n_reports: u32,
    told: bool,
}

impl State {
    /// Takes a report.
    pub(crate) fn report(
        &mut self,
        config: &OnLand,
        places: &Places,
        report: &Report,
    ) -> Option<Alert> {
        let metres = places.inland(report.position()).unwrap_or(0.0);
        let moves = report.speed.is_none_or(|speed| speed >= config.min_speed);
        if metres < config.metres || !moves {
            if self.n_reports > 0 {
                *self = Self::default();
            }
            return None;
        }
        let start = *self.start.get_or_insert_with(|| Beginning::of(report));
        self.n_reports += 1;
        let seconds = start.seconds_to(report.time);
        if self.told || self.n_reports < config.reports || seconds < config.seconds {
            return None;
        }
        self.told = true;
        let reason = format!(
            "{} reports in {:.0} minutes say that it moves on land, {:.1} km from the shore",
            self.n_reports,
            seconds / 60.0,
            metres / 1000.0
        );
        Some(alert(Rule::OnLand, Severity::Attention, start, report, reason))
    }
}
