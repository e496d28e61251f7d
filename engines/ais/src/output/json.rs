//! Messages as JSON lines. Names and values are gpsd's wherever gpsd decodes the field.

use super::buffer::Buffer;
use super::value::{self, Units};
use crate::defects::Defects;
use crate::instant::rfc_3339;
use crate::layout::{Field, Key, Kind, List};
use crate::message::{Message, text};
use crate::names::Names;

/// Writes messages as JSON, one object a line.
///
/// ```
/// use crossbearing_ais::{Decoder, JsonLines, Options, Units};
///
/// let mut decoder = Decoder::new(Options::default());
/// let mut lines = JsonLines::new(Units::Scaled);
/// decoder.feed(b"!AIVDM,1,1,,A,K3KLehP0rPTJ10Qr,0*2A\n", |message| lines.push(message));
/// assert!(lines.written().starts_with(br#"{"class":"AIS","type":27,"#));
/// ```
#[derive(Debug, Default)]
pub struct JsonLines {
    units: Units,
    out: Buffer,
    names: Names,
    scratch: Vec<u8>,
}

/// The bits to write fields of: a message or an element of a list in it.
#[derive(Clone, Copy)]
struct Bits<'a> {
    bytes: &'a [u8],
    /// Where the message, or the element, ends.
    end: usize,
}

impl JsonLines {
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
    #[inline]
    pub fn push(&mut self, message: &Message<'_>) {
        self.out.reserve();
        self.head(message);
        let bits = Bits { bytes: message.payload.bytes(), end: message.payload.len() };
        for section in message.layout.sections {
            self.fields(section.fields, usize::from(section.at), bits);
        }
        if message.kind == 24 {
            self.known_name(message);
        }
        self.reception(message);
        self.out.padded(b"}\n", 2);
    }

    fn head(&mut self, message: &Message<'_>) {
        const START: &[u8; 24] = br#"{"class":"AIS","type":00"#;
        self.out.padded(START, 22);
        self.out.unsigned(message.kind.into());
        self.out.padded(br#","repeat":000000"#, 10);
        self.out.byte(b'0' + message.repeat());
        self.out.padded(br#","mmsi":"#, 8);
        self.out.unsigned(message.mmsi().into());
        match self.units {
            Units::Scaled => self.out.padded(br#","scaled":true  "#, 14),
            Units::Raw => self.out.padded(br#","scaled":false "#, 15),
        }
    }

    #[inline]
    fn fields(&mut self, fields: &'static [Field], at: usize, bits: Bits<'_>) {
        for field in fields {
            self.field(field, at, bits);
        }
    }

    #[inline]
    fn field(&mut self, field: &'static Field, at: usize, bits: Bits<'_>) {
        let start = at + usize::from(field.start);
        match field.kind {
            Kind::Text | Kind::TextThen(_) => self.text(field, start, bits),
            Kind::Data(left) => {
                self.key(field.key());
                let end = bits.end.saturating_sub(usize::from(left));
                value::data(bits.bytes, start, end, &mut self.out);
            }
            Kind::Constant(word) => {
                self.key(field.key());
                value::meaning(word, &mut self.out);
            }
            Kind::List(list) => self.list(field, list, at, bits),
            _ => self.number(field, start, bits),
        }
    }

    #[inline]
    fn number(&mut self, field: &'static Field, start: usize, bits: Bits<'_>) {
        let mark = self.out.mark();
        self.key(field.key());
        if !value::number(bits.bytes, start, bits.end, field, self.units, &mut self.out) {
            return self.out.reset(mark);
        }
        if let Kind::Code(codes) = field.kind {
            let code = crate::bits::unsigned(bits.bytes, start, usize::from(field.width));
            let key = field.key();
            // `,"name` and then `_text":`
            self.out.padded(&key.bytes, usize::from(key.len) - 2);
            self.out.padded(br#"_text":0"#, 7);
            value::meaning(codes.text(code), &mut self.out);
        }
    }

    fn text(&mut self, field: &'static Field, start: usize, bits: Bits<'_>) {
        if start + 6 > bits.end && field.width > 0 {
            return;
        }
        self.scratch.clear();
        text(bits.bytes, start, bits.end, field, &mut self.scratch);
        self.key(field.key());
        string(&self.scratch, &mut self.out);
    }

    fn list(&mut self, field: &'static Field, list: &'static List, at: usize, bits: Bits<'_>) {
        self.key(field.key());
        self.out.byte(b'[');
        for (idx, (start, variant)) in
            list.elements(bits.bytes, at, usize::from(field.start), bits.end).enumerate()
        {
            self.out.padded(if idx == 0 { b"{\0" } else { b",{" }, 1 + usize::from(idx > 0));
            let mark = self.out.mark();
            let end = start + usize::from(list.stride);
            self.fields(variant, start, Bits { bytes: bits.bytes, end });
            self.out.remove_byte(mark);
            self.out.byte(b'}');
        }
        self.out.byte(b']');
    }

    /// Part B of a static data report carries the name that part A gave, as gpsd's does.
    fn known_name(&mut self, message: &Message<'_>) {
        match message.layout.name {
            "static_a" => {
                self.names.remember(message.mmsi(), &self.scratch);
            }
            "static_b" | "static_b_auxiliary" => {
                if let Some(name) = self.names.of(message.mmsi()) {
                    self.out.padded(br#","shipname":0000"#, 12);
                    string(name, &mut self.out);
                }
            }
            _ => {}
        }
    }

    fn reception(&mut self, message: &Message<'_>) {
        let reception = &message.reception;
        if reception.channel != 0 {
            self.out.padded(br#","channel":00000"#, 11);
            string(&[reception.channel], &mut self.out);
        }
        if reception.own {
            self.out.padded(br#","own":true00000"#, 11);
        }
        if let Some(time) = reception.time {
            self.out.padded(br#","time":"#, 8);
            value::meaning(&rfc_3339(time), &mut self.out);
        }
        if let Some(source) = reception.source {
            self.out.padded(br#","source":000000"#, 10);
            string(source.as_bytes(), &mut self.out);
        }
        if !message.defects.is_empty() {
            self.defects(message.defects);
        }
    }

    fn defects(&mut self, defects: Defects) {
        self.out.padded(br#","defects":[0000"#, 12);
        for (idx, name) in defects.names().enumerate() {
            if idx > 0 {
                self.out.byte(b',');
            }
            value::meaning(name, &mut self.out);
        }
        self.out.byte(b']');
    }

    #[inline]
    fn key(&mut self, key: &Key) {
        self.out.padded(&key.bytes, key.len.into());
    }
}

/// Writes text from outside in quotes.
fn string(text: &[u8], out: &mut Buffer) {
    out.byte(b'"');
    if text.iter().all(|byte| matches!(byte, b' '..=b'~') && !matches!(byte, b'"' | b'\\')) {
        out.all(text);
    } else {
        for chunk in text.utf8_chunks() {
            escaped(chunk.valid(), out);
            if !chunk.invalid().is_empty() {
                out.all("\u{FFFD}".as_bytes());
            }
        }
    }
    out.byte(b'"');
}

fn escaped(text: &str, out: &mut Buffer) {
    for character in text.chars() {
        match character {
            '"' | '\\' => {
                out.byte(b'\\');
                out.byte(character as u8);
            }
            '\0'..=' ' if character != ' ' => {
                out.padded(b"\\u00", 4);
                out.hexadecimal(character as u8);
            }
            _ => out.all(character.encode_utf8(&mut [0; 4]).as_bytes()),
        }
    }
}
