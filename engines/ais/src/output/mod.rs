//! Messages as lines of text, and their fields as typed values.

pub(crate) mod buffer;
pub(crate) mod cells;
pub(crate) mod csv;
pub(crate) mod json;
pub(crate) mod value;
