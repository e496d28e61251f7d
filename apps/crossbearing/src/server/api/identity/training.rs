//! Training the weights of evidence, opt in.

use axum::Json;
use axum::extract::State;
use crossbearing_identity::{Fit, Training, Weights};
use crossbearing_log::Kind;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::accounts::Scope;
use crate::server::api::may_record;
use crate::server::caller::Caller;
use crate::server::extract::Body;
use crate::server::problem::Problem;
use crate::server::state::{Answer, App, Node};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(identity_training, identity_train))
}

/// How well weights foretell judgements that were held back.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct FitShown {
    /// Judgements held back.
    judgements: u64,
    /// Mean of minus the logarithm of the probability given to what was decided.
    log_loss: f64,
    /// Share of decisions on the right side of one half.
    accuracy: f64,
}

/// What training would do, or did.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct TrainingShown {
    /// The version of the weights in use.
    version: String,
    /// Since when the caller's agency has its weights trained, if it has.
    trained: Option<String>,
    /// Judgements that training uses, if there are enough.
    trained_on: Option<u64>,
    /// The shipped weights on judgements held back.
    before: Option<FitShown>,
    /// Trained weights on the same.
    after: Option<FitShown>,
    /// Why there is nothing to train on.
    refused: Option<String>,
}

/// Whether to train.
#[derive(Debug, Deserialize, ToSchema)]
pub(crate) struct Train {
    /// Train on what is judged by now; or go back to the shipped weights.
    train: bool,
}

/// What training the weights would do
#[utoipa::path(get, path = "/identity/training", tag = "identity",
    operation_id = "identity_training", responses((status = 200, body = TrainingShown)))]
async fn identity_training(State(app): State<App>, caller: Caller) -> Answer<TrainingShown> {
    caller.must_have(Scope::Read)?;
    app.run(move |node| {
        node.note(&caller, Kind::Consultation, [])?;
        Ok(Json(shown(node, &caller)?))
    })
    .await
}

/// Train the weights, or go back to those shipped
///
/// For the caller's agency. Each of its people has weights learned from the judgements in their
/// own View, as of now; nobody's weights tell of judgements that they may not see.
#[utoipa::path(post, path = "/identity/training", tag = "identity",
    operation_id = "identity_train", request_body = Train,
    responses((status = 200, body = TrainingShown)))]
async fn identity_train(
    State(app): State<App>,
    caller: Caller,
    Body(Train { train }): Body<Train>,
) -> Answer<TrainingShown> {
    may_record(&caller)?;
    app.run(move |node| {
        let now = node.now();
        if train {
            Training::of(&node.ledger, &node.view(&caller)?, now)?;
        }
        let reason = if train { "train the weights of identity" } else { "shipped weights again" };
        node.note_because(&caller, reason, Kind::Alteration, [])?;
        let viewer = &caller.session.viewer;
        node.watches.train(&viewer.agency, train.then_some(now), &viewer.principal)?;
        Ok(Json(shown(node, &caller)?))
    })
    .await
}

fn shown(node: &Node, caller: &Caller) -> Result<TrainingShown, Problem> {
    let view = node.view(caller)?;
    let trained = node.watches.trained(&caller.session.viewer.agency)?;
    let training = Training::of(&node.ledger, &view, trained.unwrap_or_else(|| node.now()));
    let fit = |fit: Fit| FitShown {
        judgements: fit.judgements as u64,
        log_loss: fit.log_loss,
        accuracy: fit.accuracy,
    };
    let (training, refused) = match training {
        Ok(training) => (Some(training), None),
        Err(error @ crossbearing_identity::Error::TooFewJudgements { .. }) => {
            (None, Some(error.to_string()))
        }
        Err(error) => return Err(error.into()),
    };
    let used = training.as_ref().filter(|_| trained.is_some());
    Ok(TrainingShown {
        version: used.map_or(Weights::shipped().version, |used| used.weights.version.clone()),
        trained: trained.map(|at| at.to_string()),
        trained_on: training.as_ref().map(|training| training.trained_on as u64),
        before: training.as_ref().map(|training| fit(training.before)),
        after: training.as_ref().map(|training| fit(training.after)),
        refused,
    })
}
