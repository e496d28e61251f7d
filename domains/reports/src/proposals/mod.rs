//! What a text proposes, and what a decision makes of it.
//!
//! [`Proposals::read`] marks a text; [`Proposals::confirm`] turns one accepted proposal into
//! statements that cite the report and the passage. Nothing becomes a statement without that call.

mod confirm;
mod events;
mod key;
mod mentions;
mod people;

use crossbearing_mentions::{Context, Event, EventKind, Extractor, Mention, Person, Span};
use crossbearing_model::{EntityId, Passage, Statement};

pub use confirm::{Confirmed, Target};
pub use key::ProposalKey;

/// A marked passage that waits for a decision.
#[derive(Debug, Clone, PartialEq)]
pub struct MentionProposal {
    /// Its key: the same for the same passage, kind and value whenever the text is read again.
    pub key: ProposalKey,
    /// What is marked.
    pub mention: Mention,
    /// The finding that it is part of, if it is: confirming that confirms this.
    pub finding: Option<ProposalKey>,
}

/// What a finding is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FindingKind {
    /// A person with names, other names, age and nationality.
    Person,
    /// Something that happened to a person, or a seizure.
    Event(EventKind),
}

impl FindingKind {
    /// The kind in one word, for an interface: `person`, `arrest`, `sentence` ...
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Event(kind) => kind.as_str(),
        }
    }
}

/// What a finding says in one respect.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    /// Which respect, in a word: `name`, `alias`, `age`, `date`, `place`, `term` ...
    pub name: &'static str,
    /// What it says, normalised.
    pub value: String,
    /// Where it says so.
    pub passage: Passage,
}

/// Something that several marked passages say together, and that waits for a decision.
#[derive(Debug, Clone, PartialEq)]
pub struct FindingProposal {
    /// Its key: the same for the same passage and kind whenever the text is read again.
    pub key: ProposalKey,
    /// What it is about.
    pub kind: FindingKind,
    /// What it is, in a line: `Tarvand Oskel`, `sentence of Tarvand Oskel`.
    pub title: String,
    /// The person finding that an event belongs to.
    pub person: Option<ProposalKey>,
    /// What it says.
    pub fields: Vec<Field>,
    /// Every passage that it rests on, in order.
    pub passages: Vec<Passage>,
    /// Its place in the reading: of persons or of events.
    index: usize,
}

/// Everything that one text proposes.
#[derive(Debug, Clone, PartialEq)]
pub struct Proposals {
    /// Marked passages in the order of the text.
    pub mentions: Vec<MentionProposal>,
    /// Persons, then events, each in the order of the text.
    pub findings: Vec<FindingProposal>,
    /// How many bytes of the text were read: less than all where it is longer than the limit.
    pub read: usize,
    persons: Vec<Person>,
    events: Vec<Event>,
    places: Vec<(Passage, crossbearing_mentions::Place)>,
    report_date: Option<String>,
    /// The text, so that statements keep the words that they were made of.
    text: String,
}

impl Proposals {
    /// Marks `text`. The same text and context give the same proposals with the same keys.
    pub fn read(text: &str, extractor: &Extractor, context: &Context) -> Self {
        let reading = extractor.read(text, context);
        let mut findings: Vec<_> = reading
            .persons
            .iter()
            .enumerate()
            .map(|(at, person)| people::finding(at, person))
            .collect();
        let events = reading
            .events
            .iter()
            .enumerate()
            .map(|(at, event)| events::finding(at, event, &reading.persons, &findings, text));
        let events: Vec<_> = events.collect();
        findings.extend(events);
        let places = reading
            .mentions
            .iter()
            .filter_map(|mention| Some((passage(mention.span), mention.place.clone()?)));
        let places = places.collect();
        let of_persons = mentions::of_persons(&findings);
        let mentions = reading.mentions.into_iter();
        let mentions = mentions.map(|mention| mentions::proposal(mention, &of_persons)).collect();
        Self {
            mentions,
            findings,
            read: reading.read,
            persons: reading.persons,
            events: reading.events,
            places,
            report_date: context.report_date.map(|date| date.to_string()),
            text: text[..reading.read].to_owned(),
        }
    }

    /// The finding with this key.
    pub fn finding(&self, key: &ProposalKey) -> Option<&FindingProposal> {
        self.findings.iter().find(|finding| finding.key == *key)
    }

    /// The mention with this key.
    pub fn mention(&self, key: &ProposalKey) -> Option<&MentionProposal> {
        self.mentions.iter().find(|mention| mention.key == *key)
    }

    /// The place that stands at a passage.
    fn place_at(&self, at: Passage) -> Option<&crossbearing_mentions::Place> {
        let found = self.places.iter().find(|(passage, _)| *passage == at);
        found.map(|(_, place)| place)
    }
}

/// The statements of one confirmation and the entity that they are about.
#[derive(Debug, Clone, PartialEq)]
pub struct Confirmation {
    /// Whom or what the proposal turned out to be: the entity named, or a new one.
    pub entity: EntityId,
    /// The statements, each with its passage.
    pub statements: Vec<Statement>,
}

fn passage(span: Span) -> Passage {
    Passage { start: span.start, end: span.end }
}

fn field(name: &'static str, said: &crossbearing_mentions::Said) -> Field {
    Field { name, value: said.value.clone(), passage: passage(said.span) }
}

/// All passages of a finding in order, each once.
fn passages(fields: &[Field], others: &[Span]) -> Vec<Passage> {
    let fields = fields.iter().map(|field| field.passage);
    let mut passages: Vec<_> = fields.chain(others.iter().copied().map(passage)).collect();
    passages.sort();
    passages.dedup();
    passages
}
