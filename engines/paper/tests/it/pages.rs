//! What stands on which page.

use crossbearing_paper::{Block, Column, Document, Error, Rich, Table, print};

use super::reading::words_of;
use super::sample::{furniture, sample};

#[test]
fn the_same_document_gives_the_same_bytes() {
    let printed = print(&sample()).unwrap();
    assert_eq!(printed, print(&sample()).unwrap());
    assert_eq!(printed.undrawn, Vec::<char>::new());
    if let Some(folder) = std::env::var_os("PAPER_SAMPLE") {
        std::fs::write(std::path::Path::new(&folder).join("sample.pdf"), &printed.bytes).unwrap();
    }
}

#[test]
fn every_page_carries_the_marking_twice_its_number_and_the_head_of_the_table() {
    let document = long_table();
    let printed = print(&document).unwrap();
    assert!(printed.pages > 3, "{} pages", printed.pages);
    let pages = words_of(&printed.bytes);
    assert_eq!(pages.len(), printed.pages);
    for (at, page) in pages.iter().enumerate() {
        assert_eq!(page.matches("TLP:AMBER+STRICT").count(), 2, "page {}", at + 1);
        assert!(page.contains(&format!("Page {} of {}", at + 1, printed.pages)), "{page}");
        assert!(page.contains("briefing-7f3a91c2") && page.contains("Ines Halvorsen"));
        assert!(page.contains("What was said"), "the head is not on page {}", at + 1);
        // The sources of a page's rows stand on the page itself.
        let cited = page.lines().filter(|line| line.starts_with("Row ")).count();
        assert!(cited > 5 && page.contains("the report itself"), "page {}: {page}", at + 1);
    }
    let all = pages.concat();
    for row in 0..160 {
        assert!(all.contains(&format!("Row {row} ")), "row {row} is lost");
    }
}

#[test]
fn more_footnotes_than_a_page_holds_go_on_to_the_next_and_none_is_lost() {
    let document = Document {
        furniture: furniture(),
        blocks: vec![Block::Paragraph(Rich::plain("Everything at once").noted(0..120))],
        notes: (0..120).map(|at| Rich::plain(format!("Source number {at}."))).collect(),
        ..Document::default()
    };
    let printed = print(&document).unwrap();
    let all = words_of(&printed.bytes).concat();
    assert!(printed.pages > 1);
    for note in 0..120 {
        assert!(all.contains(&format!("Source number {note}.")), "note {note} is lost");
    }
}

#[test]
fn what_does_not_fit_together_is_refused() {
    let paragraph = Block::Paragraph(Rich::plain("See").noted([3]));
    let wrong = Document { blocks: vec![paragraph], ..Document::default() };
    assert_eq!(print(&wrong), Err(Error::NoSuchNote { number: 3, known: 0 }));
    let table = Table { columns: Vec::new(), rows: vec![vec!["a".into()]] };
    let wrong = Document { blocks: vec![Block::Table(table)], ..Document::default() };
    assert_eq!(print(&wrong), Err(Error::Row { row: 1, found: 1, columns: 0 }));
}

fn long_table() -> Document {
    let column = |head: &str, share| Column { head: head.to_owned(), share, is_number: false };
    let rows = (0..160).map(|at| {
        vec![Rich::plain(format!("Row {at} is here")), Rich::plain("said").noted([at % 7])]
    });
    Document {
        furniture: furniture(),
        blocks: vec![Block::Table(Table {
            columns: vec![column("What was said", 2.0), column("By whom", 1.0)],
            rows: rows.collect(),
        })],
        notes: (0..7).map(|at| Rich::plain(format!("Note {at}: the report itself"))).collect(),
        ..Document::default()
    }
}
