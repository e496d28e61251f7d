//! What every request works with.

use std::sync::Arc;

use axum::Json;
use crossbearing_access::Policy;
use crossbearing_identity::Picture;
use crossbearing_ledger::{Ledger, View};
use crossbearing_log::{Draft, Kind, Log};
use crossbearing_model::{AgencyId, EntityId, Instant, NodeId};
use tokio::sync::{broadcast, watch};

use super::api::ReadTexts;
use super::caller::Caller;
use super::clock;
use super::jobs::Jobs;
use super::known::KnownByViewer;
use super::limits::Limiter;
use super::metrics::Metrics;
use super::networks::Networks;
use super::pictures::Pictures;
use super::problem::Problem;
use super::sea::SeaDesk;
use super::taxii::Taxii;
use super::unwritten;
use super::workers::Workers;
use crate::accounts::Accounts;
use crate::desks::{Charts, Decisions, Safeguarding, Watches};
use crate::exchange::{Exchange, Synced};
use crate::secret::Digest;

/// The partner that was called, and how it went.
pub(crate) type Call = (NodeId, Result<Synced, String>);

/// The node, shared by all requests.
pub(crate) type App = Arc<Node>;

/// A JSON answer, or why there is none.
pub(crate) type Answer<T> = Result<Json<T>, Problem>;

/// Something happened to a report or an entity.
#[derive(Debug, Clone)]
pub(crate) struct Change {
    /// What is told.
    pub(crate) entity: EntityId,
}

impl Settings {
    /// Whether the node holds a fictional exercise.
    pub(crate) fn is_demo(&self) -> bool {
        self.demo_password.is_some()
    }
}

/// One node: its records, its log, its people.
pub(crate) struct Node {
    pub(crate) ledger: Ledger,
    pub(crate) log: Log,
    pub(crate) accounts: Accounts,
    pub(crate) decisions: Decisions,
    /// Who people look out for.
    pub(crate) watches: Watches,
    /// Who is who as each viewer sees it.
    pub(crate) pictures: Pictures,
    pub(crate) sea: SeaDesk,
    pub(crate) exchange: Exchange,
    pub(crate) charts: Charts,
    /// What is kept ready for TAXII.
    pub(crate) taxii: Taxii,
    /// Who asks to open a pseudonym, and what is proposed about the protection register.
    pub(crate) safeguarding: Safeguarding,
    pub(crate) settings: Settings,
    /// Threads for what reads and writes the stores.
    pub(crate) workers: Workers,
    /// Threads for checking passwords, which takes time and memory on purpose: few at a time.
    pub(crate) passwords: Workers,
    /// The names each viewer's ledger holds, to find them in texts.
    pub(crate) known: KnownByViewer,
    /// What the texts of reports propose, so that they are counted without being read again.
    pub(crate) read_texts: ReadTexts,
    /// The networks that viewers look at.
    pub(crate) networks: Networks,
    /// Threads for long work: few, so that short questions keep theirs.
    pub(crate) planners: Workers,
    /// Long work and what came of it.
    pub(crate) jobs: Jobs,
    pub(crate) metrics: Metrics,
    pub(crate) logins: Limiter,
    pub(crate) requests: Limiter,
    pub(crate) changes: broadcast::Sender<Change>,
    pub(crate) stopping: watch::Sender<bool>,
    clock: fn() -> Instant,
}

/// How the operator runs the node.
#[derive(Clone)]
pub(crate) struct Settings {
    /// The node's name: the origin of what is recorded here.
    pub(crate) node: NodeId,
    /// The node holds a fictional exercise, whose people all have this password and are listed.
    pub(crate) demo_password: Option<String>,
    /// Clients come through TLS: cookies are for TLS only.
    pub(crate) behind_tls: bool,
    /// The hash of the secret that the command line shows.
    pub(crate) local: Option<Digest>,
}

impl Node {
    /// A node over these stores.
    pub(crate) fn new(
        (ledger, log): (Ledger, Log),
        accounts: Accounts,
        (decisions, charts, watches, safeguarding): (Decisions, Charts, Watches, Safeguarding),
        (exchange, sea): (Exchange, SeaDesk),
        settings: Settings,
    ) -> Self {
        let threads = std::thread::available_parallelism().map_or(4, std::num::NonZero::get);
        Self {
            ledger,
            log,
            accounts,
            decisions,
            watches,
            pictures: Pictures::default(),
            sea,
            taxii: Taxii::new(&settings.node, exchange.identity().agency.as_str()),
            exchange,
            charts,
            safeguarding,
            settings,
            // Few, so that each answer is worked out in one go; some more than the cores have, for
            // those that wait for the disk.
            workers: Workers::new(threads * 4),
            passwords: Workers::new(threads),
            clock: clock::now,
            known: KnownByViewer::default(),
            read_texts: ReadTexts::default(),
            networks: Networks::default(),
            planners: Workers::new(threads.div_ceil(2)),
            jobs: Jobs::default(),
            metrics: Metrics::default(),
            logins: Limiter::new(10, 0.2),
            requests: Limiter::new(400, 100.0),
            changes: broadcast::channel(256).0,
            stopping: watch::Sender::new(false),
        }
    }

    /// The most threads that do work which blocks, all at once. More would only each keep some memory.
    pub(crate) fn most_threads(&self) -> usize {
        self.workers.size() + self.passwords.size() + self.planners.size()
    }

    /// The time now.
    pub(crate) fn now(&self) -> Instant {
        (self.clock)()
    }

    /// Does `work`, which may block, on a thread of the pool.
    pub(crate) async fn run<T: Send + 'static>(
        self: &Arc<Self>,
        work: impl FnOnce(&Self) -> Result<T, Problem> + Send + 'static,
    ) -> Result<T, Problem> {
        let node = Arc::clone(self);
        self.workers.run(move || work(&node)).await
    }

    /// What `caller` may see now.
    pub(crate) fn view(&self, caller: &Caller) -> Result<View, Problem> {
        Ok(self.ledger.view(&caller.session.viewer, self.now())?)
    }

    /// Calls partners now, one or all, and says how each call went.
    pub(crate) fn call_partners(&self, only: Option<&NodeId>) -> Result<Vec<Call>, Problem> {
        let stores = (&self.ledger, &self.log);
        let partners = self.exchange.at_office(stores, self.now(), |office| office.partners())?;
        let chosen = partners.iter().filter(|one| only.is_none_or(|node| one.card.node == *node));
        let chosen = chosen.filter(|one| one.revoked.is_none() && !one.card.address.is_empty());
        let mut done = Vec::new();
        for partner in chosen {
            let called = self.exchange.call(stores, &self.accounts, partner, || self.now());
            done.push((partner.card.node.clone(), called.map_err(|error| format!("{error:#}"))));
        }
        self.known.refresh();
        Ok(done)
    }

    /// Asks who is who as `view` tells it.
    pub(crate) fn picture<T>(
        &self,
        view: &View,
        ask: impl FnOnce(&Picture) -> Result<T, Problem>,
    ) -> Result<T, Problem> {
        let trained = self.watches.trained(&view.viewer().agency)?;
        self.pictures.with((&self.ledger, view), trained, ask)
    }

    /// Tells those who listen that there is something new about an entity.
    pub(crate) fn tell(&self, entity: &EntityId) {
        // Nobody listening is no error.
        self.known.refresh();
        let _ = self.changes.send(Change { entity: entity.clone() });
    }

    /// [`Self::tell`], where who may know the person has changed: no name is kept ready any longer.
    pub(crate) fn tell_of_protected(&self, person: &EntityId) {
        self.known.forget();
        self.tell(person);
    }

    /// Writes to the transparency log what `caller` does to `objects`.
    ///
    /// What is only looked at goes on at once, and its answer waits until the leaf is durable; a
    /// change waits here, so that it is not made before its leaf.
    pub(crate) fn note(
        &self,
        caller: &Caller,
        kind: Kind,
        objects: impl IntoIterator<Item = EntityId>,
    ) -> Result<(), Problem> {
        self.note_because(caller, &caller.session.justification, kind, objects)
    }

    /// [`Self::note`], for a reason of its own rather than the one given at login.
    pub(crate) fn note_because(
        &self,
        caller: &Caller,
        reason: &str,
        kind: Kind,
        objects: impl IntoIterator<Item = EntityId>,
    ) -> Result<(), Problem> {
        self.note_to(caller, reason, kind, objects, Vec::new())
    }

    /// [`Self::note_because`], naming whose people learn something by it.
    pub(crate) fn note_to(
        &self,
        caller: &Caller,
        reason: &str,
        kind: Kind,
        objects: impl IntoIterator<Item = EntityId>,
        recipients: Vec<AgencyId>,
    ) -> Result<(), Problem> {
        let viewer = &caller.session.viewer;
        let logged = |object: EntityId| self.ledger.logged_id(&viewer.agency, object);
        let draft = Draft::new(kind, viewer.principal.clone(), viewer.purpose.clone())
            .acting_for(viewer.agency.clone(), caller.session.person.roles_in_words())
            .because(reason)
            .about(objects.into_iter().map(logged))
            .to(recipients)
            .under(Policy::VERSION);
        let leaf = self.log.hand_in(draft.in_parts(), self.now())?;
        if kind == Kind::Consultation {
            unwritten::leave(leaf)?;
        } else {
            leaf.wait()?;
        }
        Ok(())
    }

    /// That somebody asked for `id` and there is nothing that this caller may see, which is written
    /// down like any look.
    pub(crate) fn absent(&self, caller: &Caller, what: &str, id: &EntityId) -> Problem {
        match self.note(caller, Kind::Consultation, [id.clone()]) {
            Ok(()) => Problem::absent(format!("no {what} has the id {id}")),
            Err(problem) => problem,
        }
    }
}
