//! From a file to pixels, with limits on what a small file may unfold to.

use std::io::Cursor;

use zune_jpeg::JpegDecoder;
use zune_jpeg::zune_core::bytestream::ZCursor;
use zune_jpeg::zune_core::colorspace::ColorSpace;
use zune_jpeg::zune_core::options::DecoderOptions;

use super::canvas::Canvas;
use super::{PictureFormat, PictureLimits};
use crate::{Error, Result};

/// The longest side that is read, in pixels.
const LONGEST: usize = 32_768;
/// Scans of a progressive JPEG: each is a pass over the whole picture.
const MOST_SCANS: usize = 64;

/// The pixels as they are stored, not yet turned.
pub(super) fn decode(
    name: &str,
    bytes: &[u8],
    format: PictureFormat,
    limits: &PictureLimits,
) -> Result<Canvas> {
    let decoded = match format {
        PictureFormat::Jpeg => jpeg(bytes, limits),
        PictureFormat::Png => png(bytes, limits),
        PictureFormat::WebP => webp(bytes, limits),
    };
    let file = name.to_owned();
    decoded.map_err(|fault| match fault {
        Fault::Pixels(width, height) => Error::PictureTooLarge {
            file,
            has: format!("{width} x {height} pixels"),
            limit: format!("{} million pixels", limits.pixels / 1_000_000),
        },
        Fault::Broken(reason) => Error::Broken { file, format: format.word(), reason },
    })
}

/// Why there are no pixels.
enum Fault {
    Pixels(usize, usize),
    Broken(String),
}

impl Fault {
    fn broken(error: impl std::fmt::Display) -> Self {
        Self::Broken(error.to_string())
    }
}

/// Refuses more pixels than are read, before room is made for them.
fn check(width: usize, height: usize, limits: &PictureLimits) -> Result<(), Fault> {
    let n_pixels = (width as u64).saturating_mul(height as u64);
    if width == 0 || height == 0 {
        return Err(Fault::Broken("it has no pixels".to_owned()));
    }
    if width > LONGEST || height > LONGEST || n_pixels > limits.pixels {
        return Err(Fault::Pixels(width, height));
    }
    Ok(())
}

fn jpeg(bytes: &[u8], limits: &PictureLimits) -> Result<Canvas, Fault> {
    let options = DecoderOptions::default()
        .set_max_width(usize::from(u16::MAX))
        .set_max_height(usize::from(u16::MAX))
        .jpeg_set_max_scans(MOST_SCANS)
        .jpeg_set_out_colorspace(ColorSpace::RGB);
    let mut decoder = JpegDecoder::new_with_options(ZCursor::new(bytes), options);
    decoder.decode_headers().map_err(Fault::broken)?;
    let info = decoder.info().ok_or_else(|| Fault::broken("it says no size"))?;
    let (width, height) = (usize::from(info.width), usize::from(info.height));
    check(width, height, limits)?;
    let pixels = decoder.decode().map_err(Fault::broken)?;
    let samples = match decoder.output_colorspace() {
        Some(ColorSpace::RGB) => 3,
        Some(ColorSpace::Luma) => 1,
        _ => return Err(Fault::broken("its colours are of a kind that is not read")),
    };
    Canvas::from_samples((width, height), samples, &pixels).map_err(Fault::Broken)
}

fn png(bytes: &[u8], limits: &PictureLimits) -> Result<Canvas, Fault> {
    // Palettes and sixteen bits a sample become eight bits; text beside the pixels is not read.
    let room = png::Limits { bytes: 64 << 20 };
    let mut decoder = png::Decoder::new_with_limits(Cursor::new(bytes), room);
    decoder.set_transformations(png::Transformations::normalize_to_color8());
    decoder.set_ignore_text_chunk(true);
    decoder.set_ignore_iccp_chunk(true);
    let header = decoder.read_header_info().map_err(Fault::broken)?;
    let (width, height) = (header.width as usize, header.height as usize);
    check(width, height, limits)?;
    let mut reader = decoder.read_info().map_err(Fault::broken)?;
    let too_many = || Fault::Pixels(width, height);
    let mut pixels = vec![0; reader.output_buffer_size().ok_or_else(too_many)?];
    let frame = reader.next_frame(&mut pixels).map_err(Fault::broken)?;
    pixels.truncate(frame.buffer_size());
    let size = (frame.width as usize, frame.height as usize);
    Canvas::from_samples(size, frame.color_type.samples(), &pixels).map_err(Fault::Broken)
}

fn webp(bytes: &[u8], limits: &PictureLimits) -> Result<Canvas, Fault> {
    let mut decoder = image_webp::WebPDecoder::new(Cursor::new(bytes)).map_err(Fault::broken)?;
    let (width, height) = decoder.dimensions();
    let (width, height) = (width as usize, height as usize);
    check(width, height, limits)?;
    decoder.set_memory_limit(64 << 20);
    let samples = if decoder.has_alpha() { 4 } else { 3 };
    let too_many = || Fault::Pixels(width, height);
    let mut pixels = vec![0; decoder.output_buffer_size().ok_or_else(too_many)?];
    decoder.read_image(&mut pixels).map_err(Fault::broken)?;
    Canvas::from_samples((width, height), samples, &pixels).map_err(Fault::Broken)
}
