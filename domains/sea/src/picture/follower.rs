//! The one that follows a picture: what feeds say is heard by the rules, taken over into the
//! picture, and told.

use std::sync::Arc;
use std::sync::PoisonError;
use std::sync::mpsc::{Receiver, SyncSender};

use super::fired::Fired;
use super::keeper::Keep;
use super::listener::{Heard, Spoken};
use super::live::{Desk, Live, Part, State};
use super::noted::Noted;
use super::said::Said;
use super::vessels::Vessels;
use super::watcher::Watcher;
use crate::error::Result;
use crate::feed::{FeedId, Found, Meter};
use crate::history::Position;

/// Positions that are written to the history together.
const TOGETHER: usize = 262_144;

/// So many messages are looked ahead to.
const AHEAD: usize = 32;

/// What the follower is told.
pub(super) enum Follow {
    /// What a piece of a feed says.
    Heard(Box<Heard>),
    /// So far everything is in the journal for good.
    Safe(Noted),
}

/// The one that follows a picture.
pub(super) struct Follower {
    live: Arc<Live>,
    watcher: Watcher,
    desk: Arc<Desk>,
    /// The last line whose positions are in files of the history from before the start.
    kept: u64,
    to: SyncSender<Keep>,
}

impl Follower {
    pub(super) fn new(
        live: Arc<Live>,
        desk: Arc<Desk>,
        kept: u64,
        to: SyncSender<Keep>,
    ) -> Result<Self> {
        let watcher = Watcher::new(live.rules())?;
        Ok(Self { live, watcher, desk, kept, to })
    }

    /// Follows what it is told of until nobody is left who could tell it.
    pub(super) fn run(mut self, orders: &Receiver<Follow>) {
        for order in orders {
            match order {
                Follow::Heard(heard) => {
                    self.watcher.set_rules(&self.live.rules());
                    self.follow(*heard, true);
                    self.live.piece_followed();
                }
                Follow::Safe(noted) => self.settle(noted),
            }
        }
    }

    /// Follows what was heard: the rules, then the picture, then whoever is told of alerts, then how
    /// the feed is.
    pub(super) fn follow(&mut self, heard: Heard, tells: bool) {
        let mut alerts = Vec::new();
        self.watcher.hear(&heard, |fired| alerts.push(fired));
        let Heard { feed, number, lines, restarts, said, counts, skew, .. } = heard;
        let (new_vessels, full) = {
            let mut state = self.live.state_to_write();
            state.vessel_hours = self.watcher.vessel_hours();
            let is_kept = lines.0 <= self.kept;
            if restarts {
                state.restart(&feed);
            }
            let new_vessels = state.hear((&feed, number), said, is_kept);
            let full = (state.recent.len() >= TOGETHER).then(|| state.leave());
            (new_vessels, full)
        };
        if tells {
            self.raise(alerts, lines.1);
        }
        if let Some(positions) = full {
            // Without a keeper nothing is kept any more: the program ends.
            let _ = self.to.send(Keep::Positions(positions, lines.1));
        }
        if let Some(meter) = self.desk.meter(&feed) {
            let now = (self.desk.clock)();
            meter.found(&Found { counts: &counts, skew, new_vessels, now });
        }
    }

    /// Writes down what was told of lines that are safe now, so that it need not be told again.
    fn settle(&self, noted: Noted) {
        if self.write_alerts() {
            let _ = self.to.send(Keep::Safe(noted));
        }
    }

    /// Writes down the alerts that are not yet; whether they are safe.
    pub(super) fn write_alerts(&self) -> bool {
        let settled = self.live.settle();
        let is_settled = settled.is_ok();
        self.live.set_trouble(Part::Alerts, settled.err().map(|error| error.to_string()));
        is_settled
    }

    /// Tells alerts. Whoever calls for help does not wait for a disk, and no other vessel does either:
    /// alerts are written down together, when the lines on which they rest are safe.
    fn raise(&self, alerts: Vec<Fired>, until: u64) {
        for fired in alerts {
            match self.live.raise(fired, until) {
                Ok(Some(news)) => (self.desk.tell)(&self.live, news),
                Ok(None) => {}
                Err(error) => self.live.set_trouble(Part::Alerts, Some(error.to_string())),
            }
        }
    }
}

impl State {
    /// A log starts again.
    fn restart(&mut self, feed: &FeedId) {
        self.vessels.clear();
        self.coverage.remove(feed);
    }

    /// Takes over what a feed says; how many vessels are new.
    fn hear(&mut self, (feed, number): (&FeedId, u16), said: Vec<Spoken>, is_kept: bool) -> u64 {
        if usize::from(number) >= self.feeds.len() {
            self.feeds.push(feed.clone());
        }
        let coverage = self.coverage.entry(feed.clone()).or_default();
        // One thing after the other: each waits for other parts of memory, and many messages can
        // wait at once.
        if !is_kept {
            self.recent.extend(said.iter().filter_map(|spoken| spoken.said.fix()));
        }
        for report in said.iter().filter_map(|spoken| spoken.said.report()) {
            if report.has_position() {
                coverage.heard(report.lat, report.lon, report.time);
            }
        }
        let mut new_vessels = 0;
        let mut said = said.into_iter();
        while said.len() > 0 {
            let next = said.as_slice().iter().take(AHEAD);
            self.vessels.look_ahead(next.filter_map(|spoken| spoken.said.report()));
            for spoken in said.by_ref().take(AHEAD) {
                new_vessels += u64::from(self.vessels.hear(spoken.said, number));
            }
        }
        new_vessels
    }

    /// Puts the latest positions among those that are on their way into files.
    fn leave(&mut self) -> Arc<Vec<Position>> {
        let positions = Arc::new(std::mem::take(&mut self.recent));
        self.leaving.push(Arc::clone(&positions));
        positions
    }
}

impl Vessels {
    /// Takes over what was said; whether the vessel is new.
    fn hear(&mut self, said: Said, feed: u16) -> bool {
        match said {
            Said::Position(report) => self.report(&report, feed),
            Said::Particulars(mmsi, particulars, (time, _)) => {
                self.particulars(mmsi, *particulars, time)
            }
            Said::Text(..) => false,
        }
    }
}

impl Desk {
    fn meter(&self, feed: &FeedId) -> Option<Arc<Meter>> {
        self.meters.read().unwrap_or_else(PoisonError::into_inner).get(feed).cloned()
    }
}
