//! What sails now.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, RwLockReadGuard};

use crossbearing_model::Label;

use super::{Area, ListedVessel, Look};
use crate::alerts::{Alert, Severity, State};
use crate::lists;
use crate::picture::{Live, PictureState, Vessel};
use crate::snapshot::{ALERT, DANGER, Snapshot, WATCHED};

/// The most vessels in one picture; more of them are thinned out, and counted.
const MOST_VESSELS: usize = 60_000;
/// A vessel silent for longer than this is no longer in the live picture, in milliseconds.
pub(crate) const GONE: i64 = 12 * 3_600_000;

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

impl Look<'_> {
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
    pub(crate) fn flags(&self) -> HashMap<u32, u16> {
        let mut flags = HashMap::new();
        for live in &self.pictures {
            self.each_alert(live, |alert| {
                let mut flag = if alert.rule == lists::RULE { WATCHED } else { 0 };
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
}

/// Whether no other picture heard the vessel later.
pub(crate) fn is_newest(
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
