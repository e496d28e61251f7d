//! Who is who: which records may be of one person or thing, what people decided, and what follows.
//!
//! The main type is [`Picture`]: everything about identity that one View tells. It finds candidate
//! pairs by names in any script, by selectors and by dates; weighs each by evidence summed in
//! log-odds ([`Evidence`], with its terms and the statements they rest on); ranks what is worth a
//! person's look ([`Queue`]); and follows the judgements in the ledger. It merges nobody: a
//! [`Decision`] by a person does, as a judgement that can be undone.
//!
//! This crate does not know: HTTP, folders, who may log in.

mod decide;
mod error;
mod evidence;
mod fact;
mod link;
mod names;
mod picture;
mod queue;
mod selector;
mod subject;
mod training;
mod watch;
mod weights;

pub use decide::{Decision, Desk, Made};
pub use error::Error;
pub use evidence::{Evidence, Kind, Signals, Term};
pub use fact::{Fact, Source};
pub use names::{Aligned, AlignedPart, Spelled, align};
pub use picture::{Found, Picture};
pub use queue::{Change, Proposal, Queue, WORTH_A_LOOK, Wanted};
pub use selector::{Held, MANY, Selector, Shared};
pub use subject::{Companion, Named, Sort, Subject};
pub use training::Training;
pub use watch::{Lead, Watch, Watched};
pub use weights::{Fit, Weights};

/// The result of asking who is who.
pub type Result<T, E = Error> = std::result::Result<T, E>;
