//! How a feed is: how much comes, what is wrong with it, in words.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use crossbearing_ais::{Counts, Defects};
use serde::Serialize;

/// A minute, in milliseconds: over so long rates are taken.
const MINUTE: i64 = 60_000;
/// A feed silent for so long is worth a word, in milliseconds.
const SILENT: i64 = 120_000;
/// A clock off by more than this is worth a word, in milliseconds.
const SKEWED: i64 = 5_000;
/// Vessels heard for the first time in a minute, above which a feed may be flooded.
const FLOOD: u64 = 5_000;

/// How a feed is.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Health {
    /// `connected`, `waiting`, `lost`, `finished` or `paused`.
    pub state: &'static str,
    /// Lines a second, over the last minute.
    pub lines_per_second: f64,
    /// Messages a second, over the last minute.
    pub messages_per_second: f64,
    /// Lines since the program started.
    pub lines: u64,
    /// Messages since the program started.
    pub messages: u64,
    /// Bytes since the program started.
    pub bytes: u64,
    /// Datagrams that found no room and are lost.
    pub dropped: u64,
    /// When it was heard last, in milliseconds since 1970.
    pub last_heard: Option<i64>,
    /// By how much its clock is ahead of ours, in milliseconds, if it says times.
    pub skew: Option<i64>,
    /// Sentences and messages by what is wrong with them.
    pub defects: Vec<(String, u64)>,
    /// What is wrong with the feed, the worst first.
    pub complaints: Vec<Complaint>,
}

/// Something that is wrong with a feed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Complaint {
    /// Nothing useful comes while this lasts.
    pub serious: bool,
    /// What is wrong and what to do, in words.
    pub words: String,
}

/// Counts of a feed, written by its threads and read by whoever looks.
#[derive(Debug, Default)]
pub(crate) struct Meter {
    bytes: AtomicU64,
    dropped: AtomicU64,
    endless: AtomicU64,
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    link: Link,
    trouble: Option<String>,
    pause: Duration,
    last_heard: Option<i64>,
    counts: Counts,
    skew: Option<f64>,
    wrong_times: u64,
    new_vessels: u64,
    marks: Vec<Mark>,
}

/// Totals at a moment, from which rates are taken.
#[derive(Debug, Clone, Copy)]
struct Mark {
    at: i64,
    lines: u64,
    messages: u64,
    sentences: u64,
    flawed: u64,
    new_vessels: u64,
}

#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
enum Link {
    #[default]
    Starting,
    Connected,
    Waiting,
    Lost,
    Finished,
}

/// What a picture found in a piece.
pub(crate) struct Found<'a> {
    pub(crate) counts: &'a Counts,
    /// What the feed's clock said, less the time of receipt.
    pub(crate) skew: Option<i64>,
    pub(crate) new_vessels: u64,
    pub(crate) now: i64,
}

impl Meter {
    pub(crate) fn n_bytes(&self) -> u64 {
        self.bytes.load(Ordering::Relaxed)
    }

    pub(crate) fn connected(&self) {
        let mut state = self.lock();
        state.link = Link::Connected;
        state.trouble = None;
    }

    pub(crate) fn waiting(&self) {
        self.lock().link = Link::Waiting;
    }

    pub(crate) fn finished(&self) {
        self.lock().link = Link::Finished;
    }

    pub(crate) fn lost(&self, reason: &str, pause: Duration) {
        let mut state = self.lock();
        state.link = Link::Lost;
        state.pause = pause;
        state.trouble = Some(reason.to_owned());
    }

    pub(crate) fn complain(&self, reason: &str) {
        self.lock().trouble = Some(reason.to_owned());
    }

    pub(crate) fn came(&self, n_bytes: usize, now: i64) {
        self.bytes.fetch_add(n_bytes as u64, Ordering::Relaxed);
        self.lock().last_heard = Some(now);
    }

    pub(crate) fn dropped(&self) {
        self.dropped.fetch_add(1, Ordering::Relaxed);
    }

    pub(crate) fn endless(&self, n_more: u64) {
        self.endless.fetch_add(n_more, Ordering::Relaxed);
    }

    /// Takes over what a picture found.
    pub(crate) fn found(&self, found: &Found<'_>) {
        let mut state = self.lock();
        state.counts.clone_from(found.counts);
        state.new_vessels += found.new_vessels;
        if let Some(skew) = found.skew {
            if skew.abs() > 600_000 {
                state.wrong_times += 1;
            } else {
                let before = state.skew.unwrap_or(skew as f64);
                state.skew = Some(before + 0.05 * (skew as f64 - before));
            }
        }
        let mark = state.mark(found.now);
        if state.marks.last().is_none_or(|last| found.now - last.at >= 1000) {
            state.marks.retain(|old| (0..=MINUTE).contains(&(found.now - old.at)));
            state.marks.push(mark);
        }
    }

    /// How the feed is at `now`.
    pub(crate) fn health(&self, now: i64, paused: bool) -> Health {
        let state = self.lock();
        let mark = state.mark(now);
        let since = state.marks.iter().find(|old| now - old.at <= MINUTE).copied();
        let since = since.unwrap_or(Mark { at: now - MINUTE, ..mark });
        let seconds = ((now - since.at) as f64 / 1000.0).max(1.0);
        let endless = self.endless.load(Ordering::Relaxed);
        let dropped = self.dropped.load(Ordering::Relaxed);
        let mut complaints = state.complaints(&since, &mark, now);
        if endless > 0 {
            let words = format!("{endless} lines had no end and were given up: is this NMEA?");
            complaints.push(Complaint { serious: false, words });
        }
        if dropped > 0 {
            let words = format!("{dropped} datagrams came faster than they could be taken in");
            complaints.push(Complaint { serious: false, words });
        }
        complaints.sort_by_key(|complaint| !complaint.serious);
        if paused {
            complaints.clear();
        }
        Health {
            state: if paused { "paused" } else { state.link.word() },
            lines_per_second: (mark.lines - since.lines) as f64 / seconds,
            messages_per_second: (mark.messages - since.messages) as f64 / seconds,
            lines: mark.lines,
            messages: mark.messages,
            bytes: self.n_bytes(),
            dropped,
            last_heard: state.last_heard,
            skew: state.skew.map(|skew| skew.round() as i64),
            defects: named(&state.counts),
            complaints,
        }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn mark(&self, at: i64) -> Mark {
        Mark {
            at,
            lines: self.counts.lines,
            messages: self.counts.messages,
            sentences: self.counts.sentences,
            flawed: self.counts.defects.iter().sum(),
            new_vessels: self.new_vessels,
        }
    }

    fn complaints(&self, since: &Mark, mark: &Mark, now: i64) -> Vec<Complaint> {
        let mut complaints = Vec::new();
        let mut say = |serious: bool, words: String| complaints.push(Complaint { serious, words });
        if self.link == Link::Lost {
            let reason = self.trouble.as_deref().unwrap_or("not connected");
            let seconds = self.pause.as_secs_f64();
            say(true, format!("{reason}; it is tried again after {seconds:.0} s"));
        } else if let Some(trouble) = &self.trouble {
            say(false, format!("a sender was lost: {trouble}"));
        }
        let silent = self.last_heard.map(|heard| now - heard).filter(|silent| *silent > SILENT);
        if let (Link::Connected, Some(silent)) = (self.link, silent) {
            say(true, format!("nothing has come for {} minutes", silent / MINUTE));
        }
        let (lines, sentences) = (mark.lines - since.lines, mark.sentences - since.sentences);
        if lines > 100 && sentences * 10 < lines {
            say(
                true,
                format!("of {lines} lines in a minute {sentences} are AIS sentences: noise?"),
            );
        }
        let flawed = mark.flawed - since.flawed;
        if sentences > 100 && flawed * 10 > sentences {
            let percent = flawed * 100 / sentences.max(1);
            say(false, format!("{percent} in 100 sentences have something wrong with them"));
        }
        if let Some(skew) = self.skew.filter(|skew| skew.abs() > SKEWED as f64) {
            let (seconds, side) =
                (skew.abs() / 1000.0, if skew > 0.0 { "ahead" } else { "behind" });
            say(false, format!("its clock is {seconds:.0} s {side} of ours"));
        }
        if self.wrong_times > 0 {
            let n_wrong = self.wrong_times;
            say(
                false,
                format!("{n_wrong} pieces said a time that is far off: that of receipt is used"),
            );
        }
        let new_vessels = mark.new_vessels - since.new_vessels;
        if new_vessels > FLOOD {
            say(true, format!("{new_vessels} vessels are new in a minute: most may be invented"));
        }
        complaints
    }
}

impl Link {
    fn word(self) -> &'static str {
        match self {
            Self::Starting | Self::Waiting => "waiting",
            Self::Connected => "connected",
            Self::Lost => "lost",
            Self::Finished => "finished",
        }
    }
}

fn named(counts: &Counts) -> Vec<(String, u64)> {
    let named = counts.defects.iter().enumerate().filter(|(_, count)| **count > 0);
    named.map(|(number, count)| (Defects::name(number).to_owned(), *count)).collect()
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use crossbearing_ais::Counts;

    use super::{Found, Meter};

    fn words(meter: &Meter, now: i64) -> String {
        let complaints = meter.health(now, false).complaints;
        complaints.iter().map(|it| it.words.as_str()).collect::<Vec<_>>().join("|")
    }

    #[test]
    fn what_is_wrong_is_said_in_words() {
        let meter = Meter::default();
        meter.connected();
        meter.came(10, 0);
        assert_eq!(words(&meter, 1000), "");
        assert_eq!(words(&meter, 600_000), "nothing has come for 10 minutes");
        meter.lost("connection refused", Duration::from_secs(4));
        assert_eq!(words(&meter, 1000), "connection refused; it is tried again after 4 s");
    }

    #[test]
    fn rates_are_those_of_the_last_minute() {
        let meter = Meter::default();
        let mut counts = Counts::default();
        for second in 0..200_i64 {
            counts.lines += 50;
            counts.sentences += 50;
            counts.messages += 40;
            let found =
                Found { counts: &counts, skew: Some(8000), new_vessels: 0, now: second * 1000 };
            meter.found(&found);
        }
        let health = meter.health(199_000, false);
        assert!((health.lines_per_second - 50.0).abs() < 2.0, "{health:?}");
        assert_eq!(health.skew, Some(8000));
        assert!(words(&meter, 199_000).contains("8 s ahead"));
    }
}
