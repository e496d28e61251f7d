//! Headings, paragraphs, notices and lists.

use super::page::{SIDE, WIDTH};
use super::tags::{ROOT, Role, TagNo};
use super::{Flow, page};
use crate::document::{Block, Colour, Dash, Rich, Stroke, Table};
use crate::error::Result;
use crate::text::{Line, Type};

/// How ordinary text is set.
pub(super) const BODY: Type = Type::of(9.5);
/// How much of a page must be left for what a heading stands over.
const HEADED: f32 = 48.0;
/// Lines of a notice; what is longer is cut.
const MOST_NOTICE_LINES: usize = 30;

impl Flow<'_> {
    pub(super) fn block(&mut self, block: &Block) -> Result<()> {
        match block {
            Block::Heading { level, text } => self.heading(*level, text),
            Block::Paragraph(text) => {
                let tag = self.tags.add(ROOT, Role::Paragraph);
                self.paragraph(text, BODY, tag)?;
                self.space(5.0);
                Ok(())
            }
            Block::Notice(text) => self.notice(text),
            Block::Facts(facts) => self.facts(facts),
            Block::List { numbered, items } => self.list(*numbered, items),
            Block::Table(table) => self.table(table),
            Block::Drawing(drawing) => self.drawing(drawing),
            Block::PageBreak => {
                if self.y > page::TOP {
                    self.new_page()
                } else {
                    Ok(())
                }
            }
        }
    }

    /// Tells which letters are not drawn, so that nobody takes a box for what was written.
    pub(super) fn undrawn_letters(&mut self) -> Result<()> {
        if self.setter.undrawn.is_empty() {
            return Ok(());
        }
        let letters = self.setter.undrawn.iter().take(60);
        let named: Vec<String> =
            letters.map(|letter| format!("U+{:04X}", u32::from(*letter))).collect();
        let text = format!(
            "Letters that this document has no font for are shown as \u{fffd}; they can be copied \
             from the file. They are: {}.",
            named.join(", ")
        );
        self.space(6.0);
        let tag = self.tags.add(ROOT, Role::Paragraph);
        self.paragraph(&Rich::plain(text), Type::of(7.5).in_colour(Colour::GREY), tag)
    }

    fn heading(&mut self, level: u8, text: &Rich) -> Result<()> {
        let level = level.clamp(1, 3);
        let (size, above) = [(19.0, 0.0), (12.5, 12.0), (10.5, 8.0)][usize::from(level) - 1];
        self.space(above);
        let kind = Type::of(size).bold();
        let lines = self.setter.lines(text, kind, WIDTH);
        if !self.has_room(lines.len() as f32 * kind.leading() + HEADED) && self.y > page::TOP {
            self.new_page()?;
        }
        let tag = self.tags.add(ROOT, Role::Heading(level));
        self.put_lines(lines, kind, tag, (SIDE, WIDTH))?;
        self.space(3.0);
        Ok(())
    }

    fn paragraph(&mut self, text: &Rich, kind: Type, tag: TagNo) -> Result<()> {
        let lines = self.setter.lines(text, kind, WIDTH);
        self.put_lines(lines, kind, tag, (SIDE, WIDTH))
    }

    /// Puts lines one under the other, over as many pages as they need.
    fn put_lines(
        &mut self,
        lines: Vec<Line>,
        kind: Type,
        tag: TagNo,
        (left, width): (f32, f32),
    ) -> Result<()> {
        for line in lines {
            let notes = line.notes.clone();
            let top = self.take(kind.leading(), &notes)?;
            let x = if line.is_rtl { left + width - line.width } else { left };
            self.page().text(Some(tag), [x, top + kind.size * 1.05], line);
        }
        Ok(())
    }

    fn notice(&mut self, text: &Rich) -> Result<()> {
        const PAD: f32 = 7.0;
        let kind = BODY.bold();
        let mut lines = self.setter.lines(text, kind, WIDTH - 2.0 * PAD);
        lines.truncate(MOST_NOTICE_LINES);
        let height = lines.len() as f32 * kind.leading() + 2.0 * PAD - 2.0;
        let notes: Vec<usize> = lines.iter().flat_map(|line| line.notes.clone()).collect();
        let top = self.take(height, &notes)?;
        let stroke = Stroke { colour: Colour::BLACK, width: 0.9, dash: Dash::Solid };
        self.page().area([SIDE, top, SIDE + WIDTH, top + height], None, Some(stroke));
        let tag = self.tags.add(ROOT, Role::Paragraph);
        let mut y = top + PAD;
        for line in lines {
            let x = if line.is_rtl { SIDE + WIDTH - PAD - line.width } else { SIDE + PAD };
            self.page().text(Some(tag), [x, y + kind.size], line);
            y += kind.leading();
        }
        self.space(8.0);
        Ok(())
    }

    fn facts(&mut self, facts: &[(String, Rich)]) -> Result<()> {
        let column = |share| crate::document::Column { share, ..Default::default() };
        let rows = facts.iter().map(|(name, value)| vec![Rich::plain(name), value.clone()]);
        let table = Table { columns: vec![column(0.27), column(0.73)], rows: rows.collect() };
        self.rows(&table, Role::RowHead)
    }

    fn list(&mut self, numbered: bool, items: &[Rich]) -> Result<()> {
        let indent = if numbered { 18.0 } else { 12.0 };
        let list = self.tags.add(ROOT, Role::List);
        for (number, item) in (1..).zip(items) {
            let entry = self.tags.add(list, Role::Item);
            let tag = self.tags.add(entry, Role::ItemBody);
            let lines = self.setter.lines(item, BODY, WIDTH - indent);
            let mark = if numbered { format!("{number}.") } else { "•".to_owned() };
            let mark = self.setter.one_line(&Rich::plain(mark), BODY, indent);
            // The mark goes where the first line goes, which may be a new page.
            let mut lines = lines.into_iter();
            if let Some(first) = lines.next() {
                let notes = first.notes.clone();
                let top = self.take(BODY.leading(), &notes)? + BODY.size * 1.05;
                let (left, width) = (SIDE + indent, WIDTH - indent);
                let x = if first.is_rtl { left + width - first.width } else { left };
                self.page().text(Some(tag), [SIDE, top], mark);
                self.page().text(Some(tag), [x, top], first);
                self.put_lines(lines.collect(), BODY, tag, (left, width))?;
            }
            self.space(1.5);
        }
        self.space(4.0);
        Ok(())
    }
}
