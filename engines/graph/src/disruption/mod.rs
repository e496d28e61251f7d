//! Whom to remove so that a network breaks.

pub mod curve;
pub mod order;
