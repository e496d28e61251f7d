//! Hand-written transliteration tables: where training starts.

use crate::error::NamesError;
use crate::ops::Op;
use crate::spelling::{ChunkId, Inventory};

/// An operation that a seed table names, with its share of its right chunk (they sum to at most 1).
#[derive(Debug, Clone, Copy)]
pub(crate) struct Seed {
    pub(crate) op: Op,
    pub(crate) share: f64,
}

/// Reads a seed table: a chunk of the script, then Latin chunks, the most usual first; `-` is
/// silence. Each place in the list is worth half of the one before it.
pub(crate) fn parse(
    table: &str,
    latin: &Inventory,
    other: &Inventory,
) -> Result<Vec<Seed>, NamesError> {
    let mut seeds = Vec::new();
    for (number, line) in table.lines().enumerate() {
        let line = line.trim();
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let mut fields = line.split_whitespace();
        let right = fields.next().unwrap_or_default();
        if Inventory::read(other.script(), right).is_none() {
            let reason = "a letter is not in the alphabet";
            return Err(NamesError::Table { table: "seeds".to_owned(), line: number + 1, reason });
        }
        let rights = placements(right, other);
        for (rank, left) in (0i32..).zip(fields) {
            let share = 0.5f64.powi(rank + 1);
            let lefts = if left == "-" { vec![None] } else { placements(left, latin) };
            for &right in &rights {
                for &left in &lefts {
                    seeds.push(Seed { op: Op { left, right }, share });
                }
            }
        }
    }
    Ok(seeds)
}

/// The ids of a chunk in each place of a token where the inventory knows it.
fn placements(chunk: &str, inventory: &Inventory) -> Vec<Option<ChunkId>> {
    let bare: String = chunk.chars().filter(|c| !matches!(c, '^' | '$')).collect();
    let pinned = bare.len() != chunk.len();
    let forms = if pinned {
        vec![chunk.to_owned()]
    } else {
        vec![bare.clone(), format!("^{bare}"), format!("{bare}$")]
    };
    let ids = forms.iter().filter_map(|form| {
        let letters = Inventory::read(inventory.script(), form)?;
        inventory.chunks().find(|(_, known)| *known == letters).map(|(id, _)| Some(id))
    });
    ids.collect()
}
