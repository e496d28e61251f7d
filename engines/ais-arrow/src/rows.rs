//! Rows of columns of which most have no value: a column hears of a row only when it has one.

use std::sync::Arc;

use arrow_array::builder::{
    ArrayBuilder, BooleanBuilder, Float64Builder, Int32Builder, Int64Builder, StringBuilder,
};
use arrow_array::{ArrayRef, ListArray, StructArray, new_null_array};
use arrow_buffer::{NullBufferBuilder, OffsetBuffer};
use arrow_schema::ArrowError;
use crossbearing_ais::{Cell, Elements};

use crate::columns::{self, Column, Kind, Place};

/// Says of the rows before this one, as far as a builder has not heard of them, that they have no
/// value. Builders are of different types, and padding none at all would cost a list of absences.
macro_rules! pad {
    ($out:ident, $n_rows:expr) => {
        if $out.len() < $n_rows {
            $out.append_nulls($n_rows - $out.len());
        }
    };
}

/// Rows that are gathered.
#[derive(Debug)]
pub(crate) struct Rows {
    columns: Vec<Column>,
    slots: Vec<Slot>,
    /// How many there are, without the one that is being made.
    done: usize,
    /// What columns without values were the last time, which is often.
    absent: Vec<ArrayRef>,
}

/// The values of a column, as far as it has had any.
#[derive(Debug)]
enum Slot {
    Whole(Int32Builder),
    Long(Int64Builder),
    Number(Float64Builder),
    Flag(BooleanBuilder),
    Text(StringBuilder),
    List(Box<Lists>),
}

/// The values of a column of lists.
#[derive(Debug)]
struct Lists {
    /// Where the elements of each row end.
    ends: Vec<i32>,
    present: NullBufferBuilder,
    elements: Rows,
}

impl Rows {
    /// Rows of these columns, of which there are none yet.
    pub(crate) fn new(columns: Vec<Column>) -> Self {
        let slots = columns.iter().map(|column| Slot::new(&column.kind)).collect();
        Self { columns, slots, done: 0, absent: Vec::new() }
    }

    /// Puts a value into the row that is being made.
    #[inline]
    pub(crate) fn put(&mut self, place: &Place, cell: Cell<'_>) {
        let slot = place.column.and_then(|idx| self.slots.get_mut(idx));
        let Some(slot) = slot else { return };
        match (slot, cell) {
            (Slot::Whole(out), Cell::Whole(value)) => {
                pad!(out, self.done);
                out.append_value(value as i32);
            }
            (Slot::Long(out), Cell::Whole(value)) => {
                pad!(out, self.done);
                out.append_value(value);
            }
            (Slot::Number(out), Cell::Whole(value)) => {
                pad!(out, self.done);
                out.append_value(value as f64);
            }
            (Slot::Number(out), Cell::Number(value)) => {
                pad!(out, self.done);
                out.append_value(value);
            }
            (Slot::Flag(out), Cell::Flag(value)) => {
                pad!(out, self.done);
                out.append_value(value);
            }
            (Slot::Text(out), Cell::Text(value)) => {
                pad!(out, self.done);
                out.append_value(value);
            }
            (Slot::List(out), Cell::List(elements)) => {
                out.pad(self.done);
                out.push(&place.variants, elements);
            }
            // No layout has a field of a kind that its column does not hold.
            _ => {}
        }
    }

    /// Ends the row: what it was not given is absent.
    #[inline]
    pub(crate) fn end_row(&mut self) {
        self.done += 1;
    }

    /// Takes the rows, a column each.
    pub(crate) fn take(&mut self) -> Result<Vec<ArrayRef>, ArrowError> {
        let n_rows = std::mem::take(&mut self.done);
        if self.absent.first().is_none_or(|it| it.len() != n_rows) {
            self.absent.clear();
        }
        let mut arrays = Vec::with_capacity(self.slots.len());
        for (slot, column) in self.slots.iter_mut().zip(&self.columns) {
            let is_absent = slot.len() == 0;
            arrays.push(if is_absent {
                absent(&mut self.absent, &column.kind, n_rows)
            } else {
                slot.take(n_rows)?
            });
        }
        Ok(arrays)
    }
}

/// A column without values, which others of its kind share.
fn absent(known: &mut Vec<ArrayRef>, kind: &Kind, n_rows: usize) -> ArrayRef {
    let wanted = kind.data_type();
    if let Some(array) = known.iter().find(|it| *it.data_type() == wanted) {
        return Arc::clone(array);
    }
    let array = new_null_array(&wanted, n_rows);
    known.push(Arc::clone(&array));
    array
}

impl Slot {
    fn new(kind: &Kind) -> Self {
        match kind {
            Kind::Whole => Self::Whole(Int32Builder::new()),
            Kind::Long => Self::Long(Int64Builder::new()),
            Kind::Number => Self::Number(Float64Builder::new()),
            Kind::Flag => Self::Flag(BooleanBuilder::new()),
            Kind::Text => Self::Text(StringBuilder::new()),
            Kind::List(columns) => Self::List(Box::new(Lists {
                ends: Vec::new(),
                present: NullBufferBuilder::new(0),
                elements: Rows::new(columns.clone()),
            })),
        }
    }

    /// How many rows it has heard of.
    fn len(&self) -> usize {
        match self {
            Self::Whole(out) => out.len(),
            Self::Long(out) => out.len(),
            Self::Number(out) => out.len(),
            Self::Flag(out) => out.len(),
            Self::Text(out) => out.len(),
            Self::List(out) => out.ends.len(),
        }
    }

    fn take(&mut self, n_rows: usize) -> Result<ArrayRef, ArrowError> {
        Ok(match self {
            Self::Whole(out) => {
                pad!(out, n_rows);
                Arc::new(out.finish())
            }
            Self::Long(out) => {
                pad!(out, n_rows);
                Arc::new(out.finish())
            }
            Self::Number(out) => {
                pad!(out, n_rows);
                Arc::new(out.finish())
            }
            Self::Flag(out) => {
                pad!(out, n_rows);
                Arc::new(out.finish())
            }
            Self::Text(out) => {
                pad!(out, n_rows);
                Arc::new(out.finish())
            }
            Self::List(out) => {
                out.pad(n_rows);
                Arc::new(out.take()?)
            }
        })
    }
}

impl Lists {
    fn push(&mut self, variants: &[Vec<Place>], elements: Elements<'_>) {
        for element in elements.iter() {
            let places = variants.get(element.variant).map(Vec::as_slice).unwrap_or_default();
            element.cells(&mut |field, cell| {
                if let Some(place) = places.get(field) {
                    self.elements.put(place, cell);
                }
            });
            self.elements.end_row();
        }
        self.ends.push(self.elements.done as i32);
        self.present.append_non_null();
    }

    fn pad(&mut self, n_rows: usize) {
        let n_absent = n_rows.saturating_sub(self.ends.len());
        self.present.append_n_nulls(n_absent);
        self.ends.resize(n_rows.max(self.ends.len()), self.elements.done as i32);
    }

    fn take(&mut self) -> Result<ListArray, ArrowError> {
        let n_elements = self.elements.done;
        // From zero on, and each no less than the one before.
        let offsets: Vec<i32> = std::iter::once(0).chain(self.ends.drain(..)).collect();
        let offsets = OffsetBuffer::new(offsets.into());
        let fields = columns::fields(&self.elements.columns);
        let arrays = self.elements.take()?;
        let elements = StructArray::try_new_with_length(fields, arrays, None, n_elements)?;
        let element = columns::element(&self.elements.columns);
        ListArray::try_new(element.into(), offsets, Arc::new(elements), self.present.finish())
    }
}
