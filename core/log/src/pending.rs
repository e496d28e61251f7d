//! Leaves that were handed in and are not durable yet.

use std::future::Future;
use std::ops::Range;
use std::pin::Pin;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};

use crate::{Error, Result};

/// The receipt for leaves that were handed in: wait for it, or await it, and they are durable.
///
/// The result is the positions of the leaves.
#[derive(Debug)]
#[must_use = "nothing may be answered before its leaf is durable"]
pub struct Pending(Arc<Slot>);

impl Pending {
    /// Waits, blocking, until the leaves are durable.
    pub fn wait(self) -> Result<Range<u64>> {
        let mut state = self.0.lock();
        loop {
            if let Some(result) = state.result.take() {
                return result;
            }
            state.blocked = true;
            state = self.0.done.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
    }
}

impl Future for Pending {
    type Output = Result<Range<u64>>;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let mut state = self.0.lock();
        if let Some(result) = state.result.take() {
            return Poll::Ready(result);
        }
        state.waker = Some(context.waker().clone());
        Poll::Pending
    }
}

/// The writer's end: tells the one who waits. Dropped without a word, it says that the log stopped.
#[derive(Debug)]
pub(crate) struct Promise(Option<Arc<Slot>>);

impl Promise {
    pub(crate) fn keep(mut self, result: Result<Range<u64>>) {
        if let Some(slot) = self.0.take() {
            slot.put(result);
        }
    }
}

impl Drop for Promise {
    fn drop(&mut self) {
        if let Some(slot) = self.0.take() {
            slot.put(Err(Error::Stopped));
        }
    }
}

/// Both ends of one receipt.
pub(crate) fn pair() -> (Promise, Pending) {
    let slot = Arc::new(Slot::default());
    (Promise(Some(Arc::clone(&slot))), Pending(slot))
}

#[derive(Debug, Default)]
struct Slot {
    state: Mutex<State>,
    done: Condvar,
}

#[derive(Debug, Default)]
struct State {
    result: Option<Result<Range<u64>>>,
    waker: Option<Waker>,
    blocked: bool,
}

impl Slot {
    fn put(&self, result: Result<Range<u64>>) {
        let (waker, blocked) = {
            let mut state = self.lock();
            state.result = Some(result);
            (state.waker.take(), state.blocked)
        };
        if blocked {
            self.done.notify_one();
        }
        if let Some(waker) = waker {
            waker.wake();
        }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_writer_that_goes_away_leaves_nobody_waiting() {
        let (promise, pending) = pair();
        drop(promise);
        assert!(matches!(pending.wait(), Err(Error::Stopped)));
    }

    #[test]
    fn whoever_waits_is_told() {
        let (promise, pending) = pair();
        let waiting = std::thread::spawn(move || pending.wait());
        promise.keep(Ok(3..5));
        assert_eq!(waiting.join().unwrap().unwrap(), 3..5);
    }

    #[test]
    fn whoever_awaits_is_woken() {
        let (promise, mut pending) = pair();
        let mut context = Context::from_waker(Waker::noop());
        assert!(Pin::new(&mut pending).poll(&mut context).is_pending());
        promise.keep(Ok(0..1));
        assert!(Pin::new(&mut pending).poll(&mut context).is_ready());
    }
}
