//! Two parties learn which items both hold, and nothing more.
//!
//! The *key holder* has items and a secret [`Key`]; it hands out a [`Table`] of tags, one an item,
//! in sorted order and padded. The *asker* blinds its own items ([`Blinding`]), so that the key
//! holder learns nothing of them, has the blinded ones evaluated under the key, and takes the
//! blinding off. What comes out are the tags of its items: those that stand in the table are held
//! by both. A proof shows that the published key was used for every item alike, so nobody can be
//! singled out by a key of his own.
//!
//! The function is the verifiable oblivious pseudorandom function of RFC 9497 (mode 0x01) over
//! ristretto255 with SHA-512. Requests are padded to a few sizes ([`padded`]). A key lives for one
//! pair of parties and one epoch. Small spaces (telephone numbers) can be swept by whoever may ask
//! often, so the key holder counts ([`Quota`]). What follows a hit is a [`Match`].
//!
//! ```
//! use crossbearing_blind::{Blinding, Key, Table};
//!
//! let key = Key::derive(&[7; 32], b"north|south|2026-05")?;
//! let table = Table::build(&key, [b"+447700900123".as_slice(), b"+447700900456"], [1; 32])?;
//!
//! let items = [b"+447700900456".as_slice(), b"+447700900789"];
//! let blinding = Blinding::new(&items, [2; 32])?;
//! let answer = key.answer(&blinding.request(), [3; 32])?;
//! let tags = blinding.finish(&answer, &key.public())?;
//! assert_eq!(tags.iter().map(|tag| table.holds(tag)).collect::<Vec<_>>(), [true, false]);
//! # Ok::<(), crossbearing_blind::Error>(())
//! ```
//!
//! Seeds are arguments: 32 bytes from the system's generator, each used once. This crate does not
//! know what an item stands for, who asks, or what time it is.

mod asker;
mod error;
mod holder;
mod matching;
mod padding;
mod quota;
mod suite;
mod table;

pub use asker::Blinding;
pub use error::Error;
pub use holder::{Key, PublicKey};
pub use matching::{Match, Side, State};
pub use padding::{MOST, padded};
pub use quota::{Quota, Spent};
pub use suite::{Answer, Request};
pub use table::{Claim, Table, Tag};

/// The result of a step.
pub type Result<T, E = Error> = std::result::Result<T, E>;
