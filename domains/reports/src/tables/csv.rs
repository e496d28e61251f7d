//! Text tables: values between delimiters, quoted where they hold one (RFC 4180), read as a stream.

use std::io::{BufRead, BufReader, Read};

use encoding_rs::{CoderResult, Decoder, Encoding, UTF_8};

use crate::tables::{Row, Shape};
use crate::{Error, Limits, Result, RowError};

/// The rows of a text table.
pub(crate) struct CsvRows<'t> {
    file: String,
    reader: csv::Reader<Watched<'t>>,
    record: csv::ByteRecord,
    limits: Limits,
    n_rows: u64,
}

impl<'t> CsvRows<'t> {
    /// Opens the table: finds its encoding and its delimiter in its first bytes.
    pub(crate) fn open(
        file: &str,
        input: Box<dyn Read + 't>,
        shape: &Shape,
        limits: &Limits,
    ) -> Result<Self> {
        const LOOKED_AT: usize = 64 << 10;
        let broken = |error: std::io::Error| Error::Broken {
            file: file.to_owned(),
            format: "CSV",
            reason: error.to_string(),
        };
        let mut input = BufReader::with_capacity(LOOKED_AT, input.take(limits.table_bytes + 1));
        let head = input.fill_buf().map_err(broken)?;
        let encoding = encoding(head, shape)?;
        let delimiter = shape.delimiter.unwrap_or_else(|| likeliest_delimiter(head));
        let input: Box<dyn Read + 't> = if encoding == UTF_8 {
            if head.starts_with(b"\xEF\xBB\xBF") {
                input.consume(3);
            }
            Box::new(input)
        } else {
            Box::new(Decoded::new(input, encoding.new_decoder_with_bom_removal()))
        };
        let reader = csv::ReaderBuilder::new()
            .delimiter(delimiter)
            .has_headers(false)
            .flexible(true)
            .buffer_capacity(1 << 16)
            .from_reader(Watched::new(input));
        Ok(Self {
            file: file.to_owned(),
            reader,
            record: csv::ByteRecord::new(),
            limits: *limits,
            n_rows: 0,
        })
    }

    pub(crate) fn next(&mut self, row: &mut Row) -> std::result::Result<bool, RowError> {
        row.clear();
        row.line = self.reader.position().line();
        let more = self.reader.read_byte_record(&mut self.record);
        if matches!(more, Ok(true)) {
            row.line = self.first_line();
        }
        match more {
            // A lone control-Z ends the text files of old systems.
            Ok(true) if self.record.len() == 1 && self.record.get(0) == Some(b"\x1A") => {
                return Ok(false);
            }
            Ok(true) => {}
            Ok(false) => return Ok(false),
            Err(error) => return Err(self.wrong(row.line, error.to_string())),
        }
        self.n_rows += 1;
        if self.reader.position().byte() > self.limits.table_bytes {
            let limit = self.limits.table_bytes;
            return Err(
                self.wrong(row.line, format!("the file is over the limit of {limit} bytes"))
            );
        }
        if self.n_rows > self.limits.rows {
            let limit = self.limits.rows;
            return Err(self.wrong(row.line, format!("the file has more than {limit} rows")));
        }
        if self.record.len() > self.limits.columns {
            let limit = self.limits.columns;
            return Err(self.wrong(row.line, format!("the row has more than {limit} values")));
        }
        for (column, value) in self.record.iter().enumerate() {
            if value.len() > self.limits.cell_bytes {
                let limit = self.limits.cell_bytes;
                let reason = format!(
                    "value {} is longer than {limit} bytes: is a quote missing?",
                    column + 1
                );
                return Err(self.wrong(row.line, reason));
            }
            match std::str::from_utf8(value) {
                Ok(value) => row.push(value),
                Err(error) => {
                    let reason = format!(
                        "value {} is not UTF-8 at its byte {}: name the encoding in the mapping",
                        column + 1,
                        error.valid_up_to()
                    );
                    return Err(self.wrong(row.line, reason));
                }
            }
        }
        Ok(true)
    }

    /// The line on which the record begins: counted back from where it ends, since the reader's own
    /// position stands before the empty lines that it skips. A line end is counted with its line feed,
    /// which the reader takes with the next record where a carriage return stands before it.
    fn first_line(&self) -> u64 {
        let end = self.reader.position();
        let file = self.reader.get_ref();
        let took_its_end = !file.has_ended && file.byte_in_front_of(end.byte()) == Some(b'\n');
        let n_inside = memchr::memchr_iter(b'\n', self.record.as_slice()).count() as u64;
        end.line().saturating_sub(n_inside + u64::from(took_its_end)).max(1)
    }

    fn wrong(&self, line: u64, reason: String) -> RowError {
        RowError { file: self.file.clone(), line, column: None, reason }
    }
}

/// A file that remembers the part that was read last, and whether that was the last of all: a record
/// says what is in it, not how it ended.
struct Watched<'t> {
    input: Box<dyn Read + 't>,
    latest: Vec<u8>,
    /// How many bytes came before the latest part.
    before: u64,
    has_ended: bool,
}

impl<'t> Watched<'t> {
    fn new(input: Box<dyn Read + 't>) -> Self {
        Self { input, latest: Vec::new(), before: 0, has_ended: false }
    }

    /// The byte in front of `position`, which lies in the latest part or at its end.
    fn byte_in_front_of(&self, position: u64) -> Option<u8> {
        let at = position.checked_sub(self.before + 1)?;
        self.latest.get(usize::try_from(at).ok()?).copied()
    }
}

impl Read for Watched<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let n = self.input.read(buffer)?;
        if n > 0 {
            self.before += self.latest.len() as u64;
            self.latest.clear();
            self.latest.extend_from_slice(&buffer[..n]);
        }
        self.has_ended |= n == 0 && !buffer.is_empty();
        Ok(n)
    }
}

/// The encoding that the shape names, or a byte order mark; else UTF-8.
fn encoding(head: &[u8], shape: &Shape) -> Result<&'static Encoding> {
    if let Some((encoding, _)) = Encoding::for_bom(head) {
        return Ok(encoding);
    }
    let Some(label) = &shape.encoding else { return Ok(UTF_8) };
    Encoding::for_label(label.as_bytes()).ok_or_else(|| Error::Mapping {
        place: "encoding".to_owned(),
        reason: format!("\"{label}\" is not an encoding: write utf-8, windows-1252 or such"),
    })
}

/// The delimiter that the first lines hold most, quotes left out.
fn likeliest_delimiter(head: &[u8]) -> u8 {
    const LINES: usize = 20;
    let mut counts = [(b',', 0), (b';', 0), (b'\t', 0), (b'|', 0)];
    let mut in_quotes = false;
    let mut n_lines = 0;
    for &byte in head {
        match byte {
            b'"' => in_quotes = !in_quotes,
            b'\n' if !in_quotes => n_lines += 1,
            _ if !in_quotes => {
                for (delimiter, count) in &mut counts {
                    *count += usize::from(byte == *delimiter);
                }
            }
            _ => {}
        }
        if n_lines == LINES {
            break;
        }
    }
    // The first of those with the greatest count: a comma where nothing speaks for another.
    counts
        .into_iter()
        .rev()
        .max_by_key(|&(_, count)| count)
        .map_or(b',', |(delimiter, _)| delimiter)
}

/// A reader that gives UTF-8, whatever it reads.
struct Decoded<R> {
    input: R,
    decoder: Decoder,
    ready: Vec<u8>,
    at: usize,
    is_over: bool,
}

impl<R: BufRead> Decoded<R> {
    fn new(input: R, decoder: Decoder) -> Self {
        Self { input, decoder, ready: vec![0; 1 << 16], at: 0, is_over: false }.emptied()
    }

    fn emptied(mut self) -> Self {
        self.ready.clear();
        self
    }

    fn refill(&mut self) -> std::io::Result<()> {
        while self.at == self.ready.len() && !self.is_over {
            let input = self.input.fill_buf()?;
            let is_last = input.is_empty();
            self.ready.resize(1 << 16, 0);
            let (result, n_read, n_written, _) =
                self.decoder.decode_to_utf8(input, &mut self.ready, is_last);
            self.ready.truncate(n_written);
            self.at = 0;
            self.input.consume(n_read);
            self.is_over = is_last && result == CoderResult::InputEmpty;
        }
        Ok(())
    }
}

impl<R: BufRead> Read for Decoded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        self.refill()?;
        let n = buffer.len().min(self.ready.len() - self.at);
        buffer[..n].copy_from_slice(&self.ready[self.at..self.at + n]);
        self.at += n;
        Ok(n)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(bytes: &[u8], encoding: Option<&str>) -> Vec<(u64, Vec<String>)> {
        let shape = Shape { delimiter: None, encoding: encoding.map(str::to_owned), sheet: None };
        let mut rows = CsvRows::open("a.csv", Box::new(bytes), &shape, &Limits::default()).unwrap();
        let mut row = Row::default();
        let mut list = Vec::new();
        while rows.next(&mut row).unwrap() {
            list.push((row.line, row.values().map(str::to_owned).collect()));
        }
        list
    }

    #[test]
    fn lines_are_those_of_the_file() {
        let table = rows(b"a,b\n\"one\ntwo\",3\n\nx,y\n", None);
        assert_eq!(table[1], (2, vec!["one\ntwo".to_owned(), "3".to_owned()]));
        assert_eq!(table[2].0, 5);
        let lines = |bytes| rows(bytes, None).iter().map(|(line, _)| *line).collect::<Vec<_>>();
        assert_eq!(lines(b"a,b\n1,2"), [1, 2]);
        assert_eq!(lines(b"a,b\r\n1,2\r\n\r\n3,4\r\n5,6"), [1, 2, 4, 5]);
        assert_eq!(lines(b"a,b\n1,2\n3,\"never closed\n5,6\n"), [1, 2, 3]);
    }

    #[test]
    fn delimiters_and_encodings_are_found() {
        assert_eq!(rows(b"a;b;c\n1;\"2,2,2,2\";3\n", None)[0].1.len(), 3);
        assert_eq!(rows(b"\xFF\xFEa\0,\0\xE9\0\n\0", None)[0].1, ["a", "é"]);
        assert_eq!(rows(b"a,\xE9\n", Some("windows-1252"))[0].1, ["a", "é"]);
    }
}
