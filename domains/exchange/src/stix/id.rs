//! Ids of objects: the same thing has the same id on every day and on every node.

use std::fmt;

use crossbearing_model::EntityId;
use sha1::{Digest as _, Sha1};

/// The namespace of the standard for observables (STIX 2.1, section 2.9).
const OBSERVABLES: [u8; 16] = [
    0x00, 0xab, 0xed, 0xb4, 0xaa, 0x42, 0x46, 0x6c, 0x9c, 0x01, 0xfe, 0xd2, 0x33, 0x15, 0xa9, 0xb7,
];
/// The namespace of entities.
const ENTITIES: [u8; 16] = [
    0x6b, 0x1d, 0x4c, 0x0a, 0x9b, 0x57, 0x4e, 0x0c, 0x8a, 0x2f, 0x3e, 0x21, 0x5d, 0x90, 0x77, 0xc4,
];
/// How much of its entity's UUID the id of a relationship repeats: the rest is the relationship's.
const PREFIX_BITS: u32 = 90;

/// An id of the standard: a type and a UUID.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ObjectId<'t> {
    /// The type in front of the dashes.
    pub kind: &'t str,
    /// The UUID behind them.
    pub uuid: u128,
}

impl<'t> ObjectId<'t> {
    /// Reads `type--uuid`; nothing if it is no such id.
    pub fn parse(text: &'t str) -> Option<Self> {
        let (kind, uuid) = text.split_once("--")?;
        let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
        if kind.is_empty() || kind.len() > 100 || !kind.bytes().all(plain) || uuid.len() != 36 {
            return None;
        }
        let mut value = 0_u128;
        for (at, byte) in uuid.bytes().enumerate() {
            if matches!(at, 8 | 13 | 18 | 23) {
                if byte != b'-' {
                    return None;
                }
                continue;
            }
            let digit = match byte {
                b'0'..=b'9' => byte - b'0',
                b'a'..=b'f' => byte - b'a' + 10,
                _ => return None,
            };
            value = value << 4 | u128::from(digit);
        }
        Some(Self { kind, uuid: value })
    }
}

impl fmt::Display for ObjectId<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let uuid = self.uuid;
        write!(
            f,
            "{}--{:08x}-{:04x}-{:04x}-{:04x}-{:012x}",
            self.kind,
            uuid >> 96,
            (uuid >> 80) & 0xffff,
            (uuid >> 64) & 0xffff,
            (uuid >> 48) & 0xffff,
            uuid & 0xffff_ffff_ffff
        )
    }
}

/// The UUID of an entity's own object. An entity that came in as a STIX object keeps its id.
///
/// It is made as a UUID of version 5 is, from the entity's id, and marked as one of version 4,
/// which is what readers expect of anything but an observable.
pub fn primary_uuid(entity: &EntityId) -> u128 {
    match ObjectId::parse(entity.as_str()) {
        Some(id) => id.uuid,
        None => versioned(hashed(&ENTITIES, &[entity.as_str()]), 4),
    }
}

/// The UUID of the relationship that says `property` of `value` for the entity with `primary`.
///
/// It begins as its entity's does, so that whoever is asked for it knows where to look.
pub(super) fn related_uuid(primary: u128, property: &str, value: &str) -> u128 {
    let own = hashed(&ENTITIES, &["related", property, value]);
    versioned((primary & !tail()) | (own & tail()), 4)
}

/// Between which UUIDs that of the entity of the relationship `uuid` lies: a range for each version
/// of UUIDs, since entities that came in from elsewhere may have any.
pub fn related_prefix(uuid: u128) -> impl Iterator<Item = (u128, u128)> {
    (1..=8).map(move |version| {
        let uuid = versioned(uuid, version);
        (uuid & !tail(), uuid | tail())
    })
}

/// The UUID of an observable: version 5 over the properties that the standard names, as canonical
/// JSON.
pub fn sco_uuid(contributing: &[(&str, &str)]) -> u128 {
    let mut json = String::from("{");
    for (at, (name, value)) in contributing.iter().enumerate() {
        if at > 0 {
            json.push(',');
        }
        json.push_str(&text(name));
        json.push(':');
        json.push_str(&text(value));
    }
    json.push('}');
    versioned(hashed(&OBSERVABLES, &[&json]), 5)
}

/// A UUID of version 4 from random bits.
pub(super) fn random(bits: u128) -> u128 {
    versioned(bits, 4)
}

/// The UUID of something that stands beside the entities, such as a producer.
pub(super) fn named_uuid(kind: &str, name: &str) -> u128 {
    versioned(hashed(&ENTITIES, &[kind, name]), 4)
}

/// A UUID of version 4 for what a kind and some words name, the same every time; for formats that
/// want one where we have names.
pub(crate) fn named(kind: &str, words: &[&str]) -> String {
    let mut parts = vec![kind];
    parts.extend(words);
    let id = ObjectId { kind: "", uuid: versioned(hashed(&ENTITIES, &parts), 4) };
    id.to_string().trim_start_matches('-').to_owned()
}

fn tail() -> u128 {
    (1 << (128 - PREFIX_BITS)) - 1
}

fn text(value: &str) -> String {
    // A text always has a JSON form.
    serde_json::to_string(value).unwrap_or_default()
}

fn hashed(namespace: &[u8; 16], parts: &[&str]) -> u128 {
    let mut hash = Sha1::new();
    hash.update(namespace);
    for (at, part) in parts.iter().enumerate() {
        if at > 0 {
            hash.update([0]);
        }
        hash.update(part);
    }
    let digest = hash.finalize();
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&digest[..16]);
    u128::from_be_bytes(bytes)
}

fn versioned(uuid: u128, version: u128) -> u128 {
    (uuid & !(0xf << 76) & !(0b11 << 62)) | version << 76 | 0b10 << 62
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn observables_have_the_ids_of_the_standard() {
        // Made with uuid.uuid5 of Python over the same JSON.
        let id = ObjectId { kind: "email-addr", uuid: sco_uuid(&[("value", "a@example.org")]) };
        assert_eq!(id.to_string(), "email-addr--1551d521-551b-540f-872a-5de3f1659463");
    }

    #[test]
    fn an_id_reads_back_and_a_wrong_one_does_not() {
        let entity: EntityId = "p-1".parse().unwrap();
        let id = ObjectId { kind: "identity", uuid: primary_uuid(&entity) }.to_string();
        assert_eq!(ObjectId::parse(&id).unwrap().to_string(), id);
        assert_eq!(id.as_bytes()["identity--".len() + 14], b'4');
        for wrong in [
            "",
            "identity",
            "identity--1",
            "IDENTITY--00000000-0000-4000-8000-000000000000",
            "identity--00000000-0000-4000-8000-00000000000G",
            "identity--0000000000000-4000-8000-000000000000",
        ] {
            assert_eq!(ObjectId::parse(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn a_relationship_leads_to_its_entity() {
        for number in 0..200 {
            let primary = primary_uuid(&format!("p-{number}").parse().unwrap());
            let related = related_uuid(primary, "owner", "c-1");
            let leads = related_prefix(related).any(|(from, to)| (from..=to).contains(&primary));
            assert!(leads);
            assert_ne!(related, related_uuid(primary, "owner", "c-2"));
        }
    }
}
