//! Lines of a file, each held to a limit, so that a file without line ends fills no memory.

use std::io::{BufRead, Read as _};

use crate::{Defect, Error, Result};

/// How much of something set aside is shown, in bytes.
const SHOWN: usize = 4096;

/// Reads lines of UTF-8.
pub(crate) struct Lines<R> {
    input: R,
    buffer: Vec<u8>,
    limit: usize,
    line: u64,
}

/// What one line turned out to be.
pub(crate) enum Line<'a> {
    /// Text, without its line end; never blank.
    Text(&'a str),
    /// Something else.
    Broken(Defect),
    /// There is none.
    End,
}

impl<R: BufRead> Lines<R> {
    pub(crate) fn new(input: R, limit: usize) -> Self {
        Self { input, buffer: Vec::new(), limit, line: 0 }
    }

    /// The number of the line read last, from 1.
    pub(crate) fn number(&self) -> u64 {
        self.line
    }

    /// The next line that is not blank.
    pub(crate) fn next(&mut self) -> Result<Line<'_>> {
        loop {
            self.line += 1;
            self.buffer.clear();
            let most = self.limit as u64 + 1;
            let io = |source, line| Error::Io { line, source };
            let mut limited = (&mut self.input).take(most);
            let read = limited
                .read_until(b'\n', &mut self.buffer)
                .map_err(|source| io(source, self.line))?;
            if read == 0 {
                return Ok(Line::End);
            }
            let ended = self.buffer.last() == Some(&b'\n');
            if !ended && read as u64 == most {
                self.skip_line()?;
                return Ok(Line::Broken(self.too_long()));
            }
            if !self.buffer.trim_ascii().is_empty() {
                break;
            }
        }
        let line = self.line;
        // A byte order mark may stand at the beginning of a file.
        let bytes = self.buffer.strip_prefix(b"\xEF\xBB\xBF".as_slice()).unwrap_or(&self.buffer);
        Ok(match std::str::from_utf8(bytes) {
            Ok(text) => Line::Text(text.trim_ascii()),
            Err(error) => Line::Broken(Defect {
                line,
                place: String::new(),
                reason: format!(
                    "byte {} is not UTF-8: convert the file to UTF-8, or correct the line",
                    error.valid_up_to() + 1
                ),
                set_aside: shown(&String::from_utf8_lossy(bytes)),
                again: Some(String::from_utf8_lossy(bytes.trim_ascii()).into_owned()),
            }),
        })
    }

    fn skip_line(&mut self) -> Result<()> {
        self.input
            .skip_until(b'\n')
            .map(drop)
            .map_err(|source| Error::Io { line: self.line, source })
    }

    fn too_long(&self) -> Defect {
        let start = self.buffer.get(..SHOWN).unwrap_or_default();
        Defect {
            line: self.line,
            place: String::new(),
            reason: format!(
                "the line is longer than {} bytes: write one entity a line, or set a higher limit",
                self.limit
            ),
            set_aside: shown(&String::from_utf8_lossy(start)),
            // Its beginning only: the rest was never held.
            again: Some(String::from_utf8_lossy(start).into_owned()),
        }
    }
}

/// As much of `text` as is kept of something set aside.
pub(crate) fn shown(text: &str) -> String {
    let mut end = text.len().min(SHOWN);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text[..end].to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(bytes: &[u8], limit: usize) -> Vec<String> {
        let mut lines = Lines::new(bytes, limit);
        let mut read = Vec::new();
        loop {
            match lines.next().unwrap() {
                Line::Text(text) => read.push(text.to_owned()),
                Line::Broken(defect) => read.push(format!("{}: {}", defect.line, defect.reason)),
                Line::End => return read,
            }
        }
    }

    #[test]
    fn blank_lines_and_marks_are_skipped() {
        assert_eq!(all(b"\xEF\xBB\xBFa\r\n\n  \nb", 10), ["a", "b"]);
        assert_eq!(all(b"", 10), Vec::<String>::new());
    }

    #[test]
    fn a_broken_line_does_not_hide_the_next() {
        let read = all(b"ok\n\xFF\n0123456789ABCDEF\nok", 10);
        assert_eq!(read[0], "ok");
        assert!(read[1].starts_with("2: byte 1 is not UTF-8"), "{}", read[1]);
        assert!(read[2].starts_with("3: the line is longer than 10 bytes"), "{}", read[2]);
        assert_eq!(read[3], "ok");
    }

    #[test]
    fn a_line_of_exactly_the_limit_is_read() {
        assert_eq!(all(b"0123456789\n0123456789", 10), ["0123456789", "0123456789"]);
    }
}
