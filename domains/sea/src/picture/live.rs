//! A picture at work: one thread writes it, any number read it.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock, RwLockReadGuard};
use std::time::Duration;

use crossbearing_model::Label;
use crossbearing_tracks as tracks;
use serde::{Deserialize, Serialize};

use super::coverage::Coverage;
use super::said::Said;
use super::vessels::Vessels;
use super::watcher::{Step, Watcher};
use crate::alerts::{Alert, AlertId, Book, Raised};
use crate::error::{Error, Result};
use crate::feed::{Acknowledge, Arrival, FeedId, Found, Meter};
use crate::hex::hex;
use crate::history::{self, Flush, Position};
use crate::journal::{self, Frame, Journal};
use crate::rules::{self, Thresholds};
use crate::settings::{Settings, replace};

/// Pieces that wait for the writer; when there are so many, feeds wait.
const QUEUE: usize = 64;
/// Positions that are written to the history together.
const TOGETHER: usize = 262_144;
/// How often old files are merged and those past their time removed, in milliseconds.
const TIDYING: i64 = 3_600_000;
/// What came is safe on disk after so long at the latest.
const SAFE_AFTER: Duration = Duration::from_millis(200);
/// What came is made safe after so many bytes at the latest.
const SAFE_BYTES: usize = 8 * 1024 * 1024;

/// A picture. Its label says who may see it.
pub(crate) struct Live {
    pub(crate) label: Label,
    /// Names it: the first digits of the label's digest.
    pub(crate) name: String,
    pub(crate) folder: PathBuf,
    /// The thresholds of its rules.
    pub(crate) thresholds: Thresholds,
    state: RwLock<State>,
    book: Mutex<Book>,
    /// Bytes of each feed that are in the journal.
    taken: Mutex<HashMap<FeedId, u64>>,
    trouble: Mutex<Option<String>>,
    /// Evidence is made by one at a time.
    making: Mutex<()>,
}

/// What readers see.
#[derive(Debug, Default)]
pub(crate) struct State {
    pub(crate) vessels: Vessels,
    pub(crate) coverage: HashMap<FeedId, Coverage>,
    /// The names of feeds, by the numbers that vessels carry.
    pub(crate) feeds: Vec<FeedId>,
    pub(crate) vessel_hours: f64,
    /// Positions that are not yet in files of the history.
    pub(crate) recent: Vec<Position>,
}

/// Something that whoever watches wants to be told at once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum News {
    /// An alert is new.
    New(AlertId),
    /// An alert has fired again.
    Repeat(AlertId),
}

/// Told what is new in a picture.
pub(crate) type TellNews = Arc<dyn Fn(&Arc<Live>, News) + Send + Sync>;

/// What the writer needs besides the picture.
pub(crate) struct Desk {
    pub(crate) settings: Settings,
    pub(crate) clock: fn() -> i64,
    pub(crate) meters: Arc<RwLock<HashMap<FeedId, Arc<Meter>>>>,
    pub(crate) tell: TellNews,
}

impl Live {
    /// Opens the picture of a label, reads the latest hours again, and starts its writer. Returns
    /// where feeds send to.
    pub(crate) fn start(
        folder: &Path,
        label: Label,
        desk: Desk,
    ) -> Result<(Arc<Self>, SyncSender<Arrival>)> {
        let digest = label.digest();
        let name = hex(&digest.as_bytes()[..6]);
        let folder = folder.join(&name);
        let journal = Journal::open(&folder.join("journal"))?;
        let book = Mutex::new(Book::open(&folder.join("alerts.jsonl"))?);
        let (state, taken) = (RwLock::default(), Mutex::default());
        let (trouble, making) = (Mutex::default(), Mutex::default());
        let thresholds = rules::thresholds(rules::config(&desk.settings.rules)?);
        let live = Self { label, name, folder, thresholds, state, book, taken, trouble, making };
        let live = Arc::new(live);
        let mut writer = Writer::new(Arc::clone(&live), journal, desk)?;
        writer.warm_up()?;
        let (sender, receiver) = sync_channel(QUEUE);
        std::thread::Builder::new()
            .name(format!("sea-{}", live.name))
            .spawn(move || writer.run(&receiver))
            .map_err(Error::folder(&live.folder))?;
        Ok((live, sender))
    }

    pub(crate) fn state(&self) -> RwLockReadGuard<'_, State> {
        self.state.read().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn book(&self) -> MutexGuard<'_, Book> {
        lock(&self.book)
    }

    /// Held by whoever makes evidence.
    pub(crate) fn making(&self) -> MutexGuard<'_, ()> {
        lock(&self.making)
    }

    /// Bytes of a feed that are in the journal.
    pub(crate) fn taken(&self, feed: &FeedId) -> u64 {
        lock(&self.taken).get(feed).copied().unwrap_or(0)
    }

    /// What keeps the picture from writing down what it hears.
    pub(crate) fn trouble(&self) -> Option<String> {
        lock(&self.trouble).clone()
    }

    pub(crate) fn history(&self) -> PathBuf {
        self.folder.join("history")
    }

    /// Where a vessel was between two times, in order.
    pub(crate) fn track(&self, mmsi: u32, from: i64, to: i64) -> Result<Vec<Position>> {
        // What is in memory first: what is moved to a file meanwhile is then found twice, not never.
        let is_wanted = |it: &&Position| it.mmsi == mmsi && (from..=to).contains(&it.time);
        let recent: Vec<Position> = self.state().recent.iter().filter(is_wanted).copied().collect();
        let mut positions = history::track(&self.history(), mmsi, from, to)?;
        positions.extend(recent);
        positions.sort_unstable();
        positions.dedup_by_key(|position| position.time);
        Ok(positions)
    }

    pub(crate) fn journal(&self) -> PathBuf {
        self.folder.join("journal")
    }
}

/// The one that writes a picture.
struct Writer {
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
}

impl Writer {
    fn new(live: Arc<Live>, journal: Journal, desk: Desk) -> Result<Self> {
        let watcher = Watcher::new(&rules::config(&desk.settings.rules)?)?;
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
        })
    }

    /// Reads the latest hours of the journal again.
    fn warm_up(&mut self) -> Result<()> {
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
                self.follow(&frame);
            }
            true
        })?;
        *lock(&self.live.taken) = noted.taken;
        Ok(())
    }

    /// Takes what feeds send until the last of them has gone.
    fn run(mut self, arrivals: &Receiver<Arrival>) {
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
        let frame = Frame {
            first_line: self.journal.next_line(),
            received: arrival.received,
            times: arrival.times,
            restarts: arrival.restarts,
            feed: arrival.feed,
            lines: arrival.lines,
        };
        if self.n_unsafe == 0 {
            self.unsafe_since = (self.desk.clock)();
        }
        match self.journal.append(&frame) {
            Ok(()) => {
                self.n_unsafe += frame.lines.len();
                *lock(&self.live.taken).entry(frame.feed.clone()).or_default() +=
                    frame.lines.len() as u64;
                self.waiting.extend(arrival.acknowledge);
            }
            // What is not written down is followed all the same, and never acknowledged.
            Err(error) => *lock(&self.live.trouble) = Some(error.to_string()),
        }
        self.follow(&frame);
    }

    /// Makes sure of what was written, and tells those who wait for that.
    fn make_safe(&mut self) {
        if self.n_unsafe == 0 {
            return;
        }
        self.n_unsafe = 0;
        match self.journal.sync() {
            Ok(()) => {
                *lock(&self.live.trouble) = None;
                self.waiting.drain(..).for_each(|it| it.say());
                self.note();
            }
            Err(error) => {
                self.waiting.clear();
                *lock(&self.live.trouble) = Some(error.to_string());
            }
        }
    }

    /// Notes, once a minute, how far the journal was read, so that a start need not read all.
    fn note(&mut self) {
        let now = (self.desk.clock)();
        if now >= self.next_note {
            self.next_note = now + 60_000;
            let taken = lock(&self.live.taken).clone();
            let noted = Noted { line: self.journal.next_line() - 1, kept: self.kept, taken };
            if let Err(error) = noted.write(&self.live.folder).and_then(|()| self.tidy(now)) {
                *lock(&self.live.trouble) = Some(error.to_string());
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
            Err(error) => *lock(&self.live.trouble) = Some(error.to_string()),
        }
        // Memory stays bounded even if the disk is full.
        let mut state = self.live.state.write().unwrap_or_else(PoisonError::into_inner);
        state.recent.drain(..positions.len());
    }

    /// Follows a frame: vessels, coverage, alerts.
    fn follow(&mut self, frame: &Frame) {
        let (mut alerts, mut new_vessels) = (Vec::new(), 0);
        let outcome = {
            let mut state = self.live.state.write().unwrap_or_else(PoisonError::into_inner);
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
        let until = frame.first_line + frame.n_lines() - 1;
        for alert in &alerts {
            self.raise(alert, until);
        }
        self.keep(until);
        if let (Some(counts), Some(meter)) =
            (self.watcher.counts(&frame.feed), self.desk.meter(&frame.feed))
        {
            let now = (self.desk.clock)();
            meter.found(&Found { counts: &counts, skew: outcome.skew, new_vessels, now });
        }
    }

    fn raise(&self, said: &tracks::Alert, until: u64) {
        let alert = Alert::raise(&self.live.label.digest(), said, until);
        let raised = self.live.book().raise(alert);
        match raised {
            Ok(Raised::New(id)) => (self.desk.tell)(&self.live, News::New(id)),
            Ok(Raised::Repeat(id)) => (self.desk.tell)(&self.live, News::Repeat(id)),
            Ok(Raised::Known) => {}
            Err(error) => *lock(&self.live.trouble) = Some(error.to_string()),
        }
    }
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
        Said::Particulars(mmsi, particulars, time) => vessels.particulars(mmsi, *particulars, time),
        Said::Text(..) => false,
    }
}

impl Desk {
    fn meter(&self, feed: &FeedId) -> Option<Arc<Meter>> {
        self.meters.read().unwrap_or_else(PoisonError::into_inner).get(feed).cloned()
    }
}

/// How far a journal was noted, and the bytes of each feed up to there.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Noted {
    line: u64,
    #[serde(default)]
    kept: u64,
    taken: HashMap<FeedId, u64>,
}

impl Noted {
    fn read(folder: &Path) -> Result<Self> {
        let path = folder.join("taken.json");
        match std::fs::read(&path) {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(Self::default()),
            Err(error) => Err(Error::folder(&path)(error)),
            Ok(bytes) => serde_json::from_slice(&bytes)
                .map_err(|error| Error::malformed(path.display(), error)),
        }
    }

    fn write(&self, folder: &Path) -> Result<()> {
        let path = folder.join("taken.json");
        let bytes = serde_json::to_vec(self);
        replace(&path, &bytes.map_err(|error| Error::malformed(path.display(), error))?)
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
