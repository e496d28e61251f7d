//! The transparency log: who looked at what, when, in whose name and why, so that nobody can
//! change it afterwards without being found out.
//!
//! The main type is [`Log`]: an append-only list of [`Leaf`]s under a Merkle tree (RFC 9162,
//! section 2.1) whose root is signed at every commit as a [`Checkpoint`] in the published
//! signed-note form (C2SP signed-note and tlog-checkpoint). A leaf names objects by id and holds
//! nothing of their content. [`verify`] checks proofs and checkpoints over plain bytes; [`export`]
//! writes a log out to files that an overseer checks on another machine.
//!
//! ```
//! use crossbearing_log::{verify, Draft, Kind, Log, LogKey};
//!
//! let key = LogKey::from_seed("north.example/log", [7; 32])?;
//! let log = Log::in_memory(key)?;
//! let draft = Draft::new(Kind::Consultation, "ana".parse()?, "op-lantern".parse()?)
//!     .because("follows up report 12")
//!     .about(["person-1".parse()?]);
//! let written = log.append(&[draft], "2026-05-01T12:00:00Z".parse()?)?;
//!
//! let checkpoint = verify::checkpoint(&log.checkpoint().note, log.public_key())?;
//! let proof = log.inclusion_proof(written.start, checkpoint.size)?;
//! let leaf = log.entry(written.start)?;
//! verify::inclusion(&leaf.bytes, written.start, checkpoint.size, &proof, checkpoint.root)?;
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! This crate does not know: the ledger, roles and Views (who may read the log is decided above),
//! HTTP. It reads no clock: the time is an argument.

mod checkpoint;
mod error;
pub mod export;
mod growth;
mod hash;
mod key;
mod leaf;
mod log;
mod lookup;
mod note;
mod pending;
mod sieve;
mod storage;
mod tree;
pub mod verify;

pub use checkpoint::{Checkpoint, SignedCheckpoint};
pub use error::Error;
pub use hash::NodeHash;
pub use key::{LogKey, PublicKey};
pub use leaf::{Draft, Entry, Kind, Leaf};
pub use log::{Filter, Log, Page};
pub use pending::Pending;

/// The result of an operation on the log.
pub type Result<T, E = Error> = std::result::Result<T, E>;
