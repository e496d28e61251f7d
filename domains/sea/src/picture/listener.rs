//! From lines to what vessels say: the first half of following a feed, which knows no rules.

use std::collections::HashMap;

use crossbearing_ais::{Counts, Decoder, Message, Options};

use super::said::{Said, read, read_extended};
use crate::feed::{FeedId, Times};
use crate::journal::Frame;

/// Decodes feeds.
#[derive(Debug, Default)]
pub(crate) struct Listener {
    feeds: HashMap<FeedId, Feed>,
    /// All feeds that have ever spoken, by number.
    names: Vec<FeedId>,
}

#[derive(Debug)]
struct Feed {
    number: u16,
    decoder: Decoder,
    /// How many of the decoder's stations were told.
    n_stations: usize,
    /// The time of its latest message.
    last: Option<i64>,
}

/// What came of a frame, in order.
#[derive(Debug)]
pub(crate) struct Heard {
    pub(crate) feed: FeedId,
    pub(crate) number: u16,
    /// The first and the last of its lines.
    pub(crate) lines: (u64, u64),
    /// A log starts again: all that was known before is of another time.
    pub(crate) restarts: bool,
    /// Stations that the feed had not named before, in the order of their numbers.
    pub(crate) stations: Vec<String>,
    pub(crate) said: Vec<Spoken>,
    /// What the decoder of the feed has counted so far.
    pub(crate) counts: Counts,
    /// By how much the feed's clock was ahead of receipt, if it says times.
    pub(crate) skew: Option<i64>,
}

/// What a message says, and through which of the feed's stations it came.
#[derive(Debug)]
pub(crate) struct Spoken {
    pub(crate) said: Said,
    pub(crate) station: Station,
}

/// Through what a message came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Station {
    /// The station of this number, from 1, or the feed itself if it is 0.
    Number(u32),
    /// A satellite, which hears everything; or it says nothing of a place.
    Anywhere,
}

impl Listener {
    /// Decodes a frame.
    pub(crate) fn frame(&mut self, frame: &Frame) -> Heard {
        let restarts = frame.restarts && self.feeds.keys().all(|known| *known == frame.feed);
        if restarts {
            self.feeds.clear();
        }
        let number = self.number(&frame.feed);
        let feed = self.feeds.entry(frame.feed.clone()).or_insert_with(|| Feed {
            number,
            decoder: Decoder::new(Options::default()),
            n_stations: 0,
            last: None,
        });
        if frame.other_sender {
            // Nor does it go on with messages that another began.
            feed.decoder.forget_context();
            feed.decoder.finish(|_| {});
        }
        // Most lines are a message.
        let mut said = Vec::with_capacity(frame.lines.len() / 56);
        let mut skew = None;
        let n_before = feed.decoder.counts().lines;
        let (times, received) = (frame.times, frame.received);
        let last = &mut feed.last;
        feed.decoder.feed(&frame.lines, |message| {
            let time = message.reception.time;
            if let (Times::Live, Some(time)) = (times, time) {
                skew = Some(time.saturating_sub(received));
            }
            *last = times.of(time, received, *last);
            // Messages without any time are left out.
            let Some(time) = *last else { return };
            let line = frame.first_line + (message.reception.line - n_before).saturating_sub(1);
            hear(message, time, line, &mut said);
        });
        let counts = feed.decoder.counts();
        let named = feed.decoder.sources();
        let stations = named.get(feed.n_stations..).unwrap_or_default().to_vec();
        feed.n_stations = named.len();
        let lines = (frame.first_line, frame.first_line + frame.n_lines().saturating_sub(1));
        let (feed, number) = (frame.feed.clone(), feed.number);
        Heard { feed, number, lines, restarts, stations, said, counts, skew }
    }

    fn number(&mut self, feed: &FeedId) -> u16 {
        let known = self.names.iter().position(|known| known == feed);
        known.unwrap_or_else(|| {
            self.names.push(feed.clone());
            self.names.len() - 1
        }) as u16
    }
}

fn hear(message: &Message<'_>, time: i64, line: u64, out: &mut Vec<Spoken>) {
    let station = match message.kind {
        27 => Station::Anywhere,
        _ => Station::Number(message.reception.source_id),
    };
    if let Some((report, particulars)) = read_extended(message, time, line) {
        let particulars = Said::Particulars(report.mmsi, particulars, (time, line));
        // The engine keeps nothing of vessels without a position.
        out.push(Spoken { said: Said::Position(report), station });
        out.push(Spoken { said: particulars, station: Station::Anywhere });
    } else if let Some(said) = read(message, time, line) {
        out.push(Spoken { said, station });
    }
}
