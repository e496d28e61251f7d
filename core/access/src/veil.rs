//! Pseudonyms in place of protected persons.

use std::collections::{BTreeSet, HashMap};
use std::fmt::{self, Write as _};
use std::sync::Arc;

use aho_corasick::{AhoCorasick, AhoCorasickBuilder, MatchKind};
use crossbearing_model::{AgencyId, EntityId};
use hmac::{Hmac, Mac};
use sha2::Sha256;

use crate::{Protection, Viewer};

/// The secret of a node from which pseudonyms are made: the same person has the same pseudonym
/// for all of one agency, and another one for the next agency.
#[derive(Clone, Copy)]
pub struct PseudonymKey([u8; 32]);

impl PseudonymKey {
    /// The key with these bytes.
    pub fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// The bytes, for the store that keeps the key.
    pub fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// HMAC-SHA256 of agency and entity, as `protected-` and 16 hexadecimal digits.
    fn pseudonym(&self, agency: &AgencyId, entity: &EntityId) -> Option<EntityId> {
        let mut mac = Hmac::<Sha256>::new_from_slice(&self.0).ok()?;
        mac.update(agency.as_str().as_bytes());
        mac.update(&[0]);
        mac.update(entity.as_str().as_bytes());
        let digest = mac.finalize().into_bytes();
        let mut pseudonym = String::from("protected-");
        for byte in digest.iter().take(8) {
            let _ = write!(pseudonym, "{byte:02x}");
        }
        pseudonym.parse().ok()
    }
}

impl fmt::Debug for PseudonymKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PseudonymKey(secret)")
    }
}

/// The protected persons a viewer is not named for, with their pseudonyms. Cloning is cheap.
#[derive(Debug, Clone, Default)]
pub struct Veil(Arc<Folds>);

#[derive(Debug, Default)]
struct Folds {
    pseudonyms: HashMap<EntityId, EntityId>,
    entities: HashMap<EntityId, EntityId>,
    words: Option<Words>,
}

/// The words that would give somebody away.
#[derive(Debug)]
struct Words {
    matcher: AhoCorasick,
}

impl Veil {
    /// The veil of `viewer` over those of `protections` that do not open to them.
    pub fn over(protections: &[Protection], viewer: &Viewer, key: &PseudonymKey) -> Self {
        let mut folds = Folds::default();
        let mut words = BTreeSet::new();
        for protection in protections.iter().filter(|protection| !protection.opens_to(viewer)) {
            let Some(pseudonym) = key.pseudonym(&viewer.agency, &protection.entity) else {
                continue;
            };
            folds.pseudonyms.insert(protection.entity.clone(), pseudonym.clone());
            folds.entities.insert(pseudonym, protection.entity.clone());
            words.extend(identifying_words(&protection.words));
        }
        folds.words = Words::new(words);
        Self(Arc::new(folds))
    }

    /// Whether nobody is hidden from the viewer.
    pub fn is_empty(&self) -> bool {
        self.0.pseudonyms.is_empty()
    }

    /// The pseudonym of `entity`, if it is hidden.
    pub fn pseudonym(&self, entity: &EntityId) -> Option<&EntityId> {
        self.0.pseudonyms.get(entity)
    }

    /// Who is behind a pseudonym: for the store to look up, never to be shown.
    pub fn behind(&self, pseudonym: &EntityId) -> Option<&EntityId> {
        self.0.entities.get(pseudonym)
    }

    /// `text` with a bar over every identifying word of a hidden person, or `None` if there is none
    /// in it. A bar has as many bytes as what it covers, so that passages stay where they are.
    pub fn redact(&self, text: &str) -> Option<String> {
        let words = self.0.words.as_ref()?;
        let mut redacted = String::new();
        let mut copied = 0;
        for found in words.matcher.find_iter(text) {
            if !stands_alone(text, found.start(), found.end()) {
                continue;
            }
            redacted.push_str(&text[copied..found.start()]);
            push_bar(&mut redacted, found.end() - found.start());
            copied = found.end();
        }
        if copied == 0 {
            return None;
        }
        redacted.push_str(&text[copied..]);
        Some(redacted)
    }
}

impl Words {
    fn new(words: BTreeSet<String>) -> Option<Self> {
        if words.is_empty() {
            return None;
        }
        // Patterns are ASCII-folded by the matcher; other scripts are given in each case they have.
        let matcher = AhoCorasickBuilder::new()
            .ascii_case_insensitive(true)
            .match_kind(MatchKind::LeftmostLongest)
            .build(words)
            .ok()?;
        Some(Self { matcher })
    }
}

/// Each whole value, and each part of a name long enough not to be an everyday word; in the case
/// given, in lower and in upper case.
fn identifying_words(values: &BTreeSet<String>) -> impl Iterator<Item = String> {
    const LEAST_VALUE: usize = 3;
    const LEAST_PART: usize = 4;
    let long_enough = |text: &str, least: usize| text.chars().count() >= least;
    let whole = values.iter().filter(move |value| long_enough(value, LEAST_VALUE)).cloned();
    let parts = values
        .iter()
        .flat_map(|value| value.split_whitespace())
        .filter(move |part| long_enough(part, LEAST_PART))
        .map(ToOwned::to_owned);
    whole.chain(parts).flat_map(|word| [word.to_lowercase(), word.to_uppercase(), word])
}

/// A bar of `bytes` bytes: blocks of three, and what is left over as a dot of one or two.
fn push_bar(text: &mut String, bytes: usize) {
    text.extend(std::iter::repeat_n('█', bytes / 3));
    match bytes % 3 {
        1 => text.push('.'),
        2 => text.push('·'),
        _ => {}
    }
}

fn stands_alone(text: &str, start: usize, end: usize) -> bool {
    let before = text[..start].chars().next_back();
    let after = text[end..].chars().next();
    !before.is_some_and(char::is_alphanumeric) && !after.is_some_and(char::is_alphanumeric)
}

#[cfg(test)]
mod tests {
    use crossbearing_model::SubjectCategory;

    use super::*;
    use crate::Role;

    fn viewer(agency: &str, role: Role) -> Viewer {
        Viewer::new("ines".parse().unwrap(), agency.parse().unwrap(), role, "op".parse().unwrap())
    }

    fn protections() -> Vec<Protection> {
        vec![Protection {
            entity: "p-7".parse().unwrap(),
            category: SubjectCategory::Victim,
            named: BTreeSet::new(),
            words: ["Shirin Olvand".to_owned(), "+44 7700 900123".to_owned()].into(),
        }]
    }

    #[test]
    fn a_pseudonym_is_stable_within_an_agency_and_differs_between_agencies() {
        let key = PseudonymKey::from_bytes([7; 32]);
        let of = |agency: &str| {
            let veil = Veil::over(&protections(), &viewer(agency, Role::Analyst), &key);
            veil.pseudonym(&"p-7".parse().unwrap()).unwrap().clone()
        };
        assert_eq!(of("north"), of("north"));
        assert_ne!(of("north"), of("south"));
    }

    #[test]
    fn names_and_parts_of_names_are_taken_out_of_text() {
        let key = PseudonymKey::from_bytes([7; 32]);
        let veil = Veil::over(&protections(), &viewer("north", Role::Analyst), &key);
        let text = "SHIRIN OLVAND rang +44 7700 900123; Olvand wept. Olvandia is a town.";
        let redacted = veil.redact(text).unwrap();
        assert!(!redacted.to_lowercase().contains("olvand "), "{redacted}");
        assert!(!redacted.contains("900123"), "{redacted}");
        assert!(redacted.contains("Olvandia is a town"), "{redacted}");
        assert_eq!(redacted.len(), text.len());
        assert_eq!(veil.redact("nothing here"), None);
    }

    #[test]
    fn the_safeguarding_officer_sees_who_it_is() {
        let key = PseudonymKey::from_bytes([7; 32]);
        let veil = Veil::over(&protections(), &viewer("north", Role::SafeguardingOfficer), &key);
        assert!(veil.is_empty());
    }
}
