//! XLSX out: a workbook with one sheet (ECMA-376, Office Open XML). Every cell is text, so that no
//! spreadsheet reads a number, a date or a formula into it.

use std::io::{Seek, Write};

use crossbearing_model::Statement;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::write::{HEADERS, cells};
use crate::{Error, Result};

/// The rows of a sheet, that of the headers included.
const MOST_ROWS: u64 = 1_048_576;
/// The characters of a cell.
const MOST_IN_CELL: usize = 32_767;

const TYPES: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>"#;
const PARTS: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;
const BOOK: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="statements" sheetId="1" r:id="rId1"/></sheets></workbook>"#;
const SHEETS: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#;
const BEGIN: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><sheetData>"#;
const END: &str = "</sheetData></worksheet>";

/// Writes statements as a workbook.
pub struct SheetWriter<W: Write + Seek> {
    zip: ZipWriter<W>,
    rows: u64,
    row: String,
}

impl<W: Write + Seek> SheetWriter<W> {
    /// Begins a workbook on `output`.
    pub fn new(output: W) -> Result<Self> {
        let mut zip = ZipWriter::new(output);
        for (name, content) in [
            ("[Content_Types].xml", TYPES),
            ("_rels/.rels", PARTS),
            ("xl/workbook.xml", BOOK),
            ("xl/_rels/workbook.xml.rels", SHEETS),
            ("xl/worksheets/sheet1.xml", BEGIN),
        ] {
            zip.start_file(name, SimpleFileOptions::default()).map_err(unwritable)?;
            zip.write_all(content.as_bytes())?;
        }
        let mut writer = Self { zip, rows: 0, row: String::new() };
        writer.put(HEADERS.iter().copied())?;
        Ok(writer)
    }

    /// Writes one statement.
    pub fn write(&mut self, said: &Statement) -> Result<()> {
        if self.rows == MOST_ROWS {
            let reason = format!("a sheet has {MOST_ROWS} rows: write CSV instead");
            return Err(Error::Unwritable { reason });
        }
        let cells = cells(said);
        self.put(cells.iter().map(AsRef::as_ref))
    }

    /// Ends the workbook.
    pub fn finish(mut self) -> Result<()> {
        self.zip.write_all(END.as_bytes())?;
        self.zip.finish().map_err(unwritable)?.flush()?;
        Ok(())
    }

    fn put<'c>(&mut self, cells: impl Iterator<Item = &'c str>) -> Result<()> {
        self.rows += 1;
        self.row.clear();
        self.row.push_str("<row>");
        for cell in cells {
            self.row.push_str("<c t=\"inlineStr\"><is><t xml:space=\"preserve\">");
            push_text(&mut self.row, cell);
            self.row.push_str("</t></is></c>");
        }
        self.row.push_str("</row>");
        Ok(self.zip.write_all(self.row.as_bytes())?)
    }
}

/// Text without what XML 1.0 does not allow, cut where a cell ends.
fn push_text(row: &mut String, cell: &str) {
    for c in cell.chars().take(MOST_IN_CELL) {
        match c {
            '&' => row.push_str("&amp;"),
            '<' => row.push_str("&lt;"),
            '>' => row.push_str("&gt;"),
            '\t' | '\n' | '\r' => row.push(c),
            c if c < ' ' || matches!(c, '\u{FFFE}' | '\u{FFFF}') => row.push('\u{FFFD}'),
            c => row.push(c),
        }
    }
}

#[expect(clippy::needless_pass_by_value, reason = "the form that map_err wants")]
fn unwritable(error: zip::result::ZipError) -> Error {
    Error::Unwritable { reason: format!("the workbook: {error}") }
}
