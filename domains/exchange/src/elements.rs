//! The elements of one list in a JSON file, one at a time, so that a large file fills no memory.

use std::io::{BufRead, Bytes};

use crate::{Defect, Error, Result};

/// Reads the elements of the list under one name of the outermost object; or, if the file is a
/// list, its elements.
pub(crate) struct Elements<R: BufRead> {
    bytes: Bytes<R>,
    /// A byte that was looked at and belongs to what follows.
    ahead: Option<u8>,
    name: &'static str,
    /// The name of a member that is itself the one element.
    one: Option<&'static str>,
    limit: usize,
    buffer: Vec<u8>,
    state: State,
    number: u64,
    /// How many bytes were read.
    place: u64,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Start,
    /// Inside the outermost object.
    Object,
    /// Inside the list; whether the list is the whole file.
    List {
        whole: bool,
    },
    End,
}

/// What one element turned out to be.
pub(crate) enum Element<'a> {
    /// JSON with balanced brackets.
    Text(&'a str),
    /// Something else, in words.
    Broken(String),
    /// There is none.
    End,
}

impl<R: BufRead> Elements<R> {
    pub(crate) fn new(input: R, name: &'static str, limit: usize) -> Self {
        let bytes = input.bytes();
        let state = State::Start;
        let buffer = Vec::new();
        Self { bytes, ahead: None, name, one: None, limit, buffer, state, number: 0, place: 0 }
    }

    /// Gives the member of this name as an element of its own, too.
    pub(crate) fn or_one(self, name: &'static str) -> Self {
        Self { one: Some(name), ..self }
    }

    /// The number of the element read last, from 1.
    pub(crate) fn number(&self) -> u64 {
        self.number
    }

    /// The next element.
    pub(crate) fn next(&mut self) -> Result<Element<'_>> {
        loop {
            match self.state {
                State::End => return Ok(Element::End),
                State::Start => self.begin()?,
                State::Object => {
                    if self.member()? {
                        return self.element();
                    }
                }
                State::List { whole } => match self.token()? {
                    Some(b',') => {}
                    Some(b']') => self.state = if whole { State::End } else { State::Object },
                    Some(byte) => {
                        self.ahead = Some(byte);
                        return self.element();
                    }
                    None => return Err(self.wrong("the file ends inside the list")),
                },
            }
        }
    }

    fn begin(&mut self) -> Result<()> {
        self.state = match self.token()? {
            // A byte order mark.
            Some(0xEF) => {
                self.byte()?;
                self.byte()?;
                return Ok(());
            }
            Some(b'{') => State::Object,
            Some(b'[') => State::List { whole: true },
            _ => return Err(self.wrong("the file is no JSON object and no list")),
        };
        Ok(())
    }

    /// Goes past one member of the outermost object, or into the list; true if what comes next is
    /// an element.
    fn member(&mut self) -> Result<bool> {
        match self.token()? {
            Some(b',') => Ok(false),
            Some(b'}') => {
                self.state = State::End;
                Ok(false)
            }
            Some(b'"') => {
                self.ahead = Some(b'"');
                self.value(true)?;
                let is = |name: &str| {
                    let inner = self.buffer.get(1..self.buffer.len().saturating_sub(1));
                    inner == Some(name.as_bytes())
                };
                let (is_list, is_one) = (is(self.name), self.one.is_some_and(is));
                if self.token()? != Some(b':') {
                    return Err(self.wrong("a colon is missing"));
                }
                let begins = self.token()?;
                if is_list && begins == Some(b'[') {
                    self.state = State::List { whole: false };
                    return Ok(false);
                }
                self.ahead = begins;
                if is_one {
                    return Ok(true);
                }
                self.value(false).map(|_| false)
            }
            _ => Err(self.wrong("a name in quotes is missing")),
        }
    }

    fn element(&mut self) -> Result<Element<'_>> {
        self.number += 1;
        if !self.value(true)? {
            let reason = format!("longer than {} bytes: it was left out", self.limit);
            return Ok(Element::Broken(reason));
        }
        match std::str::from_utf8(&self.buffer) {
            Ok(text) => Ok(Element::Text(text)),
            Err(error) => Ok(Element::Broken(format!("not UTF-8: {error}"))),
        }
    }

    /// Reads a value to its end, into the buffer if it is wanted; false if it is longer than that
    /// may hold.
    fn value(&mut self, wanted: bool) -> Result<bool> {
        self.buffer.clear();
        let (mut depth, mut in_text, mut escaped, mut fits) = (0_u32, false, false, true);
        loop {
            let Some(byte) = self.byte()? else {
                return Err(self.wrong("the file ends inside a value"));
            };
            if !in_text && depth == 0 && matches!(byte, b',' | b']' | b'}') {
                self.ahead = Some(byte);
                return Ok(fits);
            }
            if wanted && self.buffer.len() < self.limit {
                self.buffer.push(byte);
            } else if wanted {
                fits = false;
            }
            match byte {
                _ if escaped => escaped = false,
                b'\\' if in_text => escaped = true,
                b'"' => in_text = !in_text,
                b'{' | b'[' if !in_text => depth += 1,
                b'}' | b']' if !in_text => depth -= 1,
                _ => continue,
            }
            let closed = matches!(byte, b'"' | b'}' | b']') && !in_text && !escaped;
            if depth == 0 && closed {
                return Ok(fits);
            }
        }
    }

    /// The next byte that is not white space.
    fn token(&mut self) -> Result<Option<u8>> {
        loop {
            match self.byte()? {
                Some(byte) if byte.is_ascii_whitespace() => {}
                other => return Ok(other),
            }
        }
    }

    fn byte(&mut self) -> Result<Option<u8>> {
        if let Some(byte) = self.ahead.take() {
            return Ok(Some(byte));
        }
        self.place += 1;
        let number = self.number;
        self.bytes.next().transpose().map_err(|source| Error::Io { line: number, source })
    }

    fn wrong(&mut self, reason: &str) -> Error {
        self.state = State::End;
        Error::Defect(Defect {
            line: self.number,
            place: format!("byte {}", self.place),
            reason: reason.to_owned(),
            set_aside: String::new(),
            again: None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(text: &str) -> Vec<String> {
        let mut elements = Elements::new(text.as_bytes(), "objects", 12);
        let mut read = Vec::new();
        loop {
            match elements.next() {
                Ok(Element::Text(text)) => read.push(text.to_owned()),
                Ok(Element::Broken(reason)) => read.push(format!("broken: {reason}")),
                Ok(Element::End) => return read,
                Err(error) => {
                    read.push(error.to_string());
                    return read;
                }
            }
        }
    }

    #[test]
    fn elements_of_the_list_are_found_wherever_it_stands() {
        let text = r#"{"a": {"objects": [1]}, "objects" : [ {"b":"]}"}, 2, "x\"," ], "c": [[]], "objects": [3]}"#;
        assert_eq!(all(text), [r#"{"b":"]}"}"#, "2", r#""x\",""#, "3"]);
        assert_eq!(all("\u{FEFF}[1, {}]"), ["1", "{}"]);
        assert_eq!(all("{}"), Vec::<String>::new());
    }

    #[test]
    fn what_is_too_long_is_left_out_and_the_rest_is_read() {
        let read = all(r#"{"objects":["0123456789ABCDEF",1]}"#);
        assert_eq!(read, ["broken: longer than 12 bytes: it was left out", "1"]);
    }

    #[test]
    fn a_file_that_ends_early_says_so() {
        for (text, said) in [
            ("", "no JSON object"),
            ("nothing", "no JSON object"),
            (r#"{"objects":[{"#, "ends inside a value"),
            (r#"{"objects":[1"#, "ends inside a value"),
            (r#"{"objects":[1,"#, "ends inside the list"),
            (r#"{"objects" 1"#, "colon"),
            (r"{1}", "quotes"),
        ] {
            let read = all(text);
            assert!(read.last().is_some_and(|last| last.contains(said)), "{text}: {read:?}");
        }
    }
}
