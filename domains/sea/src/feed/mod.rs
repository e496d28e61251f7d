//! Feeds: where sentences come from, and how each of them is.

mod health;
mod lines;
mod pace;
mod parts;
mod reader;
mod spec;
mod times;

pub use health::{Complaint, Health};
pub use spec::{FeedId, FeedSpec, Source, Speed};
pub use times::Times;

pub(crate) use health::{Found, Meter};
pub(crate) use reader::{Acknowledge, Arrival, Outlet, Stop, read};
