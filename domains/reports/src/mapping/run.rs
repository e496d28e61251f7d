//! Rows become statements.

use std::collections::HashMap;
use std::io::Read;
use std::ops::ControlFlow;
use std::sync::Arc;

use crossbearing_model::{Citation, EntityId, Name, Statement};

use crate::mapping::Mapping;
use crate::mapping::compile::{Choice, Entity, Lookup, Table};
use crate::mapping::spec::Ragged;
use crate::mapping::value::{Source, Value, When};
use crate::tables::{Row, Rows};
use crate::{Error, Limits, Result, RowError};

/// Opens a file of a mapping by its name.
pub type Open<'f> = dyn Fn(&str) -> Result<Box<dyn Read + 'f>> + 'f;

/// What became of one row: statements, or what is wrong with it; a wrong row gives no statement.
#[derive(Debug)]
pub struct MappedRow<'r> {
    /// The name of the table in the mapping.
    pub table: &'r str,
    /// The line in the file, counted from 1.
    pub line: u64,
    /// The values of the row.
    pub values: &'r [&'r str],
    /// The statements; take them out or leave them.
    pub statements: &'r mut Vec<Statement>,
    /// What is wrong with it.
    pub errors: &'r [RowError],
    /// The row as it stands in its file.
    pub origin: Origin<'r>,
}

/// A row as it stands in its file, and what it takes to write it down again so that the same
/// mapping reads it.
#[derive(Debug, Clone)]
pub struct Origin<'r> {
    /// The file's name in the mapping.
    pub file: &'r str,
    /// The names of the columns.
    pub columns: &'r [String],
    /// Whether the file has a row with those names.
    pub has_header: bool,
    /// Rows before that one which the mapping passes over.
    pub skipped: u64,
    /// Between values.
    pub delimiter: u8,
    /// The values of a wrong row, untouched; more than there are columns if the row is too long.
    pub values: Vec<&'r str>,
}

/// How a run went.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Summary {
    /// Rows read, headers left out.
    pub rows: u64,
    /// Rows that gave no statement because something is wrong with them.
    pub wrong_rows: u64,
    /// Statements given.
    pub statements: u64,
    /// Whether the run was stopped before the end.
    pub stopped: bool,
}

impl Mapping {
    /// Reads all tables and gives every row to `sink`, in order; memory does not grow with the
    /// number of rows, lookups aside. An error is one of the mapping or of a whole file; what is
    /// wrong with a row is given with the row, and the run goes on unless `sink` breaks it.
    pub fn run(
        &self,
        open: &Open<'_>,
        citation: &Arc<Citation>,
        limits: &Limits,
        sink: &mut dyn FnMut(MappedRow<'_>) -> ControlFlow<()>,
    ) -> Result<Summary> {
        let mut summary = Summary::default();
        for at in 0..self.tables.len() {
            let of_table = self.run_table(at, open, citation, limits, sink)?;
            summary.rows += of_table.rows;
            summary.wrong_rows += of_table.wrong_rows;
            summary.statements += of_table.statements;
            summary.stopped = of_table.stopped;
            if summary.stopped {
                break;
            }
        }
        Ok(summary)
    }

    /// Reads one table.
    pub(crate) fn run_table(
        &self,
        at: usize,
        open: &Open<'_>,
        citation: &Arc<Citation>,
        limits: &Limits,
        sink: &mut dyn FnMut(MappedRow<'_>) -> ControlFlow<()>,
    ) -> Result<Summary> {
        let table = &self.tables[at];
        let mut reader = TableReader::open(table, open, limits)?;
        let joins = table.lookups.iter().map(|lookup| self.join(lookup, &reader, open, limits));
        let joins = joins.collect::<Result<Vec<_>>>()?;
        let bound = Bound::new(table, &reader.columns, &joins)?;
        let mut summary = Summary::default();
        let flow = bound.rows(&mut reader, &joins, citation, sink, &mut summary);
        summary.stopped = flow.is_break();
        Ok(summary)
    }

    /// Reads the columns that a lookup wants, by the value that is shared.
    fn join(
        &self,
        lookup: &Lookup,
        here: &TableReader<'_, '_>,
        open: &Open<'_>,
        limits: &Limits,
    ) -> Result<Join> {
        let table = &self.tables[lookup.table];
        let mut reader = TableReader::open(table, open, limits)?;
        let there = |name: &String| number(table, &reader.columns, name);
        let key = there(&lookup.matches)?;
        let wanted = lookup.columns.iter().map(there).collect::<Result<Vec<_>>>()?;
        let by = number(here.table, &here.columns, &lookup.by)?;
        let mut values: HashMap<String, Vec<String>> = HashMap::new();
        let mut row = Row::default();
        while reader.next(&mut row)? {
            let taken =
                wanted.iter().map(|&column| reader.value(&row, column).to_owned()).collect();
            values.entry(reader.value(&row, key).to_owned()).or_insert(taken);
        }
        Ok(Join { by, columns: lookup.columns.clone(), values })
    }
}

/// A table that is being read, and the names of its columns.
struct TableReader<'t, 'f> {
    table: &'t Table,
    columns: Vec<String>,
    rows: Rows<'f>,
}

impl<'t, 'f> TableReader<'t, 'f> {
    fn open(table: &'t Table, open: &Open<'f>, limits: &Limits) -> Result<Self> {
        let mut rows = Rows::open(&table.file, open(&table.file)?, &table.shape, limits)?;
        let mut row = Row::default();
        for _ in 0..table.skip {
            rows.next(&mut row)?;
        }
        if !table.header {
            return Ok(Self { table, columns: table.columns.clone(), rows });
        }
        let is_there = rows.next(&mut row)?;
        if !is_there {
            return Err(Error::NoText {
                file: table.file.clone(),
                reason: "has no rows, not even a header",
            });
        }
        let mut columns: Vec<String> = row.values().map(|name| name.trim().to_owned()).collect();
        for (column, name) in columns.iter_mut().zip(&table.columns) {
            column.clone_from(name);
        }
        Ok(Self { table, columns, rows })
    }

    /// The next row; what is wrong with it is an error, after which the next can be asked for.
    fn next(&mut self, row: &mut Row) -> std::result::Result<bool, RowError> {
        if !self.rows.next(row)? {
            return Ok(false);
        }
        let (n_values, n_columns) = (row.len(), self.columns.len());
        let is_short =
            n_values < n_columns && self.rows.has_ends() && self.table.ragged == Ragged::Refuse;
        if n_values > n_columns || is_short {
            let reason = format!(
                "the row has {n_values} values and the table {n_columns} columns: is a quote or a delimiter wrong?"
            );
            return Err(RowError {
                file: self.table.file.clone(),
                line: row.line,
                column: None,
                reason,
            });
        }
        Ok(true)
    }

    /// The value of a column; empty where it is one that means there is none.
    fn value<'r>(&self, row: &'r Row, column: usize) -> &'r str {
        present(self.table, row.value(column))
    }
}

fn present<'v>(table: &Table, value: &'v str) -> &'v str {
    let trimmed = value.trim();
    if table.empty.iter().any(|empty| empty == trimmed) { "" } else { trimmed }
}

/// Columns of another table by the value that is shared.
struct Join {
    by: usize,
    columns: Vec<String>,
    values: HashMap<String, Vec<String>>,
}

/// A table's entities with the numbers of their columns.
struct Bound<'t> {
    table: &'t Table,
    columns: Vec<String>,
    entities: Vec<Entity<usize>>,
}

impl<'t> Bound<'t> {
    fn new(table: &'t Table, own: &[String], joins: &[Join]) -> Result<Self> {
        let joined = joins.iter().flat_map(|join| join.columns.iter().cloned());
        let columns: Vec<String> = own.iter().cloned().chain(joined).collect();
        let entities = table.entities.iter().map(|entity| bind(table, &columns, entity));
        Ok(Self { table, entities: entities.collect::<Result<_>>()?, columns })
    }

    fn rows(
        &self,
        reader: &mut TableReader<'_, '_>,
        joins: &[Join],
        citation: &Arc<Citation>,
        sink: &mut dyn FnMut(MappedRow<'_>) -> ControlFlow<()>,
        summary: &mut Summary,
    ) -> ControlFlow<()> {
        let mut row = Row::default();
        let mut statements = Vec::new();
        loop {
            statements.clear();
            let mut errors = Vec::new();
            let mut values: Vec<&str> = Vec::new();
            match reader.next(&mut row) {
                Ok(false) => return ControlFlow::Continue(()),
                Ok(true) => {
                    values = self.values(&row, joins);
                    let maker = RowMaker { bound: self, values: &values, line: row.line, citation };
                    maker.statements(&mut statements, &mut errors);
                }
                Err(error) => errors.push(error),
            }
            summary.rows += 1;
            if !errors.is_empty() {
                summary.wrong_rows += 1;
                statements.clear();
            }
            summary.statements += statements.len() as u64;
            let origin = Origin {
                file: &self.table.file,
                columns: &reader.columns,
                has_header: self.table.header,
                skipped: self.table.skip,
                delimiter: self.table.shape.delimiter.unwrap_or(b','),
                values: if errors.is_empty() { Vec::new() } else { row.values().collect() },
            };
            sink(MappedRow {
                table: &self.table.name,
                line: row.line,
                values: &values,
                statements: &mut statements,
                errors: &errors,
                origin,
            })?;
        }
    }

    /// The row's own values and then those of the joins.
    fn values<'r>(&self, row: &'r Row, joins: &'r [Join]) -> Vec<&'r str> {
        let mut values = Vec::with_capacity(self.columns.len());
        let n_own = self.columns.len() - joins.iter().map(|join| join.columns.len()).sum::<usize>();
        values.extend((0..n_own).map(|column| present(self.table, row.value(column))));
        for join in joins {
            let found = values.get(join.by).and_then(|key| join.values.get(*key));
            match found {
                Some(found) => values.extend(found.iter().map(String::as_str)),
                None => values.extend(join.columns.iter().map(|_| "")),
            }
        }
        values
    }
}

/// Makes the statements of one row.
struct RowMaker<'r> {
    bound: &'r Bound<'r>,
    values: &'r [&'r str],
    line: u64,
    citation: &'r Arc<Citation>,
}

impl RowMaker<'_> {
    fn statements(&self, statements: &mut Vec<Statement>, errors: &mut Vec<RowError>) {
        let ids: Vec<Option<EntityId>> = self
            .bound
            .entities
            .iter()
            .map(|entity| {
                self.id(entity).unwrap_or_else(|error| {
                    errors.push(error);
                    None
                })
            })
            .collect();
        for (entity, id) in self.bound.entities.iter().zip(&ids) {
            let Some(id) = id else { continue };
            match self.schema(entity) {
                Ok(schema) => self.entity(entity, id, schema, &ids, statements, errors),
                Err(error) => errors.push(error),
            }
        }
    }

    fn value(&self, column: usize) -> &str {
        self.values.get(column).copied().unwrap_or_default()
    }

    fn id(&self, entity: &Entity<usize>) -> std::result::Result<Option<EntityId>, RowError> {
        if entity.when.as_ref().is_some_and(|when| !when.holds(|column| self.value(column))) {
            return Ok(None);
        }
        let mut text = String::new();
        if !entity.id.write(|column| self.value(column), &mut text) {
            return Ok(None);
        }
        if text.contains(char::is_whitespace) {
            text = text.split_whitespace().collect::<Vec<_>>().join("-");
        }
        let id = text.parse().map_err(|error: crossbearing_model::Error| {
            self.wrong(None, format!("entity {}: {error}", entity.name))
        })?;
        Ok(Some(id))
    }

    fn schema(&self, entity: &Entity<usize>) -> std::result::Result<usize, RowError> {
        let Some(Choice { column, is, otherwise }) = &entity.choice else { return Ok(0) };
        let value = self.value(*column);
        let found = is.iter().find(|(known, _)| known.eq_ignore_ascii_case(value));
        found.map(|&(_, schema)| schema).or(*otherwise).ok_or_else(|| {
            self.wrong(
                Some(*column),
                format!("no schema is given for \"{value}\": add it, or give otherwise"),
            )
        })
    }

    fn entity(
        &self,
        entity: &Entity<usize>,
        id: &EntityId,
        schema: usize,
        ids: &[Option<EntityId>],
        statements: &mut Vec<Statement>,
        errors: &mut Vec<RowError>,
    ) {
        let mut text = String::new();
        for value in &entity.values {
            let Some(property) = &value.properties[schema] else { continue };
            if value.when.as_ref().is_some_and(|when| !when.holds(|column| self.value(column))) {
                continue;
            }
            let (raw, column) = match &value.source {
                Source::Column(column) => (self.value(*column), Some(*column)),
                Source::Constant(constant) => (constant.as_str(), None),
                Source::Template(template) => {
                    template.write(|column| self.value(column), &mut text);
                    (text.as_str(), None)
                }
                Source::Entity(at) => (ids[*at].as_ref().map_or("", EntityId::as_str), None),
            };
            if raw.is_empty() {
                continue;
            }
            let result = value.read(property, raw, &mut |normalised| {
                statements.push(Statement {
                    original: normalised.original,
                    lang: value.lang.clone(),
                    ..Statement::new(
                        id.clone(),
                        Name::clone(&entity.schemata[schema]),
                        Name::clone(&value.name),
                        normalised.value,
                        Arc::clone(self.citation),
                    )
                });
            });
            if let Err(reason) = result {
                errors.push(self.wrong(column, reason));
            }
        }
    }

    fn wrong(&self, column: Option<usize>, reason: String) -> RowError {
        RowError {
            file: self.bound.table.file.clone(),
            line: self.line,
            column: column.and_then(|column| self.bound.columns.get(column).cloned()),
            reason,
        }
    }
}

fn bind(table: &Table, columns: &[String], entity: &Entity<String>) -> Result<Entity<usize>> {
    let number = |name: &String| number(table, columns, name);
    let known = |name: &str| columns.iter().position(|column| column == name);
    let template = |template: &crate::mapping::template::Template<String>| {
        template.columns().try_for_each(|name| number(name).map(drop))?;
        template.bind(known).ok_or_else(|| Error::Mapping {
            place: format!("table {}", table.name),
            reason: "a template names a column that is not there".to_owned(),
        })
    };
    let when = |when: &Option<When<String>>| -> Result<Option<When<usize>>> {
        let Some(when) = when else { return Ok(None) };
        let column = number(&when.column)?;
        Ok(Some(When { column, is: when.is.clone(), is_not: when.is_not.clone() }))
    };
    let value = |value: &Value<String>| {
        Ok(Value {
            properties: value.properties.clone(),
            name: Name::clone(&value.name),
            source: match &value.source {
                Source::Column(column) => Source::Column(number(column)?),
                Source::Constant(constant) => Source::Constant(constant.clone()),
                Source::Template(source) => Source::Template(template(source)?),
                Source::Entity(at) => Source::Entity(*at),
            },
            split: value.split.clone(),
            cleaning: value.cleaning.clone(),
            lang: value.lang.clone(),
            when: when(&value.when)?,
            wrong: value.wrong,
        })
    };
    let choice = match &entity.choice {
        None => None,
        Some(choice) => Some(Choice {
            column: number(&choice.column)?,
            is: choice.is.clone(),
            otherwise: choice.otherwise,
        }),
    };
    Ok(Entity {
        name: entity.name.clone(),
        schemata: entity.schemata.clone(),
        choice,
        id: template(&entity.id)?,
        when: when(&entity.when)?,
        values: entity.values.iter().map(value).collect::<Result<_>>()?,
    })
}

fn number(table: &Table, columns: &[String], name: &String) -> Result<usize> {
    columns.iter().position(|column| column == name).ok_or_else(|| Error::Mapping {
        place: format!("table {}", table.name),
        reason: format!("{} has no column \"{name}\": it has {}", table.file, columns.join(", ")),
    })
}
