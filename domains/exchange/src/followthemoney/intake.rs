//! Words and values of a file into statements and defects.

use std::borrow::Cow;
use std::sync::Arc;

use crossbearing_model::{EntityId, Ontology, Property, PropertyKind, Schema, Statement};

use super::line::{BESIDE, EntityLine, Value, each_beside, each_value};
use crate::lines::shown;
use crate::{Batch, Defect, Error, OnDefect, ReadOptions, Result};

/// A row of a statement file. Its columns for a crawler's dates and origin are another system's
/// bookkeeping and are left out.
#[derive(serde::Deserialize)]
pub(super) struct StatementRow<'a> {
    #[serde(borrow)]
    entity_id: Cow<'a, str>,
    #[serde(borrow)]
    schema: Cow<'a, str>,
    #[serde(borrow)]
    prop: Cow<'a, str>,
    #[serde(borrow)]
    value: Cow<'a, str>,
    #[serde(borrow, default)]
    lang: Option<Cow<'a, str>>,
    #[serde(borrow, default)]
    original_value: Option<Cow<'a, str>>,
    #[serde(borrow, default)]
    canonical_id: Option<Cow<'a, str>>,
    #[serde(borrow, default)]
    dataset: Option<Cow<'a, str>>,
}

/// What the row before said of its entity beside the value: it is taken in once.
#[derive(Default, PartialEq, Eq)]
pub(super) struct RowBefore {
    entity: String,
    canonical_id: String,
    dataset: String,
}

/// In a statement file each entity has a row that only says that it is there, with this property.
const ENTITY_ROW: &str = "id";

/// Gives the defects their line; an error if the reader is to stop at them.
pub(super) fn settle(batch: &mut Batch, line: u64, options: &ReadOptions) -> Result<bool> {
    for defect in &mut batch.defects {
        defect.line = line;
    }
    match (options.on_defect, batch.defects.first()) {
        (OnDefect::Fail, Some(defect)) => Err(Error::Defect(defect.clone())),
        _ => Ok(true),
    }
}

/// A batch in the making.
pub(super) struct Intake<'a> {
    pub(super) batch: &'a mut Batch,
    pub(super) ontology: &'a Ontology,
    pub(super) options: &'a ReadOptions,
}

impl<'a> Intake<'a> {
    /// Takes in an entity, as a line of JSON.
    pub(super) fn entity(&mut self, text: &str) {
        let entity: EntityLine<'_> = match serde_json::from_str(text) {
            Ok(entity) => entity,
            Err(error) => {
                let reason = format!(
                    "not an entity: {error}: an object with id, schema and properties is expected"
                );
                return self.set_aside(String::new(), reason, text);
            }
        };
        let Some((id, schema)) = self.subject(&entity.id, &entity.schema, text) else { return };
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
        } else {
            let fields = [entity.datasets, entity.referents, entity.canonical_id];
            for ((name, word), field) in BESIDE.into_iter().zip(fields) {
                let Some(field) = field else { continue };
                let each = each_beside(field, |_, value| self.take(&id, schema, word, value));
                if let Err(error) = each {
                    self.set_aside(format!("{id} {name}"), error.to_string(), field.get());
                }
            }
        }
    }

    /// Takes in one value of one property.
    pub(super) fn statement(&mut self, row: &StatementRow<'_>, before: &mut RowBefore, text: &str) {
        if row.prop == ENTITY_ROW {
            return;
        }
        let Some((id, schema)) = self.subject(&row.entity_id, &row.schema, text) else { return };
        let first = self.batch.defects.len();
        self.beside(row, before, (&id, schema));
        self.take(&id, schema, &row.prop, Value::Text(&row.value));
        if let Some(statement) = self.batch.statements.last_mut() {
            statement.lang = row.lang.as_deref().map(Into::into);
            if let Some(original) = row.original_value.as_deref()
                && original != statement.value
            {
                statement.original = Some(original.to_owned());
            }
        }
        // What is read again is a row, as it came.
        for defect in self.batch.defects.iter_mut().skip(first) {
            defect.again = defect.again.as_ref().map(|_| text.to_owned());
        }
    }

    /// Takes in the data set and the merged id of a row, where they are other than the row before
    /// said.
    fn beside(
        &mut self,
        row: &StatementRow<'_>,
        before: &mut RowBefore,
        (id, schema): (&EntityId, &Schema),
    ) {
        let text = |field: &Option<Cow<'_, str>>| field.as_deref().unwrap_or_default().to_owned();
        let merged = row.canonical_id.clone().filter(|merged| *merged != row.entity_id);
        let now = RowBefore {
            entity: id.to_string(),
            canonical_id: text(&merged),
            dataset: text(&row.dataset),
        };
        if now == *before {
            return;
        }
        for (word, value) in [("dataset", &now.dataset), ("canonicalId", &now.canonical_id)] {
            if !value.is_empty() {
                self.take(id, schema, word, Value::Text(value));
            }
        }
        *before = now;
    }

    /// Sets aside what `text` shows of the file.
    pub(super) fn set_aside(&mut self, place: String, reason: String, text: &str) {
        let (set_aside, again) = (shown(text), Some(text.to_owned()));
        self.batch.defects.push(Defect { line: 0, place, reason, set_aside, again });
    }

    /// Sets one value of a property aside; it can be read again as an entity with nothing else.
    fn value_aside(
        &mut self,
        (id, schema): (&EntityId, &Schema),
        name: &str,
        reason: String,
        text: &str,
    ) {
        let again = serde_json::json!({
            "id": id.as_str(), "schema": &**schema.name(), "properties": { name: [text] },
        });
        self.batch.defects.push(Defect {
            line: 0,
            place: format!("{id} {name}"),
            reason,
            set_aside: shown(text),
            again: Some(again.to_string()),
        });
    }

    /// The entity and its schema, or, where one is unknown, nothing and a defect.
    fn subject(&mut self, id: &str, schema: &str, text: &str) -> Option<(EntityId, &'a Schema)> {
        let id = match id.parse::<EntityId>() {
            Ok(id) => id,
            Err(error) => {
                self.set_aside(String::new(), error.to_string(), text);
                return None;
            }
        };
        let known = self.ontology.schema(schema).filter(|schema| !schema.is_abstract());
        if known.is_none() {
            let reason = format!(
                "the schema {schema} is unknown or abstract: add it to the site's ontology"
            );
            self.set_aside(id.to_string(), reason, text);
        }
        known.map(|schema| (id, schema))
    }

    fn take(&mut self, id: &EntityId, schema: &Schema, name: &str, value: Value<'_>) {
        let Some(property) = schema.property(name) else {
            let reason =
                format!("{} has no such property: add it to the site's ontology", schema.name());
            return self.value_aside((id, schema), name, reason, text_of(value));
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
                let reason = "a list or object instead of a value".to_owned();
                self.value_aside((id, schema), name, reason, text_of(value));
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
                again: None,
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
}

fn text_of(value: Value<'_>) -> &str {
    match value {
        Value::Text(text) | Value::Nested(text) => text,
        Value::Other => "",
    }
}
