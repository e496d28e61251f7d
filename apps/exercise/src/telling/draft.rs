//! A text in the making, with every claim it makes and where each stands.

use crossbearing_model::{Basis, EntityId, Passage};
use serde::Serialize;

use crate::identity::TruthId;
use crate::word::Word;

/// A thing as an agency knows it.
#[derive(Debug, Clone)]
pub(crate) struct Known {
    pub(crate) truth: TruthId,
    pub(crate) entity: EntityId,
    pub(crate) schema: Word,
}

/// A statement before it has a citation.
#[derive(Debug, Clone)]
pub(crate) struct Claim {
    pub(crate) of: Known,
    pub(crate) property: Word,
    pub(crate) value: String,
    pub(crate) original: Option<String>,
    pub(crate) lang: Option<&'static str>,
    pub(crate) passage: Passage,
    pub(crate) basis: Basis,
    /// The thing that is its value.
    pub(crate) target: Option<Known>,
    /// What is wrong with it, and the true value.
    pub(crate) mistake: Option<(Mistake, String)>,
}

/// A way in which a report is wrong on purpose.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Mistake {
    /// A year too early or too late.
    YearOff,
    /// Day and month changed places.
    DayMonthSwapped,
    /// A day too early or too late.
    DayOff,
    /// A country that is not the person's.
    WrongCountry,
    /// A count that is not the true one.
    Miscounted,
    /// A role that is not the person's.
    WrongRole,
}

/// A text and its claims.
#[derive(Debug, Default)]
pub(crate) struct Draft {
    pub(crate) text: String,
    pub(crate) claims: Vec<Claim>,
}

/// A point in a draft to go back to.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Mark {
    text: usize,
    claims: usize,
}

impl Draft {
    pub(crate) fn write(&mut self, text: &str) {
        self.text.push_str(text);
    }

    /// Writes `shown` and says where it stands.
    pub(crate) fn show(&mut self, shown: &str) -> Passage {
        let start = self.text.len() as u32;
        self.text.push_str(shown);
        Passage { start, end: self.text.len() as u32 }
    }

    /// Writes `shown` and claims that it is the value of a property.
    pub(crate) fn state(
        &mut self,
        of: &Known,
        property: Word,
        value: String,
        shown: &str,
    ) -> &mut Claim {
        let passage = self.show(shown);
        self.claim(of, property, value, passage)
    }

    /// Claims what stands at `passage` as the value of a property.
    pub(crate) fn claim(
        &mut self,
        of: &Known,
        property: Word,
        value: String,
        passage: Passage,
    ) -> &mut Claim {
        let shown = &self.text[passage.start as usize..passage.end as usize];
        let original = (shown != value).then(|| shown.to_owned());
        self.claims.push(Claim {
            of: of.clone(),
            property,
            value,
            original,
            lang: None,
            passage,
            basis: Basis::Fact,
            target: None,
            mistake: None,
        });
        let last = self.claims.len() - 1;
        &mut self.claims[last]
    }

    /// Claims that a property's value is another thing, whose name stands at `passage`.
    pub(crate) fn tie(
        &mut self,
        of: &Known,
        property: Word,
        to: &Known,
        passage: Passage,
    ) -> &mut Claim {
        let claim = self.claim(of, property, to.entity.as_str().to_owned(), passage);
        claim.target = Some(to.clone());
        claim
    }

    pub(crate) fn mark(&self) -> Mark {
        Mark { text: self.text.len(), claims: self.claims.len() }
    }

    /// Takes back everything since `mark`.
    pub(crate) fn go_back(&mut self, mark: Mark) {
        self.text.truncate(mark.text);
        self.claims.truncate(mark.claims);
    }
}
