//! How far two tokens agree.

use crate::model::Model;
use crate::name::{Part, Token};
use crate::script::Script;
use crate::sounds;

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
}

/// Log-odds that two tokens are of one name, and why.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Agreement {
    pub(crate) log_odds: f32,
    pub(crate) how: How,
}

/// Bounds of a token's log-odds: no spelling is surer than this.
const SUREST: f32 = 7.0;
const SAME: f32 = 8.0;
const NICKNAME: f32 = 2.5;
const INITIAL: f32 = 0.8;
const DIFFERENT: f32 = -7.0;
/// What reading a leading article away costs.
const BARE: f32 = 1.0;

/// Compares two tokens.
pub(crate) fn agreement(model: &Model, a: &Token, b: &Token) -> Agreement {
    let found = |log_odds, how| Agreement { log_odds, how };
    if a.plain == b.plain {
        return found(SAME, How::Same);
    }
    if a.part == Part::Number || b.part == Part::Number {
        return found(DIFFERENT, How::Same);
    }
    if a.part == Part::Initial || b.part == Part::Initial {
        return found(initial(model, a, b), How::Initial);
    }
    let nickname = a.groups.iter().any(|group| b.groups.contains(group));
    let sounds = if sounds::near(a.sounds, b.sounds) { spelled(model, a, b) } else { DIFFERENT };
    if nickname && sounds < NICKNAME {
        return found(NICKNAME, How::Nickname);
    }
    found(sounds.clamp(DIFFERENT, SUREST), How::Sounds)
}

/// Compares two neighbours, written together, with a token.
pub(crate) fn joined(model: &Model, (first, second): (&Token, &Token), token: &Token) -> Agreement {
    let together = format!("{}{}", first.text, second.text);
    if together == token.text {
        return Agreement { log_odds: SAME - BARE, how: How::Same };
    }
    let spelling = model.spell(&together, first.script);
    let alike = model.sound_alike((&spelling, first.script), (&token.spelling, token.script));
    let log_odds = alike.unwrap_or(DIFFERENT).clamp(DIFFERENT, SUREST) - BARE;
    Agreement { log_odds, how: How::Sounds }
}

fn initial(model: &Model, a: &Token, b: &Token) -> f32 {
    let first = |token: &Token| -> Option<String> {
        let text = match token.script {
            Script::Latin => token.text.clone(),
            script => model.romanise(&token.text, script),
        };
        text.chars().next().map(String::from)
    };
    if first(a) == first(b) { INITIAL } else { DIFFERENT }
}

/// The best of the ways to read the tokens: as they are, or without a leading article.
fn spelled(model: &Model, a: &Token, b: &Token) -> f32 {
    let alike =
        |left, right| model.sound_alike((left, a.script), (right, b.script)).unwrap_or(DIFFERENT);
    let mut best = alike(&a.spelling, &b.spelling);
    match (&a.bare, &b.bare) {
        (Some(left), None) => best = best.max(alike(left, &b.spelling) - BARE),
        (None, Some(right)) => best = best.max(alike(&a.spelling, right) - BARE),
        (Some(left), Some(right)) if best < 0.0 => best = best.max(alike(left, right) - BARE),
        _ => {}
    }
    best
}
