//! What one viewer may see.

use crossbearing_model::{EntityId, Instant, Label};
use roaring::RoaringBitmap;
use sha2::{Digest as _, Sha256};

use crate::{Policy, Veil, Viewer};

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
        let mut evaluated = 0;
        let mut valid_until: Option<Instant> = None;
        for (no, label) in labels {
            evaluated = evaluated.max(no.0 + 1);
            if policy.admits(label, &viewer, now) {
                admitted.insert(no.0);
            }
            if let Some(change) = policy.next_change(label, now) {
                valid_until = Some(valid_until.map_or(change, |until| until.min(change)));
            }
        }
        Self { viewer, labels: admitted, evaluated, veil, valid_until }
    }

    /// Whether what carries this label exists for the viewer.
    pub fn admits(&self, label: LabelNo) -> bool {
        self.labels.contains(label.0)
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
        ViewKey(content.finalize().into())
    }

    /// Whether what was worked out through `older` holds through this View as well, but for what
    /// was recorded since: the same persons are hidden, and the same of the labels that `older`
    /// was made of are admitted.
    pub fn extends(&self, older: &Self) -> bool {
        let mut known = self.labels.clone();
        known.remove_range(older.evaluated..);
        known == older.labels && self.veil.hides_as(&older.veil)
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
