//! The trained tables as text: small enough to read, diff and version.
//!
//! A table begins with comment lines (`#`), then one fact a line, fields separated by tabs:
//! `twos`/`threes` with the chunks of the inventory; `bias`; `c BIAS CURVE CURVE` with the
//! calibration by score and by letters; `w LEFT RIGHT WEIGHT` with `-` for silence; `r RIGHT LETTERS:SHARE ...` for the romaniser; `v LETTER:SHARE ...` for its vowels.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::calibration::Calibration;
use crate::curve::{self, Curve};
use crate::error::NamesError;
use crate::ops::Op;
use crate::romanise::Romaniser;
use crate::script::Script;
use crate::spelling::{ChunkId, Inventory};
use crate::train::{Calibrated, Trained};

/// Writes an inventory.
pub fn write_inventory(inventory: &Inventory) -> String {
    let mut text = String::new();
    for (name, size) in [("twos", 2), ("threes", 3)] {
        let chunks = inventory.chunks().filter(|(_, chunk)| chunk.len() == size);
        let written: Vec<String> = chunks.map(|(_, chunk)| inventory.write(&chunk)).collect();
        let _ = writeln!(text, "{name}\t{}", written.join(" "));
    }
    text
}

/// Writes everything that was trained for one script.
pub fn write(trained: &Trained) -> String {
    let mut text = String::new();
    if trained.other.script() != Script::Latin {
        text += &write_inventory(&trained.other);
    }
    let _ = writeln!(text, "bias\t{:.2}", trained.bias);
    if let Some(Calibrated { bias, by_score, by_letters }) = &trained.calibrated {
        let (by_score, by_letters) = (curve::write(by_score), curve::write(by_letters));
        let _ = writeln!(text, "c\t{bias:.3}\t{by_score}\t{by_letters}");
    }
    for (op, weight) in &trained.weights {
        let left = written(&trained.latin, op.left);
        let right = written(&trained.other, op.right);
        let _ = writeln!(text, "w\t{left}\t{right}\t{weight:.2}");
    }
    if trained.other.script() != Script::Latin {
        write_romaniser(trained, &mut text);
    }
    text
}

fn written(inventory: &Inventory, id: Option<ChunkId>) -> String {
    id.map_or_else(|| "-".to_owned(), |id| inventory.write(&inventory.letters(id)))
}

fn write_romaniser(trained: &Trained, text: &mut String) {
    let alphabet: Vec<char> = Script::Latin.alphabet().chars().collect();
    let spell = |codes: &[u8]| -> String {
        if codes.is_empty() {
            return "-".to_owned();
        }
        codes.iter().filter_map(|code| alphabet.get(usize::from(*code))).collect()
    };
    for (right, options) in &trained.romaniser.options {
        let options: Vec<String> = options
            .iter()
            .map(|(letters, share)| format!("{}:{share:.2}", spell(letters)))
            .collect();
        let _ =
            writeln!(text, "r\t{}\t{}", written(&trained.other, Some(*right)), options.join(" "));
    }
    let vowels: Vec<String> = trained
        .romaniser
        .silent
        .iter()
        .map(|(letter, share)| format!("{}:{share:.2}", spell(&[*letter])))
        .collect();
    let _ = writeln!(text, "v\t{}", vowels.join(" "));
}

/// Reads an inventory. Lines that are not an inventory's are passed over.
pub fn read_inventory(script: Script, text: &str) -> Result<Inventory, NamesError> {
    let mut twos = Vec::new();
    let mut threes = Vec::new();
    for (number, line) in text.lines().enumerate() {
        let chunks = |list: &str| -> Result<Vec<Vec<u8>>, NamesError> {
            let read = |chunk| Inventory::read(script, chunk);
            let all = list.split_whitespace().map(read).collect::<Option<_>>();
            all.ok_or_else(|| wrong(script, number, "a chunk has a letter outside the alphabet"))
        };
        match line.split_once('\t') {
            Some(("twos", list)) => {
                twos = chunks(list)?.into_iter().filter_map(|c| c.try_into().ok()).collect();
            }
            Some(("threes", list)) => {
                threes = chunks(list)?.into_iter().filter_map(|c| c.try_into().ok()).collect();
            }
            _ => {}
        }
    }
    Ok(Inventory::new(script, &twos, &threes))
}

/// Reads what [`write`] wrote, given the Latin inventory and the Latin bigrams it goes with.
pub fn read((latin, script): (&Inventory, Script), text: &str) -> Result<Trained, NamesError> {
    let other = match script {
        Script::Latin => latin.clone(),
        _ => read_inventory(script, text)?,
    };
    let ids = |inventory: &Inventory| -> BTreeMap<Vec<u8>, ChunkId> {
        inventory.chunks().map(|(id, chunk)| (chunk, id)).collect()
    };
    let (left_ids, right_ids) = (ids(latin), ids(&other));
    let find = |ids: &BTreeMap<Vec<u8>, ChunkId>, script: Script, text: &str| match text {
        "-" => Some(None),
        _ => Inventory::read(script, text).and_then(|chunk| ids.get(&chunk).copied()).map(Some),
    };
    let mut trained = Trained {
        latin: latin.clone(),
        other,
        bias: 0.0,
        weights: Vec::new(),
        romaniser: Romaniser::empty(),
        calibration: Calibration::unknown(),
        calibrated: None,
    };
    for (number, line) in text.lines().enumerate() {
        let fields: Vec<&str> = line.split('\t').collect();
        let bad = |reason| wrong(script, number, reason);
        match fields.as_slice() {
            ["bias", bias] => trained.bias = bias.parse().map_err(|_| bad("not a number"))?,
            ["w", left, right, weight] => {
                let op = Op {
                    left: find(&left_ids, Script::Latin, left)
                        .ok_or_else(|| bad("no such chunk"))?,
                    right: find(&right_ids, script, right).ok_or_else(|| bad("no such chunk"))?,
                };
                trained.weights.push((op, weight.parse().map_err(|_| bad("not a number"))?));
            }
            ["c", bias, by_score, by_letters] => {
                let curve = |text| Curve::read(text).ok_or_else(|| bad("not a curve"));
                trained.calibration = Calibration {
                    bias: bias.parse().map_err(|_| bad("not a number"))?,
                    by_score: curve(by_score)?,
                    by_letters: curve(by_letters)?,
                };
            }
            ["r", right, options] => {
                let id = find(&right_ids, script, right).flatten();
                let id = id.ok_or_else(|| bad("no such chunk"))?;
                let options = shares(options).ok_or_else(|| bad("not a list of shares"))?;
                trained.romaniser.options.insert(id, options);
            }
            ["v", vowels] => {
                let vowels = shares(vowels).ok_or_else(|| bad("not a list of shares"))?;
                trained.romaniser.silent = vowels
                    .into_iter()
                    .filter_map(|(l, share)| Some((*l.first()?, share)))
                    .collect();
            }
            ["" | "twos" | "threes", ..] => {}
            [comment, ..] if comment.starts_with('#') => {}
            _ => return Err(bad("not a line of a table")),
        }
    }
    Ok(trained)
}

fn shares(text: &str) -> Option<Vec<(Vec<u8>, f32)>> {
    let one = |field: &str| -> Option<(Vec<u8>, f32)> {
        let (letters, share) = field.split_once(':')?;
        let letters = letters.trim_matches('-');
        let codes = letters.chars().map(|c| Script::Latin.code(c)).collect::<Option<_>>()?;
        Some((codes, share.parse().ok()?))
    };
    text.split_whitespace().map(one).collect()
}

fn wrong(script: Script, line: usize, reason: &'static str) -> NamesError {
    NamesError::Table { table: script.name().to_owned(), line: line + 1, reason }
}
