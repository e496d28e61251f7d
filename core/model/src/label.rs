//! Who may read a statement, for what, from when, until when, and what they may do with it.

use std::collections::BTreeSet;
use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::{AgencyId, Error, GroupId, Instant, PrincipalId, PurposeId, Result};

/// Whom a label releases to.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Audience {
    /// One agency.
    Agency(AgencyId),
    /// Every agency of a group.
    Group(GroupId),
    /// Every agency on any node.
    Everyone,
}

/// The protective marking (UK Government Security Classifications, 2023).
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
#[serde(rename_all = "kebab-case")]
pub enum Classification {
    /// Open material.
    Public,
    /// Routine work of the state.
    #[default]
    Official,
    /// Routine work whose loss would do harm.
    OfficialSensitive,
    /// Needs heightened protection.
    Secret,
}

/// The Traffic Light Protocol, version 2.0 (FIRST, 2022).
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
#[serde(rename_all = "kebab-case")]
pub enum Tlp {
    /// No limit on disclosure.
    Clear,
    /// Within the community: every agency on any node.
    Green,
    /// On a need-to-know basis within the recipient agencies.
    #[default]
    Amber,
    /// Within the originating agency only.
    AmberStrict,
    /// For the named individuals only.
    Red,
}

/// The Permissible Actions Protocol: how visibly one may act on it.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
#[serde(rename_all = "kebab-case")]
pub enum Pap {
    /// No restriction.
    Clear,
    /// Active actions allowed.
    Green,
    /// Passive cross-checks only.
    #[default]
    Amber,
    /// Nothing that could be noticed.
    Red,
}

/// A condition that a handling code attaches; an unknown one means deny, so there is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Condition {
    /// May be developed covertly only (3x5x2 action code A1).
    CovertDevelopment,
    /// May be used covertly only (A2).
    CovertUse,
    /// May be used overtly (A3).
    OvertUse,
    /// The recipient may sanitise it by itself (S1).
    DelegatedSanitisation,
    /// The originator is asked before any further use (S2; Europol H2).
    ConsultOriginator,
    /// Not to be disclosed in judicial proceedings without the provider's permission (Europol H1).
    NotInProceedings,
}

/// The handling code, in the scheme it came in.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "scheme")]
pub enum Handling {
    /// None given.
    #[default]
    None,
    /// UK 3x5x2 P: lawful sharing permitted.
    P,
    /// UK 3x5x2 C: lawful sharing permitted with conditions.
    C {
        /// The conditions.
        conditions: BTreeSet<Condition>,
    },
    /// Europol H0: may be used for preventing and combating crimes within Europol's mandate.
    H0,
    /// Europol H1: not as evidence without the provider's permission.
    H1,
    /// Europol H2: not to be disseminated without the provider's permission.
    H2,
    /// Europol H3: other restrictions, given as conditions.
    H3 {
        /// The conditions.
        conditions: BTreeSet<Condition>,
    },
}

impl Handling {
    /// The code as on a chip: `P`, `C`, `H1`; empty for none.
    pub fn code(&self) -> &'static str {
        match self {
            Self::None => "",
            Self::P => "P",
            Self::C { .. } => "C",
            Self::H0 => "H0",
            Self::H1 => "H1",
            Self::H2 => "H2",
            Self::H3 { .. } => "H3",
        }
    }

    /// Everything that binds a recipient, those conditions included that the code itself implies.
    pub fn conditions(&self) -> BTreeSet<Condition> {
        match self {
            Self::None | Self::P | Self::H0 => BTreeSet::new(),
            Self::C { conditions } | Self::H3 { conditions } => conditions.clone(),
            Self::H1 => [Condition::NotInProceedings].into(),
            Self::H2 => [Condition::ConsultOriginator].into(),
        }
    }
}

/// Whether a recipient may pass it on.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
#[serde(rename_all = "kebab-case")]
pub enum Onward {
    /// Yes.
    Yes,
    /// After the originator agrees.
    #[default]
    Ask,
    /// No.
    No,
}

/// The parts of a label, as written in a form or a file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LabelSpec {
    /// The agency whose information it is; its own people are always an audience.
    pub originator: AgencyId,
    /// Who else may read it.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub releasable_to: BTreeSet<Audience>,
    /// The protective marking.
    #[serde(default)]
    pub classification: Classification,
    /// Traffic light.
    #[serde(default)]
    pub tlp: Tlp,
    /// Permissible actions.
    #[serde(default)]
    pub pap: Pap,
    /// Handling code and conditions.
    #[serde(default)]
    pub handling: Handling,
    /// Not to be seen before this instant, by anyone but the originator.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub embargo_until: Option<Instant>,
    /// Gone from this instant on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires: Option<Instant>,
    /// To be reviewed by this instant.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub review: Option<Instant>,
    /// Only for these purposes; any purpose if empty.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub purposes: BTreeSet<PurposeId>,
    /// May be used as evidence in court.
    #[serde(default)]
    pub evidential: bool,
    /// Whether a recipient may pass it on.
    #[serde(default)]
    pub onward: Onward,
    /// Concerns a protected person: only those named and safeguarding officers read it as it is.
    #[serde(default)]
    pub protected: bool,
    /// The people it is for; needed with TLP:RED, and the only readers of a protected label.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub named: BTreeSet<PrincipalId>,
}

impl LabelSpec {
    /// The most careful label that `originator` can work with: its own people only, TLP:AMBER,
    /// PAP:AMBER, to be reviewed at `review`.
    pub fn for_agency(originator: AgencyId, review: Instant) -> Self {
        Self {
            originator,
            releasable_to: BTreeSet::new(),
            classification: Classification::default(),
            tlp: Tlp::default(),
            pap: Pap::default(),
            handling: Handling::default(),
            embargo_until: None,
            expires: None,
            review: Some(review),
            purposes: BTreeSet::new(),
            evidential: false,
            onward: Onward::default(),
            protected: false,
            named: BTreeSet::new(),
        }
    }

    fn check(&self) -> Result<()> {
        let broken = |reason| Err(Error::Label { reason });
        if self.expires.is_none() && self.review.is_none() {
            return broken("it needs a review date or an expiry date");
        }
        if self.tlp == Tlp::Red && self.named.is_empty() {
            return broken("TLP:RED needs the people it is for");
        }
        if self.tlp == Tlp::AmberStrict && !self.releasable_to.is_empty() {
            return broken("TLP:AMBER+STRICT cannot be released to others than the originator");
        }
        if let (Some(embargo), Some(expires)) = (self.embargo_until, self.expires)
            && embargo >= expires
        {
            return broken("it would expire before its embargo ends");
        }
        Ok(())
    }
}

/// The hash of a label's parts: two labels with the same parts are the same label.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LabelDigest([u8; 32]);

impl LabelDigest {
    /// The bytes of the hash.
    pub fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

/// A checked, immutable label. Cloning is a reference count.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "LabelSpec", into = "LabelSpec")]
pub struct Label(Arc<(LabelSpec, LabelDigest)>);

impl Label {
    /// Checks the parts against the rules of handling and closes the label.
    pub fn seal(spec: LabelSpec) -> Result<Self> {
        spec.check()?;
        // A struct of sets and scalars has one JSON form: fields in order, sets sorted.
        let canonical = serde_json::to_vec(&spec)
            .map_err(|_| Error::Label { reason: "its parts cannot be written as JSON" })?;
        let digest = LabelDigest(Sha256::digest(canonical).into());
        Ok(Self(Arc::new((spec, digest))))
    }

    /// The label of what `recipient`, who received this, says on the strength of it: the recipient's
    /// own, and never wider.
    ///
    /// It reaches those whom this one reaches, and the agency that it came from, if this one may be
    /// passed on freely; else the recipient's own people alone. All else is kept: marking, handling,
    /// purposes, people named, and how long.
    pub fn for_recipient(&self, recipient: AgencyId) -> Result<Self> {
        let received = self.spec();
        let mut releasable_to = BTreeSet::new();
        let mut tlp = received.tlp;
        if received.onward == Onward::Yes && tlp != Tlp::AmberStrict {
            releasable_to.clone_from(&received.releasable_to);
            releasable_to.insert(Audience::Agency(received.originator.clone()));
        } else {
            tlp = tlp.max(Tlp::AmberStrict);
        }
        Self::seal(LabelSpec { originator: recipient, releasable_to, tlp, ..received.clone() })
    }

    /// The parts.
    pub fn spec(&self) -> &LabelSpec {
        &self.0.0
    }

    /// The hash of the parts.
    pub fn digest(&self) -> LabelDigest {
        self.0.1
    }
}

impl TryFrom<LabelSpec> for Label {
    type Error = Error;
    fn try_from(spec: LabelSpec) -> Result<Self> {
        Self::seal(spec)
    }
}

impl From<Label> for LabelSpec {
    fn from(label: Label) -> Self {
        label.spec().clone()
    }
}

impl fmt::Debug for Label {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Label").field(self.spec()).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spec() -> LabelSpec {
        LabelSpec::for_agency("north".parse().unwrap(), Instant::from_millis(1_900_000_000_000))
    }

    #[test]
    fn what_a_recipient_says_goes_no_further_than_what_was_received() {
        let agency = |name: &str| Audience::Agency(name.parse().unwrap());
        let review = Instant::from_millis(9);
        let received = LabelSpec {
            releasable_to: [agency("south"), agency("east")].into(),
            purposes: ["op-lantern".parse().unwrap()].into(),
            ..LabelSpec::for_agency("north".parse().unwrap(), review)
        };
        let derived = |spec: LabelSpec| {
            let label = Label::seal(spec).unwrap().for_recipient("south".parse().unwrap());
            label.unwrap().spec().clone()
        };
        let asks = derived(received.clone());
        assert_eq!((asks.originator.as_str(), asks.tlp), ("south", Tlp::AmberStrict));
        assert!(asks.releasable_to.is_empty());
        assert_eq!((asks.purposes, asks.review), (received.purposes.clone(), Some(review)));

        let free = derived(LabelSpec { onward: Onward::Yes, ..received.clone() });
        assert_eq!(free.releasable_to, [agency("north"), agency("south"), agency("east")].into());
        assert_eq!(free.tlp, Tlp::Amber);

        let named: BTreeSet<PrincipalId> = ["ana".parse().unwrap()].into();
        let red = LabelSpec { tlp: Tlp::Red, named: named.clone(), ..received };
        let red = derived(red);
        assert_eq!((red.tlp, red.named), (Tlp::Red, named));
    }

    #[test]
    fn a_label_needs_an_end() {
        let endless = LabelSpec { review: None, ..spec() };
        assert!(Label::seal(endless).unwrap_err().to_string().contains("review date"));
    }

    #[test]
    fn contradictions_are_refused() {
        assert!(Label::seal(LabelSpec { tlp: Tlp::Red, ..spec() }).is_err());
        let strict = LabelSpec {
            tlp: Tlp::AmberStrict,
            releasable_to: [Audience::Everyone].into(),
            ..spec()
        };
        assert!(Label::seal(strict).is_err());
    }

    #[test]
    fn the_same_parts_give_the_same_digest_after_a_round_trip() {
        let label = Label::seal(spec()).unwrap();
        let text = serde_json::to_string(&label).unwrap();
        let back: Label = serde_json::from_str(&text).unwrap();
        assert_eq!(back.digest(), label.digest());
    }

    #[test]
    fn an_unknown_condition_is_refused() {
        let text = r#"{"originator":"north","review":"2030-01-01T00:00:00Z",
            "handling":{"scheme":"c","conditions":["by-moonlight"]}}"#;
        assert!(serde_json::from_str::<Label>(text).is_err());
    }
}
