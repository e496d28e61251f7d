//! The shipped fonts: Noto, a face for each script, and which face sets which letter.

use rustybuzz::Face;
use unicode_properties::{GeneralCategoryGroup, UnicodeGeneralCategory as _};

/// A number into [`FONTS`].
pub(crate) type FontNo = u8;

/// A shipped font.
pub(crate) struct Font {
    /// Its name in a PDF.
    pub(crate) name: &'static str,
    /// The file.
    pub(crate) data: &'static [u8],
    /// The face that sets bold text in its script: itself where there is none, drawn heavier.
    pub(crate) bold: FontNo,
    pub(crate) is_bold: bool,
}

macro_rules! font {
    ($name:literal, $bold:literal, $is_bold:literal) => {
        Font {
            name: $name,
            data: include_bytes!(concat!("../../fonts/", $name, ".ttf")),
            bold: $bold,
            is_bold: $is_bold,
        }
    };
}

/// All of them; the first that has a letter sets it.
pub(crate) static FONTS: [Font; 8] = [
    font!("NotoSans-Regular", 1, false),
    font!("NotoSans-Bold", 1, true),
    font!("NotoSansArabic-Regular", 3, false),
    font!("NotoSansArabic-Bold", 3, true),
    font!("NotoSansHebrew-Regular", 4, false),
    font!("NotoSansEthiopic-Regular", 5, false),
    font!("NotoSansArmenian-Regular", 6, false),
    font!("NotoSansGeorgian-Regular", 7, false),
];

/// Sets letters that no shipped font has.
pub(crate) const REPLACEMENT: char = '\u{fffd}';

/// The faces of [`FONTS`], read.
pub(crate) struct Faces {
    faces: Vec<Face<'static>>,
}

impl Faces {
    /// Reads them.
    pub(crate) fn new() -> Self {
        let faces = FONTS.iter().map(|font| {
            // The files are part of the program; a test reads each.
            Face::from_slice(font.data, 0).expect("a shipped font can be read")
        });
        Self { faces: faces.collect() }
    }

    /// A face.
    pub(crate) fn face(&self, font: FontNo) -> &Face<'static> {
        &self.faces[font as usize]
    }

    /// The length of an em in a font's units.
    pub(crate) fn em(&self, font: FontNo) -> f32 {
        f32::from(u16::try_from(self.face(font).units_per_em()).unwrap_or(1000).max(1))
    }

    fn has(&self, font: FontNo, letter: char) -> bool {
        self.face(font).glyph_index(letter).is_some()
    }

    /// The face that sets a letter after one that `before` sets; nothing if none has it.
    pub(crate) fn of(&self, letter: char, before: Option<FontNo>) -> Option<FontNo> {
        if let Some(before) = before
            && stays_with_neighbour(letter)
            && (is_unseen(letter) || self.has(before, letter))
        {
            return Some(before);
        }
        if is_unseen(letter) {
            return Some(before.unwrap_or(0));
        }
        let regular = (0..).zip(&FONTS).filter(|(_, font)| !font.is_bold);
        regular.map(|(number, _)| number).find(|&number| self.has(number, letter))
    }
}

/// Marks and spaces are set in the face of what they stand behind.
fn stays_with_neighbour(letter: char) -> bool {
    letter == ' ' || is_unseen(letter) || is_mark(letter)
}

/// A mark that stands on the letter before it.
pub(crate) fn is_mark(letter: char) -> bool {
    letter.general_category_group() == GeneralCategoryGroup::Mark
}

/// Joiners, direction marks and isolates: they act on their neighbours and are not drawn.
pub(crate) fn is_unseen(letter: char) -> bool {
    matches!(letter, '\u{200c}'..='\u{200f}' | '\u{2028}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_script_has_its_face_and_every_face_can_be_read() {
        let faces = Faces::new();
        let of = |letter| faces.of(letter, None);
        assert_eq!(of('a'), Some(0));
        assert_eq!(of('Ж'), Some(0));
        assert_eq!(of('ế'), Some(0));
        assert_eq!(of('Ω'), Some(0));
        for arabic in ['ش', 'گ', 'ێ', 'ښ', 'ۆ', 'ڼ'] {
            assert_eq!(of(arabic), Some(2), "{arabic}");
        }
        assert_eq!(of('ש'), Some(4));
        assert_eq!(of('ሰ'), Some(5));
        assert_eq!(of('Ա'), Some(6));
        assert_eq!(of('ა'), Some(7));
        assert_eq!(of('漢'), None);
        assert!(faces.has(0, REPLACEMENT) && faces.has(1, REPLACEMENT));
    }
}
