//! Long work that somebody waits for: how far it is, what came of it, and the way to stop it.
//!
//! A job is its asker's own: nobody else learns that it exists. What came of it holds as long as
//! the View that it was worked out through.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant as Clock};

use crossbearing_access::Viewer;
use crossbearing_graph::budget::Meter;
use crossbearing_model::Instant;
use serde_json::Value;

use super::problem::Problem;
use crate::papers::Paper;

/// Jobs kept at a time; the oldest goes.
const MOST: usize = 64;
/// How long what came of a job is kept, in milliseconds.
const KEPT: i64 = 3_600_000;

/// The jobs of a node.
#[derive(Default)]
pub(crate) struct Jobs {
    known: Mutex<HashMap<String, Arc<Job>>>,
}

/// Long work that somebody waits for.
pub(crate) struct Job {
    owner: Viewer,
    started: Instant,
    until: Instant,
    /// How far it is, in thousandths.
    progress: AtomicU32,
    stopped: AtomicBool,
    outcome: Mutex<Option<Result<Outcome, Problem>>>,
}

/// What came of a job.
#[derive(Clone)]
pub(crate) struct Outcome {
    /// The answer.
    pub(crate) answer: Value,
    /// The same as a document to print.
    pub(crate) paper: Arc<Paper>,
}

impl Jobs {
    /// Notes a new job under `id`; what comes of it holds until `until` at most.
    pub(crate) fn begin(
        &self,
        id: String,
        owner: &Viewer,
        now: Instant,
        until: Option<Instant>,
    ) -> Arc<Job> {
        let latest = now.plus_millis(KEPT);
        let job = Arc::new(Job {
            owner: owner.clone(),
            started: now,
            until: until.map_or(latest, |until| until.min(latest)),
            progress: AtomicU32::new(0),
            stopped: AtomicBool::new(false),
            outcome: Mutex::new(None),
        });
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        known.retain(|_, job| now < job.until);
        if known.len() >= MOST
            && let Some(oldest) = known.iter().min_by_key(|(_, job)| job.started)
        {
            let oldest = oldest.0.clone();
            if let Some(job) = known.remove(&oldest) {
                job.stop();
            }
        }
        known.insert(id, Arc::clone(&job));
        job
    }

    /// The job, if it is the viewer's own.
    pub(crate) fn of(&self, id: &str, viewer: &Viewer, now: Instant) -> Result<Arc<Job>, Problem> {
        let known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        let own = known.get(id).filter(|job| job.owner == *viewer && now < job.until);
        own.cloned().ok_or_else(|| Problem::absent("no such job: ask again"))
    }
}

impl Job {
    /// How far it is, from 0 to 1.
    pub(crate) fn progress(&self) -> f64 {
        f64::from(self.progress.load(Ordering::Relaxed)) / 1000.0
    }

    /// What came of it; nothing yet while it runs.
    pub(crate) fn outcome(&self) -> Option<Result<Outcome, Problem>> {
        self.outcome.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Asks it to stop: it ends with the best it has.
    pub(crate) fn stop(&self) {
        self.stopped.store(true, Ordering::Relaxed);
    }

    /// Whether it was asked to stop.
    pub(crate) fn is_stopped(&self) -> bool {
        self.stopped.load(Ordering::Relaxed)
    }

    /// Notes what came of it.
    pub(crate) fn end(&self, outcome: Result<Outcome, Problem>) {
        self.progress.store(1000, Ordering::Relaxed);
        *self.outcome.lock().unwrap_or_else(PoisonError::into_inner) = Some(outcome);
    }
}

/// A meter that allows a job some time, tells how far it is, and runs out when it is stopped.
pub(crate) struct JobMeter<'j> {
    job: &'j Job,
    begun: Clock,
    allowed: Duration,
    /// The stretch of the whole job that this meter stands for.
    share: (f64, f64),
}

impl<'j> JobMeter<'j> {
    /// Allows `allowed` from now, as the stretch `from..to` of the job.
    pub(crate) fn new(job: &'j Job, allowed: Duration, share: (f64, f64)) -> Self {
        Self { job, begun: Clock::now(), allowed, share }
    }
}

impl Meter for JobMeter<'_> {
    fn add(&self, _work: u64) {}

    fn used(&self) -> f64 {
        if self.job.is_stopped() {
            return 1.0;
        }
        let used = self.begun.elapsed().as_secs_f64() / self.allowed.as_secs_f64().max(1e-9);
        let (from, to) = self.share;
        let done = ((from + (to - from) * used.min(1.0)) * 1000.0) as u32;
        self.job.progress.fetch_max(done.min(999), Ordering::Relaxed);
        used
    }
}
