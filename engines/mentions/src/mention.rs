//! What is marked in a text.

use serde::Serialize;

/// Bytes of a text, from the first to one past the last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize)]
pub struct Span {
    /// The first byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// The part of `text` that the span marks; empty if it marks none.
    pub fn of(self, text: &str) -> &str {
        text.get(self.start as usize..self.end as usize).unwrap_or_default()
    }

    /// Whether the two spans share a byte.
    pub fn overlaps(self, other: Self) -> bool {
        self.start < other.end && other.start < self.end
    }
}

/// What kind of thing a mention names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Kind {
    /// A name that the caller knows; the value is the ids that the caller gave with it, with spaces
    /// between. It may overlap other mentions.
    Known,
    /// A person's name; the value is the name in single spaces.
    Person,
    /// Another name that the text gives to a person.
    Alias,
    /// An organisation's name.
    Organisation,
    /// A place; the value is the gazetteer's name where it has one.
    Place,
    /// A nationality; the value is the country's ISO 3166-1 code.
    Nationality,
    /// A date or a range: `2024-12-06`, `2024-11`, `2021`, `2025-01-08/2025-01-12`, and `--12-06`
    /// where the year is not known.
    Date,
    /// An age in years: `24`, or `40/49` for a decade.
    Age,
    /// A length of imprisonment or ban: `P10Y`, `P6M`, `P2Y6M`, `life`.
    Term,
    /// Money: currency code and amount, `EUR 3000`.
    Money,
    /// A telephone number: E.164 where the country is known, otherwise its digits.
    Phone,
    /// A name in a social network: `@name`, or `network:name` where the text says which.
    Handle,
    /// A web address.
    Url,
    /// An e-mail address.
    Email,
    /// An international bank account number, with a right check digit.
    Iban,
    /// The number of a passport, card, permit or licence.
    Document,
    /// An IMO ship number, with a right check digit.
    Imo,
    /// A maritime mobile service identity.
    Mmsi,
    /// A vehicle registration plate.
    Plate,
    /// A position: latitude and longitude in degrees.
    Coordinates,
    /// A crypto currency address: `btc:…`, `eth:…`, `tron:…`.
    Wallet,
}

impl Kind {
    /// The kind in one word, as it is serialised.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Known => "known",
            Self::Person => "person",
            Self::Alias => "alias",
            Self::Organisation => "organisation",
            Self::Place => "place",
            Self::Nationality => "nationality",
            Self::Date => "date",
            Self::Age => "age",
            Self::Term => "term",
            Self::Money => "money",
            Self::Phone => "phone",
            Self::Handle => "handle",
            Self::Url => "url",
            Self::Email => "email",
            Self::Iban => "iban",
            Self::Document => "document",
            Self::Imo => "imo",
            Self::Mmsi => "mmsi",
            Self::Plate => "plate",
            Self::Coordinates => "coordinates",
            Self::Wallet => "wallet",
        }
    }
}

/// How sure the rule is that found it; a rank to sort by, not a probability.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Confidence {
    /// The form allows it.
    Weak,
    /// The words around it suggest it.
    Fair,
    /// The words around it say it, or a check digit agrees.
    Strong,
}

/// One thing marked in a text.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Mention {
    /// Where it stands.
    pub span: Span,
    /// What it names.
    pub kind: Kind,
    /// As it is written.
    pub text: String,
    /// Normalised, in the form that [`Kind`] says.
    pub value: String,
    /// How sure the rule is.
    pub confidence: Confidence,
    /// Where a place lies.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub place: Option<crate::Place>,
}

/// A mention before overlaps are resolved.
#[derive(Debug, Clone)]
pub(crate) struct Candidate {
    pub(crate) span: Span,
    pub(crate) kind: Kind,
    pub(crate) value: String,
    pub(crate) confidence: Confidence,
    pub(crate) place: Option<crate::Place>,
}

impl Candidate {
    pub(crate) fn new(
        start: usize,
        end: usize,
        kind: Kind,
        value: impl Into<String>,
        confidence: Confidence,
    ) -> Self {
        let span = Span { start: start as u32, end: end as u32 };
        Self { span, kind, value: value.into(), confidence, place: None }
    }

    pub(crate) fn into_mention(self, text: &str) -> Mention {
        let Self { span, kind, value, confidence, place } = self;
        Mention { span, kind, text: span.of(text).to_owned(), value, confidence, place }
    }
}
