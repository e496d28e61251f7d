//! Sanitised copies.

use crossbearing_model::{EntityId, NodeId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::exchange::Sanitised;

/// The sanitised copies of a report.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub(crate) struct SanitisedPage {
    /// The copies.
    pub(crate) copies: Vec<SanitisedCopy>,
    /// Copies that leave one source by themselves.
    pub(crate) alone: Vec<String>,
    /// Sets of copies that do so only together.
    pub(crate) together: Vec<Vec<String>>,
    /// How many sources could have said all that the copies say, as far as the viewer sees.
    pub(crate) sources_left: usize,
}

/// A sanitised copy.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub(crate) struct SanitisedCopy {
    /// The copy: a report of its own.
    pub(crate) copy: String,
    /// For whom it was made.
    pub(crate) partner: String,
}

pub(in crate::server::api::partners) fn sanitised(found: &Sanitised) -> SanitisedPage {
    let copy = |(copy, partner): &(EntityId, NodeId)| SanitisedCopy {
        copy: copy.to_string(),
        partner: partner.to_string(),
    };
    SanitisedPage {
        copies: found.copies.iter().map(copy).collect(),
        alone: found.risk.alone.clone(),
        together: found.risk.together.clone(),
        sources_left: found.risk.sources_left,
    }
}

/// A sanitised copy to link.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub(crate) struct SanitisedToLink {
    /// The copy: a report of its own.
    pub(crate) copy: String,
    /// For whom it was made.
    pub(crate) partner: String,
}
