//! The pieces of a picture's file that are not its pixels.

use super::PictureFormat;

/// A piece of a file beside the pixels.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Part<'f> {
    /// What the camera says, as a TIFF structure.
    Exif(&'f [u8]),
    /// Anything else that may hold text.
    Other(&'f [u8]),
    /// Text that is packed: what it says is not seen here.
    Packed,
}

/// The pieces in their order, up to where the file no longer holds together; and whether it does.
pub(super) fn parts(bytes: &[u8], format: PictureFormat) -> (Vec<Part<'_>>, bool) {
    let mut parts = Vec::new();
    let whole = match format {
        PictureFormat::Jpeg => of_jpeg(bytes, &mut parts),
        PictureFormat::Png => of_png(bytes, &mut parts),
        PictureFormat::WebP => of_webp(bytes, &mut parts),
    };
    (parts, whole.is_some())
}

/// Segments up to the end of the picture, and whatever stands behind it.
fn of_jpeg<'f>(bytes: &'f [u8], parts: &mut Vec<Part<'f>>) -> Option<()> {
    let mut at = 2;
    loop {
        // Pixels, or the filling between segments, up to the next marker.
        while *bytes.get(at)? != 0xff
            || matches!(*bytes.get(at + 1)?, 0x00 | 0x01 | 0xff | 0xd0..=0xd8)
        {
            at += 1;
        }
        let marker = *bytes.get(at + 1)?;
        if marker == 0xd9 {
            parts.push(Part::Other(bytes.get(at + 2..)?));
            return Some(());
        }
        let length = usize::from(u16::from_be_bytes([*bytes.get(at + 2)?, *bytes.get(at + 3)?]));
        let content = bytes.get(at + 4..at + 2 + length)?;
        match (marker, content.strip_prefix(b"Exif\0\0")) {
            (0xe1, Some(exif)) => parts.push(Part::Exif(exif)),
            // Application data and comments; all else serves the pixels.
            (0xe0..=0xef | 0xfe, _) => parts.push(Part::Other(content)),
            _ => {}
        }
        at += 2 + length;
    }
}

fn of_png<'f>(bytes: &'f [u8], parts: &mut Vec<Part<'f>>) -> Option<()> {
    let mut at = 8;
    loop {
        let length = u32::from_be_bytes(bytes.get(at..at + 4)?.try_into().ok()?) as usize;
        let name = bytes.get(at + 4..at + 8)?;
        let content = bytes.get(at + 8..at.checked_add(8)?.checked_add(length)?)?;
        match name {
            b"IHDR" | b"PLTE" | b"IDAT" | b"fdAT" | b"tRNS" => {}
            b"eXIf" => parts.push(Part::Exif(content)),
            b"zTXt" => parts.push(Part::Packed),
            // The flag of packing stands behind the keyword and its end.
            b"iTXt" if packed(content) => parts.push(Part::Packed),
            b"IEND" => {
                parts.push(Part::Other(bytes.get(at + 12..)?));
                return Some(());
            }
            // A colour profile is packed; its name is not.
            _ => parts.push(Part::Other(content)),
        }
        at += 12 + length;
    }
}

fn packed(content: &[u8]) -> bool {
    let end = content.iter().position(|byte| *byte == 0);
    end.and_then(|end| content.get(end + 1)) != Some(&0)
}

fn of_webp<'f>(bytes: &'f [u8], parts: &mut Vec<Part<'f>>) -> Option<()> {
    let length = u32::from_le_bytes(bytes.get(4..8)?.try_into().ok()?) as usize;
    let end = length.checked_add(8)?;
    let mut at = 12;
    while at < end {
        let name = bytes.get(at..at + 4)?;
        let length = u32::from_le_bytes(bytes.get(at + 4..at + 8)?.try_into().ok()?) as usize;
        let content = bytes.get(at + 8..at.checked_add(8)?.checked_add(length)?)?;
        match name {
            b"VP8 " | b"VP8L" | b"VP8X" | b"ALPH" | b"ANIM" | b"ANMF" => {}
            // Some writers put JPEG's mark before it.
            b"EXIF" => parts.push(Part::Exif(content.strip_prefix(b"Exif\0\0").unwrap_or(content))),
            _ => parts.push(Part::Other(content)),
        }
        at += 8 + length + length % 2;
    }
    parts.push(Part::Other(bytes.get(end.min(bytes.len())..)?));
    Some(())
}
