//! The kinds of field that many messages share, so that a table reads as the standard's does.

use crate::layout::{Codes, Field, Kind, List, Scale, Stamp};

/// Positions in 1/10,000 minute (ITU-R M.1371-5), to seven decimals of a degree.
const FINE: Scale = Scale::new(50, 3, 7).signed();
/// Positions in 1/1,000 minute (IMO SN.1/Circ.289), to six decimals of a degree.
const MEDIUM: Scale = Scale::new(50, 3, 6).signed();
/// Positions in 1/10 minute (areas), to six decimals of a degree.
const COARSE: Scale = Scale::new(5000, 3, 6).signed();
/// Positions in 1/10 minute (long range), to four decimals of a degree.
const LONG_RANGE: Scale = Scale::new(50, 3, 4).signed();
/// Tenths.
pub(super) const TENTHS: Scale = Scale::new(1, 1, 1);
/// Hundredths.
pub(super) const HUNDREDTHS: Scale = Scale::new(1, 1, 2);

pub(super) const fn unsigned(name: &'static str, start: u16, width: u16) -> Field {
    Field::new(name, start, width, Kind::Unsigned)
}

pub(super) const fn signed(name: &'static str, start: u16, width: u16) -> Field {
    Field::new(name, start, width, Kind::Signed)
}

/// A field that this form of the message lacks and that reads as zero.
pub(super) const fn zero(name: &'static str) -> Field {
    Field::new(name, 0, 0, Kind::Unsigned)
}

pub(super) const fn flag(name: &'static str, start: u16) -> Field {
    Field::new(name, start, 1, Kind::Flag)
}

pub(super) const fn scaled(name: &'static str, start: u16, width: u16, scale: Scale) -> Field {
    Field::new(name, start, width, Kind::Scaled(scale))
}

/// A number in tenths.
pub(super) const fn tenths(name: &'static str, start: u16, width: u16) -> Field {
    scaled(name, start, width, TENTHS)
}

pub(super) const fn longitude(name: &'static str, start: u16) -> Field {
    scaled(name, start, 28, FINE)
}

pub(super) const fn latitude(name: &'static str, start: u16) -> Field {
    scaled(name, start, 27, FINE)
}

/// Longitude in 1/1,000 minute, as the circulars use it.
pub(super) const fn longitude_25(name: &'static str, start: u16) -> Field {
    scaled(name, start, 25, MEDIUM)
}

/// Latitude in 1/1,000 minute, as the circulars use it.
pub(super) const fn latitude_24(name: &'static str, start: u16) -> Field {
    scaled(name, start, 24, MEDIUM)
}

/// Longitude in 1/10 minute, as areas use it.
pub(super) const fn longitude_18(name: &'static str, start: u16) -> Field {
    scaled(name, start, 18, COARSE)
}

/// Latitude in 1/10 minute, as areas use it.
pub(super) const fn latitude_17(name: &'static str, start: u16) -> Field {
    scaled(name, start, 17, COARSE)
}

/// Longitude in 1/10 minute of the long-range message.
pub(super) const fn longitude_far(name: &'static str, start: u16) -> Field {
    scaled(name, start, 18, LONG_RANGE)
}

/// Latitude in 1/10 minute of the long-range message.
pub(super) const fn latitude_far(name: &'static str, start: u16) -> Field {
    scaled(name, start, 17, LONG_RANGE)
}

pub(super) const fn code(
    name: &'static str,
    start: u16,
    width: u16,
    codes: &'static Codes,
) -> Field {
    Field::new(name, start, width, Kind::Code(codes))
}

pub(super) const fn word(
    name: &'static str,
    start: u16,
    width: u16,
    codes: &'static Codes,
) -> Field {
    Field::new(name, start, width, Kind::Word(codes))
}

/// Six-bit text of so many characters.
pub(super) const fn text(name: &'static str, start: u16, n_characters: u16) -> Field {
    Field::new(name, start, n_characters * 6, Kind::Text)
}

/// Six-bit text to the end of the message.
pub(super) const fn text_to_end(name: &'static str, start: u16) -> Field {
    Field::new(name, start, 0, Kind::Text)
}

/// Text that goes on at bit `more` of the message if it fills its place.
pub(super) const fn text_then(
    name: &'static str,
    start: u16,
    n_characters: u16,
    more: u16,
) -> Field {
    Field::new(name, start, n_characters * 6, Kind::TextThen(more))
}

/// A word that tells this form of the message from its others.
pub(super) const fn constant(name: &'static str, word: &'static str) -> Field {
    Field::new(name, 0, 0, Kind::Constant(word))
}

/// All bits to the end of the message but the last `n_left`.
pub(super) const fn data_before(name: &'static str, start: u16, n_left: u16) -> Field {
    Field::new(name, start, 0, Kind::Data(n_left))
}

/// The last bits of the message.
pub(super) const fn last(name: &'static str, width: u16) -> Field {
    Field::new(name, 0, width, Kind::Last)
}

/// All bits to the end of the message.
pub(super) const fn data(name: &'static str, start: u16) -> Field {
    data_before(name, start, 0)
}

pub(super) const fn stamp(name: &'static str, start: u16, stamp: Stamp) -> Field {
    Field::new(name, start, stamp.width(), Kind::Stamp(stamp))
}

pub(super) const fn list(name: &'static str, start: u16, list: &'static List) -> Field {
    Field::new(name, start, 0, Kind::List(list))
}
