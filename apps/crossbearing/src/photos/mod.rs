//! Photos: pictures of the ledger that show a vessel or a thing.
//!
//! A photo is an `Image` that cites the report which its file came in; so grade, label, log, retraction
//! and disposal are those of every fact, and a photo is seen by whoever may see its report. It stands
//! as long as both name the file.

pub(crate) mod drawing;
pub(crate) mod drawn;
pub(crate) mod filing;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use crossbearing_ledger::{AsOf, EntityRecord, FileDigest, Ledger, Read, Result, View};
use crossbearing_model::EntityId;

/// The most photos that are listed of one thing.
const MOST: usize = 200;

/// The names under which a photo's drawings are kept.
pub(crate) const SHOWN: &str = "shown";
pub(crate) const SMALL: &str = "small";
pub(crate) const VEILED: &str = "veiled";

/// A photo as a viewer sees it.
#[derive(Debug, Clone)]
pub(crate) struct Photo {
    /// The picture, as an entity.
    pub(crate) id: EntityId,
    /// The statement that names its file: whoever takes it back takes the photo back.
    pub(crate) named: Read,
    /// The file.
    pub(crate) digest: FileDigest,
    /// Whether people can be seen in it, as far as anybody says; so it is if nobody says.
    pub(crate) shows_people: bool,
    /// What its report says of it.
    says: Vec<Read>,
}

impl Photo {
    /// The standing statement of a property.
    pub(crate) fn said(&self, property: &str) -> Option<&Read> {
        self.says.iter().find(|read| &*read.statement.property == property)
    }

    /// The value of a property.
    pub(crate) fn value(&self, property: &str) -> Option<&str> {
        self.said(property).map(|read| read.statement.value.as_str())
    }

    /// The records that it shows.
    pub(crate) fn shows(&self) -> impl Iterator<Item = EntityId> + '_ {
        let shown = self.says.iter().filter(|read| &*read.statement.property == "shows");
        shown.filter_map(|read| read.statement.value.parse().ok())
    }

    /// The report that it came in.
    pub(crate) fn report(&self) -> &EntityId {
        &self.named.statement.citation.report
    }
}

/// The photo with this id, if it stands.
pub(crate) fn photo(ledger: &Ledger, view: &View, id: &EntityId) -> Result<Option<Photo>> {
    let record = ledger.entity(view, AsOf::Now, id)?;
    let Some(record) = record.filter(|record| &*record.schema == "Image") else { return Ok(None) };
    let Some((named, digest)) = file_of(&record) else { return Ok(None) };
    let report = named.statement.citation.report.clone();
    // What the report said of its file may have been taken back, though the picture's was not.
    let of_report = ledger.entity(view, AsOf::Now, &report)?;
    if of_report.and_then(|record| file_of(&record)).is_none_or(|(_, of)| of != digest) {
        return Ok(None);
    }
    let says = |value: &str| {
        standing(&record)
            .any(|read| &*read.statement.property == "showsPeople" && read.statement.value == value)
    };
    let shows_people = says("yes") || !says("no");
    let from_it = standing(&record).filter(|read| read.statement.citation.report == report);
    let says = from_it.cloned().collect();
    Ok(Some(Photo { id: record.id.clone(), named, digest, shows_people, says }))
}

/// The photos that show a record of the ledger, the latest first.
pub(crate) fn of_record(ledger: &Ledger, view: &View, id: &EntityId) -> Result<Vec<Photo>> {
    let mut found = BTreeSet::new();
    showing(ledger, view, id, &mut found)?;
    in_order(ledger, view, found)
}

/// The photos of a vessel by its MMSI, and those that show one of its `records`, the latest first.
pub(crate) fn of_vessel(
    ledger: &Ledger,
    view: &View,
    mmsi: u32,
    records: &[EntityId],
) -> Result<Vec<Photo>> {
    let mut found = BTreeSet::new();
    for read in ledger.by_value(view, AsOf::Now, &format!("{mmsi:09}"))? {
        if &*read.statement.property == "vesselMmsi" && read.stands() {
            found.insert(read.statement.entity);
        }
    }
    for record in records {
        showing(ledger, view, record, &mut found)?;
    }
    in_order(ledger, view, found)
}

fn showing(
    ledger: &Ledger,
    view: &View,
    id: &EntityId,
    found: &mut BTreeSet<EntityId>,
) -> Result<()> {
    for read in ledger.links_to(view, AsOf::Now, id)? {
        if &*read.statement.property == "shows" && read.stands() {
            found.insert(read.statement.entity);
        }
    }
    Ok(())
}

fn in_order(ledger: &Ledger, view: &View, ids: BTreeSet<EntityId>) -> Result<Vec<Photo>> {
    let mut photos = Vec::new();
    for id in ids {
        photos.extend(photo(ledger, view, &id)?);
    }
    photos.sort_by_cached_key(|photo| {
        let taken = photo.value("date").unwrap_or_default().to_owned();
        std::cmp::Reverse((taken, photo.named.recorded_at, photo.id.clone()))
    });
    photos.truncate(MOST);
    Ok(photos)
}

/// The first standing statement that names a file, with the file.
fn file_of(record: &EntityRecord) -> Option<(Read, FileDigest)> {
    standing(record).find_map(|read| {
        let names = &*read.statement.property == "contentHash";
        let digest = names.then(|| read.statement.value.parse().ok()).flatten()?;
        Some((read.clone(), digest))
    })
}

fn standing(record: &EntityRecord) -> impl Iterator<Item = &Read> {
    record.statements.iter().filter(|read| read.stands())
}
