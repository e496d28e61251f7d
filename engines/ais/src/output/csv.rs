//! Messages as comma-separated values: a table of all types, with the columns that most
//! questions need.

use super::buffer::Buffer;
use super::value::{self, Units};
use crate::instant::rfc_3339;
use crate::message::{Message, text};

/// The fields after the columns of how a message was received; a message that lacks one has no value
/// there.
const FIELDS: [&str; 25] = [
    "lat",
    "lon",
    "speed",
    "course",
    "heading",
    "turn",
    "status",
    "second",
    "accuracy",
    "raim",
    "shipname",
    "callsign",
    "imo",
    "shiptype",
    "to_bow",
    "to_stern",
    "to_port",
    "to_starboard",
    "draught",
    "destination",
    "eta",
    "timestamp",
    "dest_mmsi",
    "text",
    "data",
];

/// Writes messages as comma-separated values (RFC 4180), with a line of names first.
#[derive(Debug, Default)]
pub struct CsvLines {
    units: Units,
    out: Buffer,
    has_head: bool,
    scratch: Vec<u8>,
}

impl CsvLines {
    /// A writer that has written nothing.
    pub fn new(units: Units) -> Self {
        Self { units, ..Self::default() }
    }

    /// The lines written since the last [`clear`](Self::clear).
    pub fn written(&self) -> &[u8] {
        self.out.written()
    }

    /// Forgets the lines; they have been taken.
    pub fn clear(&mut self) {
        self.out.clear();
    }

    /// Writes one message.
    pub fn push(&mut self, message: &Message<'_>) {
        self.out.reserve();
        if !self.has_head {
            self.has_head = true;
            self.out.all(b"time,source,channel,own,type,repeat,mmsi,defects");
            for name in FIELDS {
                self.out.byte(b',');
                self.out.all(name.as_bytes());
            }
            self.out.byte(b'\n');
        }
        self.reception(message);
        for name in FIELDS {
            self.out.byte(b',');
            self.field(message, name);
        }
        self.out.byte(b'\n');
    }

    fn reception(&mut self, message: &Message<'_>) {
        let reception = &message.reception;
        if let Some(time) = reception.time {
            self.out.all(rfc_3339(time).as_bytes());
        }
        self.out.byte(b',');
        quoted(reception.source.unwrap_or_default().as_bytes(), &mut self.out);
        self.out.byte(b',');
        if reception.channel != 0 {
            quoted(&[reception.channel], &mut self.out);
        }
        self.out.all(if reception.own { b",true," } else { b",false," });
        self.out.unsigned(message.kind.into());
        self.out.byte(b',');
        self.out.unsigned(message.repeat().into());
        self.out.byte(b',');
        self.out.unsigned(message.mmsi().into());
        self.out.byte(b',');
        let names: Vec<&str> = message.defects.names().collect();
        self.out.all(names.join(" ").as_bytes());
    }

    fn field(&mut self, message: &Message<'_>, name: &str) {
        let Some((start, field)) = message.layout.field(name) else { return };
        let (bytes, n_bits) = (message.payload.bytes(), message.payload.len());
        if field.is_number() {
            let mark = self.out.mark();
            if value::number(bytes, start, n_bits, field, self.units, &mut self.out) {
                self.out.unquote(mark);
            }
        } else if field.is_text() {
            self.scratch.clear();
            text(bytes, start, n_bits, field, &mut self.scratch);
            quoted(&self.scratch, &mut self.out);
        } else if name == "data" {
            let mark = self.out.mark();
            value::data(bytes, start, n_bits, &mut self.out);
            self.out.unquote(mark);
        }
    }
}

/// Writes text from outside, in quotes if it needs them.
fn quoted(text: &[u8], out: &mut Buffer) {
    let plain = |byte: &u8| matches!(byte, b' '..=b'~') && !matches!(byte, b'"' | b',');
    if text.iter().all(plain) {
        return out.all(text);
    }
    let text = String::from_utf8_lossy(text).replace('"', "\"\"");
    out.byte(b'"');
    out.all(text.as_bytes());
    out.byte(b'"');
}
