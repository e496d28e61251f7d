//! Packed files (ZIP): limits on what they unpack to, checked by unpacking and never by their word.

use std::io::{Cursor, Read};

use zip::ZipArchive;

use crate::formats::Format;
use crate::{Error, Limits, Result};

/// How many times longer than its text the markup of a document may be.
const MARKUP: usize = 8;

/// Checks a packed file by unpacking all of it into nothing, so that a reader that trusts it can
/// be let at it.
pub(crate) fn check(file: &str, format: &'static str, bytes: &[u8], limits: &Limits) -> Result<()> {
    let mut archive = open(file, format, bytes)?;
    let mut left = allowance(bytes, limits);
    for index in 0..archive.len() {
        let mut entry = archive.by_index(index).map_err(|error| broken(file, format, &error))?;
        let unpacked = std::io::copy(&mut entry.by_ref().take(left + 1), &mut std::io::sink())
            .map_err(|error| broken(file, format, &error))?;
        left =
            left.checked_sub(unpacked).ok_or_else(|| too_large(file, allowance(bytes, limits)))?;
    }
    Ok(())
}

/// Unpacks one member of a document; none if the file has no member of that name.
pub(crate) fn member(
    file: &str,
    format: &'static str,
    bytes: &[u8],
    name: &str,
    limits: &Limits,
) -> Result<Option<Vec<u8>>> {
    let mut archive = open(file, format, bytes)?;
    let Ok(entry) = archive.by_name(name) else { return Ok(None) };
    let allowed = allowance(bytes, limits).min(limits.text_bytes.saturating_mul(MARKUP) as u64);
    if entry.size() > allowed {
        return Err(too_large(file, allowed));
    }
    let mut content = Vec::with_capacity(entry.size() as usize);
    entry
        .take(allowed + 1)
        .read_to_end(&mut content)
        .map_err(|error| broken(file, format, &error))?;
    if content.len() as u64 > allowed {
        return Err(too_large(file, allowed));
    }
    Ok(Some(content))
}

/// Which document a packed file is, by its members.
pub(crate) fn kind(bytes: &[u8]) -> Option<Format> {
    let archive = ZipArchive::new(Cursor::new(bytes)).ok()?;
    if archive.index_for_name("word/document.xml").is_some() {
        return Some(Format::Docx);
    }
    archive.index_for_name("xl/workbook.xml").is_some().then_some(Format::Xlsx)
}

fn open<'b>(
    file: &str,
    format: &'static str,
    bytes: &'b [u8],
) -> Result<ZipArchive<Cursor<&'b [u8]>>> {
    const MOST_MEMBERS: usize = 10_000;
    let archive =
        ZipArchive::new(Cursor::new(bytes)).map_err(|error| broken(file, format, &error))?;
    if archive.len() > MOST_MEMBERS {
        return Err(Error::TooLarge {
            file: file.to_owned(),
            what: "number of packed files",
            limit: MOST_MEMBERS as u64,
        });
    }
    Ok(archive)
}

/// How many bytes a packed file may unpack to: small files may have a high ratio.
fn allowance(bytes: &[u8], limits: &Limits) -> u64 {
    const ALWAYS: u64 = 1 << 20;
    (bytes.len() as u64).saturating_mul(limits.ratio).max(ALWAYS).min(limits.unpacked_bytes)
}

fn too_large(file: &str, limit: u64) -> Error {
    Error::TooLarge { file: file.to_owned(), what: "unpacked content in bytes", limit }
}

fn broken(file: &str, format: &'static str, error: &dyn std::error::Error) -> Error {
    Error::Broken { file: file.to_owned(), format, reason: error.to_string() }
}
