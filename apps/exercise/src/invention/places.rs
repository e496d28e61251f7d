//! Real towns, ports and beaches, and invented streets.

use std::sync::LazyLock;

use super::{field, lines, list};
use crate::invention::phrases::Language;
use crate::random::Random;

/// A place on the map.
#[derive(Debug)]
pub(crate) struct Place {
    /// Its number in the table, by which truth and agencies identify it.
    pub(crate) number: usize,
    pub(crate) name: &'static str,
    /// ISO 3166-1 alpha-2, in lower case.
    pub(crate) country: &'static str,
    /// Degrees north, as short as it can be written.
    pub(crate) latitude: String,
    /// Degrees east.
    pub(crate) longitude: String,
    pub(crate) route: &'static str,
    pub(crate) part: &'static str,
    others: Vec<(&'static str, &'static str)>,
}

impl Place {
    /// Its name in `language`, or its own.
    pub(crate) fn name_in(&self, language: Language) -> &'static str {
        let tag = language.tag();
        self.others.iter().find(|(lang, _)| *lang == tag).map_or(self.name, |(_, name)| name)
    }

    /// Every name of it.
    pub(crate) fn names(&self) -> impl Iterator<Item = &'static str> {
        std::iter::once(self.name).chain(self.others.iter().map(|(_, name)| *name))
    }
}

/// All places.
pub(crate) fn all() -> &'static [Place] {
    &PLACES
}

/// One of the places of `part` on `route`; anywhere on the route if it has no such part.
pub(crate) fn pick(route: &str, part: &str, random: &mut Random) -> &'static Place {
    let of_part = |place: &&Place| place.route == route && place.part == part;
    let of_route = |place: &&Place| place.route == route;
    let found: Vec<_> = PLACES.iter().filter(of_part).collect();
    if found.is_empty() {
        let anywhere: Vec<_> = PLACES.iter().filter(of_route).collect();
        return random.pick(&anywhere);
    }
    random.pick(&found)
}

/// An invented street for a town in `country`.
pub(crate) fn street(country: &str, random: &mut Random) -> &'static str {
    let language = match country {
        "gb" => "en",
        "fr" => "fr",
        "be" | "nl" => "nl",
        "tr" => "tr",
        "de" | "at" => "de",
        "it" => "it",
        _ => "xx",
    };
    let found: Vec<_> = STREETS.iter().filter(|(lang, _)| *lang == language).collect();
    random.pick(&found).1
}

static PLACES: LazyLock<Vec<Place>> = LazyLock::new(|| {
    lines(include_str!("../../data/places.txt"))
        .enumerate()
        .map(|(number, fields)| Place {
            number,
            name: field(&fields, 0),
            country: field(&fields, 1),
            latitude: degrees(field(&fields, 2)),
            longitude: degrees(field(&fields, 3)),
            route: field(&fields, 4),
            part: field(&fields, 5),
            others: list(field(&fields, 6))
                .into_iter()
                .filter_map(|other| other.split_once('='))
                .collect(),
        })
        .collect()
});

static STREETS: LazyLock<Vec<(&str, &str)>> = LazyLock::new(|| {
    lines(include_str!("../../data/streets.txt"))
        .map(|fields| (field(&fields, 0), field(&fields, 1)))
        .collect()
});

fn degrees(text: &str) -> String {
    text.parse::<f64>().unwrap_or_default().to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_place_is_on_the_map_and_on_a_route() {
        for place in all() {
            let within = |degrees: &str, limit: f64| {
                degrees.parse::<f64>().is_ok_and(|degrees| degrees.abs() <= limit)
            };
            assert!(within(&place.latitude, 90.0) && within(&place.longitude, 180.0));
            assert!(place.latitude != "0", "{}", place.name);
            assert_eq!(place.country.len(), 2, "{}", place.name);
        }
    }

    #[test]
    fn every_route_has_somewhere_to_launch_and_to_land() {
        for route in ["channel", "aegean", "central"] {
            for part in ["launch", "landing", "hub"] {
                let place = pick(route, part, &mut Random::of(1, &[]));
                assert_eq!((place.route, place.part), (route, part));
            }
        }
    }
}
