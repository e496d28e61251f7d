//! `peers NAME FILE [TIMES]`: decodes a log with the decoder of that name.

use std::hint::black_box;

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let log = std::fs::read(&arguments[2]).expect("the log");
    let times = arguments.get(3).map_or(1, |times| times.parse().expect("a number"));
    for _ in 0..times {
        let n_decoded = match arguments[1].as_str() {
            "floor" => floor(&log),
            "ais" => ais(&log),
            _ => nmea_parser(&log),
        };
        println!("{n_decoded}");
    }
}

fn lines(log: &[u8]) -> impl Iterator<Item = &[u8]> {
    let mut start = 0;
    memchr::memchr_iter(b'\n', log).map(move |end| {
        let line = &log[start..end];
        start = end + 1;
        line
    })
}

/// What any decoder has to do: find the lines and sum them up.
fn floor(log: &[u8]) -> usize {
    lines(log).filter(|line| black_box(line.iter().fold(0, |sum, byte| sum ^ byte)) != 1).count()
}

fn ais(log: &[u8]) -> usize {
    let mut parser = ais::AisParser::new();
    lines(log)
        .filter(|line| {
            let line = line.strip_suffix(b"\r").unwrap_or(line);
            match parser.parse(line, true) {
                Ok(ais::AisFragments::Complete(sentence)) => black_box(sentence).message.is_some(),
                _ => false,
            }
        })
        .count()
}

fn nmea_parser(log: &[u8]) -> usize {
    let mut parser = nmea_parser::NmeaParser::new();
    lines(log)
        .filter(|line| {
            let text = std::str::from_utf8(line).unwrap_or_default().trim_end();
            black_box(parser.parse_sentence(text)).is_ok()
        })
        .count()
}
