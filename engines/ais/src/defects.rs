//! What can be wrong with a sentence or message that is decoded all the same, or is not.

use std::ops::{BitOr, BitOrAssign};

/// A set of defects.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Defects(u32);

/// Each defect with its name, in the order of their bits.
const NAMES: [&str; Defects::COUNT] = [
    "short",
    "long",
    "armor",
    "fill_bits",
    "checksum",
    "no_checksum",
    "tag_block",
    "header",
    "lost_part",
    "line_too_long",
    "unknown_type",
    "mmsi",
];

impl Defects {
    /// Nothing is wrong.
    pub const NONE: Self = Self(0);
    /// The message has fewer bits than its layout; only fields that are there are given.
    pub const SHORT: Self = Self(1);
    /// The message has more bits than its layout.
    pub const LONG: Self = Self(1 << 1);
    /// A payload character is none of the 64; its bits are unreliable.
    pub const ARMOR: Self = Self(1 << 2);
    /// The number of fill bits is missing or above 5.
    pub const FILL_BITS: Self = Self(1 << 3);
    /// The checksum does not agree with the sentence.
    pub const CHECKSUM: Self = Self(1 << 4);
    /// The sentence has no checksum.
    pub const NO_CHECKSUM: Self = Self(1 << 5);
    /// A tag block is damaged; what it says is left out.
    pub const TAG_BLOCK: Self = Self(1 << 6);
    /// The sentence's fields make no sense; it is not decoded.
    pub const HEADER: Self = Self(1 << 7);
    /// A part of a message did not come in time; the others are dropped.
    pub const LOST_PART: Self = Self(1 << 8);
    /// A line longer than any sentence; it is dropped.
    pub const LINE_TOO_LONG: Self = Self(1 << 9);
    /// The message type is not in use.
    pub const UNKNOWN_TYPE: Self = Self(1 << 10);
    /// The MMSI has more than nine digits.
    pub const MMSI: Self = Self(1 << 11);

    /// How many defects there are.
    pub const COUNT: usize = 12;

    /// As bits, lowest first in the order above.
    #[inline]
    pub fn bits(self) -> u32 {
        self.0
    }

    /// Whether nothing is wrong.
    #[inline]
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// These but for `other`.
    #[inline]
    #[must_use]
    pub fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    /// Whether all of `other` are among these.
    #[inline]
    pub fn contains(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    /// These if `yes`, otherwise none.
    #[inline]
    #[must_use]
    pub fn when(self, yes: bool) -> Self {
        Self(self.0 * u32::from(yes))
    }

    /// The names of those present.
    pub fn names(self) -> impl Iterator<Item = &'static str> {
        self.numbers().map(|number| NAMES[number])
    }

    /// The bit numbers of those present.
    pub(crate) fn numbers(self) -> impl Iterator<Item = usize> {
        (0..Self::COUNT).filter(move |number| self.0 >> number & 1 == 1)
    }

    /// The name of a bit number.
    pub fn name(number: usize) -> &'static str {
        NAMES[number % Self::COUNT]
    }
}

impl BitOr for Defects {
    type Output = Self;

    #[inline]
    fn bitor(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

impl BitOrAssign for Defects {
    #[inline]
    fn bitor_assign(&mut self, other: Self) {
        self.0 |= other.0;
    }
}

#[cfg(test)]
mod tests {
    use super::Defects;

    #[test]
    fn each_defect_has_its_name() {
        let set = Defects::SHORT | Defects::MMSI | Defects::CHECKSUM;
        assert_eq!(set.names().collect::<Vec<_>>(), ["short", "checksum", "mmsi"]);
        assert!(set.contains(Defects::MMSI) && !set.contains(Defects::LONG));
        assert!(Defects::ARMOR.when(false).is_empty());
    }
}
