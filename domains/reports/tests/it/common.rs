//! What several tests need.

use std::io::Read;
use std::path::PathBuf;
use std::sync::Arc;

use crossbearing_model::{Basis, Citation, Label, LabelSpec};
use crossbearing_reports::{Error, Result};

/// The folder of public data that is not part of the project.
pub(crate) fn data() -> PathBuf {
    std::env::var_os("CROSSBEARING_DATA").map_or_else(
        || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data"),
        PathBuf::from,
    )
}

pub(crate) fn citation() -> Arc<Citation> {
    let review = "2030-01-01T00:00:00Z".parse().unwrap();
    let spec = LabelSpec::for_agency("north".parse().unwrap(), review);
    Arc::new(Citation {
        report: "report-1".parse().unwrap(),
        grade: "3x5x2/2B".parse().unwrap(),
        label: Label::seal(spec).unwrap(),
        basis: Basis::Fact,
        origin: "node-north".parse().unwrap(),
    })
}

/// Opens files that are given here, by name.
pub(crate) fn files<'f>(
    list: &'f [(&'f str, &'f [u8])],
) -> impl Fn(&str) -> Result<Box<dyn Read + 'f>> + 'f {
    move |name| {
        let found = list.iter().find(|(known, _)| *known == name);
        let (_, bytes) =
            found.ok_or_else(|| Error::NoText { file: name.to_owned(), reason: "is not there" })?;
        Ok(Box::new(*bytes) as Box<dyn Read>)
    }
}
