//! Pseudonyms in place of protected persons.

use std::borrow::Borrow;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fmt::{self, Write as _};
use std::sync::Arc;

use aho_corasick::{AhoCorasick, AhoCorasickBuilder, MatchKind};
use crossbearing_model::{AgencyId, EntityId, Instant};
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

    /// The id under which `agency` knows the protected person `entity`: HMAC-SHA256 of both, as
    /// `protected-` and 16 hexadecimal digits.
    pub fn pseudonym(&self, agency: &AgencyId, entity: &EntityId) -> Option<EntityId> {
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
pub struct Veil {
    folds: Arc<Folds>,
    openings: Arc<Openings>,
}

/// Who is hidden behind what: the same for all of an agency who may not know the same persons.
#[derive(Debug, Default)]
struct Folds {
    agency: Option<AgencyId>,
    pseudonyms: HashMap<EntityId, EntityId>,
    entities: HashMap<EntityId, EntityId>,
    bars: Arc<Bars>,
}

/// What would give those away who are hidden: the same in every agency.
#[derive(Debug, Default)]
struct Bars {
    /// Who they are, as places in the register.
    who: Vec<usize>,
    words: BTreeSet<String>,
    /// Whole names, numbers and handles.
    values: Option<Words>,
    /// The same, and each part of a name.
    parts: Option<Words>,
}

/// Whose pseudonym was opened to a viewer.
#[derive(Debug, Default)]
struct Openings {
    opened: BTreeSet<EntityId>,
    /// When the first of them ends.
    valid_until: Option<Instant>,
}

/// The words that would give somebody away.
#[derive(Debug)]
struct Words {
    matcher: AhoCorasick,
}

impl Veil {
    /// The veil of `viewer` over those of `protections` that do not open to them at `now`.
    pub fn over<P: Borrow<Protection>>(
        protections: &[P],
        viewer: &Viewer,
        key: &PseudonymKey,
        now: Instant,
    ) -> Self {
        Self::beside([], protections, viewer, key, now)
    }

    /// [`Self::over`], which shares with `others`, made over the same protections and with the same
    /// key, what is the same: searching for the words of many persons takes room and time to prepare.
    pub fn beside<'v, P: Borrow<Protection>>(
        others: impl IntoIterator<Item = &'v Self>,
        protections: &[P],
        viewer: &Viewer,
        key: &PseudonymKey,
        now: Instant,
    ) -> Self {
        let register = || protections.iter().map(Borrow::borrow);
        let is_hidden = |entry: &Protection| !entry.opens_to(viewer, now);
        let who: Vec<usize> =
            register().enumerate().filter(|(_, it)| is_hidden(it)).map(|(at, _)| at).collect();
        let hidden = || who.iter().filter_map(|at| protections.get(*at)).map(Borrow::borrow);

        let is_ours = |folds: &&Arc<Folds>| folds.agency.as_ref() == Some(&viewer.agency);
        let alike = others.into_iter().map(|other| &other.folds).filter(|it| it.bars.who == who);
        let folds = match alike.max_by_key(is_ours) {
            Some(folds) if is_ours(&folds) => Arc::clone(folds),
            alike => {
                let bars = match alike {
                    Some(folds) => Arc::clone(&folds.bars),
                    None => Arc::new(Bars::new(who.clone(), hidden())),
                };
                Arc::new(Folds::new(&viewer.agency, hidden(), key, bars))
            }
        };
        let openings = Openings::of(viewer, register(), now);
        Self { folds, openings: Arc::new(openings) }
    }

    /// Whether nobody is hidden from the viewer.
    pub fn is_empty(&self) -> bool {
        self.folds.pseudonyms.is_empty()
    }

    /// Those whose pseudonym a safeguarding officer opened to the viewer.
    pub fn opened(&self) -> &BTreeSet<EntityId> {
        &self.openings.opened
    }

    /// When an opening ends and somebody is hidden again: make a new veil then.
    pub fn valid_until(&self) -> Option<Instant> {
        self.openings.valid_until
    }

    /// Everybody who is hidden with their pseudonym, in the order of their ids.
    pub(crate) fn pseudonyms(&self) -> BTreeMap<&EntityId, &EntityId> {
        self.folds.pseudonyms.iter().collect()
    }

    /// Whether the two hide the same persons behind the same pseudonyms and words.
    pub(crate) fn hides_as(&self, other: &Self) -> bool {
        let same = || {
            self.folds.pseudonyms == other.folds.pseudonyms
                && self.folds.bars.words == other.folds.bars.words
        };
        Arc::ptr_eq(&self.folds, &other.folds) || same()
    }

    /// The pseudonym of `entity`, if it is hidden.
    pub fn pseudonym(&self, entity: &EntityId) -> Option<&EntityId> {
        self.folds.pseudonyms.get(entity)
    }

    /// Who is behind a pseudonym: for the store to look up, never to be shown.
    pub fn behind(&self, pseudonym: &EntityId) -> Option<&EntityId> {
        self.folds.entities.get(pseudonym)
    }

    /// Free text with a bar over every name, number or handle of a hidden person and over every
    /// part of such a name, or `None` if there is none in it. A bar has as many bytes as what it
    /// covers, so that passages stay where they are.
    pub fn redact_text(&self, text: &str) -> Option<String> {
        self.folds.bars.parts.as_ref()?.redact(text)
    }

    /// A value that somebody else has, such as a name, with a bar over what is the whole of a
    /// hidden person's: two people may share a given name.
    pub fn redact_value(&self, value: &str) -> Option<String> {
        self.folds.bars.values.as_ref()?.redact(value)
    }
}

impl Folds {
    fn new<'p>(
        agency: &AgencyId,
        hidden: impl Iterator<Item = &'p Protection>,
        key: &PseudonymKey,
        bars: Arc<Bars>,
    ) -> Self {
        let mut folds = Self { agency: Some(agency.clone()), bars, ..Self::default() };
        for Protection { entity, .. } in hidden {
            let Some(pseudonym) = key.pseudonym(agency, entity) else { continue };
            folds.pseudonyms.insert(entity.clone(), pseudonym.clone());
            folds.entities.insert(pseudonym, entity.clone());
        }
        folds
    }
}

impl Bars {
    fn new<'p>(who: Vec<usize>, hidden: impl Iterator<Item = &'p Protection>) -> Self {
        let mut words = BTreeSet::new();
        for protection in hidden {
            words.extend(protection.words.iter().cloned());
        }
        let values: BTreeSet<String> = whole_values(&words).collect();
        let parts = parts_of_names(&words).chain(values.iter().cloned()).collect();
        Self { who, values: Words::new(values), parts: Words::new(parts), words }
    }
}

impl Openings {
    fn of<'p>(
        viewer: &Viewer,
        protections: impl Iterator<Item = &'p Protection>,
        now: Instant,
    ) -> Self {
        let mut openings = Self::default();
        for protection in protections {
            if let Some(until) = protection.open_until(viewer, now) {
                openings.opened.insert(protection.entity.clone());
                let first = openings.valid_until.map_or(until, |earlier| earlier.min(until));
                openings.valid_until = Some(first);
            }
        }
        openings
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

    fn redact(&self, text: &str) -> Option<String> {
        let mut redacted = String::new();
        let mut copied = 0;
        for found in self.matcher.find_iter(text) {
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

/// Values long enough to be told from everyday words; in the case given, in lower and upper case.
fn whole_values(values: &BTreeSet<String>) -> impl Iterator<Item = String> {
    const LEAST: usize = 3;
    values
        .iter()
        .filter(|value| value.chars().count() >= LEAST)
        .flat_map(|value| in_each_case(value))
}

/// Parts of names long enough to be told from everyday words, in each case likewise.
fn parts_of_names(values: &BTreeSet<String>) -> impl Iterator<Item = String> {
    const LEAST: usize = 4;
    let parts = values.iter().flat_map(|value| value.split_whitespace());
    parts.filter(|part| part.chars().count() >= LEAST).flat_map(in_each_case)
}

fn in_each_case(word: &str) -> [String; 3] {
    [word.to_owned(), word.to_lowercase(), word.to_uppercase()]
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
        let entry = Protection::new("p-7".parse().unwrap(), SubjectCategory::Victim, []);
        let words = ["Shirin Olvand".to_owned(), "+44 7700 900123".to_owned()].into();
        vec![Protection { words, ..entry }]
    }

    fn now() -> Instant {
        Instant::from_millis(1_780_000_000_000)
    }

    #[test]
    fn a_pseudonym_is_stable_within_an_agency_and_differs_between_agencies() {
        let key = PseudonymKey::from_bytes([7; 32]);
        let of = |agency: &str| {
            let veil = Veil::over(&protections(), &viewer(agency, Role::Analyst), &key, now());
            veil.pseudonym(&"p-7".parse().unwrap()).unwrap().clone()
        };
        assert_eq!(of("north"), of("north"));
        assert_ne!(of("north"), of("south"));
    }

    #[test]
    fn names_and_parts_of_names_are_taken_out_of_text() {
        let key = PseudonymKey::from_bytes([7; 32]);
        let veil = Veil::over(&protections(), &viewer("north", Role::Analyst), &key, now());
        let text = "SHIRIN OLVAND rang +44 7700 900123; Olvand wept. Olvandia is a town.";
        let redacted = veil.redact_text(text).unwrap();
        assert!(!redacted.to_lowercase().contains("olvand "), "{redacted}");
        assert!(!redacted.contains("900123"), "{redacted}");
        assert!(redacted.contains("Olvandia is a town"), "{redacted}");
        assert_eq!(redacted.len(), text.len());
        assert_eq!(veil.redact_value("Shirin Marrow"), None, "a given name may be shared");
        assert!(veil.redact_value("shirin olvand").is_some());
        assert_eq!(veil.redact_text("nothing here"), None);
    }

    #[test]
    fn what_is_the_same_is_shared_and_what_differs_is_not() {
        let key = PseudonymKey::from_bytes([7; 32]);
        let mut protections = protections();
        let other = Protection::new("p-8".parse().unwrap(), SubjectCategory::Victim, []);
        let named = ["tomo".parse().unwrap()].into();
        protections.push(Protection { words: ["Selam Orvane".to_owned()].into(), named, ..other });
        let viewers: Vec<Viewer> = ["north", "south"]
            .into_iter()
            .flat_map(|agency| ["ines", "noor", "tomo"].map(|name| (agency, name)))
            .map(|(agency, name)| Viewer {
                principal: name.parse().unwrap(),
                ..viewer(agency, Role::Analyst)
            })
            .collect();
        let mut made: Vec<Veil> = Vec::new();
        for viewer in &viewers {
            let alone = Veil::over(&protections, viewer, &key, now());
            let beside = Veil::beside(&made, &protections, viewer, &key, now());
            assert!(beside.hides_as(&alone));
            let text = "Shirin Olvand and Selam Orvane";
            assert_eq!(beside.redact_text(text), alone.redact_text(text));
            made.push(beside);
        }
        let shares = |one: usize, other: usize| {
            let [one, other] = [one, other].map(|idx| &made[idx].folds);
            (Arc::ptr_eq(one, other), Arc::ptr_eq(&one.bars, &other.bars))
        };
        // Ines and Noor of the north; Ines of both; Ines and Tomo, who knows one of them.
        assert_eq!(
            [shares(0, 1), shares(0, 3), shares(0, 2)],
            [(true, true), (false, true), (false, false)]
        );
        assert_eq!(shares(2, 5), (false, true));
    }

    #[test]
    fn the_safeguarding_officer_sees_who_it_is() {
        let key = PseudonymKey::from_bytes([7; 32]);
        let officer = viewer("north", Role::SafeguardingOfficer);
        assert!(Veil::over(&protections(), &officer, &key, now()).is_empty());
    }

    #[test]
    fn an_opening_is_for_one_person_one_purpose_and_a_time() {
        let key = PseudonymKey::from_bytes([7; 32]);
        let analyst = viewer("north", Role::Analyst);
        let mut protections = protections();
        protections[0].openings.push(crate::Opening {
            principal: analyst.principal.clone(),
            purpose: analyst.purpose.clone(),
            until: now().plus_millis(10),
        });
        let hidden =
            |viewer: &Viewer, at: Instant| !Veil::over(&protections, viewer, &key, at).is_empty();
        assert!(!hidden(&analyst, now()));
        assert!(hidden(&analyst, now().plus_millis(10)));
        let elsewhere = Viewer { purpose: "other".parse().unwrap(), ..analyst.clone() };
        assert!(hidden(&elsewhere, now()));
        let colleague = Viewer { principal: "tomo".parse().unwrap(), ..analyst.clone() };
        assert!(hidden(&colleague, now()));
        let veil = Veil::over(&protections, &analyst, &key, now());
        assert_eq!(veil.valid_until(), Some(now().plus_millis(10)));
    }
}
