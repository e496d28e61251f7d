//! Which lines of a journal carry which messages, parts and all.

use std::collections::{HashMap, VecDeque};

use crossbearing_ais::{Decoder, Message, Options};

use crate::feed::FeedId;
use crate::journal::Frame;

/// Lines of messages in several parts that are remembered until the last part has come.
const PARTS: usize = 64;

/// Listens to feeds, frame by frame.
#[derive(Default)]
pub(super) struct Listener {
    feeds: HashMap<FeedId, Feed>,
}

/// A line, and when it was sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Spoken {
    /// Its number in the journal.
    pub(super) line: u64,
    pub(super) time: i64,
    /// The bytes without the end of the line.
    pub(super) text: Vec<u8>,
}

struct Feed {
    decoder: Decoder,
    last: Option<i64>,
    parts: VecDeque<Spoken>,
}

impl Listener {
    /// Hands on whose each message is that is wanted, and its lines; the message ends with the last.
    pub(super) fn frame(
        &mut self,
        frame: &Frame,
        is_wanted: impl Fn(&Message<'_>) -> bool,
        mut take: impl FnMut(u32, Vec<Spoken>),
    ) {
        let feed = self.feeds.entry(frame.feed.clone()).or_insert_with(|| Feed {
            decoder: Decoder::new(Options::default()),
            last: None,
            parts: VecDeque::new(),
        });
        if frame.other_sender {
            // Nor does it go on with messages that another began.
            feed.decoder.forget_context();
            feed.decoder.finish(|_| {});
        }
        let each = frame.lines.split_inclusive(|byte| *byte == b'\n');
        for (number, bytes) in (frame.first_line..).zip(each) {
            feed.line(frame, (number, bytes), &is_wanted, &mut take);
        }
    }
}

impl Feed {
    fn line(
        &mut self,
        frame: &Frame,
        (number, bytes): (u64, &[u8]),
        is_wanted: &impl Fn(&Message<'_>) -> bool,
        take: &mut impl FnMut(u32, Vec<Spoken>),
    ) {
        let (mut is_message, mut wanted) = (false, None);
        let last = &mut self.last;
        self.decoder.feed(bytes, |message| {
            is_message = true;
            *last = frame.times.of(message.reception.time, frame.received, *last);
            wanted = is_wanted(message).then(|| message.mmsi());
        });
        if is_message && wanted.is_none() {
            // Parts of what nobody wants are not those of a later message.
            if let Some(of) = parts(bytes).filter(|_| !self.parts.is_empty()) {
                self.take_parts(of);
            }
            return;
        }
        let time = self.last.unwrap_or(frame.received);
        let text = bytes.strip_suffix(b"\n").unwrap_or(bytes).to_vec();
        let spoken = Spoken { line: number, time, text };
        if let Some(mmsi) = wanted {
            let mut lines = parts(&spoken.text).map_or(Vec::new(), |it| self.take_parts(it));
            lines.push(spoken);
            take(mmsi, lines);
        } else {
            // Part of a message, or what a wrapper says of the line that comes next.
            if self.parts.len() >= PARTS {
                self.parts.pop_front();
            }
            self.parts.push_back(spoken);
        }
    }

    /// The lines before that are parts of the same message.
    fn take_parts(&mut self, of: [&[u8]; 3]) -> Vec<Spoken> {
        let all = std::mem::take(&mut self.parts);
        let (taken, left): (Vec<Spoken>, Vec<Spoken>) =
            all.into_iter().partition(|part| parts(&part.text) == Some(of));
        self.parts = left.into();
        taken
    }
}

/// Number of parts, sequence and channel of a sentence that has several parts.
fn parts(line: &[u8]) -> Option<[&[u8]; 3]> {
    let start = line.iter().position(|byte| *byte == b'!')?;
    let mut fields = line.get(start..)?.split(|byte| *byte == b',').skip(1);
    let (n_parts, _, sequence, channel) =
        (fields.next()?, fields.next()?, fields.next()?, fields.next()?);
    (n_parts != b"1").then_some([n_parts, sequence, channel])
}
