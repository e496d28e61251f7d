//! Which vessels of watch lists are here, and since when: they are told when they appear.

use std::collections::HashMap;
use std::sync::Arc;

use crossbearing_tracks as tracks;

use super::index::{Index, Place};
use crate::picture::Fired;

/// A vessel that was silent for so long appears again, in milliseconds: twelve hours.
const AWAY: i64 = 12 * 3_600_000;
/// Vessels of lists that are followed at a time.
const MOST: usize = 100_000;

/// Which vessels of watch lists are here.
#[derive(Debug, Default)]
pub(crate) struct Presence {
    index: Arc<Index>,
    /// Vessels that are on lists by what they say of themselves.
    said: HashMap<u32, Vec<Place>>,
    /// When a vessel of a list was heard last.
    heard: HashMap<(u32, Place), i64>,
}

/// Where and when a vessel is heard.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Fix {
    pub(crate) mmsi: u32,
    pub(crate) time: i64,
    pub(crate) position: (f64, f64),
    pub(crate) line: u64,
}

impl Presence {
    pub(crate) fn new(index: Arc<Index>) -> Self {
        Self { index, ..Self::default() }
    }

    /// Takes other lists; a vessel that is here and was on none is told at its next report.
    pub(crate) fn set(&mut self, index: Arc<Index>) {
        let old = std::mem::replace(&mut self.index, index);
        let row_of = |index: &Index, place| {
            index.row(place).map(|(list, row)| (list.list.id.clone(), row.clone()))
        };
        let mut places = HashMap::new();
        for (list_no, list) in (0..).zip(self.index.lists()) {
            for (row_no, row) in (0..).zip(&list.list.rows) {
                places.insert((list.list.id.as_str(), row), (list_no, row_no));
            }
        }
        let moved = |place| {
            let (list, row) = row_of(&old, place)?;
            places.get(&(list.as_str(), &row)).copied()
        };
        let heard = std::mem::take(&mut self.heard).into_iter();
        self.heard =
            heard.filter_map(|((mmsi, place), time)| Some(((mmsi, moved(place)?), time))).collect();
        // What vessels said is heard again within minutes; known ones stay.
        let said = std::mem::take(&mut self.said).into_iter();
        let moved_all = said.map(|(mmsi, all)| (mmsi, all.into_iter().filter_map(moved).collect()));
        self.said = moved_all.filter(|(_, all): &(u32, Vec<Place>)| !all.is_empty()).collect();
    }

    /// A vessel says who it is.
    pub(crate) fn says(&mut self, mmsi: u32, imo: Option<u32>, callsign: &str, name: &str) {
        if self.index.is_empty() || self.said.len() >= MOST {
            return;
        }
        let places = self.index.of_words(imo, callsign, name);
        if !places.is_empty() {
            let known = self.said.entry(mmsi).or_default();
            known.extend(places);
            known.sort_unstable();
            known.dedup();
        }
    }

    /// A vessel is heard: tells if it appears.
    pub(crate) fn heard(&mut self, fix: Fix, mut sink: impl FnMut(Fired)) {
        if self.index.is_empty() {
            return;
        }
        let said = self.said.get(&fix.mmsi).map_or(&[][..], Vec::as_slice);
        for place in self.index.of_mmsi(fix.mmsi).iter().chain(said) {
            let last = self.heard.get(&(fix.mmsi, *place)).copied();
            if self.heard.len() < MOST || last.is_some() {
                let time = last.map_or(fix.time, |last| last.max(fix.time));
                self.heard.insert((fix.mmsi, *place), time);
            }
            let how = match last {
                None => "is heard".to_owned(),
                Some(last) if fix.time - last > AWAY => {
                    format!("is heard again after {} hours", (fix.time - last) / 3_600_000)
                }
                Some(_) => continue,
            };
            if let Some(fired) = self.fired(*place, fix, &how) {
                sink(fired);
            }
        }
    }

    /// A rule says that a vessel entered a zone: tells if it is on a list.
    pub(crate) fn entered(&self, alert: &tracks::Alert, mut sink: impl FnMut(Fired)) {
        let said = self.said.get(&alert.mmsi).map_or(&[][..], Vec::as_slice);
        let (mmsi, time, position) = (alert.mmsi, alert.time, alert.position);
        let fix = Fix { mmsi, time, position, line: alert.lines.1 };
        let how = alert.reason.strip_prefix("it ").unwrap_or(&alert.reason);
        for place in self.index.of_mmsi(mmsi).iter().chain(said) {
            if let Some(fired) = self.fired(*place, fix, how) {
                let start = alert.start;
                sink(Fired { start, lines: alert.lines, ..fired });
            }
        }
    }

    fn fired(&self, place: Place, fix: Fix, how: &str) -> Option<Fired> {
        let (list, row) = self.index.row(place)?;
        let why = if row.reason.is_empty() { String::new() } else { format!("; {}", row.reason) };
        Some(Fired {
            list: Some(list.list.id.clone()),
            rule: super::RULE,
            severity: tracks::Severity::Attention,
            mmsi: fix.mmsi,
            other: None,
            start: fix.time,
            time: fix.time,
            position: fix.position,
            reason: format!("on {} as {}{why}: it {how}", list.list.title, row.key()),
            lines: (fix.line, fix.line),
            station: None,
        })
    }
}
