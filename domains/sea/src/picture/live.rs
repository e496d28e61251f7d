//! A picture at work: one thread writes it, any number read it.

use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock, RwLockReadGuard};
use std::time::Duration;

use crossbearing_model::Label;
use serde::{Deserialize, Serialize};

use super::coverage::Coverage;
use super::fired::Fired;
use super::said::Said;
use super::vessels::Vessels;
use super::watcher::{Outcome, Step, Watcher};
use crate::alerts::{Alert, AlertId, Book, Entry, Raised};
use crate::error::{Error, Result};
use crate::feed::{Acknowledge, Arrival, FeedId, Found, Meter};
use crate::hex::hex;
use crate::history::{self, Flush, Position};
use crate::journal::{self, Frame, Journal};
use crate::look::Area;
use crate::rules::{self, Rules, Thresholds};
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
    /// What came of watch lists, one book a list: each is for those who may see the list too.
    list_books: Mutex<BTreeMap<String, Book>>,
    rules: Arc<RwLock<Arc<Rules>>>,
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

/// Which book of a picture: its own, or that of a watch list.
pub(crate) type BookKey = Option<String>;

/// Something that whoever watches wants to be told at once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum News {
    /// An alert is new.
    New(BookKey, AlertId),
    /// An alert has fired again.
    Repeat(AlertId),
}

/// Told what is new in a picture.
pub(crate) type TellNews = Arc<dyn Fn(&Arc<Live>, News) + Send + Sync>;

/// What the writer needs besides the picture.
pub(crate) struct Desk {
    pub(crate) settings: Settings,
    pub(crate) rules: Arc<RwLock<Arc<Rules>>>,
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
        let list_books = Mutex::new(open_books(&folder.join("watch"))?);
        let rules = Arc::clone(&desk.rules);
        let (state, taken) = (RwLock::default(), Mutex::default());
        let (trouble, making) = (Mutex::default(), Mutex::default());
        let thresholds = rules::thresholds(rules::config(&desk.settings.rules)?);
        let live = Self {
            label,
            name,
            folder,
            thresholds,
            state,
            book,
            list_books,
            rules,
            taken,
            trouble,
            making,
        };
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

    /// What the rules go by now.
    pub(crate) fn rules(&self) -> Arc<Rules> {
        Arc::clone(&self.rules.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Does something with a book; none if the list has none yet.
    pub(crate) fn with_book<T>(
        &self,
        key: &BookKey,
        work: impl FnOnce(&mut Book) -> T,
    ) -> Option<T> {
        match key {
            None => Some(work(&mut lock(&self.book))),
            Some(list) => lock(&self.list_books).get_mut(list).map(work),
        }
    }

    /// Takes down what a rule said.
    fn raise(&self, fired: Fired, until: u64) -> Result<Option<News>> {
        let key = match &fired.list {
            None => None,
            Some(id) => {
                let rules = self.rules();
                let Some(list) = rules.watched.lists().iter().find(|it| it.list.id == *id) else {
                    return Ok(None);
                };
                let key = list.book.clone();
                let mut books = lock(&self.list_books);
                if !books.contains_key(&key) {
                    let folder = self.folder.join("watch");
                    std::fs::create_dir_all(&folder).map_err(Error::folder(&folder))?;
                    let book = Book::open(&folder.join(format!("{key}.jsonl")))?;
                    books.insert(key.clone(), book);
                }
                Some(key)
            }
        };
        let alert = Alert::raise(&self.label.digest(), fired, until);
        let raised = self.with_book(&key, |book| book.raise(alert)).transpose()?;
        Ok(raised.and_then(|raised| match raised {
            Raised::New(id) => Some(News::New(key, id)),
            Raised::Repeat(id) => Some(News::Repeat(id)),
            Raised::Known => None,
        }))
    }

    /// An alert of a book.
    pub(crate) fn alert(&self, key: &BookKey, id: &AlertId) -> Result<Alert> {
        let absent = || Error::absent(format!("alert {id}"));
        self.with_book(key, |book| book.get(id).cloned()).ok_or_else(absent)?
    }

    /// Writes down what happened to an alert.
    pub(crate) fn write(&self, key: &BookKey, entry: Entry) -> Result<()> {
        self.with_book(key, |book| book.write(entry)).unwrap_or(Ok(()))
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

    /// Hands on where all vessels of an area were between two times, in pieces.
    pub(crate) fn past(
        &self,
        area: &Area,
        (from, to): (i64, i64),
        mut take: impl FnMut(Vec<Position>),
    ) -> Result<()> {
        // What is in memory first: what is moved to a file meanwhile is then found twice, not never.
        let is_wanted =
            |it: &&Position| (from..=to).contains(&it.time) && area.contains(it.lat, it.lon);
        let mut recent: Vec<Position> =
            self.state().recent.iter().filter(is_wanted).copied().collect();
        recent.sort_unstable();
        history::positions(&self.history(), area, (from, to), &mut take)?;
        take(recent);
        Ok(())
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
                // What was followed before gave its alerts then, by the rules of that day.
                let mut followed = self.follow(&frame);
                if frame.first_line <= noted.line {
                    followed.alerts.clear();
                }
                self.tell(&frame, followed);
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

    /// Follows a frame: vessels and coverage.
    fn follow(&mut self, frame: &Frame) -> Followed {
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
        for fired in alerts {
            match self.live.raise(fired, until) {
                Ok(Some(news)) => (self.desk.tell)(&self.live, news),
                Ok(None) => {}
                Err(error) => *lock(&self.live.trouble) = Some(error.to_string()),
            }
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

fn open_books(folder: &Path) -> Result<BTreeMap<String, Book>> {
    let entries = match std::fs::read_dir(folder) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(BTreeMap::new()),
        entries => entries.map_err(Error::folder(folder))?,
    };
    let mut books = BTreeMap::new();
    for entry in entries {
        let path = entry.map_err(Error::folder(folder))?.path();
        let key = path.file_stem().and_then(|stem| stem.to_str()).map(str::to_owned);
        if let Some(key) = key.filter(|_| path.extension().is_some_and(|it| it == "jsonl")) {
            books.insert(key, Book::open(&path)?);
        }
    }
    Ok(books)
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
