//! Whom two records were seen with.

use crossbearing_linkage::{
    Aids, Block, Compare, Judgements, Kind, LevelWeights, Linkage, Plan, Table, Weights,
    WeightsFrom,
};

fn plan() -> Plan {
    let compare = |column: &str, kind| Compare {
        column: column.to_owned(),
        kind,
        by: None,
        term_frequency: false,
        share: 1.0,
    };
    let block = |key: &str| Block { keys: vec![key.to_owned()], most: 100 };
    Plan {
        id: "id".to_owned(),
        compare: vec![compare("name", Kind::Name), compare("seen_with", Kind::Companions)],
        block: vec![block("name:forms"), block("seen_with:sounds")],
        ..Plan::default()
    }
}

/// Three namesakes in two companies, and fifty others who all know one man.
fn linkage(plan: Plan) -> Linkage {
    let mut table = Table::new(&["id", "name", "seen_with"]);
    let own = [
        ["a", "karvan ziarmal", "Shirin Olvand; Tarvand, Omid; Boxer Bhai"],
        ["b", "karvan ziarmal", "omid tarvand | shirin ulvand"],
        ["c", "karvan ziarmal", "Lostan Kelm; Boxer Bhai"],
        ["d", "dastan melk", "Boxer Bhai"],
        ["e", "dastan melk", " ; "],
    ];
    for record in &own {
        table.push(record);
    }
    for number in 0..50 {
        let id = format!("x{number}");
        let with = format!("Boxer Bhai; stranger number {number}");
        table.push(&[id, format!("other{number}"), with]);
    }
    Linkage::new(table, plan, &Aids::default(), WeightsFrom::Plan).unwrap()
}

/// What the lists of two records say, if anything.
fn said(linkage: &Linkage, pair: (u32, u32)) -> Option<(&'static str, f32)> {
    let term = linkage.explain(pair).into_iter().find(|term| term.column == "seen_with")?;
    Some((term.meaning, term.weight))
}

#[test]
fn rare_companions_say_more_than_common_ones() {
    let linkage = linkage(plan());
    let meaning = |pair| said(&linkage, pair).map(|(meaning, _)| meaning);
    assert_eq!(meaning((0, 1)), Some("several shared"), "in another order and spelling");
    assert_eq!(meaning((0, 2)), Some("somebody common shared"));
    assert_eq!(meaning((1, 2)), Some("nobody shared"));
    assert_eq!(meaning((3, 4)), None, "a list of nobody says nothing");
    let weight = |pair| said(&linkage, pair).map_or(f32::NAN, |(_, weight)| weight);
    assert!(weight((0, 1)) > weight((0, 2)), "{} {}", weight((0, 1)), weight((0, 2)));
}

#[test]
fn companions_part_namesakes() {
    let levels = |column: &str, levels: &[f32]| LevelWeights {
        column: column.to_owned(),
        levels: levels.to_vec(),
        missing: 0.0,
        rarity: 0.0,
    };
    let weights = Weights {
        prior: -2.0,
        compare: vec![
            levels("name", &[-3.0, -2.0, -1.0, 1.0, 1.0, 2.0]),
            levels("seen_with", &[-1.0, -0.5, 1.0, 2.0, 4.0]),
        ],
    };
    let linkage = linkage(Plan { weights: Some(weights), ..plan() });
    let clusters = linkage.clusters(&Judgements::default()).unwrap();
    assert_eq!(clusters[0], clusters[1]);
    assert_ne!(clusters[0], clusters[2]);
}
