//! The worst names to compare and to look for: what they cost must not grow with their length.

use std::io::Write;

use crossbearing_names::{Index, Model};

use crate::speed::cpu;

/// Times each is done.
const ROUNDS: u32 = 200;

/// Prints what preparing, comparing and searching the worst names takes, each at two lengths.
pub(crate) fn report(model: &Model, out: &mut impl Write) -> anyhow::Result<()> {
    writeln!(
        out,
        "\n| worst case | characters | prepare | compare | search |\n|---|---|---|---|---|"
    )?;
    for (what, piece) in [
        ("one endless word", "x"),
        ("combining marks on a letter", "\u{301}"),
        ("letters to be composed", "e\u{323}\u{302}"),
        ("the same word again", "Abdul "),
        ("words that begin one another", "a ab abc abcd abcde "),
        ("initials", "A. "),
        ("bidirectional controls", "\u{202e}\u{2066}z"),
        ("Arabic, unspaced", "عبدالرحمن"),
    ] {
        for length in [1_000, 10_000] {
            let name: String =
                std::iter::once('a').chain(piece.chars().cycle()).take(length).collect();
            let index = Index::new(model, [name.as_str(), "Karvan Ziarmal"]);
            let prepared = model.prepare(&name);
            let other = model.prepare(&name.chars().rev().collect::<String>());
            let micros = |work: &dyn Fn()| {
                let started = cpu();
                (0..ROUNDS).for_each(|_| work());
                (cpu() - started) * 1e6 / f64::from(ROUNDS)
            };
            writeln!(
                out,
                "| {what} | {length} | {:.0} µs | {:.1} µs | {:.0} µs |",
                micros(&|| drop(std::hint::black_box(model.prepare(&name)))),
                micros(&|| {
                    std::hint::black_box(model.log_ratio(&prepared, &other));
                }),
                micros(&|| drop(std::hint::black_box(index.search(model, &name, 10)))),
            )?;
        }
    }
    Ok(())
}
