//! Probabilistic record linkage.

pub mod date;
mod error;
pub mod strings;
mod table;

pub use error::LinkageError;
pub use table::{Column, Table};
