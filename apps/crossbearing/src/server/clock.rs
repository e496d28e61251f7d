//! The only place of the server that reads the clock.

use std::time::{SystemTime, UNIX_EPOCH};

use crossbearing_model::Instant;

/// The time now.
#[expect(clippy::disallowed_methods, reason = "this is the binary's clock")]
pub(crate) fn now() -> Instant {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    Instant::from_millis(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
}
