//! The one that keeps a picture's history: positions go into files, and it is noted how far that is,
//! while the next ones come.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::Receiver;

use super::live::{Live, Part};
use super::noted::Noted;
use crate::error::Result;
use crate::history::Position;
use crate::journal;
use crate::settings::Settings;

/// How often old files are merged and those past their time removed, in milliseconds.
const TIDYING: i64 = 3_600_000;
/// How often it is noted how far the picture is, in milliseconds.
const NOTING: i64 = 60_000;
/// A day, in milliseconds.
const DAY: i64 = 86_400_000;

/// What the keeper is told.
pub(super) enum Keep {
    /// Positions to be written; the last line that any of them may stand on.
    Positions(Arc<Vec<Position>>, u64),
    /// So far everything is in the journal for good, and what the rules told of it is too.
    Safe(Noted),
}

/// The one that keeps a picture's history.
pub(super) struct Keeper {
    live: Arc<Live>,
    settings: Settings,
    clock: fn() -> i64,
    /// The last line whose positions are in files of the history.
    kept: u64,
    next_note: i64,
    next_tidying: i64,
}

impl Keeper {
    pub(super) fn new(live: Arc<Live>, settings: Settings, clock: fn() -> i64, kept: u64) -> Self {
        Self { live, settings, clock, kept, next_note: 0, next_tidying: 0 }
    }

    /// Keeps what it is told to until nobody is left who could tell it.
    pub(super) fn run(mut self, orders: &Receiver<Keep>) {
        for order in orders {
            let done = match order {
                Keep::Positions(positions, line) => Some(self.keep(&positions, line)),
                Keep::Safe(noted) => self.note(noted),
            };
            if let Some(done) = done {
                let trouble = done.err().map(|error| error.to_string());
                self.live.set_trouble(Part::History, trouble);
            }
        }
    }

    fn keep(&mut self, positions: &Arc<Vec<Position>>, line: u64) -> Result<()> {
        let done = self.live.history().flush(line, positions);
        if done.is_ok() {
            self.kept = line;
            self.next_note = 0;
        }
        // Memory stays bounded even if the disk is full.
        self.live.state_to_write().leaving.retain(|other| !Arc::ptr_eq(other, positions));
        done
    }

    /// Notes, once a minute and whenever the history has grown, how far the journal was followed, so
    /// that a start need not read all.
    fn note(&mut self, noted: Noted) -> Option<Result<()>> {
        let now = (self.clock)();
        if now < self.next_note {
            return None;
        }
        self.next_note = now + NOTING;
        let noted = Noted { kept: self.kept.min(noted.line), ..noted };
        Some(noted.write(&self.live.folder).and_then(|()| self.tidy(now)))
    }

    /// Merges and removes old files, once an hour.
    fn tidy(&mut self, now: i64) -> Result<()> {
        if now < self.next_tidying {
            return Ok(());
        }
        self.next_tidying = now + TIDYING;
        self.live.history().tidy(now, self.settings.history_days)?;
        let oldest = now - i64::from(self.settings.raw_days) * DAY;
        let folder: PathBuf = self.live.journal();
        journal::forget(&folder, self.kept, oldest).map(drop)
    }
}
