//! What every reader needs beside the objects themselves: who produces them, the markings of the
//! traffic light protocol, and what the extension is.

use crossbearing_model::{Instant, Tlp};

use super::id::{ObjectId, named_uuid};

/// The id of the definition of the extension.
pub const EXTENSION: &str = "extension-definition--5c1f2f0e-7d0b-4a57-9a43-5f0f3cfb6f10";
/// The program itself, as the creator of the extension.
const PROGRAM: &str = "identity--0f8f3b1c-52b5-4a8e-9a63-2d6cbb0a7f41";
/// When markings and extension were defined.
const DEFINED: &str = "2022-10-01T00:00:00.000Z";
/// The extension by which the traffic light protocol 2.0 is said.
const TLP: &str = "extension-definition--60a3c5c5-0d10-413e-aab3-9e08dde9e88d";

/// The agency whose node produces the objects.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Producer {
    id: String,
    name: String,
}

impl Producer {
    /// The node of this name, run by an agency of this one.
    pub fn new(node: &str, name: &str) -> Self {
        let id = ObjectId { kind: "identity", uuid: named_uuid("node", node) };
        Self { id: id.to_string(), name: name.to_owned() }
    }

    /// The id of its identity.
    pub fn id(&self) -> &str {
        &self.id
    }
}

/// The id of the marking for a colour, as the standard gives it.
pub(super) fn marking(tlp: Tlp) -> &'static str {
    match tlp {
        Tlp::Clear => "marking-definition--94868c89-83c2-464b-929b-a1a8aa3c8487",
        Tlp::Green => "marking-definition--bab4a63c-aed9-4cf5-a766-dfca5abac2bb",
        Tlp::Amber => "marking-definition--55d920b0-5e8b-4f79-9ee9-91f868d9b421",
        Tlp::AmberStrict => "marking-definition--939a9414-2ddd-4d32-a0cd-375ea402b003",
        Tlp::Red => "marking-definition--e828b379-4e03-4974-9ac4-e53a884c97c1",
    }
}

/// The colour of a marking, of either version of the protocol.
pub(super) fn colour(marking: &str) -> Option<Tlp> {
    const ALL: [Tlp; 5] = [Tlp::Clear, Tlp::Green, Tlp::Amber, Tlp::AmberStrict, Tlp::Red];
    let first_version = match marking {
        "marking-definition--613f2e26-407d-48c7-9eca-b8e91df99dc9" => Some(Tlp::Clear),
        "marking-definition--34098fce-860f-48ae-8e50-ebd3cc5e41da" => Some(Tlp::Green),
        "marking-definition--f88d31f6-486f-44da-b317-01333bde0b82" => Some(Tlp::Amber),
        "marking-definition--5e57c739-391a-4eb3-b6be-7d15ca92d5ed" => Some(Tlp::Red),
        _ => None,
    };
    first_version.or_else(|| ALL.into_iter().find(|tlp| self::marking(*tlp) == marking))
}

/// Everything that stands beside the objects: (id, when it was made or changed, JSON).
pub fn furniture(producer: &Producer) -> Vec<(String, Instant, String)> {
    let defined: Instant = DEFINED.parse().unwrap_or(Instant::MIN);
    let mut all = Vec::new();
    for (tlp, name, word) in [
        (Tlp::Clear, "TLP:CLEAR", "clear"),
        (Tlp::Green, "TLP:GREEN", "green"),
        (Tlp::Amber, "TLP:AMBER", "amber"),
        (Tlp::AmberStrict, "TLP:AMBER+STRICT", "amber+strict"),
        (Tlp::Red, "TLP:RED", "red"),
    ] {
        let json = serde_json::json!({
            "type": "marking-definition", "spec_version": "2.1", "id": marking(tlp),
            "created": DEFINED, "name": name,
            "extensions": {TLP: {"extension_type": "property-extension", "tlp_2_0": word}},
        });
        all.push((marking(tlp).to_owned(), defined, json.to_string()));
    }
    for (id, name) in [(PROGRAM, "Crossbearing"), (producer.id(), producer.name.as_str())] {
        let json = serde_json::json!({
            "type": "identity", "spec_version": "2.1", "id": id, "created": DEFINED,
            "modified": DEFINED, "name": name, "identity_class": "organization",
            "extensions": {EXTENSION: {"extension_type": "property-extension", "version": "1",
                "derived": true}},
        });
        all.push((id.to_owned(), defined, json.to_string()));
    }
    let definition = serde_json::json!({
        "type": "extension-definition", "spec_version": "2.1", "id": EXTENSION,
        "created_by_ref": PROGRAM, "created": DEFINED, "modified": DEFINED,
        "name": "Crossbearing statements",
        "description": "Every statement about the entity behind the object, with its report, \
            grade, label and origin.",
        "schema": "urn:crossbearing:stix-extension:1", "version": "1.0.0",
        "extension_types": ["property-extension"],
    });
    all.push((EXTENSION.to_owned(), defined, definition.to_string()));
    all
}

/// Whether an object with this id is one of those that stand beside the others.
pub(super) fn is_furniture(id: &str) -> bool {
    id == EXTENSION || id == PROGRAM || id == TLP || colour(id).is_some()
}
