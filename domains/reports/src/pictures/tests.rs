use super::*;

/// A picture of four fields: red and green above, blue and white below.
fn fields(width: usize, height: usize) -> Vec<u8> {
    let field = |x: usize, y: usize| match (x * 2 < width, y * 2 < height) {
        (true, true) => [220, 20, 20],
        (false, true) => [20, 200, 20],
        (true, false) => [20, 20, 220],
        (false, false) => [250, 250, 250],
    };
    (0..height).flat_map(|y| (0..width).flat_map(move |x| field(x, y))).collect()
}

fn jpeg(width: u16, height: u16) -> Vec<u8> {
    let mut file = Vec::new();
    let encoder = jpeg_encoder::Encoder::new(&mut file, 95);
    let pixels = fields(width.into(), height.into());
    encoder.encode(&pixels, width, height, jpeg_encoder::ColorType::Rgb).unwrap();
    file
}

/// With what a camera says: how it was held, and who owns it.
fn held(number: u8, owner: &str) -> Vec<u8> {
    let mut exif = b"Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0".to_vec();
    exif.extend([number, 0, 0, 0, 0, 0, 0]);
    exif.extend(owner.encode_utf16().flat_map(u16::to_le_bytes));
    let length = (exif.len() as u16 + 2).to_be_bytes();
    let file = jpeg(64, 32);
    [&file[..2], b"\xff\xe1", &length, &exif, &file[2..]].concat()
}

fn png(width: u32, height: u32, chunks: &[(&str, &str)]) -> Vec<u8> {
    let mut file = Vec::new();
    let mut encoder = png::Encoder::new(&mut file, width, height);
    encoder.set_color(png::ColorType::Rgb);
    for (word, text) in chunks {
        encoder.add_text_chunk((*word).to_owned(), (*text).to_owned()).unwrap();
    }
    let mut writer = encoder.write_header().unwrap();
    writer.write_image_data(&fields(width as usize, height as usize)).unwrap();
    writer.finish().unwrap();
    file
}

fn webp(width: u32, height: u32) -> Vec<u8> {
    let mut file = Vec::new();
    let encoder = image_webp::WebPEncoder::new(&mut file);
    let pixels = fields(width as usize, height as usize);
    encoder.encode(&pixels, width, height, image_webp::ColorType::Rgb8).unwrap();
    file
}

fn drawn(bytes: &[u8]) -> Drawings {
    draw("a.bin", bytes.to_vec(), &PictureLimits::default()).unwrap()
}

/// Width, height, and the colour of a pixel of a drawing.
fn look(bytes: &[u8], at: (f32, f32)) -> (usize, usize, &'static str) {
    let mut decoder =
        zune_jpeg::JpegDecoder::new(zune_jpeg::zune_core::bytestream::ZCursor::new(bytes));
    let pixels = decoder.decode().unwrap();
    let info = decoder.info().unwrap();
    let (width, height) = (usize::from(info.width), usize::from(info.height));
    let (x, y) = ((at.0 * width as f32) as usize, (at.1 * height as f32) as usize);
    let at = (y * width + x) * 3;
    let colour = match pixels[at..at + 3] {
        [red, green, _] if red > 150 && green < 100 => "red",
        [red, green, _] if green > 150 && red < 100 => "green",
        [red, _, blue] if blue > 150 && red < 100 => "blue",
        _ => "white",
    };
    (width, height, colour)
}

#[test]
fn every_format_is_told_by_its_content_and_drawn() {
    for bytes in [jpeg(64, 32), png(64, 32, &[]), webp(64, 32)] {
        let drawings = drawn(&bytes);
        assert_eq!(look(&drawings.shown, (0.25, 0.25)), (64, 32, "red"));
        assert_eq!(look(&drawings.shown, (0.75, 0.25)).2, "green");
        assert_eq!(look(&drawings.small, (0.25, 0.75)), (64, 32, "blue"));
    }
    let mut grey = Vec::new();
    let encoder = jpeg_encoder::Encoder::new(&mut grey, 95);
    encoder.encode(&[240; 64], 8, 8, jpeg_encoder::ColorType::Luma).unwrap();
    assert_eq!(look(&drawn(&grey).shown, (0.5, 0.5)), (8, 8, "white"));
    let large = drawn(&png(3000, 600, &[]));
    assert_eq!(look(&large.shown, (0.1, 0.9)), (2560, 512, "blue"));
    assert_eq!(look(&large.small, (0.9, 0.1)), (360, 72, "green"));
    assert_eq!(look(&large.veiled, (0.1, 0.1)), (360, 72, "red"));
}

#[test]
fn a_picture_is_turned_the_way_the_camera_was_held_and_says_nothing_else() {
    // Where the red field lies, for each of the eight ways.
    let corners = [(0, 0), (1, 0), (1, 1), (0, 1), (0, 0), (1, 0), (1, 1), (0, 1)];
    for (number, (x, y)) in (1..=8).zip(corners) {
        let bytes = held(number, "Tarvand Oskel");
        let (width, height) = if number > 4 { (32, 64) } else { (64, 32) };
        let at = (0.25 + 0.5 * x as f32, 0.25 + 0.5 * y as f32);
        let Drawings { shown, small, veiled } = drawn(&bytes);
        assert_eq!(look(&shown, at), (width, height, "red"), "held {number}");
        assert!(said(&bytes).unwrap().contains("Tarvand Oskel"));
        for drawing in [shown, small, veiled] {
            assert!(!said(&drawing).unwrap().contains("Oskel"));
            let names_camera = drawing.windows(4).any(|four| four == b"Exif");
            assert!(!names_camera && !drawing.windows(2).any(|two| two == b"\xff\xe1"));
        }
    }
}

#[test]
fn what_stands_beside_the_pixels_is_read_or_said_not_to_be() {
    assert!(said(&png(8, 8, &[("Author", "Shirin Olvand")])).unwrap().contains("Shirin Olvand"));
    let behind = [&jpeg(8, 8)[..], b"taken by Shirin Olvand"].concat();
    assert!(said(&behind).unwrap().contains("Shirin Olvand"));
    let mut packed = png(8, 8, &[]);
    let at = packed.windows(4).position(|four| four == b"IDAT").unwrap() - 4;
    packed.splice(at..at, *b"\0\0\0\x02zTXta\0....");
    assert_eq!(said(&packed), None);
    assert_eq!(said(&jpeg(8, 8)[..100]), None);
    assert_eq!(said(&[&jpeg(8, 8)[..], &vec![0; MOST_TRAILING]].concat()), None);
}

/// More behind a picture than is looked through.
const MOST_TRAILING: usize = 600 * 1024;

#[test]
fn what_is_no_picture_too_large_or_broken_is_refused_in_words() {
    let refused = |bytes: &[u8], limits: PictureLimits| {
        draw("boat.jpg", bytes.to_vec(), &limits).unwrap_err().to_string()
    };
    let limits = PictureLimits::default();
    let message = refused(b"<svg onload='x'>", limits);
    assert!(message.contains("give JPEG, PNG or WebP"), "{message}");
    let message = refused(&jpeg(64, 64), PictureLimits { bytes: 100, ..limits });
    assert!(message.contains("boat.jpg has") && message.contains("MB"), "{message}");
    // Twenty thousand pixels a side in a hundred bytes: refused before room is made for them.
    let mut bomb = png(8, 8, &[]);
    bomb[16..24].copy_from_slice(&[0, 0, 0x4e, 0x20, 0, 0, 0x4e, 0x20]);
    let checksum = crc(&bomb[12..29]);
    bomb[29..33].copy_from_slice(&checksum.to_be_bytes());
    let message = refused(&bomb, limits);
    assert!(message.contains("20000 x 20000 pixels: at most 64 million"), "{message}");
    let message = refused(&png(8, 8, &[])[..60], limits);
    assert!(message.contains("cannot be read as PNG"), "{message}");
}

/// The checksum of a chunk of PNG.
fn crc(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(!0, |sum: u32, byte| {
        (0..8).fold(sum ^ u32::from(*byte), |sum, _| {
            if sum & 1 == 1 { (sum >> 1) ^ 0xedb8_8320 } else { sum >> 1 }
        })
    })
}

#[test]
fn damage_is_an_error_or_a_picture() {
    for whole in [held(6, "x"), png(40, 30, &[("a", "b")]), webp(40, 30)] {
        for at in 0..whole.len() {
            let mut damaged = whole.clone();
            damaged[at] ^= 0x55;
            crate::fuzz::picture(&damaged);
            crate::fuzz::picture(&whole[..at]);
        }
    }
}
