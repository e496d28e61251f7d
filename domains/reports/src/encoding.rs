//! From bytes to text: which encoding, and where bytes do not fit it.

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

use crate::{Error, Result};

/// Text and how it was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decoded {
    /// The text, without a byte order mark.
    pub text: String,
    /// The encoding's name, as the WHATWG Encoding Standard has it.
    pub encoding: &'static str,
    /// What to tell the reader: that the encoding was guessed, or that bytes did not fit.
    pub note: Option<String>,
}

/// Reads bytes as text.
///
/// With `label` (a name such as `utf-8` or `windows-1256`) the bytes must be in that encoding.
/// Without it: a byte order mark decides; else valid UTF-8 is UTF-8; else UTF-16 is known by its
/// zero bytes; else the likeliest older encoding is taken, and the note says so, with the first
/// byte that is not UTF-8.
pub fn decode(file: &str, bytes: &[u8], label: Option<&str>) -> Result<Decoded> {
    if let Some(label) = label {
        return decode_as(file, bytes, label);
    }
    if let Some((encoding, length)) = Encoding::for_bom(bytes) {
        return Ok(with_replacements(encoding, &bytes[length..], None));
    }
    let offset = match std::str::from_utf8(bytes) {
        Ok(text) => {
            return Ok(Decoded { text: text.to_owned(), encoding: UTF_8.name(), note: None });
        }
        Err(error) => error.valid_up_to(),
    };
    if let Some(encoding) = utf_16(bytes) {
        let note = format!("read as {}, which it does not say it is", encoding.name());
        return Ok(with_replacements(encoding, bytes, Some(note)));
    }
    let encoding = guessed(bytes);
    let note = format!(
        "not UTF-8: byte {offset} (line {}) is 0x{:02X}; read as {}",
        line_of(bytes, offset),
        bytes.get(offset).copied().unwrap_or_default(),
        encoding.name()
    );
    Ok(with_replacements(encoding, bytes, Some(note)))
}

/// The line of a byte, counted from 1.
pub(crate) fn line_of(bytes: &[u8], offset: usize) -> usize {
    memchr::memchr_iter(b'\n', &bytes[..offset.min(bytes.len())]).count() + 1
}

fn decode_as(file: &str, bytes: &[u8], label: &str) -> Result<Decoded> {
    let encoding = Encoding::for_label(label.as_bytes()).ok_or_else(|| Error::Value {
        field: "encoding",
        reason: format!("\"{label}\" is not an encoding: write utf-8, windows-1252 or such"),
    })?;
    let bytes = Encoding::for_bom(bytes)
        .filter(|(marked, _)| *marked == encoding)
        .map_or(bytes, |(_, length)| &bytes[length..]);
    let wrong = |offset| Error::Encoding {
        file: file.to_owned(),
        encoding: encoding.name().to_owned(),
        offset,
        line: line_of(bytes, offset),
    };
    if encoding == UTF_8 {
        let text = std::str::from_utf8(bytes).map_err(|error| wrong(error.valid_up_to()))?;
        return Ok(Decoded { text: text.to_owned(), encoding: UTF_8.name(), note: None });
    }
    let mut text = String::new();
    let mut decoder = encoding.new_decoder_without_bom_handling();
    text.reserve(decoder.max_utf8_buffer_length_without_replacement(bytes.len()).unwrap_or(0));
    let (result, n_read) = decoder.decode_to_string_without_replacement(bytes, &mut text, true);
    match result {
        encoding_rs::DecoderResult::InputEmpty => {
            Ok(Decoded { text, encoding: encoding.name(), note: None })
        }
        _ => Err(wrong(n_read.saturating_sub(1))),
    }
}

fn with_replacements(encoding: &'static Encoding, bytes: &[u8], note: Option<String>) -> Decoded {
    let (text, had_errors) = encoding.decode_without_bom_handling(bytes);
    let broken = had_errors
        .then(|| format!("some bytes are not {}: each is shown as \u{FFFD}", encoding.name()));
    let note = match (note, broken) {
        (Some(note), Some(broken)) => Some(format!("{note}; {broken}")),
        (note, broken) => note.or(broken),
    };
    Decoded { text: text.into_owned(), encoding: encoding.name(), note }
}

/// UTF-16 without a mark: text in it that has Latin letters, digits or spaces has many zero bytes,
/// all at even or all at odd places.
fn utf_16(bytes: &[u8]) -> Option<&'static Encoding> {
    const LOOKED_AT: usize = 4096;
    let head = &bytes[..bytes.len().min(LOOKED_AT)];
    let zeros =
        |parity: usize| head.iter().skip(parity).step_by(2).filter(|&&byte| byte == 0).count();
    let (even, odd) = (zeros(0), zeros(1));
    let many = head.len() / 20;
    match (even, odd) {
        (0, odd) if odd > many => Some(UTF_16LE),
        (even, 0) if even > many => Some(UTF_16BE),
        _ => None,
    }
}

fn guessed(bytes: &[u8]) -> &'static Encoding {
    const LOOKED_AT: usize = 1 << 20;
    let mut detector = chardetng::EncodingDetector::new(chardetng::Iso2022JpDetection::Deny);
    detector.feed(&bytes[..bytes.len().min(LOOKED_AT)], bytes.len() <= LOOKED_AT);
    detector.guess(None, chardetng::Utf8Detection::Deny)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn encodings_are_known_by_their_bytes() {
        let read = |bytes: &[u8]| decode("a.txt", bytes, None).unwrap();
        assert_eq!(read("Oskél".as_bytes()).encoding, "UTF-8");
        assert_eq!(read(b"\xEF\xBB\xBFOskel").text, "Oskel");
        assert_eq!(read(b"\xFF\xFEO\0s\0").text, "Os");
        assert_eq!(read(b"O\0s\0k\0e\0l\0\xE9\0").text, "Oskelé");
        let older = read(b"Tarvand Oskel a \xE9t\xE9 arr\xEAt\xE9 \xE0 Calais, le pr\xE9venu");
        assert_eq!(older.text, "Tarvand Oskel a été arrêté à Calais, le prévenu");
        assert!(older.note.unwrap().contains("byte 16 (line 1) is 0xE9"));
    }

    #[test]
    fn bytes_that_do_not_fit_are_said_with_their_place() {
        let error = decode("a.txt", b"one\ntwo \xFF", Some("utf-8")).unwrap_err().to_string();
        assert!(error.contains("byte 8 (line 2)"), "{error}");
        assert!(decode("a.txt", b"", Some("klingon")).is_err());
        let arabic = decode("a.txt", b"\xC7\xE1", Some("windows-1256")).unwrap();
        assert_eq!(arabic.text, "ال");
    }
}
