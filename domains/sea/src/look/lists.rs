//! Registers, watch lists and lists of zones, and what they say.

use crossbearing_model::{Grade, Label};
use serde_json::Value;

use super::Look;
use crate::error::{Error, Result};
use crate::lists::{Index, List, ListId, ListKind, Row};

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
    /// How many vessels or zones are on it.
    pub n_rows: usize,
}

impl Look<'_> {
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

    /// The zones of all lists, as GeoJSON features, each with its list's name as the property `list`.
    pub fn zones(&self) -> Vec<Value> {
        let mut zones = Vec::new();
        for listed in &self.lists {
            for zone in &listed.list.zones {
                let mut zone = zone.clone();
                if let Some(properties) = zone.get_mut("properties").and_then(Value::as_object_mut)
                {
                    let name = properties.get("name").and_then(Value::as_str).unwrap_or_default();
                    let name = self.readable(name);
                    properties.insert("name".to_owned(), name.into());
                    properties.insert("list".to_owned(), listed.list.id.as_str().into());
                }
                zones.push(zone);
            }
        }
        zones
    }

    /// What lists say of a vessel, by its number and what it says of itself in these pictures.
    pub(super) fn listed(&self, mmsi: u32) -> Vec<ListedVessel> {
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

    fn readable_row(&self, row: &Row) -> Row {
        let mut row = row.clone();
        for text in [&mut row.name, &mut row.owner, &mut row.reason, &mut row.kind] {
            *text = self.readable(text);
        }
        row
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
            n_rows: list.len(),
        }
    }
}
