//! What a partner sees of a record.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What becomes of one statement.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub(crate) struct PreviewLine {
    /// Its id.
    pub(crate) id: String,
    /// The property.
    pub(crate) property: String,
    /// The value as the viewer sees it.
    pub(crate) value: String,
    /// The value as the partner sees it, where it does.
    pub(crate) theirs: Option<String>,
    /// Under which id the partner knows the record, where it is a pseudonym.
    pub(crate) known_as: Option<String>,
    /// `leaves`, `has-left` or `stays`.
    pub(crate) state: String,
    /// Why it stays, in words.
    pub(crate) why: String,
    /// The report that says it.
    pub(crate) report: String,
    /// Whether it still stands.
    pub(crate) stands: bool,
}
