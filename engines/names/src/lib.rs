//! Names across scripts: normalise, transliterate, compare, index.

mod calibration;
mod channel;
pub mod compare;
mod curve;
pub mod edit;
mod error;
mod fold;
mod frequency;
mod hashed;
mod index;
mod keys;
mod lanes;
mod letters;
mod model;
mod name;
mod nicknames;
mod ops;
mod romanise;
mod script;
mod sounds;
mod spelling;
pub mod train;
mod words;

pub use channel::{Channel, Workspace};
pub use compare::{Comparison, PRIOR, THRESHOLD};
pub use error::NamesError;
pub use fold::{ascii, fold};
pub use frequency::Frequency;
pub use index::{Hit, Index};
pub use keys::match_keys;
pub use model::{Model, Sources};
pub use name::{Name, Part, Token, Tokens};
pub use romanise::Romaniser;
pub use script::Script;
pub use spelling::{Inventory, Spelling};
pub use words::Role;
