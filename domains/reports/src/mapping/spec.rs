//! The mapping file as it is written.

use std::collections::BTreeMap;

use serde::Deserialize;

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct MappingSpec {
    #[serde(default)]
    pub(crate) about: String,
    pub(crate) tables: Vec<TableSpec>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct TableSpec {
    pub(crate) name: String,
    pub(crate) file: String,
    /// Whether the first row names the columns.
    #[serde(default = "yes")]
    pub(crate) header: bool,
    /// The names of the columns: instead of a header, or in its place.
    #[serde(default)]
    pub(crate) columns: Vec<String>,
    pub(crate) delimiter: Option<char>,
    pub(crate) encoding: Option<String>,
    pub(crate) sheet: Option<String>,
    /// Rows before the header or the first row that are left out.
    #[serde(default)]
    pub(crate) skip: u64,
    /// Values that mean there is none.
    #[serde(default)]
    pub(crate) empty: Vec<String>,
    /// What to do with a row of another width than the first.
    #[serde(default)]
    pub(crate) ragged: Ragged,
    #[serde(default)]
    pub(crate) lookups: Vec<LookupSpec>,
    pub(crate) entities: BTreeMap<String, EntitySpec>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Ragged {
    /// It is an error.
    #[default]
    Refuse,
    /// What is missing is empty; what is too much is still an error.
    Pad,
}

/// Columns of another table, joined by a shared value.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct LookupSpec {
    /// The name of the other table.
    pub(crate) table: String,
    /// The column here.
    pub(crate) by: String,
    /// The column there; the same name if absent.
    pub(crate) matches: Option<String>,
    /// The columns to take over, under their names there.
    pub(crate) columns: Vec<String>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct EntitySpec {
    pub(crate) schema: SchemaSpec,
    /// A template such as `reg-{number}`; no entity where a column in it is empty.
    pub(crate) id: String,
    pub(crate) when: Option<WhenSpec>,
    #[serde(default)]
    pub(crate) properties: BTreeMap<String, ValuesSpec>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
pub(crate) enum SchemaSpec {
    Always(String),
    ByColumn(SchemaByColumn),
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct SchemaByColumn {
    pub(crate) column: String,
    /// The schema for each value.
    pub(crate) is: BTreeMap<String, String>,
    /// The schema for other values; without it, they are errors.
    pub(crate) otherwise: Option<String>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct WhenSpec {
    pub(crate) column: String,
    /// One of these values; any value if absent.
    #[serde(default)]
    pub(crate) is: Vec<String>,
    /// None of these values.
    #[serde(default)]
    pub(crate) is_not: Vec<String>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
pub(crate) enum ValuesSpec {
    /// A column.
    Column(String),
    One(Box<ValueSpec>),
    Several(Vec<ValueSpec>),
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub(crate) struct ValueSpec {
    /// The value is a column's ...
    pub(crate) column: Option<String>,
    /// ... or this ...
    pub(crate) value: Option<String>,
    /// ... or made of columns: `{street}, {city}` ...
    pub(crate) template: Option<String>,
    /// ... or another entity of this row.
    pub(crate) entity: Option<String>,
    /// Several values stand in one, with this between them.
    pub(crate) split: Option<String>,
    pub(crate) clean: Vec<CleanSpec>,
    /// Texts to replace, each with what to put in its place.
    pub(crate) replace: Vec<[String; 2]>,
    /// Values to write otherwise.
    pub(crate) is: BTreeMap<String, String>,
    /// How dates are written: `DD/MM/YYYY`, `D MMM YYYY`.
    pub(crate) date: Option<String>,
    pub(crate) lang: Option<String>,
    pub(crate) when: Option<WhenSpec>,
    /// The schemata that have it, where the schema depends on the row.
    pub(crate) only: Vec<String>,
    /// What to do with a value that is none of its kind.
    pub(crate) wrong: Wrong,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum CleanSpec {
    /// Upper case.
    Upper,
    /// Lower case.
    Lower,
    /// Only letters and digits.
    Alphanumeric,
    /// Only digits.
    Digits,
    /// Quotes around it are taken away.
    Unquote,
    /// `SURNAME, First` becomes `First SURNAME`.
    SurnameLast,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Wrong {
    /// The row is refused.
    #[default]
    Refuse,
    /// The value is kept as it is written.
    Keep,
    /// The value is left out.
    Drop,
}

fn yes() -> bool {
    true
}
