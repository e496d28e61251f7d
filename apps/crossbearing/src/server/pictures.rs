//! Who is who as each viewer sees it, kept ready and up to date.

use std::sync::{Arc, Mutex, PoisonError};

use crossbearing_identity::{Picture, Training, Weights};
use crossbearing_ledger::{Ledger, View};
use crossbearing_model::Instant;

use super::problem::Problem;

/// Pictures kept ready at a time.
const MOST_PICTURES: usize = 16;

/// Pictures by what their viewers may see; those who see the same share one.
#[derive(Default)]
pub(crate) struct Pictures {
    kept: Mutex<Vec<Arc<Kept>>>,
}

struct Kept {
    /// The time as of which its weights were trained, if they were.
    trained: Option<Instant>,
    /// The View that the picture was last brought up to date for.
    view: Mutex<View>,
    /// Nothing until it is first needed. Whoever asks holds it, so that nobody reads what was
    /// brought up to date for somebody else's View.
    picture: Mutex<Option<Picture>>,
}

impl Pictures {
    /// Asks the picture of `view`, with weights trained as of `trained` if its agency wants that.
    pub(crate) fn with<T>(
        &self,
        (ledger, view): (&Ledger, &View),
        trained: Option<Instant>,
        ask: impl FnOnce(&Picture) -> Result<T, Problem>,
    ) -> Result<T, Problem> {
        let kept = self.kept_for(view, trained);
        let mut held = kept.picture.lock().unwrap_or_else(PoisonError::into_inner);
        // Taken out while it changes: a panic half way leaves nothing behind.
        let picture = match held.take() {
            Some(mut picture) => {
                picture.refresh(ledger, view)?;
                picture
            }
            None => Picture::read(ledger, view, weights(ledger, view, trained))?,
        };
        *kept.view.lock().unwrap_or_else(PoisonError::into_inner) = view.clone();
        ask(held.insert(picture))
    }

    /// The picture that serves `view`, moved to the end of the list; the longest unused one goes.
    fn kept_for(&self, view: &View, trained: Option<Instant>) -> Arc<Kept> {
        let mut all = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let serves = |kept: &Arc<Kept>| {
            let made_for = kept.view.lock().unwrap_or_else(PoisonError::into_inner);
            kept.trained == trained && view.extends(&made_for)
        };
        let found = all.iter().position(serves).map(|place| all.remove(place));
        let kept = found.unwrap_or_else(|| {
            let (view, picture) = (Mutex::new(view.clone()), Mutex::default());
            Arc::new(Kept { trained, view, picture })
        });
        if all.len() >= MOST_PICTURES {
            all.remove(0);
        }
        all.push(Arc::clone(&kept));
        kept
    }
}

/// The weights for a View; those shipped where there is too little to train on.
fn weights(ledger: &Ledger, view: &View, trained: Option<Instant>) -> Weights {
    let training = trained.and_then(|as_of| Training::of(ledger, view, as_of).ok());
    training.map_or_else(Weights::shipped, |training| training.weights)
}
