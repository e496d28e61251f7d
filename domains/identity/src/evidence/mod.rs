//! The evidence that two subjects are one, or are not: signals by kind, and terms in words.
//!
//! Every signal is a log-likelihood ratio in nats. Facts are as sure as their grades: where both
//! statements are right with probability `q`, a signal `w` counts as `ln(q e^w + 1 - q)`, so that
//! doubtful facts say little either way. What a term rests on goes with it, by statement id.

mod crowd;
mod facts;
mod surroundings;

use crossbearing_model::StatementId;
use serde::{Deserialize, Serialize};

use crate::fact::Source;
use crate::picture::Picture;
use crate::subject::Subject;
use crate::weights::Weights;

pub(crate) use crowd::Crowd;

/// Kinds of evidence, each with a weight of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// Names, in any script.
    Names,
    /// Nicknames.
    Nicknames,
    /// Dates of birth, in three calendars.
    Birth,
    /// Ages.
    Age,
    /// Genders.
    Gender,
    /// Nationalities and flags.
    Country,
    /// Selectors shared, by kind and by how few hold them.
    Selectors,
    /// Document numbers that differ.
    OtherDocuments,
    /// Places of residence and birth.
    Place,
    /// Who and what stands next to both.
    Companions,
    /// One report speaks of both.
    OneReport,
    /// Only one agency speaks of both.
    OneAgency,
    /// Several bear the name.
    Namesakes,
    /// How many records there are to be mistaken for one another.
    Crowd,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Self; 14] = [
        Self::Names,
        Self::Nicknames,
        Self::Birth,
        Self::Age,
        Self::Gender,
        Self::Country,
        Self::Selectors,
        Self::OtherDocuments,
        Self::Place,
        Self::Companions,
        Self::OneReport,
        Self::OneAgency,
        Self::Namesakes,
        Self::Crowd,
    ];

    /// The word for it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Names => "names",
            Self::Nicknames => "nicknames",
            Self::Birth => "date of birth",
            Self::Age => "age",
            Self::Gender => "gender",
            Self::Country => "country",
            Self::Selectors => "shared selectors",
            Self::OtherDocuments => "other documents",
            Self::Place => "places",
            Self::Companions => "companions",
            Self::OneReport => "one report",
            Self::OneAgency => "one agency",
            Self::Namesakes => "namesakes",
            Self::Crowd => "number of records",
        }
    }

    /// How far training may believe it.
    pub(crate) fn most_belief(self) -> f64 {
        match self {
            Self::OneReport | Self::OneAgency | Self::Namesakes => 3.0,
            _ => 2.0,
        }
    }
}

/// The strength of each kind of evidence, in nats, before it is weighed.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Signals([f64; Kind::ALL.len()]);

impl Signals {
    /// The strength of one kind.
    pub fn of(&self, kind: Kind) -> f64 {
        self.0[kind as usize]
    }

    /// Whether the names agree, not only in part.
    pub(crate) fn names_agree(&self) -> bool {
        self.of(Kind::Names) > NAMES_AGREE
    }

    /// The same in a View of so many records, of which so many may bear the name. Neither is known
    /// before all pairs are.
    pub(crate) fn among(mut self, crowd: Crowd) -> Self {
        let own = [
            (Kind::Namesakes, crowd.namesakes_nats(&self)),
            (Kind::Crowd, crowd.records_nats(&self)),
        ];
        for (kind, nats) in own {
            self.0[kind as usize] = nats;
        }
        self
    }

    /// All of them, in the order of [`Kind::ALL`].
    pub(crate) fn nats(&self) -> &[f64] {
        &self.0
    }
}

/// One part of the evidence, in words.
#[derive(Debug, Clone, PartialEq)]
pub struct Term {
    /// Its kind.
    pub kind: Kind,
    /// What it says.
    pub text: String,
    /// What it adds to the log-odds, in nats, weighed.
    pub weight: f64,
    /// The statements about the one that it rests on.
    pub left: Vec<StatementId>,
    /// The statements about the other.
    pub right: Vec<StatementId>,
}

/// The evidence on two subjects, whole.
#[derive(Debug, Clone, PartialEq)]
pub struct Evidence {
    /// The probability that they are one.
    pub probability: f64,
    /// Its logarithm of odds.
    pub log_odds: f64,
    /// The log-odds of any two candidates, before the evidence.
    pub start: f64,
    /// The terms, the strongest first.
    pub terms: Vec<Term>,
    /// Which weights were used.
    pub version: String,
}

impl Evidence {
    /// The statements that the evidence rests on, each once.
    pub fn statements(&self) -> Vec<StatementId> {
        let all = self.terms.iter().flat_map(|term| term.left.iter().chain(&term.right));
        let mut ids: Vec<StatementId> = all.copied().collect();
        ids.sort_unstable();
        ids.dedup();
        ids
    }
}

/// A part of the evidence before it is weighed.
pub(crate) struct Signal {
    kind: Kind,
    nats: f64,
    text: String,
    left: Vec<StatementId>,
    right: Vec<StatementId>,
}

impl Signal {
    /// A signal that rests on two facts.
    fn between(kind: Kind, nats: f64, text: String, (left, right): (&Source, &Source)) -> Self {
        let nats = doubted(nats, left.probability * right.probability);
        Self { kind, nats, text, left: vec![left.statement], right: vec![right.statement] }
    }
}

/// From here on names agree.
const NAMES_AGREE: f64 = 3.0;

/// Compares two subjects by themselves; [`Signals::among`] adds what the others around them say.
pub(crate) fn signals(picture: &Picture, left: &Subject, right: &Subject) -> Signals {
    let mut signals = Signals::default();
    for signal in gather(picture, left, right) {
        signals.0[signal.kind as usize] += signal.nats;
    }
    signals
}

/// Compares two subjects, and says what was found.
pub(crate) fn explain(
    picture: &Picture,
    weights: &Weights,
    (left, right): (&Subject, &Subject),
) -> Evidence {
    let mut signals = Signals::default();
    let mut terms: Vec<Term> = Vec::new();
    let mut gathered = gather(picture, left, right);
    for signal in &gathered {
        signals.0[signal.kind as usize] += signal.nats;
    }
    let crowd = picture.crowd(left, right);
    let signals = signals.among(crowd);
    gathered.extend(crowd.signals(&signals));
    for Signal { kind, nats, text, left, right } in gathered {
        let weight = nats * weights.belief(kind);
        if weight.abs() >= 0.005 {
            terms.push(Term { kind, text, weight, left, right });
        }
    }
    terms.sort_by(|a, b| b.weight.abs().total_cmp(&a.weight.abs()).then(a.text.cmp(&b.text)));
    Evidence {
        probability: weights.probability(&signals),
        log_odds: weights.log_odds(&signals),
        start: weights.start(),
        terms,
        version: weights.version.clone(),
    }
}

fn gather(picture: &Picture, left: &Subject, right: &Subject) -> Vec<Signal> {
    let mut found = Vec::with_capacity(12);
    found.extend(facts::names(picture.model, left, right));
    found.extend(facts::nicknames(left, right));
    found.extend(facts::births(left, right));
    found.extend(facts::ages(left, right));
    found.extend(facts::genders(left, right));
    found.extend(facts::countries(left, right));
    found.extend(facts::documents(left, right));
    found.extend(surroundings::selectors(picture, left, right));
    found.extend(surroundings::places(left, right));
    found.extend(surroundings::companions(picture, left, right));
    found.extend(surroundings::one_report(left, right));
    found.extend(surroundings::one_agency(left, right));
    found
}

/// What a signal is worth when what it rests on is right with probability `sure` only.
fn doubted(nats: f64, sure: f64) -> f64 {
    (sure * nats.exp() + 1.0 - sure).ln()
}
