//! From named values to a message, and from a message to sentences: the way back.

use crate::armor::{armor, six_bits};
use crate::bits::{MAX_BITS, Payload};
use crate::error::Error;
use crate::layout::{Field, Kind, Layout, List, Scale, Stamp};
use crate::messages::LayoutId;
use crate::output::value::Units;

/// A value of a field.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// A number, in the field's unit or raw.
    Number(f64),
    /// A flag.
    Flag(bool),
    /// A text, a word, a stamp or data.
    Text(String),
    /// The elements of a list.
    List(Vec<Values>),
}

/// Values by field name.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Values(pub Vec<(String, Value)>);

/// Makes a message of what [`JsonLines`](crate::JsonLines) writes of it: `type`, `mmsi`, and the
/// fields of its layout. Fields that are not given are zero; names that are not fields are
/// passed over, because JSON also carries meanings and receptions.
///
/// ```
/// use crossbearing_ais::{Units, Value, Values, encode, sentences};
///
/// let values = [
///     ("type", Value::Number(27.0)),
///     ("mmsi", Value::Number(230_108_610.0)),
///     ("lon", Value::Number(24.9633)),
///     ("lat", Value::Number(60.1633)),
/// ];
/// let values = Values(values.map(|(name, value)| (name.to_owned(), value)).into());
/// let payload = encode(&values, Units::Scaled)?;
/// assert!(sentences(&payload, "AIVDM", 'A', 0)[0].starts_with("!AIVDM,1,1,,A,K3KLeh"));
/// # Ok::<(), crossbearing_ais::Error>(())
/// ```
pub fn encode(values: &Values, units: Units) -> Result<Payload, Error> {
    let kind = values.whole("type").unwrap_or(0);
    let layout = layout_of(kind, values).layout();
    let mut bits = Bits { payload: Payload::default(), units };
    for (start, width, name) in [(0, 6, "type"), (6, 2, "repeat"), (8, 30, "mmsi")] {
        bits.set(name, start, width, values.whole(name).unwrap_or(0))?;
    }
    if kind == 24 {
        bits.set("part", 38, 2, static_part(values))?;
    }
    let mut end = usize::from(layout.min_bits);
    for (start, field) in layout.fields() {
        end = end.max(bits.field(start, field, values)?);
    }
    // What is sent fills whole bytes, but data says itself how long it is.
    bits.payload.extend(if has_data(layout) { end } else { end.div_ceil(8) * 8 });
    Ok(bits.payload)
}

/// The sentences that carry a message: `head` is talker and formatter, such as `AIVDM`;
/// `sequence` tells the parts of a message from those of others. No sentence is longer than 82
/// characters.
pub fn sentences(payload: &Payload, head: &str, channel: char, sequence: u8) -> Vec<String> {
    const CHARACTERS: usize = 60;
    let (characters, n_fill) = armor(payload);
    let parts: Vec<&str> = (0..characters.len().max(1))
        .step_by(CHARACTERS)
        .map(|from| &characters[from..characters.len().min(from + CHARACTERS)])
        .collect();
    let n_parts = parts.len();
    let numbered = |(idx, part): (usize, &&str)| {
        let last = idx + 1 == n_parts;
        let sequence = if n_parts == 1 { String::new() } else { (sequence % 10).to_string() };
        let n_fill = if last { n_fill } else { 0 };
        let content = format!("{head},{n_parts},{},{sequence},{channel},{part},{n_fill}", idx + 1);
        let sum = crate::sentence::xor(content.as_bytes());
        format!("!{content}*{sum:02X}")
    };
    parts.iter().enumerate().map(numbered).collect()
}

impl Values {
    /// The value of a name.
    pub fn of(&self, name: &str) -> Option<&Value> {
        self.0.iter().find(|(it, _)| it == name).map(|(_, value)| value)
    }

    fn whole(&self, name: &str) -> Option<u64> {
        match self.of(name)? {
            Value::Number(number) if *number >= 0.0 => Some(*number as u64),
            Value::Flag(flag) => Some(u64::from(*flag)),
            _ => None,
        }
    }

    fn text(&self, name: &str) -> &str {
        match self.of(name) {
            Some(Value::Text(text)) => text,
            _ => "",
        }
    }
}

/// The layout that a message of this type with these values has: the bits that choose it are
/// set, and the decoder is asked.
fn layout_of(kind: u64, values: &Values) -> LayoutId {
    let mut probe = Payload::default();
    let chosen_by: &[(usize, usize, &str)] = match kind {
        6 => &[(72, 10, "dac"), (82, 6, "fid")],
        8 => &[(40, 10, "dac"), (50, 6, "fid")],
        22 => &[(139, 1, "addressed")],
        25 | 26 => &[(38, 1, "addressed"), (39, 1, "structured")],
        _ => &[],
    };
    for (start, width, name) in [(0, 6, "type"), (8, 30, "mmsi")].iter().chain(chosen_by) {
        probe.put(*start, *width, values.whole(name).unwrap_or(0));
    }
    probe.put(38, 2 * usize::from(kind == 24), static_part(values));
    probe.put(56, usize::from(kind == 8), values.whole("wmo").unwrap_or(0) & 1);
    // Some applications apply to messages of certain lengths only.
    let candidates = [168, 136, 232, 248, 256, 72].map(|n_bits| {
        let mut sized = probe.clone();
        sized.truncate(n_bits);
        sized.extend(n_bits);
        LayoutId::of(&sized)
    });
    let is_data = values.of("data").is_some();
    let fitting = candidates.iter().find(|id| has_data(id.layout()) == is_data);
    *fitting.unwrap_or(&candidates[0])
}

/// The part number of a static data report.
fn static_part(values: &Values) -> u64 {
    match values.text("part") {
        "A" => 0,
        "B" => 1,
        _ => values.whole("partno").unwrap_or(0) & 3,
    }
}

fn has_data(layout: &Layout) -> bool {
    layout.fields().any(|(_, field)| matches!(field.kind, Kind::Data(_)))
}

/// A message in the making.
struct Bits {
    payload: Payload,
    units: Units,
}

impl Bits {
    /// Sets a field that starts at bit `start`; returns the bit where it ends, or 0 if the
    /// message may end before it.
    fn field(
        &mut self,
        start: usize,
        field: &'static Field,
        values: &Values,
    ) -> Result<usize, Error> {
        let value = values.of(field.name());
        match (field.kind, value) {
            (Kind::Constant(_), _) | (_, None) => Ok(0),
            (Kind::Text, Some(Value::Text(text))) => Ok(self.text(start, field.width, text)),
            (Kind::TextThen(more), Some(Value::Text(text))) => {
                let n_first = usize::from(field.width) / 6;
                let end = self.text(start, field.width, text);
                let rest: String = text.chars().skip(n_first).collect();
                Ok(if rest.is_empty() { end } else { self.text(more.into(), 0, &rest) })
            }
            (Kind::Data(left), Some(Value::Text(text))) => {
                let end = self.data(field, start, text)?;
                Ok(end + usize::from(left))
            }
            (Kind::List(list), Some(Value::List(elements))) => {
                self.list(start, field, list, elements)
            }
            (_, Some(value)) if field.is_number() => self.number(start, field, value),
            (_, Some(value)) => Err(misfit(field, value)),
        }
    }

    fn number(
        &mut self,
        start: usize,
        field: &'static Field,
        value: &Value,
    ) -> Result<usize, Error> {
        let width = usize::from(field.width);
        if let (Kind::Stamp(parts), Value::Text(text)) = (field.kind, value) {
            return self.stamp(start, field, parts, text);
        }
        let raw = raw_of(field, value, self.units).ok_or_else(|| misfit(field, value))?;
        let fits = match (field.is_signed(), width) {
            (_, 0) => raw == 0,
            (true, _) => raw >> (width - 1) == 0 || raw >> (width - 1) == -1,
            (false, _) => raw >> width == 0,
        };
        if !fits {
            return Err(misfit(field, value));
        }
        let start = if field.kind_is_last() { self.payload.len() } else { start };
        self.payload.put(start, width, raw as u64);
        Ok(if field.zero_if_absent && raw == 0 { 0 } else { start + width })
    }

    fn stamp(
        &mut self,
        start: usize,
        field: &'static Field,
        parts: Stamp,
        text: &str,
    ) -> Result<usize, Error> {
        let wrong = || Error::Value { field: field.name(), value: text.to_owned() };
        let mut numbers: Vec<u64> =
            text.split(|it: char| !it.is_ascii_digit()).filter_map(|it| it.parse().ok()).collect();
        if numbers.len() != parts.widths().len() {
            return Err(wrong());
        }
        if parts == Stamp::DayMonthToMinute {
            numbers.swap(0, 1);
        }
        let mut at = start;
        for (number, width) in numbers.into_iter().zip(parts.widths()) {
            if number >> width != 0 {
                return Err(wrong());
            }
            self.payload.put(at, usize::from(*width), number);
            at += usize::from(*width);
        }
        Ok(at)
    }

    /// Sets six-bit text; in a field of fixed width, `@` fills the rest.
    fn text(&mut self, start: usize, width: u16, text: &str) -> usize {
        let n_characters = if width == 0 { text.chars().count() } else { usize::from(width) / 6 };
        for (idx, character) in text.chars().take(n_characters).enumerate() {
            self.payload.put(start + idx * 6, 6, six_bits(character));
        }
        start + n_characters * 6
    }

    /// Sets `number of bits:hexadecimal`.
    fn data(&mut self, field: &'static Field, start: usize, text: &str) -> Result<usize, Error> {
        let wrong = || Error::Value { field: field.name(), value: text.to_owned() };
        let (n_bits, digits) = text.split_once(':').ok_or_else(wrong)?;
        let n_bits: usize = n_bits.parse().map_err(|_| wrong())?;
        if n_bits > MAX_BITS || digits.len() * 4 < n_bits {
            return Err(wrong());
        }
        for (idx, digit) in digits.chars().enumerate().take(n_bits.div_ceil(4)) {
            let digit = digit.to_digit(16).ok_or_else(wrong)?;
            let width = (n_bits - idx * 4).min(4);
            self.payload.put(start + idx * 4, width, u64::from(digit >> (4 - width)));
        }
        self.payload.extend(start + n_bits);
        Ok(start + n_bits)
    }

    fn list(
        &mut self,
        start: usize,
        field: &'static Field,
        list: &'static List,
        elements: &[Values],
    ) -> Result<usize, Error> {
        if elements.len() > usize::from(list.max) {
            let value = format!("{} elements", elements.len());
            return Err(Error::Value { field: field.name(), value });
        }
        if let Some((count_at, width)) = list.count {
            let at = start - usize::from(field.start) + usize::from(count_at);
            self.payload.put(at, usize::from(width), elements.len() as u64);
        }
        let stride = usize::from(list.stride);
        for (idx, element) in elements.iter().enumerate() {
            let at = start + idx * stride;
            for field in variant_of(list, element) {
                self.field(at + usize::from(field.start), field, element)?;
            }
        }
        let end = start + elements.len() * stride;
        self.payload.extend(end);
        Ok(end)
    }

    fn set(
        &mut self,
        name: &'static str,
        start: usize,
        width: usize,
        value: u64,
    ) -> Result<(), Error> {
        if value >> width != 0 {
            return Err(Error::Value { field: name, value: value.to_string() });
        }
        self.payload.put(start, width, value);
        Ok(())
    }
}

/// The fields of an element: what its first field selects.
fn variant_of(list: &'static List, element: &Values) -> &'static [Field] {
    let selector = list.variants[0].first().filter(|_| list.selector.1 > 0);
    let chosen = selector.and_then(|field| element.whole(field.name())).unwrap_or(0);
    list.variants[(chosen as usize).min(list.variants.len() - 1)]
}

/// The raw number that a value stands for.
fn raw_of(field: &Field, value: &Value, units: Units) -> Option<i64> {
    let number = match value {
        Value::Flag(flag) => return Some(i64::from(*flag)),
        Value::Text(word) => return raw_of_word(field, word),
        Value::Number(number) => *number,
        Value::List(_) => return None,
    };
    Some(match (field.kind, units) {
        (Kind::Scaled(scale), Units::Scaled) => raw_of_scaled(scale, number),
        (Kind::Turn, Units::Scaled) => raw_of_turn(number),
        _ => number.round() as i64,
    })
}

fn raw_of_word(field: &Field, word: &str) -> Option<i64> {
    if let Some((raw, _)) = field.words.iter().find(|(_, it)| *it == word) {
        return Some(i64::from(*raw));
    }
    match field.kind {
        Kind::Word(codes) => codes.texts.iter().position(|it| *it == word).map(|idx| idx as i64),
        _ => None,
    }
}

fn raw_of_scaled(scale: Scale, number: f64) -> i64 {
    let last_decimal = number * 10_f64.powi(scale.decimals.into());
    let raw = last_decimal * f64::from(scale.divisor) / f64::from(scale.multiplier);
    raw.round() as i64 - i64::from(scale.offset)
}

fn raw_of_turn(degrees_a_minute: f64) -> i64 {
    let raw = (degrees_a_minute.abs().sqrt() * 4.733).round() as i64;
    if degrees_a_minute < 0.0 { -raw } else { raw }
}

fn misfit(field: &'static Field, value: &Value) -> Error {
    Error::Value { field: field.name(), value: format!("{value:?}") }
}
