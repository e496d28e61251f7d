//! The protection register: entries, proposals, and the second person who confirms.

use axum::extract::State;
use crossbearing_ledger::AsOf;
use crossbearing_model::{EntityId, PrincipalId, SubjectCategory};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::shapes::{
    self, CategorySaid, Confirmation, EntryShown, Named, NewProposal, Outcome, ProposalShown,
};
use super::{at_desk, note_look};
use crate::accounts::Scope;
use crate::desks;
use crate::safeguarding::{Desk, NewCategory, Recorded};
use crate::server::api::may_record;
use crate::server::api::show::Show;
use crate::server::caller::Caller;
use crate::server::extract::{Body, Segments};
use crate::server::problem::Problem;
use crate::server::state::{Answer, App, Node};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(safeguarding_register))
        .routes(routes!(safeguarding_name))
        .routes(routes!(safeguarding_proposals, safeguarding_propose))
        .routes(routes!(safeguarding_withdraw_proposal))
        .routes(routes!(safeguarding_confirm))
        .routes(routes!(safeguarding_categorise))
}

/// The protection register
///
/// Those of whom the caller, a safeguarding officer, sees something.
#[utoipa::path(get, path = "/safeguarding/register", tag = "safeguarding",
    operation_id = "safeguarding_register",
    responses((status = 200, body = Vec<EntryShown>)))]
async fn safeguarding_register(State(app): State<App>, caller: Caller) -> Answer<Vec<EntryShown>> {
    caller.must_have(Scope::Read)?;
    at_desk(&app, caller, |node, caller, desk| {
        let entries = desk.entries()?;
        note_look(node, caller, entries.iter().map(|entry| entry.record.id.clone()))?;
        let mut show = Show::new(&node.ledger, desk.view, AsOf::Now);
        Ok(entries.iter().map(|entry| shapes::entry(&mut show, desk, entry)).collect())
    })
    .await
}

/// Let further people know who it is
///
/// For as long as the protection lasts. Whoever needs it for a time only asks to open the pseudonym.
#[utoipa::path(post, path = "/safeguarding/register/{person}/named", tag = "safeguarding",
    operation_id = "safeguarding_name",
    params(("person" = String, Path, example = "person-204")),
    request_body = Named, responses((status = 200, body = ())))]
async fn safeguarding_name(
    State(app): State<App>,
    caller: Caller,
    Segments(person): Segments<EntityId>,
    Body(named): Body<Named>,
) -> Answer<()> {
    caller.must_have(Scope::Write)?;
    let users = users(&named.users)?;
    at_desk(&app, caller, move |node, _, desk| {
        desk.name(&person, users.into_iter().collect())?;
        node.tell_of_protected(&person);
        Ok(())
    })
    .await
}

/// Proposals about protected people
///
/// What the caller proposed, and for a safeguarding officer all that is about people she sees.
#[utoipa::path(get, path = "/safeguarding/proposals", tag = "safeguarding",
    operation_id = "safeguarding_proposals",
    responses((status = 200, body = Vec<ProposalShown>)))]
async fn safeguarding_proposals(
    State(app): State<App>,
    caller: Caller,
) -> Answer<Vec<ProposalShown>> {
    caller.must_have(Scope::Read)?;
    at_desk(&app, caller, |node, caller, desk| {
        let proposals = desk.proposals()?;
        note_look(node, caller, proposals.iter().map(|of| desk.view.shown_id(&of.person)))?;
        proposals.iter().map(|of| shapes::proposal(node, desk.view, desk, of)).collect()
    })
    .await
}

/// Protect a person, or propose that a protection ends
///
/// A protection holds at once, and waits for a second person to confirm it. An end waits for a
/// second person before it holds.
#[utoipa::path(post, path = "/safeguarding/proposals", tag = "safeguarding",
    operation_id = "safeguarding_propose", request_body = NewProposal,
    responses((status = 200, body = Outcome)))]
async fn safeguarding_propose(
    State(app): State<App>,
    caller: Caller,
    Body(new): Body<NewProposal>,
) -> Answer<Outcome> {
    may_record(&caller)?;
    let person = new.person.parse::<EntityId>()?;
    let named = users(&new.named)?;
    let category = new.category.as_deref().map(str::parse::<SubjectCategory>).transpose()?;
    at_desk(&app, caller, move |node, _, desk| {
        let number = match (new.kind.as_str(), category) {
            ("enter", Some(category)) => {
                desk.enter(&person, category, named.into_iter().collect(), &new.reason)?
            }
            ("end", None) => desk.propose_end(&person, &new.reason)?,
            _ => return Err(Problem::bad("propose to enter as a category, or to end")),
        };
        node.tell_of_protected(&person);
        Ok(Outcome { proposal: Some(number) })
    })
    .await
}

/// Take a proposal back
#[utoipa::path(delete, path = "/safeguarding/proposals/{number}", tag = "safeguarding",
    operation_id = "safeguarding_withdraw_proposal", params(("number" = i64, Path, example = 3)),
    responses((status = 200, body = ProposalShown)))]
async fn safeguarding_withdraw_proposal(
    State(app): State<App>,
    caller: Caller,
    Segments(number): Segments<i64>,
) -> Answer<ProposalShown> {
    may_record(&caller)?;
    at_desk(&app, caller, move |node, _, desk| {
        let closed = desk.withdraw_proposal(number)?;
        shown(node, desk, &closed)
    })
    .await
}

/// Confirm or refuse a proposal
///
/// A safeguarding officer, at her own login, and never the one who proposed.
#[utoipa::path(post, path = "/safeguarding/proposals/{number}/decision", tag = "safeguarding",
    operation_id = "safeguarding_confirm", params(("number" = i64, Path, example = 3)),
    request_body = Confirmation, responses((status = 200, body = ProposalShown)))]
async fn safeguarding_confirm(
    State(app): State<App>,
    caller: Caller,
    Segments(number): Segments<i64>,
    Body(confirmation): Body<Confirmation>,
) -> Answer<ProposalShown> {
    may_record(&caller)?;
    at_desk(&app, caller, move |node, _, desk| {
        let closed = desk.decide(number, confirmation.agree, &confirmation.reason)?;
        shown(node, desk, &closed)
    })
    .await
}

/// Say what a person is to a case
///
/// Whoever is called a victim, a child, smuggled or a witness is protected from then on. To call a
/// protected person a suspect or convicted waits for a second person.
#[utoipa::path(post, path = "/safeguarding/categories", tag = "safeguarding",
    operation_id = "safeguarding_categorise", request_body = CategorySaid,
    responses((status = 200, body = Outcome)))]
async fn safeguarding_categorise(
    State(app): State<App>,
    caller: Caller,
    Body(said): Body<CategorySaid>,
) -> Answer<Outcome> {
    may_record(&caller)?;
    let (person, report) = (said.person.parse::<EntityId>()?, said.report.parse()?);
    let (category, reason) = (said.category.parse()?, said.reason);
    at_desk(&app, caller, move |node, _, desk| {
        let of = person.clone();
        let origin = node.settings.node.clone();
        let new = NewCategory { person, category, report, reason, node: origin };
        let proposal = match desk.categorise(&new)? {
            Recorded::Said => None,
            Recorded::Waits(number) => Some(number),
        };
        node.tell_of_protected(&of);
        Ok(Outcome { proposal })
    })
    .await
}

fn users(names: &[String]) -> Result<Vec<PrincipalId>, Problem> {
    const MOST: usize = 50;
    if names.len() > MOST {
        return Err(Problem::bad(format!("name {MOST} people at most")));
    }
    names.iter().map(|name| Ok(name.parse()?)).collect()
}

/// A proposal as it stands now; those who listen hear of it.
fn shown(node: &Node, desk: &Desk<'_>, closed: &desks::Proposal) -> Result<ProposalShown, Problem> {
    node.tell_of_protected(&closed.person);
    let view = node.ledger.view(desk.view.viewer(), node.now())?;
    shapes::proposal(node, &view, desk, closed)
}
