//! The desk of the sea: feeds of AIS, the live picture, alerts with evidence.
//!
//! ```text
//! feeds (TCP, UDP, serial, logs) ─► lines ─► journal (safe on disk, acknowledged)
//!                                              │
//!                         Watcher: decode, follow, watch (engines/ais, engines/tracks)
//!                              │                            │
//!                       vessels, coverage             alerts ─► evidence
//!                              └───────── Look ─────────────┘
//!                                  what one View holds
//! ```
//!
//! The main types are [`Sea`], which runs the feeds, and [`Look`], through which everything is
//! read. Feeds of one label share a picture, feeds of different labels never do: a [`Look`] holds
//! the pictures whose labels its View admits, and nothing else exists for it.
//!
//! ```
//! use std::sync::Arc;
//! use crossbearing_sea::{Evidence, Sea, Setup};
//!
//! let folder = std::env::temp_dir().join(format!("sea-doc-{}", std::process::id()));
//! let sea = Sea::open(Setup { folder: folder.clone(), clock: || 0, tell: Arc::new(|_, _| {}) })?;
//! assert!(sea.feeds().is_empty());
//! assert!(Evidence::read(b"{}").is_err());
//! # std::fs::remove_dir_all(folder).ok();
//! # Ok::<(), crossbearing_sea::Error>(())
//! ```
//!
//! This crate does not know: HTTP, the ledger's store, who may log in.

mod alerts;
mod cap;
mod desk;
mod error;
mod evidence;
mod feed;
mod hex;
mod history;
mod journal;
mod look;
mod picture;
mod rules;
mod settings;
mod snapshot;

pub use alerts::{
    Alert, AlertId, Closing, Deed, EvidenceNote, Outcome, RuleFigures, Severity, State, figures,
};
pub use cap::{CapSender, cap};
pub use desk::{Sea, Setup, Tell, Told};
pub use error::{Error, Result};
pub use evidence::{Evidence, Replay};
pub use feed::{Complaint, FeedId, FeedSpec, Health, Source, Speed, Times};
pub use history::Position;
pub use look::{Act, Area, Card, FeedStanding, Look, Seen, SquareHeard};
pub use picture::{Change, Identity, Vessel};
pub use rules::{Thresholds, VERSION as RULES_VERSION, config as rules_config, thresholds};
pub use settings::{Settings, read_feeds, write_feeds};
