//! What one View holds of the sea. Everything is read through this: the picture, vessels, alerts,
//! feeds, coverage. Pictures whose label the View does not admit do not exist for any answer.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, RwLockReadGuard};

use crossbearing_access::{Role, View};
use crossbearing_model::{EntityId, Grade, Label, PrincipalId};

use crate::alerts::{Alert, AlertId, Deed, Entry, Outcome, Severity, State};
use crate::desk::{Tell, write_down};
use crate::error::{Error, Result};
use crate::feed::{FeedSpec, Health};
use crate::history::{Density, Position, Tracks};
use crate::lists::{Index, List, ListId, ListKind, Listed, Row};
use crate::picture::{BookKey, Live, PictureState, Vessel};
use crate::snapshot::{ALERT, DANGER, Snapshot, WATCHED};

/// The most vessels in one picture; more of them are thinned out, and counted.
const MOST_VESSELS: usize = 60_000;
/// A vessel silent for longer than this is no longer in the live picture, in milliseconds.
const GONE: i64 = 12 * 3_600_000;
/// A picture whose latest report is farther from the present than this runs on its own clock.
const ABOUT_NOW: i64 = 3_600_000;

/// What one View holds.
pub struct Look<'v> {
    view: &'v View,
    pictures: Vec<Arc<Live>>,
    feeds: Vec<(FeedSpec, Health)>,
    lists: Vec<Arc<Listed>>,
    tell: Tell,
    now: i64,
}

/// Pictures, feeds and lists that a View holds.
type Held = (Vec<Arc<Live>>, Vec<(FeedSpec, Health)>, Vec<Arc<Listed>>);

/// A part of the sea, in degrees; it crosses the antimeridian if its west is greater than its east.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Area {
    /// Western edge.
    pub west: f64,
    /// Southern edge.
    pub south: f64,
    /// Eastern edge.
    pub east: f64,
    /// Northern edge.
    pub north: f64,
}

/// A vessel as a viewer sees it.
#[derive(Debug, Clone, PartialEq)]
pub struct Seen {
    /// What it last said; names are as this viewer may read them.
    pub vessel: Vessel,
    /// The feed that heard it last.
    pub feed: String,
    /// How long ago, in milliseconds.
    pub age: i64,
}

/// A vessel with all that concerns it.
#[derive(Debug, Clone, PartialEq)]
pub struct Card {
    /// The vessel.
    pub seen: Seen,
    /// Alerts that concern it, in the order of the queue.
    pub alerts: Vec<Alert>,
    /// What lists say of it.
    pub listed: Vec<ListedVessel>,
    /// The label of the picture in which it was heard last.
    pub label: Label,
}

/// What a list says of a vessel.
#[derive(Debug, Clone, PartialEq)]
pub struct ListedVessel {
    /// The list.
    pub list: ListHead,
    /// What it says, as this viewer may read it.
    pub row: Row,
}

/// A list without its vessels.
#[derive(Debug, Clone, PartialEq)]
pub struct ListHead {
    /// Its short name.
    pub id: ListId,
    /// Its name for people.
    pub title: String,
    /// What it is for.
    pub kind: ListKind,
    /// How good source and information are.
    pub grade: Grade,
    /// Who may see it.
    pub label: Label,
    /// How many vessels are on it.
    pub n_rows: usize,
}

/// Where all vessels of an area were.
#[derive(Debug, Clone, PartialEq)]
pub struct Past {
    /// The least time between two positions of a vessel, in milliseconds.
    pub step: i64,
    /// The vessels, by MMSI.
    pub vessels: Vec<PastVessel>,
}

/// Where a vessel was.
#[derive(Debug, Clone, PartialEq)]
pub struct PastVessel {
    /// Its MMSI.
    pub mmsi: u32,
    /// Its name, as this viewer may read it; empty if it has not said one.
    pub name: String,
    /// Its type, as it says; 0 if it has not.
    pub kind: u8,
    /// Its positions, in the order of time.
    pub positions: Vec<Position>,
}

/// A feed and how it is.
#[derive(Debug, Clone, PartialEq)]
pub struct FeedStanding {
    /// As it is configured.
    pub spec: FeedSpec,
    /// How it is.
    pub health: Health,
    /// Vessels in its picture.
    pub vessels: usize,
    /// What keeps its picture from being written down.
    pub trouble: Option<String>,
}

/// A square in which something was heard.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SquareHeard {
    /// Southern edge in degrees.
    pub south: f64,
    /// Western edge in degrees.
    pub west: f64,
    /// Side in degrees.
    pub side: f64,
    /// Reports from there.
    pub n_reports: u32,
    /// Milliseconds since the last of them.
    pub age: i64,
}

/// What an officer does with an alert.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Act {
    /// Has seen it.
    Acknowledge,
    /// Gives it to somebody.
    Assign(PrincipalId),
    /// Shares it with all who hold a role: it is for them, whoever among them sees it.
    Share(Role),
    /// Closes it, with a reason in words.
    Close(Outcome, String),
    /// Has recorded it in the ledger as this report.
    Record(EntityId),
}

impl<'v> Look<'v> {
    pub(crate) fn new(
        view: &'v View,
        (mut pictures, mut feeds, lists): Held,
        tell: Tell,
        now: i64,
    ) -> Self {
        // The order in which labels were first used is nobody's business.
        pictures.sort_by(|one, other| one.name.cmp(&other.name));
        feeds.sort_by(|(one, _), (other, _)| one.id.cmp(&other.id));
        Self { view, pictures, feeds, lists, tell, now }
    }

    /// The present of the picture: that of the logs where nothing is live, in milliseconds.
    pub fn clock(&self) -> i64 {
        let open = self.open();
        let heard = open.iter().filter(|(_, state)| state.vessels.latest().is_some());
        let clocks: Vec<i64> = heard.map(|(_, state)| self.clock_of(state)).collect();
        let latest = clocks.iter().max().copied().unwrap_or(self.now);
        if clocks.contains(&self.now) { self.now } else { latest }
    }

    /// The live picture of an area, or of everything, as [`crate::snapshot`] describes it: all of
    /// it, or what has changed since a cursor.
    pub fn picture(&self, since: Option<&str>, area: Option<Area>) -> Vec<u8> {
        let (clock, since, flags) = (self.clock(), cursors(since), self.flags());
        let mut snapshot = Snapshot::default();
        let mut cursor = Vec::new();
        let mut n_before = 0;
        let open = self.open();
        for (idx, (live, state)) in open.iter().enumerate() {
            let here = self.clock_of(state);
            cursor.push(format!("{}:{}", live.name, state.vessels.change()));
            let from = since.get(&live.name).copied();
            let passes = |vessel: &&Vessel| {
                let is_news = from.is_none_or(|from| vessel.changed > from);
                is_news
                    && here.saturating_sub(vessel.time) <= GONE
                    && area.is_none_or(|it| it.holds(vessel))
            };
            for vessel in state.vessels.iter().filter(passes) {
                if n_before >= MOST_VESSELS {
                    snapshot.n_left_out += 1;
                    continue;
                }
                if is_newest(&open, idx, vessel) {
                    n_before += 1;
                    let flags = flags.get(&vessel.mmsi).copied().unwrap_or(0);
                    snapshot.vessel(vessel, here, flags);
                    let is_named = from.is_none_or(|from| vessel.named > from);
                    if is_named && !vessel.name().is_empty() {
                        snapshot.name(vessel.mmsi, &self.readable(vessel.name()));
                    }
                }
            }
        }
        snapshot.finish(&cursor.join(","), clock)
    }

    /// A vessel with all that concerns it.
    pub fn vessel(&self, mmsi: u32) -> Option<Card> {
        let (seen, label) = {
            let open = self.open();
            let heard = open.iter().filter_map(|it| Some((it, it.1.vessels.get(mmsi)?)));
            let ((live, state), vessel) =
                heard.max_by_key(|((live, _), vessel)| (vessel.time, &live.name))?;
            (self.seen(state, vessel), live.label.clone())
        };
        let mut alerts = self.alerts();
        alerts.retain(|alert| alert.concerns(mmsi));
        let listed = self.listed(mmsi);
        Some(Card { seen, alerts, listed, label })
    }

    /// Where a vessel was between two times, in order, at most `most` positions of them evenly.
    pub fn track(&self, mmsi: u32, from: i64, to: i64, most: usize) -> Result<Vec<Position>> {
        let mut positions = Vec::new();
        for live in &self.pictures {
            positions.extend(live.track(mmsi, from, to)?);
        }
        positions.sort_unstable();
        positions.dedup_by_key(|position| position.time);
        let every = positions.len().div_ceil(most.max(1)).max(1);
        let last = positions.len().saturating_sub(1);
        let thinned = positions.iter().enumerate().filter(|(at, _)| at % every == 0 || *at == last);
        Ok(thinned.map(|(_, position)| *position).collect())
    }

    /// Where all vessels of an area were between two times: their tracks, thinned evenly to at most
    /// `most` positions.
    pub fn tracks(&self, area: &Area, between: (i64, i64), most: usize) -> Result<Past> {
        let step = (between.1.saturating_sub(between.0)) / 720;
        let mut tracks = Tracks::new(most, step);
        for live in &self.pictures {
            live.past(area, between, |positions| tracks.add(positions))?;
        }
        let (step, found) = (tracks.step, tracks.finish());
        let open = self.open();
        let vessels = found.into_iter().map(|(mmsi, positions)| {
            let heard = open.iter().filter_map(|(_, state)| state.vessels.get(mmsi));
            let vessel = heard.max_by_key(|vessel| vessel.time);
            PastVessel {
                mmsi,
                name: vessel.map_or(String::new(), |vessel| self.readable(vessel.name())),
                kind: vessel.map_or(0, |vessel| vessel.kind),
                positions,
            }
        });
        Ok(Past { step, vessels: vessels.collect() })
    }

    /// How many vessels passed through each square of `side` degrees of an area between two times:
    /// south, west and side in degrees, and the number.
    pub fn density(
        &self,
        area: &Area,
        between: (i64, i64),
        side: f64,
    ) -> Result<Vec<(f64, f64, f64, u32)>> {
        let mut density = Density::new(side.clamp(0.005, 10.0));
        for live in &self.pictures {
            live.past(area, between, |positions| density.add(positions))?;
        }
        Ok(density.finish().collect())
    }

    /// The name of a vessel, as this viewer may read it.
    pub fn name(&self, mmsi: u32) -> Option<String> {
        let open = self.open();
        let heard = open.iter().filter_map(|(_, state)| state.vessels.get(mmsi));
        let named = heard.filter(|vessel| !vessel.name().is_empty());
        let latest = named.max_by_key(|vessel| vessel.time)?;
        Some(self.readable(latest.name()))
    }

    /// Vessels whose name, MMSI, IMO number or call sign has these words, the best first.
    pub fn search(&self, words: &str, limit: usize) -> Vec<Seen> {
        let wanted = words.trim().to_uppercase();
        if wanted.is_empty() {
            return Vec::new();
        }
        let mut found = BTreeMap::<u32, (u8, Seen)>::new();
        let open = self.open();
        for (idx, (_, state)) in open.iter().enumerate() {
            for vessel in state.vessels.iter() {
                let Some(rank) = match_rank(vessel, &wanted) else { continue };
                let seen = self.seen(state, vessel);
                // A name that the viewer may not read does not lead to the vessel.
                if match_rank(&seen.vessel, &wanted).is_none() || !is_newest(&open, idx, vessel) {
                    continue;
                }
                found.insert(vessel.mmsi, (rank, seen));
            }
        }
        let mut found: Vec<(u8, Seen)> = found.into_values().collect();
        found.sort_by_key(|(rank, seen)| (*rank, seen.age, seen.vessel.mmsi));
        found.into_iter().take(limit).map(|(_, seen)| seen).collect()
    }

    /// All vessels of an area, those heard last first.
    pub fn vessels(&self, area: Option<Area>, limit: usize) -> Vec<Seen> {
        let mut seen = Vec::new();
        let open = self.open();
        for (idx, (_, state)) in open.iter().enumerate() {
            let holds = |vessel: &&Vessel| area.is_none_or(|area| area.holds(vessel));
            let newest = |vessel: &&Vessel| is_newest(&open, idx, vessel);
            let found = state.vessels.iter().filter(holds).filter(newest);
            seen.extend(found.map(|vessel| self.seen(state, vessel)));
        }
        seen.sort_by_key(|seen| (seen.age, seen.vessel.mmsi));
        seen.truncate(limit);
        seen
    }

    /// All alerts, in the order of the queue: danger first, always.
    pub fn alerts(&self) -> Vec<Alert> {
        let mut alerts: Vec<Alert> = Vec::new();
        for live in &self.pictures {
            self.each_alert(live, |alert| alerts.push(self.readable_alert(alert)));
        }
        alerts.sort_by(|one, other| {
            one.rank().cmp(&other.rank()).then_with(|| one.id.cmp(&other.id))
        });
        alerts
    }

    /// One alert with the label of its picture.
    pub fn alert(&self, id: &AlertId) -> Result<(Alert, Label)> {
        let (live, key) = self.of(id)?;
        let alert = self.readable_alert(&live.alert(&key, id)?);
        Ok((alert, live.label.clone()))
    }

    /// The lists.
    pub fn lists(&self) -> Vec<ListHead> {
        self.lists.iter().map(|listed| ListHead::of(&listed.list, &listed.label)).collect()
    }

    /// A list with its vessels, as this viewer may read them.
    pub fn list(&self, id: &ListId) -> Result<(ListHead, Vec<Row>)> {
        let listed = self.lists.iter().find(|listed| listed.list.id == *id);
        let listed = listed.ok_or_else(|| Error::absent(format!("list {id}")))?;
        let rows = listed.list.rows.iter().map(|row| self.readable_row(row));
        Ok((ListHead::of(&listed.list, &listed.label), rows.collect()))
    }

    /// What lists say of a vessel, by its number and what it says of itself in these pictures.
    fn listed(&self, mmsi: u32) -> Vec<ListedVessel> {
        if self.lists.is_empty() {
            return Vec::new();
        }
        let index = Index::new(self.lists.iter().cloned());
        let mut places = index.of_mmsi(mmsi).to_vec();
        for (_, state) in self.open() {
            if let Some(it) = state.vessels.get(mmsi).and_then(|vessel| vessel.identity.as_deref())
            {
                places.extend(index.of_words(it.imo, &it.callsign, &it.name));
            }
        }
        places.sort_unstable();
        places.dedup();
        let said = places.into_iter().filter_map(|place| index.row(place));
        said.map(|(listed, row)| ListedVessel {
            list: ListHead::of(&listed.list, &listed.label),
            row: self.readable_row(row),
        })
        .collect()
    }

    /// Does something with an alert. `who` acts now.
    pub fn act(&self, id: &AlertId, act: Act, who: &PrincipalId) -> Result<Alert> {
        let (live, key) = self.of(id)?;
        let state = live.alert(&key, id)?.state;
        let id = id.clone();
        let by = Deed { who: who.clone(), at: self.now };
        let entry = match act {
            Act::Acknowledge if state != State::New => {
                return Err(Error::NotNow {
                    reason: "somebody has acknowledged it already".into(),
                });
            }
            _ if state == State::Closed && !matches!(act, Act::Record(_)) => {
                return Err(Error::NotNow { reason: "it is closed".into() });
            }
            Act::Acknowledge => Entry::Acknowledged { id: id.clone(), by },
            Act::Assign(to) => {
                let to = Deed { who: to, at: self.now };
                Entry::Assigned { id: id.clone(), to, by: who.clone() }
            }
            Act::Share(role) => Entry::Shared { id: id.clone(), role, by },
            Act::Close(_, reason) if reason.trim().len() < 3 || reason.len() > 2000 => {
                return Err(Error::malformed("reason", "say in words why it is closed"));
            }
            Act::Close(outcome, reason) => {
                Entry::Closed { id: id.clone(), outcome, reason: reason.trim().to_owned(), by }
            }
            Act::Record(report) => Entry::Recorded { id: id.clone(), report },
        };
        write_down(live, &key, entry, &id, &self.tell)?;
        self.alert(&id).map(|(alert, _)| alert)
    }

    /// The evidence file of an alert; made now if it was not.
    pub fn evidence(&self, id: &AlertId) -> Result<Vec<u8>> {
        let (live, key) = self.of(id)?;
        crate::evidence::file(live, &key, id, &self.tell)
    }

    /// The feeds and how each is.
    pub fn feeds(&self) -> Vec<FeedStanding> {
        let standing = |(spec, health): &(FeedSpec, Health)| {
            let live = self.pictures.iter().find(|live| *live.label.spec() == spec.label);
            FeedStanding {
                spec: spec.clone(),
                health: health.clone(),
                vessels: live.map_or(0, |live| live.state().vessels.len()),
                trouble: live.and_then(|live| live.trouble()),
            }
        };
        self.feeds.iter().map(standing).collect()
    }

    /// Where vessels were heard, by one feed or by all.
    pub fn coverage(&self, feed: Option<&str>) -> Vec<SquareHeard> {
        let mut squares = BTreeMap::<(i64, i64), SquareHeard>::new();
        for live in &self.pictures {
            let state = live.state();
            let clock = self.clock_of(&state);
            let wanted =
                state.coverage.iter().filter(|(id, _)| feed.is_none_or(|it| it == id.as_str()));
            for (place, heard) in wanted.flat_map(|(_, coverage)| coverage.squares()) {
                let age = (clock - heard.latest).max(0);
                let key =
                    ((place.south * 1000.0).round() as i64, (place.west * 1000.0).round() as i64);
                let square = squares.entry(key).or_insert(SquareHeard {
                    south: place.south,
                    west: place.west,
                    side: place.side,
                    n_reports: 0,
                    age,
                });
                square.n_reports = square.n_reports.saturating_add(heard.n_reports);
                square.age = square.age.min(age);
            }
        }
        squares.into_values().collect()
    }

    /// For how long vessels have been watched since the program started, in hours.
    pub fn vessel_hours(&self) -> f64 {
        self.pictures.iter().map(|live| live.state().vessel_hours).sum()
    }

    /// The picture and the book of an alert.
    fn of(&self, id: &AlertId) -> Result<(&Arc<Live>, BookKey)> {
        for live in &self.pictures {
            if let Some(key) = self.books().find(|key| live.alert(key, id).is_ok()) {
                return Ok((live, key));
            }
        }
        Err(Error::absent(format!("alert {id}")))
    }

    /// The books of a picture that this viewer may see: its own, and those of lists.
    fn books(&self) -> impl Iterator<Item = BookKey> {
        let of_lists = self.lists.iter().map(|listed| Some(listed.book.clone()));
        std::iter::once(None).chain(of_lists)
    }

    fn each_alert(&self, live: &Live, mut work: impl FnMut(&Alert)) {
        for key in self.books() {
            live.with_book(&key, |book| book.iter().for_each(&mut work));
        }
    }

    /// All pictures, held still; always in the same order, so that readers never wait for each
    /// other in a circle.
    fn open(&self) -> Vec<(&Arc<Live>, RwLockReadGuard<'_, PictureState>)> {
        self.pictures.iter().map(|live| (live, live.state())).collect()
    }

    fn seen(&self, state: &PictureState, vessel: &Vessel) -> Seen {
        let mut vessel = vessel.clone();
        if let Some(identity) = vessel.identity.as_mut().filter(|_| !self.view.veil().is_empty()) {
            identity.name = self.readable(&identity.name);
            identity.destination = self.readable(&identity.destination);
            for change in &mut identity.changes {
                change.before = self.readable(&change.before);
                change.after = self.readable(&change.after);
            }
        }
        let feed = state.feeds.get(usize::from(vessel.feed)).map_or("", |feed| feed.as_str());
        let age = self.clock_of(state).saturating_sub(vessel.time).max(0);
        Seen { feed: feed.to_owned(), age, vessel }
    }

    /// What stands in the flags of vessels with open alerts.
    fn flags(&self) -> HashMap<u32, u16> {
        let mut flags = HashMap::new();
        for live in &self.pictures {
            self.each_alert(live, |alert| {
                let mut flag = if alert.list.is_some() { WATCHED } else { 0 };
                if alert.state != State::Closed {
                    flag |= match alert.severity {
                        Severity::Danger => ALERT | DANGER,
                        Severity::Attention => ALERT,
                        Severity::Note => 0,
                    };
                }
                for mmsi in [Some(alert.mmsi), alert.other].into_iter().flatten() {
                    *flags.entry(mmsi).or_insert(0) |= flag;
                }
            });
        }
        flags
    }

    /// A text with the words barred that would give a protected person away.
    fn readable(&self, text: &str) -> String {
        self.view.veil().redact_text(text).unwrap_or_else(|| text.to_owned())
    }

    fn readable_row(&self, row: &Row) -> Row {
        let mut row = row.clone();
        for text in [&mut row.name, &mut row.owner, &mut row.reason, &mut row.kind] {
            *text = self.readable(text);
        }
        row
    }

    fn readable_alert(&self, alert: &Alert) -> Alert {
        Alert { reason: self.readable(&alert.reason), ..alert.clone() }
    }

    /// The present of a picture.
    fn clock_of(&self, state: &PictureState) -> i64 {
        match state.vessels.latest() {
            Some(latest) if latest.abs_diff(self.now) > ABOUT_NOW as u64 => latest,
            _ => self.now,
        }
    }
}

impl ListHead {
    /// What a list is, without its vessels.
    pub fn of(list: &List, label: &Label) -> Self {
        Self {
            id: list.id.clone(),
            title: list.title.clone(),
            kind: list.kind,
            grade: list.grade,
            label: label.clone(),
            n_rows: list.rows.len(),
        }
    }
}

/// Whether no other picture heard the vessel later.
fn is_newest(
    open: &[(&Arc<Live>, RwLockReadGuard<'_, PictureState>)],
    idx: usize,
    vessel: &Vessel,
) -> bool {
    let later = |(other, (_, state)): (usize, &(&Arc<Live>, RwLockReadGuard<'_, PictureState>))| {
        let heard = state.vessels.get(vessel.mmsi);
        other != idx && heard.is_some_and(|it| (it.time, other) > (vessel.time, idx))
    };
    !open.iter().enumerate().any(later)
}

impl Area {
    fn holds(&self, vessel: &Vessel) -> bool {
        vessel.position.is_some_and(|(lat, lon)| self.contains(lat, lon))
    }

    /// Whether a position in ten-millionths of a degree lies in it.
    pub(crate) fn contains(&self, lat: i32, lon: i32) -> bool {
        let (lat, lon) = (f64::from(lat) / 1e7, f64::from(lon) / 1e7);
        let between = if self.west <= self.east {
            (self.west..=self.east).contains(&lon)
        } else {
            lon >= self.west || lon <= self.east
        };
        between && (self.south..=self.north).contains(&lat)
    }
}

/// From `name:change,…` to the change of each picture.
fn cursors(text: Option<&str>) -> HashMap<String, u64> {
    let pairs = text.unwrap_or_default().split(',').filter_map(|pair| pair.split_once(':'));
    pairs.filter_map(|(name, change)| Some((name.to_owned(), change.parse().ok()?))).collect()
}

/// How well a vessel fits what was typed; the least fits best.
fn match_rank(vessel: &Vessel, wanted: &str) -> Option<u8> {
    let identity = vessel.identity.as_deref();
    let texts = [
        (0, vessel.mmsi.to_string()),
        (0, identity.and_then(|it| it.imo).map(|imo| imo.to_string()).unwrap_or_default()),
        (0, identity.map(|it| it.callsign.to_uppercase()).unwrap_or_default()),
        (1, vessel.name().to_uppercase()),
    ];
    let wanted = wanted.strip_prefix("IMO").map_or(wanted, str::trim_start);
    let rank = |(base, text): &(u8, String)| match text.find(wanted) {
        Some(0) if text.len() == wanted.len() => Some(*base),
        Some(0) => Some(base + 2),
        Some(_) => Some(base + 4),
        None => None,
    };
    texts.iter().filter_map(rank).min()
}
