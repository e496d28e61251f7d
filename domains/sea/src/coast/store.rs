//! The tiles of a coast as an `MBTiles` 1.3 file, which other programs open too.
//!
//! Tiles are gzipped Mapbox Vector Tiles with the layer `coast`, rows counted from the south as that
//! format wants. What all land fills up is kept once, at the lowest zoom at which it does: below a
//! whole tile there are only whole tiles. Where there is no tile there is no land.

use std::fs;
use std::io::{Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use crossbearing_tiles::{Tile, whole};
use flate2::Compression;
use flate2::read::GzDecoder;
use flate2::write::GzEncoder;
use rusqlite::{Connection, OpenFlags, OptionalExtension as _, params};
use serde_json::json;

use super::CoastHead;
use crate::error::{Error, Result};
use crate::tiles::TileLayer;

/// The file's name in a desk's folder.
pub(super) const FILE: &str = "coast.mbtiles";

const MAKE: &str = "
    PRAGMA journal_mode = OFF;
    PRAGMA synchronous = OFF;
    PRAGMA application_id = 1297105496;
    CREATE TABLE metadata (name TEXT, value TEXT);
    CREATE TABLE tiles (zoom_level INTEGER, tile_column INTEGER, tile_row INTEGER, tile_data BLOB);
    BEGIN;
";
const READ: &str =
    "SELECT tile_data FROM tiles WHERE zoom_level = ? AND tile_column = ? AND tile_row = ?";

/// A coast that is kept.
#[derive(Debug)]
pub struct Coast {
    head: CoastHead,
    path: PathBuf,
    connection: Mutex<Connection>,
    whole: Vec<u8>,
}

/// A coast that is being written beside the one that is kept.
pub(super) struct Writer {
    path: PathBuf,
    beside: PathBuf,
    connection: Connection,
}

impl Coast {
    /// The coast of a desk's folder; none if there is none.
    pub fn open(folder: &Path) -> Result<Option<Self>> {
        let path = folder.join(FILE);
        if !path.exists() {
            return Ok(None);
        }
        let stored = |source| Error::Store { path: path.clone(), source };
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(&path, flags).map_err(stored)?;
        let read = "SELECT value FROM metadata WHERE name = 'crossbearing'";
        let text: Option<String> =
            connection.query_row(read, [], |row| row.get(0)).optional().map_err(stored)?;
        let head = text.and_then(|text| serde_json::from_str(&text).ok());
        let head = head.ok_or_else(|| {
            Error::malformed(path.display(), "it is no coast of this program: put the coast again")
        })?;
        let connection = Mutex::new(connection);
        Ok(Some(Self { head, path, connection, whole: zipped(&whole(TileLayer::Coast.name())) }))
    }

    /// What is known of it.
    pub fn head(&self) -> &CoastHead {
        &self.head
    }

    /// The bytes of a tile, gzipped; none where there is no land. An error below the deepest zoom.
    pub fn tile(&self, tile: &Tile) -> Result<Option<Vec<u8>>> {
        let deepest = self.head.deepest;
        if tile.numbers().0 > deepest {
            let what = format!("tile: this coast has tiles to zoom {deepest}; draw those larger");
            return Err(Error::absent(what));
        }
        let connection = self.connection.lock().unwrap_or_else(PoisonError::into_inner);
        let stored = |source| Error::Store { path: self.path.clone(), source };
        let mut read = connection.prepare_cached(READ).map_err(stored)?;
        let mut at = Some(*tile);
        while let Some(higher) = at {
            let (z, x, row) = numbers(&higher);
            let found: Option<Vec<u8>> =
                read.query_row(params![z, x, row], |row| row.get(0)).optional().map_err(stored)?;
            if let Some(bytes) = found {
                return Ok((higher == *tile || bytes == self.whole).then_some(bytes));
            }
            at = higher.parent();
        }
        Ok(None)
    }
}

impl Writer {
    /// Begins a coast in a desk's folder, which is made if it is not there.
    pub(super) fn begin(folder: &Path) -> Result<Self> {
        fs::create_dir_all(folder).map_err(Error::folder(folder))?;
        let (path, beside) = (folder.join(FILE), folder.join("coast.mbtiles.new"));
        match fs::remove_file(&beside) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                return Err(Error::folder(&beside)(error));
            }
            _ => {}
        }
        let stored = |source| Error::Store { path: beside.clone(), source };
        let connection = Connection::open(&beside).map_err(stored)?;
        connection.execute_batch(MAKE).map_err(stored)?;
        Ok(Self { path, beside, connection })
    }

    /// Adds a tile.
    pub(super) fn tile(&mut self, tile: Tile, bytes: &[u8]) -> Result<()> {
        let stored = |source| Error::Store { path: self.beside.clone(), source };
        let (z, x, row) = numbers(&tile);
        let add = "INSERT INTO tiles VALUES (?, ?, ?, ?)";
        let mut add = self.connection.prepare_cached(add).map_err(stored)?;
        add.execute(params![z, x, row, zipped(bytes)]).map_err(stored)?;
        Ok(())
    }

    /// Says what it is, makes it safe and puts it in the place of the one before.
    pub(super) fn finish(mut self, head: &CoastHead) -> Result<()> {
        self.describe(head)?;
        let beside = std::mem::take(&mut self.beside);
        let path = self.path.clone();
        // The file is closed before it gets its name.
        let Self { connection, .. } = &mut self;
        let open = std::mem::replace(
            connection,
            Connection::open_in_memory()
                .map_err(|source| Error::Store { path: path.clone(), source })?,
        );
        open.close().map_err(|(_, source)| Error::Store { path: path.clone(), source })?;
        let done = fs::File::open(&beside)
            .and_then(|file| file.sync_all())
            .and_then(|()| fs::rename(&beside, &path));
        done.map_err(Error::folder(&path))
    }

    fn describe(&self, head: &CoastHead) -> Result<()> {
        let stored = |source| Error::Store { path: self.beside.clone(), source };
        let [west, south, east, north] = head.bounds;
        let layer = TileLayer::Coast;
        let layers = json!({"vector_layers": [{
            "id": layer.name(), "description": layer.description(), "fields": {},
            "minzoom": 0, "maxzoom": head.deepest,
        }]});
        let own = serde_json::to_string(head).unwrap_or_default();
        let metadata = [
            ("name", "coast".to_owned()),
            ("description", layer.description().to_owned()),
            ("format", "pbf".to_owned()),
            ("type", "baselayer".to_owned()),
            ("version", "1".to_owned()),
            ("attribution", head.attribution.clone()),
            ("bounds", format!("{west},{south},{east},{north}")),
            ("minzoom", "0".to_owned()),
            ("maxzoom", head.deepest.to_string()),
            ("json", layers.to_string()),
            ("crossbearing", own),
        ];
        for (name, value) in metadata {
            let add = "INSERT INTO metadata VALUES (?, ?)";
            self.connection.execute(add, params![name, value]).map_err(stored)?;
        }
        let end = "COMMIT; CREATE UNIQUE INDEX tile ON tiles (zoom_level, tile_column, tile_row);";
        self.connection.execute_batch(end).map_err(stored)
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        // What was not finished is nothing.
        if !self.beside.as_os_str().is_empty() {
            let _ = fs::remove_file(&self.beside);
        }
    }
}

/// The bytes of a tile that [`Coast::tile`] gave, for a client that cannot unzip them.
pub fn unzipped(bytes: &[u8]) -> Vec<u8> {
    let mut plain = Vec::with_capacity(bytes.len() * 3);
    // They were zipped here, and memory is read without fail.
    let _ = GzDecoder::new(bytes).read_to_end(&mut plain);
    plain
}

/// Zoom, column, and row from the south.
fn numbers(tile: &Tile) -> (u8, u32, u32) {
    let (z, x, y) = tile.numbers();
    (z, x, (1_u32 << z) - 1 - y)
}

fn zipped(bytes: &[u8]) -> Vec<u8> {
    let mut out = GzEncoder::new(Vec::with_capacity(bytes.len() / 2), Compression::default());
    // Memory takes all that is written to it.
    let _ = out.write_all(bytes);
    out.finish().unwrap_or_default()
}
