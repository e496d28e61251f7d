//! The house's floors: a crate depends only on crates below its own floor, and no domain on another.
#![expect(clippy::unwrap_used, reason = "a test fails where it unwraps")]

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

use serde_json::Value;

/// A crate's place: its floor, and its room on that floor.
type Place = (usize, String);

/// From the ground up. Rooms of core stand on one another in the order of [`CORE`].
const FLOORS: [&str; 4] = ["engines", "core", "domains", "apps"];
const CORE: [&str; 5] = ["model", "log", "access", "ledger", "lake"];

#[test]
fn no_arrow_runs_upwards_and_no_domain_imports_a_domain() {
    let packages = packages();
    let mut wrong = Vec::new();
    for (name, (place, dependencies)) in &packages {
        for dependency in dependencies {
            if let Some((below, _)) = packages.get(dependency)
                && !may_import(place, below)
            {
                wrong.push(format!("{name} ({place:?}) imports {dependency} ({below:?})"));
            }
        }
    }
    assert!(packages.len() >= 8, "only {} crates found", packages.len());
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn engines_know_nothing_of_the_platform_around_them() {
    const PLATFORM: [&str; 5] = ["axum", "rusqlite", "tokio", "utoipa", "clap"];
    for (name, ((floor, _), dependencies)) in packages() {
        let known = dependencies.iter().find(|found| PLATFORM.contains(&found.as_str()));
        assert!(floor != 0 || known.is_none(), "{name} depends on {known:?}");
    }
}

fn may_import((floor, room): &Place, (below, other): &Place) -> bool {
    let height = |room: &String| CORE.iter().position(|known| known == room);
    match (*floor, *below) {
        // An application may be built of others; a core room stands on those before it.
        (3, 3) => true,
        (1, 1) => height(other) < height(room),
        // The model is plain: the engines stay beneath it without its knowing them.
        (1, 0) => false,
        // An annex stands on the engine that it is named after, and costs others nothing.
        (0, 0) => room.strip_prefix(other.as_str()).is_some_and(|rest| rest.starts_with('-')),
        (floor, below) => below < floor,
    }
}

/// Each crate of a floor, with its place and what it depends on (but for tests).
fn packages() -> BTreeMap<String, (Place, Vec<String>)> {
    let project = Path::new(env!("CARGO_MANIFEST_DIR")).join("..").canonicalize().unwrap();
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version=1", "--no-deps", "--offline"])
        .current_dir(&project)
        .output()
        .unwrap();
    let metadata: Value = serde_json::from_slice(&output.stdout).unwrap();
    let mut packages = BTreeMap::new();
    for package in metadata["packages"].as_array().unwrap() {
        let manifest = Path::new(package["manifest_path"].as_str().unwrap());
        let mut parts = manifest.strip_prefix(&project).unwrap().components();
        let mut part = || parts.next().map(|part| part.as_os_str().to_string_lossy().into_owned());
        let (floor, room) = (part().unwrap(), part().unwrap());
        let Some(floor) = FLOORS.iter().position(|known| *known == floor) else { continue };
        let dependencies = package["dependencies"].as_array().unwrap().iter();
        let dependencies = dependencies
            .filter(|dependency| dependency["kind"].as_str() != Some("dev"))
            .map(|dependency| dependency["name"].as_str().unwrap().to_owned())
            .collect();
        let name = package["name"].as_str().unwrap().to_owned();
        packages.insert(name, ((floor, room), dependencies));
    }
    packages
}
