//! STIX 2.1: entities as ordinary STIX objects, with every statement whole in an extension.
//!
//! [`ObjectWriter`] makes the objects of one entity, [`BundleWriter`] a bundle of many;
//! [`BundleReader`] reads bundles, ours back as they were and other producers' as statements under
//! one citation. docs/formats.md says what becomes what; `docs/stix-extension.schema.json` is the
//! schema of the extension.

mod account;
mod beside;
mod extension;
mod field;
mod foreign;
mod furniture;
mod id;
mod object;
mod read;
mod sketch;
mod survey;
mod taken;
mod write;

pub use account::account_uuid;
pub use beside::is_told;
pub use furniture::{EXTENSION, Producer, furniture};
pub(crate) use id::named;
pub use id::{ObjectId, primary_uuid, related_prefix, sco_uuid};
pub use object::{ObjectWriter, Subject, Surroundings, stamp};
pub use read::{BundleReader, each_object};
pub use sketch::{ObjectType, Sketch, Types};
pub use survey::{MOST_CITED, Survey};
pub use taken::{Citations, Taken, take_object};
pub use write::BundleWriter;

/// The JSON Schema of the extension, as it is published and served.
pub const SCHEMA: &str = include_str!("../../../../docs/stix-extension.schema.json");
