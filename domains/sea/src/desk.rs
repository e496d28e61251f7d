//! The desk at work: feeds, their pictures, and what is told at once.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::mpsc::SyncSender;
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use crossbearing_access::{Policy, View};
use crossbearing_model::{Instant, Label};

use crate::alerts::{AlertId, Entry};
use crate::error::{Error, Result};
use crate::evidence;
use crate::feed::{Arrival, FeedId, FeedSpec, Health, Meter, Outlet, Stop, read};
use crate::look::Look;
use crate::picture::{Desk, Live, News};
use crate::settings::{Settings, read_feeds, write_feeds};

/// What the desk needs from the program around it.
pub struct Setup {
    /// The desk's folder; made if it is not there.
    pub folder: PathBuf,
    /// Milliseconds since 1970.
    pub clock: fn() -> i64,
    /// Told at once when an alert is new, fires again, or is dealt with, with the label of what it
    /// is about.
    pub tell: Tell,
}

/// Told the label of an alert's picture, and the alert.
pub type Tell = Arc<dyn Fn(&Label, &Told) + Send + Sync>;

/// Something about an alert that whoever watches wants to know at once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// The alert.
    pub alert: AlertId,
    /// It was not there before.
    pub is_new: bool,
}

/// The desk.
pub struct Sea {
    folder: PathBuf,
    settings: Settings,
    clock: fn() -> i64,
    tell: Tell,
    meters: Arc<RwLock<HashMap<FeedId, Arc<Meter>>>>,
    running: RwLock<Vec<Running>>,
    pictures: RwLock<Vec<Open>>,
    /// One change of feeds at a time.
    changing: Mutex<()>,
    evidence: SyncSender<(Arc<Live>, AlertId)>,
}

/// A feed that is configured, and its thread if it is not paused.
struct Running {
    spec: FeedSpec,
    label: Label,
    meter: Arc<Meter>,
    stop: Arc<Stop>,
}

/// A picture, and where its feeds send to.
struct Open {
    live: Arc<Live>,
    to: SyncSender<Arrival>,
}

impl Sea {
    /// Opens the desk and starts its feeds.
    pub fn open(setup: Setup) -> Result<Self> {
        Self::open_with(setup, |spec| spec)
    }

    /// Opens the desk to look at what is there, without starting its feeds.
    pub fn open_to_read(setup: Setup) -> Result<Self> {
        Self::open_with(setup, |spec| FeedSpec { paused: true, ..spec })
    }

    fn open_with(setup: Setup, change: impl Fn(FeedSpec) -> FeedSpec) -> Result<Self> {
        let Setup { folder, clock, tell } = setup;
        let settings = Settings::read(&folder)?;
        let evidence = evidence::start(&settings, Arc::clone(&tell))?;
        let sea = Self {
            folder,
            settings,
            clock,
            tell,
            meters: Arc::default(),
            running: RwLock::default(),
            pictures: RwLock::default(),
            changing: Mutex::default(),
            evidence,
        };
        for spec in read_feeds(&sea.folder)? {
            sea.start(change(spec))?;
        }
        Ok(sea)
    }

    /// The configured feeds.
    pub fn feeds(&self) -> Vec<FeedSpec> {
        let running = self.running.read().unwrap_or_else(PoisonError::into_inner);
        running.iter().map(|running| running.spec.clone()).collect()
    }

    /// How the desk works.
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// Adds a feed, or puts a changed one in the place of what it was, and starts it.
    pub fn put_feed(&self, spec: FeedSpec) -> Result<()> {
        let _changing = self.changing.lock().unwrap_or_else(PoisonError::into_inner);
        let mut feeds = self.feeds();
        feeds.retain(|known| known.id != spec.id);
        feeds.push(spec.clone());
        write_feeds(&self.folder, &feeds)?;
        self.end(&spec.id);
        self.start(spec)
    }

    /// Ends a feed and forgets it. What it said stays.
    pub fn remove_feed(&self, id: &FeedId) -> Result<()> {
        let _changing = self.changing.lock().unwrap_or_else(PoisonError::into_inner);
        let mut feeds = self.feeds();
        let n_before = feeds.len();
        feeds.retain(|known| known.id != *id);
        if feeds.len() == n_before {
            return Err(Error::absent(format!("feed {id}")));
        }
        write_feeds(&self.folder, &feeds)?;
        self.end(id);
        Ok(())
    }

    /// What a View holds at `now` (milliseconds since 1970).
    pub fn look<'v>(&self, view: &'v View, now: i64) -> Look<'v> {
        let admits = |label: &Label| Policy.admits(label, view.viewer(), Instant::from_millis(now));
        let pictures = self.pictures.read().unwrap_or_else(PoisonError::into_inner);
        let pictures = pictures
            .iter()
            .filter(|open| admits(&open.live.label))
            .map(|open| Arc::clone(&open.live));
        let running = self.running.read().unwrap_or_else(PoisonError::into_inner);
        let feeds = running
            .iter()
            .filter(|running| admits(&running.label))
            .map(|running| (running.spec.clone(), running.health(now)));
        Look::new(view, pictures.collect(), feeds.collect(), Arc::clone(&self.tell), now)
    }

    /// Ends all feeds. What they have sent is made safe.
    pub fn stop(&self) {
        let mut running = self.running.write().unwrap_or_else(PoisonError::into_inner);
        running.drain(..).for_each(|running| running.stop.stop());
        self.pictures.write().unwrap_or_else(PoisonError::into_inner).clear();
    }

    fn start(&self, spec: FeedSpec) -> Result<()> {
        let label = Label::seal(spec.label.clone())
            .map_err(|error| Error::malformed(format!("label of feed {}", spec.id), error))?;
        let (live, to) = self.picture(&label)?;
        let (meter, stop) = (Arc::<Meter>::default(), Arc::<Stop>::default());
        let mut meters = self.meters.write().unwrap_or_else(PoisonError::into_inner);
        meters.insert(spec.id.clone(), Arc::clone(&meter));
        drop(meters);
        if !spec.paused {
            let outlet = Outlet {
                feed: spec.id.clone(),
                to,
                meter: Arc::clone(&meter),
                clock: self.clock,
                stop: Arc::clone(&stop),
                taken: live.taken(&spec.id),
            };
            let (source, folder) = (spec.source.clone(), self.folder.clone());
            std::thread::Builder::new()
                .name(format!("feed-{}", spec.id))
                .spawn(move || read(&source, &folder, &outlet))
                .map_err(Error::folder(&self.folder))?;
        }
        let mut running = self.running.write().unwrap_or_else(PoisonError::into_inner);
        running.push(Running { spec, label, meter, stop });
        Ok(())
    }

    fn end(&self, id: &FeedId) {
        let mut running = self.running.write().unwrap_or_else(PoisonError::into_inner);
        running.retain(|running| {
            let stays = running.spec.id != *id;
            if !stays {
                running.stop.stop();
            }
            stays
        });
    }

    /// The picture of a label, opened if it is not.
    fn picture(&self, label: &Label) -> Result<(Arc<Live>, SyncSender<Arrival>)> {
        let mut pictures = self.pictures.write().unwrap_or_else(PoisonError::into_inner);
        if let Some(open) = pictures.iter().find(|open| open.live.label == *label) {
            return Ok((Arc::clone(&open.live), open.to.clone()));
        }
        let (evidence, tell) = (self.evidence.clone(), Arc::clone(&self.tell));
        let desk = Desk {
            settings: self.settings.clone(),
            clock: self.clock,
            meters: Arc::clone(&self.meters),
            tell: Arc::new(move |live: &Arc<Live>, news: News| {
                let (alert, is_new) = match news {
                    News::New(alert) => (alert, true),
                    News::Repeat(alert) => (alert, false),
                };
                if is_new {
                    // A full queue of evidence is no reason to wait: it is made when asked for.
                    let _ = evidence.try_send((Arc::clone(live), alert.clone()));
                }
                tell(&live.label, &Told { alert, is_new });
            }),
        };
        let (live, to) = Live::start(&pictures_folder(&self.folder), label.clone(), desk)?;
        pictures.push(Open { live: Arc::clone(&live), to: to.clone() });
        Ok((live, to))
    }
}

impl Running {
    fn health(&self, now: i64) -> Health {
        self.meter.health(now, self.spec.paused)
    }
}

impl Drop for Sea {
    fn drop(&mut self) {
        self.stop();
    }
}

fn pictures_folder(folder: &Path) -> PathBuf {
    folder.join("pictures")
}

/// Writes down what happened to an alert, and tells it.
pub(crate) fn write_down(live: &Live, entry: Entry, alert: &AlertId, tell: &Tell) -> Result<()> {
    live.book().write(entry)?;
    tell(&live.label, &Told { alert: alert.clone(), is_new: false });
    Ok(())
}
