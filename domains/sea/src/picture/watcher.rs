//! From what vessels say to what the rules tell of them: the same steps live, after a restart, and
//! when an alert is played again.

use std::collections::HashMap;
use std::sync::Arc;

use crossbearing_tracks::{Alert, Reach, Rule, Watch};

use super::fired::Fired;
use super::listener::{Heard, Station};
use super::said::Said;
use crate::error::Result;
use crate::feed::FeedId;
use crate::lists::{Fences, Fix, Presence};
use crate::places::Station as Known;
use crate::rules::Rules;

/// So many messages are looked ahead to.
const AHEAD: usize = 32;

/// Watches vessels.
#[derive(Debug)]
pub(crate) struct Watcher {
    rules: Arc<Rules>,
    watch: Watch,
    presence: Presence,
    fences: Fences,
    feeds: HashMap<FeedId, Stations>,
}

/// The stations that a feed has named, by number from 1.
#[derive(Debug, Default)]
struct Stations {
    names: Vec<String>,
    /// How many of them, the feed itself among them, were looked up among the places.
    n_placed: usize,
}

impl Watcher {
    pub(crate) fn new(rules: Arc<Rules>) -> Result<Self> {
        let watch = watch(&rules)?;
        let presence = Presence::new(Arc::clone(&rules.watched));
        let fences = Fences::new(&rules.watched, rules.config.approach);
        Ok(Self { rules, watch, presence, fences, feeds: HashMap::new() })
    }

    /// Goes by other rules from now on, if they are others.
    pub(crate) fn set_rules(&mut self, rules: &Arc<Rules>) {
        if Arc::ptr_eq(&self.rules, rules) {
            return;
        }
        if !Arc::ptr_eq(&self.rules.places, &rules.places) {
            self.watch.set_places(Arc::clone(rules.places.engine()));
            self.feeds.values_mut().for_each(|feed| feed.n_placed = 0);
        }
        if !Arc::ptr_eq(&self.rules.watched, &rules.watched) {
            self.presence.set(Arc::clone(&rules.watched));
            self.fences.set(&rules.watched);
        }
        self.rules = Arc::clone(rules);
    }

    pub(crate) fn vessel_hours(&self) -> f64 {
        self.watch.vessel_hours()
    }

    /// Takes what was heard; `sink` gets what the rules tell, in order.
    pub(crate) fn hear(&mut self, heard: &Heard, mut sink: impl FnMut(Fired)) {
        if heard.restarts {
            if let Ok(watch) = watch(&self.rules) {
                self.watch = watch;
            }
            self.presence = Presence::new(Arc::clone(&self.rules.watched));
            self.fences = Fences::new(&self.rules.watched, self.rules.config.approach);
            self.feeds.clear();
        }
        self.place(heard);
        let is_mast = self.rules.places.station(heard.feed.as_str()).is_some();
        for some in heard.said.chunks(AHEAD) {
            self.watch.look_ahead(some.iter().filter_map(|spoken| spoken.said.report()));
            for spoken in some {
                let station = match spoken.station {
                    // A feed that names no station may be one mast or the whole world.
                    Station::Number(number) if number > 0 || is_mast => {
                        Some(over_all(heard, number))
                    }
                    _ => None,
                };
                self.one(&spoken.said, (&heard.feed, station), &mut sink);
            }
        }
    }

    /// Lets the rules hear one message, of a feed and perhaps of one of its stations.
    fn one(
        &mut self,
        said: &Said,
        (feed, station): (&FeedId, Option<u32>),
        sink: &mut impl FnMut(Fired),
    ) {
        let mut alerts: Vec<Alert> = Vec::new();
        let mut fired: Vec<Fired> = Vec::new();
        let mut told = |alert| alerts.push(alert);
        match said {
            Said::Position(report) => {
                match station {
                    Some(station) => self.watch.report_from(report, station, &mut told),
                    None => self.watch.report(report, &mut told),
                }
                let (mmsi, time, line) = (report.mmsi, report.time, report.line);
                let fix = Fix { mmsi, time, position: report.position(), line };
                self.presence.heard(fix, |it| fired.push(it));
                self.fences.heard(report, |it| fired.push(it));
            }
            Said::Text(report, text) => self.watch.text(report, text, &mut told),
            Said::Particulars(mmsi, it, place) => {
                self.watch.particulars(&it.for_rules(*mmsi, *place), &mut told);
                let (callsign, name) = (it.callsign.as_deref(), it.name.as_deref());
                let (callsign, name) = (callsign.unwrap_or_default(), name.unwrap_or_default());
                self.presence.says(*mmsi, it.imo, callsign, name);
            }
        }
        for alert in alerts.iter().filter(|alert| alert.rule == Rule::ZoneEntry) {
            self.presence.entered(alert, |it| fired.push(it));
        }
        let with_station = |alert: Alert| {
            let station = alert.reach.and_then(|reach| self.known(feed, reach));
            Fired { station, ..Fired::from(alert) }
        };
        alerts.into_iter().map(with_station).chain(fired).for_each(sink);
    }

    /// What is known or was learned of a station of a feed.
    fn known(&self, feed: &FeedId, reach: Reach) -> Option<Known> {
        let name = match (reach.station & NUMBER) as usize {
            0 => feed.as_str(),
            number => self.feeds.get(feed)?.names.get(number - 1)?,
        };
        let (lat, lon) = reach.position;
        // The middle of what is heard about the antimeridian may lie beyond it.
        let lon = (lon + 180.0).rem_euclid(360.0) - 180.0;
        Some(Known { name: name.to_owned(), position: (lat, lon), metres: Some(reach.metres) })
    }

    /// Tells the rules where the stations of a feed stand, as far as that is known.
    fn place(&mut self, heard: &Heard) {
        if !self.feeds.contains_key(&heard.feed) {
            self.feeds.insert(heard.feed.clone(), Stations::default());
        }
        let Some(feed) = self.feeds.get_mut(&heard.feed) else { return };
        feed.names.extend_from_slice(&heard.stations);
        // The feed itself is number 0.
        let names =
            std::iter::once(heard.feed.as_str()).chain(feed.names.iter().map(String::as_str));
        for (number, name) in (0..).zip(names).skip(feed.n_placed) {
            if let Some(known) = self.rules.places.station(name) {
                self.watch.set_station(over_all(heard, number), known.position, known.metres);
            }
        }
        feed.n_placed = feed.names.len() + 1;
    }
}

/// A watch that goes by these rules.
fn watch(rules: &Rules) -> Result<Watch> {
    Ok(Watch::new(rules.config)?.with_places(Arc::clone(rules.places.engine())))
}

/// The bits of a station's number within its feed.
const NUMBER: u32 = (1 << 17) - 1;

/// The number of a station over all feeds.
fn over_all(heard: &Heard, number: u32) -> u32 {
    u32::from(heard.number) << 17 | number & NUMBER
}
