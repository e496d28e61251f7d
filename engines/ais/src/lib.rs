//! NMEA 0183 and AIS decoding and encoding: from the bytes of a receiver, log or feed to
//! messages with all their fields, and back.
//!
//! [`Decoder`] takes bytes in pieces of any size and hands on each [`Message`] as it becomes
//! whole; [`JsonLines`] and [`CsvLines`] write them out, [`Cells`]
//! reads their fields one by one, [`Columns`] gathers all their fields in columns, and [`encode`] goes the other way.
//!
//! Decoding is lenient: a short or long message gives the fields that it holds and carries
//! [`Defects`]; nothing panics, and memory is bounded whatever comes. Layouts of messages are
//! tables ([`Layout`]) from which everything else follows.

mod armor;
mod bits;
mod columns;
mod condition;
mod decoder;
mod defects;
mod encode;
mod error;
mod fix;
mod instant;
mod join;
mod layout;
mod message;
mod messages;
mod names;
mod output;
mod sentence;
#[cfg(target_arch = "x86_64")]
mod simd;
#[cfg(not(target_arch = "x86_64"))]
#[path = "no_simd.rs"]
mod simd;
mod sources;
mod wrapper;

pub use armor::armor;
pub use bits::{MAX_BITS, Payload};
pub use columns::{BATCH_ROWS, Batch, Column, Columns, ListColumn, Receptions, Strings};
pub use condition::Condition;
pub use decoder::{Counts, Decoder, Options};
pub use defects::Defects;
pub use encode::{Value, Values, encode, sentences};
pub use error::Error;
pub use fix::Fix;
pub use instant::{Millis, civil_from_days, days_from_civil, parse_instant, rfc_3339};
pub use join::Expiry;
pub use layout::{Codes, Field, Kind, Layout, List, Scale, Section, Stamp};
pub use message::{Message, Reception};
pub use messages::LayoutId;
pub use output::cells::{Cell, CellKind, Cells, Element, Elements};
pub use output::csv::CsvLines;
pub use output::json::JsonLines;
pub use output::value::Units;
