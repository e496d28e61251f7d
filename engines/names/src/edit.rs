//! Plain string similarity: what the learned comparison falls back on and is measured against.

/// Jaro-Winkler similarity (Winkler 1990), between 0 and 1, of the first 64 letters.
pub fn jaro_winkler(a: &str, b: &str) -> f64 {
    let (mut left, mut right) = (['\0'; 64], ['\0'; 64]);
    let n = read(a, &mut left);
    let m = read(b, &mut right);
    let (left, right) = (&left[..n], &right[..m]);
    let jaro = jaro(left, right);
    let prefix = left.iter().zip(right).take(4).take_while(|(x, y)| x == y).count();
    if jaro > 0.7 { jaro + prefix as f64 * 0.1 * (1.0 - jaro) } else { jaro }
}

fn read(text: &str, into: &mut [char; 64]) -> usize {
    let mut length = 0;
    for (slot, c) in into.iter_mut().zip(text.chars()) {
        *slot = c;
        length += 1;
    }
    length
}

fn jaro(left: &[char], right: &[char]) -> f64 {
    if left.is_empty() || right.is_empty() {
        return if left.is_empty() && right.is_empty() { 1.0 } else { 0.0 };
    }
    let window = (left.len().max(right.len()) / 2).saturating_sub(1);
    let (mut left_hit, mut right_hit) = (0u64, 0u64);
    for (i, c) in left.iter().enumerate() {
        let end = (i + window + 1).min(right.len());
        for (j, d) in right.iter().enumerate().take(end).skip(i.saturating_sub(window)) {
            if c == d && right_hit & (1 << j) == 0 {
                left_hit |= 1 << i;
                right_hit |= 1 << j;
                break;
            }
        }
    }
    let hits = f64::from(left_hit.count_ones());
    if hits == 0.0 {
        return 0.0;
    }
    let moved = moved(left, left_hit, right, right_hit) as f64 / 2.0;
    (hits / left.len() as f64 + hits / right.len() as f64 + (hits - moved) / hits) / 3.0
}

/// How many of the matched letters stand in another order on the other side.
fn moved(left: &[char], left_hit: u64, right: &[char], mut right_hit: u64) -> usize {
    let mut moved = 0;
    for (i, c) in left.iter().enumerate() {
        if left_hit & (1 << i) != 0 {
            let j = right_hit.trailing_zeros() as usize;
            right_hit &= right_hit - 1;
            moved += usize::from(right.get(j) != Some(c));
        }
    }
    moved
}

/// Optimal string alignment distance (Damerau 1964, adjacent swaps cost one) of up to 64 letters,
/// given up beyond `limit`.
pub fn distance(a: &str, b: &str, limit: usize) -> Option<usize> {
    let (mut left, mut right) = (['\0'; 64], ['\0'; 64]);
    let n = read(a, &mut left);
    let m = read(b, &mut right);
    if n.abs_diff(m) > limit {
        return None;
    }
    let mut rows = [[0u8; 65]; 3];
    for (j, cell) in rows[0].iter_mut().enumerate() {
        *cell = j as u8;
    }
    for i in 1..=n {
        let (now, before, earlier) = (i % 3, (i + 2) % 3, (i + 1) % 3);
        rows[now][0] = i as u8;
        for j in 1..=m {
            let same = left[i - 1] == right[j - 1];
            let mut best = (rows[before][j - 1] + u8::from(!same))
                .min(rows[before][j] + 1)
                .min(rows[now][j - 1] + 1);
            if i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1] {
                best = best.min(rows[earlier][j - 2] + 1);
            }
            rows[now][j] = best;
        }
    }
    let distance = usize::from(rows[n % 3][m]);
    (distance <= limit).then_some(distance)
}

#[cfg(test)]
mod tests {
    use super::{distance, jaro_winkler};

    #[test]
    fn agrees_with_the_published_examples() {
        assert!((jaro_winkler("martha", "marhta") - 0.9611).abs() < 1e-4);
        assert!((jaro_winkler("dixon", "dicksonx") - 0.8133).abs() < 1e-4);
        assert_eq!(distance("ziarmal", "zyarmal", 2), Some(1));
        assert_eq!(distance("karim", "kairm", 2), Some(1));
        assert_eq!(distance("karim", "orlova", 2), None);
        assert_eq!(distance("", "", 0), Some(0));
    }
}
