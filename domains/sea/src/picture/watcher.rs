//! From the lines of several feeds to what the vessels do: the same steps live, after a restart,
//! and when an alert is played again.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use crossbearing_ais::{Counts, Decoder, Message, Options};
use crossbearing_tracks::{Alert, Rule, Watch};

use super::fired::Fired;
use super::said::{Said, read, read_extended};
use crate::error::Result;
use crate::feed::{FeedId, Times};
use crate::journal::Frame;
use crate::lists::{Fences, Fix, Presence};
use crate::rules::Rules;

/// Decodes feeds and watches vessels.
#[derive(Debug)]
pub(crate) struct Watcher {
    rules: Arc<Rules>,
    watch: Watch,
    presence: Presence,
    fences: Fences,
    feeds: HashMap<FeedId, Feed>,
    /// All feeds that have ever spoken, by number.
    names: Vec<FeedId>,
}

#[derive(Debug)]
struct Feed {
    number: u16,
    decoder: Decoder,
    /// Stations whose place was looked up, by the decoder's numbers.
    placed: HashSet<u32>,
    /// The time of its latest message.
    last: Option<i64>,
}

/// Something that came of a line.
#[derive(Debug)]
pub(crate) enum Step {
    /// A vessel's position or text, from the feed of this number.
    Heard(Said, u16),
    /// A rule fired.
    Alert(Fired),
    /// A log starts again: all that was known is of another time.
    Restart,
}

/// What a frame came to.
#[derive(Debug, Clone, Default)]
pub(crate) struct Outcome {
    /// By how much the feed's clock was ahead of receipt, if it says times.
    pub(crate) skew: Option<i64>,
    /// Messages without any time, which are left out.
    pub(crate) n_timeless: u64,
}

impl Watcher {
    pub(crate) fn new(rules: Arc<Rules>) -> Result<Self> {
        let watch = watch(&rules)?;
        let presence = Presence::new(Arc::clone(&rules.watched));
        let fences = Fences::new(&rules.watched, rules.config.approach);
        Ok(Self { rules, watch, presence, fences, feeds: HashMap::new(), names: Vec::new() })
    }

    /// Goes by other rules from now on, if they are others.
    pub(crate) fn set_rules(&mut self, rules: &Arc<Rules>) {
        if Arc::ptr_eq(&self.rules, rules) {
            return;
        }
        if !Arc::ptr_eq(&self.rules.places, &rules.places) {
            self.watch.set_places(Arc::clone(rules.places.engine()));
            self.feeds.values_mut().for_each(|feed| feed.placed.clear());
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

    /// What the decoder of a feed has counted.
    pub(crate) fn counts(&self, feed: &FeedId) -> Option<Counts> {
        self.feeds.get(feed).map(|feed| feed.decoder.counts())
    }

    /// Takes a frame; `sink` gets what comes of it, in order.
    pub(crate) fn frame(&mut self, frame: &Frame, mut sink: impl FnMut(Step)) -> Outcome {
        if frame.restarts && self.is_alone(&frame.feed) {
            if let Ok(watch) = watch(&self.rules) {
                self.watch = watch;
            }
            self.presence = Presence::new(Arc::clone(&self.rules.watched));
            self.fences = Fences::new(&self.rules.watched, self.rules.config.approach);
            self.feeds.clear();
            sink(Step::Restart);
        }
        let number = self.number(&frame.feed);
        let feed = self.feeds.entry(frame.feed.clone()).or_insert_with(|| Feed {
            number,
            decoder: Decoder::new(Options::default()),
            placed: HashSet::new(),
            last: None,
        });
        if frame.other_sender {
            feed.decoder.forget_context();
        }
        let mut outcome = Outcome::default();
        let n_before = feed.decoder.counts().lines;
        let (last, placed) = (&mut feed.last, &mut feed.placed);
        let (watch, presence, fences) = (&mut self.watch, &mut self.presence, &mut self.fences);
        let mut ears = Ears { watch, presence, fences };
        let rules = &self.rules;
        let is_mast = rules.places.station(frame.feed.as_str()).is_some();
        let (times, received, number) = (frame.times, frame.received, feed.number);
        feed.decoder.feed(&frame.lines, |message| {
            let said = message.reception.time;
            if let (Times::Live, Some(said)) = (times, said) {
                outcome.skew = Some(said.saturating_sub(received));
            }
            *last = times.of(said, received, *last);
            let Some(time) = *last else {
                outcome.n_timeless += 1;
                return;
            };
            let line = frame.first_line + (message.reception.line - n_before).saturating_sub(1);
            let station = station(message, number).filter(|_| is_mast || is_named(message));
            if let Some(station) = station.filter(|_| placed.insert(message.reception.source_id)) {
                ears.place(rules, station, message, &frame.feed);
            }
            if let Some((report, particulars)) = read_extended(message, time, line) {
                let said = Said::Particulars(report.mmsi, particulars, (time, line));
                // The engine keeps nothing of vessels without a position.
                ears.hear(Said::Position(report), (number, station), &mut sink);
                ears.hear(said, (number, None), &mut sink);
            } else if let Some(said) = read(message, time, line) {
                ears.hear(said, (number, station), &mut sink);
            }
        });
        outcome
    }

    /// The names of the feeds, by number.
    pub(crate) fn names(&self) -> &[FeedId] {
        &self.names
    }

    fn number(&mut self, feed: &FeedId) -> u16 {
        let known = self.names.iter().position(|known| known == feed);
        known.unwrap_or_else(|| {
            self.names.push(feed.clone());
            self.names.len() - 1
        }) as u16
    }

    fn is_alone(&self, feed: &FeedId) -> bool {
        self.feeds.keys().all(|known| known == feed)
    }
}

/// Those who listen.
struct Ears<'a> {
    watch: &'a mut Watch,
    presence: &'a mut Presence,
    fences: &'a mut Fences,
}

impl Ears<'_> {
    /// Lets the rules hear what was said before the picture does.
    fn hear(
        &mut self,
        said: Said,
        (number, station): (u16, Option<u32>),
        sink: &mut impl FnMut(Step),
    ) {
        let mut alerts: Vec<Alert> = Vec::new();
        let mut fired: Vec<Fired> = Vec::new();
        let mut told = |alert| alerts.push(alert);
        match &said {
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
        sink(Step::Heard(said, number));
        for alert in alerts.iter().filter(|alert| alert.rule == Rule::ZoneEntry) {
            self.presence.entered(alert, |it| fired.push(it));
        }
        let all = alerts.into_iter().map(Fired::from).chain(fired);
        all.map(Step::Alert).for_each(sink);
    }

    /// Tells where a station stands, if that is known.
    fn place(&mut self, rules: &Rules, number: u32, message: &Message<'_>, feed: &FeedId) {
        let name = message.reception.source.unwrap_or(feed.as_str());
        if let Some(known) = rules.places.station(name) {
            self.watch.set_station(number, known.position, known.metres);
        }
    }
}

/// A watch that goes by these rules.
fn watch(rules: &Rules) -> Result<Watch> {
    Ok(Watch::new(rules.config)?.with_places(Arc::clone(rules.places.engine())))
}

/// The number of the station that heard a message, over all feeds. Satellites hear everything.
fn station(message: &Message<'_>, feed: u16) -> Option<u32> {
    let is_near = message.kind != 27;
    is_near.then(|| u32::from(feed) << 17 | message.reception.source_id)
}

/// Whether the feed says through which station a message came. One that names none may be one mast
/// or the whole world.
fn is_named(message: &Message<'_>) -> bool {
    message.reception.source_id > 0
}
