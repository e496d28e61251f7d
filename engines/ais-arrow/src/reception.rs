//! How messages were received, and what all of them have.

use std::sync::Arc;

use arrow_array::ArrayRef;
use arrow_array::builder::{
    BooleanBuilder, Int32Builder, ListBuilder, StringBuilder, TimestampMillisecondBuilder,
};
use arrow_schema::{DataType, Field, TimeUnit};
use crossbearing_ais::Message;

/// The columns, in their order.
pub(crate) const NAMES: [&str; 8] =
    ["time", "source", "channel", "own", "type", "repeat", "mmsi", "defects"];

/// What times are in.
const ZONE: &str = "UTC";

/// Rows of these columns.
#[derive(Debug, Default)]
pub(crate) struct Receptions {
    time: TimestampMillisecondBuilder,
    source: StringBuilder,
    channel: StringBuilder,
    own: BooleanBuilder,
    kind: Int32Builder,
    repeat: Int32Builder,
    mmsi: Int32Builder,
    defects: ListBuilder<StringBuilder>,
}

impl Receptions {
    /// How many rows there are.
    pub(crate) fn len(&self) -> usize {
        self.mmsi.values_slice().len()
    }

    /// Adds a row.
    #[inline]
    pub(crate) fn push(&mut self, message: &Message<'_>) {
        let reception = &message.reception;
        self.time.append_option(reception.time);
        self.source.append_option(reception.source);
        if reception.channel == 0 {
            self.channel.append_null();
        } else {
            self.channel.append_value(String::from_utf8_lossy(&[reception.channel]));
        }
        self.own.append_value(reception.own);
        self.kind.append_value(message.kind.into());
        self.repeat.append_value(message.repeat().into());
        self.mmsi.append_value(message.mmsi() as i32);
        for name in message.defects.names() {
            self.defects.values().append_value(name);
        }
        self.defects.append(!message.defects.is_empty());
    }

    /// Takes the rows.
    pub(crate) fn take(&mut self) -> [ArrayRef; NAMES.len()] {
        [
            Arc::new(self.time.finish().with_timezone(ZONE)),
            Arc::new(self.source.finish()),
            Arc::new(self.channel.finish()),
            Arc::new(self.own.finish()),
            Arc::new(self.kind.finish()),
            Arc::new(self.repeat.finish()),
            Arc::new(self.mmsi.finish()),
            Arc::new(self.defects.finish()),
        ]
    }
}

/// The columns in Arrow's words.
pub(crate) fn fields() -> [Field; NAMES.len()] {
    let word = Field::new_list_field(DataType::Utf8, true);
    let kinds = [
        DataType::Timestamp(TimeUnit::Millisecond, Some(ZONE.into())),
        DataType::Utf8,
        DataType::Utf8,
        DataType::Boolean,
        DataType::Int32,
        DataType::Int32,
        DataType::Int32,
        DataType::List(word.into()),
    ];
    let mut kinds = kinds.into_iter();
    NAMES.map(|name| {
        let is_always_there = matches!(name, "own" | "type" | "repeat" | "mmsi");
        Field::new(name, kinds.next().unwrap_or(DataType::Null), !is_always_there)
    })
}
