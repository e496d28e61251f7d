//! Two names part by part: which token answers to which, in the script each came in.

use crossbearing_names::compare::{How, Pairing};
use crossbearing_names::{Model, Script, Token, Workspace};

/// Two names taken apart and laid side by side.
#[derive(Debug, Clone, PartialEq)]
pub struct Aligned {
    /// The one name.
    pub left: String,
    /// The other.
    pub right: String,
    /// Their parts: those that answer to one another, then those on one side only.
    pub parts: Vec<AlignedPart>,
}

/// A part of a name and what answers to it.
#[derive(Debug, Clone, PartialEq)]
pub struct AlignedPart {
    /// What kind of part: given, family, nisba.
    pub part: &'static str,
    /// The part of the one name.
    pub left: Option<Spelled>,
    /// The part of the other.
    pub right: Option<Spelled>,
    /// Why the two answer to one another: `same`, `spelling`, `initial`, `nickname`; or `alone`.
    pub how: &'static str,
    /// How likely the two are one, from 0 to 1.
    pub certainty: f32,
}

/// A part of a name in its script.
#[derive(Debug, Clone, PartialEq)]
pub struct Spelled {
    /// The letters, folded.
    pub text: String,
    /// In Latin letters, where it is in others.
    pub latin: Option<String>,
    /// The script.
    pub script: &'static str,
}

/// Lays two names side by side.
pub fn align(model: &Model, left: &str, right: &str) -> Aligned {
    let (a, b) = (model.prepare(left), model.prepare(right));
    let pairing = Pairing::new(model, &a, &b, &mut Workspace::default());
    let mut parts: Vec<AlignedPart> = pairing
        .pairs()
        .iter()
        .filter_map(|pair| {
            let (one, other) = (a.tokens.get(pair.left)?, b.tokens.get(pair.right)?);
            Some(AlignedPart {
                part: telling_part(one, other),
                left: Some(spelled(model, one)),
                right: Some(spelled(model, other)),
                how: how(pair.how),
                certainty: 1.0 / (1.0 + (-pair.log_odds).exp()),
            })
        })
        .collect();
    let alone = |token: &Token| AlignedPart {
        part: token.part.label(),
        left: None,
        right: None,
        how: "alone",
        certainty: 0.0,
    };
    for token in pairing.left_alone().filter_map(|place| a.tokens.get(place)) {
        parts.push(AlignedPart { left: Some(spelled(model, token)), ..alone(token) });
    }
    for token in pairing.right_alone().filter_map(|place| b.tokens.get(place)) {
        parts.push(AlignedPart { right: Some(spelled(model, token)), ..alone(token) });
    }
    Aligned { left: left.to_owned(), right: right.to_owned(), parts }
}

fn telling_part(one: &Token, other: &Token) -> &'static str {
    let plain = one.part.label() == "given" || one.part.label() == "middle or father's";
    if plain { other.part.label() } else { one.part.label() }
}

fn how(how: How) -> &'static str {
    match how {
        How::Same => "same",
        How::Sounds => "spelling",
        How::Initial => "initial",
        How::Nickname | How::Short => "nickname",
    }
}

fn spelled(model: &Model, token: &Token) -> Spelled {
    let foreign = !matches!(token.script, Script::Latin | Script::Other);
    Spelled {
        text: token.text().to_owned(),
        latin: foreign.then(|| model.romanise(token.text(), token.script)),
        script: token.script.name(),
    }
}
