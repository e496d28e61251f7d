//! What one View holds of the sea. Everything is read through this: the picture, vessels, alerts,
//! feeds, coverage. Pictures whose label the View does not admit do not exist for any answer.

mod alerts;
mod area;
mod feeds;
mod lists;
mod live;
mod past;

use std::sync::{Arc, RwLockReadGuard};

use crossbearing_access::View;

use crate::desk::Tell;
use crate::feed::{FeedSpec, Health};
use crate::lists::Listed;
use crate::picture::{Live, PictureState};

pub use alerts::Act;
pub use area::Area;
pub use feeds::{FeedStanding, SquareHeard};
pub use lists::{ListHead, ListedVessel};
pub use live::{Card, Seen};
pub(crate) use live::{GONE, is_newest};
pub use past::{Past, PastVessel};

/// A picture whose latest report is farther from the present than this runs on its own clock.
const ABOUT_NOW: i64 = 3_600_000;

/// What one View holds.
pub struct Look<'v> {
    view: &'v View,
    pictures: Vec<Arc<Live>>,
    feeds: Vec<(FeedSpec, Health)>,
    lists: Vec<Arc<Listed>>,
    tell: Tell,
    now: i64,
}

/// Pictures, feeds and lists that a View holds.
type Held = (Vec<Arc<Live>>, Vec<(FeedSpec, Health)>, Vec<Arc<Listed>>);

impl<'v> Look<'v> {
    pub(crate) fn new(
        view: &'v View,
        (mut pictures, mut feeds, lists): Held,
        tell: Tell,
        now: i64,
    ) -> Self {
        // The order in which labels were first used is nobody's business.
        pictures.sort_by(|one, other| one.name.cmp(&other.name));
        feeds.sort_by(|(one, _), (other, _)| one.id.cmp(&other.id));
        Self { view, pictures, feeds, lists, tell, now }
    }

    /// The present of the picture: that of the logs where nothing is live, in milliseconds.
    pub fn clock(&self) -> i64 {
        let open = self.open();
        let heard = open.iter().filter(|(_, state)| state.vessels.latest().is_some());
        let clocks: Vec<i64> = heard.map(|(_, state)| self.clock_of(state)).collect();
        let latest = clocks.iter().max().copied().unwrap_or(self.now);
        if clocks.contains(&self.now) { self.now } else { latest }
    }

    /// All pictures, held still; always in the same order, so that readers never wait for each
    /// other in a circle.
    pub(crate) fn open(&self) -> Vec<(&Arc<Live>, RwLockReadGuard<'_, PictureState>)> {
        self.pictures.iter().map(|live| (live, live.state())).collect()
    }

    /// A text with the words barred that would give a protected person away.
    pub(crate) fn readable(&self, text: &str) -> String {
        self.view.veil().redact_text(text).unwrap_or_else(|| text.to_owned())
    }

    /// The present of a picture.
    pub(crate) fn clock_of(&self, state: &PictureState) -> i64 {
        match state.vessels.latest() {
            Some(latest) if latest.abs_diff(self.now) > ABOUT_NOW as u64 => latest,
            _ => self.now,
        }
    }
}
