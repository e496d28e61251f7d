//! The letters of each font that a document uses, inside the file, with what they say.

use std::collections::BTreeMap;

use pdf_writer::types::{CidFontType, FontFlags, SystemInfo, UnicodeCmap};
use pdf_writer::{Filter, Finish as _, Name, Pdf, Rect, Ref, Str};
use rustybuzz::Face;
use rustybuzz::ttf_parser::GlyphId;
use subsetter::GlyphRemapper;

use super::{Numbers, deflated};
use crate::error::{Error, Result};
use crate::text::{FONTS, FontNo};

const SYSTEM: SystemInfo<'static> =
    SystemInfo { registry: Str(b"Adobe"), ordering: Str(b"Identity"), supplement: 0 };

/// The fonts that a document uses.
#[derive(Default)]
pub(super) struct Embedded {
    fonts: BTreeMap<FontNo, Used>,
}

/// What is used of a font.
struct Used {
    face: Face<'static>,
    remapper: GlyphRemapper,
    /// What each glyph says, by its number in the whole font.
    says: BTreeMap<u16, String>,
}

/// The name of a font on a page.
pub(super) fn resource_name(font: FontNo) -> String {
    format!("F{font}")
}

impl Embedded {
    fn used(&mut self, font: FontNo) -> &mut Used {
        self.fonts.entry(font).or_insert_with(|| Used {
            // The files are part of the program; a test reads each.
            face: Face::from_slice(FONTS[font as usize].data, 0)
                .expect("a shipped font can be read"),
            remapper: GlyphRemapper::new(),
            says: BTreeMap::new(),
        })
    }

    /// Whether a glyph says `text` wherever it stands: it does from now on, if nothing was known.
    pub(super) fn says(&mut self, font: FontNo, glyph: u16, text: &str) -> bool {
        let known = self.used(font).says.entry(glyph).or_insert_with(|| text.to_owned());
        known == text
    }

    /// A glyph that draws nothing.
    pub(super) fn blank(&mut self, font: FontNo) -> u16 {
        self.used(font).face.glyph_index(' ').map_or(0, |glyph| glyph.0)
    }

    /// The number of a glyph in the file, and how wide it is, in ems.
    pub(super) fn use_glyph(&mut self, font: FontNo, glyph: u16) -> (u16, f32) {
        let used = self.used(font);
        let width = used.face.glyph_hor_advance(GlyphId(glyph)).unwrap_or(0);
        let em = used.face.units_per_em().max(1) as f32;
        (used.remapper.remap(glyph), f32::from(width) / em)
    }

    /// Writes the fonts; gives where each is.
    pub(super) fn write(&self, pdf: &mut Pdf, numbers: &mut Numbers) -> Result<Vec<(FontNo, Ref)>> {
        let fonts = self.fonts.iter();
        fonts.map(|(&font, used)| Ok((font, used.write(font, pdf, numbers)?))).collect()
    }
}

impl Used {
    fn write(&self, font: FontNo, pdf: &mut Pdf, numbers: &mut Numbers) -> Result<Ref> {
        let [composite, cid, descriptor, file, cmap] = [(); 5].map(|()| numbers.next());
        let shipped = &FONTS[font as usize];
        let subset = subsetter::subset(shipped.data, 0, &self.remapper)
            .map_err(|_| Error::Font { name: shipped.name })?;
        let glyphs: Vec<u16> = self.remapper.remapped_gids().collect();
        let name = format!("{}+{}", tag_of(&glyphs), shipped.name);
        let name = Name(name.as_bytes());
        pdf.type0_font(composite)
            .base_font(name)
            .encoding_predefined(Name(b"Identity-H"))
            .descendant_font(cid)
            .to_unicode(cmap);
        let per_em = 1000.0 / self.face.units_per_em().max(1) as f32;
        let width = |glyph: &u16| {
            f32::from(self.face.glyph_hor_advance(GlyphId(*glyph)).unwrap_or(0)) * per_em
        };
        let mut object = pdf.cid_font(cid);
        object.subtype(CidFontType::Type2).base_font(name).system_info(SYSTEM);
        object.font_descriptor(descriptor).default_width(0.0);
        object.cid_to_gid_map_predefined(Name(b"Identity"));
        object.widths().consecutive(0, glyphs.iter().map(width));
        object.finish();
        self.describe(pdf, name, (descriptor, file), per_em);
        let packed = deflated(&subset);
        let mut stream = pdf.stream(file, &packed);
        stream.filter(Filter::FlateDecode);
        stream.pair(Name(b"Length1"), subset.len() as i32);
        stream.finish();
        let packed = deflated(&self.unicode_of(&glyphs));
        pdf.cmap(cmap, &packed).filter(Filter::FlateDecode);
        Ok(composite)
    }

    fn describe(&self, pdf: &mut Pdf, name: Name<'_>, (own, file): (Ref, Ref), per_em: f32) {
        let edges = self.face.global_bounding_box();
        let scaled = |value: i16| f32::from(value) * per_em;
        pdf.font_descriptor(own)
            .name(name)
            .flags(FontFlags::SYMBOLIC)
            .bbox(Rect::new(
                scaled(edges.x_min),
                scaled(edges.y_min),
                scaled(edges.x_max),
                scaled(edges.y_max),
            ))
            .italic_angle(0.0)
            .ascent(scaled(self.face.ascender()))
            .descent(scaled(self.face.descender()))
            .cap_height(scaled(self.face.capital_height().unwrap_or(700)))
            .stem_v(80.0)
            .font_file2(file);
    }

    /// What each glyph says, so that it can be copied and searched.
    fn unicode_of(&self, glyphs: &[u16]) -> Vec<u8> {
        let mut cmap = UnicodeCmap::<u16>::new(Name(b"Custom"), SYSTEM);
        for (number, glyph) in (0u16..).zip(glyphs) {
            if let Some(text) = self.says.get(glyph).filter(|text| !text.is_empty()) {
                cmap.pair_with_multiple(number, text.chars());
            }
        }
        cmap.finish().to_vec()
    }
}

/// Six letters for the part of a font that is inside the file.
fn tag_of(glyphs: &[u16]) -> String {
    let mut hash: u64 = 0xcbf2_9ce4_8422_2325;
    for glyph in glyphs {
        hash = (hash ^ u64::from(*glyph)).wrapping_mul(0x0100_0000_01b3);
    }
    (0..6).map(|place| char::from(b'A' + ((hash >> (place * 8)) % 26) as u8)).collect()
}
