//! An exercise at sea: ordinary traffic in a strait, what receivers on the coast hear of it, and
//! scenes in it that a watch officer should notice, with the truth beside them.

mod chart;
mod geo;
mod log;
mod message;
mod order;
mod plan;
mod radio;
mod scenes;
mod traffic;
mod truth;
mod vessel;

pub use log::{Ships, ShipsSummary};
pub use plan::ShipsPlan;
pub use truth::ShipEvent;
