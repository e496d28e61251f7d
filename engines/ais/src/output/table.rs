//! Messages as rows of typed cells: a table of all types, with the columns that most questions
//! need, for whatever stores tables.

use super::buffer::Buffer;
use super::value::{self, Units, rate_of_turn};
use crate::instant::Millis;
use crate::layout::{Field, Kind};
use crate::message::{Message, raw, text};
use crate::messages::LayoutId;

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TableKind {
    /// Moments.
    Time,
    /// Whole numbers of at most 31 bits and a sign.
    Whole,
    /// Numbers in their units.
    Number,
    /// True or false.
    Flag,
    /// Texts.
    Text,
}

/// The value of a column in a row; rows lack those that their message has not.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Cell<'a> {
    /// When the message was received, in milliseconds since 1970.
    Time(Millis),
    /// A whole number.
    Whole(i64),
    /// A number in its unit.
    Number(f64),
    /// True or false.
    Flag(bool),
    /// A text.
    Text(&'a str),
}

/// How a message was received, and what all have.
const HEAD: [(&str, TableKind); 8] = [
    ("time", TableKind::Time),
    ("source", TableKind::Text),
    ("channel", TableKind::Text),
    ("own", TableKind::Flag),
    ("type", TableKind::Whole),
    ("repeat", TableKind::Whole),
    ("mmsi", TableKind::Whole),
    ("defects", TableKind::Text),
];

/// Fields; a message that lacks one has no value there.
const FIELDS: [(&str, TableKind); 25] = [
    ("lat", TableKind::Number),
    ("lon", TableKind::Number),
    ("speed", TableKind::Number),
    ("course", TableKind::Number),
    ("heading", TableKind::Number),
    ("turn", TableKind::Number),
    ("status", TableKind::Whole),
    ("second", TableKind::Whole),
    ("accuracy", TableKind::Flag),
    ("raim", TableKind::Flag),
    ("shipname", TableKind::Text),
    ("callsign", TableKind::Text),
    ("imo", TableKind::Whole),
    ("shiptype", TableKind::Whole),
    ("to_bow", TableKind::Whole),
    ("to_stern", TableKind::Whole),
    ("to_port", TableKind::Whole),
    ("to_starboard", TableKind::Whole),
    ("draught", TableKind::Number),
    ("destination", TableKind::Text),
    ("eta", TableKind::Text),
    ("timestamp", TableKind::Text),
    ("dest_mmsi", TableKind::Whole),
    ("text", TableKind::Text),
    ("data", TableKind::Text),
];

/// The names of the fields.
pub(super) fn field_names() -> impl Iterator<Item = &'static str> {
    FIELDS.iter().map(|(name, _)| *name)
}

/// Where the fields of a layout are.
type Places = [Option<(usize, &'static Field)>; FIELDS.len()];

/// Makes rows of messages.
#[derive(Debug)]
pub struct Table {
    units: Units,
    places: Vec<Option<Box<Places>>>,
    out: Buffer,
    text: Vec<u8>,
}

impl Table {
    /// With numbers in these units.
    pub fn new(units: Units) -> Self {
        let places = (0..LayoutId::COUNT).map(|_| None).collect();
        Self { units, places, out: Buffer::default(), text: Vec::new() }
    }

    /// The columns' names and kinds. Raw numbers are whole.
    pub fn columns(&self) -> impl Iterator<Item = (&'static str, TableKind)> {
        let is_raw = self.units == Units::Raw;
        HEAD.iter().chain(&FIELDS).map(move |(name, kind)| match kind {
            TableKind::Number if is_raw => (*name, TableKind::Whole),
            kind => (*name, *kind),
        })
    }

    /// Hands on the cells of a message, each with the number of its column, in their order.
    pub fn row(&mut self, message: &Message<'_>, mut sink: impl FnMut(usize, Cell<'_>)) {
        reception(message, &mut sink);
        let places = self.places.get_mut(message.id.index());
        let Some(places) = places else { return };
        let places = *places
            .get_or_insert_with(|| Box::new(FIELDS.map(|(name, _)| message.layout.field(name))))
            .as_ref();
        let (bytes, n_bits) = (message.payload.bytes(), message.payload.len());
        for (idx, (place, (_, kind))) in places.iter().zip(FIELDS).enumerate() {
            let Some((start, field)) = *place else { continue };
            let column = HEAD.len() + idx;
            if kind == TableKind::Text {
                self.words(bytes, start, n_bits, field, |text| sink(column, Cell::Text(text)));
            } else if let Some(raw) = raw(bytes, start, n_bits, field)
                && let Some(cell) = number(raw, field, kind, self.units)
            {
                sink(column, cell);
            }
        }
    }

    /// What a field says in words.
    fn words(
        &mut self,
        bytes: &[u8],
        start: usize,
        n_bits: usize,
        field: &Field,
        take: impl FnOnce(&str),
    ) {
        if field.is_text() {
            self.text.clear();
            text(bytes, start, n_bits, field, &mut self.text);
            return take(&String::from_utf8_lossy(&self.text));
        }
        self.out.clear();
        self.out.reserve();
        if field.is_number() {
            if !value::number(bytes, start, n_bits, field, self.units, &mut self.out) {
                return;
            }
        } else if matches!(field.kind, Kind::Data(_)) {
            value::data(bytes, start, n_bits, &mut self.out);
        } else {
            return;
        }
        self.out.unquote(0);
        take(&String::from_utf8_lossy(self.out.written()));
    }
}

fn reception(message: &Message<'_>, sink: &mut impl FnMut(usize, Cell<'_>)) {
    let reception = &message.reception;
    if let Some(time) = reception.time {
        sink(0, Cell::Time(time));
    }
    if let Some(source) = reception.source {
        sink(1, Cell::Text(source));
    }
    if reception.channel != 0 {
        sink(2, Cell::Text(&String::from_utf8_lossy(&[reception.channel])));
    }
    sink(3, Cell::Flag(reception.own));
    sink(4, Cell::Whole(message.kind.into()));
    sink(5, Cell::Whole(message.repeat().into()));
    sink(6, Cell::Whole(message.mmsi().into()));
    let mut names = message.defects.names().peekable();
    if names.peek().is_some() {
        sink(7, Cell::Text(&names.collect::<Vec<_>>().join(" ")));
    }
}

/// The value of a number; none where its raw value says that there is none.
fn number(raw: i64, field: &Field, kind: TableKind, units: Units) -> Option<Cell<'static>> {
    let word = field.words.iter().find(|(value, _)| i64::from(*value) == raw);
    match (kind, units, field.kind) {
        (TableKind::Flag, ..) => Some(Cell::Flag(raw != 0)),
        (TableKind::Whole, ..) | (_, Units::Raw, _) => Some(Cell::Whole(raw)),
        _ if word.is_some_and(|(_, word)| matches!(*word, "n/a" | "nan")) => None,
        (_, _, Kind::Scaled(scale)) => Some(Cell::Number(scale.value(raw))),
        (_, _, Kind::Turn) => Some(Cell::Number(rate_of_turn(raw) as f64 / 100.0)),
        _ => Some(Cell::Number(raw as f64)),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::{FIELDS, Table, TableKind};
    use crate::layout::Kind;
    use crate::{Decoder, LayoutId, Options, Units};

    fn row(line: &str, units: Units) -> BTreeMap<&'static str, String> {
        let mut table = Table::new(units);
        let names: Vec<&str> = table.columns().map(|(name, _)| name).collect();
        let mut cells = BTreeMap::new();
        Decoder::new(Options::default()).feed(line.as_bytes(), |message| {
            table.row(message, |column, cell| {
                cells.insert(names[column], format!("{cell:?}"));
            });
        });
        cells
    }

    #[test]
    fn a_position_has_its_values_and_no_others() {
        let line = "!AIVDM,1,1,,A,15RTgt0PAso;90TKcjM8h6g208CQ,0*4A\n";
        let cells = row(line, Units::Scaled);
        assert_eq!(cells["speed"], "Number(12.3)");
        assert_eq!(cells["status"], "Whole(0)");
        assert_eq!(cells["accuracy"], "Flag(true)");
        assert_eq!(cells["turn"], "Number(-720.0)");
        assert!(!cells.contains_key("shipname") && !cells.contains_key("time"), "{cells:?}");
        let raw = row(line, Units::Raw);
        assert_eq!((&raw["speed"][..], &raw["turn"][..]), ("Whole(123)", "Whole(-127)"));
    }

    #[test]
    fn a_speed_that_is_not_known_is_absent() {
        let line = "!AIVDM,1,1,,A,15RTgt0POwo;90TKcjM8h6g208CQ,0*4A\n";
        let options = Options { accept_wrong_checksums: true, ..Options::default() };
        let mut decoder = Decoder::new(options);
        let mut n_messages = 0;
        decoder.feed(line.as_bytes(), |message| {
            n_messages += 1;
            assert_eq!(message.raw("speed"), Some(1023));
            Table::new(Units::Scaled).row(message, |column, _| assert_ne!(column, 8 + 2));
        });
        assert_eq!(n_messages, 1);
    }

    #[test]
    fn stamps_and_names_are_texts() {
        let line = "!AIVDM,2,1,1,A,55?MbV02;H;s<HtKR20EHE:0@T4@Dn2222222216L961O5Gf0NSQEp6ClRp8,0*1C\n\
                    !AIVDM,2,2,1,A,88888888880,2*25\n";
        let cells = row(line, Units::Scaled);
        assert_eq!(cells["shipname"], "Text(\"EVER DIADEM\")");
        assert_eq!(cells["eta"], "Text(\"05-15T14:00Z\")");
    }

    /// What the table says of its columns holds for every message.
    #[test]
    fn every_layout_fits_the_columns() {
        for layout in LayoutId::all().map(LayoutId::layout) {
            for (name, kind) in FIELDS {
                let Some((_, field)) = layout.field(name) else { continue };
                let fits = match kind {
                    TableKind::Text => {
                        field.is_text() || matches!(field.kind, Kind::Stamp(_) | Kind::Data(_))
                    }
                    TableKind::Flag => matches!(field.kind, Kind::Flag),
                    TableKind::Number => field.is_number() && field.width < 32,
                    _ => {
                        field.width < 32
                            && matches!(field.kind, Kind::Unsigned | Kind::Code(_) | Kind::Last)
                    }
                };
                assert!(fits, "{} {name} {:?}", layout.name, field.kind);
            }
        }
    }
}
