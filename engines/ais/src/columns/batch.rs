//! What a batch of columns holds.

use crate::layout::Layout;

/// Messages of one layout as columns, each with one entry a message.
#[derive(Debug)]
pub struct Batch<'a> {
    /// The layout.
    pub layout: &'static Layout,
    /// Message types; several types share some layouts.
    pub kind: &'a [i32],
    /// Repeat indicators.
    pub repeat: &'a [i32],
    /// Numbers of the stations that sent the messages.
    pub mmsi: &'a [i32],
    /// How the messages were received.
    pub receptions: Receptions<'a>,
    /// A column for each field of the layout, in its order.
    pub columns: &'a [Column],
}

/// How messages were received, and how whole they are.
#[derive(Debug, Clone, Copy)]
pub struct Receptions<'a> {
    /// Times in milliseconds since 1970, [`Receptions::NO_TIME`] where none is known.
    pub time: &'a [i64],
    /// Numbers of sources, 0 where none is known.
    pub source: &'a [u32],
    /// Line numbers.
    pub line: &'a [u64],
    /// Radio channels as written, 0 where there is none.
    pub channel: &'a [u8],
    /// Talkers.
    pub talker: &'a [[u8; 2]],
    /// Whether the station reported itself.
    pub own: &'a [bool],
    /// Defects as bits.
    pub defects: &'a [u32],
    /// Bits of each message; a field that ends beyond them is absent and reads as zero.
    pub n_bits: &'a [u16],
}

/// The values of one field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Column {
    /// Raw numbers, flags and codes of at most 32 bits.
    Number(Vec<i32>),
    /// Raw numbers of more bits; of a stamp, all its parts.
    Wide(Vec<i64>),
    /// Texts.
    Text(Strings),
    /// Bits, the first in the highest bit of a byte, zeros after the last.
    Data(Strings),
    /// Elements of lists.
    List(ListColumn),
    /// The field is the same word in all messages.
    Constant(&'static str),
}

/// Byte strings one after the other.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Strings {
    /// Where each ends.
    pub ends: Vec<u32>,
    /// All bytes.
    pub bytes: Vec<u8>,
}

/// The elements of all lists one after the other.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ListColumn {
    /// Where the elements of each message end.
    pub ends: Vec<u32>,
    /// Which variant each element is.
    pub variants: Vec<u8>,
    /// For each variant, a column for each field. Each has an entry for every element of the
    /// variant, in their order.
    pub columns: Vec<Vec<Column>>,
}

impl Receptions<'_> {
    /// Stands for a time that is not known.
    pub const NO_TIME: i64 = i64::MIN;
}

impl Batch<'_> {
    /// How many messages there are.
    pub fn len(&self) -> usize {
        self.mmsi.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.mmsi.is_empty()
    }

    /// The column of a field.
    pub fn column(&self, name: &str) -> Option<&Column> {
        let idx = self.layout.fields().position(|(_, field)| field.name() == name)?;
        self.columns.get(idx)
    }
}

impl Strings {
    /// The string of a row.
    pub fn row(&self, row: usize) -> Option<&[u8]> {
        let start = if row == 0 { 0 } else { *self.ends.get(row - 1)? };
        self.bytes.get(start as usize..*self.ends.get(row)? as usize)
    }

    pub(super) fn clear(&mut self) {
        self.ends.clear();
        self.bytes.clear();
    }
}

impl ListColumn {
    pub(super) fn clear(&mut self) {
        self.ends.clear();
        self.variants.clear();
        self.columns.iter_mut().flatten().for_each(Column::clear);
    }
}

impl Column {
    /// The numbers in it, if it is a column of such.
    pub(super) fn numbers(&mut self) -> Option<&mut Vec<i32>> {
        match self {
            Self::Number(numbers) => Some(numbers),
            _ => None,
        }
    }

    fn clear(&mut self) {
        match self {
            Self::Number(numbers) => numbers.clear(),
            Self::Wide(numbers) => numbers.clear(),
            Self::Text(strings) | Self::Data(strings) => strings.clear(),
            Self::List(list) => list.clear(),
            Self::Constant(_) => {}
        }
    }
}
