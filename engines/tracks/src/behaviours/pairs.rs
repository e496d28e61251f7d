//! The pairs of vessels that a rule watches.

use crate::fleet::Vessel;
use crate::map::Map;

/// Pairs that are watched; when there are more, those that have parted are forgotten, and new ones
/// are not taken up while all of them are together.
const MOST: usize = 200_000;
/// Between two looks for pairs to forget, in milliseconds: each looks at all of them.
const TIDYING: i64 = 60_000;

/// What a rule keeps of each pair. A pair that is not together for `PARTED` milliseconds has parted,
/// and begins anew.
#[derive(Debug)]
pub(crate) struct Pairs<T, const PARTED: i64> {
    kept: Map<(Vessel, Vessel), Together<T>>,
    next_tidying: i64,
}

#[derive(Debug)]
struct Together<T> {
    last: i64,
    state: T,
}

impl<T, const PARTED: i64> Default for Pairs<T, PARTED> {
    fn default() -> Self {
        Self { kept: Map::default(), next_tidying: i64::MIN }
    }
}

impl<T, const PARTED: i64> Pairs<T, PARTED> {
    /// Two vessels that are together now, and what was kept of them; nothing if no further pair can
    /// be watched.
    pub(crate) fn together(
        &mut self,
        (one, other): (Vessel, Vessel),
        time: i64,
        new: impl Fn() -> T,
    ) -> Option<&mut T> {
        let key = (one.min(other), one.max(other));
        if self.kept.len() >= MOST && !self.kept.contains_key(&key) && !self.tidy(time) {
            return None;
        }
        let begun = || Together { last: time, state: new() };
        let pair = self.kept.entry(key).or_insert_with(begun);
        if time - pair.last >= PARTED {
            *pair = begun();
        }
        pair.last = time;
        Some(&mut pair.state)
    }

    /// Forgets who has parted, now and then; whether there is room.
    fn tidy(&mut self, time: i64) -> bool {
        if time >= self.next_tidying {
            self.next_tidying = time + TIDYING;
            self.kept.retain(|_, pair| time - pair.last < PARTED);
        }
        self.kept.len() < MOST
    }
}

#[cfg(test)]
mod tests {
    use super::{MOST, Pairs};
    use crate::fleet::Vessel;

    fn count(pairs: &mut Pairs<u32, 1000>, other: u32, time: i64) -> Option<u32> {
        let seen = pairs.together((Vessel(0), Vessel(other)), time, || 0)?;
        *seen += 1;
        Some(*seen)
    }

    #[test]
    fn a_pair_begins_anew_when_it_has_parted() {
        let mut pairs = Pairs::default();
        assert_eq!(count(&mut pairs, 1, 0), Some(1));
        assert_eq!(count(&mut pairs, 1, 999), Some(2));
        assert_eq!(count(&mut pairs, 1, 1999), Some(1));
    }

    #[test]
    fn a_flood_of_pairs_is_bounded_and_passes() {
        let mut pairs = Pairs::default();
        for other in 1..=MOST as u32 {
            assert_eq!(count(&mut pairs, other, 0), Some(1));
        }
        let further = MOST as u32 + 1;
        assert_eq!(count(&mut pairs, further, 1), None);
        assert_eq!(count(&mut pairs, 1, 1), Some(2));
        assert_eq!(count(&mut pairs, further, 2000), None, "no second look within a minute");
        assert_eq!(count(&mut pairs, further, 61_000), Some(1));
    }
}
