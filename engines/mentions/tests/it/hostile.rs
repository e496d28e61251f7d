//! Texts that mean harm: no panic, every mention inside the text, and time that grows no faster
//! than the text.

use std::time::Instant;

use crossbearing_mentions::{Context, Extractor, KnownNames, Reading};
use proptest::prelude::*;

fn read(text: &str) -> Reading {
    let context = Context {
        report_date: "2025-03-31".parse().ok(),
        region: Some("GB".to_owned()),
        ..Context::default()
    };
    Extractor::new().read(text, &context)
}

/// Every span marks whole characters of the text, and mentions do not overlap.
fn check(text: &str, reading: &Reading) {
    for mention in &reading.mentions {
        let marked = text.get(mention.span.start as usize..mention.span.end as usize);
        assert_eq!(marked, Some(mention.text.as_str()));
        assert!(!mention.text.is_empty());
    }
    for pair in reading.mentions.windows(2) {
        assert!(!pair[0].span.overlaps(pair[1].span), "{pair:?}");
    }
    let persons = reading.persons.iter().flat_map(|person| {
        person.names.iter().chain(&person.aliases).chain(&person.ages).map(|said| said.span)
    });
    let events = reading.events.iter().flat_map(|event| event.passages.iter().copied());
    for span in persons.chain(events) {
        assert!(text.get(span.start as usize..span.end as usize).is_some(), "{span:?}");
    }
    for event in &reading.events {
        assert!(event.person.is_none_or(|person| person < reading.persons.len()));
    }
}

/// What is repeated until it is long.
const FLOODS: [&str; 26] = [
    "(",
    "[[",
    "“",
    "\"a ",
    "a\u{0301}\u{0301}\u{0301}",
    "\u{202E}",
    "A",
    "Ab ",
    "Ab-",
    "Ab Cd ",
    "Ab Cd was arrested ",
    "aka ",
    "Ab aka Cd ",
    "known by a as ",
    "the trio ",
    "Ab Cd, 24, ",
    "1",
    "1 ",
    "+44 ",
    "51 03.",
    "GB82",
    "a@b.cc",
    "http://",
    "Calais, ",
    "5 May ",
    "was arrested and ",
];

#[test]
fn floods_are_read_to_the_end() {
    for flood in FLOODS {
        let text = flood.repeat(4_000 / flood.len());
        check(&text, &read(&text));
    }
}

#[test]
fn megabytes_of_brackets() {
    let text = "([{<“«".repeat((1 << 20) / 9);
    let reading = read(&text);
    assert_eq!(reading.read, text.len());
    assert!(reading.mentions.is_empty());
}

/// Eight times the text may take at most 40 times as long: quadratic work would take 64 times. The
/// shorter text is long enough that a slow machine does not decide.
#[test]
fn time_grows_with_the_text_and_no_faster() {
    const SHORT: usize = 8_000;
    for flood in FLOODS {
        let time = |length: usize| {
            let text = flood.repeat(length / flood.len());
            let best = (0..2).map(|_| {
                let start = Instant::now();
                let reading = read(&text);
                assert_eq!(reading.read, text.len());
                start.elapsed()
            });
            best.min().unwrap_or_default()
        };
        let (short, long) = (time(SHORT), time(8 * SHORT));
        let most = short.max(std::time::Duration::from_millis(4)) * 40;
        assert!(
            long < most,
            "{flood:?}: {short:?} for {SHORT} bytes, {long:?} for 8 times as many"
        );
    }
}

#[test]
fn a_text_over_the_limit_is_read_up_to_it() {
    let text = "é".repeat(100);
    let context = Context { limit: 33, ..Context::default() };
    assert_eq!(Extractor::new().read(&text, &context).read, 32);
}

#[test]
fn known_names_may_overlap_and_nothing_else() {
    let known = KnownNames::new([("p-1", "Tarvand Oskel"), ("p-2", "Oskel")]).unwrap();
    let text = "Tarvand Oskel, 24, was arrested. Oskel fled.";
    let reading = Extractor::new().with_known(known).read(text, &Context::default());
    let known: Vec<_> = reading
        .mentions
        .iter()
        .filter(|m| m.kind.as_str() == "known")
        .map(|m| m.value.as_str())
        .collect();
    assert_eq!(known, ["p-1", "p-2"]);
    assert_eq!(reading.persons.len(), 1);
}

fn words() -> impl Strategy<Value = String> {
    let word = prop_oneof![
        Just("Tarvand"),
        Just("Oskel"),
        Just("aka"),
        Just("was"),
        Just("arrested"),
        Just("and"),
        Just("the"),
        Just("trio"),
        Just("("),
        Just(")"),
        Just(","),
        Just("."),
        Just("24"),
        Just("\n"),
        Just("5"),
        Just("May"),
        Just("in"),
        Just("Calais"),
        Just("sentenced"),
        Just("to"),
        Just("years"),
        Just("“"),
        Just("”"),
        Just("he"),
        Just("Iraqi"),
        Just("national"),
        Just("men"),
        Just("two"),
        Just("+44"),
        Just("7946"),
        Just("\u{202E}"),
        Just("المعروف"),
        Just("باسم"),
        Just("é"),
        Just("@"),
        Just(":"),
        Just("-"),
        Just("'"),
        Just("£"),
    ];
    proptest::collection::vec((word, prop_oneof![Just(" "), Just(""), Just("\n")]), 0..60)
        .prop_map(|words| words.into_iter().flat_map(|(word, gap)| [word, gap]).collect())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn any_text_is_read(text in "\\PC{0,200}") {
        check(&text, &read(&text));
    }

    #[test]
    fn any_order_of_the_words_that_matter_is_read(text in words()) {
        check(&text, &read(&text));
    }

    #[test]
    fn reading_twice_gives_the_same(text in words()) {
        prop_assert_eq!(read(&text), read(&text));
    }
}
