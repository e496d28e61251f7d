//! What the number of others says: the more there are, the more often two agree by chance.
//!
//! Of `n` records one or two are one person's, so the odds that any two are one fall as `1 / n`. What
//! two share that a stranger holds as often in any crowd (a telephone number that two hold, a
//! companion) is the rarer by chance the more records there are, and makes up for that once. Names
//! and dates do not: as many people of one name come with every thousand. And where one agency tells
//! several of one name apart, the name alone does not say which of them is meant.

use super::{Kind, Signal, Signals};

/// The number of records at which it says nothing.
const USUAL: f64 = 400.0;
/// It is taken in steps of this factor, so that a new record seldom moves every pair.
const STEP: f64 = 1.5;
/// What is shared counts from so much evidence on.
const SHARED: f64 = 0.5;

/// The others around a pair.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Crowd {
    /// Records of the View.
    pub(crate) records: usize,
    /// How many at least bear the name of the two.
    pub(crate) namesakes: usize,
}

impl Crowd {
    /// Which step of size so many records are.
    pub(crate) fn step(records: usize) -> i32 {
        ((records.max(1) as f64 / USUAL).ln() / STEP.ln()).round() as i32
    }

    /// What it takes from names that agree that others bear them too.
    pub(super) fn namesakes_nats(self, signals: &Signals) -> f64 {
        match self.namesakes {
            0 | 1 => 0.0,
            namesakes if signals.names_agree() => -0.7 - (namesakes as f64).ln(),
            _ => 0.0,
        }
    }

    /// What it takes from any two that there are so many, less what they share.
    pub(super) fn records_nats(self, signals: &Signals) -> f64 {
        let kinds = [Kind::Selectors, Kind::Companions];
        let shared = kinds.into_iter().filter(|kind| signals.of(*kind) > SHARED).count();
        let size = f64::from(Self::step(self.records)) * STEP.ln();
        size.max(0.0) * (shared as f64 - 1.0)
    }

    /// The same in words.
    pub(super) fn signals(self, signals: &Signals) -> impl Iterator<Item = Signal> + use<> {
        let Self { records, namesakes } = self;
        let many = signals.of(Kind::Crowd);
        let shared = if many > 0.0 {
            format!("what both share is rarer by chance among {records} records")
        } else {
            format!("among {records} records two agree by chance more often")
        };
        let borne = format!("one agency tells {namesakes} of this name apart");
        let found = [(Kind::Crowd, shared), (Kind::Namesakes, borne)].map(|(kind, text)| Signal {
            kind,
            nats: signals.of(kind),
            text,
            left: Vec::new(),
            right: Vec::new(),
        });
        found.into_iter()
    }
}
