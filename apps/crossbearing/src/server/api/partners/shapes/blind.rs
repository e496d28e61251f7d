//! Blind matching: asks, hits, the audit.

use crossbearing_exchange::node::Attestation;
use crossbearing_exchange::node::blind::{BlindHit, BlindQuery, Disclosure, Side};
use crossbearing_model::EntityId;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::server::api::word;

/// Blind matching, as far as the viewer's case goes.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub(crate) struct BlindPage {
    /// Partners with whom matching is agreed.
    pub(crate) partners: Vec<String>,
    /// The asks of the viewer's case, the newest first.
    pub(crate) asks: Vec<BlindAskShape>,
    /// The hits whose selector the viewer sees.
    pub(crate) hits: Vec<HitShape>,
}

/// A blind ask.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub(crate) struct BlindAskShape {
    /// Its name.
    pub(crate) ask: String,
    /// The other side.
    pub(crate) partner: String,
    /// Whether this node asked.
    pub(crate) ours: bool,
    /// For which case.
    pub(crate) case: String,
    /// When.
    pub(crate) at: String,
    /// `waiting`, `answered`, `no-hit`, `hit`, `refused` or `withdrawn`.
    pub(crate) state: String,
    /// Why it was refused.
    pub(crate) reason: String,
    /// How many hits.
    pub(crate) hits: u32,
}

pub(in crate::server::api::partners) fn blind_ask(query: &BlindQuery) -> BlindAskShape {
    BlindAskShape {
        ask: query.ask.clone(),
        partner: query.partner.to_string(),
        ours: query.side == Side::Asker,
        case: query.case.to_string(),
        at: query.at.to_string(),
        state: word(query.state),
        reason: query.reason.clone(),
        hits: query.hits,
    }
}

/// A selector that both hold.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub(crate) struct HitShape {
    /// Its name, the same on both sides.
    pub(crate) hit: String,
    /// The other side.
    pub(crate) partner: String,
    /// Whether this node asked.
    pub(crate) ours: bool,
    /// The kind of selector.
    pub(crate) kind: String,
    /// The selector, as it is matched.
    pub(crate) key: String,
    /// The viewer's records that hold it.
    pub(crate) records: Vec<String>,
    /// Since when.
    pub(crate) at: String,
    /// `hit`, `opened` or `declined`.
    pub(crate) state: String,
    /// The purpose for which this side agreed to open it.
    pub(crate) we_agreed: Option<String>,
    /// The purpose for which the other side agreed.
    pub(crate) they_agreed: Option<String>,
    /// What the other side told, once it is open.
    pub(crate) theirs: Option<DisclosureShape>,
}

/// What one side told the other.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub(crate) struct DisclosureShape {
    /// The officer to speak to.
    pub(crate) officer: String,
    /// The officer's agency.
    pub(crate) agency: String,
    /// What is told, in lines.
    pub(crate) lines: Vec<String>,
}

pub(in crate::server::api::partners) fn hit<'r>(
    hit: &BlindHit,
    records: impl IntoIterator<Item = &'r EntityId>,
) -> HitShape {
    let (kind, key) = hit.item.split_once(':').unwrap_or(("", &hit.item));
    let told = |told: &Disclosure| DisclosureShape {
        officer: told.officer.to_string(),
        agency: told.agency.to_string(),
        lines: told.lines.clone(),
    };
    HitShape {
        hit: hit.hit.clone(),
        partner: hit.partner.to_string(),
        ours: hit.side == Side::Asker,
        kind: kind.to_owned(),
        key: key.to_owned(),
        records: records.into_iter().map(ToString::to_string).collect(),
        at: hit.at.to_string(),
        state: word(hit.state),
        we_agreed: hit.we_agreed.as_ref().map(ToString::to_string),
        they_agreed: hit.they_agreed.as_ref().map(ToString::to_string),
        theirs: hit.theirs.as_ref().map(told),
    }
}

/// What to ask a partner blindly.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub(crate) struct BlindToAsk {
    /// Whom.
    pub(crate) partner: String,
    /// Whose selectors; those of everything in the case where none are named.
    #[serde(default)]
    pub(crate) records: Vec<String>,
    /// A safeguarding officer's word that protected persons who are named take part.
    #[serde(default)]
    pub(crate) with_protected: bool,
}

/// What was asked blindly.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub(crate) struct AskedBlindly {
    /// The asks.
    pub(crate) asks: Vec<String>,
    /// How many selectors take part.
    pub(crate) items: usize,
}

/// A decision on a hit.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub(crate) struct BlindDecision {
    /// Whether it is opened, for the purpose of the session; else it is declined for good.
    pub(crate) agree: bool,
}

/// A protected person to let into matching, or to take out of it.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub(crate) struct BlindAdmission {
    /// The person.
    pub(crate) entity: String,
    /// In, or out.
    pub(crate) admit: bool,
}

/// One ask, for those who audit: counts and leaves, no content.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub(crate) struct BlindAuditLine {
    /// The ask.
    pub(crate) ask: String,
    /// The other side.
    pub(crate) partner: String,
    /// Whether this node asked.
    pub(crate) ours: bool,
    /// For which case.
    pub(crate) case: String,
    /// Who asked, where it was asked here.
    pub(crate) by: Option<String>,
    /// When.
    pub(crate) at: String,
    /// Evaluations, padding included.
    pub(crate) evaluations: u32,
    /// Where it stands.
    pub(crate) state: String,
    /// How many hits.
    pub(crate) hits: u32,
    /// The place of the leaf in the asker's log, and the checkpoint under which it stands.
    pub(crate) asker_leaf: (u64, String),
    /// The same of the key holder's log, once it is answered.
    pub(crate) holder_leaf: Option<(u64, String)>,
}

pub(in crate::server::api::partners) fn audit_line(query: &BlindQuery) -> BlindAuditLine {
    let leaf = |leaf: &Attestation| (leaf.index, leaf.checkpoint.clone());
    BlindAuditLine {
        ask: query.ask.clone(),
        partner: query.partner.to_string(),
        ours: query.side == Side::Asker,
        case: query.case.to_string(),
        by: query.by.as_ref().map(ToString::to_string),
        at: query.at.to_string(),
        evaluations: query.evaluations,
        state: word(query.state),
        hits: query.hits,
        asker_leaf: leaf(&query.asker_leaf),
        holder_leaf: query.holder_leaf.as_ref().map(leaf),
    }
}
