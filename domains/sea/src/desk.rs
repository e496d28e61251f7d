//! The desk at work: feeds, their pictures, and what is told at once.

use std::collections::HashMap;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::mpsc::SyncSender;
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use crossbearing_access::{Policy, View};
use crossbearing_model::{Instant, Label};

use crate::alerts::{AlertId, Entry};
use crate::coast::{self, Coast, CoastHead, CoastPlan};
use crate::error::{Error, Result};
use crate::evidence;
use crate::feed::{Arrival, FeedId, FeedSpec, Health, Meter, Outlet, Stop, read};
use crate::lists::{self, Index, List, ListId, ListKind, Listed};
use crate::look::Look;
use crate::picture::{BookKey, Desk, Live, News};
use crate::places::{Places, PlacesCount};
use crate::rules::{self, Rules};
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
    rules: Arc<RwLock<Arc<Rules>>>,
    lists: RwLock<Vec<Arc<Listed>>>,
    coast: RwLock<Option<Arc<Coast>>>,
    /// One change of feeds, places or lists at a time.
    changing: Mutex<()>,
    evidence: SyncSender<(Arc<Live>, BookKey, AlertId)>,
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
        let lists = lists::open(&folder)?;
        let rules = Rules {
            config: rules::config(&settings.rules)?,
            places: Arc::new(Places::open(&folder)?),
            watched: watched(&lists),
        };
        let coast = RwLock::new(Coast::open(&folder)?.map(Arc::new));
        let sea = Self {
            folder,
            settings,
            clock,
            tell,
            meters: Arc::default(),
            running: RwLock::default(),
            pictures: RwLock::default(),
            rules: Arc::new(RwLock::new(Arc::new(rules))),
            lists: RwLock::new(lists),
            coast,
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

    /// The places that rules know.
    pub fn places(&self) -> Arc<Places> {
        Arc::clone(&self.rules().places)
    }

    /// Puts other places in the place of those that rules know. Where vessels are then is no entry.
    pub fn put_places(&self, text: &str) -> Result<PlacesCount> {
        let _changing = self.changing.lock().unwrap_or_else(PoisonError::into_inner);
        let places = Places::put(&self.folder, text)?;
        let count = places.count();
        let (now, places) = (self.rules(), Arc::new(places));
        self.go_by(Rules { config: now.config, places, watched: Arc::clone(&now.watched) });
        Ok(count)
    }

    /// The finer coast, if there is one.
    pub fn coast(&self) -> Option<Arc<Coast>> {
        self.coast.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Cuts the land of a GeoJSON file into tiles and puts it in the place of the coast that is there.
    /// It takes seconds to minutes, in which the coast before is shown.
    pub fn put_coast(&self, plan: &CoastPlan, file: impl Read) -> Result<CoastHead> {
        let _changing = self.changing.lock().unwrap_or_else(PoisonError::into_inner);
        let head = coast::put(&self.folder, plan, file)?;
        self.take_coast(Coast::open(&self.folder)?);
        Ok(head)
    }

    /// Forgets the finer coast; whether there was one.
    pub fn remove_coast(&self) -> Result<bool> {
        let _changing = self.changing.lock().unwrap_or_else(PoisonError::into_inner);
        let was_there = coast::remove(&self.folder)?;
        self.take_coast(None);
        Ok(was_there)
    }

    fn take_coast(&self, coast: Option<Coast>) {
        *self.coast.write().unwrap_or_else(PoisonError::into_inner) = coast.map(Arc::new);
    }

    /// Who owns the list of a name.
    pub fn list_label(&self, id: &ListId) -> Option<Label> {
        let lists = self.lists.read().unwrap_or_else(PoisonError::into_inner);
        lists.iter().find(|listed| listed.list.id == *id).map(|listed| listed.label.clone())
    }

    /// Adds a list, or puts a changed one in the place of what it was. Vessels of a watch list that
    /// are here are told at their next report.
    pub fn put_list(&self, list: List) -> Result<()> {
        let _changing = self.changing.lock().unwrap_or_else(PoisonError::into_inner);
        let listed = Listed::new(list)?;
        lists::write_list(&self.folder, &listed.list)?;
        self.change_lists(|lists| {
            lists.retain(|known| known.list.id != listed.list.id);
            lists.push(listed);
        });
        Ok(())
    }

    /// Forgets a list.
    pub fn remove_list(&self, id: &ListId) -> Result<()> {
        let _changing = self.changing.lock().unwrap_or_else(PoisonError::into_inner);
        if self.list_label(id).is_none() {
            return Err(Error::absent(format!("list {id}")));
        }
        lists::remove_list(&self.folder, id)?;
        self.change_lists(|lists| lists.retain(|known| known.list.id != *id));
        Ok(())
    }

    fn change_lists(&self, change: impl FnOnce(&mut Vec<Arc<Listed>>)) {
        let watched = {
            let mut lists = self.lists.write().unwrap_or_else(PoisonError::into_inner);
            change(&mut lists);
            lists.sort_by(|one, other| one.list.id.cmp(&other.list.id));
            watched(&lists)
        };
        let now = self.rules();
        self.go_by(Rules { config: now.config, places: Arc::clone(&now.places), watched });
    }

    fn rules(&self) -> Arc<Rules> {
        Arc::clone(&self.rules.read().unwrap_or_else(PoisonError::into_inner))
    }

    fn go_by(&self, rules: Rules) {
        *self.rules.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(rules);
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
        let lists = self.lists.read().unwrap_or_else(PoisonError::into_inner);
        let lists = lists.iter().filter(|listed| admits(&listed.label)).cloned().collect();
        let of = (pictures.collect(), feeds.collect(), lists);
        Look::new(view, of, Arc::clone(&self.tell), now)
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
                goes_on: live.state().vessels.len() > 0,
                sender: 0,
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
            rules: Arc::clone(&self.rules),
            clock: self.clock,
            meters: Arc::clone(&self.meters),
            tell: Arc::new(move |live: &Arc<Live>, news: News| {
                let (alert, is_new) = match news {
                    News::New(key, alert) => {
                        // A full queue of evidence is no reason to wait: it is made when asked for.
                        let _ = evidence.try_send((Arc::clone(live), key, alert.clone()));
                        (alert, true)
                    }
                    News::Repeat(alert) => (alert, false),
                };
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

/// Watch lists by what their vessels are known by, and lists of zones.
fn watched(lists: &[Arc<Listed>]) -> Arc<Index> {
    let watched = lists.iter().filter(|listed| listed.list.kind != ListKind::Register);
    Arc::new(Index::new(watched.cloned()))
}

/// Writes down what happened to an alert, and tells it.
pub(crate) fn write_down(
    live: &Live,
    key: &BookKey,
    entry: Entry,
    alert: &AlertId,
    tell: &Tell,
) -> Result<()> {
    live.write(key, entry)?;
    tell(&live.label, &Told { alert: alert.clone(), is_new: false });
    Ok(())
}
