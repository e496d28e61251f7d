//! Whether a statement may leave for a partner.
//!
//! The partner's View has been asked before: this is what a label and an agreement say on top.

use crossbearing_model::{AgencyId, Condition, Instant, Label, Onward, Statement, Tlp};

use super::Partner;

/// Why a statement does not leave.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Withheld {
    /// The partner's key is revoked, the agreement has ended, or it gives nothing.
    Agreement,
    /// Its classification is above what was agreed.
    Classification,
    /// It is bound to other purposes than the agreement's.
    Purpose,
    /// It is for named people, or for the originator alone.
    Personal,
    /// Its originator does not let it be passed on, or was not asked.
    Onward,
    /// It has expired.
    Expired,
    /// The partner has it already, or it is the partner's own.
    Theirs,
    /// It was called back.
    Recalled,
}

/// Says why `statement` does not leave `me` for `partner` at `now`; nothing if it may.
pub(super) fn withheld(
    statement: &Statement,
    partner: &Partner,
    me: &AgencyId,
    now: Instant,
) -> Option<Withheld> {
    let agreement = &partner.agreement;
    if partner.revoked.is_some() || !agreement.gives || agreement.until <= now {
        return Some(Withheld::Agreement);
    }
    by_label(&statement.citation.label, partner, me, now)
}

fn by_label(label: &Label, partner: &Partner, me: &AgencyId, now: Instant) -> Option<Withheld> {
    let (spec, agreement) = (label.spec(), &partner.agreement);
    if spec.originator == partner.card.agency {
        return Some(Withheld::Theirs);
    }
    if spec.classification > agreement.ceiling {
        return Some(Withheld::Classification);
    }
    if !spec.purposes.is_empty() && !spec.purposes.contains(&agreement.purpose) {
        return Some(Withheld::Purpose);
    }
    if spec.protected || matches!(spec.tlp, Tlp::Red | Tlp::AmberStrict) {
        return Some(Withheld::Personal);
    }
    if spec.expires.is_some_and(|expires| expires <= now) {
        return Some(Withheld::Expired);
    }
    let consult = spec.handling.conditions().contains(&Condition::ConsultOriginator);
    let foreign = spec.originator != *me;
    (foreign && (spec.onward != Onward::Yes || consult)).then_some(Withheld::Onward)
}
