//! Statements as lines of JSON, whole: the format for moving statements between programs of
//! Crossbearing, and the side file of a FollowTheMoney export.
//!
//! A file begins with a line that names the format. Before the first statement under a citation
//! stands a line that gives the citation a number; statements name their citation by it.

pub(crate) mod line;
mod read;
mod write;

pub(crate) use read::Known;
pub use read::StatementReader;
pub use write::StatementWriter;

/// The name and version of the format, as the first line of a file gives them.
pub const FORMAT: &str = "crossbearing-statements/1";
