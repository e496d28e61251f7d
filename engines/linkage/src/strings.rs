//! Similarity of two short texts.

/// Letters of a text that are compared.
const LONGEST: usize = 48;

/// Jaro-Winkler similarity (Winkler 1990) of the first 48 bytes, between 0 and 1.
pub fn jaro_winkler(a: &str, b: &str) -> f32 {
    let left = &a.as_bytes()[..a.len().min(LONGEST)];
    let right = &b.as_bytes()[..b.len().min(LONGEST)];
    if left.is_empty() || right.is_empty() {
        return 0.0;
    }
    let window = (left.len().max(right.len()) / 2).saturating_sub(1);
    let (mut left_hit, mut right_hit) = (0u64, 0u64);
    for (i, byte) in left.iter().enumerate() {
        let start = i.saturating_sub(window);
        let end = (i + window + 1).min(right.len());
        let free = right.iter().enumerate().take(end).skip(start);
        if let Some((j, _)) =
            free.into_iter().find(|(j, c)| *c == byte && right_hit & (1 << j) == 0)
        {
            left_hit |= 1 << i;
            right_hit |= 1 << j;
        }
    }
    let hits = left_hit.count_ones() as f32;
    if hits == 0.0 {
        return 0.0;
    }
    let moved = moved(left, left_hit, right, right_hit) as f32 / 2.0;
    let jaro = (hits / left.len() as f32 + hits / right.len() as f32 + (hits - moved) / hits) / 3.0;
    let prefix = left.iter().zip(right).take(4).take_while(|(x, y)| x == y).count() as f32;
    if jaro > 0.7 { jaro + prefix * 0.1 * (1.0 - jaro) } else { jaro }
}

fn moved(left: &[u8], left_hit: u64, right: &[u8], mut right_hit: u64) -> usize {
    let mut moved = 0;
    for (i, byte) in left.iter().enumerate() {
        if left_hit & (1 << i) != 0 {
            let j = right_hit.trailing_zeros() as usize;
            right_hit &= right_hit.wrapping_sub(1);
            moved += usize::from(right.get(j) != Some(byte));
        }
    }
    moved
}

/// Whether two texts differ by at most one letter dropped, added, changed, or two swapped.
pub fn one_slip(a: &str, b: &str) -> bool {
    let (left, right) = (a.as_bytes(), b.as_bytes());
    let start = left.iter().zip(right).take_while(|(x, y)| x == y).count();
    let (left, right) = (&left[start..], &right[start..]);
    let end = left.iter().rev().zip(right.iter().rev()).take_while(|(x, y)| x == y).count();
    let (left, right) = (&left[..left.len() - end], &right[..right.len() - end]);
    match (left, right) {
        ([] | [_], [] | [_]) => true,
        ([a, b], [c, d]) => a == d && b == c,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::{jaro_winkler, one_slip};

    #[test]
    fn agrees_with_the_published_examples() {
        assert!((jaro_winkler("martha", "marhta") - 0.9611).abs() < 1e-3);
        assert!((jaro_winkler("dixon", "dicksonx") - 0.8133).abs() < 1e-3);
        assert!(jaro_winkler("", "x") < f32::EPSILON);
    }

    #[test]
    fn one_slip_is_one() {
        for (a, b, slip) in [
            ("lund", "lundd", true),
            ("lund", "ludn", true),
            ("lund", "land", true),
            ("lund", "lund", true),
            ("lund", "lnnud", false),
            ("lund", "oslo", false),
        ] {
            assert_eq!(one_slip(a, b), slip, "{a} {b}");
        }
    }
}
