//! Where vessels stop: visits to ports, and places where many have stopped before.

use super::{Beginning, alert};
use crate::alert::{Alert, Rule, Severity};
use crate::config::PortVisit;
use crate::map::Map;
use crate::places::Places;
use crate::report::Report;

/// A square of hundredths of degrees.
type Cell = (i16, i16);

/// How many times vessels have stopped in each place.
#[derive(Debug, Default)]
pub(crate) struct Learned {
    cells: Map<Cell, u32>,
}

/// Places that are kept.
const MAX_CELLS: usize = 1_000_000;
/// So many stops make a place where vessels stop.
const ENOUGH: u32 = 4;

/// The stop of one vessel.
#[derive(Debug, Default)]
pub(crate) struct State {
    start: Option<Beginning>,
    told: bool,
    /// When it was last in a port or said that it was moored.
    berthed: Option<i64>,
}

impl Learned {
    /// Whether many have stopped about a position.
    pub(crate) fn is_usual(&self, position: (f64, f64)) -> bool {
        let (lat, lon) = cell(position);
        let around = (-1..=1).flat_map(|dx| (-1..=1).map(move |dy| (lat + dx, lon + dy)));
        around.filter_map(|cell| self.cells.get(&cell)).sum::<u32>() >= ENOUGH
    }

    fn learn(&mut self, position: (f64, f64)) {
        let n_cells = self.cells.len();
        let entry = self.cells.entry(cell(position));
        if n_cells < MAX_CELLS {
            *entry.or_default() += 1;
        }
    }
}

impl State {
    /// Takes a report.
    pub(crate) fn report(
        &mut self,
        config: &PortVisit,
        (places, learned): (&Places, &mut Learned),
        report: &Report,
    ) -> Option<Alert> {
        if report.is_stopped() {
            self.berthed = Some(report.time);
        }
        let stopped = report.speed.is_some_and(|speed| speed <= config.max_speed);
        if !stopped {
            (self.start, self.told) = (None, false);
            return None;
        }
        let start = *self.start.get_or_insert_with(|| Beginning::of(report));
        if self.told || start.seconds_to(report.time) < config.seconds {
            return None;
        }
        self.told = true;
        let port = places.port(report.position());
        learned.learn(report.position());
        if port.is_some() {
            self.berthed = Some(report.time);
        }
        let name = &port?.name;
        let minutes = start.seconds_to(report.time) / 60.0;
        let reason = format!("it has lain in {name} for {minutes:.0} minutes");
        Some(alert(Rule::PortVisit, Severity::Note, start, report, reason))
    }

    /// When it was last in a port or moored, as far as is known.
    pub(crate) fn berthed(&self) -> Option<i64> {
        self.berthed
    }
}

fn cell(position: (f64, f64)) -> Cell {
    ((position.0 * 100.0).floor() as i16, (position.1 * 100.0).floor() as i16)
}

#[cfg(test)]
mod tests {
    use super::{Learned, State};
    use crate::config::PortVisit;
    use crate::fleet::tests::report;
    use crate::places::{Places, Port};

    #[test]
    fn a_stop_in_a_port_is_a_visit_and_places_of_stops_are_learned() {
        let mut places = Places::default();
        places.add_port(Port { name: "Salt Quay".into(), position: (50.0, 1.0), metres: 2000.0 });
        let mut learned = Learned::default();
        for (lon, expected) in [(1.0, 1), (2.0, 0)] {
            for ship in 0..4 {
                let (mut state, mut n_visits) = (State::default(), 0);
                for minute in 0..60 {
                    let mut at = report(211_000_001 + ship, minute * 60, 50.0, lon);
                    at.speed = Some(if minute < 10 { 6.0 } else { 0.1 });
                    let places = (&places, &mut learned);
                    let visit = state.report(&PortVisit::default(), places, &at);
                    n_visits += usize::from(visit.is_some());
                }
                assert_eq!(n_visits, expected);
            }
            assert!(learned.is_usual((50.001, lon)) && !learned.is_usual((51.0, lon)));
        }
    }
}
