//! Whether sanitised copies of a report, put side by side, give its source away.
//!
//! Each copy leaves something out. Two partners who lay theirs together, or one who got two, have the
//! union. Whoever knows what is reported knows which sources could have said all of that: where only
//! one is left, the copies reveal it. This is anonymity among sources (after Sweeney, 2002), counted
//! over the reports that the officer who asks may see.

use std::collections::BTreeSet;

/// A property and a value, as it is matched: what a report says, or a copy of it.
pub type Detail = (String, String);

/// A report, for what it tells of its source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// Who or what it comes from; the report itself where that is not said.
    pub source: String,
    /// What it says.
    pub details: BTreeSet<Detail>,
}

/// A sanitised copy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Copy {
    /// What it is called.
    pub name: String,
    /// What it says.
    pub details: BTreeSet<Detail>,
}

/// What copies give away.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Risk {
    /// Copies that leave one source by themselves.
    pub alone: Vec<String>,
    /// Smallest sets of copies that do so only together.
    pub together: Vec<Vec<String>>,
    /// How many sources could have said all that the copies say.
    pub sources_left: usize,
}

/// Sees what `copies` of `original` give away among `reports`, the original among them.
///
/// A detail that the original does not have is one that was made coarser: it rules nobody out.
pub fn risk(original: &Told, copies: &[Copy], reports: &[Told]) -> Risk {
    let precise: Vec<BTreeSet<&Detail>> =
        copies.iter().map(|copy| copy.details.intersection(&original.details).collect()).collect();
    let left = |details: &BTreeSet<&Detail>| {
        let fits = |report: &&Told| details.iter().all(|detail| report.details.contains(*detail));
        let sources = reports.iter().filter(fits).map(|report| report.source.as_str());
        sources.collect::<BTreeSet<_>>().len()
    };
    // A copy that says nothing precise rules nobody out, however few sources there are.
    let reveals = |details: &BTreeSet<&Detail>| !details.is_empty() && left(details) <= 1;
    let is_alone: Vec<bool> = precise.iter().map(reveals).collect();
    let mut together = Vec::new();
    for one in 0..copies.len() {
        for other in one + 1..copies.len() {
            if is_alone[one] || is_alone[other] {
                continue;
            }
            if reveals(&precise[one].union(&precise[other]).copied().collect()) {
                together.push(vec![copies[one].name.clone(), copies[other].name.clone()]);
            }
        }
    }
    let all: BTreeSet<&Detail> = precise.iter().flatten().copied().collect();
    if together.is_empty() && !is_alone.contains(&true) && reveals(&all) {
        together.push(copies.iter().map(|copy| copy.name.clone()).collect());
    }
    let alone = copies.iter().zip(&is_alone).filter(|(_, alone)| **alone);
    Risk {
        alone: alone.map(|(copy, _)| copy.name.clone()).collect(),
        together,
        sources_left: left(&all),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn details(list: &[(&str, &str)]) -> BTreeSet<Detail> {
        list.iter().map(|(property, value)| ((*property).to_owned(), (*value).to_owned())).collect()
    }

    fn told(source: &str, list: &[(&str, &str)]) -> Told {
        Told { source: source.to_owned(), details: details(list) }
    }

    fn copy(name: &str, list: &[(&str, &str)]) -> Copy {
        Copy { name: name.to_owned(), details: details(list) }
    }

    const DAY: (&str, &str) = ("date", "2026-05-02");
    const BEACH: (&str, &str) = ("location", "north beach");
    const BOAT: (&str, &str) = ("vessel", "grey inflatable");

    #[test]
    fn two_harmless_copies_may_leave_one_source() {
        let original = told("heron", &[DAY, BEACH, BOAT]);
        let reports = [original.clone(), told("finch", &[DAY, BOAT]), told("wren", &[BEACH, BOAT])];
        let copies = [copy("for south", &[DAY]), copy("for east", &[BEACH])];
        let found = risk(&original, &copies, &reports);
        assert_eq!(found.alone, Vec::<String>::new());
        assert_eq!(found.together, [["for south", "for east"]]);
        assert_eq!(found.sources_left, 1);
    }

    #[test]
    fn one_copy_may_do_it_alone() {
        let original = told("heron", &[DAY, BEACH]);
        let reports = [original.clone(), told("finch", &[DAY])];
        let found = risk(&original, &[copy("for south", &[DAY, BEACH])], &reports);
        assert_eq!(
            (found.alone.as_slice(), found.together.len()),
            (&["for south".to_owned()][..], 0)
        );
    }

    #[test]
    fn what_was_made_coarser_rules_nobody_out() {
        let original = told("heron", &[DAY, BEACH]);
        let reports = [original.clone(), told("finch", &[DAY]), told("wren", &[DAY, BEACH])];
        let coarse = copy("for south", &[("location", "the coast"), DAY]);
        let found = risk(&original, &[coarse, copy("for east", &[BEACH])], &reports);
        assert_eq!((found.alone.len(), found.together.len(), found.sources_left), (0, 0, 2));
    }

    #[test]
    fn three_copies_that_are_harmless_two_by_two() {
        let original = told("heron", &[DAY, BEACH, BOAT]);
        let reports = [
            original.clone(),
            told("a", &[DAY, BEACH]),
            told("b", &[BEACH, BOAT]),
            told("c", &[DAY, BOAT]),
        ];
        let copies = [copy("1", &[DAY]), copy("2", &[BEACH]), copy("3", &[BOAT])];
        assert_eq!(risk(&original, &copies, &reports).together, [["1", "2", "3"]]);
    }
}
