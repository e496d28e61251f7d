//! FollowTheMoney entities: one JSON object a line, with `id`, `schema` and `properties`; and its
//! statements, as lines of JSON or as CSV.
//!
//! Written are the entities and values that FollowTheMoney has words for; [`EntityWriter`] puts
//! every statement whole into a side file as well, and [`PairReader`] reads both back as they were.

mod intake;
mod line;
mod pair;
mod read;
mod record;
mod statements;
mod write;

pub use pair::PairReader;
pub use read::EntityReader;
pub use statements::StatementFileReader;
pub use write::{EntityWriter, Written};
