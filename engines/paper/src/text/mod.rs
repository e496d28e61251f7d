//! Text: which letters are set in which font and direction, and where lines break.

mod clean;
mod fonts;
mod lines;
mod shape;

pub(crate) use fonts::{FONTS, FontNo};
pub(crate) use lines::Line;
pub(crate) use shape::{Glyph, Piece, Run, Setter};

use clean::clean;
use fonts::{REPLACEMENT, is_unseen};

use crate::document::{Colour, Look, Rich, Span};

/// How a paragraph is set where its spans do not say otherwise.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Type {
    /// The size in points.
    pub(crate) size: f32,
    /// Whether all of it is bold.
    pub(crate) is_bold: bool,
    /// The colour of what is not faint.
    pub(crate) colour: Colour,
}

impl Type {
    /// Plain text of a size.
    pub(crate) const fn of(size: f32) -> Self {
        Self { size, is_bold: false, colour: Colour::BLACK }
    }

    /// The same in bold.
    pub(crate) const fn bold(self) -> Self {
        Self { is_bold: true, ..self }
    }

    /// The same in another colour.
    pub(crate) const fn in_colour(self, colour: Colour) -> Self {
        Self { colour, ..self }
    }

    /// From one line to the next.
    pub(crate) fn leading(self) -> f32 {
        self.size * 1.42
    }
}

/// A letter on its way to paper.
#[derive(Debug, Clone, Copy)]
struct Letter {
    /// What is set.
    set: char,
    /// What is copied.
    said: char,
    font: FontNo,
    is_bold: bool,
    is_faint: bool,
    /// The footnote that it refers to, of a reference.
    note: Option<usize>,
}

impl Letter {
    fn is_set_like(&self, other: &Self) -> bool {
        self.font == other.font
            && self.is_bold == other.is_bold
            && self.is_faint == other.is_faint
            && self.note == other.note
    }
}

impl Setter {
    /// The letters of a text. Several spans are isolated from each other.
    fn letters(&mut self, rich: &Rich, kind: Type) -> Vec<Letter> {
        let mut letters = Vec::new();
        let n_texts = rich.spans.iter().filter(|span| matches!(span, Span::Text { .. })).count();
        let isolates = n_texts > 1;
        for span in &rich.spans {
            match span {
                Span::Text { text, look } => {
                    let is_bold = kind.is_bold || *look == Look::Bold;
                    let is_faint = *look == Look::Faint;
                    let mut text = clean(text);
                    if isolates {
                        text.insert(0, '\u{2068}');
                        text.push('\u{2069}');
                    }
                    self.add(&mut letters, &text, (is_bold, is_faint, None));
                }
                Span::Note(number) => {
                    let follows_note = letters.last().is_some_and(|last| last.note.is_some());
                    let comma = if follows_note { "," } else { "" };
                    let text: Vec<char> = format!("{comma}{}", number + 1).chars().collect();
                    self.add(&mut letters, &text, (false, false, Some(*number)));
                }
            }
        }
        letters
    }

    fn add(
        &mut self,
        letters: &mut Vec<Letter>,
        text: &[char],
        (is_bold, is_faint, note): (bool, bool, Option<usize>),
    ) {
        let mut before = None;
        for &said in text {
            let found = self.faces().of(said, before);
            let (set, font) = found.map_or((REPLACEMENT, 0), |font| (said, font));
            if found.is_none() {
                self.undrawn.insert(said);
            }
            if !is_unseen(said) {
                before = Some(font);
            }
            letters.push(Letter { set, said, font, is_bold, is_faint, note });
        }
    }
}
