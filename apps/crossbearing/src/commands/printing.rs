//! Papers at the command line: written to a file once the disclosure is in the log.

use std::fs::File;
use std::io::Write as _;
use std::path::Path;

use anyhow::{Context as _, bail};
use crossbearing_log::Kind;

use super::console::{Asker, say};
use crate::folder::DataFolder;
use crate::papers::{Occasion, Paper};
use crate::server::now;

/// Prints `paper` for `asker` into a new file.
pub(crate) fn print_to(
    path: &Path,
    folder: &DataFolder,
    asker: &Asker,
    paper: &Paper,
) -> anyhow::Result<()> {
    if path.exists() {
        bail!("{} exists: choose another name", path.display());
    }
    let accounts = folder.accounts()?;
    let person = accounts.person(&asker.viewer.principal)?;
    let purposes = accounts.purposes_of(&asker.viewer.principal)?;
    let purpose = purposes.iter().find(|purpose| purpose.id == asker.viewer.purpose);
    let occasion = Occasion {
        viewer: &asker.viewer,
        name: &person.name,
        purpose: purpose.map_or(asker.viewer.purpose.as_str(), |purpose| &purpose.title),
        at: now(),
    };
    let printed = paper.print(&occasion)?;
    let mut file = File::create_new(path).with_context(|| path.display().to_string())?;
    asker.note(folder, Kind::Disclosure, paper.objects.iter().cloned())?;
    file.write_all(&printed.bytes).with_context(|| path.display().to_string())?;
    let pages = if printed.pages == 1 { "page" } else { "pages" };
    say(format_args!("{} {pages} written to {}", printed.pages, path.display()))
}
