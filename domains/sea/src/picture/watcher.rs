//! From the lines of several feeds to what the vessels do: the same steps live, after a restart,
//! and when an alert is played again.

use std::collections::HashMap;

use crossbearing_ais::{Counts, Decoder, Options};
use crossbearing_tracks::{Alert, Config, Watch};

use super::said::{Said, read, read_extended};
use crate::error::Result;
use crate::feed::{FeedId, Times};
use crate::journal::Frame;

/// Decodes feeds and watches vessels.
#[derive(Debug)]
pub(crate) struct Watcher {
    config: Config,
    watch: Watch,
    feeds: HashMap<FeedId, Feed>,
    /// All feeds that have ever spoken, by number.
    names: Vec<FeedId>,
}

#[derive(Debug)]
struct Feed {
    number: u16,
    decoder: Decoder,
    /// The time of its latest message.
    last: Option<i64>,
}

/// Something that came of a line.
#[derive(Debug)]
pub(crate) enum Step {
    /// A vessel's position or text, from the feed of this number.
    Heard(Said, u16),
    /// A rule fired.
    Alert(Alert),
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
    pub(crate) fn new(config: &Config) -> Result<Self> {
        let config = *config;
        let watch = Watch::new(config)?;
        Ok(Self { config, watch, feeds: HashMap::new(), names: Vec::new() })
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
            if let Ok(watch) = Watch::new(self.config) {
                self.watch = watch;
            }
            self.feeds.clear();
            sink(Step::Restart);
        }
        let number = self.number(&frame.feed);
        let feed = self.feeds.entry(frame.feed.clone()).or_insert_with(|| Feed {
            number,
            decoder: Decoder::new(Options::default()),
            last: None,
        });
        let mut outcome = Outcome::default();
        let n_before = feed.decoder.counts().lines;
        let (watch, last) = (&mut self.watch, &mut feed.last);
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
            if let Some((report, particulars)) = read_extended(message, time, line) {
                sink(Step::Heard(Said::Particulars(report.mmsi, particulars, time), number));
                heard(watch, Said::Position(report), number, &mut sink);
            } else if let Some(said) = read(message, time, line) {
                heard(watch, said, number, &mut sink);
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

/// Lets the rules hear what was said before the picture does.
fn heard(watch: &mut Watch, said: Said, number: u16, sink: &mut impl FnMut(Step)) {
    let mut alerts = Vec::new();
    match &said {
        Said::Position(report) => watch.report(report, |alert| alerts.push(alert)),
        Said::Text(report, text) => watch.text(report, text, |alert| alerts.push(alert)),
        Said::Particulars(..) => {}
    }
    sink(Step::Heard(said, number));
    alerts.into_iter().map(Step::Alert).for_each(sink);
}
