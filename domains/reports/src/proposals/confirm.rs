//! A decision becomes statements.

use std::collections::BTreeMap;
use std::sync::Arc;

use crossbearing_mentions::{Said, Span};
use crossbearing_model::{Citation, EntityId, Name, Ontology, Period, Statement};
use sha2::{Digest, Sha256};

use crate::original::hex;
use crate::proposals::{
    Confirmation, FindingKind, FindingProposal, ProposalKey, Proposals, events, mentions, passage,
    people,
};
use crate::{Error, Result};

/// The entity that an analyst chose for a proposal, and the schema under which it is seen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    /// The entity.
    pub entity: EntityId,
    /// Its schema, such as `Person`.
    pub schema: Name,
}

/// The entities of the proposals of this report that were confirmed before.
pub type Confirmed = BTreeMap<ProposalKey, EntityId>;

impl Proposals {
    /// The statements that confirming the proposal with this key makes.
    ///
    /// `target` is the entity that the analyst chose; without it there is a new one, whose id
    /// follows from the report and the proposal, so that confirming twice says the same twice. An
    /// event of a person also says the person's name, so that nobody is without one.
    pub fn confirm(
        &self,
        key: &ProposalKey,
        target: Option<&Target>,
        confirmed: &Confirmed,
        citation: &Arc<Citation>,
    ) -> Result<Confirmation> {
        if let Some(finding) = self.finding(key) {
            return self.confirm_finding(finding, target, confirmed, citation);
        }
        let mention =
            self.mention(key).ok_or_else(|| Error::NoSuchProposal { key: key.to_string() })?;
        let entity = match (target, &mention.finding) {
            (Some(target), _) => target.entity.clone(),
            (None, Some(finding)) => Self::entity_of(finding, confirmed, citation)?,
            (None, None) => {
                let schema = mentions::own_schema(mention.mention.kind)?;
                // The same value twice in a report is one thing.
                new_entity(citation, schema, &mention.mention.value)?
            }
        };
        let mut sayer = Sayer::new(entity, &self.text, citation);
        let person = Target { entity: sayer.entity.clone(), schema: "Person".into() };
        let target = target.or(mention.finding.as_ref().map(|_| &person));
        mentions::say(&mut sayer, &mention.mention, target)?;
        Ok(sayer.done())
    }

    fn confirm_finding(
        &self,
        finding: &FindingProposal,
        target: Option<&Target>,
        confirmed: &Confirmed,
        citation: &Arc<Citation>,
    ) -> Result<Confirmation> {
        let lost = || Error::NoSuchProposal { key: finding.key.to_string() };
        let chosen = target.map(|target| target.entity.clone());
        match finding.kind {
            FindingKind::Person => {
                let entity = match chosen {
                    Some(entity) => entity,
                    None => Self::entity_of(&finding.key, confirmed, citation)?,
                };
                let mut sayer = Sayer::new(entity, &self.text, citation);
                let person = self.persons.get(finding.index).ok_or_else(lost)?;
                people::say(&mut sayer, person, self.report_date.as_deref())?;
                Ok(sayer.done())
            }
            FindingKind::Event(kind) => {
                let event = self.events.get(finding.index).ok_or_else(lost)?;
                let entity = match chosen {
                    Some(entity) => entity,
                    None => new_entity(citation, events::schema(kind), finding.key.as_str())?,
                };
                let mut statements = Vec::new();
                let person = match &finding.person {
                    None => None,
                    Some(key) => {
                        let entity = Self::entity_of(key, confirmed, citation)?;
                        let mut sayer = Sayer::new(entity.clone(), &self.text, citation);
                        let person =
                            event.person.and_then(|at| self.persons.get(at)).ok_or_else(lost)?;
                        events::say_person(&mut sayer, person)?;
                        statements = sayer.done().statements;
                        Some(entity)
                    }
                };
                let mut sayer = Sayer::new(entity, &self.text, citation);
                events::say(&mut sayer, self, event, &finding.title, person.as_ref())?;
                let confirmation = sayer.done();
                statements.extend(confirmation.statements);
                Ok(Confirmation { entity: confirmation.entity, statements })
            }
        }
    }

    /// The entity of a person finding: the one confirmed before, or the new one it would get.
    fn entity_of(
        finding: &ProposalKey,
        confirmed: &Confirmed,
        citation: &Citation,
    ) -> Result<EntityId> {
        match confirmed.get(finding) {
            Some(entity) => Ok(entity.clone()),
            None => new_entity(citation, "Person", finding.as_str()),
        }
    }
}

/// An id that follows from the report and what is confirmed: no two reports share one.
fn new_entity(citation: &Citation, schema: &str, what: &str) -> Result<EntityId> {
    let mut hash = Sha256::new();
    for part in [citation.origin.as_str(), citation.report.as_str(), schema, what] {
        hash.update((part.len() as u64).to_le_bytes());
        hash.update(part.as_bytes());
    }
    let id = format!("{}-{}", schema.to_ascii_lowercase(), hex(&hash.finalize()[..10]));
    id.parse().map_err(|error: crossbearing_model::Error| Error::Value {
        field: "entity id",
        reason: error.to_string(),
    })
}

/// Makes statements about one entity under one citation.
pub(crate) struct Sayer<'c> {
    entity: EntityId,
    text: &'c str,
    citation: &'c Arc<Citation>,
    statements: Vec<Statement>,
}

impl<'c> Sayer<'c> {
    fn new(entity: EntityId, text: &'c str, citation: &'c Arc<Citation>) -> Self {
        Self { entity, text, citation, statements: Vec::new() }
    }

    /// Whether the ontology has this property in this schema.
    pub(crate) fn knows(schema: &str, property: &str) -> bool {
        Ontology::standard().property(schema, property).is_some()
    }

    /// A statement of what the text says, with its own words beside the value.
    pub(crate) fn say(&mut self, schema: &str, property: &str, said: &Said) -> Result<()> {
        self.push(schema, property, &said.value, said.span, true)
    }

    pub(crate) fn say_valid(
        &mut self,
        schema: &str,
        property: &str,
        said: &Said,
        valid: Period,
    ) -> Result<()> {
        self.say(schema, property, said)?;
        if let Some(statement) = self.statements.last_mut() {
            statement.valid = valid;
        }
        Ok(())
    }

    /// A statement that follows from a passage but does not stand there in these words.
    pub(crate) fn say_text(
        &mut self,
        schema: &str,
        property: &str,
        text: &str,
        span: Span,
    ) -> Result<()> {
        self.push(schema, property, text, span, false)
    }

    /// A statement with the value that the ontology's kind of property makes of `text`; one that is
    /// none of its kind is kept as it is written, since a person confirmed it.
    fn push(
        &mut self,
        schema: &str,
        property: &str,
        text: &str,
        span: Span,
        in_words: bool,
    ) -> Result<()> {
        let definition =
            Ontology::standard().property(schema, property).ok_or_else(|| Error::Value {
                field: "property",
                reason: format!("{schema} has no property {property}"),
            })?;
        let normalised = definition.normalise(text).unwrap_or_else(|_| definition.keep(text));
        let said_already = self
            .statements
            .iter()
            .any(|other| other.property == *definition.name() && other.value == normalised.value);
        if said_already {
            return Ok(());
        }
        let words = span.of(self.text);
        let original = (in_words && words != normalised.value).then(|| words.to_owned());
        let statement = Statement::new(
            self.entity.clone(),
            schema,
            Name::clone(definition.name()),
            normalised.value,
            Arc::clone(self.citation),
        );
        self.statements.push(Statement { original, passage: Some(passage(span)), ..statement });
        Ok(())
    }

    fn done(self) -> Confirmation {
        Confirmation { entity: self.entity, statements: self.statements }
    }
}
