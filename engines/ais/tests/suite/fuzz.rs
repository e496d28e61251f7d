//! Fuzz targets as plain functions over bytes, run on logs, on damaged logs and on noise.

use std::fmt::Write as _;

use crossbearing_ais::{
    Cell, Cells, Columns, CsvLines, Decoder, JsonLines, Message, Options, Units, encode, sentences,
};

use crate::data::{OWN, logs};
use crate::random::Random;
use crate::round_trip::values;

/// Decodes anything in every way there is; the way in which bytes are cut into pieces must not
/// matter, and what comes out must be JSON.
pub(crate) fn decode_anything(bytes: &[u8], piece: usize) {
    let whole = decode(bytes, bytes.len().max(1), JsonLines::new(Units::Scaled));
    let pieces = decode(bytes, piece.max(1), JsonLines::new(Units::Scaled));
    assert!(whole == pieces, "pieces of {piece} bytes give something else");
    for line in whole.0.split(|byte| *byte == b'\n').filter(|line| !line.is_empty()) {
        let parsed: Result<serde_json::Value, _> = serde_json::from_slice(line);
        assert!(parsed.is_ok(), "{}", String::from_utf8_lossy(line));
    }
}

/// Encodes whatever was decoded: it may be refused, but not break anything.
fn encode_anything(bytes: &[u8]) {
    let (lines, _) = decode(bytes, usize::MAX, JsonLines::new(Units::Raw));
    for line in lines.split(|byte| *byte == b'\n').filter(|line| !line.is_empty()) {
        let object = serde_json::from_slice(line).expect("JSON");
        if let Ok(payload) = encode(&values(&object), Units::Raw) {
            let _ = sentences(&payload, "AIVDM", 'A', 1);
        }
    }
}

/// The lines and, for comparison, the counts.
fn decode(bytes: &[u8], piece: usize, mut lines: JsonLines) -> (Vec<u8>, String) {
    let mut decoder = Decoder::new(Options { accept_wrong_checksums: true, ..Options::default() });
    let mut columns = Columns::default();
    let mut table = CsvLines::new(Units::Scaled);
    let mut cells = Cells::new(Units::Scaled);
    let mut n_in_columns = 0;
    let mut out = Vec::new();
    let mut push = |message: &Message<'_>| {
        lines.push(message);
        out.extend_from_slice(lines.written());
        lines.clear();
        table.push(message);
        table.clear();
        cells.of(message, &mut |_, cell| {
            if let Cell::List(elements) = cell {
                elements.iter().for_each(|element| element.cells(&mut |_, _| {}));
            }
        });
        columns.push(message, |batch| n_in_columns += batch.len());
    };
    for piece in bytes.chunks(piece) {
        decoder.feed(piece, &mut push);
    }
    decoder.finish(&mut push);
    columns.finish(|batch| n_in_columns += batch.len());
    let counts = decoder.counts();
    assert_eq!(n_in_columns as u64, counts.messages);
    (out, format!("{counts:?}"))
}

#[test]
fn logs_decode_in_pieces_of_any_size() {
    for log in logs() {
        for piece in [1 << 16, 4093, 77] {
            decode_anything(&log[..log.len().min(200_000)], piece);
        }
    }
    decode_anything(OWN, 1);
}

#[test]
fn damaged_logs_break_nothing() {
    let mut random = Random::new(1);
    for log in logs() {
        let log = &log[..log.len().min(60_000)];
        for _ in 0..6 {
            let mut damaged = log.to_vec();
            for _ in 0..damaged.len() / 40 {
                damage(&mut damaged, &mut random);
            }
            decode_anything(&damaged, 1 + random.below(5000));
            encode_anything(&damaged);
        }
    }
}

/// Changes, removes, doubles or moves something.
fn damage(bytes: &mut Vec<u8>, random: &mut Random) {
    let at = random.below(bytes.len());
    match random.below(6) {
        0 => bytes[at] = random.next() as u8,
        1 => bytes[at] ^= 1 << random.below(8),
        2 => {
            bytes.remove(at);
        }
        3 => bytes.insert(at, b",*!\\$\n0w"[random.below(8)]),
        4 => {
            let other = random.below(bytes.len());
            bytes.swap(at, other);
        }
        _ => {
            let end = bytes.len().min(at + random.below(30));
            let copy = bytes[at..end].to_vec();
            bytes.splice(at..at, copy);
        }
    }
}

#[test]
fn noise_breaks_nothing() {
    let mut random = Random::new(2);
    for alphabet in [&b"!AIVDM,12\\*\n05w"[..], &(0..=255).collect::<Vec<u8>>()] {
        for _ in 0..50 {
            let noise: Vec<u8> =
                (0..5000).map(|_| alphabet[random.below(alphabet.len())]).collect();
            decode_anything(&noise, 1 + random.below(300));
        }
    }
}

#[test]
fn every_type_and_length_of_payload_decodes() {
    let mut random = Random::new(3);
    let armor = |six: u8| char::from(if six < 40 { six + 48 } else { six + 56 });
    let mut log = String::new();
    for kind in 0..64 {
        for length in 0..220 {
            let mut payload = String::from(armor(kind));
            payload.extend((0..length).map(|_| armor(random.below(64) as u8)));
            let _ = writeln!(log, "!AIVDM,1,1,,A,{payload},{}*00", random.below(7));
        }
    }
    decode_anything(log.as_bytes(), 1000);
}

#[test]
fn endless_lines_and_floods_of_parts_stay_bounded() {
    let mut decoder = Decoder::new(Options::default());
    for _ in 0..160 {
        decoder.feed(&vec![b'!'; 65_536], |_| unreachable!("no message"));
    }
    decoder.feed(b"\n!AIVDM,1,1,,A,15RTgt0PAso;90TKcjM8h6g208CQ,0*4A\n", |_| {});
    assert_eq!(decoder.counts().messages, 1);
    for number in 0..200_000 {
        let line = format!("\\s:{number}*00\\!AIVDM,9,1,{},A,0000,0\n", number % 10);
        decoder.feed(line.as_bytes(), |_| unreachable!("no message"));
    }
    decoder.finish(|_| unreachable!("no message"));
}

/// Damages logs for as many seconds as `CROSSBEARING_FUZZ_SECONDS` says; without it, for one.
#[test]
fn damaged_logs_break_nothing_for_as_long_as_asked() {
    let asked = std::env::var("CROSSBEARING_FUZZ_SECONDS").ok();
    let seconds = asked.and_then(|seconds| seconds.parse().ok()).unwrap_or(1);
    let start = std::time::Instant::now();
    let logs = logs();
    let mut random = Random::new(4);
    while start.elapsed().as_secs() < seconds {
        let log = &logs[random.below(logs.len())];
        let from = random.below(log.len());
        let mut damaged = log[from..log.len().min(from + 4000)].to_vec();
        for _ in 0..random.below(200) {
            if !damaged.is_empty() {
                damage(&mut damaged, &mut random);
            }
        }
        decode_anything(&damaged, 1 + random.below(2000));
        encode_anything(&damaged);
    }
}
