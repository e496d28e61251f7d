//! Who works with whom, and what breaks it: the explorer and the planner.

mod charts;
mod explore;
mod lens;
mod plan;
mod planned;
mod roles;
mod shapes;

use crossbearing_log::Kind;
use crossbearing_model::EntityId;
use crossbearing_network::{Error, NodeNo, Projection};
use std::sync::Arc;
use utoipa_axum::router::OpenApiRouter;

use crate::accounts::Scope;
use crate::server::caller::Caller;
use crate::server::networks::Network;
use crate::server::problem::Problem;
use crate::server::state::{App, Node};

pub(crate) use lens::LensForm;

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .merge(explore::routes())
        .merge(roles::routes())
        .merge(plan::routes())
        .merge(charts::routes())
}

impl From<Error> for Problem {
    fn from(error: Error) -> Self {
        match error {
            Error::Ledger(error) => error.into(),
            Error::NoSuchNode { .. } => Self::absent(error.to_string()),
            Error::Graph(error) => Self::bad(error.to_string()),
            Error::TooLarge { .. } | Error::Unknown { .. } => Self::bad(error.to_string()),
            _ => Self::internal(&error),
        }
    }
}

/// Reads the caller's network and answers from it; whom the answer shows is in the log before it
/// leaves.
async fn look<T: Send + 'static>(
    app: &App,
    caller: Caller,
    lens: LensForm,
    kind: Kind,
    answer: impl FnOnce(&Seen<'_>) -> Result<(T, Vec<EntityId>), Problem> + Send + 'static,
) -> Result<T, Problem> {
    caller.must_have(Scope::Read)?;
    app.run(move |node| {
        let network = network(node, &caller, &lens)?;
        let lens = lens.read()?;
        let narrowed = if lens.is_clear() { None } else { Some(network.projection.through(&lens)) };
        let projection = narrowed.as_ref().unwrap_or(&network.projection);
        let seen = Seen { node, caller: &caller, network: &network, projection };
        let (answer, shown) = answer(&seen)?;
        node.note(&caller, kind, shown)?;
        Ok(answer)
    })
    .await
}

/// The caller's network as of the day that a lens looks back to.
fn network(node: &Node, caller: &Caller, lens: &LensForm) -> Result<Arc<Network>, Problem> {
    let view = node.view(caller)?;
    node.networks.of(&node.ledger, &view, lens.as_of()?, node.now())
}

/// What a request looks at.
struct Seen<'a> {
    node: &'a Node,
    caller: &'a Caller,
    /// All of it.
    network: &'a Network,
    /// What the lens leaves of it.
    projection: &'a Projection,
}

impl Seen<'_> {
    /// The ids under which nodes are known, for the log.
    fn ids(&self, nodes: impl IntoIterator<Item = NodeNo>) -> Vec<EntityId> {
        nodes.into_iter().map(|node| self.projection.node(node).id.clone()).collect()
    }
}
