//! Names as attackers and broken exports write them: whatever comes in, an answer comes out, in
//! bounded time, and it does not depend on the order of the two names.

use crossbearing_names::train::Random;
use crossbearing_names::{Index, Model, compare};

/// The fuzz target: two names and a list from arbitrary bytes.
fn compare_bytes(bytes: &[u8]) {
    let model = Model::shipped();
    let text = String::from_utf8_lossy(bytes);
    let middle = text.char_indices().nth(text.chars().count() / 2).map_or(0, |(place, _)| place);
    let (a, b) = text.split_at(middle);
    let (first, second) = (model.prepare(a), model.prepare(b));
    let there = model.compare(&first, &second).log_ratio;
    let back = model.log_ratio(&second, &first);
    assert!(there.is_finite() && back.is_finite(), "{a:?} {b:?}");
    assert!((0.0..=1.0).contains(&compare::probability(there)));
    let index = Index::new(model, [a, b]);
    assert!(index.search(model, b, 3).len() <= 2);
}

#[test]
fn the_corpus_of_bad_names() {
    let long = "Abdul ".repeat(2_000);
    let flood = format!("a{}", "\u{301}".repeat(9_000));
    let endless = "x".repeat(10_000);
    let corpus = [
        "",
        " ",
        ",",
        "a",
        "A.",
        "-",
        "'",
        "123 456",
        "0",
        "\u{202e}زیارمل\u{202c}",
        "Zi\u{200f}arمل",
        "\u{1f6a4}\u{1f6a4} \u{1f600}",
        "MOHAM1VIED AL-K4RIM",
        "von der bin al",
        "al",
        "ال",
        "الله",
        "abd abd abd",
        "abu",
        "Nguyen",
        "\u{0}\u{1}\u{ffff}",
        "王小明 王小明",
        &long,
        &flood,
        &endless,
    ];
    for name in corpus {
        for other in corpus {
            compare_bytes(format!("{name}{other}").as_bytes());
        }
    }
}

#[test]
fn arbitrary_bytes() {
    let mut random = Random::new(9);
    for length in 0..300 {
        let bytes: Vec<u8> = (0..length).map(|_| random.next_u64() as u8).collect();
        compare_bytes(&bytes);
    }
}

#[test]
fn a_name_is_itself_and_order_does_not_matter() {
    let model = Model::shipped();
    let names =
        ["Karvan Ziarmal", "ZIARMAL, Karvan", "کاروان زیارمل", "Карван Зиармал", "Nguyen Van Test"];
    for a in names {
        let first = model.prepare(a);
        assert!(model.compare(&first, &first).probability() > 0.9, "{a}");
        for b in names {
            let second = model.prepare(b);
            let (there, back) =
                (model.log_ratio(&first, &second), model.log_ratio(&second, &first));
            assert!((there - back).abs() < 1e-3, "{a} {b}: {there} {back}");
        }
    }
}

#[test]
fn many_pairs_at_once_are_compared_as_each_by_itself() {
    let model = Model::shipped();
    let spellings = ["Karvan Ziarmal", "کاروان زیارمل", "", "Карван Зиармал", "Abd al-Rahman Q."];
    let names: Vec<_> = spellings.iter().map(|name| model.prepare(name)).collect();
    let pairs: Vec<_> = names.iter().flat_map(|a| names.iter().map(move |b| (a, b))).collect();
    let plainly: Vec<f32> = pairs.iter().map(|(a, b)| model.log_ratio(a, b)).collect();
    assert_eq!(model.log_ratios(&pairs), plainly);
}

#[test]
fn the_same_invented_name_in_many_spellings() {
    let model = Model::shipped();
    for (a, b) in [
        ("Ziarmal", "Zyarmal"),
        ("Ziarmal", "زیارمل"),
        ("Zyarmal", "زيارمل"),
        ("Karvan Ziarmal", "ZIARMAL, Karwan"),
        ("Abd al-Rahman Qadirzai", "Abdulrahman Qaderzay"),
        ("Nur ud-Din Bashiri", "Nooruddin Bashiri"),
        ("Oleksandr Petrenchuk", "Олександр Петренчук"),
    ] {
        let probability = model.compare(&model.prepare(a), &model.prepare(b)).probability();
        assert!(probability > 0.5, "{a} ~ {b}: {probability}");
    }
    for (a, b) in
        [("Ziarmal", "Petrenchuk"), ("Karvan Ziarmal", "Oleh Petrenchuk"), ("", "Ziarmal")]
    {
        let probability = model.compare(&model.prepare(a), &model.prepare(b)).probability();
        assert!(probability < 0.4, "{a} ~ {b}: {probability}");
    }
}
