//! How fast a log becomes columns with all fields of all messages, on one thread:
//! `cargo run --release --example columns -- LOG [TIMES]`

use std::io::Read as _;

use crossbearing_ais::{Columns, Decoder, Options};

/// Bytes read at once.
const PIECE: usize = 128 * 1024;

#[expect(clippy::print_stdout, reason = "the figures are what it is for")]
fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let log = arguments.next().ok_or("name a log")?;
    let times = arguments.next().map_or(Ok(60), |it| it.parse())?;
    let mut piece = vec![0; PIECE];
    for part in ["everything", "from memory"] {
        let whole = if part == "everything" { Vec::new() } else { std::fs::read(&log)? };
        let mut n_sentences = 0;
        let start = cpu_seconds();
        for _ in 0..times {
            let (mut decoder, mut columns) = (Decoder::new(Options::default()), Columns::default());
            if whole.is_empty() {
                let mut file = std::fs::File::open(&log)?;
                loop {
                    let n_read = file.read(&mut piece)?;
                    if n_read == 0 {
                        break;
                    }
                    decoder.feed(&piece[..n_read], |message| columns.push(message, |_| {}));
                }
            } else {
                decoder.feed(&whole, |message| columns.push(message, |_| {}));
            }
            columns.finish(|_| {});
            n_sentences += decoder.counts().sentences;
        }
        let seconds = cpu_seconds() - start;
        println!("{part}: {:.2} M sentences a CPU second", n_sentences as f64 / seconds / 1e6);
    }
    Ok(())
}

/// CPU seconds of this thread (Linux; 0 elsewhere).
fn cpu_seconds() -> f64 {
    let stat = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    stat.split(' ').next().and_then(|it| it.parse::<f64>().ok()).unwrap_or(0.0) / 1e9
}
