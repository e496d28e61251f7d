//! Selectors: what leads from a text to an account, a device, a vessel, a vehicle or a document.
//!
//! One file per kind, each with a `find` over the tokens. A form that random figures could have is
//! taken only with a check digit or a word before it that says what it is.

mod coordinates;
mod documents;
mod iban;
mod internet;
pub(crate) mod money;
mod phone;
mod plates;
mod vessels;
mod wallets;

use crate::Context;
use crate::mention::Candidate;
use crate::token::Tokens;

/// Finds every selector but money.
pub(crate) fn find(tokens: &Tokens<'_>, context: &Context, found: &mut Vec<Candidate>) {
    internet::find(tokens, found);
    iban::find(tokens, found);
    wallets::find(tokens, found);
    vessels::find(tokens, found);
    documents::find(tokens, found);
    plates::find(tokens, found);
    coordinates::find(tokens, found);
    phone::find(tokens, context, found);
    found.sort_by_key(|candidate| candidate.span.start);
}

/// Whether one of `words` stands within `reach` tokens before `index` in its sentence.
fn follows_word(tokens: &Tokens<'_>, index: usize, reach: usize, words: &[&str]) -> bool {
    let Some(sentence) = tokens.get(index).map(|token| token.sentence) else { return false };
    (index.saturating_sub(reach)..index)
        .rev()
        .take_while(|&at| tokens.get(at).is_some_and(|token| token.sentence == sentence))
        .any(|at| tokens.is_any(at, words))
}

/// Letters and figures that stand together without a space, from `index` on: `AB`, `12`, `CDE`.
fn glued_run(tokens: &Tokens<'_>, index: usize) -> usize {
    const LONGEST: usize = 24;
    let mut last = index;
    while last - index < LONGEST && tokens.is_glued(last + 1) && is_alphanumeric(tokens, last + 1) {
        last += 1;
    }
    last
}

fn is_alphanumeric(tokens: &Tokens<'_>, index: usize) -> bool {
    tokens.word(index).bytes().all(|byte| byte.is_ascii_alphanumeric())
        && !tokens.word(index).is_empty()
}

fn start(tokens: &Tokens<'_>, index: usize) -> usize {
    tokens.get(index).map_or(0, |token| token.start as usize)
}

fn end(tokens: &Tokens<'_>, index: usize) -> usize {
    tokens.get(index).map_or(0, |token| token.end as usize)
}

#[cfg(test)]
fn values(text: &str, region: Option<&str>) -> Vec<String> {
    let context = Context { region: region.map(str::to_owned), ..Context::default() };
    let mut found = Vec::new();
    find(&Tokens::read(text), &context, &mut found);
    found.into_iter().map(|c| format!("{} {}", c.kind.as_str(), c.value)).collect()
}
