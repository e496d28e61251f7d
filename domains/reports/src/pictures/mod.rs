//! Pictures from outside: told by their content, decoded within limits, and drawn anew, so that what
//! is shown holds pixels and nothing else.
//!
//! What a camera writes beside the pixels (place, owner, serial number, a preview of what was cut
//! away) stays in the file as it came, and is in none of the [`Drawings`].

mod beside;
mod canvas;
mod decode;
mod parts;

use std::time::Duration;

use crate::guard::guarded;
use crate::{Error, Result};

pub use beside::said;
use canvas::Canvas;

/// The longest side of the picture that is shown, in pixels.
const SHOWN: u32 = 2560;
/// The longest side of the small one.
const SMALL: u32 = 360;
/// How many pixels the long side of a veiled one is told apart by: no face is known by these.
const VEILED: u32 = 10;
/// How well the drawings are kept, of 100.
const QUALITY: u8 = 86;

/// The media type of everything that is drawn.
pub const DRAWN: &str = "image/jpeg";

/// The formats that are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PictureFormat {
    /// JPEG.
    Jpeg,
    /// PNG; of an animation the first picture.
    Png,
    /// WebP; of an animation the first picture.
    WebP,
}

impl PictureFormat {
    /// The format that the content shows, whatever the name says.
    pub fn detect(name: &str, bytes: &[u8]) -> Result<Self> {
        let webp = bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP");
        match bytes {
            [0xff, 0xd8, 0xff, ..] => Ok(Self::Jpeg),
            _ if bytes.starts_with(b"\x89PNG\r\n\x1a\n") => Ok(Self::Png),
            _ if webp => Ok(Self::WebP),
            _ => Err(Error::NoPicture { file: name.to_owned() }),
        }
    }

    /// Its media type.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
            Self::WebP => "image/webp",
        }
    }

    fn word(self) -> &'static str {
        match self {
            Self::Jpeg => "JPEG",
            Self::Png => "PNG",
            Self::WebP => "WebP",
        }
    }
}

/// How much of a picture is read before it is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PictureLimits {
    /// The greatest size of the file, in bytes.
    pub bytes: u64,
    /// The greatest number of pixels.
    pub pixels: u64,
    /// How long drawing may take.
    pub time: Duration,
}

impl Default for PictureLimits {
    fn default() -> Self {
        Self { bytes: 20 << 20, pixels: 64_000_000, time: Duration::from_secs(30) }
    }
}

/// What is shown in a picture's place: JPEG files, the right way up, with pixels and nothing else.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Drawings {
    /// The picture, its longest side at most 2,560 pixels.
    pub shown: Vec<u8>,
    /// A small one, its longest side at most 360 pixels.
    pub small: Vec<u8>,
    /// One of the same size made of some ten blurs a side, from which nobody is known.
    pub veiled: Vec<u8>,
}

/// Draws a picture anew. A reader that panics or takes too long is an error (see docs/intake.md).
pub fn draw(name: &str, bytes: Vec<u8>, limits: &PictureLimits) -> Result<Drawings> {
    let format = check(name, &bytes, limits)?;
    let (file, limits) = (name.to_owned(), *limits);
    guarded(name, format.word(), limits.time, move || draw_here(&file, &bytes, format, &limits))
}

/// The format, if the file is of one that is read and not too large.
pub fn check(name: &str, bytes: &[u8], limits: &PictureLimits) -> Result<PictureFormat> {
    let length = bytes.len() as u64;
    if length > limits.bytes {
        let megabytes = |n: u64| format!("{:.1} MB", n as f64 / 1_048_576.0);
        let (has, limit) = (megabytes(length), megabytes(limits.bytes));
        return Err(Error::PictureTooLarge { file: name.to_owned(), has, limit });
    }
    PictureFormat::detect(name, bytes)
}

/// A JPEG file of so many pixels a row, each of them red, green and blue: for pictures that are made
/// up. Nothing if there are no whole rows, or too many pixels in one.
pub fn jpeg(width: u16, pixels: &[[u8; 3]]) -> Option<Vec<u8>> {
    let height = pixels.len().checked_div(usize::from(width))?;
    Canvas::from_samples((width.into(), height), 3, pixels.as_flattened()).ok()?.jpeg(QUALITY).ok()
}

/// [`draw`], on the thread that asks.
pub(crate) fn draw_here(
    name: &str,
    bytes: &[u8],
    format: PictureFormat,
    limits: &PictureLimits,
) -> Result<Drawings> {
    let as_stored = decode::decode(name, bytes, format, limits)?;
    let upright = as_stored.turned(beside::orientation(bytes, format));
    let shown = upright.within(SHOWN);
    let small = shown.within(SMALL);
    let jpeg = |canvas: &Canvas| {
        canvas.jpeg(QUALITY).map_err(|reason| Error::Broken {
            file: name.to_owned(),
            format: format.word(),
            reason,
        })
    };
    Ok(Drawings {
        shown: jpeg(&shown)?,
        small: jpeg(&small)?,
        veiled: jpeg(&small.veiled(VEILED))?,
    })
}

#[cfg(test)]
mod tests;
