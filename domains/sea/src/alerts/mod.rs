//! Alerts: what the rules say, merged where it repeats, and what people did about it.

mod alert;
mod book;
mod entry;
mod figures;

pub use alert::{Alert, AlertId, Closing, Deed, EvidenceNote, Outcome, Severity, State};
pub use figures::{RuleFigures, figures};

pub(crate) use book::{Book, Raised};
pub(crate) use entry::Entry;
