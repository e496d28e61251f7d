//! Exactly what a partner sees of a record, beside what the viewer sees.

use axum::Json;
use axum::extract::State;
use crossbearing_exchange::node::Withheld;
use crossbearing_log::Kind;
use crossbearing_model::{EntityId, NodeId};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::shapes::PreviewLine;
use super::{of_this_agency, refused};
use crate::accounts::Scope;
use crate::exchange::Previewed;
use crate::server::caller::Caller;
use crate::server::extract::Segments;
use crate::server::state::{Answer, App};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(exchange_preview))
}

/// Preview what a partner sees of a record
///
/// Every statement about it that the viewer sees, with what becomes of it: it leaves, it has left, or
/// it stays, and why. What only the partner would see is not told.
#[utoipa::path(get, path = "/exchange/partners/{node}/preview/{entity}", tag = "exchange",
    operation_id = "exchange_preview",
    params(("node" = String, Path), ("entity" = String, Path)),
    responses((status = 200, body = Vec<PreviewLine>)))]
async fn exchange_preview(
    State(app): State<App>,
    caller: Caller,
    Segments((partner, entity)): Segments<(NodeId, EntityId)>,
) -> Answer<Vec<PreviewLine>> {
    caller.must_have(Scope::Read)?;
    app.run(move |node| {
        of_this_agency(node, &caller)?;
        let view = node.view(&caller)?;
        let (stores, now) = ((&node.ledger, &node.log), node.now());
        let lines = node
            .exchange
            .preview_record(stores, &node.accounts, &view, (&partner, &entity), now)
            .map_err(refused)?;
        let lines = lines.ok_or_else(|| node.absent(&caller, "record", &entity))?;
        node.note(&caller, Kind::Consultation, [entity.clone()])?;
        Ok(Json(lines.iter().map(shape).collect()))
    })
    .await
}

fn shape(line: &Previewed) -> PreviewLine {
    let said = &line.mine.statement;
    let theirs = line.theirs.as_ref();
    let (state, why) = match (theirs, line.withheld) {
        (None, _) => ("stays", "its label does not release it to this partner for this purpose"),
        (Some(_), _) if line.has_left() => ("has-left", ""),
        (Some(_), Some(why)) => ("stays", because(why)),
        (Some(_), None) => ("leaves", ""),
    };
    PreviewLine {
        id: line.mine.id.to_string(),
        property: said.property.to_string(),
        value: said.value.clone(),
        theirs: theirs.map(|theirs| theirs.value.clone()),
        known_as: theirs
            .filter(|theirs| theirs.entity != said.entity)
            .map(|theirs| theirs.entity.to_string()),
        state: state.to_owned(),
        why: why.to_owned(),
        report: said.citation.report.to_string(),
        stands: line.mine.stands(),
    }
}

fn because(why: Withheld) -> &'static str {
    match why {
        Withheld::Agreement => "the agreement has ended, gives nothing, or the key is revoked",
        Withheld::Classification => "it is marked higher than was agreed",
        Withheld::Purpose => "it is bound to another operation",
        Withheld::Personal => "it is for named people, or for the originator alone",
        Withheld::Onward => "its originator has to be asked before it is passed on",
        Withheld::Expired => "it has expired",
        Withheld::Recalled => "it was called back",
        _ => "the partner has it, or it is the partner's own",
    }
}
