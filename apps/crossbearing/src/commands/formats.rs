//! The names of formats, for commands that read or write files.

use clap::builder::{PossibleValue, PossibleValuesParser};
use crossbearing_exchange::{FORMATS, Format};

/// Takes the name of a format that is written.
pub(crate) fn written_format() -> PossibleValuesParser {
    of(Format::writes).into()
}

/// Takes the name of a format that is read.
pub(crate) fn read_format() -> PossibleValuesParser {
    let network = "a network: an edge list (`from to [weight]` a line) or a matrix with a header";
    let mut names = of(Format::reads);
    names.push(PossibleValue::new("network").help(network));
    names.into()
}

fn of(can: fn(&Format) -> bool) -> Vec<PossibleValue> {
    let named = |format: &'static Format| PossibleValue::new(format.name).help(format.about);
    FORMATS.iter().filter(|format| can(format)).map(named).collect()
}
