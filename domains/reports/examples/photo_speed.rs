//! How long photos take to be drawn anew, on pictures that are made up here.
//!
//! ```text
//! cargo run --release --workspace --example photo_speed
//! ```
#![expect(clippy::print_stdout, reason = "it prints what it measured")]

use std::time::Instant;

use crossbearing_reports::pictures::{PictureLimits, draw, jpeg};

const RUNS: usize = 7;

fn main() {
    for (width, height) in [(4000, 3000), (8000, 6000)] {
        let Some(file) = jpeg(width as u16, &made_up(width, height)) else { continue };
        let mut millis = Vec::new();
        let mut drawings = None;
        for _ in 0..RUNS {
            let bytes = file.clone();
            let begun = Instant::now();
            drawings = draw("made up", bytes, &PictureLimits::default()).ok();
            millis.push(begun.elapsed().as_millis());
        }
        millis.sort_unstable();
        let Some(drawn) = drawings else { continue };
        println!(
            "{width} x {height} pixels, {} kB: {} ms ({} to {}); shown {} kB, small {} kB, veiled {} kB",
            file.len() / 1000,
            millis[RUNS / 2],
            millis[0],
            millis[RUNS - 1],
            drawn.shown.len() / 1000,
            drawn.small.len() / 1000,
            drawn.veiled.len() / 1000,
        );
    }
}

/// Slopes, squares and the grain of a small sensor.
fn made_up(width: usize, height: usize) -> Vec<[u8; 3]> {
    let mut noise = 1_u32;
    let mut pixel = |idx: usize| {
        noise ^= noise << 13;
        noise ^= noise >> 17;
        noise ^= noise << 5;
        let (x, y, grain) = (idx % width, idx / width, (noise % 24) as u8);
        [x * 200 / width, y * 200 / height, (x ^ y) & 63].map(|value| value as u8 + grain)
    };
    (0..width * height).map(&mut pixel).collect()
}
