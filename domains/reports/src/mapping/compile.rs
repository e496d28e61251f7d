//! From the mapping as it is written to one that can run: every name looked up once.

use crossbearing_model::{Name, Ontology, PropertyKind, Schema};

use crate::mapping::Mapping;
use crate::mapping::clean::Cleaning;
use crate::mapping::spec::{
    EntitySpec, LookupSpec, MappingSpec, Ragged, SchemaSpec, TableSpec, ValueSpec, ValuesSpec,
    WhenSpec,
};
use crate::mapping::template::Template;
use crate::mapping::value::{Source, Value, When};
use crate::tables::Shape;
use crate::{Error, Result};

/// One table of a mapping.
#[derive(Debug, Clone)]
pub(crate) struct Table {
    pub(crate) name: String,
    pub(crate) file: String,
    pub(crate) shape: Shape,
    pub(crate) header: bool,
    pub(crate) columns: Vec<String>,
    pub(crate) skip: u64,
    pub(crate) empty: Vec<String>,
    pub(crate) ragged: Ragged,
    pub(crate) lookups: Vec<Lookup>,
    pub(crate) entities: Vec<Entity<String>>,
}

/// Columns that come from another table.
#[derive(Debug, Clone)]
pub(crate) struct Lookup {
    /// The other table's number in the mapping.
    pub(crate) table: usize,
    pub(crate) by: String,
    pub(crate) matches: String,
    pub(crate) columns: Vec<String>,
}

/// One entity of each row; `C` is a column's name, later its number.
#[derive(Debug, Clone)]
pub(crate) struct Entity<C> {
    pub(crate) name: String,
    /// The schemata that it can have.
    pub(crate) schemata: Vec<Name>,
    /// Which of them: by a column's value.
    pub(crate) choice: Option<Choice<C>>,
    pub(crate) id: Template<C>,
    pub(crate) when: Option<When<C>>,
    pub(crate) values: Vec<Value<C>>,
}

/// The schema by the value of a column.
#[derive(Debug, Clone)]
pub(crate) struct Choice<C> {
    pub(crate) column: C,
    /// A value and the number of its schema.
    pub(crate) is: Vec<(String, usize)>,
    pub(crate) otherwise: Option<usize>,
}

/// Checks a mapping against an ontology.
pub(crate) fn mapping(spec: MappingSpec, ontology: &Ontology) -> Result<Mapping> {
    let names: Vec<String> = spec.tables.iter().map(|table| table.name.clone()).collect();
    let tables = spec.tables.into_iter().enumerate();
    let tables: Vec<_> =
        tables.map(|(at, spec)| table(at, spec, &names, ontology)).collect::<Result<_>>()?;
    if tables.is_empty() {
        return Err(Error::Mapping {
            place: "tables".to_owned(),
            reason: "there is none".to_owned(),
        });
    }
    Ok(Mapping { about: spec.about, tables })
}

fn table(at: usize, spec: TableSpec, names: &[String], ontology: &Ontology) -> Result<Table> {
    let place = format!("table {}", spec.name);
    if names[..at].contains(&spec.name) {
        return Err(wrong(&place, "there are two tables of this name"));
    }
    if !spec.header && spec.columns.is_empty() {
        return Err(wrong(
            &place,
            "without a header row the columns need names: give columns = [...]",
        ));
    }
    let delimiter = match spec.delimiter {
        None => None,
        Some(c) => Some(
            u8::try_from(c)
                .ok()
                .filter(u8::is_ascii)
                .ok_or_else(|| wrong(&place, "the delimiter must be one ASCII character"))?,
        ),
    };
    let entity_names: Vec<String> = spec.entities.keys().cloned().collect();
    let entities = spec
        .entities
        .into_iter()
        .map(|(name, spec)| entity(&place, name, spec, &entity_names, ontology));
    let entities = entities.collect::<Result<_>>()?;
    let lookups = spec.lookups.into_iter().map(|lookup| self::lookup(&place, at, lookup, names));
    let lookups = lookups.collect::<Result<_>>()?;
    Ok(Table {
        name: spec.name,
        file: spec.file,
        shape: Shape { delimiter, encoding: spec.encoding, sheet: spec.sheet },
        header: spec.header,
        columns: spec.columns,
        skip: spec.skip,
        empty: spec.empty.iter().map(|empty| empty.trim().to_owned()).collect(),
        ragged: spec.ragged,
        lookups,
        entities,
    })
}

fn lookup(place: &str, at: usize, spec: LookupSpec, names: &[String]) -> Result<Lookup> {
    let table = names[..at].iter().position(|name| *name == spec.table).ok_or_else(|| {
        wrong(
            place,
            &format!(
                "a lookup needs a table that stands before it: there is no \"{}\"",
                spec.table
            ),
        )
    })?;
    let matches = spec.matches.unwrap_or_else(|| spec.by.clone());
    Ok(Lookup { table, by: spec.by, matches, columns: spec.columns })
}

fn entity(
    table: &str,
    name: String,
    spec: EntitySpec,
    names: &[String],
    ontology: &Ontology,
) -> Result<Entity<String>> {
    let place = format!("{table}, entity {name}");
    let (schemata, choice) = schemata(&place, spec.schema, ontology)?;
    let id = Template::parse(&spec.id).map_err(|reason| wrong(&place, &format!("id: {reason}")))?;
    if id.columns().next().is_none() {
        return Err(wrong(&place, "its id names no column: every row would be the same entity"));
    }
    let mut values = Vec::new();
    for (property, specs) in spec.properties {
        let specs = match specs {
            ValuesSpec::Column(column) => {
                vec![ValueSpec { column: Some(column), ..ValueSpec::default() }]
            }
            ValuesSpec::One(one) => vec![*one],
            ValuesSpec::Several(several) => several,
        };
        let place = format!("{place}, property {property}");
        for spec in specs {
            values.push(value(&place, &property, spec, &schemata, names)?);
        }
    }
    let schemata = schemata.iter().map(|schema| Name::clone(schema.name())).collect();
    Ok(Entity { name, schemata, choice, id, when: spec.when.map(when), values })
}

fn schemata<'o>(
    place: &str,
    spec: SchemaSpec,
    ontology: &'o Ontology,
) -> Result<(Vec<&'o Schema>, Option<Choice<String>>)> {
    let known = |name: &str| {
        let schema = ontology.schema(name).ok_or_else(|| {
            wrong(place, &format!("there is no schema \"{name}\" in the ontology"))
        })?;
        if schema.is_abstract() {
            return Err(wrong(
                place,
                &format!("{name} is only a family of schemata: choose one of them"),
            ));
        }
        Ok(schema)
    };
    match spec {
        SchemaSpec::Always(name) => Ok((vec![known(&name)?], None)),
        SchemaSpec::ByColumn(spec) => {
            let mut schemata: Vec<&Schema> = Vec::new();
            let mut number = |name: &str| -> Result<usize> {
                let schema = known(name)?;
                let at = schemata.iter().position(|other| other.name() == schema.name());
                Ok(at.unwrap_or_else(|| {
                    schemata.push(schema);
                    schemata.len() - 1
                }))
            };
            let is = spec.is.into_iter().map(|(value, schema)| Ok((value, number(&schema)?)));
            let is = is.collect::<Result<_>>()?;
            let otherwise = spec.otherwise.as_deref().map(&mut number).transpose()?;
            Ok((schemata, Some(Choice { column: spec.column, is, otherwise })))
        }
    }
}

fn value(
    place: &str,
    property: &str,
    spec: ValueSpec,
    schemata: &[&Schema],
    entities: &[String],
) -> Result<Value<String>> {
    let is_meant =
        |schema: &Schema| spec.only.is_empty() || spec.only.iter().any(|only| schema.is_a(only));
    let mut properties = Vec::new();
    for schema in schemata {
        let found = schema.property(property).filter(|_| is_meant(schema));
        if found.is_none() && is_meant(schema) {
            let reason = format!(
                "{} has no such property: name those schemata that have it with only = [...]",
                schema.name()
            );
            return Err(wrong(place, &reason));
        }
        properties.push(found.cloned());
    }
    let first = properties.iter().flatten().next().ok_or_else(|| {
        wrong(place, "none of the schemata in \"only\" is one that the entity can have")
    })?;
    let is_reference = first.kind() == PropertyKind::Entity;
    let name = Name::clone(first.name());
    let cleaning = Cleaning::of(&spec).map_err(|reason| wrong(place, &reason))?;
    let source = source(place, &spec, entities)?;
    if !is_reference && matches!(source, Source::Entity(_)) {
        return Err(wrong(place, "it holds a value, not an entity"));
    }
    Ok(Value {
        properties,
        name,
        source,
        split: spec.split.filter(|split| !split.is_empty()),
        cleaning,
        lang: spec.lang.map(Into::into),
        when: spec.when.map(when),
        wrong: spec.wrong,
    })
}

fn source(place: &str, spec: &ValueSpec, entities: &[String]) -> Result<Source<String>> {
    let given = [
        spec.column.is_some(),
        spec.value.is_some(),
        spec.template.is_some(),
        spec.entity.is_some(),
    ];
    if given.iter().filter(|&&given| given).count() != 1 {
        return Err(wrong(place, "it needs one of column, value, template and entity"));
    }
    if let Some(column) = &spec.column {
        return Ok(Source::Column(column.clone()));
    }
    if let Some(value) = &spec.value {
        return Ok(Source::Constant(value.clone()));
    }
    if let Some(template) = &spec.template {
        return Template::parse(template)
            .map(Source::Template)
            .map_err(|reason| wrong(place, &reason));
    }
    let wanted = spec.entity.as_deref().unwrap_or_default();
    let at = entities.iter().position(|name| name == wanted);
    at.map(Source::Entity).ok_or_else(|| {
        wrong(
            place,
            &format!("the table has no entity \"{wanted}\": it has {}", entities.join(", ")),
        )
    })
}

fn when(spec: WhenSpec) -> When<String> {
    When { column: spec.column, is: spec.is, is_not: spec.is_not }
}

fn wrong(place: &str, reason: &str) -> Error {
    Error::Mapping { place: place.to_owned(), reason: reason.to_owned() }
}
