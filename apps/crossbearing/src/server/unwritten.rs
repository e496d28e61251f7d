//! Leaves that an answer waits for.
//!
//! Nobody is told anything before its leaf is durable. Work on a thread of the pool hands its leaves
//! in and goes on; the answer then waits for them without holding the thread.

use std::cell::RefCell;

use crossbearing_log::Pending;

thread_local! {
    /// What the work on this thread has handed in; nothing where nobody gathers it.
    static HANDED_IN: RefCell<Option<Vec<Pending>>> = const { RefCell::new(None) };
}

/// Does `work`; returns what it gave and the leaves that it handed in.
pub(crate) fn gather<T>(work: impl FnOnce() -> T) -> (T, Vec<Pending>) {
    HANDED_IN.replace(Some(Vec::new()));
    let done = work();
    (done, HANDED_IN.take().unwrap_or_default())
}

/// Leaves a leaf to be waited for with the answer. Where nobody gathers, waits for it here.
pub(crate) fn leave(leaf: Pending) -> crossbearing_log::Result<()> {
    let left = HANDED_IN.with_borrow_mut(|handed_in| match handed_in {
        Some(leaves) => {
            leaves.push(leaf);
            None
        }
        None => Some(leaf),
    });
    left.map_or(Ok(()), |leaf| leaf.wait().map(drop))
}

#[cfg(test)]
mod tests {
    use crossbearing_log::{Draft, Kind, Log, LogKey};
    use crossbearing_model::Instant;

    use super::*;

    fn hand_in(log: &Log) -> Pending {
        let draft = Draft::new(Kind::Consultation, "ana".parse().unwrap(), "op".parse().unwrap());
        log.hand_in(vec![draft], Instant::from_millis(0)).unwrap()
    }

    #[test]
    fn leaves_are_gathered_for_the_answer_or_waited_for() {
        let log = Log::in_memory(LogKey::from_seed("north", [7; 32]).unwrap()).unwrap();
        let (answer, leaves) = gather(|| {
            leave(hand_in(&log)).unwrap();
            leave(hand_in(&log)).unwrap();
            "answer"
        });
        assert_eq!((answer, leaves.len()), ("answer", 2));
        for leaf in leaves {
            leaf.wait().unwrap();
        }
        leave(hand_in(&log)).unwrap();
        assert_eq!(log.size(), 3);
    }
}
