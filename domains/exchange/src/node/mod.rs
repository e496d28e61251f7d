//! Between nodes: signed bundles of statements, recalls and receipts, with exactly-once effect.
//!
//! The main type is [`Office`]: what one node does with its partners. It has no state of its own:
//! everything stands in a [`Keep`] (changed in one commit a step) and in the node's [`Records`]
//! (whose changes may be repeated without harm), so a crash between any two steps loses nothing
//! and does nothing twice. Each pair of nodes has a stream in each direction: envelopes numbered
//! without gaps, applied in order, kept by the sender until acknowledged.
//!
//! This module does no I/O and reads no clock: whoever calls carries the bytes and says the time.

mod agreement;
mod asking;
pub mod blind;
mod body;
mod corrections;
mod desk;
mod envelope;
mod inbox;
mod keep;
mod keys;
mod office;
mod outbox;
mod recall;
mod records;
mod release;

pub use agreement::{Agreement, Card, Matching, Partner};
pub use asking::{Ask, AskOrder, AskState, KeptAsk, Leave, Outcome, Reply, Urgency, Wanted};
pub use body::{Corrected, Notice, Reason, Receipt};
pub use corrections::Correction;
pub use desk::{NoticeState, Outstanding};
pub use envelope::{Ack, LARGEST, Sealed, sender_of};
pub use keep::{Keep, MemoryKeep, Write};
pub use keys::{NodeKey, NodePublicKey};
pub use office::{Identity, Office};
pub use recall::RecallOrder;
pub use records::{Attestation, Deed, DeedKind, Records};
pub use release::Withheld;
