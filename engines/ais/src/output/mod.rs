//! Messages as lines of text.

pub(crate) mod buffer;
pub(crate) mod csv;
pub(crate) mod json;
pub(crate) mod value;
