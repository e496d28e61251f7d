//! Messages in, record batches out.

use std::sync::Arc;

use arrow_array::RecordBatch;
use arrow_schema::{ArrowError, Field as ArrowField, Schema, SchemaRef};
use crossbearing_ais::{Cells, LayoutId, Message, Units};

use crate::columns::{self, Place, UnknownColumn};
use crate::reception::{self, Receptions};
use crate::rows::Rows;

/// How many rows a batch has at most.
pub const BATCH_ROWS: usize = 8192;

/// Gathers messages into record batches of one schema.
#[derive(Debug)]
pub struct Batches {
    schema: SchemaRef,
    /// Which of the columns of receptions, and after them of fields, each column of the schema is.
    order: Vec<usize>,
    cells: Cells,
    /// By the number of a layout, where its fields go.
    places: Vec<Vec<Place>>,
    receptions: Receptions,
    rows: Rows,
}

impl Batches {
    /// With all columns, and numbers in these units.
    pub fn new(units: Units) -> Self {
        Self::build(units, None)
    }

    /// With these columns in this order. Memory, files and streams are then as small as that.
    pub fn of(units: Units, wanted: &[String]) -> Result<Self, UnknownColumn> {
        columns::check(wanted, &columns::of_all_layouts(units))?;
        Ok(Self::build(units, Some(wanted)))
    }

    fn build(units: Units, wanted: Option<&[String]>) -> Self {
        let is_wanted = |name: &str| wanted.is_none_or(|wanted| wanted.iter().any(|it| it == name));
        let mut of_fields = columns::of_all_layouts(units);
        of_fields.retain(|column| is_wanted(column.name));
        let all: Vec<ArrowField> = reception::fields()
            .into_iter()
            .chain(columns::fields(&of_fields).iter().map(|field| field.as_ref().clone()))
            .collect();
        let order: Vec<usize> = match wanted {
            None => (0..all.len()).collect(),
            Some(wanted) => {
                let mut order = Vec::new();
                let found =
                    wanted.iter().filter_map(|name| all.iter().position(|it| it.name() == name));
                for idx in found {
                    if !order.contains(&idx) {
                        order.push(idx);
                    }
                }
                order
            }
        };
        let fields: Vec<ArrowField> = order.iter().map(|idx| all[*idx].clone()).collect();
        let mut places = vec![Vec::new(); LayoutId::COUNT];
        for id in LayoutId::all() {
            let fields = id.layout().fields().map(|(_, field)| field);
            places[id.index()] = columns::places(fields, &of_fields, units);
        }
        Self {
            schema: Arc::new(Schema::new(fields)),
            order,
            cells: Cells::new(units),
            places,
            receptions: Receptions::default(),
            rows: Rows::new(of_fields),
        }
    }

    /// The schema of all batches.
    pub fn schema(&self) -> SchemaRef {
        Arc::clone(&self.schema)
    }

    /// How many messages wait for their batch.
    pub fn len(&self) -> usize {
        self.receptions.len()
    }

    /// Whether none waits.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Adds a message; returns the batch that this fills, if it does.
    #[inline]
    pub fn push(&mut self, message: &Message<'_>) -> Result<Option<RecordBatch>, ArrowError> {
        self.receptions.push(message);
        let places = self.places.get(message.id.index()).map(Vec::as_slice).unwrap_or_default();
        let rows = &mut self.rows;
        self.cells.of(message, &mut |field, cell| {
            if let Some(place) = places.get(field) {
                rows.put(place, cell);
            }
        });
        rows.end_row();
        if self.receptions.len() == BATCH_ROWS { self.take() } else { Ok(None) }
    }

    /// The messages that wait, if any do.
    pub fn take(&mut self) -> Result<Option<RecordBatch>, ArrowError> {
        if self.is_empty() {
            return Ok(None);
        }
        let mut all = self.receptions.take().to_vec();
        all.append(&mut self.rows.take()?);
        let columns = self.order.iter().filter_map(|idx| all.get(*idx).cloned()).collect();
        RecordBatch::try_new(self.schema(), columns).map(Some)
    }
}
