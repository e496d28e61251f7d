//! When stations speak, and who hears them.

use super::chart;
use super::geo::{Position, distance};
use super::traffic::Shift;
use super::vessel::{Sort, Vessel};
use crate::random::Random;

/// A shore station.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Station {
    /// What tag blocks call it.
    pub(crate) name: &'static str,
    pub(crate) position: Position,
}

/// Within so many metres a station hears nearly all of class A, and half at twice that.
const REACH: f64 = 55_000.0;
/// Class B sends with a sixth of the power.
const REACH_B: f64 = 30_000.0;

/// Seconds between two position reports (ITU-R M.1371-5, annex 1, tables 1 and 2; for devices,
/// annex 9: a burst of eight a minute).
pub(crate) fn interval(vessel: &Vessel) -> f64 {
    let at_rest = matches!(vessel.status, 1 | 5 | 6) && vessel.speed < 3.0;
    match vessel.sort {
        sort if sort.is_device() => 7.5,
        sort if !sort.is_class_a() && vessel.speed < 2.0 => 180.0,
        sort if !sort.is_class_a() => 30.0,
        _ if at_rest => 180.0,
        _ if vessel.speed <= 14.0 => 10.0,
        _ if vessel.speed <= 23.0 => 6.0,
        _ => 2.0,
    }
}

/// The shore stations of the strait, as the chart has them.
pub(crate) fn stations() -> Vec<Station> {
    let station = |place: &'static chart::Place| Station {
        name: place.name,
        position: chart::position(place),
    };
    chart::all("station").map(station).collect()
}

/// Which stations hear a report from a position of the chart: the nearest ones, at most two.
pub(crate) fn heard_by(
    stations: &[Station],
    vessel: &Vessel,
    shift: Shift,
    random: &mut Random,
) -> [Option<usize>; 2] {
    let position = Shift(-shift.0, -shift.1).apply(vessel.position);
    if vessel.heard_afar {
        return [farthest(stations, position), None];
    }
    let reach = match vessel.sort {
        sort if sort.is_device() => REACH_B / 2.0,
        Sort::Sailing | Sort::Motorboat => REACH_B,
        _ => REACH,
    };
    let mut heard = [None, None];
    let near = stations.iter().enumerate().filter_map(|(idx, station)| {
        let metres = distance(position, station.position);
        (metres < 2.5 * reach).then_some((idx, metres))
    });
    for (idx, metres) in near {
        // Other stations' reports in the same slot cost one in twelve, distance the rest.
        let percent = 92.0 / (1.0 + (metres / reach / 2.0).powi(8));
        // A second station's copy is mostly taken out before a feed is passed on.
        let slot = usize::from(heard[0].is_some());
        let percent = if slot == 0 { percent } else { percent / 25.0 };
        if random.below(1000) < (percent * 10.0) as usize && heard[slot].is_none() {
            heard[slot] = Some(idx);
        }
    }
    heard
}

fn farthest(stations: &[Station], position: Position) -> Option<usize> {
    let metres = |idx: &usize| distance(position, stations[*idx].position);
    (0..stations.len()).max_by(|one, other| metres(one).total_cmp(&metres(other)))
}
