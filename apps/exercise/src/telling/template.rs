//! Report templates: texts with slots.
//!
//! | in a template | means |
//! |---|---|
//! | `{subject.phone}` | the slot `phone` of the subject; `{date}` a slot of the episode |
//! | `[, born {subject.birth}]` | only if the agency knows everything in it |
//! | `<was seen\|was noticed>` | one of these |
//! | `## arrest` | a template for arrests follows: a line `title:`, then the text |

use std::sync::LazyLock;

use crate::invention::phrases::Language;

/// A title and a text.
#[derive(Debug)]
pub(crate) struct Template {
    form: &'static str,
    pub(crate) title: Vec<Piece>,
    pub(crate) body: Vec<Piece>,
}

/// A part of a template.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Piece {
    Text(&'static str),
    Slot(Slot),
    Optional(Vec<Piece>),
    Choice(Vec<&'static str>),
}

/// A slot: of a person of the episode, or of the episode itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Slot {
    Person(usize, PersonSlot),
    Episode(EpisodeSlot),
}

macro_rules! slots {
    ($(#[$doc:meta])* $name:ident { $($slot:ident = $text:literal),* $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(crate) enum $name { $($slot),* }

        impl $name {
            fn parse(text: &str) -> Option<Self> {
                match text {
                    $($text => Some(Self::$slot),)*
                    _ => None,
                }
            }
        }
    };
}

slots! {
    /// What can be said of a person.
    PersonSlot {
        Name = "name", Short = "short", Spelling = "spelling", Native = "native", Nick = "nick",
        Birth = "birth", Age = "age", Nation = "nation", Gender = "gender", Phone = "phone",
        Home = "home", Passport = "passport", Mark = "mark", Role = "role", Tie = "tie",
        Account = "account", Bank = "bank", Vehicle = "vehicle", House = "house",
        Office = "office", Shop = "shop",
    }
}

slots! {
    /// What can be said of an episode.
    EpisodeSlot {
        Event = "event", Date = "date", Place = "place", To = "to", Vessel = "vessel",
        Length = "length", Engine = "engine", Registration = "registration", Count = "count",
        Children = "children", Amount = "amount", Topic = "topic", Court = "court",
        Sentence = "sentence", Code = "code", Passengers = "passengers", Advert = "advert",
        Copy = "copy",
    }
}

impl Slot {
    fn parse(text: &str) -> Option<Self> {
        const PEOPLE: [&str; 4] = ["subject", "other", "third", "fourth"];
        let (who, slot) = text.split_once('.').unwrap_or((text, "name"));
        match PEOPLE.iter().position(|known| *known == who) {
            Some(who) => PersonSlot::parse(slot).map(|slot| Self::Person(who, slot)),
            None => EpisodeSlot::parse(text).map(Self::Episode),
        }
    }
}

/// The templates for reports of `form` in `language`.
pub(crate) fn of_form(form: &str, language: Language) -> impl Iterator<Item = &'static Template> {
    TEMPLATES[language as usize].iter().filter(move |template| template.form == form)
}

static TEMPLATES: LazyLock<[Vec<Template>; 4]> = LazyLock::new(|| {
    [
        include_str!("../../data/templates/en.txt"),
        include_str!("../../data/templates/fr.txt"),
        include_str!("../../data/templates/ar.txt"),
        include_str!("../../data/templates/fa.txt"),
    ]
    .map(read)
});

fn read(file: &'static str) -> Vec<Template> {
    file.split("\n## ")
        .skip(1)
        .filter_map(|section| {
            let (form, rest) = section.split_once('\n')?;
            let (title, body) = rest.split_once('\n')?;
            let title = parse(title.strip_prefix("title:")?.trim());
            Some(Template { form: form.trim(), title, body: parse(body.trim()) })
        })
        .collect()
}

/// The pieces of `text`. A slot that does not exist stays in the text as written, where a test
/// finds it.
fn parse(mut text: &'static str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    while let Some(at) = text.find(['{', '[', '<']) {
        let close = match text.as_bytes()[at] {
            b'{' => '}',
            b'[' => ']',
            _ => '>',
        };
        let Some(length) = closing(&text[at..], close) else { break };
        if at > 0 {
            pieces.push(Piece::Text(&text[..at]));
        }
        let inner = &text[at + 1..at + length];
        pieces.push(match close {
            '}' => Slot::parse(inner).map_or(Piece::Text(&text[at..=at + length]), Piece::Slot),
            ']' => Piece::Optional(parse(inner)),
            _ => Piece::Choice(inner.split('|').collect()),
        });
        text = &text[at + length + 1..];
    }
    if !text.is_empty() {
        pieces.push(Piece::Text(text));
    }
    pieces
}

/// Where the bracket that `text` begins with is closed; options may lie within options.
fn closing(text: &str, close: char) -> Option<usize> {
    let open = text.chars().next()?;
    let mut depth = 0;
    for (at, c) in text.char_indices() {
        if c == open {
            depth += 1;
        } else if c == close {
            depth -= 1;
            if depth == 0 {
                return Some(at);
            }
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_template_is_text_slots_options_and_choices() {
        assert_eq!(
            parse("{subject}[, born {subject.birth},] <fled|hid> on {date}."),
            [
                Piece::Slot(Slot::Person(0, PersonSlot::Name)),
                Piece::Optional(vec![
                    Piece::Text(", born "),
                    Piece::Slot(Slot::Person(0, PersonSlot::Birth)),
                    Piece::Text(","),
                ]),
                Piece::Text(" "),
                Piece::Choice(vec!["fled", "hid"]),
                Piece::Text(" on "),
                Piece::Slot(Slot::Episode(EpisodeSlot::Date)),
                Piece::Text("."),
            ]
        );
    }

    #[test]
    fn options_lie_within_options() {
        let inner = Piece::Optional(vec![Piece::Text("b")]);
        let outer = Piece::Optional(vec![Piece::Text("a"), inner, Piece::Text("c")]);
        assert_eq!(parse("[a[b]c]d"), [outer, Piece::Text("d")]);
    }

    #[test]
    fn every_slot_in_every_template_exists() {
        fn texts(pieces: &[Piece], found: &mut Vec<&'static str>) {
            for piece in pieces {
                match piece {
                    Piece::Text(text) => found.push(text),
                    Piece::Optional(inner) => texts(inner, found),
                    Piece::Choice(choices) => found.extend(choices),
                    Piece::Slot(_) => {}
                }
            }
        }
        for template in TEMPLATES.iter().flatten() {
            let mut found = Vec::new();
            texts(&template.title, &mut found);
            texts(&template.body, &mut found);
            for text in found {
                assert!(
                    !text.contains(['{', '}', '[', ']', '<', '>']),
                    "{}: {text}",
                    template.form
                );
            }
        }
    }
}
