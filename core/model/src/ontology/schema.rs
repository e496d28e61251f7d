//! One kind of thing.

use std::collections::HashMap;
use std::sync::Arc;

use super::property::words;
use super::spec::SchemaSpec;
use super::{Property, wrong};
use crate::{Name, Result};

/// How a schema ties two entities, to be drawn as an arrow.
#[derive(Debug, Clone, PartialEq, Eq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Edge {
    /// The property that holds the entity where the arrow begins.
    pub source: Name,
    /// The property that holds the entity where it ends.
    pub target: Name,
    /// What the arrow says, read from source to target: `owns`, `paid`.
    pub label: String,
    /// Whether the ends differ; a family tie has no direction.
    #[serde(default = "yes")]
    pub directed: bool,
}

/// A kind of thing, with the properties it has and inherits.
#[derive(Debug, Clone)]
pub struct Schema {
    name: Name,
    label: String,
    plural: String,
    about: String,
    is_abstract: bool,
    followthemoney: bool,
    parents: Vec<Name>,
    lineage: Vec<Name>,
    featured: Vec<Name>,
    caption: Vec<Name>,
    required: Vec<Name>,
    begins: Vec<Name>,
    ends: Vec<Name>,
    edge: Option<Edge>,
    properties: Vec<Arc<Property>>,
    positions: HashMap<Name, usize>,
}

impl Schema {
    /// The name in files and statements, such as `BankAccount`.
    pub fn name(&self) -> &Name {
        &self.name
    }

    /// The name on a screen, such as `bank account`.
    pub fn label(&self) -> &str {
        &self.label
    }

    /// The name of many, such as `bank accounts`.
    pub fn plural(&self) -> &str {
        &self.plural
    }

    /// What it is, in a sentence.
    pub fn description(&self) -> &str {
        &self.about
    }

    /// Whether it is only there to be inherited from: no entity has it.
    pub fn is_abstract(&self) -> bool {
        self.is_abstract
    }

    /// Whether FollowTheMoney has it.
    pub fn is_followthemoney(&self) -> bool {
        self.followthemoney
    }

    /// Whether it is this schema or inherits from it.
    pub fn is_a(&self, name: &str) -> bool {
        self.lineage.iter().any(|ancestor| ancestor.as_ref() == name)
    }

    /// The schemata it extends directly.
    pub fn parents(&self) -> &[Name] {
        &self.parents
    }

    /// Itself and everything it inherits from, nearest first.
    pub fn lineage(&self) -> &[Name] {
        &self.lineage
    }

    /// How it ties two entities, if it does.
    pub fn edge(&self) -> Option<&Edge> {
        self.edge.as_ref()
    }

    /// The properties to show first.
    pub fn featured(&self) -> &[Name] {
        &self.featured
    }

    /// The properties that may serve as its name on a screen, best first.
    pub fn caption(&self) -> &[Name] {
        &self.caption
    }

    /// The properties that a form asks for; not inherited.
    pub fn required(&self) -> &[Name] {
        &self.required
    }

    /// The dates that say when it began, best first.
    pub fn begins(&self) -> &[Name] {
        &self.begins
    }

    /// The dates that say when it ended, best first.
    pub fn ends(&self) -> &[Name] {
        &self.ends
    }

    /// Every property, its own first, then what it inherits.
    pub fn properties(&self) -> impl Iterator<Item = &Property> {
        self.properties.iter().map(AsRef::as_ref)
    }

    /// The property of this name, its own or inherited.
    pub fn property(&self, name: &str) -> Option<&Property> {
        self.positions.get(name).map(|&at| self.properties[at].as_ref())
    }

    pub(super) fn resolve(spec: &SchemaSpec, parents: &[&Self]) -> Result<Self> {
        let inherited = |own: &[Name], of: fn(&Self) -> &Vec<Name>| {
            let from_parents = || parents.iter().map(|parent| of(parent)).find(|of| !of.is_empty());
            if own.is_empty() { from_parents().cloned().unwrap_or_default() } else { own.to_vec() }
        };
        let label = spec.label.clone().unwrap_or_else(|| words(&spec.name));
        let mut schema = Self {
            name: Name::clone(&spec.name),
            plural: spec.plural.clone().unwrap_or_else(|| format!("{label}s")),
            label,
            about: spec.about.clone(),
            is_abstract: spec.is_abstract,
            followthemoney: spec.followthemoney,
            parents: spec.extends.clone(),
            lineage: lineage(&spec.name, parents),
            featured: inherited(&spec.featured, |parent| &parent.featured),
            caption: inherited(&spec.caption, |parent| &parent.caption),
            required: spec.required.clone(),
            begins: inherited(&spec.begins, |parent| &parent.begins),
            ends: inherited(&spec.ends, |parent| &parent.ends),
            edge: spec
                .edge
                .clone()
                .or_else(|| parents.iter().find_map(|parent| parent.edge.clone())),
            properties: Vec::new(),
            positions: HashMap::new(),
        };
        schema.add_properties(spec, parents)?;
        Ok(schema)
    }

    fn add_properties(&mut self, spec: &SchemaSpec, parents: &[&Self]) -> Result<()> {
        let of_followthemoney = spec.properties.iter().map(|entry| (entry, true));
        let of_this_field = spec.additions.iter().map(|entry| (entry, false));
        for ((name, property), followthemoney) in of_followthemoney.chain(of_this_field) {
            let property = Property::resolve(name, property, followthemoney);
            if !followthemoney && parents.iter().any(|parent| parent.property(name).is_some()) {
                return Err(wrong(
                    &self.name,
                    &format!("inherits {name}: call the addition otherwise"),
                ));
            }
            if !self.add_property(Arc::new(property)) {
                return Err(wrong(&self.name, &format!("has the property {name} twice")));
            }
        }
        for property in parents.iter().flat_map(|parent| &parent.properties) {
            self.add_property(Arc::clone(property));
        }
        Ok(())
    }

    fn add_property(&mut self, property: Arc<Property>) -> bool {
        if self.positions.contains_key(property.name()) {
            return false;
        }
        self.positions.insert(Name::clone(property.name()), self.properties.len());
        self.properties.push(property);
        true
    }
}

/// The schema and its ancestors, by distance: parents in their order, then their parents.
fn lineage(name: &Name, parents: &[&Schema]) -> Vec<Name> {
    let mut lineage = vec![Name::clone(name)];
    let deepest = parents.iter().map(|parent| parent.lineage.len()).max().unwrap_or(0);
    for distance in 0..deepest {
        for ancestor in parents.iter().filter_map(|parent| parent.lineage.get(distance)) {
            if !lineage.contains(ancestor) {
                lineage.push(Name::clone(ancestor));
            }
        }
    }
    lineage
}

fn yes() -> bool {
    true
}
