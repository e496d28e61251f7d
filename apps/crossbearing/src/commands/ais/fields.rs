//! `crossbearing ais fields`.

use std::fmt::Write as _;
use std::io::{self, Write as _};

use clap::Args;
use crossbearing_ais::{Field, Kind, LayoutId, List};

/// Arguments of `crossbearing ais fields`.
#[derive(Debug, Args)]
pub(crate) struct Fields {}

impl Fields {
    /// Prints the field table in Markdown.
    #[expect(clippy::unused_self, reason = "all commands are run alike")]
    pub(crate) fn run(self) -> anyhow::Result<()> {
        Ok(io::stdout().write_all(table().as_bytes())?)
    }
}

/// Every layout with its fields, as `docs/ais-fields.md` has it.
fn table() -> String {
    let mut out = String::from(
        "# AIS fields\n\n\
         Written by `crossbearing ais fields` from the layouts that decode and encode. Bits count \
         from 0; where a field runs to the end of the message, its last bit is left out. Besides \
         its own fields every message has `type` (bits 0-5), `repeat` (6-7) and `mmsi` (8-37).\n",
    );
    for id in LayoutId::all() {
        let layout = id.layout();
        let (min, max) = (layout.min_bits, layout.max_bits);
        let bits = if min == max { min.to_string() } else { format!("{min} to {max}") };
        let _ = write!(
            out,
            "\n## {}\n\n{}. {}. {bits} bits.\n\n| field | bits | is |\n|---|---|---|\n",
            layout.name, layout.title, layout.source
        );
        for (start, field) in layout.fields() {
            row(&mut out, "", start, field);
        }
    }
    out
}

fn row(out: &mut String, before: &str, start: usize, field: &Field) {
    let width = usize::from(field.width);
    let bits = match (field.kind, width) {
        (Kind::Last, _) => format!("the last {width}"),
        (Kind::Constant(_), _) => String::new(),
        (Kind::Unsigned, 0) => "none".to_owned(),
        (_, 0) => format!("{start}-"),
        (_, 1) => start.to_string(),
        _ => format!("{start}-{}", start + width - 1),
    };
    let _ = writeln!(out, "| {before}`{}` | {bits} | {} |", field.name(), meaning(field));
    if let Kind::List(list) = field.kind {
        elements(out, field, list);
    }
}

fn elements(out: &mut String, field: &Field, list: &List) {
    for (number, variant) in list.variants.iter().enumerate() {
        let which = if list.variants.len() > 1 { format!(" ({number})") } else { String::new() };
        let before = format!("`{}`{which} ", field.name());
        for field in *variant {
            row(out, &before, field.start.into(), field);
        }
    }
}

fn meaning(field: &Field) -> String {
    let mut text = match field.kind {
        Kind::Unsigned | Kind::Last => "unsigned".to_owned(),
        Kind::Signed => "signed".to_owned(),
        Kind::Flag => "true or false".to_owned(),
        Kind::Scaled(scale) => {
            let sign = if scale.signed { "signed" } else { "unsigned" };
            let unit =
                fraction(scale.multiplier, scale.divisor * 10_u32.pow(scale.decimals.into()));
            let plus = match scale.offset {
                0 => String::new(),
                offset => format!(", {offset} added before"),
            };
            format!("{sign}, times {unit}{plus}, {} decimals", scale.decimals)
        }
        Kind::Turn => "signed; the square of a 4.733th is degrees a minute".to_owned(),
        Kind::Code(codes) => {
            format!("code, meaning in `{}_text` ({} named)", field.name(), codes.texts.len())
        }
        Kind::Word(_) => "code; the meaning in its place unless raw".to_owned(),
        Kind::Text => "six-bit text".to_owned(),
        Kind::TextThen(more) => format!("six-bit text that goes on at bit {more}"),
        Kind::Data(0) => "`number of bits:hexadecimal`".to_owned(),
        Kind::Data(left) => format!("`number of bits:hexadecimal`, without the last {left} bits"),
        Kind::Constant(word) => format!("always `{word}`"),
        Kind::Stamp(parts) => format!("date and time, parts of {:?} bits", parts.widths()),
        Kind::List(list) => {
            format!("up to {} elements of {} bits, bits counted in each", list.max, list.stride)
        }
    };
    for (raw, word) in field.words {
        let _ = write!(text, "; {raw} is `{word}`");
    }
    text
}

/// A fraction in its lowest terms.
fn fraction(above: u32, below: u32) -> String {
    let (mut one, mut other) = (above, below);
    while other > 0 {
        (one, other) = (other, one % other);
    }
    match (above / one, below / one) {
        (above, 1) => above.to_string(),
        (above, below) => format!("{above}/{below}"),
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_manual_has_the_table() {
        let manual = include_str!("../../../../../docs/ais-fields.md");
        assert!(manual == super::table(), "docs/ais-fields.md: run `crossbearing ais fields`");
    }
}
