//! Positions that one vessel cannot have: jumps, and identities shared by two.

use super::Beginning;
use crate::alert::{Alert, Rule, Severity};
use crate::config::Identity;
use crate::report::Report;
use crate::sphere::{distance, is_within};

/// Two places of one identity.
#[derive(Debug, Default)]
pub(crate) struct State {
    here: Option<Place>,
    there: Option<Place>,
    /// How often reports have come back from there.
    returns: u32,
    alerted: bool,
}

/// Where a vessel was last, in one of the places.
#[derive(Debug, Clone, Copy)]
struct Place {
    first: Beginning,
    last: Beginning,
    n_reports: u32,
}

/// What a report is to the other rules.
#[derive(Debug, PartialEq)]
pub(crate) enum Verdict {
    /// The vessel's own.
    Own,
    /// Of a place that is not (yet) its own; other rules must not see it.
    Doubtful,
    /// As above, and reason for an alert.
    Alert(Box<Alert>),
}

impl State {
    /// Something of each half of it.
    pub(crate) fn look(&self) -> u64 {
        self.here.map_or(0, |here| here.last.line) ^ self.there.map_or(0, |there| there.last.line)
    }

    /// Takes a report.
    pub(crate) fn report(&mut self, config: &Identity, report: &Report) -> Verdict {
        let Some(here) = &mut self.here else {
            self.here = Some(Place::new(report));
            return Verdict::Own;
        };
        if here.reaches(config, report) {
            let was_away = self.there.is_some_and(|there| there.last.time > here.last.time);
            here.take(report);
            // One vessel could have been in both places: they are no longer apart.
            if self.there.is_some_and(|there| there.reaches(config, report)) {
                (self.there, self.returns) = (None, 0);
                return Verdict::Own;
            }
            self.returns += u32::from(was_away);
            return self.shared(config, report).unwrap_or(Verdict::Own);
        }
        match &mut self.there {
            Some(there) if there.reaches(config, report) => there.take(report),
            there => *there = Some(Place::new(report)),
        }
        self.shared(config, report)
            .or_else(|| self.jump(config, report))
            .unwrap_or(Verdict::Doubtful)
    }

    /// An identity in two places in turn.
    fn shared(&mut self, config: &Identity, report: &Report) -> Option<Verdict> {
        let there = self.there?;
        if self.alerted || self.returns < config.returns || there.n_reports < config.confirmations {
            return None;
        }
        self.alerted = true;
        let kilometres = distance(self.here?.last.position, there.last.position) / 1000.0;
        let reason = format!(
            "reports come in turn from two places {kilometres:.0} km apart: two vessels use this \
             identity, or one position is false"
        );
        Some(alert(Rule::SharedIdentity, there.first, report, reason))
    }

    /// A vessel that is elsewhere all at once and stays there.
    fn jump(&mut self, config: &Identity, report: &Report) -> Option<Verdict> {
        let (here, there) = (self.here?, self.there?);
        let left = here.last.time < there.first.time && self.returns == 0;
        if !left || there.n_reports < config.confirmations {
            return None;
        }
        let metres = distance(here.last.position, there.first.position);
        let seconds = here.last.seconds_to(there.first.time);
        let knots = metres / seconds.max(1.0) * 3600.0 / 1852.0;
        let reason = format!(
            "{:.0} km in {seconds:.0} seconds would take {knots:.0} knots; {} reports confirm the \
             new place",
            metres / 1000.0,
            there.n_reports
        );
        let first = here.last;
        self.here = Some(there);
        self.there = Some(here);
        Some(alert(Rule::Jump, first, report, reason))
    }
}

impl Place {
    fn new(report: &Report) -> Self {
        let beginning = Beginning::of(report);
        Self { first: beginning, last: beginning, n_reports: 1 }
    }

    fn take(&mut self, report: &Report) {
        self.last = Beginning::of(report);
        self.n_reports += 1;
    }

    /// Whether a vessel here could be where the report says.
    fn reaches(&self, config: &Identity, report: &Report) -> bool {
        let seconds = self.last.seconds_to(report.time).abs().max(1.0);
        let sailed = config.max_speed * seconds / 3600.0 * 1852.0;
        is_within(self.last.position, report.position(), sailed.max(config.metres))
    }
}

fn alert(rule: Rule, first: Beginning, report: &Report, reason: String) -> Verdict {
    Verdict::Alert(Box::new(Alert {
        rule,
        severity: Severity::Attention,
        mmsi: report.mmsi,
        other: None,
        start: first.time,
        time: report.time,
        position: report.position(),
        reason,
        lines: (first.line, report.line),
        reach: None,
    }))
}

#[cfg(test)]
mod tests {
    use super::{State, Verdict};
    use crate::alert::Rule;
    use crate::config::Identity;
    use crate::fleet::tests::report;

    fn rules(positions: impl Iterator<Item = (f64, f64)>) -> Vec<Rule> {
        let mut state = State::default();
        let mut rules = Vec::new();
        for (idx, (lat, lon)) in positions.enumerate() {
            let at = report(211_000_001, idx as i64 * 10, lat, lon);
            if let Verdict::Alert(alert) = state.report(&Identity::default(), &at) {
                rules.push(alert.rule);
            }
        }
        rules
    }

    #[test]
    fn one_wrong_position_is_nothing() {
        let at = |idx| if idx == 50 { (10.0, 10.0) } else { (50.0, f64::from(idx) * 0.0003) };
        assert_eq!(rules((0..100).map(at)), []);
    }

    #[test]
    fn a_move_that_lasts_is_a_jump() {
        let at = |idx| (if idx < 50 { 50.0 } else { 51.0 }, f64::from(idx) * 0.0003);
        assert_eq!(rules((0..100).map(at)), [Rule::Jump]);
    }

    #[test]
    fn a_slow_return_to_an_odd_place_is_nothing() {
        // Vessels that were given false positions ahead of them and later sail there.
        let at = |idx| {
            if idx % 40 == 7 && idx < 300 { (50.0, 0.5) } else { (50.0, f64::from(idx) * 0.001) }
        };
        let found = rules((0..900).map(at));
        assert!(found.len() <= 1, "{found:?}");
    }

    #[test]
    fn two_places_in_turn_are_a_shared_identity() {
        let at = |idx| (if idx % 2 == 0 { 50.0 } else { 51.0 }, f64::from(idx) * 0.0003);
        assert_eq!(rules((0..100).map(at)), [Rule::SharedIdentity]);
    }
}
