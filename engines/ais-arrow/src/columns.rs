//! Which columns the fields of all layouts make together.

use std::fmt;

use arrow_schema::{DataType, Field as ArrowField, Fields};
use crossbearing_ais::{CellKind, Field, LayoutId, Units};

use crate::reception;

/// A column, or a field of the elements of one.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Column {
    pub(crate) name: &'static str,
    pub(crate) kind: Kind,
}

/// What a column holds.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Kind {
    /// Whole numbers of 32 bits.
    Whole,
    /// Whole numbers of 64 bits.
    Long,
    Number,
    Flag,
    Text,
    /// Elements with these fields.
    List(Vec<Column>),
}

/// Where a field of a layout, or of a list's variant, goes.
#[derive(Debug, Clone)]
pub(crate) struct Place {
    /// The number of its column; none if nobody wants it.
    pub(crate) column: Option<usize>,
    /// For each variant of a list, where the fields of an element go.
    pub(crate) variants: Vec<Vec<Place>>,
}

/// A column was asked for that no message has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownColumn {
    /// What it was called.
    pub name: String,
}

impl fmt::Display for UnknownColumn {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "no message has a field `{}`: `crossbearing ais fields` lists them", self.name)
    }
}

impl std::error::Error for UnknownColumn {}

/// The columns of the fields of all layouts, in the order in which they first occur.
pub(crate) fn of_all_layouts(units: Units) -> Vec<Column> {
    let mut columns = Vec::new();
    for id in LayoutId::all() {
        join(&mut columns, id.layout().fields().map(|(_, field)| field), units);
    }
    columns
}

/// Where the fields go, each to the column of its name.
pub(crate) fn places<'a>(
    fields: impl Iterator<Item = &'a Field>,
    columns: &[Column],
    units: Units,
) -> Vec<Place> {
    let place = |field: &Field| {
        let column = columns.iter().position(|column| column.name == field.name());
        let mut variants = Vec::new();
        if let (CellKind::List(list), Some(idx)) = (field.cell_kind(units), column)
            && let Some(Column { kind: Kind::List(inner), .. }) = columns.get(idx)
        {
            variants.extend(list.variants.iter().map(|it| places(it.iter(), inner, units)));
        }
        Place { column, variants }
    };
    fields.map(place).collect()
}

/// What is wrong with the columns that are asked for, if anything is.
pub(crate) fn check<'a>(
    wanted: impl IntoIterator<Item = &'a String>,
    columns: &[Column],
) -> Result<(), UnknownColumn> {
    let is_known = |name: &&String| {
        reception::NAMES.contains(&name.as_str()) || columns.iter().any(|it| it.name == **name)
    };
    match wanted.into_iter().find(|name| !is_known(name)) {
        Some(name) => Err(UnknownColumn { name: name.clone() }),
        None => Ok(()),
    }
}

/// Adds fields to columns: each name once, with the kind that holds all its values.
fn join<'a>(columns: &mut Vec<Column>, fields: impl Iterator<Item = &'a Field>, units: Units) {
    for field in fields {
        let known = columns.iter().position(|column| column.name == field.name());
        let idx = known.unwrap_or_else(|| {
            columns.push(Column { name: field.name(), kind: Kind::of(field, units) });
            columns.len() - 1
        });
        columns[idx].kind.hold(field, units);
    }
}

impl Kind {
    fn of(field: &Field, units: Units) -> Self {
        match field.cell_kind(units) {
            CellKind::Whole { n_bits, is_signed } if n_bits > 31 + u16::from(is_signed) => {
                Self::Long
            }
            CellKind::Whole { .. } => Self::Whole,
            CellKind::Number => Self::Number,
            CellKind::Flag => Self::Flag,
            CellKind::Text => Self::Text,
            CellKind::List(_) => Self::List(Vec::new()),
        }
    }

    /// Becomes a kind that also holds the values of a field. Those of no layout are so different
    /// that nothing would hold both; a test says so.
    fn hold(&mut self, field: &Field, units: Units) {
        if let (Self::List(columns), CellKind::List(list)) = (&mut *self, field.cell_kind(units)) {
            for variant in list.variants {
                join(columns, variant.iter(), units);
            }
            return;
        }
        match (&*self, Self::of(field, units)) {
            (Self::Whole, wider @ (Self::Long | Self::Number))
            | (Self::Long, wider @ Self::Number) => {
                *self = wider;
            }
            _ => {}
        }
    }

    /// The kind in Arrow's words.
    pub(crate) fn data_type(&self) -> DataType {
        match self {
            Self::Whole => DataType::Int32,
            Self::Long => DataType::Int64,
            Self::Number => DataType::Float64,
            Self::Flag => DataType::Boolean,
            Self::Text => DataType::Utf8,
            Self::List(columns) => DataType::List(element(columns).into()),
        }
    }
}

/// The elements of a list in Arrow's words.
pub(crate) fn element(columns: &[Column]) -> ArrowField {
    ArrowField::new_list_field(DataType::Struct(fields(columns)), false)
}

/// Fields of a struct in Arrow's words.
pub(crate) fn fields(columns: &[Column]) -> Fields {
    columns.iter().map(|it| ArrowField::new(it.name, it.kind.data_type(), true)).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use crossbearing_ais::{CellKind, Field, LayoutId, Units};

    use super::{Column, Kind, of_all_layouts};
    use crate::reception;

    /// Every value of every field fits its column.
    fn check<'a>(fields: impl Iterator<Item = &'a Field>, columns: &[Column], units: Units) {
        for field in fields {
            let column = columns.iter().find(|column| column.name == field.name());
            let column = column.expect("each field has a column");
            match (field.cell_kind(units), &column.kind) {
                (CellKind::Whole { n_bits, is_signed }, Kind::Whole) => {
                    assert!(n_bits <= 31 + u16::from(is_signed), "{}", column.name);
                }
                // Doubles hold whole numbers of 53 bits.
                (CellKind::Whole { n_bits, .. }, Kind::Long | Kind::Number) => {
                    assert!(n_bits <= 53, "{}", column.name);
                }
                (CellKind::List(list), Kind::List(inner)) => {
                    for variant in list.variants {
                        check(variant.iter(), inner, units);
                    }
                }
                (CellKind::Number, Kind::Number)
                | (CellKind::Flag, Kind::Flag)
                | (CellKind::Text, Kind::Text) => {}
                other => panic!("{}: {other:?}", column.name),
            }
        }
    }

    #[test]
    fn every_value_has_room_and_every_name_one_column() {
        for units in [Units::Scaled, Units::Raw] {
            let columns = of_all_layouts(units);
            for id in LayoutId::all() {
                check(id.layout().fields().map(|(_, field)| field), &columns, units);
            }
            let names = columns.iter().map(|it| it.name).chain(reception::NAMES);
            let names: Vec<&str> = names.collect();
            assert_eq!(names.iter().collect::<BTreeSet<_>>().len(), names.len());
        }
    }
}
