//! What a picture's file says beside its pixels.

use super::PictureFormat;
use super::canvas::Orientation;
use super::parts::{Part, parts};

/// More than this beside the pixels is not looked through, in bytes.
const MOST: usize = 512 * 1024;

/// All text that a picture's file may hold beside its pixels, read in every way in which cameras and
/// programs write names; nothing if that cannot be told, because something is packed, broken or long.
pub fn said(bytes: &[u8]) -> Option<String> {
    let format = PictureFormat::detect("", bytes).ok()?;
    let mut text = String::new();
    let mut n_bytes = 0;
    let (parts, true) = parts(bytes, format) else { return None };
    for part in parts {
        let (Part::Exif(content) | Part::Other(content)) = part else { return None };
        n_bytes += content.len();
        if n_bytes > MOST {
            return None;
        }
        read_every_way(content, &mut text);
    }
    Some(text)
}

/// As UTF-8, Latin-1, and UTF-16 of either order at either offset.
fn read_every_way(content: &[u8], text: &mut String) {
    let mut add = |read: &str| {
        text.push('\n');
        text.push_str(read);
    };
    add(&String::from_utf8_lossy(content));
    add(&content.iter().map(|byte| char::from(*byte)).collect::<String>());
    for start in [0, 1] {
        let pairs = || content.get(start..).unwrap_or_default().chunks_exact(2);
        let little: Vec<u16> = pairs().map(|pair| u16::from_le_bytes([pair[0], pair[1]])).collect();
        let big: Vec<u16> = little.iter().map(|unit| unit.swap_bytes()).collect();
        add(&String::from_utf16_lossy(&little));
        add(&String::from_utf16_lossy(&big));
    }
}

/// Which way up the camera was held, as it says.
pub(super) fn orientation(bytes: &[u8], format: PictureFormat) -> Orientation {
    // A file that breaks off among its pixels still says at its beginning how it was held.
    let (parts, _) = parts(bytes, format);
    let exif = parts.into_iter().find_map(|part| match part {
        Part::Exif(exif) => Some(exif),
        _ => None,
    });
    exif.and_then(of_exif).map(Orientation::of).unwrap_or_default()
}

/// The value of tag 0x0112 in the first directory of a TIFF structure.
fn of_exif(exif: &[u8]) -> Option<u16> {
    let big = match exif.get(..4)? {
        b"MM\0*" => true,
        b"II*\0" => false,
        _ => return None,
    };
    let short = |at: usize| {
        let pair = exif.get(at..at.checked_add(2)?)?.try_into().ok()?;
        Some(if big { u16::from_be_bytes(pair) } else { u16::from_le_bytes(pair) })
    };
    let long = |at: usize| {
        let four = exif.get(at..at.checked_add(4)?)?.try_into().ok()?;
        Some(if big { u32::from_be_bytes(four) } else { u32::from_le_bytes(four) })
    };
    let directory = long(4)? as usize;
    let n_entries = usize::from(short(directory)?);
    let entries = (0..n_entries).map(|idx| directory + 2 + idx * 12);
    for at in entries {
        if short(at)? == 0x0112 {
            return short(at + 8);
        }
    }
    None
}
