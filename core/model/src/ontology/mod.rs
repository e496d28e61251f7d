//! Which kinds of things there are and what can be said of them: schemata and properties, as data.

mod kind;
mod match_key;
mod normalise;
mod property;
mod schema;
mod spec;

use std::collections::HashMap;
use std::sync::{Arc, LazyLock};

pub use kind::PropertyKind;
pub use normalise::Normalised;
pub use property::Property;
pub use schema::{Edge, Schema};

use crate::{Error, Name, Result};
use spec::OntologySpec;

/// The standard ontology, as it stands in the file of this crate.
const STANDARD: &str = include_str!("../../ontology.toml");

/// Every schema and its properties.
///
/// ```
/// use crossbearing_model::{Ontology, PropertyKind};
///
/// let ontology = Ontology::standard();
/// let vessel = ontology.schema("Vessel").ok_or("no such schema")?;
/// assert!(vessel.is_a("Asset"));
/// let number = vessel.property("imoNumber").ok_or("no such property")?;
/// assert_eq!(number.kind(), PropertyKind::Imo);
/// assert_eq!(number.normalise("IMO 9074729")?.value, "IMO9074729");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone)]
pub struct Ontology {
    version: String,
    schemata: Vec<Schema>,
    positions: HashMap<Name, usize>,
    spec: OntologySpec,
}

impl Ontology {
    /// The ontology that comes with the program, read once.
    pub fn standard() -> &'static Self {
        static ONTOLOGY: LazyLock<Ontology> = LazyLock::new(|| {
            #[expect(clippy::expect_used, reason = "a file of this crate, read by every test")]
            Ontology::parse(STANDARD).expect("the standard ontology is a valid one")
        });
        &ONTOLOGY
    }

    /// Reads an ontology file (docs/ontology.md gives its keys).
    pub fn parse(text: &str) -> Result<Self> {
        Self::resolve(OntologySpec::parse(text)?)
    }

    /// This ontology with what a site's file adds: new schemata, and additions to those here.
    ///
    /// A site's file cannot change or take away what is here, so statements keep their meaning.
    pub fn extend(&self, site: &str) -> Result<Self> {
        Self::resolve(self.spec.clone().extended(OntologySpec::parse(site)?)?)
    }

    /// The version, such as `2026.11.2`; a site's follows behind a plus sign.
    pub fn version(&self) -> &str {
        &self.version
    }

    /// The version of FollowTheMoney that it holds whole, if it does.
    pub fn followthemoney_version(&self) -> Option<&str> {
        self.spec.followthemoney.as_deref()
    }

    /// Every schema, in the order of the file: parents before children.
    pub fn schemata(&self) -> impl Iterator<Item = &Schema> {
        self.schemata.iter()
    }

    /// The schema of this name.
    pub fn schema(&self, name: &str) -> Option<&Schema> {
        self.positions.get(name).map(|&at| &self.schemata[at])
    }

    /// A property of a schema, its own or inherited.
    pub fn property(&self, schema: &str, property: &str) -> Option<&Property> {
        self.schema(schema)?.property(property)
    }

    /// The schemata that are of this kind, itself included.
    pub fn descendants(&self, name: &str) -> impl Iterator<Item = &Schema> {
        self.schemata.iter().filter(move |schema| schema.is_a(name))
    }

    /// The nearest schema that FollowTheMoney knows and lets one use: the schema itself or one of
    /// its ancestors. None if it has no word for such a thing.
    pub fn followthemoney_schema(&self, name: &str) -> Option<&Schema> {
        let schema = self.schema(name)?;
        schema
            .lineage()
            .iter()
            .filter_map(|ancestor| self.schema(ancestor))
            .find(|ancestor| ancestor.is_followthemoney() && !ancestor.is_abstract())
    }

    fn resolve(spec: OntologySpec) -> Result<Self> {
        let mut schemata: Vec<Schema> = Vec::with_capacity(spec.schema.len());
        let mut positions = HashMap::with_capacity(spec.schema.len());
        for schema in &spec.schema {
            let parents = schema
                .extends
                .iter()
                .map(|parent| positions.get(parent).map(|&at: &usize| &schemata[at]))
                .collect::<Option<Vec<_>>>()
                .ok_or_else(|| {
                    wrong(&schema.name, "extends a schema that does not stand before it")
                })?;
            let resolved = Schema::resolve(schema, &parents)?;
            if positions.insert(Arc::clone(&schema.name), schemata.len()).is_some() {
                return Err(wrong(&schema.name, "is defined twice"));
            }
            schemata.push(resolved);
        }
        let ontology = Self { version: spec.version.clone(), schemata, positions, spec };
        ontology.check_ranges()?;
        Ok(ontology)
    }

    fn check_ranges(&self) -> Result<()> {
        for schema in &self.schemata {
            for property in schema.properties() {
                if property.range().is_some_and(|range| self.schema(range).is_none()) {
                    return Err(wrong(
                        schema.name(),
                        &format!("has a property {} with an unknown range", property.name()),
                    ));
                }
            }
        }
        Ok(())
    }
}

/// An error of the ontology file: `schema` and what is wrong with it.
fn wrong(schema: &str, reason: &str) -> Error {
    Error::Ontology { reason: format!("schema {schema} {reason}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_schema_names_properties_that_it_has() {
        for schema in Ontology::standard().schemata() {
            let named = schema.featured().iter().chain(schema.caption()).chain(schema.required());
            for property in named.chain(schema.begins()).chain(schema.ends()) {
                assert!(schema.property(property).is_some(), "{}: {property}", schema.name());
            }
            if let Some(edge) = schema.edge() {
                assert!(schema.property(&edge.source).and_then(Property::range).is_some());
                assert!(schema.property(&edge.target).and_then(Property::range).is_some());
            }
            assert!(!schema.description().is_empty(), "{}", schema.name());
        }
    }

    #[test]
    fn words_are_labelled_for_people() {
        let person = Ontology::standard().schema("Person").unwrap();
        assert_eq!((person.label(), person.plural()), ("person", "persons"));
        assert_eq!(person.property("birthDate").unwrap().label(), "birth date");
        let vessel = Ontology::standard().schema("Vessel").unwrap();
        assert_eq!(vessel.property("imoNumber").unwrap().label(), "IMO number");
    }

    #[test]
    fn what_points_to_a_person_identifies_the_person() {
        let person = Ontology::standard().schema("Person").unwrap();
        for property in
            ["name", "alias", "birthDate", "passportNumber", "phone", "photo", "lastName"]
        {
            assert!(person.property(property).unwrap().identifying(), "{property}");
        }
        for property in ["nationality", "gender", "subjectCategory", "age", "topics"] {
            assert!(!person.property(property).unwrap().identifying(), "{property}");
        }
    }

    #[test]
    fn own_words_have_the_nearest_word_of_followthemoney() {
        let ontology = Ontology::standard();
        let nearest =
            |name| ontology.followthemoney_schema(name).map(|schema| schema.name().to_string());
        assert_eq!(nearest("Person").as_deref(), Some("Person"));
        assert_eq!(nearest("Seizure").as_deref(), Some("Event"));
        assert_eq!(nearest("ValueTransfer").as_deref(), Some("Payment"));
        assert_eq!(nearest("Route"), None);
    }

    #[test]
    fn the_guide_names_every_schema_of_our_own() {
        let guide = include_str!("../../../../docs/ontology.md");
        for schema in Ontology::standard().schemata().filter(|schema| !schema.is_followthemoney()) {
            assert!(guide.contains(schema.name().as_ref()), "{}", schema.name());
        }
        assert!(guide.contains(Ontology::standard().version()));
    }

    #[test]
    fn a_site_adds_and_never_changes() {
        let standard = Ontology::standard();
        let site = r#"
            version = "north.1"
            [[schema]]
            name = "Drone"
            about = "An uncrewed aircraft."
            extends = ["Vehicle"]
            [[schema]]
            name = "Person"
            [schema.additions]
            caseNumber = "identifier"
        "#;
        let extended = standard.extend(site).unwrap();
        assert_eq!(extended.version(), format!("{}+north.1", standard.version()));
        assert!(extended.schema("Drone").unwrap().is_a("Asset"));
        assert!(extended.property("Person", "caseNumber").is_some());
        assert!(standard.property("Person", "caseNumber").is_none());

        let changed = site.replace("caseNumber", "birthDate");
        let message = standard.extend(&changed).unwrap_err().to_string();
        assert!(message.contains("birthDate"), "{message}");
    }

    #[test]
    fn a_broken_file_says_what_is_wrong() {
        let refused = |text: &str| Ontology::parse(text).unwrap_err().to_string();
        assert!(refused("version = 1").contains("line 1"));
        let orphan = "version='1'\n[[schema]]\nname='A'\nextends=['B']";
        assert!(refused(orphan).contains("schema A extends"));
        let astray = "version='1'\n[[schema]]\nname='A'\n[schema.additions]\nx={range='B'}";
        assert!(refused(astray).contains("unknown range"));
    }
}
