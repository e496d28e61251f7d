//! A picture: what the feeds of one label hear together, followed and watched.
//!
//! Feeds with different labels never share a picture, so whatever is derived in one may be seen
//! by whoever may see its feeds, and a hidden feed changes nothing for anybody else.

mod coverage;
mod fired;
mod follower;
mod keeper;
mod listener;
mod live;
mod noted;
mod said;
mod vessel;
mod vessels;
mod watcher;
mod writer;

pub use vessel::{Change, Identity, Vessel};

pub(crate) use coverage::Coverage;
pub(crate) use fired::Fired;
pub(crate) use listener::Listener;
pub(crate) use live::{BookKey, Desk, Live, News, State as PictureState};
pub(crate) use watcher::Watcher;
