//! Tables become statements, as a mapping file says: docs/intake.md gives its keys.
//!
//! ```
//! use std::ops::ControlFlow;
//! # use std::sync::Arc;
//! # use crossbearing_model::*;
//! use crossbearing_reports::Limits;
//! use crossbearing_reports::mapping::Mapping;
//!
//! let mapping = Mapping::parse(
//!     r#"
//!     [[tables]]
//!     name = "people"
//!     file = "people.csv"
//!     [tables.entities.person]
//!     schema = "Person"
//!     id = "reg-{number}"
//!     properties.name = "full name"
//!     properties.phone = { column = "phones", split = ";" }
//!     "#,
//!     Ontology::standard(),
//! )?;
//! let table = "number,full name,phones\n7,Tarvand Oskel,+44 20 7946 0000; +33 1 99 00 12 34\n";
//! # let spec = LabelSpec::for_agency("north".parse()?, "2030-01-01T00:00:00Z".parse()?);
//! # let citation = Arc::new(Citation { report: "r-1".parse()?, grade: "3x5x2/1A".parse()?,
//! #     label: Label::seal(spec)?, basis: Basis::Fact, origin: "node-north".parse()? });
//! let mut statements = Vec::new();
//! let open = |_: &str| Ok(Box::new(table.as_bytes()) as Box<dyn std::io::Read>);
//! let summary = mapping.run(&open, &citation, &Limits::default(), &mut |row| {
//!     statements.append(row.statements);
//!     ControlFlow::Continue(())
//! })?;
//! assert_eq!((summary.rows, summary.wrong_rows), (1, 0));
//! assert_eq!(statements[0].entity.as_str(), "reg-7");
//! assert_eq!(statements.len(), 3);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod clean;
mod compile;
mod preview;
mod run;
mod spec;
mod template;
mod value;

pub use preview::{Preview, PreviewRow, Sample, sample};
pub use run::{MappedRow, Open, Origin, Summary};

use crossbearing_model::Ontology;

use crate::mapping::compile::Table;
use crate::mapping::spec::MappingSpec;
use crate::{Error, Result};

/// How the rows of one or more tables become statements: checked against an ontology.
#[derive(Debug, Clone)]
pub struct Mapping {
    about: String,
    tables: Vec<Table>,
}

impl Mapping {
    /// Reads a mapping in TOML, or in JSON if it begins with a brace, and checks it: every schema
    /// and property exists, and every reference leads somewhere.
    pub fn parse(text: &str, ontology: &Ontology) -> Result<Self> {
        let wrong = |reason: String| Error::Mapping { place: "file".to_owned(), reason };
        let spec: MappingSpec = if text.trim_start().starts_with('{') {
            serde_json::from_str(text).map_err(|error| wrong(error.to_string()))?
        } else {
            toml::from_str(text).map_err(|error| wrong(error.to_string()))?
        };
        compile::mapping(spec, ontology)
    }

    /// What the mapping is for, in its own words.
    pub fn about(&self) -> &str {
        &self.about
    }

    /// The names of the files that it reads, in order.
    pub fn files(&self) -> impl Iterator<Item = &str> {
        self.tables.iter().map(|table| table.file.as_str())
    }
}
