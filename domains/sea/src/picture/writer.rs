//! The one that writes a picture's journal: what feeds send goes in byte for byte, is decoded, and
//! handed on to the one that follows it.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::time::Duration;

use super::follower::{Follow, Follower};
use super::keeper::Keeper;
use super::listener::Listener;
use super::live::{Desk, Live, Part};
use super::noted::Noted;
use crate::error::{Error, Result};
use crate::feed::{Acknowledge, Arrival, FeedId};
use crate::journal::{self, Frame, Journal};

/// What came is safe on disk after so long at the latest.
const SAFE_AFTER: Duration = Duration::from_millis(200);
/// What came is made safe after so many bytes at the latest.
const SAFE_BYTES: usize = 8 * 1024 * 1024;
/// Decoded pieces that wait for the follower; when there are so many, the writer waits.
const FOLLOWING: usize = 16;
/// Orders that wait for the keeper: some eight megabytes each at most.
const KEEPING: usize = 2;

/// The one that writes a picture's journal.
pub(super) struct Writer {
    live: Arc<Live>,
    listener: Listener,
    journal: Journal,
    clock: fn() -> i64,
    /// Senders to be told when what came is safe.
    waiting: Vec<Acknowledge>,
    n_unsafe: usize,
    unsafe_since: i64,
    /// Who of each feed's senders spoke last.
    senders: HashMap<FeedId, u64>,
    to: SyncSender<Follow>,
}

/// Reads the latest hours of the journal again, and starts those who go on from there: one that
/// writes and decodes, one that follows, one that keeps the history. Returns what the first waits for.
pub(super) fn start(live: &Arc<Live>, journal: Journal, desk: Desk) -> Result<SyncSender<Arrival>> {
    let desk = Arc::new(desk);
    let folder = live.journal();
    let mut noted = Noted::read(&live.folder)?;
    let oldest = (desk.clock)() - i64::from(desk.settings.warm_hours) * 3_600_000;
    let kept = noted.kept;

    let (to_keeper, keeping) = sync_channel(KEEPING);
    let keeper = Keeper::new(Arc::clone(live), desk.settings.clone(), desk.clock, kept);
    run(live, "keep", move || keeper.run(&keeping))?;

    let mut follower = Follower::new(Arc::clone(live), Arc::clone(&desk), kept, to_keeper)?;
    let mut listener = Listener::default();
    let start = journal::line_at(&folder, oldest)?.min(noted.line.min(kept) + 1);
    journal::frames(&folder, start, |frame| {
        if frame.first_line > noted.line {
            *noted.taken.entry(frame.feed.clone()).or_default() += frame.lines.len() as u64;
        }
        let last = frame.first_line + frame.n_lines() - 1;
        if frame.received >= oldest || last > kept {
            // What was followed before gave its alerts then, by the rules of that day.
            follower.follow(listener.frame(&frame), frame.first_line > noted.line);
        }
        true
    })?;
    follower.write_alerts();
    *live.all_taken() = noted.taken;
    let (to_follower, following) = sync_channel(FOLLOWING);
    run(live, "watch", move || follower.run(&following))?;

    let writer = Writer {
        live: Arc::clone(live),
        listener,
        journal,
        clock: desk.clock,
        waiting: Vec::new(),
        n_unsafe: 0,
        unsafe_since: 0,
        senders: HashMap::new(),
        to: to_follower,
    };
    let (sender, arrivals) = sync_channel(super::live::QUEUE);
    run(live, "write", move || writer.run(&arrivals))?;
    Ok(sender)
}

/// Starts a thread of a picture.
fn run(live: &Live, what: &str, work: impl FnOnce() + Send + 'static) -> Result<()> {
    let name = format!("{what}-{}", live.name);
    std::thread::Builder::new().name(name).spawn(work).map_err(Error::folder(&live.folder))?;
    Ok(())
}

impl Writer {
    /// Takes what feeds send until the last of them has gone.
    fn run(mut self, arrivals: &Receiver<Arrival>) {
        loop {
            let wait = if self.n_unsafe > 0 { SAFE_AFTER } else { Duration::from_secs(60) };
            match arrivals.recv_timeout(wait) {
                Ok(arrival) => self.take(arrival),
                Err(RecvTimeoutError::Timeout) => self.make_safe(),
                Err(RecvTimeoutError::Disconnected) => return self.make_safe(),
            }
            let late = (self.clock)() - self.unsafe_since;
            if self.n_unsafe >= SAFE_BYTES || late.unsigned_abs() >= SAFE_AFTER.as_millis() as u64 {
                self.make_safe();
            }
        }
    }

    fn take(&mut self, arrival: Arrival) {
        let before = self.senders.insert(arrival.feed.clone(), arrival.sender);
        let frame = Frame {
            first_line: self.journal.next_line(),
            received: arrival.received,
            times: arrival.times,
            restarts: arrival.restarts,
            other_sender: before.is_some_and(|before| before != arrival.sender),
            feed: arrival.feed,
            lines: arrival.lines,
        };
        if self.n_unsafe == 0 {
            self.unsafe_since = (self.clock)();
        }
        match self.journal.append(&frame) {
            Ok(()) => {
                self.n_unsafe += frame.lines.len();
                *self.live.all_taken().entry(frame.feed.clone()).or_default() +=
                    frame.lines.len() as u64;
                self.waiting.extend(arrival.acknowledge);
            }
            // What is not written down is followed all the same, and never acknowledged.
            Err(error) => self.live.set_trouble(Part::Journal, Some(error.to_string())),
        }
        let heard = Box::new(self.listener.frame(&frame));
        self.live.piece_ahead();
        // Without a follower nobody looks any more: the program ends.
        let _ = self.to.send(Follow::Heard(heard));
    }

    /// Makes sure of what was written, and tells those who wait for that. What the rules tell of it
    /// may come later: after a crash they tell it again.
    fn make_safe(&mut self) {
        if self.n_unsafe == 0 {
            return;
        }
        self.n_unsafe = 0;
        let synced = self.journal.sync();
        if synced.is_ok() {
            self.waiting.drain(..).for_each(|it| it.say());
            let taken = self.live.all_taken().clone();
            let noted = Noted { line: self.journal.next_line() - 1, kept: 0, taken };
            let _ = self.to.send(Follow::Safe(noted));
        } else {
            self.waiting.clear();
        }
        self.live.set_trouble(Part::Journal, synced.err().map(|error| error.to_string()));
    }
}
