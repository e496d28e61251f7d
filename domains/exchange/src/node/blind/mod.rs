//! Blind matching between two nodes: which selectors both hold, and nothing more.
//!
//! The messages travel in the stream like all others, so they arrive once and in order. The one
//! who asks is the *asker*, the other the *key holder*; `engines/blind` has the cryptography.
//!
//! 1. [`Office::ask_blind`] blinds items and sends them.
//! 2. The key holder takes the ask within its quota ([`Office::blind_waiting`]); whoever runs the
//!    node brings the table of tags up to date ([`Office::put_blind_table`]) and has the ask
//!    evaluated ([`Evaluation`], which holds no lock), then [`Office::answer_blind`] sends it.
//! 3. The asker checks the proof, looks up, and on a hit shows its claim. Both sides now have a
//!    [`BlindHit`].
//! 4. [`Office::agree_to_open`] on both sides, for one purpose, opens it: each gives the other what
//!    its officer wrote for that. [`Office::decline_to_open`] on either side ends it.

mod asker;
mod body;
mod hits;
mod holder;
mod queries;
mod tables;

pub use asker::BlindOrder;
pub(in crate::node) use body::BlindBody;
pub use body::Disclosure;
pub use hits::{BlindHit, HitState};
pub use holder::Evaluation;
pub use queries::{BlindQuery, QueryState, Side};
pub use tables::BlindTable;

use base64ct::{Base64, Encoding as _};
use crossbearing_model::{Instant, NodeId};
use sha2::{Digest as _, Sha256};

use crate::{Error, Result};

/// The most evaluations, padding included, of one ask.
pub const MOST_EVALUATIONS: usize = crossbearing_blind::MOST;

/// The epoch at `now`: a quarter of a year. Each has a key of its own.
pub fn epoch(now: Instant) -> String {
    let day = now.day();
    let month: u32 = day.get(5..7).and_then(|month| month.parse().ok()).unwrap_or(1);
    format!("{}-Q{}", day.get(..4).unwrap_or("0000"), month.div_ceil(3))
}

/// What names the key of one pair of nodes for one epoch.
fn key_info(holder: &NodeId, asker: &NodeId, epoch: &str) -> Vec<u8> {
    format!("crossbearing-blind/1|{holder}|{asker}|{epoch}").into_bytes()
}

/// 32 secret bytes from a secret, for one use that `parts` name.
fn grown(secret: &[u8], parts: &[&[u8]]) -> [u8; 32] {
    let mut hash = Sha256::new();
    for part in std::iter::once(&secret).chain(parts) {
        hash.update((part.len() as u64).to_le_bytes());
        hash.update(part);
    }
    hash.finalize().into()
}

fn encoded(bytes: &[u8]) -> String {
    Base64::encode_string(bytes)
}

fn decoded(text: &str, what: &str) -> Result<Vec<u8>> {
    Base64::decode_vec(text).map_err(|_| Error::refused(format!("{what} is not base64")))
}

fn sixteen(text: &str, what: &str) -> Result<[u8; 16]> {
    let wrong = |_| Error::refused(format!("{what} has not 16 bytes"));
    decoded(text, what)?.try_into().map_err(wrong)
}

/// What the engine refuses, as a refusal of the office.
fn refused(error: &crossbearing_blind::Error) -> Error {
    Error::refused(error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_epoch_is_a_quarter() {
        let at = |text: &str| epoch(text.parse().unwrap());
        assert_eq!(at("2026-03-31T23:59:59Z"), "2026-Q1");
        assert_eq!(at("2026-11-28T00:00:00Z"), "2026-Q4");
    }

    #[test]
    fn secrets_for_two_uses_differ_however_their_names_are_cut() {
        assert_ne!(grown(b"s", &[b"ab", b"c"]), grown(b"s", &[b"a", b"bc"]));
    }
}
