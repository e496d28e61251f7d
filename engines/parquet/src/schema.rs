//! What a table's columns are.

/// A column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// Its name.
    pub name: String,
    /// What its values are.
    pub kind: Kind,
    /// Whether a row may lack it.
    pub is_optional: bool,
}

/// What the values of a column are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Whole numbers of 32 bits.
    Whole,
    /// Whole numbers of 64 bits.
    Long,
    /// Whole numbers of 32 bits that are never negative.
    Unsigned,
    /// Moments, as milliseconds since 1970 in UTC.
    Time,
    /// Whole numbers that count in the last of so many decimals.
    Decimal {
        /// Digits at most, those before the point included; at most 18.
        digits: u8,
        /// Digits after the point.
        decimals: u8,
    },
    /// Floating point numbers of 64 bits.
    Double,
    /// True or false.
    Flag,
    /// Texts in UTF-8.
    Text,
}

/// How values are stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Physical {
    Flag = 0,
    Int32 = 1,
    Int64 = 2,
    Double = 5,
    Bytes = 6,
}

impl Column {
    /// A column that every row has.
    pub fn new(name: impl Into<String>, kind: Kind) -> Self {
        Self { name: name.into(), kind, is_optional: false }
    }

    /// A column that rows may lack.
    pub fn optional(name: impl Into<String>, kind: Kind) -> Self {
        Self { name: name.into(), kind, is_optional: true }
    }
}

impl Kind {
    pub(crate) fn physical(self) -> Physical {
        match self {
            Self::Whole | Self::Unsigned | Self::Decimal { digits: ..=9, .. } => Physical::Int32,
            Self::Long | Self::Time | Self::Decimal { .. } => Physical::Int64,
            Self::Double => Physical::Double,
            Self::Flag => Physical::Flag,
            Self::Text => Physical::Bytes,
        }
    }
}

impl Physical {
    /// Those of whole numbers.
    pub(crate) fn of_whole(number: i64) -> Option<Self> {
        [Self::Int32, Self::Int64].into_iter().find(|it| *it as i64 == number)
    }
}
