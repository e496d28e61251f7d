//! Messages as lines of text and as rows of a table.

pub(crate) mod buffer;
pub(crate) mod csv;
pub(crate) mod json;
pub(crate) mod table;
pub(crate) mod value;
