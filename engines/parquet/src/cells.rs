//! The values of a column before they are written.

use crate::schema::{Column, Physical};

/// The values of a column, row by row.
#[derive(Debug, Clone, PartialEq)]
pub struct Cells {
    pub(crate) values: Values,
    /// Whether each row has a value.
    pub(crate) present: Vec<bool>,
}

/// Those values that are there.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Values {
    Whole(Vec<i64>),
    Double(Vec<f64>),
    Flag(Vec<bool>),
    Text { ends: Vec<usize>, bytes: Vec<u8> },
}

impl Cells {
    /// Room for the values of a column.
    pub fn of(column: &Column) -> Self {
        let values = match column.kind.physical() {
            Physical::Int32 | Physical::Int64 => Values::Whole(Vec::new()),
            Physical::Double => Values::Double(Vec::new()),
            Physical::Flag => Values::Flag(Vec::new()),
            Physical::Bytes => Values::Text { ends: Vec::new(), bytes: Vec::new() },
        };
        Self { values, present: Vec::new() }
    }

    /// How many rows there are.
    pub fn len(&self) -> usize {
        self.present.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.present.is_empty()
    }

    /// Adds a row with a whole number, decimal or time. A value of another kind than the column's
    /// makes the row one without a value; so do the three below.
    pub fn whole(&mut self, value: i64) {
        let fits = if let Values::Whole(values) = &mut self.values {
            values.push(value);
            true
        } else {
            false
        };
        self.present.push(fits);
    }

    /// Adds a row with a floating point number.
    pub fn double(&mut self, value: f64) {
        let fits = if let Values::Double(values) = &mut self.values {
            values.push(value);
            true
        } else {
            false
        };
        self.present.push(fits);
    }

    /// Adds a row that is true or false.
    pub fn flag(&mut self, value: bool) {
        let fits = if let Values::Flag(values) = &mut self.values {
            values.push(value);
            true
        } else {
            false
        };
        self.present.push(fits);
    }

    /// Adds a row with a text.
    pub fn text(&mut self, value: &str) {
        let fits = if let Values::Text { ends, bytes } = &mut self.values {
            bytes.extend_from_slice(value.as_bytes());
            ends.push(bytes.len());
            true
        } else {
            false
        };
        self.present.push(fits);
    }

    /// Adds a row without a value.
    pub fn absent(&mut self) {
        self.present.push(false);
    }

    /// Forgets all rows.
    pub fn clear(&mut self) {
        self.present.clear();
        match &mut self.values {
            Values::Whole(values) => values.clear(),
            Values::Double(values) => values.clear(),
            Values::Flag(values) => values.clear(),
            Values::Text { ends, bytes } => {
                ends.clear();
                bytes.clear();
            }
        }
    }

    pub(crate) fn n_absent(&self) -> usize {
        self.present.iter().filter(|present| !**present).count()
    }
}

/// The texts, in order.
pub(crate) fn texts<'a>(ends: &'a [usize], bytes: &'a [u8]) -> impl Iterator<Item = &'a [u8]> {
    let starts = std::iter::once(0).chain(ends.iter().copied());
    starts.zip(ends).map(|(start, end)| &bytes[start..*end])
}
