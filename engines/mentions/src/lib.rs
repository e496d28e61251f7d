//! Selectors, names, aliases, dates, places and events marked in plain text.
//!
//! Plain text goes in, and a [`Reading`] comes out: [`Mention`]s, which are marked passages with a
//! normalised value, and above them findings, which tie mentions together: [`Person`]s with their
//! other names, ages and nationalities, and [`Event`]s (arrests, convictions, sentences ...) tied to
//! them. Each carries the passages it rests on. Everything is a proposal: it is for a person to say
//! whether it is so.
//!
//! The main type is [`Extractor`].
//!
//! ```
//! use crossbearing_mentions::{Context, EventKind, Extractor};
//!
//! let text = "Tarvand Oskel (AKA Velmo Kasht), 24, was arrested in Calais on 6 December.";
//! let context = Context { report_date: "2025-03-31".parse().ok(), ..Context::default() };
//! let reading = Extractor::new().read(text, &context);
//!
//! let person = &reading.persons[0];
//! assert_eq!(person.names[0].value, "Tarvand Oskel");
//! assert_eq!(person.aliases[0].value, "Velmo Kasht");
//! let arrest = &reading.events[0];
//! assert_eq!(arrest.kind, EventKind::Arrest);
//! assert_eq!(arrest.date.as_ref().unwrap().value, "2024-12-06");
//! assert_eq!(arrest.place.as_ref().unwrap().span.of(text), "Calais");
//! ```
//!
//! Rules, no learned model: every mention can be explained by the words around it. Names and events
//! are read in English, markers of other names also in French, Spanish, German, Dutch, Italian,
//! Turkish, Russian, Arabic and Persian. Time and memory are linear in the text.
//!
//! This crate does not know: statements, entities, files, storage.

mod ages;
mod context;
mod dates;
mod events;
mod extractor;
mod fold;
mod known;
mod mention;
mod people;
mod places;
mod places_found;
mod selectors;
mod terms;
mod token;
mod words;

pub use context::Context;
pub use events::{Event, EventKind};
pub use extractor::{Extractor, Reading};
pub use known::KnownNames;
pub use mention::{Confidence, Kind, Mention, Span};
pub use people::{Person, Said};
pub use places::{Place, PlaceKind};
