//! Entities in.

use std::io::BufRead;
use std::sync::Arc;

use crossbearing_model::{EntityId, Ontology, Property, PropertyKind, Schema, Statement};

use super::line::{EntityLine, Value, each_value};
use crate::lines::{Line, Lines, shown};
use crate::{Batch, Defect, Error, OnDefect, ReadOptions, Result};

/// Reads entities, one a line, as statements under one citation.
///
/// The fields of an entity other than `id`, `schema` and `properties` (a caption, data sets) are
/// somebody's bookkeeping, not statements, and are left out.
pub struct EntityReader<'o, R> {
    lines: Lines<R>,
    ontology: &'o Ontology,
    options: ReadOptions,
}

impl<'o, R: BufRead> EntityReader<'o, R> {
    /// Reads from `input` with the words of `ontology`.
    pub fn new(input: R, ontology: &'o Ontology, options: ReadOptions) -> Self {
        Self { lines: Lines::new(input, options.line_limit), ontology, options }
    }

    /// The number of the line read last, from 1.
    pub fn line(&self) -> u64 {
        self.lines.number()
    }

    /// Reads the next entity into `batch`; false at the end of the file.
    ///
    /// An entity without values gives no statement, and a defect that says so.
    pub fn read(&mut self, batch: &mut Batch) -> Result<bool> {
        batch.clear();
        let line = match self.lines.next()? {
            Line::End => return Ok(false),
            Line::Broken(defect) => {
                batch.defects.push(defect);
                self.lines.number()
            }
            Line::Text(text) => {
                let mut entity =
                    EntityBatch { batch, ontology: self.ontology, options: &self.options };
                entity.read(text);
                self.lines.number()
            }
        };
        for defect in &mut batch.defects {
            defect.line = line;
        }
        match (self.options.on_defect, batch.defects.first()) {
            (OnDefect::Fail, Some(defect)) => Err(Error::Defect(defect.clone())),
            _ => Ok(true),
        }
    }
}

/// One entity on its way into a batch.
struct EntityBatch<'a> {
    batch: &'a mut Batch,
    ontology: &'a Ontology,
    options: &'a ReadOptions,
}

impl EntityBatch<'_> {
    fn read(&mut self, text: &str) {
        let entity: EntityLine<'_> = match serde_json::from_str(text) {
            Ok(entity) => entity,
            Err(error) => {
                let reason = format!(
                    "not an entity: {error}: an object with id, schema and properties is expected"
                );
                return self.set_aside(String::new(), reason, text);
            }
        };
        let id = match entity.id.parse::<EntityId>() {
            Ok(id) => id,
            Err(error) => return self.set_aside(String::new(), error.to_string(), text),
        };
        let Some(schema) =
            self.ontology.schema(&entity.schema).filter(|schema| !schema.is_abstract())
        else {
            let reason = format!(
                "the schema {} is unknown or abstract: add it to the site's ontology",
                entity.schema
            );
            return self.set_aside(id.to_string(), reason, text);
        };
        let properties = match entity.properties {
            Some(properties) => {
                each_value(properties, |name, value| self.take(&id, schema, name, value))
            }
            None => Ok(()),
        };
        if let Err(error) = properties {
            self.set_aside(id.to_string(), format!("properties: {error}"), text);
        } else if self.batch.statements.is_empty() && self.batch.defects.is_empty() {
            self.set_aside(id.to_string(), "has no values: nothing is said of it".into(), text);
        }
    }

    fn take(&mut self, id: &EntityId, schema: &Schema, name: &str, value: Value<'_>) {
        let Some(property) = schema.property(name) else {
            let place = format!("{id} {name}");
            let reason =
                format!("{} has no such property: add it to the site's ontology", schema.name());
            return self.set_aside(place, reason, text_of(value));
        };
        match value {
            Value::Text(text) => self.value(id, schema, property, text),
            Value::Nested(other) if property.kind() == PropertyKind::Entity => {
                self.set_aside(
                    format!("{id} {name}"),
                    "a nested entity: its id is kept, its properties are not read: write it on a line of its own".into(),
                    other,
                );
                self.value(id, schema, property, other);
            }
            Value::Nested(_) | Value::Other => {
                let place = format!("{id} {name}");
                self.set_aside(place, "a list or object instead of a value".into(), text_of(value));
            }
        }
    }

    fn value(&mut self, id: &EntityId, schema: &Schema, property: &Property, raw: &str) {
        let normalised = property.normalise(raw).unwrap_or_else(|error| {
            let place = format!("{id} {}", property.name());
            self.batch.defects.push(Defect {
                line: 0,
                place,
                reason: error.to_string(),
                set_aside: String::new(),
            });
            property.keep(raw)
        });
        if normalised.value.is_empty() {
            return;
        }
        let mut statement = Statement::new(
            id.clone(),
            Arc::clone(schema.name()),
            Arc::clone(property.name()),
            normalised.value,
            Arc::clone(&self.options.citation),
        );
        statement.original = normalised.original;
        self.batch.statements.push(statement);
    }

    fn set_aside(&mut self, place: String, reason: String, text: &str) {
        self.batch.defects.push(Defect { line: 0, place, reason, set_aside: shown(text) });
    }
}

fn text_of(value: Value<'_>) -> &str {
    match value {
        Value::Text(text) | Value::Nested(text) => text,
        Value::Other => "",
    }
}
