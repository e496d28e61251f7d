//! Making evidence: the fewest lines that give the alert again.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{SyncSender, sync_channel};

use serde_json::Value;

use super::document::{Claim, Evidence, hash};
use super::gather::{Wanted, Whose, gather};
use crate::alerts::{Alert, AlertId, Entry, EvidenceNote};
use crate::desk::{Tell, write_down};
use crate::error::{Error, Result};
use crate::lists::{List, ListKind, Row};
use crate::picture::{BookKey, Live};
use crate::places::Station;
use crate::rules;
use crate::settings::{Settings, replace};

/// Alerts that wait for their evidence; more are made when somebody asks.
const QUEUE: usize = 256;
/// How far back lines are looked for, in milliseconds of their own time: a day.
const BACK: i64 = 86_400_000;
/// How far back lines are looked for, in lines.
const LINES_BACK: u64 = 5_000_000;
/// The most lines in a file.
const MOST: usize = 300_000;
/// What is near, in degrees: three squares of the engine's grid.
const NEAR: f64 = 0.3;

/// Starts the thread that makes evidence as alerts come.
pub(crate) fn start(
    settings: &Settings,
    tell: Tell,
) -> Result<SyncSender<(Arc<Live>, BookKey, AlertId)>> {
    let (sender, receiver) = sync_channel::<(Arc<Live>, BookKey, AlertId)>(QUEUE);
    rules::config(&settings.rules)?;
    std::thread::Builder::new()
        .name("sea-evidence".to_owned())
        .spawn(move || {
            for (live, key, id) in receiver {
                live.give_way();
                // What fails now is tried again when somebody asks for it, and said then.
                let _ = file(&live, &key, &id, &tell);
            }
        })
        .map_err(Error::folder(&PathBuf::from("sea-evidence")))?;
    Ok(sender)
}

/// The evidence file of an alert; made now if it was not.
pub(crate) fn file(live: &Live, key: &BookKey, id: &AlertId, tell: &Tell) -> Result<Vec<u8>> {
    let _making = live.making();
    let alert = live.alert(key, id)?;
    let folder = live.folder.join("evidence");
    let path = folder.join(format!("{id}.json"));
    if alert.evidence.is_some() {
        return std::fs::read(&path).map_err(Error::folder(&path));
    }
    let (evidence, replays) = make(live, &alert)?;
    let bytes = evidence.to_bytes()?;
    std::fs::create_dir_all(&folder).map_err(Error::folder(&folder))?;
    replace(&path, &bytes)?;
    let lines = evidence.lines.len() as u64;
    let note = EvidenceNote { sha256: hash(&bytes), lines, replays };
    write_down(live, key, Entry::Evidence { id: id.clone(), note }, id, tell)?;
    Ok(bytes)
}

/// Tries more and more lines until playing them gives the alert; keeps the last if none does.
fn make(live: &Live, alert: &Alert) -> Result<(Evidence, bool)> {
    let vessels: BTreeSet<u32> = [Some(alert.mmsi), alert.other].into_iter().flatten().collect();
    let first = alert.lines.0.min(alert.until);
    let back = first.saturating_sub(LINES_BACK);
    let ladder = [
        (
            "the vessels' lines since it began",
            (first, alert.start),
            Whose::Vessels(vessels.clone()),
        ),
        (
            "the vessels' lines of the day before",
            (back, alert.start - BACK),
            Whose::Vessels(vessels.clone()),
        ),
        (
            "all lines from about the place of the day before",
            (back, alert.start - BACK),
            Whose::Near(vessels, alert.position.unwrap_or((0.0, 0.0)), NEAR),
        ),
        ("all lines of the day before", (back, alert.start - BACK), Whose::All),
    ];
    let rules = live.rules();
    let mut places = alert.position.map_or(Vec::new(), |at| rules.places.near(at));
    if let Some(station) = &alert.station {
        add_station(&mut places, station, rules.places.station(&station.name));
    }
    let lists: Vec<List> = list_of(live, alert).into_iter().collect();
    let mut kept = None;
    for (scope, (from, since), whose) in ladder {
        let wanted = Wanted { lines: (from, alert.until), since, whose, most: MOST };
        let Some(lines) = gather(&live.journal(), &wanted)? else { break };
        let label = live.label.spec().clone();
        let evidence = Evidence::new(
            alert.claim(),
            (live.thresholds.clone(), label),
            (places.clone(), lists.clone()),
            scope,
            lines,
        );
        let replay = evidence.replay()?;
        if replay.exact {
            return Ok((evidence, true));
        }
        // What fires with other numbers is better than what does not fire.
        if kept.as_ref().is_none_or(|(_, same)| !same) {
            kept = Some((evidence, replay.same));
        }
    }
    kept.ok_or_else(|| Error::absent(format!("line of alert {} in the journal any more", alert.id)))
}

/// Adds the station on whose reach an alert rests, in place of what was told of it, which may be less.
fn add_station(places: &mut Vec<Value>, station: &Station, told: Option<&Station>) {
    let mut feature = station.to_feature();
    // What is not read as it is written, such as a name of blanks, is left out.
    if Station::of_feature(&feature).as_ref() != Some(station) {
        return;
    }
    if told.is_none_or(|told| told.metres.is_none()) {
        feature["properties"]["learned"] = true.into();
    }
    places.retain(|it| Station::of_feature(it).is_none_or(|it| it.name != station.name));
    places.push(feature);
}

/// The list of an alert with the rows of its vessel, or the zones that are near.
fn list_of(live: &Live, alert: &Alert) -> Option<List> {
    let (rules, wanted) = (live.rules(), alert.list.as_ref()?);
    let named = rules.watched.lists().iter().find(|listed| listed.list.id == *wanted)?;
    if named.list.kind == ListKind::Zones {
        let zones = alert.position.map_or(Vec::new(), |at| named.places.near(at));
        return Some(named.list.with_only(Vec::new(), zones));
    }
    let state = live.state();
    let identity = state.vessels.get(alert.mmsi).and_then(|vessel| vessel.identity.as_deref());
    let said = identity
        .map(|it| rules.watched.of_words(it.imo, &it.callsign, &it.name))
        .unwrap_or_default();
    let places = rules.watched.of_mmsi(alert.mmsi).iter().chain(&said);
    let rows = places.filter_map(|place| rules.watched.row(*place));
    let rows: Vec<_> = rows.filter(|(listed, _)| listed.list.id == *wanted).collect();
    let (listed, _) = rows.first()?;
    let mut kept: Vec<Row> = Vec::new();
    for (_, row) in &rows {
        if !kept.contains(row) {
            kept.push((*row).clone());
        }
    }
    Some(listed.list.with_only(kept, Vec::new()))
}

impl Alert {
    fn claim(&self) -> Claim {
        Claim {
            id: self.id.clone(),
            rule: self.rule.clone(),
            severity: self.severity,
            mmsi: self.mmsi,
            other: self.other,
            start: self.start,
            time: self.time,
            position: self.position,
            reason: self.first_reason.clone(),
        }
    }
}
