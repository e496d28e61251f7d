//! The values of a message's fields, each of its own kind, for whatever stores tables.

use super::buffer::Buffer;
use super::value::{self, Units, rate_of_turn};
use crate::layout::{Field, Kind, List};
use crate::message::{Message, raw, text};

/// What the values of a field are.
#[derive(Debug, Clone, Copy)]
pub enum CellKind {
    /// Whole numbers of so many bits, and whether one of them is a sign.
    Whole {
        /// How many.
        n_bits: u16,
        /// Whether they are two's complement.
        is_signed: bool,
    },
    /// Numbers in their unit.
    Number,
    /// True or false.
    Flag,
    /// Texts; stamps and data are written as texts.
    Text,
    /// Elements, each of one of the list's variants.
    List(&'static List),
}

/// The value of a field.
#[derive(Debug, Clone, Copy)]
pub enum Cell<'a> {
    /// A whole number or a code.
    Whole(i64),
    /// A number in its unit.
    Number(f64),
    /// True or false.
    Flag(bool),
    /// A text.
    Text(&'a str),
    /// The elements of a list.
    List(Elements<'a>),
}

/// The elements of a list in a message.
#[derive(Debug, Clone, Copy)]
pub struct Elements<'a> {
    list: &'static List,
    bits: Bits<'a>,
    /// Where the list's section starts, and where the list does within it.
    at: usize,
    start: usize,
    units: Units,
}

/// An element of a list.
#[derive(Debug, Clone, Copy)]
pub struct Element<'a> {
    /// Which of the list's variants it is.
    pub variant: usize,
    fields: &'static [Field],
    bits: Bits<'a>,
    start: usize,
    units: Units,
}

/// The bits to read fields of: a message or an element of a list in it.
#[derive(Debug, Clone, Copy)]
struct Bits<'a> {
    bytes: &'a [u8],
    /// Where the message, or the element, ends.
    end: usize,
}

/// Reads the values of messages.
///
/// ```
/// use crossbearing_ais::{Cell, Cells, Decoder, Options, Units};
///
/// let mut cells = Cells::new(Units::Scaled);
/// let mut decoder = Decoder::new(Options::default());
/// decoder.feed(b"!AIVDM,1,1,,A,15RTgt0PAso;90TKcjM8h6g208CQ,0*4A\n", |message| {
///     cells.of(message, &mut |field, cell| match (field, cell) {
///         (0, Cell::Whole(status)) => assert_eq!(status, 0),
///         (2, Cell::Number(speed)) => assert_eq!(speed, 12.3),
///         _ => {}
///     });
/// });
/// ```
#[derive(Debug, Default)]
pub struct Cells {
    units: Units,
    out: Buffer,
    text: Vec<u8>,
}

impl Cells {
    /// With numbers in these units.
    pub fn new(units: Units) -> Self {
        Self { units, ..Self::default() }
    }

    /// Hands on the fields that the message has, each with its place among
    /// [`Layout::fields`](crate::Layout::fields). A field is passed over if the message ends before it does, and if its
    /// raw number stands for "not available" (`n/a` or `nan` in its words) where units are asked for.
    pub fn of(&mut self, message: &Message<'_>, sink: &mut dyn FnMut(usize, Cell<'_>)) {
        let bits = Bits { bytes: message.payload.bytes(), end: message.payload.len() };
        let mut place = 0;
        for section in message.layout.sections {
            for field in section.fields {
                self.field(field, usize::from(section.at), bits, &mut |cell| sink(place, cell));
                place += 1;
            }
        }
    }

    #[inline]
    fn field(
        &mut self,
        field: &'static Field,
        at: usize,
        bits: Bits<'_>,
        sink: &mut impl FnMut(Cell<'_>),
    ) {
        let start = at + usize::from(field.start);
        match field.kind {
            Kind::Text | Kind::TextThen(_) => {
                if start + 6 <= bits.end || field.width == 0 {
                    self.text.clear();
                    text(bits.bytes, start, bits.end, field, &mut self.text);
                    sink(Cell::Text(&String::from_utf8_lossy(&self.text)));
                }
            }
            Kind::Constant(word) => sink(Cell::Text(word)),
            Kind::List(list) => {
                let start = usize::from(field.start);
                sink(Cell::List(Elements { list, bits, at, start, units: self.units }));
            }
            Kind::Data(left) => {
                let end = bits.end.saturating_sub(usize::from(left));
                self.written(sink, |out| {
                    value::data(bits.bytes, start, end, out);
                    true
                });
            }
            Kind::Stamp(_) => self.written(sink, |out| {
                value::number(bits.bytes, start, bits.end, field, Units::Scaled, out)
            }),
            _ => {
                let raw = raw(bits.bytes, start, bits.end, field);
                if let Some(cell) = raw.and_then(|raw| number(raw, field, self.units)) {
                    sink(cell);
                }
            }
        }
    }

    /// Hands on what is written in quotes, if it is.
    fn written(&mut self, sink: impl FnOnce(Cell<'_>), write: impl FnOnce(&mut Buffer) -> bool) {
        self.out.clear();
        self.out.reserve();
        if write(&mut self.out) {
            self.out.unquote(0);
            sink(Cell::Text(&String::from_utf8_lossy(self.out.written())));
        }
    }
}

impl<'a> Elements<'a> {
    /// The elements in their order.
    pub fn iter(self) -> impl Iterator<Item = Element<'a>> {
        let Self { list, bits, at, start, units } = self;
        list.elements(bits.bytes, at, start, bits.end).map(move |(start, fields)| {
            let is_it = |it: &&'static [Field]| std::ptr::eq(*it, fields);
            let variant = list.variants.iter().position(is_it).unwrap_or(0);
            let end = start + usize::from(list.stride);
            Element { variant, fields, bits: Bits { bytes: bits.bytes, end }, start, units }
        })
    }
}

impl Element<'_> {
    /// Hands on the fields of the element, each with its place in its variant.
    pub fn cells(&self, sink: &mut dyn FnMut(usize, Cell<'_>)) {
        let mut cells = Cells::new(self.units);
        for (place, field) in self.fields.iter().enumerate() {
            cells.field(field, self.start, self.bits, &mut |cell| sink(place, cell));
        }
    }
}

impl Field {
    /// What [`Cells`] gives of the field with numbers in these units.
    pub fn cell_kind(&self, units: Units) -> CellKind {
        let whole = CellKind::Whole { n_bits: self.width, is_signed: self.is_signed() };
        match (self.kind, units) {
            (Kind::Flag, _) => CellKind::Flag,
            (Kind::Scaled(_) | Kind::Turn, Units::Scaled) => CellKind::Number,
            (Kind::List(list), _) => CellKind::List(list),
            _ if self.is_number() && !matches!(self.kind, Kind::Stamp(_)) => whole,
            _ => CellKind::Text,
        }
    }
}

/// The value of a number; none where its raw value says that there is none.
#[inline]
fn number(raw: i64, field: &Field, units: Units) -> Option<Cell<'static>> {
    let is_none = || {
        let word = field.words.iter().find(|(value, _)| i64::from(*value) == raw);
        word.is_some_and(|(_, word)| matches!(*word, "n/a" | "nan"))
    };
    match (field.kind, units) {
        (Kind::Flag, _) => Some(Cell::Flag(raw != 0)),
        (_, Units::Raw) => Some(Cell::Whole(raw)),
        _ if is_none() => None,
        (Kind::Scaled(scale), _) => Some(Cell::Number(decimal(scale.apply(raw), scale.decimals))),
        (Kind::Turn, _) => Some(Cell::Number(decimal(rate_of_turn(raw), 2))),
        _ => Some(Cell::Whole(raw)),
    }
}

/// The number nearest to what JSON lines write with so many decimals.
#[inline]
fn decimal(value: i64, decimals: u8) -> f64 {
    const TENS: [f64; 9] = [1.0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8];
    value as f64 / TENS.get(usize::from(decimals)).copied().unwrap_or(1.0)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::{Cell, Cells};
    use crate::{Decoder, Options, Units};

    /// The cells of a line's message by name.
    fn row(line: &str, units: Units) -> BTreeMap<&'static str, String> {
        let mut rows = BTreeMap::new();
        let options = Options { accept_wrong_checksums: true, ..Options::default() };
        Decoder::new(options).feed(line.as_bytes(), |message| {
            let names: Vec<&str> = message.layout.fields().map(|(_, it)| it.name()).collect();
            Cells::new(units).of(message, &mut |place, cell| {
                rows.insert(names[place], format!("{cell:?}"));
            });
        });
        rows
    }

    #[test]
    fn a_position_has_its_values_and_no_others() {
        let line = "!AIVDM,1,1,,A,15RTgt0PAso;90TKcjM8h6g208CQ,0*4A\n";
        let cells = row(line, Units::Scaled);
        assert_eq!(cells["speed"], "Number(12.3)");
        assert_eq!(cells["status"], "Whole(0)");
        assert_eq!(cells["accuracy"], "Flag(true)");
        assert_eq!(cells["turn"], "Number(-720.0)");
        assert_eq!(cells.len(), 12, "{cells:?}");
        let raw = row(line, Units::Raw);
        assert_eq!((&raw["speed"][..], &raw["turn"][..]), ("Whole(123)", "Whole(-127)"));
    }

    #[test]
    fn a_speed_that_is_not_known_is_absent() {
        let line = "!AIVDM,1,1,,A,15RTgt0POwo;90TKcjM8h6g208CQ,0*4A\n";
        assert_eq!(row(line, Units::Raw)["speed"], "Whole(1023)");
        assert!(!row(line, Units::Scaled).contains_key("speed"));
    }

    #[test]
    fn stamps_and_names_are_texts() {
        let line = "!AIVDM,2,1,1,A,55?MbV02;H;s<HtKR20EHE:0@T4@Dn2222222216L961O5Gf0NSQEp6ClRp8,0*1C\n\
                    !AIVDM,2,2,1,A,88888888880,2*25\n";
        let cells = row(line, Units::Scaled);
        assert_eq!(cells["shipname"], "Text(\"EVER DIADEM\")");
        assert_eq!(cells["eta"], "Text(\"05-15T14:00Z\")");
    }

    #[test]
    fn elements_have_fields_of_their_own() {
        let mut n_elements = 0;
        let log = include_bytes!("../../tests/data/every_type.nmea");
        Decoder::new(Options::default()).feed(log, |message| {
            Cells::new(Units::Scaled).of(message, &mut |_, cell| {
                if let Cell::List(elements) = cell {
                    for element in elements.iter() {
                        let mut n_cells = 0;
                        element.cells(&mut |_, _| n_cells += 1);
                        assert_ne!(n_cells, 0);
                        n_elements += 1;
                    }
                }
            });
        });
        assert_ne!(n_elements, 0);
    }
}
