//! The desk of the sea within the server.

use std::collections::HashMap;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use crossbearing_access::View;
use crossbearing_model::{Instant, Label};
use crossbearing_sea::{Look, Sea, Setup, Told};
use tokio::sync::broadcast;

use super::caller::Caller;
use super::clock;

/// Following the picture is written to the log once in so many milliseconds.
const LOOK: i64 = 600_000;

/// The desk, and whoever follows it.
pub(crate) struct SeaDesk {
    sea: Sea,
    /// What is told at once about alerts, with the label of what it is about.
    pub(crate) news: broadcast::Sender<(Label, Told)>,
    /// When each viewer's following was written to the log last.
    looks: Mutex<HashMap<String, Instant>>,
}

impl SeaDesk {
    /// Opens the desk in a folder and starts its feeds.
    pub(crate) fn open(folder: &Path) -> anyhow::Result<Self> {
        let news = broadcast::channel(256).0;
        let teller = news.clone();
        let sea = Sea::open(Setup {
            folder: folder.to_owned(),
            clock: || clock::now().millis(),
            // Nobody listening is no error.
            tell: Arc::new(move |label, told| drop(teller.send((label.clone(), told.clone())))),
        })?;
        Ok(Self { sea, news, looks: Mutex::default() })
    }

    /// The desk itself.
    pub(crate) fn desk(&self) -> &Sea {
        &self.sea
    }

    /// What a View holds now.
    pub(crate) fn look<'v>(&self, view: &'v View, now: Instant) -> Look<'v> {
        self.sea.look(view, now.millis())
    }

    /// Whether following the picture is to be written to the log again.
    pub(crate) fn is_new_look(&self, caller: &Caller, now: Instant) -> bool {
        let viewer = &caller.session.viewer;
        let key = format!("{} {}", viewer.principal, viewer.purpose);
        let mut looks = self.looks.lock().unwrap_or_else(PoisonError::into_inner);
        looks.retain(|_, at| now.millis() - at.millis() < LOOK);
        let is_new = !looks.contains_key(&key);
        if is_new {
            looks.insert(key, now);
        }
        is_new
    }
}
