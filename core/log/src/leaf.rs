//! What the log says: who did what to which objects, in whose name and why. Never content.

use crossbearing_model::{
    AgencyId, EntityId, Instant, PrincipalId, PurposeId, has_hidden_controls,
};
use serde::{Deserialize, Serialize};

use crate::{Error, Result};

/// The kinds of processing that must be logged (Directive (EU) 2016/680, article 25).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// Data came in.
    Collection,
    /// Data was corrected, retracted or judged.
    Alteration,
    /// Data was looked at.
    Consultation,
    /// Data was given to somebody.
    Disclosure,
    /// Data was brought together with other data.
    Combination,
    /// Data was disposed of.
    Erasure,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Self; 6] = [
        Self::Collection,
        Self::Alteration,
        Self::Consultation,
        Self::Disclosure,
        Self::Combination,
        Self::Erasure,
    ];

    /// The kind as it is written in a leaf.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Collection => "collection",
            Self::Alteration => "alteration",
            Self::Consultation => "consultation",
            Self::Disclosure => "disclosure",
            Self::Combination => "combination",
            Self::Erasure => "erasure",
        }
    }
}

/// A leaf before the log gives it its time and place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    kind: Kind,
    actor: PrincipalId,
    agency: Option<AgencyId>,
    roles: Vec<String>,
    purpose: PurposeId,
    justification: String,
    objects: Vec<EntityId>,
    recipients: Vec<AgencyId>,
    policy_version: String,
}

impl Draft {
    /// The most objects one leaf names; more of them go into more leaves.
    pub const OBJECTS: usize = 256;
    /// The most recipients one leaf names.
    pub const RECIPIENTS: usize = 64;
    /// The greatest length of a justification, in bytes.
    pub const JUSTIFICATION: usize = 1000;
    /// The greatest length of a policy's version, in bytes.
    pub const POLICY_VERSION: usize = 64;
    /// The most roles one leaf names.
    pub const ROLES: usize = 16;
    /// The greatest length of a role, in bytes.
    pub const ROLE: usize = 64;

    /// What `actor` did in the name of `purpose`, with nothing else said yet.
    pub fn new(kind: Kind, actor: PrincipalId, purpose: PurposeId) -> Self {
        Self {
            kind,
            actor,
            agency: None,
            roles: Vec::new(),
            purpose,
            justification: String::new(),
            objects: Vec::new(),
            recipients: Vec::new(),
            policy_version: String::new(),
        }
    }

    /// For which agency and in which roles the actor acts.
    #[must_use]
    pub fn acting_for(
        self,
        agency: AgencyId,
        roles: impl IntoIterator<Item = impl Into<String>>,
    ) -> Self {
        let roles = roles.into_iter().map(Into::into).collect();
        Self { agency: Some(agency), roles, ..self }
    }

    /// Why, in the actor's words.
    #[must_use]
    pub fn because(self, justification: impl Into<String>) -> Self {
        Self { justification: justification.into(), ..self }
    }

    /// To which objects.
    #[must_use]
    pub fn about(self, objects: impl IntoIterator<Item = EntityId>) -> Self {
        Self { objects: objects.into_iter().collect(), ..self }
    }

    /// Who receives it.
    #[must_use]
    pub fn to(self, recipients: impl IntoIterator<Item = AgencyId>) -> Self {
        Self { recipients: recipients.into_iter().collect(), ..self }
    }

    /// Under which version of the access policy.
    #[must_use]
    pub fn under(self, policy_version: impl Into<String>) -> Self {
        Self { policy_version: policy_version.into(), ..self }
    }

    /// The same act as several drafts, none of which names more than [`Self::OBJECTS`] objects.
    pub fn in_parts(self) -> Vec<Self> {
        if self.objects.len() <= Self::OBJECTS {
            return vec![self];
        }
        let part = |objects: &[EntityId]| Self { objects: objects.to_vec(), ..self.clone() };
        self.objects.chunks(Self::OBJECTS).map(part).collect()
    }

    pub(crate) fn check(&self) -> Result<()> {
        bounded("number of objects", self.objects.len(), Self::OBJECTS)?;
        bounded("number of recipients", self.recipients.len(), Self::RECIPIENTS)?;
        bounded("justification", self.justification.len(), Self::JUSTIFICATION)?;
        bounded("policy version", self.policy_version.len(), Self::POLICY_VERSION)?;
        bounded("number of roles", self.roles.len(), Self::ROLES)?;
        for role in &self.roles {
            bounded("role", role.len(), Self::ROLE)?;
            if has_hidden_controls(role) {
                let reason = "it holds control characters that hide or reorder text".to_owned();
                return Err(Error::Leaf { field: "role", reason });
            }
        }
        if has_hidden_controls(&self.justification) {
            let reason = "it holds control characters that hide or reorder text".to_owned();
            return Err(Error::Leaf { field: "justification", reason });
        }
        Ok(())
    }

    pub(crate) fn at(&self, at: Instant, clock_behind_ms: Option<u64>) -> Leaf {
        Leaf {
            actor: self.actor.clone(),
            agency: self.agency.clone(),
            at,
            clock_behind_ms,
            justification: self.justification.clone(),
            kind: self.kind,
            objects: self.objects.clone(),
            policy_version: self.policy_version.clone(),
            purpose: self.purpose.clone(),
            recipients: self.recipients.clone(),
            roles: self.roles.clone(),
        }
    }
}

fn bounded(field: &'static str, length: usize, limit: usize) -> Result<()> {
    if length <= limit {
        return Ok(());
    }
    Err(Error::Leaf { field, reason: format!("{length} is over the limit of {limit}") })
}

/// What one leaf of the log says.
///
/// Its written form is the JSON Canonicalization Scheme's (RFC 8785): no spaces, keys in
/// alphabetical order, which is the order of the fields here. A field that came later is left out
/// where it is empty, so that what was written before it reads back, byte for byte.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Leaf {
    /// Who.
    pub actor: PrincipalId,
    /// For which agency, at the time; absent in leaves of the first version.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agency: Option<AgencyId>,
    /// When; never before the leaf in front of it.
    pub at: Instant,
    /// By how many milliseconds the clock had jumped back when this was written: `at` is then the
    /// time of the leaf in front, not the clock's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub clock_behind_ms: Option<u64>,
    /// Why, in the actor's words.
    pub justification: String,
    /// What was done.
    pub kind: Kind,
    /// To which objects: ids of entities, reports and statements.
    pub objects: Vec<EntityId>,
    /// Under which version of the access policy.
    pub policy_version: String,
    /// In whose name.
    pub purpose: PurposeId,
    /// Who received it.
    pub recipients: Vec<AgencyId>,
    /// In which roles, at the time; absent in leaves of the first version.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub roles: Vec<String>,
}

impl Leaf {
    /// The written form, over which the tree is built.
    pub fn to_bytes(&self) -> Vec<u8> {
        // Strings, numbers and lists with text keys: nothing here that JSON cannot hold.
        serde_json::to_vec(self).unwrap_or_default()
    }

    /// Reads the written form of the leaf at `index`; any other form of the same JSON is refused.
    pub fn from_bytes(index: u64, bytes: &[u8]) -> Result<Self> {
        let wrong = |reason: String| Error::Form { index, reason };
        let leaf: Self = serde_json::from_slice(bytes).map_err(|error| wrong(error.to_string()))?;
        if leaf.to_bytes() != bytes {
            return Err(wrong("its JSON is not in the canonical form of RFC 8785".to_owned()));
        }
        Ok(leaf)
    }
}

/// A leaf with its position and its written form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Its position, from 0.
    pub index: u64,
    /// What it says.
    pub leaf: Leaf,
    /// Its written form.
    pub bytes: Vec<u8>,
}

impl Entry {
    pub(crate) fn read(index: u64, bytes: Vec<u8>) -> Result<Self> {
        Ok(Self { index, leaf: Leaf::from_bytes(index, &bytes)?, bytes })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draft() -> Draft {
        Draft::new(Kind::Disclosure, "ana".parse().unwrap(), "op-lantern".parse().unwrap())
            .because("asked \"why\"\tby\nthe court\u{1}")
            .about(["p-1".parse().unwrap()])
            .to(["south".parse().unwrap()])
            .under("policy-1")
    }

    const FIRST_VERSION: &str = r#"{"actor":"ana","at":"2026-05-01T12:00:00Z","clock_behind_ms":4000,"justification":"asked \"why\"\tby\nthe court\u0001","kind":"disclosure","objects":["p-1"],"policy_version":"policy-1","purpose":"op-lantern","recipients":["south"]}"#;

    #[test]
    fn the_written_form_is_canonical_json() {
        let at = "2026-05-01T12:00:00Z".parse().unwrap();
        let leaf = draft().at(at, Some(4000));
        let text = String::from_utf8(leaf.to_bytes()).unwrap();
        assert_eq!(text, FIRST_VERSION);
        assert_eq!(Leaf::from_bytes(0, text.as_bytes()).unwrap(), leaf);
        assert!(Leaf::from_bytes(0, text.replace("\":[", "\": [").as_bytes()).is_err());
    }

    #[test]
    fn agency_and_roles_are_those_at_the_time() {
        let at = "2026-05-01T12:00:00Z".parse().unwrap();
        let acting = draft().acting_for("north".parse().unwrap(), ["analyst", "prosecutor"]);
        let leaf = acting.at(at, None);
        let text = String::from_utf8(leaf.to_bytes()).unwrap();
        assert!(text.starts_with(r#"{"actor":"ana","agency":"north","at":"#), "{text}");
        assert!(text.ends_with(r#""recipients":["south"],"roles":["analyst","prosecutor"]}"#));
        assert_eq!(Leaf::from_bytes(0, text.as_bytes()).unwrap(), leaf);
        let empty = FIRST_VERSION.replace("]}", "],\"roles\":[]}");
        assert!(Leaf::from_bytes(0, empty.as_bytes()).is_err(), "two forms of one leaf");
    }

    #[test]
    fn a_leaf_is_bounded() {
        assert!(draft().check().unwrap_err().to_string().contains("control characters"));
        let long = draft().because("x".repeat(1001)).check().unwrap_err().to_string();
        assert!(long.contains("1001 is over the limit of 1000"), "{long}");
        let roles = draft().because("").acting_for("north".parse().unwrap(), ["x"; 17]);
        assert!(roles.check().is_err());
        let many = draft().because("").about((0..600).map(|n| format!("p-{n}").parse().unwrap()));
        assert!(many.check().is_err());
        let parts = many.in_parts();
        assert_eq!(parts.len(), 3);
        assert!(parts.iter().all(|part| part.check().is_ok()));
    }
}
