//! Readers that may panic or hang take nobody with them.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc;
use std::time::Duration;

use crate::{Error, Result};

/// Runs a reader on a thread of its own and waits for it no longer than `limit`.
///
/// A panic becomes an error. A reader that does not finish in time becomes an error too; its
/// thread cannot be stopped from outside and goes on until it ends by itself, with the bytes that
/// it holds: how many of them run at once is for the caller to bound. An overflow of the stack
/// cannot be caught: markup that nests is bounded before it reaches a recursive reader, and the
/// thread has a stack of 32 MiB.
pub(crate) fn guarded<T: Send + 'static>(
    file: &str,
    format: &'static str,
    limit: Duration,
    read: impl FnOnce() -> Result<T> + Send + 'static,
) -> Result<T> {
    const STACK: usize = 32 << 20;
    let gave = |reason| Error::Gave { file: file.to_owned(), format, reason };
    let (sender, receiver) = mpsc::sync_channel(1);
    let thread = std::thread::Builder::new().name(format!("read {format}")).stack_size(STACK);
    let run = move || {
        let result = catch_unwind(AssertUnwindSafe(read));
        // Nobody waits any more if the time was over.
        let _ = sender.send(result.map_err(drop));
    };
    thread.spawn(run).map_err(|_| gave("no thread could be started for it: try again later"))?;
    match receiver.recv_timeout(limit) {
        Ok(Ok(result)) => result,
        Ok(Err(())) => Err(gave("its content breaks the reader: save it again in another format")),
        Err(_) => Err(gave("it took too long: split it, or save it as plain text")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_is_an_error() {
        let broken = |()| -> Result<u8> {
            [1u8; 0].first().map_or_else(|| std::panic::panic_any("x"), |b| Ok(*b))
        };
        let error =
            guarded("a.pdf", "PDF", Duration::from_secs(5), move || broken(())).unwrap_err();
        assert!(error.to_string().contains("a.pdf"), "{error}");
    }

    #[test]
    fn a_reader_that_hangs_is_left_behind() {
        let (keeper, waiter) = mpsc::channel::<()>();
        let hangs = move || {
            let _ = waiter.recv();
            Ok(())
        };
        let error = guarded("a.pdf", "PDF", Duration::from_millis(20), hangs).unwrap_err();
        assert!(error.to_string().contains("too long"), "{error}");
        drop(keeper);
    }
}
