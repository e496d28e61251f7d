//! Numbers that look random and are always the same.

/// A generator (D. Lehmer's, with a 128-bit state, as P. L'Ecuyer tabulates it).
pub(crate) struct Random(u128);

impl Random {
    pub(crate) fn new(seed: u64) -> Self {
        Self((u128::from(seed) << 1 | 1) * 0x9E37_79B9_7F4A_7C15)
    }

    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_mul(0xDA94_2042_E4DD_58B5);
        (self.0 >> 64) as u64
    }

    /// A number below `limit`, which is not 0.
    pub(crate) fn below(&mut self, limit: usize) -> usize {
        (self.next() % limit as u64) as usize
    }
}
