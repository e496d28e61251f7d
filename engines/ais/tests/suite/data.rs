//! Public logs that lie beside the project, and the crate's own small one.

use std::io::Write as _;
use std::path::PathBuf;
use std::process::Command;

/// Sentences of every type, made with this crate's encoder; all names and numbers are invented.
pub(crate) const OWN: &[u8] = include_bytes!("../data/every_type.nmea");

/// A file of the shared data, uncompressed if it was compressed, or `None` with a note.
pub(crate) fn shared(name: &str) -> Option<Vec<u8>> {
    let folder = std::env::var_os("CROSSBEARING_DATA").map_or_else(
        || PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data")),
        PathBuf::from,
    );
    let path = folder.join("ais").join(name);
    let read = if path.extension().is_some_and(|it| it == "gz") {
        Command::new("gzip").arg("-cd").arg(&path).output().ok().map(|output| output.stdout)
    } else {
        std::fs::read(&path).ok()
    };
    let read = read.filter(|bytes| !bytes.is_empty());
    if read.is_none() {
        let note = format!("{} is not there; the crate's own data has to do", path.display());
        let _ = writeln!(std::io::stderr(), "{note}");
    }
    read
}

/// All logs there are.
pub(crate) fn logs() -> Vec<Vec<u8>> {
    let names =
        ["gpsd_sample.aivdm", "amsa.txt.gz", "dma_stream.txt.gz", "dma_drift_538004030.ais.gz"];
    let mut logs: Vec<Vec<u8>> = names.iter().filter_map(|name| shared(name)).collect();
    logs.push(OWN.to_vec());
    logs
}
