//! One line of an entity file: JSON to words and values, without copies where JSON allows.

use std::borrow::Cow;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;

/// An entity as it stands in a file. `properties` is looked into once the schema is known.
#[derive(serde::Deserialize)]
pub(super) struct EntityLine<'a> {
    #[serde(borrow)]
    pub(super) id: Cow<'a, str>,
    #[serde(borrow)]
    pub(super) schema: Cow<'a, str>,
    #[serde(borrow, default)]
    pub(super) properties: Option<&'a RawValue>,
    #[serde(borrow, default)]
    pub(super) datasets: Option<&'a RawValue>,
    #[serde(borrow, default)]
    pub(super) referents: Option<&'a RawValue>,
    #[serde(borrow, default)]
    pub(super) canonical_id: Option<&'a RawValue>,
}

/// What stands beside the properties of an entity and is kept: the field, and our word for it.
pub(super) const BESIDE: [(&str, &str); 3] =
    [("datasets", "dataset"), ("referents", "referent"), ("canonical_id", "canonicalId")];

/// Calls `take` with each value of a field that stands beside the properties.
pub(super) fn each_beside<F>(field: &RawValue, take: F) -> serde_json::Result<()>
where
    F: FnMut(&str, Value<'_>),
{
    let mut json = serde_json::Deserializer::from_str(field.get());
    let mut take = take;
    Values { name: "", in_list: false, take: &mut take }.deserialize(&mut json)
}

/// Calls `take` with the name and each value of a property; every value as text.
pub(super) fn each_value<F>(properties: &RawValue, take: F) -> serde_json::Result<()>
where
    F: FnMut(&str, Value<'_>),
{
    let mut json = serde_json::Deserializer::from_str(properties.get());
    json.deserialize_map(Properties(take))
}

/// A value of a property in the file.
#[derive(Clone, Copy)]
pub(super) enum Value<'a> {
    /// A text, number or truth value, as text.
    Text(&'a str),
    /// A nested entity that has this id.
    Nested(&'a str),
    /// An object or list that is no value.
    Other,
}

struct Properties<F>(F);

impl<'de, F: FnMut(&str, Value<'_>)> Visitor<'de> for Properties<F> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object of properties")
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut map: A) -> Result<(), A::Error> {
        while let Some(Key(name)) = map.next_key()? {
            map.next_value_seed(Values { name: &name, in_list: false, take: &mut self.0 })?;
        }
        Ok(())
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }
}

#[derive(serde::Deserialize)]
struct Key<'a>(#[serde(borrow)] Cow<'a, str>);

/// The values of one property: a list, or one value without a list.
struct Values<'a, F> {
    name: &'a str,
    in_list: bool,
    take: &'a mut F,
}

impl<'de, F: FnMut(&str, Value<'_>)> DeserializeSeed<'de> for Values<'_, F> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<F: FnMut(&str, Value<'_>)> Values<'_, F> {
    fn text(self, text: &str) {
        (self.take)(self.name, Value::Text(text));
    }
}

impl<'de, F: FnMut(&str, Value<'_>)> Visitor<'de> for Values<'_, F> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value or a list of values")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        if self.in_list {
            while list.next_element::<IgnoredAny>()?.is_some() {}
            (self.take)(self.name, Value::Other);
            return Ok(());
        }
        let (name, take) = (self.name, self.take);
        while list.next_element_seed(Values { name, in_list: true, take: &mut *take })?.is_some() {}
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let mut id = None;
        while let Some(Key(key)) = map.next_key()? {
            if key == "id" {
                id = map.next_value::<Key<'de>>().map(|Key(id)| Some(id))?;
            } else {
                map.next_value::<IgnoredAny>()?;
            }
        }
        (self.take)(self.name, id.as_deref().map_or(Value::Other, Value::Nested));
        Ok(())
    }

    fn visit_str<E>(self, text: &str) -> Result<(), E> {
        self.text(text);
        Ok(())
    }

    fn visit_bool<E>(self, value: bool) -> Result<(), E> {
        self.text(if value { "true" } else { "false" });
        Ok(())
    }

    fn visit_i64<E>(self, value: i64) -> Result<(), E> {
        self.text(&value.to_string());
        Ok(())
    }

    fn visit_u64<E>(self, value: u64) -> Result<(), E> {
        self.text(&value.to_string());
        Ok(())
    }

    fn visit_f64<E>(self, value: f64) -> Result<(), E> {
        self.text(&value.to_string());
        Ok(())
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn values(properties: &str) -> Vec<String> {
        let raw: &RawValue = serde_json::from_str(properties).unwrap();
        let mut values = Vec::new();
        each_value(raw, |name, value| {
            values.push(match value {
                Value::Text(text) => format!("{name}={text}"),
                Value::Nested(id) => format!("{name}->{id}"),
                Value::Other => format!("{name}?"),
            });
        })
        .unwrap();
        values
    }

    #[test]
    fn values_of_every_form_are_given_as_text() {
        let properties = r#"{"a": ["x", "\u00e9", null, 1, -2, 2.5, true, ["y"], {"id": "n", "z": 1}, {}], "b": "y", "c": {"id": "m"}, "d": null}"#;
        let expected =
            ["a=x", "a=é", "a=1", "a=-2", "a=2.5", "a=true", "a?", "a->n", "a?", "b=y", "c->m"];
        assert_eq!(values(properties), expected);
    }
}
