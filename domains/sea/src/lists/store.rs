//! Lists in a desk's folder: one JSON file each.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::list::{List, ListId, Listed};
use crate::error::{Error, Result};
use crate::settings::replace;

/// The most lists of a desk.
const MOST: usize = 1000;

/// All lists of a desk's folder, by their names.
pub fn read_lists(folder: &Path) -> Result<Vec<List>> {
    let folder = folder.join("lists");
    let entries = match std::fs::read_dir(&folder) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        entries => entries.map_err(Error::folder(&folder))?,
    };
    let mut lists = Vec::new();
    for entry in entries {
        let path = entry.map_err(Error::folder(&folder))?.path();
        if path.extension().is_some_and(|extension| extension == "json") {
            let bytes = std::fs::read(&path).map_err(Error::folder(&path))?;
            let list: List = serde_json::from_slice(&bytes)
                .map_err(|error| Error::malformed(path.display(), error))?;
            lists.push(list);
        }
    }
    lists.sort_by(|one, other| one.id.cmp(&other.id));
    Ok(lists)
}

/// Writes a list to a desk's folder, in the place of one of the same name.
pub fn write_list(folder: &Path, list: &List) -> Result<()> {
    let (path, known) = (path(folder, &list.id), read_lists(folder)?);
    if known.len() >= MOST && known.iter().all(|known| known.id != list.id) {
        return Err(Error::malformed("list", format!("there are {MOST} lists: remove one first")));
    }
    let place = folder.join("lists");
    std::fs::create_dir_all(&place).map_err(Error::folder(&place))?;
    let bytes = serde_json::to_vec(list).map_err(|error| Error::malformed("list", error))?;
    replace(&path, &bytes)
}

pub(crate) fn open(folder: &Path) -> Result<Vec<Arc<Listed>>> {
    read_lists(folder)?.into_iter().map(Listed::new).collect()
}

/// Removes a list from a desk's folder.
pub fn remove_list(folder: &Path, id: &ListId) -> Result<()> {
    let path = path(folder, id);
    if !path.exists() {
        return Err(Error::absent(format!("list {id}")));
    }
    std::fs::remove_file(&path).map_err(Error::folder(&path))
}

fn path(folder: &Path, id: &ListId) -> PathBuf {
    folder.join("lists").join(format!("{id}.json"))
}
