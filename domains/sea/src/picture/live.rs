//! A picture at work: three threads write it, one after the other, and any number read it.

use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};
use std::sync::mpsc::SyncSender;
use std::sync::{
    Arc, Condvar, Mutex, MutexGuard, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard,
};
use std::time::Duration;

use crossbearing_model::Label;

use super::coverage::Coverage;
use super::fired::Fired;
use super::vessels::Vessels;
use super::writer;
use crate::alerts::{Alert, AlertId, Book, Entry, Raised};
use crate::error::{Error, Result};
use crate::feed::{Arrival, FeedId, Meter};
use crate::hex::hex;
use crate::history::{History, Position};
use crate::journal::Journal;
use crate::look::Area;
use crate::rules::{self, Rules, Thresholds};
use crate::settings::Settings;

/// Pieces that wait for the writer; when there are so many, feeds wait.
pub(super) const QUEUE: usize = 64;

/// Pieces that wait to be followed when work that can wait does.
const BEHIND: usize = 4;
/// How long it waits at most.
const GIVEN_WAY: Duration = Duration::from_secs(10);

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
    troubles: Mutex<BTreeMap<Part, String>>,
    /// Evidence is made by one at a time.
    making: Mutex<()>,
    /// Pieces that were handed to the follower and are not followed yet.
    n_ahead: Mutex<usize>,
    caught_up: Condvar,
}

/// What readers see.
#[derive(Debug, Default)]
pub(crate) struct State {
    pub(crate) vessels: Vessels,
    pub(crate) coverage: HashMap<FeedId, Coverage>,
    /// The names of feeds, by the numbers that vessels carry.
    pub(crate) feeds: Vec<FeedId>,
    pub(crate) vessel_hours: f64,
    /// Positions that are not yet in files of the history: the latest, and those that are on their
    /// way there.
    pub(super) recent: Vec<Position>,
    pub(super) leaving: Vec<Arc<Vec<Position>>>,
}

/// Parts of a picture that may fail to be written down.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Part {
    Journal,
    Alerts,
    History,
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
    /// Opens the picture of a label, reads the latest hours again, and starts its threads. Returns
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
        let (troubles, making) = (Mutex::default(), Mutex::default());
        let thresholds = rules::thresholds(&rules::config(&desk.settings.rules)?);
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
            troubles,
            making,
            n_ahead: Mutex::default(),
            caught_up: Condvar::new(),
        };
        let live = Arc::new(live);
        let sender = writer::start(&live, journal, desk)?;
        Ok((live, sender))
    }

    pub(crate) fn state(&self) -> RwLockReadGuard<'_, State> {
        self.state.read().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn state_to_write(&self) -> RwLockWriteGuard<'_, State> {
        self.state.write().unwrap_or_else(PoisonError::into_inner)
    }

    /// Says what keeps a part of the picture from being written down, or that nothing does.
    pub(super) fn set_trouble(&self, part: Part, trouble: Option<String>) {
        match trouble {
            Some(trouble) => lock(&self.troubles).insert(part, trouble),
            None => lock(&self.troubles).remove(&part),
        };
    }

    /// The bytes of each feed that are in the journal.
    pub(super) fn all_taken(&self) -> MutexGuard<'_, HashMap<FeedId, u64>> {
        lock(&self.taken)
    }

    /// A piece was handed to the follower.
    pub(super) fn piece_ahead(&self) {
        *lock(&self.n_ahead) += 1;
    }

    /// A piece was followed.
    pub(super) fn piece_followed(&self) {
        let mut n_ahead = lock(&self.n_ahead);
        *n_ahead = n_ahead.saturating_sub(1);
        self.caught_up.notify_all();
    }

    /// Waits, though not for long, until what has come is followed: whoever has work that can wait
    /// leaves the processor to a feed that comes as fast as it is taken.
    pub(crate) fn give_way(&self) {
        let is_behind = |n_ahead: &mut usize| *n_ahead >= BEHIND;
        let wait = self.caught_up.wait_timeout_while(lock(&self.n_ahead), GIVEN_WAY, is_behind);
        drop(wait.unwrap_or_else(PoisonError::into_inner));
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
    pub(super) fn raise(&self, fired: Fired, until: u64) -> Result<Option<News>> {
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

    /// Writes down the alerts that are not yet.
    pub(super) fn settle(&self) -> Result<()> {
        lock(&self.book).settle()?;
        lock(&self.list_books).values_mut().try_for_each(Book::settle)
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
        lock(&self.troubles).values().next().cloned()
    }

    pub(crate) fn history(&self) -> History {
        History::new(self.folder.join("history"))
    }

    /// Where a vessel was between two times, in order.
    pub(crate) fn track(&self, mmsi: u32, from: i64, to: i64) -> Result<Vec<Position>> {
        // What is in memory first: what is moved to a file meanwhile is then found twice, not never.
        let is_wanted = |it: &&Position| it.mmsi == mmsi && (from..=to).contains(&it.time);
        let recent: Vec<Position> = self.state().unfiled().filter(is_wanted).copied().collect();
        let mut positions = self.history().track(mmsi, from, to)?;
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
        let mut recent: Vec<Position> = self.state().unfiled().filter(is_wanted).copied().collect();
        recent.sort_unstable();
        self.history().positions(area, (from, to), &mut take)?;
        take(recent);
        Ok(())
    }

    pub(crate) fn journal(&self) -> PathBuf {
        self.folder.join("journal")
    }
}

impl State {
    /// Positions that are not yet in files of the history.
    fn unfiled(&self) -> impl Iterator<Item = &Position> {
        self.leaving.iter().flat_map(|positions| positions.iter()).chain(&self.recent)
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
