//! Lists: registers, which say who vessels are; watch lists, whose vessels are told when they appear
//! or enter a zone; and zones of one owner.
//!
//! A list has a label and a grade of its own. Whoever may not see the list knows nothing of it:
//! what comes of a list and a picture is kept apart from both, and is there for those who may see
//! the one and the other.

mod fences;
mod index;
mod list;
mod presence;
mod row;
mod store;
mod table;

pub(crate) use fences::Fences;
pub(crate) use index::Index;
pub(crate) use list::Listed;
pub use list::{List, ListId, ListKind};
pub(crate) use presence::{Fix, Presence};
pub use row::Row;
pub(crate) use store::open;
pub use store::{read_lists, remove_list, write_list};
pub use table::fuzz_table;

/// The rule that a vessel of a watch list is here, or enters a zone.
pub(crate) const RULE: &str = "watch_list";
