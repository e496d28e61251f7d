//! What vessels say of themselves: other names, wrong IMO numbers, other draughts.

use super::Beginning;
use crate::alert::{Alert, Rule, Severity};
use crate::config::Particular;
use crate::particulars::{Particulars, is_imo_number};

/// What a vessel has said of itself.
#[derive(Debug, Default)]
pub(crate) struct State {
    known: Option<Identity>,
    /// Another identity that it has given once.
    doubtful: Option<Identity>,
    n_changes: u32,
    told_imo: u32,
    draught: f64,
    draught_at: Option<Beginning>,
    doubtful_draught: f64,
}

#[derive(Debug, Clone, PartialEq)]
struct Identity {
    name: String,
    callsign: String,
    imo: u32,
    line: u64,
    time: i64,
}

/// Changes after which no more are told: two vessels use one number, which another rule says.
const MAX_CHANGES: u32 = 2;

impl State {
    /// Takes what a vessel that is at a position says; `berthed` is when it was last in a port.
    pub(crate) fn report(
        &mut self,
        config: Particular,
        said: &Particulars<'_>,
        position: (f64, f64),
        berthed: Option<i64>,
    ) -> [Option<Alert>; 3] {
        let (identity, imo) = (self.identity(said, position), self.imo(said, position));
        // Another ship has another draught.
        if identity.is_some() || self.doubtful.is_some() {
            self.draught_at = None;
            return [identity, imo, None];
        }
        [identity, imo, self.draught(config, said, position, berthed)]
    }

    /// At least two of name, call sign and IMO number are others than before, twice in a row.
    fn identity(&mut self, said: &Particulars<'_>, position: (f64, f64)) -> Option<Alert> {
        if said.name.is_empty() || said.callsign.is_empty() {
            return None;
        }
        let now = Identity {
            name: said.name.to_owned(),
            callsign: said.callsign.to_owned(),
            imo: said.imo,
            line: said.line,
            time: said.time,
        };
        let Some(known) = &self.known else {
            self.known = Some(now);
            return None;
        };
        if !known.differs(&now) {
            self.doubtful = None;
            return None;
        }
        let repeated = self.doubtful.as_ref().is_some_and(|doubtful| !doubtful.differs(&now));
        if !repeated {
            self.doubtful = Some(now);
            return None;
        }
        self.n_changes += 1;
        let (known, first) = (self.known.replace(now)?, self.doubtful.take()?);
        let reason = format!(
            "it called itself {} ({}, IMO {}) and now {} ({}, IMO {})",
            known.name, known.callsign, known.imo, said.name, said.callsign, said.imo
        );
        let start = Beginning { time: first.time, position, line: known.line };
        (self.n_changes <= MAX_CHANGES)
            .then(|| alert(Rule::IdentityChange, Severity::Attention, start, said, reason))
    }

    fn imo(&mut self, said: &Particulars<'_>, position: (f64, f64)) -> Option<Alert> {
        let wrong = said.imo != 0 && said.imo != self.told_imo && !is_imo_number(said.imo);
        if !wrong {
            return None;
        }
        self.told_imo = said.imo;
        let start = Beginning { time: said.time, position, line: said.line };
        let reason = format!("{} is no IMO number: its check digit is wrong", said.imo);
        Some(alert(Rule::ImoNumber, Severity::Note, start, said, reason))
    }

    /// Another draught, said twice, without a stop in a port in between.
    fn draught(
        &mut self,
        config: Particular,
        said: &Particulars<'_>,
        position: (f64, f64),
        berthed: Option<i64>,
    ) -> Option<Alert> {
        if said.draught <= 0.0 {
            return None;
        }
        let here = Beginning { time: said.time, position, line: said.line };
        let Some(start) = self.draught_at.filter(|_| self.draught > 0.0) else {
            (self.draught, self.draught_at) = (said.draught, Some(here));
            return None;
        };
        let changed = (said.draught - self.draught).abs() >= config.draught;
        if !changed {
            (self.draught_at, self.doubtful_draught) = (Some(here), 0.0);
            return None;
        }
        if (said.draught - self.doubtful_draught).abs() > 0.05 {
            self.doubtful_draught = said.draught;
            return None;
        }
        let before = self.draught;
        (self.draught, self.draught_at, self.doubtful_draught) = (said.draught, Some(here), 0.0);
        if berthed.is_some_and(|berthed| berthed >= start.time - 3_600_000) {
            return None;
        }
        let reason = format!(
            "its draught was {before:.1} m and is {:.1} m, and it has been in no port since",
            said.draught
        );
        Some(alert(Rule::DraughtChange, Severity::Attention, start, said, reason))
    }
}

impl Identity {
    fn differs(&self, other: &Self) -> bool {
        let differences = [
            self.name != other.name,
            self.callsign != other.callsign,
            self.imo != other.imo && self.imo != 0 && other.imo != 0,
        ];
        differences.iter().filter(|it| **it).count() >= 2
    }
}

fn alert(
    rule: Rule,
    severity: Severity,
    start: Beginning,
    said: &Particulars<'_>,
    reason: String,
) -> Alert {
    Alert {
        rule,
        severity,
        mmsi: said.mmsi,
        other: None,
        start: start.time,
        time: said.time,
        position: start.position,
        reason,
        lines: (start.line, said.line),
        reach: None,
    }
}

#[cfg(test)]
mod tests {
    use super::State;
    use crate::alert::Rule;
    use crate::config::Particular;
    use crate::particulars::Particulars;

    #[test]
    fn what_is_said_twice_is_told_once() {
        let mut state = State::default();
        let mut rules = Vec::new();
        for step in 0..20 {
            let (name, callsign) =
                if step < 10 { ("AMBER CURLEW", "XZ0001") } else { ("QUIET TARN", "XZ0002") };
            let said = Particulars {
                time: step * 360_000,
                mmsi: 607_000_001,
                name: if step == 5 { "AMBER CUR" } else { name },
                callsign,
                imo: 9_074_728,
                draught: if step < 15 { 8.0 } else { 10.0 },
                line: step as u64,
            };
            let told = state.report(Particular::default(), &said, (50.0, 0.0), None);
            rules.extend(told.into_iter().flatten().map(|alert| alert.rule));
        }
        assert_eq!(rules, [Rule::ImoNumber, Rule::IdentityChange, Rule::DraughtChange]);
    }
}
