//! Evidence: the raw lines on which an alert rests, with their hashes, the rule's version and
//! thresholds, so that anybody can play them again and get the same alert.

mod document;
mod gather;
mod index;
mod listener;
mod make;

pub use document::{Evidence, Replay};
pub use gather::{Finding, count_lines};

pub(crate) use make::{file, start};
