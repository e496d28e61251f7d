//! What one viewer may see.

use std::collections::BTreeSet;

use crossbearing_model::{EntityId, Instant, Label};
use roaring::RoaringBitmap;
use sha2::{Digest as _, Sha256};

use crate::{Admission, Policy, Veil, Viewer};

/// The number under which a ledger keeps a distinct label.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LabelNo(pub u32);

/// What the answers through a View depend on: what was worked out through one View holds for
/// another with the same key. Keep it inside the node.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct ViewKey([u8; 32]);

/// What one viewer may see: a set of label numbers, and the veil over protected persons.
///
/// A label that the ledger learns after the View was made is not in it.
#[derive(Debug, Clone)]
pub struct View {
    viewer: Viewer,
    labels: RoaringBitmap,
    /// Labels of protected persons: what carries one exists where it is of an opened person.
    shielded: RoaringBitmap,
    /// How many labels there were to evaluate.
    evaluated: u32,
    veil: Veil,
    valid_until: Option<Instant>,
}

impl View {
    /// Evaluates `policy` once for each of `labels`, at `now`.
    pub fn compute<'a>(
        policy: &Policy,
        viewer: Viewer,
        labels: impl IntoIterator<Item = (LabelNo, &'a Label)>,
        veil: Veil,
        now: Instant,
    ) -> Self {
        let mut admitted = RoaringBitmap::new();
        let mut shielded = RoaringBitmap::new();
        let mut evaluated = 0;
        let mut valid_until = veil.valid_until();
        for (no, label) in labels {
            evaluated = evaluated.max(no.0 + 1);
            match policy.admission(label, &viewer, now) {
                Admission::Yes => _ = admitted.insert(no.0),
                Admission::OfOpened if !veil.opened().is_empty() => _ = shielded.insert(no.0),
                Admission::OfOpened | Admission::No => {}
            }
            if let Some(change) = policy.next_change(label, now) {
                valid_until = Some(valid_until.map_or(change, |until| until.min(change)));
            }
        }
        Self { viewer, labels: admitted, shielded, evaluated, veil, valid_until }
    }

    /// Whether what carries this label exists for the viewer.
    pub fn admits(&self, label: LabelNo) -> bool {
        self.labels.contains(label.0)
    }

    /// Whether what carries this label exists for the viewer where it is said of one of
    /// [`Self::opened`].
    pub fn admits_of_opened(&self, label: LabelNo) -> bool {
        self.shielded.contains(label.0)
    }

    /// The protected persons whose pseudonym a safeguarding officer opened to the viewer.
    pub fn opened(&self) -> &BTreeSet<EntityId> {
        self.veil.opened()
    }

    /// Whose View it is.
    pub fn viewer(&self) -> &Viewer {
        &self.viewer
    }

    /// The veil over protected persons.
    pub fn veil(&self) -> &Veil {
        &self.veil
    }

    /// What the answers through it depend on, as a hash: two Views with one key see the same.
    pub fn key(&self) -> ViewKey {
        let mut content = Sha256::new();
        for label in &self.labels {
            content.update(label.to_le_bytes());
        }
        for (entity, pseudonym) in self.veil.pseudonyms() {
            content.update([0xff]);
            content.update(entity.as_str());
            content.update([0]);
            content.update(pseudonym.as_str());
        }
        for label in &self.shielded {
            content.update([0xfe]);
            content.update(label.to_le_bytes());
        }
        for entity in self.opened() {
            content.update([0xfd]);
            content.update(entity.as_str());
        }
        ViewKey(content.finalize().into())
    }

    /// Whether what was worked out through `older` holds through this View as well, but for what
    /// was recorded since: the same persons are hidden, and the same of the labels that `older`
    /// was made of are admitted.
    pub fn extends(&self, older: &Self) -> bool {
        let known = |labels: &RoaringBitmap| {
            let mut known = labels.clone();
            known.remove_range(older.evaluated..);
            known
        };
        known(&self.labels) == older.labels
            && known(&self.shielded) == older.shielded
            && self.opened() == older.opened()
            && self.veil.hides_as(&older.veil)
    }

    /// When an embargo or expiry next changes what the viewer may see: make a new View then.
    pub fn valid_until(&self) -> Option<Instant> {
        self.valid_until
    }

    /// The id under which the viewer knows `entity`.
    pub fn shown_id(&self, entity: &EntityId) -> EntityId {
        self.veil.pseudonym(entity).unwrap_or(entity).clone()
    }
}
