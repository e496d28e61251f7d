//! Tables that nobody should send: the engine neither panics nor takes forever.

use crossbearing_linkage::{Judgements, Linkage, Table, WeightsFrom};
use proptest::prelude::*;

use crate::people::{COLUMNS, aids, plan};

/// Links a table of these texts, as many fields a record as there are columns.
fn linked(texts: &[String]) -> usize {
    let mut table = Table::new(&COLUMNS);
    texts.chunks(COLUMNS.len()).for_each(|fields| table.push(fields));
    let records = table.records;
    let linkage = Linkage::new(table, plan(30), &aids(), WeightsFrom::Plan).unwrap();
    let clusters = linkage.clusters(&Judgements::default()).unwrap();
    assert_eq!(clusters.len(), records);
    let mut stream = linkage.stream(clusters);
    for fields in texts.chunks_exact(COLUMNS.len()).take(3) {
        stream.take_in(fields).unwrap();
    }
    records
}

#[test]
fn odd_values_are_values() {
    let odd = [
        "",
        "a",
        "\u{202e}nogard\u{202c}",
        "🚣🏽‍♀️",
        "12345",
        "KARVAN",
        "زیارمل karwan",
        "\0",
        "a\u{301}\u{301}\u{301}\u{301}",
        "99999999999999999999",
        "2147483648-13-45",
        "0000-00-00",
        "'",
        "   ",
        "𝕂𝕒𝕣𝕧𝕒𝕟",
        "-",
    ];
    let mut texts: Vec<String> = Vec::new();
    for one in odd {
        for other in odd {
            texts.extend([one, other, one, other, one].map(str::to_owned));
        }
    }
    texts.extend(["x".repeat(10_000), "x ".repeat(5_000), "\u{301}".repeat(10_000)]);
    texts.extend(["1".repeat(10_000), "y".repeat(10_000)]);
    assert_eq!(linked(&texts), odd.len() * odd.len() + 1);
}

#[test]
fn one_value_for_all_is_no_quadratic_table() {
    let texts = ["p", "karvan", "karvan ziarmal", "1984-12-18", "+33639980001"];
    let many: Vec<String> =
        texts.iter().cycle().take(5 * 20_000).map(|it| (*it).to_owned()).collect();
    let mut table = Table::new(&COLUMNS);
    many.chunks(5).for_each(|fields| table.push(fields));
    let linkage = Linkage::new(table, plan(120), &aids(), WeightsFrom::Plan).unwrap();
    assert_eq!(linkage.pairs, 0, "blocks above their size are passed over");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_linked(texts in prop::collection::vec(any::<String>(), 0..40)) {
        linked(&texts);
    }
}
