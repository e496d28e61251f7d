//! How a message is laid out: the declarative tables from which decoding to columns, JSON and
//! CSV, the encoder and the field table of the manual all follow.

use crate::bits::unsigned;

/// Where a message's fields are and what they are called.
#[derive(Debug)]
pub struct Layout {
    /// A short unique name, such as `position_a`.
    pub name: &'static str,
    /// The message's title in its standard.
    pub title: &'static str,
    /// The standard and the place in it.
    pub source: &'static str,
    /// The fewest bits of a whole message.
    pub min_bits: u16,
    /// The most bits of a message as the standard has it.
    pub max_bits: u16,
    /// Fields in order; each section counts its bits from its own start.
    pub sections: &'static [Section],
}

/// Fields that count their bits from one place.
#[derive(Debug)]
pub struct Section {
    /// The message bit at which the section starts.
    pub at: u16,
    /// The fields.
    pub fields: &'static [Field],
}

/// One field.
#[derive(Debug)]
pub struct Field {
    key: Key,
    /// The first bit, from the start of the section or list element.
    pub start: u16,
    /// How many bits; 0 for a field that runs to the end, or one that is always zero.
    pub width: u16,
    /// What the bits are.
    pub kind: Kind,
    /// Raw values that stand for a word, such as a speed that is not available.
    pub words: &'static [(i32, &'static str)],
    /// Whether a message too short for the field says zero by that.
    pub zero_if_absent: bool,
}

/// What the bits of a field are.
#[derive(Debug, Clone, Copy)]
pub enum Kind {
    /// An unsigned number.
    Unsigned,
    /// A two's complement number.
    Signed,
    /// One bit: true or false.
    Flag,
    /// A number in a unit of its own.
    Scaled(Scale),
    /// Rate of turn: the signed square root of degrees a minute, times 4.733.
    Turn,
    /// A code; JSON carries its meaning beside it as `…_text`.
    Code(&'static Codes),
    /// A code of which JSON carries only the meaning.
    Word(&'static Codes),
    /// Six-bit text, up to the end if the width is 0.
    Text,
    /// Six-bit text that goes on at another bit of the message if it fills its place.
    TextThen(u16),
    /// All bits to the end but the last so many, as `number of bits:hexadecimal`.
    Data(u16),
    /// An unsigned number in the last bits of the message.
    Last,
    /// A word that tells this form of the message from its others.
    Constant(&'static str),
    /// Parts of a date and time.
    Stamp(Stamp),
    /// Elements repeated to the end of the message, or as often as a count says.
    List(&'static List),
}

/// How a raw number becomes a value: (raw + offset) x multiplier / divisor, with so many decimals.
#[derive(Debug, Clone, Copy)]
pub struct Scale {
    /// Whether the raw number is two's complement.
    pub signed: bool,
    /// Added to the raw number.
    pub offset: i32,
    /// By what the raw number is multiplied to count in the last decimal.
    pub multiplier: u32,
    /// By what it is then divided.
    pub divisor: u32,
    /// Decimals of the value.
    pub decimals: u8,
}

/// The meanings of a code.
#[derive(Debug)]
pub struct Codes {
    /// By value from zero.
    pub texts: &'static [&'static str],
    /// Of values far from zero.
    pub sparse: &'static [(u32, &'static str)],
    /// Of any other value.
    pub otherwise: &'static str,
}

/// The parts of a date and time, each with its bits, in the order sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stamp {
    /// Year 14, month 4, day 5, hour 5, minute 6, second 6.
    YearToSecond,
    /// Month 4, day 5, hour 5, minute 6.
    MonthToMinute,
    /// Day 5, month 4, hour 5, minute 6.
    DayMonthToMinute,
    /// Day 5, hour 5, minute 6.
    DayToMinute,
}

/// A repeated group of fields.
#[derive(Debug)]
pub struct List {
    /// Bits of one element.
    pub stride: u16,
    /// At most so many elements.
    pub max: u16,
    /// The bits, counted from the section's start, that say how many there are, if any do.
    pub count: Option<(u16, u16)>,
    /// The bits of an element, counted from its start, that choose among the variants.
    pub selector: (u16, u16),
    /// The fields of an element; the last variant also stands for all greater selectors.
    pub variants: &'static [&'static [Field]],
}

/// A field's name, ready to be written as a JSON key.
#[derive(Debug)]
pub(crate) struct Key {
    /// `,"name":` and zeros.
    pub(crate) bytes: [u8; 32],
    pub(crate) len: u8,
    name: &'static str,
}

impl Field {
    /// A field; its name is at most 27 bytes long.
    pub(crate) const fn new(name: &'static str, start: u16, width: u16, kind: Kind) -> Self {
        Self { key: Key::new(name), start, width, kind, words: &[], zero_if_absent: false }
    }

    /// The same field, of which some raw values stand for words.
    pub(crate) const fn with_words(self, words: &'static [(i32, &'static str)]) -> Self {
        Self { words, ..self }
    }

    /// The same field, which a short message sets to zero by leaving it out.
    pub(crate) const fn or_zero(self) -> Self {
        Self { zero_if_absent: true, ..self }
    }

    /// The name.
    pub fn name(&self) -> &'static str {
        self.key.name
    }

    /// Whether the raw number is two's complement.
    pub fn is_signed(&self) -> bool {
        match self.kind {
            Kind::Signed | Kind::Turn => true,
            Kind::Scaled(scale) => scale.signed,
            _ => false,
        }
    }

    /// Whether the field is a number, flag, code or stamp.
    pub fn is_number(&self) -> bool {
        !matches!(
            self.kind,
            Kind::Text | Kind::TextThen(_) | Kind::Data(_) | Kind::Constant(_) | Kind::List(_)
        )
    }

    /// Whether the field is a text from outside.
    pub fn is_text(&self) -> bool {
        matches!(self.kind, Kind::Text | Kind::TextThen(_))
    }

    pub(crate) fn kind_is_last(&self) -> bool {
        matches!(self.kind, Kind::Last)
    }

    pub(crate) fn key(&self) -> &Key {
        &self.key
    }
}

impl Key {
    pub(crate) const fn new(name: &'static str) -> Self {
        let from = name.as_bytes();
        let mut bytes = [0; 32];
        bytes[0] = b',';
        bytes[1] = b'"';
        let mut idx = 0;
        while idx < from.len() {
            bytes[idx + 2] = from[idx];
            idx += 1;
        }
        bytes[idx + 2] = b'"';
        bytes[idx + 3] = b':';
        Self { bytes, len: idx as u8 + 4, name }
    }
}

impl Scale {
    /// Unsigned, (raw + 0) x multiplier / divisor in units of the last decimal.
    pub(crate) const fn new(multiplier: u32, divisor: u32, decimals: u8) -> Self {
        Self { signed: false, offset: 0, multiplier, divisor, decimals }
    }

    pub(crate) const fn signed(self) -> Self {
        Self { signed: true, ..self }
    }

    pub(crate) const fn plus(self, offset: i32) -> Self {
        Self { offset, ..self }
    }

    /// The value of a raw number, in units of the last decimal, rounded to nearest.
    #[inline]
    pub fn apply(&self, raw: i64) -> i64 {
        let product = (raw + i64::from(self.offset)) * i64::from(self.multiplier);
        if self.divisor == 1 {
            return product;
        }
        let divisor = i64::from(self.divisor);
        let half = if product < 0 { -(divisor / 2) } else { divisor / 2 };
        (product + half) / divisor
    }

    /// The value of a raw number.
    pub fn value(&self, raw: i64) -> f64 {
        (raw + i64::from(self.offset)) as f64 * f64::from(self.multiplier)
            / f64::from(self.divisor)
            / 10_f64.powi(i32::from(self.decimals))
    }
}

impl Codes {
    /// The meaning of a code.
    #[inline]
    pub fn text(&self, code: u64) -> &'static str {
        match usize::try_from(code).ok().and_then(|code| self.texts.get(code)) {
            Some(text) => text,
            None => self
                .sparse
                .iter()
                .find(|(sparse, _)| u64::from(*sparse) == code)
                .map_or(self.otherwise, |(_, text)| text),
        }
    }
}

impl Stamp {
    /// The bits of each part, in the order sent.
    pub const fn widths(self) -> &'static [u8] {
        match self {
            Self::YearToSecond => &[14, 4, 5, 5, 6, 6],
            Self::MonthToMinute => &[4, 5, 5, 6],
            Self::DayMonthToMinute => &[5, 4, 5, 6],
            Self::DayToMinute => &[5, 5, 6],
        }
    }

    /// The bits of all parts.
    pub const fn width(self) -> u16 {
        match self {
            Self::YearToSecond => 40,
            Self::MonthToMinute | Self::DayMonthToMinute => 20,
            Self::DayToMinute => 16,
        }
    }
}

impl List {
    /// The whole elements that a message of `end` bits holds: where each starts, and its fields.
    /// `at` is where the list's section starts and `start` where the list does within it.
    pub(crate) fn elements(
        &self,
        bytes: &[u8],
        at: usize,
        start: usize,
        end: usize,
    ) -> impl Iterator<Item = (usize, &'static [Field])> {
        let stride = usize::from(self.stride);
        let first = at + start;
        let fitting = end.saturating_sub(first) / stride;
        let said = self.count.map_or(usize::MAX, |(count_at, width)| {
            unsigned(bytes, at + usize::from(count_at), usize::from(width)) as usize
        });
        let (select_at, select_width) = self.selector;
        let variants = self.variants;
        (0..fitting.min(said).min(usize::from(self.max))).map(move |idx| {
            let start = first + idx * stride;
            let chosen =
                unsigned(bytes, start + usize::from(select_at), usize::from(select_width)) as usize;
            (start, variants[chosen.min(variants.len() - 1)])
        })
    }
}

impl Layout {
    /// All fields, each with the message bit at which it starts.
    pub fn fields(&self) -> impl Iterator<Item = (usize, &'static Field)> {
        self.sections.iter().flat_map(|section| {
            let at = usize::from(section.at);
            section.fields.iter().map(move |field| (at + usize::from(field.start), field))
        })
    }

    /// The field of a name and the message bit at which it starts.
    pub fn field(&self, name: &str) -> Option<(usize, &'static Field)> {
        self.fields().find(|(_, field)| field.name() == name)
    }
}
