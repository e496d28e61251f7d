//! The names of formats, for commands that read or write files.

use clap::builder::{PossibleValue, PossibleValuesParser};
use crossbearing_exchange::{FORMATS, Format};

/// Takes the name of a format that is written.
pub(crate) fn written_format() -> PossibleValuesParser {
    of(Format::writes)
}

/// Takes the name of a format that is read.
pub(crate) fn read_format() -> PossibleValuesParser {
    of(Format::reads)
}

fn of(can: fn(&Format) -> bool) -> PossibleValuesParser {
    let named = |format: &'static Format| PossibleValue::new(format.name).help(format.about);
    FORMATS.iter().filter(|format| can(format)).map(named).collect::<Vec<_>>().into()
}
