//! Where lines break, and in which order their runs stand.
//!
//! Lines break behind spaces, hyphens and slashes, beside letters of scripts without spaces, and,
//! where a word is wider than its line, between any two letters. The order of runs is that of
//! the Unicode bidirectional algorithm (UAX 9).

use std::ops::Range;

use unicode_bidi::ParagraphBidiInfo;

use super::fonts::is_mark;
use super::{Letter, Run, Setter, Type};
use crate::document::Rich;

/// A line of text, ready to be drawn.
#[derive(Debug, Clone)]
pub(crate) struct Line {
    /// From left to right.
    pub(crate) runs: Vec<Run>,
    /// How wide it is.
    pub(crate) width: f32,
    /// The footnotes that it refers to.
    pub(crate) notes: Vec<usize>,
    /// Whether its paragraph runs from right to left.
    pub(crate) is_rtl: bool,
}

impl Setter {
    /// The lines of a text, none wider than `width` unless a single letter is.
    pub(crate) fn lines(&mut self, rich: &Rich, kind: Type, width: f32) -> Vec<Line> {
        let letters = self.letters(rich, kind);
        let text: String = letters.iter().map(|letter| letter.set).collect();
        let info = ParagraphBidiInfo::new(&text, None);
        let places = Places::new(&text);
        let advances = self.advances(&letters, &info, &places, kind);
        let is_rtl = info.paragraph_level.is_rtl();
        let ranges = broken(&letters, &advances, width);
        let set = |range| self.line(&letters, &info, &places, range, kind, is_rtl);
        ranges.into_iter().map(set).collect()
    }

    /// The text on one line, cut with an ellipsis where it is wider than `width`.
    pub(crate) fn one_line(&mut self, rich: &Rich, kind: Type, width: f32) -> Line {
        let mut lines = self.lines(rich, kind, width);
        if lines.len() > 1 {
            let ellipsis = Rich::plain("…");
            let tail = self.lines(&ellipsis, kind, f32::INFINITY).swap_remove(0);
            let mut shorter = self.lines(rich, kind, (width - tail.width).max(1.0));
            let mut line = shorter.swap_remove(0);
            line.width += tail.width;
            if line.is_rtl {
                line.runs.splice(0..0, tail.runs);
            } else {
                line.runs.extend(tail.runs);
            }
            return line;
        }
        lines.pop().unwrap_or(Line {
            runs: Vec::new(),
            width: 0.0,
            notes: Vec::new(),
            is_rtl: false,
        })
    }

    /// How wide each letter is; those that are drawn with one before them have no width.
    fn advances(
        &mut self,
        letters: &[Letter],
        info: &ParagraphBidiInfo<'_>,
        places: &Places,
        kind: Type,
    ) -> Vec<Option<f32>> {
        let mut advances = vec![None; letters.len()];
        let level = |at: usize| info.levels.get(places.byte(at)).copied();
        let mut start = 0;
        while start < letters.len() {
            let same = |at: &usize| {
                letters[*at].is_set_like(&letters[start]) && level(*at) == level(start)
            };
            let end = (start..letters.len()).take_while(same).last().unwrap_or(start) + 1;
            let is_rtl = level(start).is_some_and(|level| level.is_rtl());
            let run = self.run(&letters[start..end], start, is_rtl, kind);
            for piece in &run.pieces {
                let known = advances[piece.first].unwrap_or(0.0);
                advances[piece.first] = Some(known + piece.width() * run.size);
            }
            start = end;
        }
        advances
    }

    fn line(
        &mut self,
        letters: &[Letter],
        info: &ParagraphBidiInfo<'_>,
        places: &Places,
        range: Range<usize>,
        kind: Type,
        is_rtl: bool,
    ) -> Line {
        let mut runs = Vec::new();
        let mut notes = Vec::new();
        if !range.is_empty() {
            let (levels, visual) =
                info.visual_runs(places.byte(range.start)..places.byte(range.end));
            for bytes in visual {
                let is_backwards = levels.get(bytes.start).is_some_and(unicode_bidi::Level::is_rtl);
                let part = places.letter(bytes.start)..places.letter(bytes.end);
                let mut parts = alike(letters, part);
                if is_backwards {
                    parts.reverse();
                }
                for part in parts {
                    runs.push(self.run(&letters[part.clone()], part.start, is_backwards, kind));
                }
            }
        }
        for note in letters[range].iter().filter_map(|letter| letter.note) {
            if !notes.contains(&note) {
                notes.push(note);
            }
        }
        let width = runs.iter().map(Run::width).sum();
        Line { runs, width, notes, is_rtl }
    }
}

/// Stretches of letters of one font and look.
fn alike(letters: &[Letter], range: Range<usize>) -> Vec<Range<usize>> {
    let mut parts: Vec<Range<usize>> = Vec::new();
    for at in range {
        match parts.last_mut() {
            Some(part) if letters[part.start].is_set_like(&letters[at]) => part.end = at + 1,
            _ => parts.push(at..at + 1),
        }
    }
    parts
}

/// The lines as ranges of letters, without the spaces at their ends.
fn broken(letters: &[Letter], advances: &[Option<f32>], width: f32) -> Vec<Range<usize>> {
    let mut lines = Vec::new();
    let (mut start, mut at, mut used) = (0, 0, 0.0);
    let mut last_chance = None;
    while at < letters.len() {
        if letters[at].set == '\u{2028}' {
            lines.push(start..at);
            (start, at, used, last_chance) = (at + 1, at + 1, 0.0, None);
            continue;
        }
        let advance = advances[at].unwrap_or(0.0);
        let is_space = letters[at].set == ' ';
        // A letter without a width of its own is drawn with the one before it.
        if used + advance > width && !is_space && at > start && advances[at].is_some() {
            let end: usize = last_chance.unwrap_or(at);
            lines.push(start..end);
            (start, at, used, last_chance) = (end, end, 0.0, None);
            continue;
        }
        used += advance;
        at += 1;
        if may_break(letters, at) {
            last_chance = Some(at);
        }
    }
    lines.push(start..letters.len());
    lines.into_iter().map(|line| trimmed(letters, line)).collect()
}

fn trimmed(letters: &[Letter], mut line: Range<usize>) -> Range<usize> {
    while line.end > line.start && letters[line.end - 1].set == ' ' {
        line.end -= 1;
    }
    line
}

/// Whether a line may end before letter `at`.
fn may_break(letters: &[Letter], at: usize) -> bool {
    let (Some(before), Some(after)) = (letters.get(at - 1), letters.get(at)) else { return false };
    if after.note.is_some() || is_mark(after.set) || after.set == ' ' {
        return false;
    }
    match before.set {
        ' ' => true,
        '-' | '–' | '/' | '_' | '@' => after.set.is_alphabetic(),
        _ => has_no_spaces(before.said) && has_no_spaces(after.said),
    }
}

/// Letters of scripts that put no spaces between words.
fn has_no_spaces(letter: char) -> bool {
    matches!(letter, '\u{2e80}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}' | '\u{f900}'..='\u{faff}'
        | '\u{20000}'..='\u{3ffff}')
}

/// Where each letter is among the bytes.
struct Places {
    bytes: Vec<usize>,
}

impl Places {
    fn new(text: &str) -> Self {
        let bytes = text.char_indices().map(|(at, _)| at).chain([text.len()]);
        Self { bytes: bytes.collect() }
    }

    fn byte(&self, letter: usize) -> usize {
        self.bytes[letter]
    }

    fn letter(&self, byte: usize) -> usize {
        self.bytes.partition_point(|known| *known < byte)
    }
}
