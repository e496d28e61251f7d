//! The ontology file: what is written in it, before it is checked.

use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor, value::MapAccessDeserializer};

use super::{Edge, PropertyKind, wrong};
use crate::{Error, Name, Result};

#[derive(Debug, Clone, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct OntologySpec {
    pub(super) version: String,
    #[serde(default)]
    pub(super) followthemoney: Option<String>,
    #[serde(default)]
    pub(super) schema: Vec<SchemaSpec>,
}

#[derive(Debug, Clone, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SchemaSpec {
    pub(super) name: Name,
    #[serde(default)]
    pub(super) label: Option<String>,
    #[serde(default)]
    pub(super) plural: Option<String>,
    #[serde(default)]
    pub(super) about: String,
    #[serde(default)]
    pub(super) followthemoney: bool,
    #[serde(default, rename = "abstract")]
    pub(super) is_abstract: bool,
    #[serde(default)]
    pub(super) extends: Vec<Name>,
    #[serde(default)]
    pub(super) featured: Vec<Name>,
    #[serde(default)]
    pub(super) caption: Vec<Name>,
    #[serde(default)]
    pub(super) required: Vec<Name>,
    #[serde(default)]
    pub(super) begins: Vec<Name>,
    #[serde(default)]
    pub(super) ends: Vec<Name>,
    #[serde(default)]
    pub(super) edge: Option<Edge>,
    #[serde(default, deserialize_with = "in_order")]
    pub(super) properties: Vec<(Name, PropertySpec)>,
    #[serde(default, deserialize_with = "in_order")]
    pub(super) additions: Vec<(Name, PropertySpec)>,
}

/// A property: either only its kind, or a table.
#[derive(Debug, Clone)]
pub(super) struct PropertySpec {
    pub(super) kind: PropertyKind,
    pub(super) label: Option<String>,
    pub(super) about: Option<String>,
    pub(super) range: Option<Name>,
    pub(super) reverse: Option<Name>,
    pub(super) format: Option<Name>,
    pub(super) identifying: Option<bool>,
    pub(super) hidden: bool,
    pub(super) deprecated: bool,
}

impl OntologySpec {
    pub(super) fn parse(text: &str) -> Result<Self> {
        toml::from_str(text).map_err(|error| {
            let before = text.get(..error.span().map_or(0, |span| span.start)).unwrap_or_default();
            let line = before.matches('\n').count() + 1;
            Error::Ontology { reason: format!("line {line}: {}", error.message()) }
        })
    }

    /// This file with what a site's adds to it.
    pub(super) fn extended(mut self, site: Self) -> Result<Self> {
        for schema in site.schema {
            match self.schema.iter_mut().find(|known| known.name == schema.name) {
                None => self.schema.push(schema),
                Some(known) => known.add(schema)?,
            }
        }
        self.version = format!("{}+{}", self.version, site.version);
        Ok(self)
    }
}

impl SchemaSpec {
    fn add(&mut self, site: Self) -> Result<()> {
        let only_additions = site.label.is_none()
            && site.plural.is_none()
            && site.about.is_empty()
            && site.edge.is_none()
            && !site.followthemoney
            && !site.is_abstract
            && site.properties.is_empty()
            && [
                &site.extends,
                &site.featured,
                &site.caption,
                &site.required,
                &site.begins,
                &site.ends,
            ]
            .into_iter()
            .all(Vec::is_empty);
        if !only_additions {
            return Err(wrong(&site.name, "is known: a site can give it additions only"));
        }
        self.additions.extend(site.additions);
        Ok(())
    }
}

impl PropertySpec {
    fn of_kind(kind: PropertyKind) -> Self {
        Self {
            kind,
            label: None,
            about: None,
            range: None,
            reverse: None,
            format: None,
            identifying: None,
            hidden: false,
            deprecated: false,
        }
    }
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct PropertyTable {
    kind: Option<PropertyKind>,
    label: Option<String>,
    about: Option<String>,
    range: Option<Name>,
    reverse: Option<Name>,
    format: Option<Name>,
    identifying: Option<bool>,
    #[serde(default)]
    hidden: bool,
    #[serde(default)]
    deprecated: bool,
}

impl<'de> Deserialize<'de> for PropertySpec {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(PropertyVisitor)
    }
}

struct PropertyVisitor;

impl<'de> Visitor<'de> for PropertyVisitor {
    type Value = PropertySpec;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a kind such as \"date\", or a table with a kind or a range")
    }

    fn visit_str<E: serde::de::Error>(self, kind: &str) -> Result<PropertySpec, E> {
        let kind = serde::de::value::StrDeserializer::new(kind);
        PropertyKind::deserialize(kind).map(PropertySpec::of_kind)
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<PropertySpec, A::Error> {
        let table = PropertyTable::deserialize(MapAccessDeserializer::new(map))?;
        let kind = match (table.kind, &table.range) {
            (None | Some(PropertyKind::Entity), Some(_)) => PropertyKind::Entity,
            (Some(kind), None) if kind != PropertyKind::Entity => kind,
            _ => return Err(serde::de::Error::custom("a property has either a kind or a range")),
        };
        Ok(PropertySpec {
            kind,
            label: table.label,
            about: table.about,
            range: table.range,
            reverse: table.reverse,
            format: table.format,
            identifying: table.identifying,
            hidden: table.hidden,
            deprecated: table.deprecated,
        })
    }
}

/// Reads a table as pairs in the order of the file.
fn in_order<'de, D>(deserializer: D) -> Result<Vec<(Name, PropertySpec)>, D::Error>
where
    D: Deserializer<'de>,
{
    struct Pairs;

    impl<'de> Visitor<'de> for Pairs {
        type Value = Vec<(Name, PropertySpec)>;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("a table of properties")
        }

        fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
            let mut pairs = Vec::new();
            while let Some(pair) = map.next_entry()? {
                pairs.push(pair);
            }
            Ok(pairs)
        }
    }

    deserializer.deserialize_map(Pairs)
}
