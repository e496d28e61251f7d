//! Which numbers stand in most of some lists.

use std::cell::RefCell;

/// The numbers below `count` that stand in the lists; where there are more than `most`, those that
/// stand in most of them, the lower before the higher. A list names a number once.
pub(super) fn most_shared<'a>(
    count: usize,
    lists: impl Iterator<Item = &'a [u32]>,
    most: usize,
) -> Vec<u32> {
    // In how many lists each number stands; all blank between calls.
    thread_local!(static SEEN: RefCell<Vec<u8>> = RefCell::default());
    SEEN.with_borrow_mut(|seen| {
        if seen.len() < count {
            seen.resize(count, 0);
        }
        let mut numbers: Vec<u32> = Vec::new();
        for number in lists.flatten() {
            let Some(times) = seen.get_mut(*number as usize) else { continue };
            if *times == 0 {
                numbers.push(*number);
            }
            *times = times.saturating_add(1);
        }
        let times = |number: &u32| seen.get(*number as usize).copied().unwrap_or(0);
        let mut kept = numbers.clone();
        if kept.len() > most {
            let first = |a: &u32, b: &u32| times(b).cmp(&times(a)).then(a.cmp(b));
            kept.select_nth_unstable_by(most, first);
            kept.truncate(most);
        }
        for number in numbers {
            if let Some(times) = seen.get_mut(number as usize) {
                *times = 0;
            }
        }
        kept
    })
}

#[cfg(test)]
mod tests {
    use super::most_shared;

    #[test]
    fn what_is_shared_most_is_kept() {
        let lists: [&[u32]; 3] = [&[1, 3, 5, 7], &[3, 7, 9], &[2, 7]];
        for _ in 0..2 {
            let mut found = most_shared(10, lists.into_iter(), 3);
            found.sort_unstable();
            assert_eq!(found, [1, 3, 7]);
        }
        assert_eq!(most_shared(10, lists.into_iter(), 9).len(), 6);
        assert!(most_shared(0, std::iter::empty(), 9).is_empty());
    }
}
