//! Group commit: writers that come at the same time share one flush to disk.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

use crossbearing_model::Instant;

use crate::{Draft, Result};

/// One caller's drafts.
pub(crate) struct Request {
    pub(crate) drafts: Vec<Draft>,
    pub(crate) now: Instant,
}

/// Where writers meet: whoever finds no commit under way commits for all who wait.
#[derive(Default)]
pub(crate) struct Group {
    queue: Mutex<Queue>,
    done: Condvar,
}

#[derive(Default)]
struct Queue {
    next_ticket: u64,
    waiting: Vec<(u64, Request)>,
    committing: bool,
    results: HashMap<u64, Result<Range<u64>>>,
}

impl Group {
    /// Hands in a request and returns when it has been committed, by this thread or another.
    ///
    /// `commit` writes several requests in one step and gives the result of each, in order.
    pub(crate) fn submit(
        &self,
        request: Request,
        commit: impl Fn(&[Request]) -> Vec<Result<Range<u64>>>,
    ) -> Result<Range<u64>> {
        let mut queue = self.lock();
        let ticket = queue.next_ticket;
        queue.next_ticket += 1;
        queue.waiting.push((ticket, request));
        loop {
            if let Some(result) = queue.results.remove(&ticket) {
                return result;
            }
            if queue.committing {
                queue = self.done.wait(queue).unwrap_or_else(PoisonError::into_inner);
                continue;
            }
            queue.committing = true;
            let (tickets, requests): (Vec<u64>, Vec<Request>) =
                std::mem::take(&mut queue.waiting).into_iter().unzip();
            drop(queue);
            let results = commit(&requests);
            queue = self.lock();
            queue.committing = false;
            queue.results.extend(tickets.into_iter().zip(results));
            self.done.notify_all();
        }
    }

    fn lock(&self) -> MutexGuard<'_, Queue> {
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
