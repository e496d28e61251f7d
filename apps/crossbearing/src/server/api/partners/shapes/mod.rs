//! What the endpoints take and give.

mod ask;
mod blind;
mod partner;
mod preview;
mod recall;
mod sanitised;

pub(super) use ask::{ask, outcome};
pub(super) use blind::{audit_line, blind_ask, hit};
pub(super) use partner::{call_done, partner};
pub(super) use recall::recall;
pub(super) use sanitised::sanitised;

pub(crate) use ask::{AskShape, AskToSend, AsksPage, ReplyToSend};
pub(crate) use blind::{
    AskedBlindly, BlindAdmission, BlindAuditLine, BlindDecision, BlindPage, BlindToAsk, HitShape,
};
pub(crate) use partner::{
    CallDone, CardShape, ExchangeWaiting, PartnerShape, PartnerToPut, Revocation,
};
pub(crate) use preview::PreviewLine;
pub(crate) use recall::{RecallDone, RecallShape, RecallToIssue};
pub(crate) use sanitised::{SanitisedPage, SanitisedToLink};
