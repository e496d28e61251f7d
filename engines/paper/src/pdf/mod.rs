//! From pages to a file: PDF 1.7, tagged, with the fonts' used letters inside (ISO 32000-1), and
//! what PDF/UA-1 (ISO 14289-1) asks for.

mod content;
mod embed;
mod meta;
mod structure;

use flate2::Compression;
use flate2::write::ZlibEncoder;
use pdf_writer::{Filter, Finish as _, Name, Pdf, Rect, Ref, TextStr};
use std::io::Write as _;

use crate::document::Document;
use crate::error::Result;
use crate::layout::Laid;
use crate::layout::page::PAGE;
use content::{Written, write_page};
use embed::Embedded;
use structure::write_structure;

/// Numbers for objects.
struct Numbers(i32);

impl Numbers {
    fn next(&mut self) -> Ref {
        self.0 += 1;
        Ref::new(self.0)
    }
}

/// Writes the file.
pub(crate) fn write(document: &Document, laid: &Laid) -> Result<Vec<u8>> {
    let mut pdf = Pdf::new();
    pdf.set_version(1, 7);
    let mut numbers = Numbers(0);
    let (catalog, tree, metadata) = (numbers.next(), numbers.next(), numbers.next());
    let pages: Vec<Ref> = laid.pages.iter().map(|_| numbers.next()).collect();
    let mut fonts = Embedded::default();
    let written: Vec<Written> =
        laid.pages.iter().map(|page| write_page(page, &mut fonts)).collect();
    let font_refs = fonts.write(&mut pdf, &mut numbers)?;
    for (at, (page, written)) in pages.iter().zip(&written).enumerate() {
        let content = numbers.next();
        let packed = deflated(&written.content);
        pdf.stream(content, &packed).filter(Filter::FlateDecode);
        let mut object = pdf.page(*page);
        object.parent(tree).media_box(Rect::new(0.0, 0.0, PAGE[0], PAGE[1]));
        object.contents(content).struct_parents(at as i32);
        object.tab_order(pdf_writer::types::TabOrder::StructureOrder);
        let mut resources = object.resources();
        let mut names = resources.fonts();
        for (font, reference) in &font_refs {
            names.pair(Name(embed::resource_name(*font).as_bytes()), *reference);
        }
        names.finish();
        resources.finish();
    }
    pdf.pages(tree).kids(pages.iter().copied()).count(pages.len() as i32);
    let root = write_structure(&mut pdf, &mut numbers, laid, &written, &pages);
    let packet = meta::packet(document);
    pdf.metadata(metadata, packet.as_bytes());
    let language = if document.language.is_empty() { "en" } else { &document.language };
    let mut object = pdf.catalog(catalog);
    object.pages(tree).metadata(metadata).lang(TextStr(language));
    object.mark_info().marked(true);
    object.viewer_preferences().display_doc_title(true);
    object.pair(Name(b"StructTreeRoot"), root);
    object.finish();
    Ok(pdf.finish())
}

/// The same bytes, smaller.
fn deflated(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::default());
    // Writing to memory does not fail.
    let _ = encoder.write_all(bytes);
    encoder.finish().unwrap_or_default()
}
