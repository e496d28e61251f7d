//! Whom to remove so that a network breaks.

pub mod block;
pub mod curve;
pub mod elements;
pub mod layers;
pub mod order;
pub mod set;
