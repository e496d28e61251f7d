//! From a document to pages: what stands where.

mod blocks;
mod drawing;
mod furniture;
mod notes;
pub(crate) mod page;
mod table;
pub(crate) mod tags;

use std::collections::BTreeSet;

use crate::document::{Block, Document, Span};
use crate::error::{Error, Result};
use crate::text::{Line, Setter};
use page::{BOTTOM, MOST_NOTES, Page, TOP};
use tags::Tags;

/// The most pages of a document.
pub(crate) const MOST_PAGES: usize = 2_000;

/// A document on pages.
pub(crate) struct Laid {
    pub(crate) pages: Vec<Page>,
    pub(crate) tags: Tags,
    /// Letters that no shipped font has.
    pub(crate) undrawn: BTreeSet<char>,
}

/// Lays a document out.
pub(crate) fn lay(document: &Document) -> Result<Laid> {
    check(document)?;
    let mut flow = Flow::new(document);
    for (at, block) in document.blocks.iter().enumerate() {
        flow.keep_with_drawing(block, document.blocks.get(at + 1))?;
        flow.block(block)?;
    }
    flow.undrawn_letters()?;
    flow.finish()
}

/// A document on its way to pages.
struct Flow<'d> {
    document: &'d Document,
    setter: Setter,
    tags: Tags,
    pages: Vec<Page>,
    /// Where the next line begins.
    y: f32,
    /// The footnotes of this page.
    noted: Vec<usize>,
    /// How high they are together.
    notes_height: f32,
    /// Footnotes for which this page had no room.
    pending: Vec<usize>,
    /// The lines of each footnote, once it has been set.
    note_lines: Vec<Option<Vec<Line>>>,
}

impl<'d> Flow<'d> {
    fn new(document: &'d Document) -> Self {
        Self {
            document,
            setter: Setter::new(),
            tags: Tags::new(),
            pages: vec![Page::default()],
            y: TOP,
            noted: Vec::new(),
            notes_height: 0.0,
            pending: Vec::new(),
            note_lines: vec![None; document.notes.len()],
        }
    }

    fn page(&mut self) -> &mut Page {
        if self.pages.is_empty() {
            self.pages.push(Page::default());
        }
        let last = self.pages.len() - 1;
        &mut self.pages[last]
    }

    /// Takes a strip of `height` with the footnotes that it refers to, on a new page if this one
    /// has no room for both; gives where the strip begins.
    fn take(&mut self, height: f32, notes: &[usize]) -> Result<f32> {
        let more = self.height_of_new(notes).min(MOST_NOTES);
        let is_full = self.y + height + more > BOTTOM - self.notes_height;
        if is_full && (self.y > TOP || self.notes_height > 0.0) {
            self.new_page()?;
        }
        self.note_all(notes);
        let top = self.y;
        self.y += height;
        Ok(top)
    }

    /// Whether a strip of `height` fits on this page.
    fn has_room(&self, height: f32) -> bool {
        self.y + height <= BOTTOM - self.notes_height
    }

    fn new_page(&mut self) -> Result<()> {
        self.close_page();
        if self.pages.len() == MOST_PAGES {
            return Err(Error::TooLong { most: MOST_PAGES });
        }
        self.pages.push(Page::default());
        self.y = TOP;
        let waiting = std::mem::take(&mut self.pending);
        self.note_all(&waiting);
        Ok(())
    }

    fn space(&mut self, height: f32) {
        if self.y > TOP {
            self.y += height;
        }
    }

    fn finish(mut self) -> Result<Laid> {
        while !self.pending.is_empty() {
            self.new_page()?;
        }
        self.close_page();
        self.furnish();
        Ok(Laid { pages: self.pages, tags: self.tags, undrawn: self.setter.undrawn })
    }
}

/// Refuses what cannot be laid out.
fn check(document: &Document) -> Result<()> {
    let known = document.notes.len();
    let mut texts = Vec::new();
    for block in &document.blocks {
        match block {
            Block::Heading { text, .. } | Block::Paragraph(text) | Block::Notice(text) => {
                texts.push(text);
            }
            Block::Facts(facts) => texts.extend(facts.iter().map(|(_, value)| value)),
            Block::List { items, .. } => texts.extend(items),
            Block::Table(table) => {
                let columns = table.columns.len();
                for (row, cells) in (1..).zip(&table.rows) {
                    if cells.len() > columns {
                        return Err(Error::Row { row, found: cells.len(), columns });
                    }
                    texts.extend(cells);
                }
            }
            Block::Drawing(drawing) => {
                drawing::check(drawing)?;
                texts.push(&drawing.caption);
            }
            Block::PageBreak => {}
        }
    }
    for span in texts.into_iter().flat_map(|text| &text.spans) {
        match span {
            Span::Note(number) if *number >= known => {
                return Err(Error::NoSuchNote { number: *number, known });
            }
            _ => {}
        }
    }
    Ok(())
}
