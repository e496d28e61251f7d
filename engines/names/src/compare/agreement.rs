//! How far two tokens agree.

use crate::channel::Workspace;
use crate::model::Model;
use crate::name::{Part, Token};
use crate::spelling::Spelling;

/// Why two tokens were taken to agree.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum How {
    /// The same letters.
    Same,
    /// Spellings that may be of one name.
    Sounds,
    /// One is the initial of the other.
    Initial,
    /// Known forms of one name.
    Nickname,
    /// One is how the other begins.
    Short,
}

/// Log-odds that two tokens are of one name, and why.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Agreement {
    pub(crate) log_odds: f32,
    pub(crate) how: How,
}

/// Tokens that agree less than this are not paired.
pub(crate) const WORTH_PAIRING: f32 = -2.2;

/// Log-odds of tokens that agree in other ways than by their sounds, beside which calibrated
/// log-odds of spellings stand.
const SAME: f32 = 6.0;
const NICKNAME: f32 = 1.5;
const SHORT: f32 = 0.5;
const INITIAL: f32 = 0.5;
const DIFFERENT: f32 = -5.0;
/// What reading away an article or another customary part costs.
const BARE: f32 = 1.0;
/// Letters of a short form.
const SHORTEST: u8 = 3;

impl Agreement {
    /// The same letters.
    pub(crate) const SAME: Self = Self { log_odds: SAME, how: How::Same };
}

/// Whether two tokens that are not the same may agree, without comparing their spellings.
#[inline]
pub(crate) fn promising(a: &Token, b: &Token) -> bool {
    a.shape.near(&b.shape)
        || a.part == Part::Initial
        || b.part == Part::Initial
        || (a.has_groups && b.has_groups)
        || begins(a, b)
}

/// How a token is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reading {
    /// As it is written.
    Whole,
    /// Without an article or another customary part.
    Bare,
}

/// Compares two tokens.
pub(crate) fn agreement(
    model: &Model,
    a: &Token,
    b: &Token,
    workspace: &mut Workspace,
) -> Agreement {
    agreement_by(model, (a, b), |reading, right| {
        let left = if reading == Reading::Bare { a.bare()? } else { &a.spelling };
        model.sound_alike((left, a), (right, b), workspace)
    })
}

/// The same, with whatever says how alike a reading of the first sounds with a spelling of the
/// second.
pub(crate) fn agreement_by(
    model: &Model,
    (a, b): (&Token, &Token),
    alike: impl FnMut(Reading, &Spelling) -> Option<f32>,
) -> Agreement {
    let found = |log_odds, how| Agreement { log_odds, how };
    if a.plain == b.plain {
        return Agreement::SAME;
    }
    if a.part == Part::Number || b.part == Part::Number {
        return found(DIFFERENT, How::Same);
    }
    if a.part == Part::Initial || b.part == Part::Initial {
        return found(initial(model, a, b), How::Initial);
    }
    let near = a.shape.near(&b.shape);
    let sounds = if near { spelled((a, b), alike) } else { DIFFERENT };
    if sounds < NICKNAME && a.groups().iter().any(|group| b.groups().contains(group)) {
        return found(NICKNAME, How::Nickname);
    }
    if sounds < SHORT && begins(a, b) {
        return found(SHORT, How::Short);
    }
    found(sounds.max(DIFFERENT), How::Sounds)
}

/// Whether one token is how the other begins, in the same script.
#[inline]
fn begins(a: &Token, b: &Token) -> bool {
    let (short, long) = if a.letters() < b.letters() { (a, b) } else { (b, a) };
    a.script == b.script
        && short.letters() >= SHORTEST
        && short.letters() < long.letters()
        && short.spelling.codes().eq(long.spelling.codes().take(usize::from(short.letters())))
}

/// Compares two neighbours, written together, with a token.
pub(crate) fn joined(
    model: &Model,
    (first, second): (&Token, &Token),
    token: &Token,
    workspace: &mut Workspace,
) -> Agreement {
    let found = |log_odds, how| Agreement { log_odds, how };
    let Some(together) = model.spell_joined(first, second) else {
        return found(DIFFERENT, How::Sounds);
    };
    if first.script == token.script && together == token.spelling {
        return found(SAME - BARE, How::Same);
    }
    let sides = ((&together, first), (&token.spelling, token));
    let alike = model.sound_alike(sides.0, sides.1, workspace);
    found(alike.map_or(DIFFERENT, |odds| odds - BARE), How::Sounds)
}

fn initial(model: &Model, a: &Token, b: &Token) -> f32 {
    let first = |token: &Token| model.latin_spelling(token).symbols().first().map(|s| s.one);
    let (a, b) = (first(a), first(b));
    if a.is_some() && a == b { INITIAL } else { DIFFERENT }
}

/// The best of the ways to read the tokens: as they are, or without a leading article.
fn spelled(
    (a, b): (&Token, &Token),
    mut alike: impl FnMut(Reading, &Spelling) -> Option<f32>,
) -> f32 {
    let mut odds = |reading, right: &Spelling, cost: f32| {
        alike(reading, right).map_or(DIFFERENT, |odds| odds - cost)
    };
    let best = odds(Reading::Whole, &b.spelling, 0.0);
    match (a.bare(), b.bare()) {
        (Some(_), None) => best.max(odds(Reading::Bare, &b.spelling, BARE)),
        (None, Some(right)) => best.max(odds(Reading::Whole, right, BARE)),
        (Some(_), Some(right)) if best < 0.0 => best.max(odds(Reading::Bare, right, BARE)),
        _ => best,
    }
}
