//! The network that each viewer's ledger holds, kept ready while nothing changes.

use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use crossbearing_access::ViewKey;
use crossbearing_ledger::{AsOf, Ledger, Revision, View};
use crossbearing_model::Instant;
use crossbearing_network::Projection;
use crossbearing_network::roles::{Claim, Heard, roles};

use super::problem::Problem;

/// Networks kept ready at a time: the last ones that were asked for.
const MOST: usize = 12;

/// A viewer's network and what was worked out from it.
pub(crate) struct Network {
    /// The network.
    pub(crate) projection: Projection,
    roles: OnceLock<Vec<Claim>>,
}

impl Network {
    /// The network that `view` holds, read now.
    pub(crate) fn read(ledger: &Ledger, view: &View, as_of: AsOf) -> Result<Self, Problem> {
        let projection = Projection::of(ledger, view, as_of)?;
        Ok(Self { projection, roles: OnceLock::new() })
    }

    /// Who does what in it.
    pub(crate) fn roles(&self) -> &[Claim] {
        self.roles.get_or_init(|| roles(&self.projection, Heard::Everything))
    }
}

/// Networks by View: those whose View, day and ledger are the same are the same.
#[derive(Default)]
pub(crate) struct Networks {
    ready: Mutex<Vec<Ready>>,
}

struct Ready {
    view: ViewKey,
    as_of: AsOf,
    revision: Revision,
    until: Option<Instant>,
    network: Arc<Network>,
}

impl Networks {
    /// The network that `view` holds at `now`.
    pub(crate) fn of(
        &self,
        ledger: &Ledger,
        view: &View,
        as_of: AsOf,
        now: Instant,
    ) -> Result<Arc<Network>, Problem> {
        // Read before the ledger is: what changes meanwhile makes it old, not wrongly new.
        let (revision, key) = (ledger.revision(), view.key());
        if let Some(network) = self.find(key, as_of, revision, now) {
            return Ok(network);
        }
        let network = Arc::new(Network::read(ledger, view, as_of)?);
        let until = view.valid_until();
        let made = Ready { view: key, as_of, revision, until, network: Arc::clone(&network) };
        let mut ready = self.ready.lock().unwrap_or_else(PoisonError::into_inner);
        ready.retain(|kept| kept.revision == revision && (kept.view != key || kept.as_of != as_of));
        if ready.len() >= MOST {
            ready.remove(0);
        }
        ready.push(made);
        Ok(network)
    }

    fn find(
        &self,
        view: ViewKey,
        as_of: AsOf,
        revision: Revision,
        now: Instant,
    ) -> Option<Arc<Network>> {
        let ready = self.ready.lock().unwrap_or_else(PoisonError::into_inner);
        let same = ready.iter().find(|kept| {
            kept.view == view
                && kept.as_of == as_of
                && kept.revision == revision
                && kept.until.is_none_or(|until| now < until)
        });
        same.map(|kept| Arc::clone(&kept.network))
    }
}
