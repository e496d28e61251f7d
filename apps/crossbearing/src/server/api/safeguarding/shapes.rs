//! The shapes of the safeguarding desk's answers.

use crossbearing_access::{Opening, Protection};
use crossbearing_ledger::{AsOf, View};
use crossbearing_model::EntityId;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::accounts::Person;
use crate::desks::{self, Proposed, Stage};
use crate::safeguarding::{Desk, Entry};
use crate::server::api::shapes::EntityBrief;
use crate::server::api::show::Show;
use crate::server::problem::Problem;
use crate::server::state::Node;

/// Somebody who is told or who decides.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Officer {
    /// The user name.
    user: String,
    /// The person's name.
    name: String,
    /// The agency's short name.
    agency: String,
}

impl Officer {
    pub(super) fn of(person: Person) -> Self {
        Self { user: person.id.into(), name: person.name, agency: person.agency.into() }
    }
}

/// Why a pseudonym is to be opened, and for how long.
#[derive(Debug, Deserialize, ToSchema)]
pub(crate) struct NewRequest {
    /// The pseudonym under which the caller knows the person.
    #[schema(example = "protected-3f9c2a7e41d05b68")]
    pub(super) person: String,
    /// Why, in 10 to 700 characters.
    #[schema(example = "she may have seen the skipper of the second boat")]
    pub(super) reason: String,
    /// For how many days, 90 at most.
    #[schema(example = 7)]
    pub(super) days: u32,
}

/// A decision about a request.
#[derive(Debug, Deserialize, ToSchema)]
pub(crate) struct Verdict {
    /// Whether it is granted.
    pub(super) grant: bool,
    /// Why, in 10 to 700 characters; the asker reads it.
    pub(super) reason: String,
    /// For how many days, 90 at most; as long as was asked for if absent.
    pub(super) days: Option<u32>,
}

/// A reason.
#[derive(Debug, Deserialize, ToSchema)]
pub(crate) struct Because {
    /// Why, in 10 to 700 characters.
    pub(super) reason: String,
}

/// Somebody asks to know who a protected person is.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct RequestShown {
    /// Its number.
    number: i64,
    /// The person, as the caller sees her; nothing if the caller sees nothing of her any more.
    person: Option<EntityBrief>,
    /// Who asks.
    asker: String,
    /// Of which agency.
    agency: String,
    /// For which purpose.
    purpose: String,
    /// Why.
    reason: String,
    /// For how many days.
    days: u32,
    /// When.
    asked_at: String,
    /// Where it stands: `open`, `agreed`, `refused`, `withdrawn`, `revoked` or `ended`.
    state: String,
    /// Who decided.
    decided: Option<DecidedShown>,
    /// Until when it is granted.
    until: Option<String>,
    /// Whether the caller asked.
    mine: bool,
    /// Whether the caller decides.
    yours: bool,
    /// Whether the asker has read the answer.
    seen: bool,
}

/// Who decided, when and why.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct DecidedShown {
    /// The user name.
    by: String,
    /// When.
    at: String,
    /// Why.
    reason: String,
}

impl DecidedShown {
    fn of(decided: &desks::Decided) -> Self {
        Self {
            by: decided.by.to_string(),
            at: decided.at.to_string(),
            reason: decided.reason.clone(),
        }
    }
}

pub(super) fn request(
    node: &Node,
    view: &View,
    desk: &Desk<'_>,
    request: &desks::Request,
) -> Result<RequestShown, Problem> {
    let ended = request.stage == Stage::Agreed && !desk.is_open(request);
    Ok(RequestShown {
        number: request.number,
        person: person(node, view, &request.person)?,
        asker: request.asker.to_string(),
        agency: request.agency.to_string(),
        purpose: request.purpose.to_string(),
        reason: request.reason.clone(),
        days: request.days,
        asked_at: request.asked_at.to_string(),
        state: if ended { "ended".to_owned() } else { super::super::word(request.stage) },
        decided: request.decided.as_ref().map(DecidedShown::of),
        until: request.until.map(|until| until.to_string()),
        mine: desk.is_mine(request),
        yours: desk.is_for_me(request),
        seen: request.seen,
    })
}

/// Who is to be protected, or what is to change about it.
#[derive(Debug, Deserialize, ToSchema)]
pub(crate) struct NewProposal {
    /// The person.
    #[schema(example = "person-204")]
    pub(super) person: String,
    /// `enter` or `end`.
    #[schema(example = "enter")]
    pub(super) kind: String,
    /// As what, to enter: `victim`, `smuggled`, `child` or `witness`.
    pub(super) category: Option<String>,
    /// Who may know who it is beside safeguarding officers, to enter.
    #[serde(default)]
    pub(super) named: Vec<String>,
    /// Why, in 10 to 700 characters.
    pub(super) reason: String,
}

/// What a person is to a case.
#[derive(Debug, Deserialize, ToSchema)]
pub(crate) struct CategorySaid {
    /// The person.
    #[schema(example = "person-204")]
    pub(super) person: String,
    /// A category of data subject, such as `suspect`, `victim` or `contact`.
    #[schema(example = "contact")]
    pub(super) category: String,
    /// The report that says so.
    #[schema(example = "report-12")]
    pub(super) report: String,
    /// Why, in 10 to 700 characters.
    pub(super) reason: String,
}

/// What came of it.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Outcome {
    /// The proposal that waits for a second person; nothing if it is recorded.
    pub(super) proposal: Option<i64>,
}

/// Agreement with a proposal, or not.
#[derive(Debug, Deserialize, ToSchema)]
pub(crate) struct Confirmation {
    /// Whether the caller agrees.
    pub(super) agree: bool,
    /// Why, in 10 to 700 characters.
    pub(super) reason: String,
}

/// Further people who may know who it is.
#[derive(Debug, Deserialize, ToSchema)]
pub(crate) struct Named {
    /// Their user names.
    pub(super) users: Vec<String>,
}

/// What one person proposes and another confirms.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ProposalShown {
    /// Its number.
    number: i64,
    /// The person, as the caller sees her.
    person: Option<EntityBrief>,
    /// `enter`, `end` or `accuse`.
    kind: &'static str,
    /// As what, to enter or to accuse.
    category: Option<String>,
    /// The report that accuses.
    report: Option<String>,
    /// Why.
    reason: String,
    /// Who proposes.
    by: String,
    /// When.
    at: String,
    /// Where it stands: `open`, `agreed`, `refused` or `withdrawn`.
    state: String,
    /// Who decided.
    decided: Option<DecidedShown>,
    /// Whether the caller proposed it.
    mine: bool,
    /// Whether it waits for the caller.
    yours: bool,
}

pub(super) fn proposal(
    node: &Node,
    view: &View,
    desk: &Desk<'_>,
    proposal: &desks::Proposal,
) -> Result<ProposalShown, Problem> {
    let (kind, category, report) = match &proposal.change {
        Proposed::Enter { category } => ("enter", Some(category.clone()), None),
        Proposed::End => ("end", None, None),
        Proposed::Accuse { category, report, .. } => {
            ("accuse", Some(category.clone()), Some(report.to_string()))
        }
    };
    Ok(ProposalShown {
        number: proposal.number,
        person: person(node, view, &proposal.person)?,
        kind,
        category,
        report,
        reason: proposal.reason.clone(),
        by: proposal.by.to_string(),
        at: proposal.at.to_string(),
        state: super::super::word(proposal.stage),
        decided: proposal.decided.as_ref().map(DecidedShown::of),
        mine: desk.is_by_me(proposal),
        yours: desk.waits_for_me(proposal),
    })
}

/// Somebody in the protection register.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct EntryShown {
    /// The person.
    person: EntityBrief,
    /// As what.
    category: String,
    /// Who may know who it is beside safeguarding officers.
    named: Vec<String>,
    /// Who entered the person; nothing if that was not kept.
    entered_by: Option<String>,
    /// When.
    entered_at: Option<String>,
    /// Why.
    reason: Option<String>,
    /// The second person, who confirmed it.
    confirmed: Option<DecidedShown>,
    /// To whom the pseudonym is open for a time.
    openings: Vec<OpeningShown>,
}

/// Leave to know who somebody is.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct OpeningShown {
    /// Whose.
    user: String,
    /// For which purpose.
    purpose: String,
    /// Until when.
    until: String,
}

pub(super) fn entry(show: &mut Show<'_>, desk: &Desk<'_>, entry: &Entry) -> EntryShown {
    let Entry {
        protection: Protection { category, named, entered, openings, .. },
        record,
        confirmed,
    } = entry;
    let entered = entered.as_ref();
    let in_force = |opening: &&Opening| desk.now < opening.until;
    EntryShown {
        person: show.record(record),
        category: category.to_string(),
        named: named.iter().map(ToString::to_string).collect(),
        entered_by: entered.map(|entered| entered.by.to_string()),
        entered_at: entered.map(|entered| entered.at.to_string()),
        reason: entered.map(|entered| entered.reason.clone()),
        confirmed: confirmed.as_ref().map(DecidedShown::of),
        openings: openings
            .iter()
            .filter(in_force)
            .map(|opening| OpeningShown {
                user: opening.principal.to_string(),
                purpose: opening.purpose.to_string(),
                until: opening.until.to_string(),
            })
            .collect(),
    }
}

/// A person who stands in the desk's file, as the caller sees her.
fn person(node: &Node, view: &View, person: &EntityId) -> Result<Option<EntityBrief>, Problem> {
    Show::new(&node.ledger, view, AsOf::Now).entity(&view.shown_id(person))
}
