//! The desk of the sea: feeds of AIS, the live picture, alerts with evidence.
//!
//! ```text
//! feeds (TCP, UDP, serial, logs) ─► lines
//!                                     │
//!    Writer ─► journal (safe on disk, acknowledged); decodes (engines/ais)
//!                                     │ what was said, in order
//!                    Follower ─► rules (engines/tracks) ─► alerts ─► evidence
//!                        │            │                       │
//!    Keeper ◄─ positions ┘    vessels, coverage               │
//!      └─► history                    └────────── Look ───────┘
//!                                          what one View holds
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
mod by_vessel;
mod cap;
mod coast;
mod copy;
mod desk;
mod error;
mod evidence;
mod feed;
mod hex;
mod history;
mod journal;
mod lists;
mod look;
mod map;
mod picture;
mod places;
mod record;
mod rules;
mod settings;
mod snapshot;
mod tiles;

pub use alerts::{
    Alert, AlertId, Closing, Deed, EvidenceNote, Outcome, RuleFigures, Severity, State, figures,
};
pub use cap::{CapSender, cap};
pub use coast::{
    Coast, CoastHead, CoastPlan, check as check_coast, fuzz_coast, put as put_coast,
    remove as remove_coast, unzipped,
};
pub use copy::copy_folder;
pub use crossbearing_tiles::Tile;
pub use desk::{Sea, Setup, Tell, Told};
pub use error::{Error, Result};
pub use evidence::{Evidence, Finding, Replay, count_lines};
pub use feed::{Complaint, FeedId, FeedSpec, Health, Source, Speed, Times};
pub use history::{History, Position, PositionWriter};
pub use lists::{List, ListId, ListKind, Row, fuzz_table, read_lists, remove_list, write_list};
pub use look::{
    Act, Area, Card, FeedStanding, ListHead, ListedVessel, Look, Past, PastVessel, Seen,
    SquareHeard,
};
pub use picture::{Change, Identity, Vessel};
pub use places::{Places, PlacesCount, Station, fuzz_places};
pub use record::{Participant, check_recordable, event_id, statements, text, title};
pub use rules::{Thresholds, VERSION as RULES_VERSION, config as rules_config, thresholds};
pub use settings::{Settings, read_feeds, write_feeds};
pub use tiles::TileLayer;
