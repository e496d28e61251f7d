//! What a report's text proposes, and where each proposal stands.

use std::collections::HashMap;

use crossbearing_ledger::{AsOf, Read, View};
use crossbearing_mentions::{Context, Extractor, Kind, KnownNames};
use crossbearing_model::{EntityId, PartialDate};
use crossbearing_reports::{FindingKind, FindingProposal, MentionProposal, Proposals};

use super::shapes::{Field, Finding, Mention, Status};
use crate::desks::Decision;
use crate::server::api::shapes::{EntityBrief, Passage};
use crate::server::api::show::Show;
use crate::server::problem::Problem;
use crate::server::state::Node;

/// Values of a text that are looked up in the ledger; the rest is shown without a suggestion.
const MOST_LOOKUPS: usize = 400;

/// Reads a text as of the day of its report; marks those of the known names as well that the text
/// alone does not give away.
pub(super) fn read(text: &str, date: Option<&str>, known: Option<KnownNames>) -> Proposals {
    let day = date.and_then(|date| date.parse::<PartialDate>().ok());
    let day = day.map(|date| date.earliest().day());
    let context =
        Context { report_date: day.and_then(|day| day.parse().ok()), ..Context::default() };
    let extractor = match known {
        Some(known) => Extractor::new().with_known(known),
        None => Extractor::new(),
    };
    let mut proposals = Proposals::read(text, &extractor, &context);
    let others = proposals.mentions.iter().filter(|other| other.mention.kind != Kind::Known);
    let taken: Vec<_> = others.map(|other| other.mention.span).collect();
    proposals.mentions.retain(|proposal| {
        let span = proposal.mention.span;
        let overlaps =
            || taken.iter().any(|other| span.start < other.end && other.start < span.end);
        proposal.mention.kind != Kind::Known || !overlaps()
    });
    proposals
}

/// Says of each proposal where it stands for one viewer.
pub(super) struct Standings<'a, 's> {
    pub(super) node: &'a Node,
    pub(super) view: &'a View,
    pub(super) show: &'s mut Show<'a>,
    /// What the report says already.
    pub(super) statements: &'a [Read],
    pub(super) decisions: HashMap<String, Decision>,
    /// What each value was found to be.
    pub(super) known: HashMap<String, Option<EntityBrief>>,
}

impl Standings<'_, '_> {
    pub(super) fn mention(&mut self, proposal: &MentionProposal) -> Result<Mention, Problem> {
        let mention = &proposal.mention;
        let (start, end) = (mention.span.start, mention.span.end);
        let (status, entity) = match self.settled(proposal.key.as_str(), &[(start, end)])? {
            Some(settled) => settled,
            None if mention.kind == Kind::Known => (Status::Known, self.bearer(&mention.value)?),
            None if is_looked_up(mention.kind) => {
                (Status::Proposed, self.suggestion(&mention.value, None)?)
            }
            None => (Status::Proposed, None),
        };
        Ok(Mention {
            key: proposal.key.to_string(),
            start,
            end,
            kind: mention.kind.as_str().to_owned(),
            text: mention.text.clone(),
            value: mention.value.clone(),
            lang: None,
            finding: proposal.finding.as_ref().map(ToString::to_string),
            status,
            reason: self.reason(proposal.key.as_str()),
            entity,
        })
    }

    pub(super) fn finding(&mut self, proposal: &FindingProposal) -> Result<Finding, Problem> {
        let places: Vec<(u32, u32)> =
            proposal.fields.iter().map(|field| (field.passage.start, field.passage.end)).collect();
        let (status, entity) = match self.settled(proposal.key.as_str(), &places)? {
            Some(settled) => settled,
            None if proposal.kind == FindingKind::Person => {
                (Status::Proposed, self.suggestion(&proposal.title, Some("Person"))?)
            }
            None => (Status::Proposed, None),
        };
        let field = |field: &crossbearing_reports::Field| Field {
            name: field.name.to_owned(),
            value: field.value.clone(),
            lang: None,
        };
        let passage = |at: &crossbearing_model::Passage| Passage { start: at.start, end: at.end };
        Ok(Finding {
            key: proposal.key.to_string(),
            kind: proposal.kind.as_str().to_owned(),
            title: proposal.title.clone(),
            person: proposal.person.as_ref().map(ToString::to_string),
            passages: proposal.passages.iter().map(passage).collect(),
            fields: proposal.fields.iter().map(field).collect(),
            status,
            reason: self.reason(proposal.key.as_str()),
            entity,
        })
    }

    /// Why somebody of the agency dismissed it.
    fn reason(&self, key: &str) -> Option<String> {
        self.decisions.get(key)?.reason.clone()
    }

    /// Decided by somebody of the agency, or said by the report already at all these places.
    fn settled(
        &mut self,
        key: &str,
        places: &[(u32, u32)],
    ) -> Result<Option<(Status, Option<EntityBrief>)>, Problem> {
        match self.decisions.get(key).cloned() {
            Some(Decision { confirmed_for: Some(entity), .. }) => {
                return Ok(Some((Status::Confirmed, self.show.entity(&entity)?)));
            }
            Some(_) => return Ok(Some((Status::Dismissed, None))),
            None => {}
        }
        let said_at = |(start, end): &(u32, u32)| {
            self.statements.iter().find(|read| {
                let passage = read.statement.passage;
                read.stands() && passage.is_some_and(|at| at.start == *start && at.end == *end)
            })
        };
        let said: Option<Vec<&Read>> = places.iter().map(said_at).collect();
        let entity = said.and_then(|said| Some(said.first()?.statement.entity.clone()));
        match entity {
            Some(entity) => Ok(Some((Status::Known, self.show.entity(&entity)?))),
            None => Ok(None),
        }
    }

    /// The first of those who have a known name, given by their ids.
    fn bearer(&mut self, ids: &str) -> Result<Option<EntityBrief>, Problem> {
        for id in ids.split(' ').filter_map(|id| id.parse::<EntityId>().ok()) {
            if let Some(brief) = self.show.entity(&id)? {
                return Ok(Some(brief));
            }
        }
        Ok(None)
    }

    /// The entity in the View that has this value already: for the analyst to look at.
    fn suggestion(
        &mut self,
        value: &str,
        schema: Option<&str>,
    ) -> Result<Option<EntityBrief>, Problem> {
        let as_asked = |brief: &EntityBrief| schema.is_none_or(|schema| brief.schema == schema);
        if let Some(known) = self.known.get(value) {
            return Ok(known.clone().filter(as_asked));
        }
        if self.known.len() >= MOST_LOOKUPS {
            return Ok(None);
        }
        let found = self.node.ledger.by_value(self.view, AsOf::Now, value)?;
        let first: Option<EntityId> =
            found.iter().find(|read| read.stands()).map(|read| read.statement.entity.clone());
        let brief = match first {
            Some(entity) => self.show.entity(&entity)?.filter(|brief| brief.schema != "Report"),
            None => None,
        };
        self.known.insert(value.to_owned(), brief.clone());
        Ok(brief.filter(as_asked))
    }
}

/// Kinds by whose value an entity can be recognised.
fn is_looked_up(kind: Kind) -> bool {
    matches!(
        kind,
        Kind::Person
            | Kind::Alias
            | Kind::Organisation
            | Kind::Phone
            | Kind::Handle
            | Kind::Url
            | Kind::Email
            | Kind::Iban
            | Kind::Document
            | Kind::Imo
            | Kind::Mmsi
            | Kind::Plate
            | Kind::Wallet
    )
}
