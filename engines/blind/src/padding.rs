//! Sizes to which requests and tables are padded, so that their length says little.

/// The most items of one request: a proof covers at most 65535 (RFC 9497, section 2.2).
pub const MOST: usize = 49_152;

/// The smallest padded size.
const LEAST: usize = 16;

/// The padded size for `items`: the next of 16, 24, 32, 48, 64, 96 … An observer learns the size
/// to within a half; at most half as much again is sent.
pub fn padded(items: usize) -> usize {
    let mut size = LEAST;
    loop {
        if items <= size {
            return size;
        }
        if items <= size.saturating_add(size / 2) {
            return size + size / 2;
        }
        match size.checked_mul(2) {
            Some(next) => size = next,
            None => return items,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_few_and_never_much_too_large() {
        assert_eq!([0, 16, 17, 25, 33, 49].map(padded), [16, 16, 24, 32, 48, 64]);
        assert_eq!(padded(MOST), MOST);
        for items in 17..5000 {
            assert!(padded(items) >= items && padded(items) * 2 <= items * 3, "{items}");
        }
        assert_eq!(padded(usize::MAX), usize::MAX);
    }
}
