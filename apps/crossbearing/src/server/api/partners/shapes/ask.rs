//! Requests and answers.

use crossbearing_exchange::node::{KeptAsk, Outcome, Wanted};
use crossbearing_model::Instant;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::server::api::word;

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

pub(in crate::server::api::partners) fn ask(kept: &KeptAsk, now: Instant) -> AskShape {
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

pub(in crate::server::api::partners) fn outcome(text: &str) -> Option<Outcome> {
    serde_json::from_value(serde_json::Value::String(text.to_owned())).ok()
}
