//! Selectors: what leads from a text to an account, a device, a vessel or a document.

pub(crate) mod money;

use crate::Context;
use crate::mention::Candidate;
use crate::token::Tokens;

/// Finds every selector.
pub(crate) fn find(_tokens: &Tokens<'_>, _context: &Context, _found: &mut Vec<Candidate>) {}
