//! The one that writes a picture: what feeds send goes into the journal, is followed, and told.

use std::collections::HashMap;
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::sync::{Arc, PoisonError};
use std::time::Duration;

use super::coverage::Coverage;
use super::fired::Fired;
use super::live::{Desk, Live};
use super::noted::Noted;
use super::said::Said;
use super::vessels::Vessels;
use super::watcher::{Outcome, Step, Watcher};
use crate::error::Result;
use crate::feed::{Acknowledge, Arrival, FeedId, Found, Meter};
use crate::history::{self, Flush};
use crate::journal::{self, Frame, Journal};

/// Positions that are written to the history together.
const TOGETHER: usize = 262_144;
/// How often old files are merged and those past their time removed, in milliseconds.
const TIDYING: i64 = 3_600_000;
/// What came is safe on disk after so long at the latest.
const SAFE_AFTER: Duration = Duration::from_millis(200);
/// What came is made safe after so many bytes at the latest.
const SAFE_BYTES: usize = 8 * 1024 * 1024;

/// The one that writes a picture.
pub(super) struct Writer {
    live: Arc<Live>,
    watcher: Watcher,
    journal: Journal,
    desk: Desk,
    /// Senders to be told when what came is safe.
    waiting: Vec<Acknowledge>,
    n_unsafe: usize,
    unsafe_since: i64,
    next_note: i64,
    next_tidying: i64,
    /// The last line whose positions are in files of the history.
    kept: u64,
    /// Who of each feed's senders spoke last.
    senders: HashMap<FeedId, u64>,
}

impl Writer {
    pub(super) fn new(live: Arc<Live>, journal: Journal, desk: Desk) -> Result<Self> {
        let watcher = Watcher::new(live.rules())?;
        Ok(Self {
            live,
            watcher,
            journal,
            desk,
            waiting: Vec::new(),
            n_unsafe: 0,
            unsafe_since: 0,
            next_note: 0,
            next_tidying: 0,
            kept: 0,
            senders: HashMap::new(),
        })
    }

    /// Reads the latest hours of the journal again.
    pub(super) fn warm_up(&mut self) -> Result<()> {
        let folder = self.live.journal();
        let mut noted = Noted::read(&self.live.folder)?;
        let oldest = (self.desk.clock)() - i64::from(self.desk.settings.warm_hours) * 3_600_000;
        self.kept = noted.kept;
        let start = journal::line_at(&folder, oldest)?.min(noted.line.min(noted.kept) + 1);
        journal::frames(&folder, start, |frame| {
            if frame.first_line > noted.line {
                *noted.taken.entry(frame.feed.clone()).or_default() += frame.lines.len() as u64;
            }
            let last = frame.first_line + frame.n_lines() - 1;
            if frame.received >= oldest || last > noted.kept {
                // What was followed before gave its alerts then, by the rules of that day.
                let mut followed = self.follow(&frame);
                if frame.first_line <= noted.line {
                    followed.alerts.clear();
                }
                self.tell(&frame, followed);
            }
            true
        })?;
        *self.live.all_taken() = noted.taken;
        Ok(())
    }

    /// Takes what feeds send until the last of them has gone.
    pub(super) fn run(mut self, arrivals: &Receiver<Arrival>) {
        loop {
            let wait = if self.n_unsafe > 0 { SAFE_AFTER } else { Duration::from_secs(60) };
            match arrivals.recv_timeout(wait) {
                Ok(arrival) => self.take(arrival),
                Err(RecvTimeoutError::Timeout) => self.make_safe(),
                Err(RecvTimeoutError::Disconnected) => return self.make_safe(),
            }
            let late = (self.desk.clock)() - self.unsafe_since;
            if self.n_unsafe >= SAFE_BYTES || late.unsigned_abs() >= SAFE_AFTER.as_millis() as u64 {
                self.make_safe();
            }
        }
    }

    fn take(&mut self, arrival: Arrival) {
        let before = self.senders.insert(arrival.feed.clone(), arrival.sender);
        let frame = Frame {
            first_line: self.journal.next_line(),
            received: arrival.received,
            times: arrival.times,
            restarts: arrival.restarts,
            other_sender: before.is_some_and(|before| before != arrival.sender),
            feed: arrival.feed,
            lines: arrival.lines,
        };
        if self.n_unsafe == 0 {
            self.unsafe_since = (self.desk.clock)();
        }
        match self.journal.append(&frame) {
            Ok(()) => {
                self.n_unsafe += frame.lines.len();
                *self.live.all_taken().entry(frame.feed.clone()).or_default() +=
                    frame.lines.len() as u64;
                self.waiting.extend(arrival.acknowledge);
            }
            // What is not written down is followed all the same, and never acknowledged.
            Err(error) => self.live.set_trouble(Some(error.to_string())),
        }
        self.watcher.set_rules(&self.live.rules());
        let followed = self.follow(&frame);
        self.tell(&frame, followed);
    }

    /// Makes sure of what was written, and tells those who wait for that.
    fn make_safe(&mut self) {
        if self.n_unsafe == 0 {
            return;
        }
        self.n_unsafe = 0;
        match self.journal.sync().and_then(|()| self.live.settle()) {
            Ok(()) => {
                self.live.set_trouble(None);
                self.waiting.drain(..).for_each(|it| it.say());
                self.note();
            }
            Err(error) => {
                self.waiting.clear();
                self.live.set_trouble(Some(error.to_string()));
            }
        }
    }

    /// Notes, once a minute, how far the journal was read, so that a start need not read all.
    fn note(&mut self) {
        let now = (self.desk.clock)();
        if now >= self.next_note {
            self.next_note = now + 60_000;
            let taken = self.live.all_taken().clone();
            let noted = Noted { line: self.journal.next_line() - 1, kept: self.kept, taken };
            if let Err(error) = noted.write(&self.live.folder).and_then(|()| self.tidy(now)) {
                self.live.set_trouble(Some(error.to_string()));
            }
        }
    }

    /// Merges and removes old files, once an hour.
    fn tidy(&mut self, now: i64) -> Result<()> {
        if now < self.next_tidying {
            return Ok(());
        }
        self.next_tidying = now + TIDYING;
        let settings = &self.desk.settings;
        history::tidy(&self.live.history(), now, settings.history_days)?;
        let oldest = now - i64::from(settings.raw_days) * 24 * TIDYING;
        self.journal.forget(self.kept, oldest).map(drop)
    }

    /// Moves positions from memory to files, when there are many.
    fn keep(&mut self, last_line: u64) {
        let positions = {
            let state = self.live.state();
            if state.recent.len() < TOGETHER {
                return;
            }
            state.recent.clone()
        };
        let folder = self.live.history();
        match history::flush(&Flush { folder: &folder, line: last_line }, &positions) {
            Ok(()) => {
                self.kept = last_line;
                self.next_note = 0;
            }
            Err(error) => self.live.set_trouble(Some(error.to_string())),
        }
        // Memory stays bounded even if the disk is full.
        let mut state = self.live.state_to_write();
        state.recent.drain(..positions.len());
    }

    /// Follows a frame: vessels and coverage.
    fn follow(&mut self, frame: &Frame) -> Followed {
        let (mut alerts, mut new_vessels) = (Vec::new(), 0);
        let outcome = {
            let mut state = self.live.state_to_write();
            let state = &mut *state;
            let coverage = state.coverage.entry(frame.feed.clone()).or_default();
            let vessels = &mut state.vessels;
            let recent = &mut state.recent;
            let is_kept = frame.first_line <= self.kept;
            let outcome = self.watcher.frame(frame, |step| match step {
                Step::Heard(said, feed) => {
                    recent.extend(said.fix().filter(|_| !is_kept));
                    new_vessels += u64::from(hear(vessels, coverage, said, feed));
                }
                Step::Alert(alert) => alerts.push(alert),
                Step::Restart => {
                    vessels.clear();
                    coverage.clear();
                }
            });
            state.feeds.clear();
            state.feeds.extend_from_slice(self.watcher.names());
            state.vessel_hours = self.watcher.vessel_hours();
            outcome
        };
        Followed { alerts, outcome, new_vessels }
    }

    /// Tells what came of a frame: alerts first, then how the feed is.
    fn tell(&mut self, frame: &Frame, Followed { alerts, outcome, new_vessels }: Followed) {
        let until = frame.first_line + frame.n_lines() - 1;
        self.raise(alerts, until);
        self.keep(until);
        if let (Some(counts), Some(meter)) =
            (self.watcher.counts(&frame.feed), self.desk.meter(&frame.feed))
        {
            let now = (self.desk.clock)();
            meter.found(&Found { counts: &counts, skew: outcome.skew, new_vessels, now });
        }
    }

    fn raise(&self, alerts: Vec<Fired>, until: u64) {
        if alerts.is_empty() {
            return;
        }
        for fired in alerts {
            match self.live.raise(fired, until) {
                Ok(Some(news)) => (self.desk.tell)(&self.live, news),
                Ok(None) => {}
                Err(error) => self.live.set_trouble(Some(error.to_string())),
            }
        }
        // Told first: whoever calls for help does not wait for a disk.
        if let Err(error) = self.live.settle() {
            self.live.set_trouble(Some(error.to_string()));
        }
    }
}

/// What came of a frame.
struct Followed {
    alerts: Vec<Fired>,
    outcome: Outcome,
    new_vessels: u64,
}

/// Takes over what was said; whether the vessel is new.
fn hear(vessels: &mut Vessels, coverage: &mut Coverage, said: Said, feed: u16) -> bool {
    match said {
        Said::Position(report) => {
            if report.has_position() {
                coverage.heard(report.lat, report.lon, report.time);
            }
            vessels.report(&report, feed)
        }
        Said::Particulars(mmsi, particulars, (time, _)) => {
            vessels.particulars(mmsi, *particulars, time)
        }
        Said::Text(..) => false,
    }
}

impl Desk {
    fn meter(&self, feed: &FeedId) -> Option<Arc<Meter>> {
        self.meters.read().unwrap_or_else(PoisonError::into_inner).get(feed).cloned()
    }
}
