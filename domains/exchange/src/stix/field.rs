//! An object while it is put together: names and values in the order in which they are written.

use std::borrow::Cow;

use serde::ser::{Serialize, SerializeMap, Serializer};
use serde_json::value::RawValue;

/// A value of a property.
#[derive(Debug)]
pub(super) enum Field<'a> {
    Text(Cow<'a, str>),
    Texts(Vec<String>),
    Number(f64),
    Whole(u32),
    Json(Box<RawValue>),
}

/// An object.
#[derive(Debug, Default)]
pub(super) struct Fields<'a>(Vec<(&'static str, Field<'a>)>);

impl<'a> Fields<'a> {
    pub(super) fn text(&mut self, name: &'static str, value: impl Into<Cow<'a, str>>) {
        self.0.push((name, Field::Text(value.into())));
    }

    /// A list; an empty one is left out, as the standard wants it.
    pub(super) fn texts(&mut self, name: &'static str, values: Vec<String>) {
        if !values.is_empty() {
            self.0.push((name, Field::Texts(values)));
        }
    }

    pub(super) fn number(&mut self, name: &'static str, value: f64) {
        self.0.push((name, Field::Number(value)));
    }

    pub(super) fn whole(&mut self, name: &'static str, value: u32) {
        self.0.push((name, Field::Whole(value)));
    }

    pub(super) fn json(&mut self, name: &'static str, value: Box<RawValue>) {
        self.0.push((name, Field::Json(value)));
    }
}

impl Serialize for Fields<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (name, field) in &self.0 {
            match field {
                Field::Text(value) => map.serialize_entry(name, value)?,
                Field::Texts(values) => map.serialize_entry(name, values)?,
                Field::Number(value) => map.serialize_entry(name, value)?,
                Field::Whole(value) => map.serialize_entry(name, value)?,
                Field::Json(value) => map.serialize_entry(name, value)?,
            }
        }
        map.end()
    }
}
