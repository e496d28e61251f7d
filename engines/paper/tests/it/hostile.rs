//! Text that tries to leave its place.

use crossbearing_paper::{Block, Column, Document, Rich, Table, print};
use proptest::prelude::*;

use super::reading::{boxes_of, words_of};
use super::sample::furniture;

fn in_a_table(texts: &[String]) -> Document {
    let column = |head: &str| Column { head: head.to_owned(), share: 1.0, is_number: false };
    Document {
        furniture: furniture(),
        blocks: vec![
            Block::Heading { level: 1, text: texts.first().cloned().unwrap_or_default().into() },
            Block::Table(Table {
                columns: vec![column("a"), column("b")],
                rows: texts
                    .iter()
                    .map(|text| vec![text.as_str().into(), "beside".into()])
                    .collect(),
            }),
            Block::Paragraph(Rich::plain("The end is still said.")),
        ],
        ..Document::default()
    }
}

#[test]
fn long_names_controls_and_floods_stay_in_their_boxes() {
    let texts = [
        "x".repeat(10_000),
        "ش".repeat(10_000),
        "\u{202e}gnp.exe\u{202c} \u{2067}abc".to_owned(),
        format!("Z{}algo", "\u{0334}\u{0301}\u{0489}".repeat(3_000)),
        "漢字の名前".to_owned(),
        "👩‍👩‍👧 \u{0}\u{7}\u{1b}[31m".to_owned(),
        "a\nb\r\nc\u{2028}d\u{2029}e".repeat(40),
        String::new(),
    ];
    let printed = print(&in_a_table(&texts)).unwrap();
    let words = words_of(&printed.bytes).concat();
    assert!(words.contains("The end is still said."));
    assert!(words.contains("more lines"), "what is cut says so");
    assert!(words.contains("Letters that this document has no font for"));
    assert!(words.contains('漢'), "what cannot be drawn can be copied");
    assert!(!words.contains('\u{202e}'));
    for [left, _, right, _] in boxes_of(&printed.bytes) {
        assert!(left >= 50.0 && right <= 546.0, "a letter at {left} to {right}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// No text keeps a document from being printed, and none is printed twice differently.
    #[test]
    fn any_text_can_be_printed(texts in proptest::collection::vec("\\PC{0,60}|.{0,40}", 1..6)) {
        let document = in_a_table(&texts);
        let printed = print(&document).unwrap();
        prop_assert_eq!(&printed, &print(&document).unwrap());
        prop_assert!(printed.pages >= 1);
        let words = words_of(&printed.bytes).concat();
        prop_assert!(words.contains("The end is still said."));
    }
}
