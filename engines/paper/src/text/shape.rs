//! From letters to glyphs: joining forms, marks and kerning, by the fonts' own rules.

use std::collections::{BTreeSet, HashMap};

use rustybuzz::{Direction, Script, ShapePlan, UnicodeBuffer, shape_with_plan};

use super::fonts::{FONTS, Faces, FontNo, is_unseen};
use super::{Letter, Type};
use crate::document::Colour;

/// Sets text: the fonts, and what was learned on the way.
pub(crate) struct Setter {
    faces: Faces,
    plans: HashMap<(FontNo, bool, Script), ShapePlan>,
    /// Letters that no shipped font has.
    pub(crate) undrawn: BTreeSet<char>,
}

/// Letters that stand together, with the glyphs that draw them.
#[derive(Debug, Clone)]
pub(crate) struct Piece {
    /// From left to right.
    pub(crate) glyphs: Vec<Glyph>,
    /// What is copied.
    pub(crate) said: String,
    /// The first of its letters.
    pub(crate) first: usize,
}

/// A glyph; lengths in ems.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Glyph {
    pub(crate) id: u16,
    pub(crate) advance: f32,
    pub(crate) offset: [f32; 2],
}

/// Pieces of one font, from left to right.
#[derive(Debug, Clone)]
pub(crate) struct Run {
    pub(crate) font: FontNo,
    /// Whether its letters are read from right to left.
    pub(crate) is_rtl: bool,
    pub(crate) size: f32,
    pub(crate) colour: Colour,
    /// Whether it is drawn heavier, for want of a bold face.
    pub(crate) is_heavy: bool,
    /// How far above the line.
    pub(crate) rise: f32,
    pub(crate) pieces: Vec<Piece>,
}

impl Run {
    /// How wide it is.
    pub(crate) fn width(&self) -> f32 {
        self.pieces.iter().map(Piece::width).sum::<f32>() * self.size
    }
}

impl Piece {
    /// A letter and its marks, each glyph with the letter that it draws: readers that turn what
    /// runs from right to left round again do so glyph by glyph.
    fn parted(self, is_rtl: bool) -> Vec<Self> {
        let mut letters: Vec<char> = self.said.chars().collect();
        if letters.len() != self.glyphs.len() || letters.len() < 2 {
            return vec![self];
        }
        if is_rtl {
            letters.reverse();
        }
        let first = self.first;
        let one = |(glyph, letter): (Glyph, char)| Self {
            glyphs: vec![glyph],
            said: letter.to_string(),
            first,
        };
        self.glyphs.into_iter().zip(letters).map(one).collect()
    }

    /// How wide it is, in ems.
    pub(crate) fn width(&self) -> f32 {
        self.glyphs.iter().map(|glyph| glyph.advance).sum()
    }
}

/// How small the number of a footnote is, and how high it stands.
const NOTE_SIZE: f32 = 0.68;
const NOTE_RISE: f32 = 0.34;

impl Setter {
    /// Reads the fonts.
    pub(crate) fn new() -> Self {
        Self { faces: Faces::new(), plans: HashMap::new(), undrawn: BTreeSet::new() }
    }

    pub(super) fn faces(&self) -> &Faces {
        &self.faces
    }

    /// Letters of one font and look, of which the first is number `first` of its text.
    pub(super) fn run(
        &mut self,
        letters: &[Letter],
        first: usize,
        is_rtl: bool,
        kind: Type,
    ) -> Run {
        let Some(&one) = letters.first() else {
            return Run {
                font: 0,
                is_rtl,
                size: kind.size,
                colour: kind.colour,
                is_heavy: false,
                rise: 0.0,
                pieces: Vec::new(),
            };
        };
        let font = if one.is_bold { FONTS[one.font as usize].bold } else { one.font };
        let is_note = one.note.is_some();
        Run {
            font,
            is_rtl,
            size: if is_note { kind.size * NOTE_SIZE } else { kind.size },
            colour: if one.is_faint { Colour::GREY } else { kind.colour },
            is_heavy: one.is_bold && !FONTS[font as usize].is_bold,
            rise: if is_note { kind.size * NOTE_RISE } else { 0.0 },
            pieces: self.pieces(letters, first, font, is_rtl),
        }
    }

    fn pieces(
        &mut self,
        letters: &[Letter],
        first: usize,
        font: FontNo,
        is_rtl: bool,
    ) -> Vec<Piece> {
        let mut buffer = UnicodeBuffer::new();
        for (letter, at) in letters.iter().zip(0u32..) {
            buffer.add(letter.set, at);
        }
        buffer.guess_segment_properties();
        buffer.set_direction(if is_rtl { Direction::RightToLeft } else { Direction::LeftToRight });
        let (script, direction) = (buffer.script(), buffer.direction());
        let face = self.faces.face(font);
        let plan = self
            .plans
            .entry((font, is_rtl, script))
            .or_insert_with(|| ShapePlan::new(face, direction, Some(script), None, &[]));
        let shaped = shape_with_plan(face, plan, buffer);
        let em = self.faces.em(font);
        let scaled = |value: i32| value as f32 / em;
        let mut starts: Vec<u32> = shaped.glyph_infos().iter().map(|info| info.cluster).collect();
        starts.sort_unstable();
        starts.dedup();
        let mut pieces: Vec<Piece> = Vec::new();
        let mut cluster = None;
        for (info, place) in shaped.glyph_infos().iter().zip(shaped.glyph_positions()) {
            let start = info.cluster as usize;
            if cluster != Some(info.cluster) {
                cluster = Some(info.cluster);
                let next = starts.partition_point(|known| *known <= info.cluster);
                let end = starts.get(next).map_or(letters.len(), |next| *next as usize);
                let said = letters[start..end].iter().map(|letter| letter.said);
                let said = said.filter(|letter| !is_isolate(*letter)).collect();
                pieces.push(Piece { glyphs: Vec::new(), said, first: first + start });
            }
            let Some(piece) = pieces.last_mut() else { continue };
            let is_drawn = !is_unseen(letters[start].set) || piece.said.chars().count() > 1;
            piece.glyphs.push(Glyph {
                // Fonts have no more glyphs than this.
                id: info.glyph_id as u16,
                advance: if is_drawn { scaled(place.x_advance) } else { 0.0 },
                offset: [scaled(place.x_offset), scaled(place.y_offset)],
            });
        }
        // What only acts on its neighbours leaves no glyph; joiners are part of a word's spelling.
        let is_kept = |piece: &Piece| {
            let is_spelling =
                |letter: char| !is_unseen(letter) || matches!(letter, '\u{200c}' | '\u{200d}');
            piece.said.chars().any(is_spelling)
        };
        pieces.retain(is_kept);
        pieces.into_iter().flat_map(|piece| piece.parted(is_rtl)).collect()
    }
}

fn is_isolate(letter: char) -> bool {
    matches!(letter, '\u{2066}'..='\u{2069}')
}
