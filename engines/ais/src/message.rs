//! A decoded message: its payload, what is wrong with it, and when and where it was received.

use crate::armor::append_text;
use crate::bits::{Payload, sign_extend, unsigned};
use crate::defects::Defects;
use crate::instant::Millis;
use crate::layout::{Field, Kind, Layout};
use crate::messages::LayoutId;

/// A message, valid until the next one is decoded.
#[derive(Debug, Clone, Copy)]
pub struct Message<'a> {
    /// The message type, 0 to 63.
    pub kind: u8,
    /// Which layout it has.
    pub id: LayoutId,
    /// The layout.
    pub layout: &'static Layout,
    /// The bits.
    pub payload: &'a Payload,
    /// How it was received.
    pub reception: Reception<'a>,
    /// What is wrong with it.
    pub defects: Defects,
}

/// How a message was received.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reception<'a> {
    /// When, if the feed says it.
    pub time: Option<Millis>,
    /// The station, if the feed names it.
    pub source: Option<&'a str>,
    /// The number of that name, from 1; 0 if there is none.
    pub source_id: u32,
    /// The talker of the sentence.
    pub talker: [u8; 2],
    /// The radio channel as written, 0 if there is none.
    pub channel: u8,
    /// Whether the station reported itself (VDO).
    pub own: bool,
    /// The number of the line with the first part, from 1.
    pub line: u64,
}

impl<'a> Message<'a> {
    #[inline]
    pub(crate) fn new(payload: &'a Payload, reception: Reception<'a>, defects: Defects) -> Self {
        let kind = payload.unsigned(0, 6) as u8;
        let id = LayoutId::of(payload);
        let layout = id.layout();
        let n_bits = payload.len() as u16;
        let long_from = layout.max_bits + SLACK;
        let defects = defects
            | Defects::SHORT.when(n_bits < layout.min_bits)
            | Defects::LONG.when(n_bits > long_from)
            | Defects::UNKNOWN_TYPE.when(id.index() == 0)
            | Defects::MMSI.when(payload.unsigned(8, 30) > 999_999_999);
        Self { kind, id, layout, payload, reception, defects }
    }

    /// The number of the station that sent it.
    #[inline]
    pub fn mmsi(&self) -> u32 {
        self.payload.unsigned(8, 30) as u32
    }

    /// How often it has been repeated.
    #[inline]
    pub fn repeat(&self) -> u8 {
        self.payload.unsigned(6, 2) as u8
    }

    /// The raw number of a field, if the message has a field of that name and reaches so far.
    pub fn raw(&self, name: &str) -> Option<i64> {
        match name {
            "type" => Some(i64::from(self.kind)),
            "repeat" => Some(i64::from(self.repeat())),
            "mmsi" => Some(i64::from(self.mmsi())),
            _ => {
                let (start, field) = self.layout.field(name)?;
                raw(self.payload.bytes(), start, self.payload.len(), field)
            }
        }
    }

    /// The value of a number field in its unit.
    pub fn number(&self, name: &str) -> Option<f64> {
        let Some((start, field)) = self.layout.field(name) else {
            return self.raw(name).map(|raw| raw as f64);
        };
        let raw = raw(self.payload.bytes(), start, self.payload.len(), field)?;
        Some(match field.kind {
            Kind::Scaled(scale) => scale.value(raw),
            _ => raw as f64,
        })
    }

    /// The text of a text field.
    pub fn text(&self, name: &str) -> Option<String> {
        let (start, field) = self.layout.field(name)?;
        matches!(field.kind, Kind::Text | Kind::TextThen(_)).then(|| {
            let mut out = Vec::new();
            text(self.payload.bytes(), start, self.payload.len(), field, &mut out);
            String::from_utf8_lossy(&out).into_owned()
        })
    }
}

/// Receivers count fill bits wrong and then deliver up to five bits too many.
const SLACK: u16 = 5;

/// The raw number of a field that starts at bit `start` of a message of `n_bits` bits.
#[inline]
pub(crate) fn raw(bytes: &[u8], start: usize, n_bits: usize, field: &Field) -> Option<i64> {
    let width = usize::from(field.width);
    let start = match field.kind {
        Kind::Last => n_bits.checked_sub(width)?,
        _ => start,
    };
    if start + width > n_bits && width > 0 {
        return (field.zero_if_absent).then_some(0);
    }
    let value = unsigned(bytes, start, width);
    Some(if field.is_signed() { sign_extend(value, width) } else { value as i64 })
}

/// How long a text is without the spaces at its end, of which many have a dozen.
fn trimmed(mut text: &[u8]) -> usize {
    while let Some((before, b"        ")) = text.split_last_chunk::<8>() {
        text = before;
    }
    text.trim_ascii_end().len()
}

/// Appends what a text field that starts at bit `start` says, as far as the message reaches.
pub(crate) fn text(bytes: &[u8], start: usize, n_bits: usize, field: &Field, out: &mut Vec<u8>) {
    let available = n_bits.saturating_sub(start) / 6;
    let wanted = if field.width == 0 { available } else { usize::from(field.width) / 6 };
    let from = out.len();
    let has_end = append_text(bytes, start, wanted.min(available), out);
    if let Kind::TextThen(more) = field.kind
        && available >= wanted
        && !has_end
    {
        let more = usize::from(more);
        append_text(bytes, more, n_bits.saturating_sub(more) / 6, out);
    }
    let length = trimmed(&out[from..]);
    out.truncate(from + length);
}
