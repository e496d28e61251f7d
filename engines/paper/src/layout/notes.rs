//! Footnotes: each stands at the foot of every page that refers to it.

use super::Flow;
use super::page::{BOTTOM, MOST_NOTES, SIDE, WIDTH};
use super::tags::{ROOT, Role};
use crate::document::{Colour, Rich};
use crate::text::{Line, Type};

const TYPE: Type = Type::of(7.5);
/// How far its text stands from the edge.
const INDENT: f32 = 17.0;
/// Lines of one footnote; what is longer is cut.
const MOST_LINES: usize = 4;
/// The room around the rule above them.
const RULE: f32 = 9.0;

impl Flow<'_> {
    /// How much higher the footnotes would be with these.
    pub(super) fn height_of_new(&mut self, notes: &[usize]) -> f32 {
        let mut height = 0.0;
        for &note in notes {
            if !self.noted.contains(&note) {
                height += self.height_of_note(note);
            }
        }
        if height > 0.0 && self.noted.is_empty() { height + RULE } else { height }
    }

    /// Puts footnotes on this page, or on the next where this one has no room.
    pub(super) fn note_all(&mut self, notes: &[usize]) {
        for &note in notes {
            if self.noted.contains(&note) || self.pending.contains(&note) {
                continue;
            }
            let height = self.height_of_new(&[note]);
            let free = BOTTOM - self.y - self.notes_height;
            if self.notes_height + height > MOST_NOTES || height > free {
                self.pending.push(note);
            } else {
                self.noted.push(note);
                self.notes_height += height;
            }
        }
    }

    fn height_of_note(&mut self, note: usize) -> f32 {
        self.lines_of_note(note).len() as f32 * TYPE.leading()
    }

    fn lines_of_note(&mut self, note: usize) -> Vec<Line> {
        if let Some(Some(known)) = self.note_lines.get(note) {
            return known.clone();
        }
        let text = self.document.notes.get(note).cloned().unwrap_or_default();
        let mut lines = self.setter.lines(&text, TYPE, WIDTH - INDENT);
        if lines.len() > MOST_LINES {
            lines.truncate(MOST_LINES - 1);
            lines.push(self.setter.one_line(&Rich::plain("…"), TYPE, WIDTH));
        }
        if let Some(kept) = self.note_lines.get_mut(note) {
            *kept = Some(lines.clone());
        }
        lines
    }

    /// Draws the footnotes of a page that is full.
    pub(super) fn close_page(&mut self) {
        let mut noted = std::mem::take(&mut self.noted);
        noted.sort_unstable();
        let height = std::mem::replace(&mut self.notes_height, 0.0);
        if noted.is_empty() {
            return;
        }
        let mut y = BOTTOM - height + RULE;
        self.page().rule([SIDE, y - RULE * 0.6], WIDTH * 0.25, Colour::GREY);
        for note in noted {
            let tag = self.tags.add(ROOT, Role::Note);
            let number = Rich::plain((note + 1).to_string());
            let number = self.setter.one_line(&number, TYPE, INDENT);
            let lines = self.lines_of_note(note);
            self.page().text(Some(tag), [SIDE, y + TYPE.size], number);
            for line in lines {
                let x = if line.is_rtl { SIDE + WIDTH - line.width } else { SIDE + INDENT };
                self.page().text(Some(tag), [x, y + TYPE.size], line);
                y += TYPE.leading();
            }
        }
    }
}
