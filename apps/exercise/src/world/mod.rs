//! The true theatre: who is in each network, what they own, and what happens.
//!
//! Nothing here knows of agencies or reports. Every person is made from the seed, the cell and the
//! person's place in it alone, so one cell can name a person of another without making that cell.

pub(crate) mod belongings;
pub(crate) mod cell;
pub(crate) mod episode;
pub(crate) mod person;
pub(crate) mod plot;
pub(crate) mod role;
pub(crate) mod traffic;
