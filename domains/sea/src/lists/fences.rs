//! Zones of lists: each list has a watch of its own, so that what one agency watches changes nothing
//! of what others are told.

use std::sync::Arc;

use crossbearing_tracks::{Approach, Report, ZoneWatch};

use super::index::Index;
use super::list::{ListKind, Listed};
use crate::picture::Fired;

/// The zones of all lists.
#[derive(Debug, Default)]
pub(crate) struct Fences {
    all: Vec<(Arc<Listed>, ZoneWatch)>,
    config: Approach,
}

impl Fences {
    pub(crate) fn new(index: &Index, config: Approach) -> Self {
        let mut fences = Self { all: Vec::new(), config };
        fences.set(index);
        fences
    }

    /// Takes other lists. Those that stay as they are go on; where vessels are when zones are new
    /// is no entry.
    pub(crate) fn set(&mut self, index: &Index) {
        let mut known = std::mem::take(&mut self.all);
        let zones = index.lists().iter().filter(|listed| listed.list.kind == ListKind::Zones);
        for listed in zones {
            let same = known.iter().position(|(it, _)| it.list == listed.list);
            let watch = match same {
                Some(at) => known.swap_remove(at).1,
                None => ZoneWatch::new(Arc::clone(listed.places.engine()), self.config),
            };
            self.all.push((Arc::clone(listed), watch));
        }
    }

    /// A vessel is heard: tells of whose zones it enters, leaves or heads for.
    pub(crate) fn heard(&mut self, report: &Report, mut sink: impl FnMut(Fired)) {
        for (listed, watch) in &mut self.all {
            watch.report(report, |alert| {
                sink(Fired { list: Some(listed.list.id.clone()), ..Fired::from(alert) });
            });
        }
    }
}
