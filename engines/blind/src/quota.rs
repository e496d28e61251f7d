//! How often one may ask: counted by the key holder, for each case and day.

use std::collections::BTreeMap;

use crate::{Error, Result};

/// How many evaluations the key holder gives away in a day. Padding counts: the key holder cannot
/// tell it from items.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Quota {
    /// For one case.
    pub per_case: u32,
    /// For all cases together.
    pub per_day: u32,
}

/// Evaluations given away, by day (counted in any way that grows by one a day) and case.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Spent(BTreeMap<(i64, String), u32>);

impl Spent {
    /// Takes `wanted` evaluations for `case` on `day`, or refuses all of them.
    ///
    /// A day before the latest one counts as the latest: a clock that is moved back gives nothing
    /// back.
    pub fn take(&mut self, quota: &Quota, (day, case): (i64, &str), wanted: u32) -> Result<()> {
        let day = self.0.keys().map(|(known, _)| *known).max().map_or(day, |last| last.max(day));
        let of_day = self.0.range((day, String::new())..).map(|(_, spent)| *spent);
        let spent_today = of_day.fold(0_u32, u32::saturating_add);
        let key = (day, case.to_owned());
        let spent_by_case = self.0.get(&key).copied().unwrap_or(0);
        for (whose, most, spent) in
            [("this case", quota.per_case, spent_by_case), ("the day", quota.per_day, spent_today)]
        {
            let left = most.saturating_sub(spent);
            if wanted > left {
                return Err(Error::Quota { whose, left, wanted });
            }
        }
        self.0.insert(key, spent_by_case + wanted);
        Ok(())
    }

    /// Counts what was given away before, as a store kept it.
    pub fn restore(&mut self, (day, case): (i64, &str), spent: u32) {
        let count = self.0.entry((day, case.to_owned())).or_default();
        *count = count.saturating_add(spent);
    }

    /// Every count: day, case, evaluations. What an auditor may see; no content is in it.
    pub fn counts(&self) -> impl Iterator<Item = (i64, &str, u32)> {
        self.0.iter().map(|((day, case), spent)| (*day, case.as_str(), *spent))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const QUOTA: Quota = Quota { per_case: 100, per_day: 150 };

    #[test]
    fn a_case_a_day_and_the_next_day() {
        let mut spent = Spent::default();
        spent.take(&QUOTA, (1, "lantern"), 64).unwrap();
        let refused = spent.take(&QUOTA, (1, "lantern"), 64).unwrap_err();
        assert_eq!(
            refused.to_string(),
            "this case has 36 evaluations left today, 64 were asked for"
        );
        spent.take(&QUOTA, (1, "harbour"), 64).unwrap();
        assert!(spent.take(&QUOTA, (1, "third"), 64).unwrap_err().to_string().contains("the day"));
        spent.take(&QUOTA, (2, "lantern"), 100).unwrap();
        assert_eq!(spent.counts().count(), 3);
    }

    #[test]
    fn a_clock_that_is_moved_back_gives_nothing_back() {
        let mut spent = Spent::default();
        spent.take(&QUOTA, (9, "lantern"), 100).unwrap();
        assert!(spent.take(&QUOTA, (8, "lantern"), 16).is_err());
    }

    #[test]
    fn counts_that_were_kept_are_counted() {
        let mut spent = Spent::default();
        spent.restore((1, "lantern"), 90);
        spent.restore((1, "lantern"), u32::MAX);
        assert!(spent.take(&QUOTA, (1, "lantern"), 1).is_err());
        assert!(spent.take(&QUOTA, (1, "other"), u32::MAX).is_err());
    }
}
