//! Other producers' objects: kept as they came, and given back so.

use serde_json::value::RawValue;
use serde_json::{Map, Value};

use super::furniture::{EXTENSION, is_furniture};
use super::id::ObjectId;
use crate::{Error, Result};

/// The form in which an object is kept: without the extension, keys in order, no spaces.
pub(super) fn kept(mut object: Map<String, Value>) -> String {
    if let Some(Value::Object(extensions)) = object.get_mut("extensions") {
        extensions.remove(EXTENSION);
        if extensions.is_empty() {
            object.remove("extensions");
        }
    }
    Value::Object(object).to_string()
}

/// Whether `value` is an object as it is kept: with an id of its type, in the one form.
pub(super) fn is_kept(value: &str) -> bool {
    let Ok(Value::Object(object)) = serde_json::from_str(value) else { return false };
    let text = |name: &str| object.get(name).and_then(Value::as_str);
    let of_its_type =
        text("id").and_then(ObjectId::parse).is_some_and(|id| Some(id.kind) == text("type"));
    let beside = text("id").is_some_and(is_furniture);
    of_its_type && !beside && kept(object.clone()) == value
}

/// The object with `extensions` added to its own: its id and its JSON.
pub(super) fn with_extension(kept: &str, extensions: &RawValue) -> Result<(String, String)> {
    let unwritable = |reason: String| Error::Unwritable { reason };
    let mut object: Map<String, Value> = serde_json::from_str(kept)
        .map_err(|error| unwritable(format!("what is kept of an object: {error}")))?;
    let id = object.get("id").and_then(Value::as_str).unwrap_or_default().to_owned();
    let added: Map<String, Value> = serde_json::from_str(extensions.get())
        .map_err(|error| unwritable(format!("an extension: {error}")))?;
    match object.get_mut("extensions") {
        Some(Value::Object(own)) => own.extend(added),
        _ => {
            object.insert("extensions".to_owned(), Value::Object(added));
        }
    }
    Ok((id, Value::Object(object).to_string()))
}
