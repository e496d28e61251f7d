//! What an import leaves out, written so that it can be mended and brought in again.
//!
//! A line of JSON keeps its form: a value that no property takes becomes an entity with nothing else,
//! a line that is no JSON stands under `text`. Beside it, `set_aside` says where it stood and what is
//! wrong; readers pass that over. Rows of a table stay rows of a table under the same columns, with
//! four more at the end; a mapping finds its columns by name and passes those over too.

use std::collections::BTreeMap;
use std::io::Write;

use crossbearing_exchange::Defect;
use crossbearing_reports::RowError;
use crossbearing_reports::mapping::Origin;
use serde_json::{Map, Value, json};

/// What is said of a row that was set aside: more columns than these no row has.
const COLUMNS: [&str; 4] =
    ["set aside: file", "set aside: line", "set aside: column", "set aside: reason"];

/// A line for what a reader left out; nothing if it left nothing out.
pub(crate) fn line(file: &str, defect: &Defect) -> Option<String> {
    let again = defect.again.as_deref()?;
    let field = (!defect.place.is_empty()).then_some(defect.place.as_str());
    let why = json!({
        "file": file, "line": defect.line, "field": field, "reason": defect.reason,
    });
    let mut line: Map<String, Value> = match serde_json::from_str(again) {
        Ok(Value::Object(object)) => object,
        _ => Map::from_iter([("text".to_owned(), Value::from(again))]),
    };
    line.insert("set_aside".to_owned(), why);
    Some(Value::Object(line).to_string())
}

/// Opens what the rows of a file of this name are written to.
type Opening<W> = Box<dyn FnMut(&str) -> anyhow::Result<W> + Send>;

/// Rows that were set aside, by the file that they come from.
pub(crate) struct Rows<W: Write> {
    open: Opening<W>,
    tables: BTreeMap<String, csv::Writer<W>>,
    /// How many.
    pub(crate) count: u64,
}

impl<W: Write> Rows<W> {
    /// Writes the rows of each file to what `open` gives for its name.
    pub(crate) fn new(open: impl FnMut(&str) -> anyhow::Result<W> + Send + 'static) -> Self {
        Self { open: Box::new(open), tables: BTreeMap::new(), count: 0 }
    }

    /// Writes a wrong row down. A table without a row of headers has no room for the reasons.
    pub(crate) fn put(&mut self, origin: &Origin<'_>, errors: &[RowError]) -> anyhow::Result<()> {
        if !origin.has_header {
            anyhow::bail!(
                "{}: rows can be set aside where the table has a row of headers: give it one",
                origin.file
            );
        }
        if !self.tables.contains_key(origin.file) {
            let writer = self.begin(origin)?;
            self.tables.insert(origin.file.to_owned(), writer);
        }
        let Some(writer) = self.tables.get_mut(origin.file) else { return Ok(()) };
        let width = own_columns(origin);
        // The values of a row that is too long have no columns: they stand in the last one.
        for column in 0..width {
            let last = column + 1 == width && origin.values.len() > width;
            let value = origin.values.get(column).copied().unwrap_or_default();
            if last {
                writer.write_field(origin.values[column..].join(" | "))?;
            } else {
                writer.write_field(value)?;
            }
        }
        let joined = |part: fn(&RowError) -> String| {
            let mut parts: Vec<String> = errors.iter().map(part).collect();
            parts.retain(|part| !part.is_empty());
            parts.dedup();
            parts.join("; ")
        };
        let line = errors.first().map_or(0, |error| error.line);
        writer.write_field(origin.file)?;
        writer.write_field(line.to_string())?;
        writer.write_field(joined(|error| error.column.clone().unwrap_or_default()))?;
        writer.write_field(joined(|error| error.reason.clone()))?;
        writer.write_record(None::<&[u8]>)?;
        self.count += 1;
        Ok(())
    }

    /// Flushes what was written and gives it back, by file.
    pub(crate) fn finish(self) -> anyhow::Result<BTreeMap<String, W>> {
        let mut ended = BTreeMap::new();
        for (file, writer) in self.tables {
            let inner =
                writer.into_inner().map_err(|error| anyhow::anyhow!("{}", error.error()))?;
            ended.insert(file, inner);
        }
        Ok(ended)
    }

    fn begin(&mut self, origin: &Origin<'_>) -> anyhow::Result<csv::Writer<W>> {
        let mut to = (self.open)(origin.file)?;
        // Whoever reads it again knows by the mark that it is UTF-8, whatever the mapping says.
        to.write_all("\u{feff}".as_bytes())?;
        let mut writer =
            csv::WriterBuilder::new().delimiter(origin.delimiter).flexible(true).from_writer(to);
        for _ in 0..origin.skipped {
            writer.write_record(["(left out)"])?;
        }
        let names = origin.columns.iter().take(own_columns(origin)).map(String::as_str);
        writer.write_record(names.chain(COLUMNS))?;
        Ok(writer)
    }
}

/// The columns of a table without those that an earlier import added.
fn own_columns(origin: &Origin<'_>) -> usize {
    let added = origin.columns.iter().position(|column| column == COLUMNS[0]);
    added.unwrap_or(origin.columns.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn defect(again: &str) -> Defect {
        Defect {
            line: 7,
            place: "p-1 nmae".to_owned(),
            reason: "Person has no such property".to_owned(),
            set_aside: String::new(),
            again: Some(again.to_owned()),
        }
    }

    #[test]
    fn a_line_keeps_its_form_and_says_what_is_wrong() {
        let entity = r#"{"id":"p-1","schema":"Person","properties":{"nmae":["Oskel"]}}"#;
        let line = line("case.json", &defect(entity)).unwrap();
        let read: Value = serde_json::from_str(&line).unwrap();
        assert_eq!(read["properties"]["nmae"][0], "Oskel");
        let why = json!({
            "file": "case.json", "line": 7, "field": "p-1 nmae",
            "reason": "Person has no such property",
        });
        assert_eq!(read["set_aside"], why);
        let broken = super::line("case.json", &defect("{\"id\": ")).unwrap();
        assert!(broken.contains("\"text\":\"{\\\"id\\\": \""), "{broken}");
        assert_eq!(super::line("case.json", &Defect { again: None, ..defect("") }), None);
    }
}
