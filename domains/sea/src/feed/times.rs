//! When a message was sent, by what its feed says and when it came.

use serde::{Deserialize, Serialize};

/// How far a live feed's own time may be from that of receipt, in milliseconds: ten minutes.
const TOLERANCE: i64 = 600_000;

/// Which time of a message holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Times {
    /// A live feed: what it says if that is about now, otherwise when it came.
    Live,
    /// When it came, whatever it says.
    Receipt,
    /// A log: what it says, moved by so many milliseconds; the last said before, if it says none.
    Said(i64),
}

impl Times {
    /// The time of a message, in milliseconds since 1970; `last` is the feed's time before.
    pub fn of(self, said: Option<i64>, received: i64, last: Option<i64>) -> Option<i64> {
        match (self, said) {
            (Self::Live, Some(said)) if said.abs_diff(received) <= TOLERANCE as u64 => Some(said),
            (Self::Live | Self::Receipt, _) => Some(received),
            (Self::Said(shift), Some(said)) => Some(said.saturating_add(shift)),
            (Self::Said(_), None) => last,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Times;

    #[test]
    fn a_clock_that_is_far_off_is_not_believed() {
        let now = 1_700_000_000_000;
        for (said, expected) in [
            (None, now),
            (Some(now - 5000), now - 5000),
            (Some(0), now),
            (Some(4_294_967_295_000), now),
            (Some(i64::MIN), now),
        ] {
            assert_eq!(Times::Live.of(said, now, None), Some(expected));
        }
    }

    #[test]
    fn a_log_is_believed_and_may_be_moved() {
        assert_eq!(Times::Said(1000).of(Some(5), 9, None), Some(1005));
        assert_eq!(Times::Said(0).of(None, 9, Some(7)), Some(7));
        assert_eq!(Times::Said(0).of(None, 9, None), None);
    }
}
