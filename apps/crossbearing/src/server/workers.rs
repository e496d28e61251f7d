//! Where work that blocks is done: a bounded number of threads beside those that talk to clients.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use tokio::sync::Semaphore;

use super::problem::Problem;
use super::unwritten;

/// Requests that may wait for a thread before new ones are turned away.
const MOST_WAITING: usize = 1024;

/// A bounded pool of threads for SQL, hashing and reading.
pub(crate) struct Workers {
    free: Arc<Semaphore>,
    size: usize,
    waiting: AtomicUsize,
}

impl Workers {
    /// A pool of `size` threads.
    pub(crate) fn new(size: usize) -> Self {
        Self { free: Arc::new(Semaphore::new(size)), size, waiting: AtomicUsize::new(0) }
    }

    /// The most threads at work at once.
    pub(crate) fn size(&self) -> usize {
        self.size
    }

    /// The number of threads at work.
    pub(crate) fn busy(&self) -> usize {
        self.size - self.free.available_permits()
    }

    /// Does `work` on one of the threads, and gives its answer when every leaf that it handed to the
    /// transparency log is durable.
    pub(crate) async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> Result<T, Problem> + Send + 'static,
    ) -> Result<T, Problem> {
        let turned_away = || Problem::unavailable("too many requests wait: try again in a moment");
        let _waits = Waits::new(&self.waiting).ok_or_else(turned_away)?;
        let free = Arc::clone(&self.free).acquire_owned().await.map_err(|_| turned_away())?;
        let span = tracing::Span::current();
        let done = tokio::task::spawn_blocking(move || {
            let _busy = free;
            span.in_scope(|| unwritten::gather(work))
        });
        let (answer, leaves) = done.await.map_err(|error| Problem::internal(&error))?;
        for leaf in leaves {
            leaf.await?;
        }
        answer
    }
}

/// One who waits, counted until dropped.
struct Waits<'a>(&'a AtomicUsize);

impl<'a> Waits<'a> {
    fn new(waiting: &'a AtomicUsize) -> Option<Self> {
        let waits = Self(waiting);
        let before = waiting.fetch_add(1, Ordering::Relaxed);
        (before < MOST_WAITING).then_some(waits)
    }
}

impl Drop for Waits<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}
