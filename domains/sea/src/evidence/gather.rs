//! Finding the lines of vessels in a journal.

use std::collections::{BTreeSet, HashMap, VecDeque};
use std::path::Path;

use crossbearing_ais::{Decoder, Message, Options};

use super::document::Line;
use crate::error::Result;
use crate::feed::FeedId;
use crate::journal::{self, Frame};

/// Lines of messages in several parts that are remembered until the last part has come.
const PARTS: usize = 64;

/// Which lines are wanted.
#[derive(Debug, Clone)]
pub(super) struct Wanted {
    /// From this line to that one.
    pub(super) lines: (u64, u64),
    /// Of messages sent no earlier than this.
    pub(super) since: i64,
    pub(super) whose: Whose,
    /// No more than so many.
    pub(super) most: usize,
}

/// Whose lines are wanted.
#[derive(Debug, Clone)]
pub(super) enum Whose {
    Vessels(BTreeSet<u32>),
    /// Of these and of whoever is near, in degrees.
    Near(BTreeSet<u32>, (f64, f64), f64),
    All,
}

struct Feed {
    decoder: Decoder,
    last: Option<i64>,
    parts: VecDeque<Line>,
}

/// The wanted lines of a journal; none if there are too many.
pub(super) fn gather(journal: &Path, wanted: &Wanted) -> Result<Option<Vec<Line>>> {
    let mut feeds = HashMap::<FeedId, Feed>::new();
    let mut lines = Vec::new();
    journal::frames(journal, wanted.lines.0, |frame| {
        let feed = feeds.entry(frame.feed.clone()).or_insert_with(|| Feed {
            decoder: Decoder::new(Options::default()),
            last: None,
            parts: VecDeque::new(),
        });
        feed.frame(&frame, wanted, &mut lines);
        lines.len() <= wanted.most && frame.first_line <= wanted.lines.1
    })?;
    let fits = lines.len() <= wanted.most;
    lines.sort_by_key(|line| line.line);
    Ok(fits.then_some(lines))
}

impl Feed {
    fn frame(&mut self, frame: &Frame, wanted: &Wanted, out: &mut Vec<Line>) {
        if frame.other_sender {
            self.decoder.forget_context();
        }
        let each = frame.lines.split_inclusive(|byte| *byte == b'\n');
        for (number, bytes) in (frame.first_line..).zip(each) {
            let (mut is_message, mut is_wanted) = (false, false);
            let last = &mut self.last;
            self.decoder.feed(bytes, |message| {
                is_message = true;
                *last = frame.times.of(message.reception.time, frame.received, *last);
                is_wanted = wanted.whose.has(message);
            });
            let time = self.last.unwrap_or(frame.received);
            let text = bytes.strip_suffix(b"\n").unwrap_or(bytes);
            let in_time = time >= wanted.since && number <= wanted.lines.1;
            if is_wanted && in_time {
                let line = Line::new(number, frame.feed.clone(), time, text);
                let parts = parts(&line.raw);
                let mut before: Vec<Line> = Vec::new();
                if parts.is_some() {
                    self.parts.retain(|part| {
                        let belongs = self::parts(&part.raw) == parts;
                        if belongs {
                            before.push(part.clone());
                        }
                        !belongs
                    });
                }
                out.extend(before);
                out.push(line);
            } else if !is_message {
                // Part of a message, or what a wrapper says of the line that comes next.
                if self.parts.len() >= PARTS {
                    self.parts.pop_front();
                }
                self.parts.push_back(Line::new(number, frame.feed.clone(), time, text));
            }
        }
    }
}

impl Whose {
    fn has(&self, message: &Message<'_>) -> bool {
        match self {
            Self::Vessels(vessels) => vessels.contains(&message.mmsi()),
            Self::Near(vessels, (lat, lon), degrees) => {
                let near = |name: &str, at: f64, limit: f64| {
                    message.number(name).is_some_and(|it| (it - at).abs() <= limit)
                };
                let wide = degrees / lat.to_radians().cos().max(0.05);
                vessels.contains(&message.mmsi())
                    || (near("lat", *lat, *degrees) && near("lon", *lon, wide))
            }
            Self::All => true,
        }
    }
}

/// Number of parts, sequence and channel of a sentence that has several parts.
fn parts(line: &str) -> Option<(&str, &str, &str)> {
    let sentence = &line[line.find('!')?..];
    let mut fields = sentence.split(',').skip(1);
    let (n_parts, _, sequence, channel) =
        (fields.next()?, fields.next()?, fields.next()?, fields.next()?);
    (n_parts != "1").then_some((n_parts, sequence, channel))
}
