//! A comparison that the engine does not know.

use crossbearing_linkage::{
    Aids, Block, Compare, Comparer, Judgements, Kind, LevelWeights, Linkage, LinkageError, Plan,
    Table, Weights, WeightsFrom,
};

/// Texts that are one when their letters are, whatever the order.
#[derive(Debug, Default)]
struct Anagrams(Vec<Vec<char>>);

impl Comparer for Anagrams {
    fn study(&mut self, text: &str) {
        let mut letters: Vec<char> = text.chars().collect();
        letters.sort_unstable();
        self.0.push(letters);
    }

    fn log_ratio(&self, a: u32, b: u32) -> Option<f32> {
        let (one, other) = (self.0.get(a as usize)?, self.0.get(b as usize)?);
        Some(if one == other { 8.0 } else { -5.0 })
    }

    fn keys(&self, value: u32) -> Vec<u32> {
        let letters = self.0.get(value as usize).into_iter().flatten();
        letters.take(1).map(|letter| *letter as u32).collect()
    }
}

fn plan(by: &str) -> Plan {
    Plan {
        id: "id".to_owned(),
        compare: vec![Compare {
            column: "name".to_owned(),
            kind: Kind::Outside,
            by: Some(by.to_owned()),
            term_frequency: false,
            share: 1.0,
        }],
        block: vec![Block { keys: vec!["name:outside".to_owned()], most: 100 }],
        weights: Some(Weights {
            prior: -1.0,
            compare: vec![LevelWeights {
                column: "name".to_owned(),
                levels: vec![-6.0, -3.0, -1.0, 0.0, 1.0, 3.0, 5.0, 7.0],
                missing: 0.0,
                rarity: 0.0,
            }],
        }),
        ..Plan::default()
    }
}

fn aids() -> Aids {
    Aids { comparers: vec![("anagrams", || Box::new(Anagrams::default()))], ..Aids::default() }
}

fn table(names: &[&str]) -> Table {
    let mut table = Table::new(&["id", "name"]);
    for (place, name) in names.iter().enumerate() {
        table.push(&[place.to_string(), (*name).to_owned()]);
    }
    table
}

#[test]
fn a_comparison_from_outside_brings_up_weighs_and_joins() {
    let table = table(&["lund", "dunl", "land", "nald", "oslo"]);
    let linkage = Linkage::new(table, plan("anagrams"), &aids(), WeightsFrom::Plan).unwrap();
    assert_eq!(linkage.pairs, 2, "`land` and `nald`, `lund` and `dunl` begin with one letter each");
    assert_eq!(linkage.clusters(&Judgements::default()), Ok(vec![0, 0, 2, 2, 4]));
    let term = linkage.explain((0, 1)).remove(0);
    assert_eq!(term.meaning, "the same and rare");
    let mut stream = linkage.stream(vec![0, 0, 2, 2, 4]);
    let taken = stream.take_in(&["9", "udnl"]).unwrap();
    assert_eq!((taken.compared, taken.cluster), (2, 0));
}

#[test]
fn a_comparison_that_nobody_gave_is_refused() {
    let refused = Linkage::new(table(&["a"]), plan("faces"), &aids(), WeightsFrom::Plan);
    let error = refused.unwrap_err();
    assert!(matches!(&error, LinkageError::NoSuchComparison { by, .. } if by == "faces"));
    assert!(error.to_string().contains("there are: anagrams"), "{error}");
}
