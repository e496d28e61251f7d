//! Measures the names and linkage engines on public data: `benches/identity/run` starts it and
//! prints its tables beside the peers'.

use std::path::PathBuf;

use anyhow::{Context as _, bail};

mod measures;
mod persons;
mod quality;
mod random;
mod retrieval;
mod sets;
mod speed;
mod worst;

fn main() -> anyhow::Result<()> {
    let mut arguments = std::env::args().skip(1);
    let action = arguments.next().unwrap_or_default();
    let out = PathBuf::from(arguments.next().context("usage: identity ACTION FOLDER")?);
    if action == "persons" {
        let mut number = || arguments.next().context("usage: identity persons FILE RECORDS SEED");
        let (records, seed) = (number()?.parse()?, number()?.parse()?);
        return persons::write(&PathBuf::from("apps/exercise/data"), &out, records, seed);
    }
    std::fs::create_dir_all(&out)?;
    match action.as_str() {
        "sets" => sets::write_all(&data(), &out),
        "speed" => speed::report(&out, &sizes(arguments)?),
        "quality" => quality::report(&out),
        _ => bail!("no such action: {action}"),
    }
}

/// Sizes of the lists to search, from the rest of the command line; one million if none is given.
fn sizes(arguments: impl Iterator<Item = String>) -> anyhow::Result<Vec<usize>> {
    let sizes = arguments.map(|size| size.parse()).collect::<Result<Vec<usize>, _>>()?;
    Ok(if sizes.is_empty() { vec![1_000_000] } else { sizes })
}

/// The folder of public data: `CROSSBEARING_DATA`, or beside the project.
fn data() -> PathBuf {
    std::env::var_os("CROSSBEARING_DATA").map_or_else(|| "../shared/data".into(), PathBuf::from)
}
