//! The value of a field as JSON or CSV write it.

use super::buffer::Buffer;
use crate::bits::unsigned;
use crate::layout::{Field, Kind, Scale, Stamp};
use crate::message::raw;

/// Whether numbers are written in their units or as the bits have them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Units {
    /// Degrees, knots, metres and so on; codes carry their meaning.
    #[default]
    Scaled,
    /// The numbers as transmitted.
    Raw,
}

/// Writes a number, flag, code or stamp; text values are in quotes. `false` if the message ends
/// before the field does.
#[inline]
pub(crate) fn number(
    bytes: &[u8],
    start: usize,
    n_bits: usize,
    field: &Field,
    units: Units,
    out: &mut Buffer,
) -> bool {
    let Some(raw) = raw(bytes, start, n_bits, field) else { return false };
    match (field.kind, units) {
        (Kind::Flag, _) => flag(raw, out),
        (Kind::Stamp(parts), _) => stamp(bytes, start, parts, out),
        (_, Units::Raw) => out.signed(raw),
        (Kind::Word(codes), _) => quoted(codes.text(raw as u64), out),
        (Kind::Scaled(scale), _) if field.words.is_empty() => scaled(raw, scale, out),
        _ => with_words(raw, field, out),
    }
    true
}

#[inline]
fn flag(raw: i64, out: &mut Buffer) {
    if raw == 0 { out.padded(b"false\0\0\0", 5) } else { out.padded(b"true\0\0\0\0", 4) }
}

#[inline]
fn scaled(raw: i64, scale: Scale, out: &mut Buffer) {
    out.fixed(scale.apply(raw), scale.decimals);
}

fn with_words(raw: i64, field: &Field, out: &mut Buffer) {
    if let Some((_, word)) = field.words.iter().find(|(value, _)| i64::from(*value) == raw) {
        return quoted(word, out);
    }
    match field.kind {
        Kind::Scaled(scale) => scaled(raw, scale, out),
        Kind::Turn => out.fixed(rate_of_turn(raw), 2),
        _ => out.signed(raw),
    }
}

/// The rate of turn in hundredths of a degree a minute (ITU-R M.1371-5, annex 8, table 47:
/// the field is 4.733 times the square root of the rate).
pub(crate) fn rate_of_turn(raw: i64) -> i64 {
    let root = raw as f64 / 4.733;
    (root * root.abs() * 100.0).round() as i64
}

/// Writes a word of this crate's tables, none of which has quotes in it.
fn quoted(word: &str, out: &mut Buffer) {
    out.byte(b'"');
    out.all(word.as_bytes());
    out.byte(b'"');
}

/// The meaning of a code, in quotes.
#[inline]
pub(crate) fn meaning(text: &str, out: &mut Buffer) {
    quoted(text, out);
}

/// Parts of a date and time as ISO 8601 writes them, out-of-range values and all.
fn stamp(bytes: &[u8], start: usize, parts: Stamp, out: &mut Buffer) {
    let mut values = [0; 6];
    let mut at = start;
    for (value, width) in values.iter_mut().zip(parts.widths()) {
        *value = unsigned(bytes, at, usize::from(*width));
        at += usize::from(*width);
    }
    out.byte(b'"');
    match parts {
        Stamp::YearToSecond => {
            out.two_digits(values[0] / 100);
            out.two_digits(values[0] % 100);
            pairs(b'-', &values[1..3], out);
            out.byte(b'T');
            out.two_digits(values[3]);
            pairs(b':', &values[4..6], out);
        }
        Stamp::MonthToMinute | Stamp::DayMonthToMinute => {
            let swap = parts == Stamp::DayMonthToMinute;
            out.two_digits(values[usize::from(swap)]);
            pairs(b'-', &[values[usize::from(!swap)]], out);
            out.byte(b'T');
            out.two_digits(values[2]);
            pairs(b':', &values[3..4], out);
        }
        Stamp::DayToMinute => {
            out.two_digits(values[0]);
            out.byte(b'T');
            out.two_digits(values[1]);
            pairs(b':', &values[2..3], out);
        }
    }
    out.padded(b"Z\"", 2);
}

fn pairs(separator: u8, values: &[u64], out: &mut Buffer) {
    for value in values {
        out.byte(separator);
        out.two_digits(*value);
    }
}

/// Bits `start..end` as `number of bits:hexadecimal`, in quotes.
pub(crate) fn data(bytes: &[u8], start: usize, end: usize, out: &mut Buffer) {
    let n_bits = end.saturating_sub(start);
    out.byte(b'"');
    out.unsigned(n_bits as u64);
    out.byte(b':');
    for at in (start..start + n_bits).step_by(8) {
        let width = (start + n_bits - at).min(8);
        out.hexadecimal((unsigned(bytes, at, width) << (8 - width)) as u8);
    }
    out.byte(b'"');
}
