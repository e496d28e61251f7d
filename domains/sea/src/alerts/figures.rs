//! How good each rule is, by what became of its alerts.

use std::collections::BTreeMap;

use serde::Serialize;

use super::alert::{Alert, Outcome, State};

/// What became of a rule's alerts.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct RuleFigures {
    /// The rule.
    pub rule: String,
    /// Alerts.
    pub raised: u64,
    /// Those that are not closed.
    pub open: u64,
    /// Those closed as confirmed.
    pub confirmed: u64,
    /// Those closed as harmless.
    pub harmless: u64,
    /// Those closed as false alarms.
    pub false_alarms: u64,
    /// Of those closed for what they were (not as duplicates), the part that was false.
    pub false_rate: Option<f64>,
}

/// The figures of each rule that has fired.
pub fn figures<'a>(alerts: impl IntoIterator<Item = &'a Alert>) -> Vec<RuleFigures> {
    let mut rules = BTreeMap::<&str, RuleFigures>::new();
    for alert in alerts {
        let figures = rules.entry(&alert.rule).or_default();
        figures.rule.clone_from(&alert.rule);
        figures.raised += 1;
        figures.open += u64::from(alert.state != State::Closed);
        match alert.closed.as_ref().map(|closed| closed.outcome) {
            Some(Outcome::Confirmed) => figures.confirmed += 1,
            Some(Outcome::Harmless) => figures.harmless += 1,
            Some(Outcome::FalseAlarm) => figures.false_alarms += 1,
            Some(Outcome::Duplicate) | None => {}
        }
    }
    let rate = |it: &RuleFigures| {
        let n_judged = it.confirmed + it.harmless + it.false_alarms;
        (n_judged > 0).then(|| it.false_alarms as f64 / n_judged as f64)
    };
    rules.into_values().map(|it| RuleFigures { false_rate: rate(&it), ..it }).collect()
}
