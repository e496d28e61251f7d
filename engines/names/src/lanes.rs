//! A few cells of a table side by side, worked on at once.
//!
//! Eight of them are one vector of the baseline of x86-64; elsewhere, and in the test that compares
//! the two, they are an array.

/// So little that it never wins: sums saturate here.
pub(crate) const NEVER: i16 = i16::MIN;

#[cfg(not(target_feature = "sse2"))]
use plain::Eight;
#[cfg(target_feature = "sse2")]
use vector::Eight;

/// Cells side by side: eight to a vector.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Lanes<const V: usize>([Eight; V]);

impl<const V: usize> Lanes<V> {
    /// Cells by their number. Lane 0 is what stands before the first.
    #[inline]
    pub(crate) fn new(mut cell: impl FnMut(usize) -> i16) -> Self {
        let mut lanes = Self::each(NEVER);
        for (vector, eight) in lanes.0.iter_mut().enumerate() {
            *eight = Eight::new(std::array::from_fn(|lane| cell(vector * 8 + lane)));
        }
        lanes
    }

    /// The same in every cell.
    #[inline]
    pub(crate) fn each(cell: i16) -> Self {
        Self([Eight::each(cell); V])
    }

    #[inline]
    pub(crate) fn plus(self, other: Self) -> Self {
        self.with(other, Eight::plus)
    }

    #[inline]
    pub(crate) fn minus(self, other: Self) -> Self {
        self.with(other, Eight::minus)
    }

    #[inline]
    pub(crate) fn best(self, other: Self) -> Self {
        self.with(other, Eight::best)
    }

    /// Every cell one, two or four lanes further; what comes in from before the first is
    /// impossible.
    #[inline]
    pub(crate) fn moved<const BY: usize>(mut self) -> Self {
        let mut before = Eight::each(NEVER);
        for eight in &mut self.0 {
            (*eight, before) = (eight.moved::<BY>(before), *eight);
        }
        self
    }

    /// In every cell the best up to it.
    #[inline]
    pub(crate) fn best_so_far(self) -> Self {
        let mut best = self.best(self.moved::<1>());
        best = best.best(best.moved::<2>());
        best = best.best(best.moved::<4>());
        // From eight lanes on, the best so far of one vector goes into every cell of the next.
        for vector in 1..V {
            let before = Eight::each(best.0[vector - 1].last());
            best.0[vector] = best.0[vector].best(before);
        }
        best
    }

    /// One cell.
    #[inline]
    pub(crate) fn cell(self, lane: usize) -> i16 {
        let eight = self.0.get(lane / 8).map(|eight| eight.cells());
        eight.and_then(|cells| cells.get(lane % 8).copied()).unwrap_or(NEVER)
    }

    #[inline]
    fn with(mut self, other: Self, what: impl Fn(Eight, Eight) -> Eight) -> Self {
        for (eight, other) in self.0.iter_mut().zip(other.0) {
            *eight = what(*eight, other);
        }
        self
    }
}

#[cfg(target_feature = "sse2")]
#[expect(unsafe_code, reason = "these instructions need SSE2, without which this is not compiled")]
mod vector {
    use std::arch::x86_64::{
        __m128i, _mm_adds_epi16, _mm_extract_epi16, _mm_max_epi16, _mm_or_si128, _mm_set1_epi16,
        _mm_slli_si128, _mm_srli_si128, _mm_subs_epi16,
    };

    /// Eight cells.
    #[derive(Debug, Clone, Copy)]
    pub(super) struct Eight(__m128i);

    impl Eight {
        #[inline]
        pub(super) fn new(cells: [i16; 8]) -> Self {
            // Lowest lane first, as vectors lie in memory on every machine that has them.
            Self(unsafe { std::mem::transmute::<[i16; 8], __m128i>(cells) })
        }

        #[inline]
        pub(super) fn each(cell: i16) -> Self {
            Self(unsafe { _mm_set1_epi16(cell) })
        }

        #[inline]
        pub(super) fn plus(self, other: Self) -> Self {
            Self(unsafe { _mm_adds_epi16(self.0, other.0) })
        }

        #[inline]
        pub(super) fn minus(self, other: Self) -> Self {
            Self(unsafe { _mm_subs_epi16(self.0, other.0) })
        }

        #[inline]
        pub(super) fn best(self, other: Self) -> Self {
            Self(unsafe { _mm_max_epi16(self.0, other.0) })
        }

        #[inline]
        pub(super) fn moved<const BY: usize>(self, before: Self) -> Self {
            let (here, before) = (self.0, before.0);
            Self(unsafe {
                match BY {
                    1 => _mm_or_si128(_mm_slli_si128::<2>(here), _mm_srli_si128::<14>(before)),
                    2 => _mm_or_si128(_mm_slli_si128::<4>(here), _mm_srli_si128::<12>(before)),
                    _ => _mm_or_si128(_mm_slli_si128::<8>(here), _mm_srli_si128::<8>(before)),
                }
            })
        }

        #[inline]
        pub(super) fn last(self) -> i16 {
            unsafe { _mm_extract_epi16::<7>(self.0) as i16 }
        }

        #[inline]
        pub(super) fn cells(self) -> [i16; 8] {
            // Lowest lane first, as vectors lie in memory on every machine that has them.
            unsafe { std::mem::transmute::<__m128i, [i16; 8]>(self.0) }
        }
    }
}

#[cfg(any(test, not(target_feature = "sse2")))]
mod plain {
    use std::array::from_fn;

    /// Eight cells.
    #[derive(Debug, Clone, Copy)]
    pub(super) struct Eight([i16; 8]);

    impl Eight {
        pub(super) fn new(cells: [i16; 8]) -> Self {
            Self(cells)
        }

        pub(super) fn each(cell: i16) -> Self {
            Self([cell; 8])
        }

        pub(super) fn plus(self, other: Self) -> Self {
            Self(from_fn(|lane| self.0[lane].saturating_add(other.0[lane])))
        }

        pub(super) fn minus(self, other: Self) -> Self {
            Self(from_fn(|lane| self.0[lane].saturating_sub(other.0[lane])))
        }

        pub(super) fn best(self, other: Self) -> Self {
            Self(from_fn(|lane| self.0[lane].max(other.0[lane])))
        }

        pub(super) fn moved<const BY: usize>(self, before: Self) -> Self {
            let from = |lane: usize| match lane.checked_sub(BY) {
                Some(lane) => self.0[lane],
                None => before.0[8 + lane - BY],
            };
            Self(from_fn(from))
        }

        pub(super) fn last(self) -> i16 {
            self.0[7]
        }

        pub(super) fn cells(self) -> [i16; 8] {
            self.0
        }
    }
}

#[cfg(all(test, target_feature = "sse2"))]
mod tests {
    use super::{plain, vector};
    use crate::train::Random;

    /// What each operation makes of two rows of cells.
    macro_rules! every_operation {
        ($kind:ident, $rows:ident) => {{
            let [x, y] = $rows;
            [
                x.plus(y).cells(),
                x.minus(y).cells(),
                x.best(y).cells(),
                x.moved::<1>(y).cells(),
                x.moved::<2>(y).cells(),
                x.moved::<4>(y).cells(),
                $kind::Eight::each(x.last()).cells(),
            ]
        }};
    }

    #[test]
    fn vectors_say_what_arrays_say() {
        let mut random = Random::new(2);
        for _ in 0..200 {
            let [a, b] = [(); 2].map(|()| [(); 8].map(|()| random.below(1 << 16) as u16 as i16));
            let fast = [vector::Eight::new(a), vector::Eight::new(b)];
            let slow = [plain::Eight::new(a), plain::Eight::new(b)];
            let fast = every_operation!(vector, fast);
            let slow = every_operation!(plain, slow);
            assert_eq!(fast, slow, "{a:?} {b:?}");
        }
    }
}
