//! Finding a vessel on lists.

use std::collections::HashMap;
use std::sync::Arc;

use super::list::Listed;
use super::row::Row;

/// A row by the number of its list and its own.
pub(crate) type Place = (u32, u32);

/// Some lists, by what their vessels are known by.
#[derive(Debug, Default)]
pub(crate) struct Index {
    lists: Vec<Arc<Listed>>,
    by_mmsi: HashMap<u32, Vec<Place>>,
    by_imo: HashMap<u32, Vec<Place>>,
    by_callsign: HashMap<String, Vec<Place>>,
    /// Of vessels that are known by their name alone.
    by_name: HashMap<String, Vec<Place>>,
}

impl Index {
    pub(crate) fn new(lists: impl IntoIterator<Item = Arc<Listed>>) -> Self {
        let mut index = Self { lists: lists.into_iter().collect(), ..Self::default() };
        for (list_no, list) in (0..).zip(&index.lists) {
            for (row_no, row) in (0..).zip(&list.list.rows) {
                let place = (list_no, row_no);
                if let Some(mmsi) = row.mmsi {
                    index.by_mmsi.entry(mmsi).or_default().push(place);
                }
                if let Some(imo) = row.imo {
                    index.by_imo.entry(imo).or_default().push(place);
                }
                if !row.callsign.is_empty() {
                    index.by_callsign.entry(row.callsign.clone()).or_default().push(place);
                }
                if row.mmsi.is_none() && row.imo.is_none() && row.callsign.is_empty() {
                    index.by_name.entry(row.name.clone()).or_default().push(place);
                }
            }
        }
        index
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.lists.is_empty()
    }

    pub(crate) fn lists(&self) -> &[Arc<Listed>] {
        &self.lists
    }

    /// The rows of a number; most vessels are on none.
    pub(crate) fn of_mmsi(&self, mmsi: u32) -> &[Place] {
        self.by_mmsi.get(&mmsi).map_or(&[], Vec::as_slice)
    }

    /// The rows of what a vessel says of itself, in order, each once.
    pub(crate) fn of_words(&self, imo: Option<u32>, callsign: &str, name: &str) -> Vec<Place> {
        let word = |by: &HashMap<String, Vec<Place>>, word: &str| {
            by.get(word.trim().to_uppercase().as_str()).cloned().unwrap_or_default()
        };
        let mut places = imo.and_then(|imo| self.by_imo.get(&imo)).cloned().unwrap_or_default();
        if !callsign.is_empty() && !self.by_callsign.is_empty() {
            places.extend(word(&self.by_callsign, callsign));
        }
        if !name.is_empty() && !self.by_name.is_empty() {
            places.extend(word(&self.by_name, name));
        }
        places.sort_unstable();
        places.dedup();
        places
    }

    /// The list and the row at a place.
    pub(crate) fn row(&self, (list, row): Place) -> Option<(&Arc<Listed>, &Row)> {
        let list = self.lists.get(list as usize)?;
        Some((list, list.list.rows.get(row as usize)?))
    }
}

#[cfg(test)]
mod tests {
    use crossbearing_model::{Instant, LabelSpec};

    use super::Index;
    use crate::lists::{List, ListKind, Listed};

    #[test]
    fn a_vessel_is_found_by_the_surest_that_is_known() {
        let label = LabelSpec::for_agency("north".parse().expect("id"), Instant::from_millis(9));
        let table = "mmsi,imo,callsign,name\n211000001,,,TERN\n,9074729,DABC,\n,,,HERON\n";
        let named = ("w".parse().expect("id"), ListKind::Watch, "Yachts".to_owned());
        let list = List::from_table(named, ("6x6/B2".parse().expect("grade"), label), table);
        let index = Index::new([Listed::new(list.expect("a list")).expect("a label")]);
        assert_eq!(index.of_mmsi(211_000_001), [(0, 0)]);
        assert_eq!(index.of_words(Some(9_074_729), "dabc ", "x"), [(0, 1)]);
        // One that is known by a number is not taken for another of its name.
        assert!(index.of_words(None, "", "TERN").is_empty());
        assert_eq!(index.of_words(None, "", "heron"), [(0, 2)]);
    }
}
