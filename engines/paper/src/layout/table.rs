//! Tables: rows that stay whole, and a head that stands again on each page.

use super::Flow;
use super::blocks::BODY;
use super::page::{BOTTOM, Drawn, Mark, SIDE, TOP, WIDTH};
use super::tags::{ROOT, Role, TagNo};
use crate::document::{Colour, Look, Rich, Table};
use crate::error::Result;
use crate::text::{Line, Type};

const HEAD: Type = Type::of(8.5).bold();
const CELL: Type = Type::of(8.5);
/// The room around the text of a cell.
const PAD: [f32; 2] = [4.0, 3.0];
/// Lines of a cell; what is longer is cut, and how much says so. A row always fits on a page.
const MOST_LINES: usize = 28;

/// A row, set.
struct Row {
    cells: Vec<Vec<Line>>,
    height: f32,
    notes: Vec<usize>,
}

impl Flow<'_> {
    pub(super) fn table(&mut self, table: &Table) -> Result<()> {
        self.rows(table, Role::Cell)
    }

    /// The rows of a table; what stands in its first column is a `first`.
    pub(super) fn rows(&mut self, table: &Table, first: Role) -> Result<()> {
        let columns = columns(table);
        let tag = self.tags.add(ROOT, Role::Table);
        let heads: Vec<Rich> =
            table.columns.iter().map(|column| Rich::plain(&column.head)).collect();
        let has_head = table.columns.iter().any(|column| !column.head.is_empty());
        let numbers: Vec<bool> = table.columns.iter().map(|column| column.is_number).collect();
        if has_head {
            let head = self.row(&heads, &columns, HEAD);
            if !self.has_room(head.height + 3.0 * BODY.leading()) && self.y > TOP {
                self.new_page()?;
            }
            self.put_head(head, &columns, &numbers, Some(tag))?;
        }
        for cells in &table.rows {
            let row = self.row(cells, &columns, CELL);
            let more = self.height_of_new(&row.notes);
            let is_full = self.y + row.height + more > BOTTOM - self.notes_height;
            if is_full && self.y > TOP {
                self.new_page()?;
                if has_head {
                    // The head stands again to be seen, not to be read out.
                    let head = self.row(&heads, &columns, HEAD);
                    self.put_head(head, &columns, &numbers, None)?;
                }
            }
            self.put_row(row, &columns, &numbers, (tag, first))?;
        }
        self.space(8.0);
        Ok(())
    }

    fn row(&mut self, cells: &[Rich], columns: &[[f32; 2]], kind: Type) -> Row {
        let mut set = Vec::with_capacity(cells.len());
        let mut notes: Vec<usize> = Vec::new();
        for (cell, [_, width]) in cells.iter().zip(columns) {
            let inner = (width - 2.0 * PAD[0]).max(8.0);
            let mut lines = self.setter.lines(cell, kind, inner);
            if lines.len() > MOST_LINES {
                let more = lines.len() - MOST_LINES + 1;
                lines.truncate(MOST_LINES - 1);
                let words = Rich::default().and_look(format!("… {more} more lines"), Look::Faint);
                lines.push(self.setter.one_line(&words, kind, inner));
            }
            for note in lines.iter().flat_map(|line| &line.notes) {
                if !notes.contains(note) {
                    notes.push(*note);
                }
            }
            set.push(lines);
        }
        let most = set.iter().map(Vec::len).max().unwrap_or(0).max(1);
        Row { cells: set, height: most as f32 * kind.leading() + 2.0 * PAD[1], notes }
    }

    fn put_head(
        &mut self,
        row: Row,
        columns: &[[f32; 2]],
        numbers: &[bool],
        table: Option<TagNo>,
    ) -> Result<()> {
        let height = row.height;
        let top = self.take(height, &[])?;
        self.page().area([SIDE, top, SIDE + WIDTH, top + height], Some(Colour::GROUND), None);
        let tag = table.map(|table| self.tags.add(table, Role::Row));
        for (at, lines) in row.cells.into_iter().enumerate() {
            let cell = tag.map(|row| self.tags.add(row, Role::ColumnHead));
            self.put_cell(lines, (columns[at], top, height), numbers[at], HEAD, cell);
        }
        Ok(())
    }

    fn put_row(
        &mut self,
        row: Row,
        columns: &[[f32; 2]],
        numbers: &[bool],
        (table, first): (TagNo, Role),
    ) -> Result<()> {
        let height = row.height;
        let top = self.take(height, &row.notes)?;
        self.page().rule([SIDE, top + height], WIDTH, Colour::LINE);
        let tag = self.tags.add(table, Role::Row);
        for (at, lines) in row.cells.into_iter().enumerate() {
            let cell = self.tags.add(tag, if at == 0 { first } else { Role::Cell });
            let is_head = at == 0 && first == Role::RowHead;
            let kind = if is_head { CELL.in_colour(Colour::GREY) } else { CELL };
            self.put_cell(lines, (columns[at], top, height), numbers[at], kind, Some(cell));
        }
        Ok(())
    }

    fn put_cell(
        &mut self,
        lines: Vec<Line>,
        ([left, width], top, height): ([f32; 2], f32, f32),
        is_number: bool,
        kind: Type,
        tag: Option<TagNo>,
    ) {
        let clip = Some([left, top, left + width, top + height]);
        let mut y = top + PAD[1];
        for line in lines {
            let ends = line.is_rtl || is_number;
            let x = if ends { left + width - PAD[0] - line.width } else { left + PAD[0] };
            let what = Drawn::Text { at: [x, y + kind.size * 1.08], line };
            self.page().marks.push(Mark { tag, clip, what });
            y += kind.leading();
        }
    }
}

/// Where each column begins, and how wide it is.
fn columns(table: &Table) -> Vec<[f32; 2]> {
    let share = |share: f32| if share.is_finite() && share > 0.0 { share } else { 1.0 };
    let all: f32 = table.columns.iter().map(|column| share(column.share)).sum();
    let mut left = SIDE;
    let place = |column: &crate::document::Column| {
        let width = WIDTH * share(column.share) / all.max(f32::MIN_POSITIVE);
        left += width;
        [left - width, width]
    };
    table.columns.iter().map(place).collect()
}
