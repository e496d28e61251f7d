//! Training the weights of evidence from what people decided, when an agency asks for it.
//!
//! Weights learned from judgements would tell of judgements that somebody may not see. So they are
//! never handed from one View to another: they are worked out for each View from the judgements
//! that it holds, as of the time at which the agency asked.

use crossbearing_ledger::{AsOf, Ledger, Verdict, View};
use crossbearing_model::Instant;

use crate::evidence::{Signals, signals};
use crate::picture::Picture;
use crate::weights::{Fit, Weights};
use crate::{Error, Result};

/// Training takes at least this many judgements that say same or different.
pub(crate) const LEAST: usize = 20;
/// Of so many judgements, one is held back to measure on.
const HELD_BACK: u8 = 4;

/// What training found.
#[derive(Debug, Clone, PartialEq)]
pub struct Training {
    /// The weights, trained on all judgements but those held back.
    pub weights: Weights,
    /// How well the weights it started from foretell the judgements held back.
    pub before: Fit,
    /// How well the trained ones do.
    pub after: Fit,
    /// Judgements trained on.
    pub trained_on: usize,
}

impl Training {
    /// Trains on the judgements that `view` held at `as_of`.
    pub fn of(ledger: &Ledger, view: &View, as_of: Instant) -> Result<Self> {
        let start = Weights::shipped();
        let picture = Picture::read_as_of(ledger, view, AsOf::At(as_of), start.clone())?;
        let (held, kept) = picture.judged();
        let found = held.len() + kept.len();
        if found < LEAST {
            return Err(Error::TooFewJudgements { found, least: LEAST });
        }
        let weights = start.trained(&kept, format!("trained-{as_of}"));
        Ok(Self {
            before: Fit::of(&start, &held),
            after: Fit::of(&weights, &held),
            trained_on: kept.len(),
            weights,
        })
    }
}

/// Signals of a pair and whether people say that they are one.
type Judged = Vec<(Signals, bool)>;

impl Picture {
    /// What stands and says same or different: the part held back, and the rest.
    fn judged(&self) -> (Judged, Judged) {
        let (mut held, mut kept) = (Vec::new(), Vec::new());
        let alone = |record| self.assemble(record, std::slice::from_ref(record));
        for judgement in self.identities().judgements().iter().filter(|one| one.state.stands()) {
            let same = match judgement.verdict {
                Verdict::Same => true,
                Verdict::Different => false,
                Verdict::Unsure => continue,
            };
            let (left, right) = judgement.pair();
            let (Some(one), Some(other)) = (alone(left), alone(right)) else { continue };
            // By the pair, so that a second judgement about it falls on the same side.
            let bytes = left.as_str().bytes().chain(right.as_str().bytes());
            let number = bytes.fold(7_u8, |sum, byte| sum.wrapping_mul(31).wrapping_add(byte));
            let part = if (number >> 3).is_multiple_of(HELD_BACK) { &mut held } else { &mut kept };
            let signals = signals(self, &one, &other).among(self.crowd(&one, &other));
            part.push((signals, same));
        }
        (held, kept)
    }
}
