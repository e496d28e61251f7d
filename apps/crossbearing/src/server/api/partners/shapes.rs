//! What the endpoints take and give.

use crossbearing_exchange::node::blind::{BlindHit, BlindQuery, Disclosure};
use crossbearing_exchange::node::{
    Correction, KeptAsk, NoticeState, Outcome, Outstanding, Partner, Wanted,
};
use crossbearing_model::{EntityId, Instant, NodeId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::exchange::{CallState, Sanitised, Synced};
use crate::server::api::word;

/// A partner.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub(crate) struct PartnerShape {
    /// Its node.
    pub(crate) node: String,
    /// The agency that runs it.
    pub(crate) agency: String,
    /// The agency's name.
    pub(crate) name: String,
    /// Its public key, to be compared by telephone.
    pub(crate) key: String,
    /// Where it is called; empty if it only calls.
    pub(crate) address: String,
    /// How often it is called, in seconds.
    pub(crate) called_every: u32,
    /// The operation in whose name.
    pub(crate) purpose: String,
    /// The highest marking that leaves.
    pub(crate) ceiling: String,
    /// Until when it is agreed.
    pub(crate) until: String,
    /// Whether anything leaves.
    pub(crate) gives: bool,
    /// Whether anything is taken in.
    pub(crate) takes: bool,
    /// Whose statements it may pass on to this node.
    pub(crate) relays: Vec<String>,
    /// How many evaluations a day it gets for blind asks, by case and in all.
    pub(crate) matching: Option<[u32; 2]>,
    /// Since when its key is no longer believed.
    pub(crate) revoked: Option<String>,
    /// Statements that it was given.
    pub(crate) given: usize,
    /// Envelopes that it has not taken yet.
    pub(crate) waiting: u64,
    /// Bundles that it refused.
    pub(crate) refused: usize,
    /// Corrections that it was given.
    pub(crate) corrections: usize,
    /// Those of them that it has confirmed.
    pub(crate) corrections_confirmed: usize,
    /// When it was last called.
    pub(crate) called: Option<String>,
    /// When it last answered.
    pub(crate) reached: Option<String>,
    /// Why it did not, if it did not.
    pub(crate) error: Option<String>,
    /// When it is called next.
    pub(crate) next_call: Option<String>,
}

pub(super) fn partner(
    known: &Partner,
    outstanding: Outstanding,
    corrections: &[Correction],
    calls: &CallState,
) -> PartnerShape {
    let (card, agreement) = (&known.card, &known.agreement);
    let text = |at: &Option<Instant>| at.as_ref().map(ToString::to_string);
    let theirs = || corrections.iter().filter(|one| one.partner == card.node);
    PartnerShape {
        node: card.node.to_string(),
        agency: card.agency.to_string(),
        name: card.name.clone(),
        key: card.key.to_string(),
        address: card.address.clone(),
        called_every: known.called_every,
        purpose: agreement.purpose.to_string(),
        ceiling: word(agreement.ceiling),
        until: agreement.until.to_string(),
        gives: agreement.gives,
        takes: agreement.takes,
        relays: agreement.relays.iter().map(ToString::to_string).collect(),
        matching: agreement.matching.map(|quota| [quota.per_case, quota.per_day]),
        revoked: text(&known.revoked),
        given: outstanding.given,
        waiting: outstanding.unacknowledged,
        refused: outstanding.refused,
        corrections: theirs().count(),
        corrections_confirmed: theirs().filter(|one| one.receipt.is_some()).count(),
        called: text(&calls.tried),
        reached: text(&calls.reached),
        error: calls.error.clone(),
        next_call: text(&calls.next),
    }
}

/// What a call did.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub(crate) struct CallDone {
    /// Statements newly made ready.
    pub(crate) made_ready: usize,
    /// Envelopes that the partner has taken.
    pub(crate) given: usize,
    /// Envelopes taken from it.
    pub(crate) taken: usize,
    /// Why the partner was not reached, if it was not: what is for it stays in the outbox.
    pub(crate) error: Option<String>,
}

pub(super) fn call_done(done: Result<Synced, String>) -> CallDone {
    let (synced, error) = match done {
        Ok(synced) => (synced, None),
        Err(error) => (Synced::default(), Some(error)),
    };
    CallDone { made_ready: synced.planned, given: synced.pushed, taken: synced.fetched, error }
}

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

/// A recall, as one side sees it.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub(crate) struct RecallShape {
    /// Its name.
    pub(crate) notice: String,
    /// The agency whose statements are called back.
    pub(crate) originator: String,
    /// Whether it was issued here.
    pub(crate) ours: bool,
    /// `inaccurate`, `unlawful`, `order` or `source-at-risk`.
    pub(crate) reason: String,
    /// Why, in words.
    pub(crate) note: String,
    /// How many statements.
    pub(crate) statements: usize,
    /// When it was issued.
    pub(crate) issued_at: String,
    /// By when everyone has to have answered.
    pub(crate) deadline: String,
    /// Nodes that have not answered.
    pub(crate) waiting: Vec<String>,
    /// Whether somebody is late.
    pub(crate) overdue: bool,
    /// The answers.
    pub(crate) receipts: Vec<ReceiptShape>,
}

/// An answer to a recall.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub(crate) struct ReceiptShape {
    /// Who answers.
    pub(crate) node: String,
    /// How many statements were erased there.
    pub(crate) erased: u64,
    /// Whom it told in turn.
    pub(crate) passed_on_to: Vec<String>,
    /// When it was done.
    pub(crate) done_at: String,
    /// The place of the leaf in its log.
    pub(crate) leaf: u64,
    /// The signed checkpoint under which the leaf stands.
    pub(crate) checkpoint: String,
}

pub(super) fn recall(state: &NoticeState, ours: bool) -> RecallShape {
    let notice = &state.notice;
    let receipt = |receipt: &crossbearing_exchange::node::Receipt| ReceiptShape {
        node: receipt.node.to_string(),
        erased: receipt.erased,
        passed_on_to: receipt.passed_on_to.iter().map(ToString::to_string).collect(),
        done_at: receipt.done_at.to_string(),
        leaf: receipt.attestation.index,
        checkpoint: receipt.attestation.checkpoint.clone(),
    };
    RecallShape {
        notice: notice.id.clone(),
        originator: notice.originator.to_string(),
        ours,
        reason: word(notice.reason),
        note: notice.note.clone(),
        statements: notice.statements.len(),
        issued_at: notice.issued_at.to_string(),
        deadline: notice.deadline.to_string(),
        waiting: state.waiting.iter().map(ToString::to_string).collect(),
        overdue: state.overdue,
        receipts: state.receipts.iter().map(receipt).collect(),
    }
}

/// A report to call back.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub(crate) struct RecallToIssue {
    /// The report.
    pub(crate) report: String,
    /// `inaccurate`, `unlawful`, `order` or `source-at-risk`.
    #[schema(example = "inaccurate")]
    pub(crate) reason: String,
    /// Why, in words.
    pub(crate) note: String,
    /// In how many days everyone has to have answered.
    pub(crate) days: u32,
}

/// A recall that was issued.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub(crate) struct RecallDone {
    /// Its name.
    pub(crate) notice: String,
    /// Who is told.
    pub(crate) told: Vec<String>,
}

/// Requests to and from partners.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub(crate) struct AsksPage {
    /// The time at the office, by which the clocks run.
    pub(crate) now: String,
    /// The requests of the viewer's case, those due first.
    pub(crate) asks: Vec<AskShape>,
}

/// A request, with its clock.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub(crate) struct AskShape {
    /// Its name.
    pub(crate) id: String,
    /// The other side.
    pub(crate) partner: String,
    /// Whether this node asked.
    pub(crate) ours: bool,
    /// `information`, `more` or `onward`.
    pub(crate) wanted: String,
    /// The report on which more is wanted.
    pub(crate) report: Option<String>,
    /// To whom something would be passed on, and how many statements.
    pub(crate) onward: Option<(String, usize)>,
    /// For which case.
    pub(crate) case: String,
    /// Who asks.
    pub(crate) officer: String,
    /// What for.
    pub(crate) text: String,
    /// `urgent-at-hand` (8 hours), `urgent` (3 days) or `ordinary` (7 days).
    pub(crate) urgency: String,
    /// When it was asked.
    pub(crate) asked_at: String,
    /// By when an answer is due.
    pub(crate) due: String,
    /// `open`, `overdue`, `replied` or `replied-late`.
    pub(crate) state: String,
    /// What the answer comes to: `answered`, `granted` or `refused`.
    pub(crate) outcome: Option<String>,
    /// The answer.
    pub(crate) reply: Option<String>,
    /// Who answered, and when.
    pub(crate) replied: Option<(String, String)>,
}

pub(super) fn ask(kept: &KeptAsk, now: Instant) -> AskShape {
    let ask = &kept.ask;
    let (wanted, report, onward) = match &ask.wanted {
        Wanted::Information => ("information", None, None),
        Wanted::More { report } => ("more", Some(report.to_string()), None),
        Wanted::Onward { statements, to } => {
            ("onward", None, Some((to.to_string(), statements.len())))
        }
    };
    let reply = kept.reply.as_ref();
    AskShape {
        id: ask.id.clone(),
        partner: kept.partner.to_string(),
        ours: kept.ours,
        wanted: wanted.to_owned(),
        report,
        onward,
        case: ask.case.to_string(),
        officer: ask.officer.to_string(),
        text: ask.text.clone(),
        urgency: word(ask.urgency),
        asked_at: ask.asked_at.to_string(),
        due: kept.due.to_string(),
        state: word(kept.state(now)),
        outcome: reply.map(|reply| word(reply.outcome)),
        reply: reply.map(|reply| reply.text.clone()),
        replied: reply.map(|reply| (reply.officer.to_string(), reply.replied_at.to_string())),
    }
}

/// A request to send.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub(crate) struct AskToSend {
    /// To whom.
    pub(crate) partner: String,
    /// What for, in words.
    pub(crate) text: String,
    /// `urgent-at-hand` (8 hours), `urgent` (3 days) or `ordinary` (7 days).
    #[schema(example = "ordinary")]
    pub(crate) urgency: String,
    /// A report of theirs on which more is wanted, or that is to be passed on.
    #[serde(default)]
    pub(crate) report: Option<String>,
    /// The agency to which the report's statements are to be passed on, if leave for that is wanted.
    #[serde(default)]
    pub(crate) onward_to: Option<String>,
}

/// An answer to send.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub(crate) struct ReplyToSend {
    /// `answered`, `granted` or `refused`.
    #[schema(example = "answered")]
    pub(crate) outcome: String,
    /// In words.
    pub(crate) text: String,
}

pub(super) fn outcome(text: &str) -> Option<Outcome> {
    serde_json::from_value(serde_json::Value::String(text.to_owned())).ok()
}

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

pub(super) fn blind_ask(query: &BlindQuery) -> BlindAskShape {
    BlindAskShape {
        ask: query.ask.clone(),
        partner: query.partner.to_string(),
        ours: query.side == crossbearing_exchange::node::blind::Side::Asker,
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

pub(super) fn hit<'r>(hit: &BlindHit, records: impl IntoIterator<Item = &'r EntityId>) -> HitShape {
    let (kind, key) = hit.item.split_once(':').unwrap_or(("", &hit.item));
    let told = |told: &Disclosure| DisclosureShape {
        officer: told.officer.to_string(),
        agency: told.agency.to_string(),
        lines: told.lines.clone(),
    };
    HitShape {
        hit: hit.hit.clone(),
        partner: hit.partner.to_string(),
        ours: hit.side == crossbearing_exchange::node::blind::Side::Asker,
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

pub(super) fn audit_line(query: &BlindQuery) -> BlindAuditLine {
    let leaf =
        |leaf: &crossbearing_exchange::node::Attestation| (leaf.index, leaf.checkpoint.clone());
    BlindAuditLine {
        ask: query.ask.clone(),
        partner: query.partner.to_string(),
        ours: query.side == crossbearing_exchange::node::blind::Side::Asker,
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

/// The sanitised copies of a report.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub(crate) struct SanitisedPage {
    /// Each copy, and for whom it was made.
    pub(crate) copies: Vec<(String, String)>,
    /// Copies that leave one source by themselves.
    pub(crate) alone: Vec<String>,
    /// Sets of copies that do so only together.
    pub(crate) together: Vec<Vec<String>>,
    /// How many sources could have said all that the copies say, as far as the viewer sees.
    pub(crate) sources_left: usize,
}

pub(super) fn sanitised(found: &Sanitised) -> SanitisedPage {
    let copy = |(copy, partner): &(EntityId, NodeId)| (copy.to_string(), partner.to_string());
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
