//! The offline gazetteer: countries, regions, crossing points and populated places.
//!
//! Sources are named in the data files: populated places from `GeoNames` (CC BY 4.0), regions and
//! crossing points written for this project, countries by their ISO 3166-1 codes.

use std::collections::{HashMap, HashSet};
use std::sync::OnceLock;

use serde::Serialize;

use crate::fold::fold;

/// Where a place lies.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Place {
    /// The gazetteer's name.
    pub name: String,
    /// ISO 3166-1 code; empty for seas and regions of several countries.
    pub country: String,
    /// Degrees north; absent for a country.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub latitude: Option<f64>,
    /// Degrees east; absent for a country.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub longitude: Option<f64>,
    /// What kind of place.
    pub kind: PlaceKind,
    /// Inhabitants in thousands; 0 where that says nothing.
    pub population: u32,
}

/// What kind of place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum PlaceKind {
    /// A state or territory.
    Country,
    /// A county, province or part of the world.
    Region,
    /// An island.
    Island,
    /// A sea or strait.
    Sea,
    /// A city, town or village.
    Town,
    /// A harbour.
    Port,
    /// An airport.
    Airport,
    /// A border crossing point.
    Crossing,
    /// A beach.
    Beach,
    /// A camp.
    Camp,
    /// A street, building or site that only the text knows.
    Site,
}

impl PlaceKind {
    /// Whether a place of this kind is too large to be where something happened.
    pub fn is_area(self) -> bool {
        matches!(self, Self::Country | Self::Region | Self::Sea)
    }

    fn named(name: &str) -> Self {
        match name {
            "island" => Self::Island,
            "sea" => Self::Sea,
            "port" => Self::Port,
            "airport" => Self::Airport,
            "crossing" => Self::Crossing,
            "beach" => Self::Beach,
            "camp" => Self::Camp,
            _ => Self::Region,
        }
    }
}

/// The places that are known without a network.
#[derive(Debug)]
pub(crate) struct Gazetteer {
    /// Names of countries, regions and points by folded key.
    named: HashMap<String, Place>,
    /// Nationalities by folded key.
    nationalities: HashMap<String, &'static str>,
    calling_codes: Vec<&'static str>,
    towns: Towns,
    /// The first words of all names in `named`.
    first_words: HashSet<String>,
}

impl Gazetteer {
    /// The gazetteer that comes with this crate. Read once.
    pub(crate) fn bundled() -> &'static Self {
        static BUNDLED: OnceLock<Gazetteer> = OnceLock::new();
        BUNDLED.get_or_init(|| {
            let mut gazetteer = Self {
                named: HashMap::new(),
                nationalities: HashMap::new(),
                calling_codes: Vec::new(),
                towns: Towns::read(include_str!("../data/places.tsv")),
                first_words: HashSet::new(),
            };
            include_str!("../data/regions.tsv").lines().for_each(|line| gazetteer.region(line));
            include_str!("../data/countries.tsv").lines().for_each(|line| gazetteer.country(line));
            gazetteer.first_words = gazetteer
                .named
                .keys()
                .map(|key| key.split(' ').next().unwrap_or_default().to_owned())
                .collect();
            gazetteer
        })
    }

    /// The place with this folded key.
    pub(crate) fn find(&self, key: &str) -> Option<Place> {
        self.named.get(key).cloned().or_else(|| self.towns.find(key))
    }

    /// Whether the key is a country's or a nationality's.
    pub(crate) fn is_country(&self, key: &str) -> bool {
        let country = self.named.get(key).is_some_and(|place| place.kind == PlaceKind::Country);
        country || self.nationalities.contains_key(key)
    }

    /// Whether some name begins with this folded word.
    pub(crate) fn may_begin(&self, word: &str) -> bool {
        self.first_words.contains(word) || self.towns.may_begin(word)
    }

    /// The country whose people are called so.
    pub(crate) fn nationality(&self, key: &str) -> Option<&'static str> {
        self.nationalities.get(key).copied()
    }

    /// Whether a country's calling code begins `digits`.
    pub(crate) fn has_calling_code(&self, digits: &str) -> bool {
        self.calling_codes.iter().any(|code| digits.starts_with(code))
    }

    fn region(&mut self, line: &'static str) {
        let mut columns = line.split('\t');
        let [Some(names), Some(country), Some(latitude), Some(longitude), Some(kind)] =
            std::array::from_fn(|_| columns.next())
        else {
            return;
        };
        let place = Place {
            name: names.split('|').next().unwrap_or_default().to_owned(),
            country: country.trim_matches('-').to_owned(),
            latitude: latitude.parse().ok(),
            longitude: longitude.parse().ok(),
            kind: PlaceKind::named(kind),
            population: 0,
        };
        for name in names.split('|') {
            self.named.insert(fold(name), Place { name: name.to_owned(), ..place.clone() });
        }
    }

    fn country(&mut self, line: &'static str) {
        let mut columns = line.split('\t');
        let [Some(code), Some(calling_code), Some(_currency), Some(names), Some(people)] =
            std::array::from_fn(|_| columns.next())
        else {
            return;
        };
        let name = names.split('|').next().unwrap_or_default();
        if !calling_code.is_empty() {
            self.calling_codes.push(calling_code);
        }
        let place = Place {
            name: name.to_owned(),
            country: code.to_owned(),
            latitude: None,
            longitude: None,
            kind: PlaceKind::Country,
            population: 0,
        };
        for name in names.split('|') {
            self.named.insert(fold(name), place.clone());
        }
        for people in people.split('|').filter(|people| !people.is_empty()) {
            self.nationalities.entry(fold(people)).or_insert(code);
        }
    }
}

/// Populated places: lines sorted by key, found by binary search in the text as it is.
#[derive(Debug)]
struct Towns {
    data: &'static str,
    /// Where each line begins, and where its key ends.
    lines: Vec<(u32, u32)>,
}

impl Towns {
    fn read(data: &'static str) -> Self {
        let mut lines = Vec::new();
        let mut start = 0;
        for end in memchr::memchr_iter(b'\n', data.as_bytes()) {
            let key = memchr::memchr(b'\t', &data.as_bytes()[start..end]).unwrap_or(end - start);
            lines.push((start as u32, (start + key) as u32));
            start = end + 1;
        }
        Self { data, lines }
    }

    fn find(&self, key: &str) -> Option<Place> {
        let at = self.lines.binary_search_by(|&line| self.key(line).cmp(key)).ok()?;
        let line = &self.data[self.lines[at].0 as usize..];
        let mut columns = line.lines().next()?.split('\t').skip(1);
        Some(Place {
            name: columns.next()?.to_owned(),
            country: columns.next()?.to_owned(),
            latitude: columns.next()?.parse().ok(),
            longitude: columns.next()?.parse().ok(),
            kind: PlaceKind::Town,
            population: columns.next()?.parse().ok()?,
        })
    }

    fn may_begin(&self, word: &str) -> bool {
        let at = self.lines.partition_point(|&line| self.key(line) < word);
        self.lines.get(at).is_some_and(|&line| {
            let rest = self.key(line).strip_prefix(word);
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
        })
    }

    fn key(&self, (start, end): (u32, u32)) -> &'static str {
        &self.data[start as usize..end as usize]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_places_are_sorted_by_the_keys_that_fold_makes() {
        let gazetteer = Gazetteer::bundled();
        let keys: Vec<_> =
            gazetteer.towns.lines.iter().map(|&at| gazetteer.towns.key(at)).collect();
        assert!(keys.len() > 60_000, "{}", keys.len());
        assert!(keys.is_sorted(), "the file is not sorted");
        let different: Vec<_> = keys.iter().filter(|key| fold(key) != **key).collect();
        assert!(different.is_empty(), "{different:?}");
    }

    #[test]
    fn one_place_is_found_in_every_spelling() {
        let gazetteer = Gazetteer::bundled();
        for (name, country) in [
            ("Antwerp", "BE"),
            ("Anvers", "BE"),
            ("Sulaymaniyah", "IQ"),
            ("السليمانية", "IQ"),
            ("Дюнкерк", "FR"),
            ("Kapıkule", "TR"),
            ("Hemel Hempstead", "GB"),
            ("Türkiye", "TR"),
        ] {
            let place = gazetteer.find(&fold(name)).unwrap();
            assert_eq!(place.country, country, "{name}");
        }
        assert_eq!(gazetteer.nationality("afghan"), Some("AF"));
        assert!(gazetteer.may_begin("hemel"));
        assert!(!gazetteer.may_begin("qqqq"));
    }
}
