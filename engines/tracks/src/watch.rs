//! All rules on all vessels.

use std::sync::Arc;

use crate::alert::{Alert, Rule};
use crate::behaviours::{
    Beginning, circle, common, distress, drift, encounter, gap, identity, land, loitering, mother,
    pace, said, station, stops, towing, zones,
};
use crate::clock::{Clock, Time};
use crate::config::Config;
use crate::fleet::{Fleet, MAX_VESSELS, Vessel};
use crate::particulars::Particulars;
use crate::places::Places;
use crate::report::Report;
use crate::sphere::is_within;

/// How often silent vessels are looked for, in milliseconds of the reports' time.
const ROUND: i64 = 60_000;
/// A vessel silent for so long may be forgotten when there are too many, in milliseconds.
const SILENT: i64 = 86_400_000;

/// Watches vessels by their reports.
///
/// ```
/// use crossbearing_tracks::{Config, Report, Rule, Watch};
///
/// let mut watch = Watch::new(Config::default())?;
/// let report = Report {
///     time: 0,
///     mmsi: 972_000_001,
///     lat: 50.1,
///     lon: 1.2,
///     speed: None,
///     course: None,
///     heading: None,
///     status: Some(14),
///     line: 1,
/// };
/// let mut rules = Vec::new();
/// watch.report(&report, |alert| rules.push(alert.rule));
/// assert_eq!(rules, [Rule::Distress]);
/// # Ok::<(), crossbearing_tracks::Error>(())
/// ```
#[derive(Debug)]
pub struct Watch {
    config: Config,
    places: Arc<Places>,
    clock: Clock,
    fleet: Fleet,
    states: Vec<States>,
    distress: distress::State,
    encounters: encounter::State,
    tows: towing::State,
    stops: stops::Learned,
    offsets: common::State,
    stations: station::Stations,
    reception: gap::Reception,
    next_round: i64,
    next_tidying: i64,
    /// The time of the first report.
    began: Option<i64>,
    vessel_seconds: f64,
}

/// What the rules know of one vessel.
#[derive(Debug)]
struct States {
    first: (f64, f64),
    /// Whether it has come from elsewhere: has been far enough from its first position.
    has_come: bool,
    identity: identity::State,
    drift: drift::State,
    loitering: loitering::State,
    gap: gap::State,
    pace: pace::State,
    circle: circle::State,
    land: land::State,
    zones: zones::State,
    stop: stops::State,
    said: Option<Box<said::State>>,
    beside: Option<Box<mother::Candidate>>,
    /// When it was last fast enough to be a ship under way.
    fast: Option<i64>,
    /// When it was last compared with the vessels about it.
    compared: i64,
}

/// How often a vessel is compared with those about it, in milliseconds.
const COMPARED: i64 = 30_000;

impl Watch {
    /// A watch that has seen nothing.
    pub fn new(config: Config) -> Result<Self, crate::Error> {
        config.check()?;
        Ok(Self {
            config,
            places: Arc::default(),
            clock: Clock::default(),
            fleet: Fleet::default(),
            states: Vec::new(),
            distress: distress::State::default(),
            encounters: encounter::State::default(),
            tows: towing::State::default(),
            stops: stops::Learned::default(),
            offsets: common::State::default(),
            stations: station::Stations::default(),
            reception: gap::Reception::default(),
            next_round: i64::MIN,
            next_tidying: i64::MIN,
            began: None,
            vessel_seconds: 0.0,
        })
    }

    /// The same watch, which from now on knows these places.
    #[must_use]
    pub fn with_places(mut self, places: impl Into<Arc<Places>>) -> Self {
        self.set_places(places);
        self
    }

    /// Replaces the places that it knows. Where vessels are then is no entry.
    pub fn set_places(&mut self, places: impl Into<Arc<Places>>) {
        self.places = places.into();
        for states in &mut self.states {
            states.zones = zones::State::default();
        }
    }

    /// Says where a station stands, and how far it hears in metres if that is known: otherwise both
    /// are learned from what it hears.
    pub fn set_station(&mut self, station: u32, position: (f64, f64), metres: Option<f64>) {
        self.stations.set(station, position, metres);
    }

    /// Takes a position report that came through a station, named by a number: as
    /// [`report`](Self::report), and whether the station can have heard it.
    pub fn report_from(&mut self, report: &Report, station: u32, mut sink: impl FnMut(Alert)) {
        if report.has_position() && report.is_vessel() {
            let config = &self.config.out_of_range;
            if let Some(alert) = self.stations.report(config, station, report) {
                sink(alert);
            }
        }
        self.report(report, sink);
    }

    /// Takes what a vessel says of itself. Of vessels without a position nothing is kept.
    pub fn particulars(&mut self, said: &Particulars<'_>, mut sink: impl FnMut(Alert)) {
        let Some(vessel) = self.fleet.vessel(said.mmsi) else { return };
        let states = &mut self.states[vessel.0 as usize];
        let berthed = states.stop.berthed();
        let kept = states.said.get_or_insert_default();
        let position = self.fleet.position(vessel);
        let alerts = kept.report(self.config.particular, said, position, berthed);
        alerts.into_iter().flatten().for_each(&mut sink);
    }

    /// The last known state of all vessels.
    pub fn fleet(&self) -> &Fleet {
        &self.fleet
    }

    /// For how long vessels have been watched, all together, in hours; silences over ten minutes
    /// do not count.
    pub fn vessel_hours(&self) -> f64 {
        self.vessel_seconds / 3600.0
    }

    /// Takes a position report. Distress comes first, whatever else the report is.
    pub fn report(&mut self, report: &Report, mut sink: impl FnMut(Alert)) {
        if let Some(alert) = self.distress.report(report) {
            sink(alert);
        }
        if !report.has_position() || !report.is_vessel() {
            return;
        }
        match self.clock.judge(report.time) {
            Time::Now => {}
            Time::Wrong => return,
            Time::Restart => self.forget(),
        }
        if let Some((vessel, is_new)) = self.fleet.take_in(report) {
            self.vessel(vessel, is_new, report, &mut sink);
        }
        self.round(report.time, &mut sink);
    }

    /// Fetches what is known of the vessels of some reports that come next. It changes nothing but how
    /// long they take: a report waits for a dozen places of memory, and here those of all of them are
    /// waited for at once.
    pub fn look_ahead<'r>(&self, reports: impl IntoIterator<Item = &'r Report>) {
        let mut seen = 0;
        for report in reports {
            seen ^= self.reception.look(report.position());
            if let Some(vessel) = self.fleet.vessel(report.mmsi) {
                seen ^= self.fleet.time(vessel) as u64;
                seen ^= self.states[vessel.0 as usize].look();
            }
        }
        std::hint::black_box(seen);
    }

    /// Takes a safety related text that a device sent; the position in `report` may be anything.
    pub fn text(&mut self, report: &Report, text: &str, mut sink: impl FnMut(Alert)) {
        if let Some(alert) = self.distress.text(report, text) {
            sink(alert);
        }
    }

    /// Forgets all vessels: they were seen by a clock that was wrong.
    fn forget(&mut self) {
        self.fleet = Fleet::default();
        self.states.clear();
        self.encounters = encounter::State::default();
        self.tows = towing::State::default();
        self.offsets = common::State::default();
        self.next_round = i64::MIN;
        self.next_tidying = i64::MIN;
        self.began = None;
    }

    fn vessel(
        &mut self,
        vessel: Vessel,
        is_new: bool,
        report: &Report,
        sink: &mut impl FnMut(Alert),
    ) {
        if is_new {
            self.states.push(States::new(report));
        }
        let before = Beginning {
            time: self.fleet.time(vessel),
            position: self.fleet.position(vessel),
            line: self.fleet.line(vessel),
        };
        // Late reports, and the same report from another receiver, change nothing.
        if !is_new && report.time <= before.time {
            return;
        }
        let states = &mut self.states[vessel.0 as usize];
        match states.identity.report(&self.config.identity, report) {
            identity::Verdict::Own => {}
            identity::Verdict::Doubtful => return,
            identity::Verdict::Alert(alert) => {
                let alert = match alert.rule {
                    Rule::Jump => {
                        self.offsets.jump(&self.config.common_offset, *alert, before.position)
                    }
                    _ => Some(*alert),
                };
                alert.into_iter().for_each(sink);
                return self.fleet.update(vessel, report);
            }
        }
        let seconds = before.seconds_to(report.time);
        if seconds < 600.0 {
            self.vessel_seconds += seconds;
        }
        self.reception.learn(before.position, self.fleet.speed(vessel), seconds);
        self.fleet.update(vessel, report);
        states.update(&self.config, report);
        if is_new {
            self.appeared(vessel, report);
        }
        self.alone(vessel, before, report, sink);
        self.together(vessel, report, sink);
    }

    /// The rules that look at one vessel.
    fn alone(
        &mut self,
        vessel: Vessel,
        before: Beginning,
        report: &Report,
        sink: &mut impl FnMut(Alert),
    ) {
        let (config, places) = (&self.config, &*self.places);
        let states = &mut self.states[vessel.0 as usize];
        // Small boats stop within seconds where they are at home.
        let is_home = states.pace.may_stop()
            && (places.port(report.position()).is_some() || self.stops.is_usual(report.position()));
        let stop = states.pace.stop(&config.sudden_stop, report).filter(|_| !is_home);
        let stops = (places, &mut self.stops);
        let mut tell = |alert: Option<Alert>| alert.into_iter().for_each(&mut *sink);
        tell(gap::returned(&config.gap, before, report));
        tell(states.drift.report(&config.drift, report));
        tell(states.loitering.report(&config.loitering, report));
        tell(stop);
        tell(states.pace.change(&config.speed_change, report));
        tell(states.circle.report(&config.circle, report));
        tell(states.land.report(&config.on_land, places, report));
        tell(states.stop.report(&config.port_visit, stops, report));
        states.zones.report(&config.approach, places, report, sink);
        if let Some(candidate) = &states.beside {
            let (goes_on, alert) = candidate.report(&config.mother_ship, report);
            if !goes_on {
                states.beside = None;
            }
            alert.into_iter().for_each(sink);
        }
    }

    /// The rules that compare a vessel with those about it, for each vessel now and then, so that
    /// cost grows with vessels that are near each other and not with how often they report.
    fn together(&mut self, vessel: Vessel, report: &Report, sink: &mut impl FnMut(Alert)) {
        let states = &mut self.states[vessel.0 as usize];
        if report.time - states.compared < COMPARED {
            return;
        }
        states.compared = report.time;
        let (states, config) = (&self.states, &self.config);
        let course = |vessel: Vessel| f64::from(states[vessel.0 as usize].gap.course);
        let tow = self.tows.report(&config.towing, &self.fleet, vessel, report, course);
        // Where many stop, and in ports, vessels lie beside each other every day.
        let place = report.position();
        if self.places.port(place).is_some() || self.stops.is_usual(place) {
            return tow.into_iter().for_each(sink);
        }
        let has_come = |vessel: Vessel| states[vessel.0 as usize].has_come;
        let met = self.encounters.report(&config.encounter, &self.fleet, vessel, report, has_come);
        tow.into_iter().chain(met).for_each(sink);
    }

    /// A vessel that is heard for the first time: beside whom?
    fn appeared(&mut self, vessel: Vessel, report: &Report) {
        let (states, config) = (&self.states, &self.config.mother_ship);
        let (place, began) = (report.position(), *self.began.get_or_insert(report.time));
        let listens = report.time - began >= (config.listened * 1000.0) as i64;
        if !listens || self.places.port(place).is_some() || self.stops.is_usual(place) {
            return;
        }
        let since = report.time - (config.before * 1000.0) as i64;
        let has_slowed =
            |other: Vessel| states[other.0 as usize].fast.is_some_and(|fast| fast >= since);
        let beside = mother::beside(config, &self.fleet, vessel, report, has_slowed);
        self.states[vessel.0 as usize].beside = beside.map(Box::new);
    }

    /// Looks for silent vessels, once a minute.
    fn round(&mut self, now: i64, sink: &mut impl FnMut(Alert)) {
        if now < self.next_round {
            return;
        }
        self.next_round = now + ROUND;
        if self.fleet.len() >= MAX_VESSELS && now >= self.next_tidying {
            self.next_tidying = now + 10 * ROUND;
            self.tidy(now - SILENT);
        }
        let (config, fleet) = (&self.config.gap, &self.fleet);
        for vessel in fleet.all().filter(|it| gap::may_be_silent(config, fleet, *it, now)) {
            let state = &mut self.states[vessel.0 as usize].gap;
            if state.alerted {
                continue;
            }
            if let Some(alert) = gap::silent(config, fleet, &self.reception, *state, vessel, now) {
                state.alerted = true;
                sink(alert);
            }
        }
    }
}

impl Watch {
    /// Forgets the vessels not heard since a time, and pairs, whose rows have new numbers.
    fn tidy(&mut self, since: i64) {
        let mut kept = self.fleet.forget_silent(since).into_iter();
        self.states.retain(|_| kept.next().unwrap_or(true));
        self.encounters = encounter::State::default();
        self.tows = towing::State::default();
    }
}

impl States {
    fn new(report: &Report) -> Self {
        Self {
            first: report.position(),
            has_come: false,
            identity: identity::State::default(),
            drift: drift::State::default(),
            loitering: loitering::State::default(),
            gap: gap::State::default(),
            pace: pace::State::default(),
            circle: circle::State::default(),
            land: land::State::default(),
            zones: zones::State::default(),
            stop: stops::State::default(),
            said: None,
            beside: None,
            fast: None,
            compared: i64::MIN / 2,
        }
    }

    /// Something of each of its parts, as many as there are lines of the cache.
    fn look(&self) -> u64 {
        self.identity.look()
            ^ self.pace.look()
            ^ self.circle.look()
            ^ self.loitering.look()
            ^ u64::from(self.drift.is_alerted())
            ^ self.stop.berthed().map_or(0, |time| time as u64)
            ^ u64::from(self.gap.alerted)
            ^ self.compared as u64
    }

    fn update(&mut self, config: &Config, report: &Report) {
        if report.speed.is_some_and(|speed| speed >= config.mother_ship.was_fast) {
            self.fast = Some(report.time);
        }
        if !self.has_come {
            let approach = config.encounter.approach;
            self.has_come = !is_within(self.first, report.position(), approach);
        }
        self.gap.course = report.course.unwrap_or(0.0) as f32;
        self.gap.alerted = false;
    }
}

#[cfg(test)]
mod tests {
    use super::Watch;
    use crate::alert::Rule;
    use crate::config::Config;
    use crate::fleet::tests::report;

    fn rules(reports: impl Iterator<Item = crate::Report>) -> Vec<Rule> {
        let mut watch = Watch::new(Config::default()).expect("parameters");
        let mut rules = Vec::new();
        reports.for_each(|report| watch.report(&report, |alert| rules.push(alert.rule)));
        rules
    }

    #[test]
    fn two_vessels_that_come_and_stay_meet_once() {
        let reports = (0..300_i64).flat_map(|minute| {
            [(211_000_001, 1.0), (211_000_002, -1.0)].map(|(mmsi, side)| {
                let away = (60 - minute).max(0) as f64 * 0.002 + 0.001;
                let mut report = report(mmsi, minute * 60, 50.0, side * away);
                report.speed = Some(if minute < 60 { 6.5 } else { 0.4 });
                report
            })
        });
        assert_eq!(rules(reports), [Rule::Encounter]);
    }

    #[test]
    fn silence_among_others_is_a_gap_and_silence_of_all_is_not() {
        for (others_go_on, expected) in [(true, 1), (false, 0)] {
            let reports = (0..1200_i64).flat_map(|step| {
                (1..=6_u32).filter_map(move |ship| {
                    let silent = step > 600 && (ship == 1 || !others_go_on);
                    let lon = f64::from(ship) * 0.001 + step as f64 * 0.00002;
                    let mut report = report(211_000_000 + ship, step * 10, 50.05, lon);
                    (report.speed, report.course) = (Some(5.0), Some(90.0));
                    (!silent).then_some(report)
                })
            });
            // A buoy keeps the clock going.
            let last = [report(211_000_099, 12_100, 20.0, 20.0)];
            let rules = rules(reports.chain(last));
            assert_eq!(rules.iter().filter(|rule| **rule == Rule::Gap).count(), expected);
        }
    }

    #[test]
    fn a_clock_in_disorder_and_poles_break_nothing() {
        let reports = (0..2000_i64).map(|step| {
            let time = step.wrapping_mul(0x9E37_79B9_7F4A_7C15_u64 as i64) >> 20;
            report(211_000_000 + (step % 7) as u32, time, 89.99, -180.0 + (step % 360) as f64)
        });
        rules(reports);
    }
}
