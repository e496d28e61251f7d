//! Files that mean harm or are broken: each gives a clear error, quickly, and no panic.

use std::time::Duration;

use crossbearing_reports::formats::{Format, read};
use crossbearing_reports::mapping::sample;
use crossbearing_reports::{Limits, fuzz};
use proptest::prelude::*;

use crate::documents::{docx, packed, pdf};

fn refused(name: &str, bytes: &[u8], limits: &Limits) -> String {
    let format = match Format::detect(name, bytes) {
        Ok(format) => format,
        Err(error) => return error.to_string(),
    };
    read(name, bytes, format, None, limits).unwrap_err().to_string()
}

#[test]
fn a_packed_file_that_unpacks_to_too_much_is_refused() {
    let zeros = vec![b' '; 64 << 20];
    let bomb = packed(&[("word/document.xml", &zeros)]);
    assert!(bomb.len() < 1 << 20);
    let message = refused("bomb.docx", &bomb, &Limits::default());
    assert!(message.contains("unpacked content"), "{message}");
    let sheet =
        packed(&[("xl/workbook.xml", b"<workbook/>"), ("xl/worksheets/sheet1.xml", &zeros)]);
    let message = sample("bomb.xlsx", &sheet[..], 1, &Limits::default()).unwrap_err().to_string();
    assert!(message.contains("unpacked content"), "{message}");
}

#[test]
fn a_pdf_of_pictures_says_so() {
    let message = refused("scan.pdf", &pdf("q 100 0 0 100 0 0 cm Q"), &Limits::default());
    assert!(message.contains("scan.pdf holds pictures of pages, no text"), "{message}");
    let message = refused("broken.pdf", b"%PDF-1.7\nnothing", &Limits::default());
    assert!(message.contains("broken.pdf"), "{message}");
}

#[test]
fn markup_that_nests_without_end_is_refused() {
    let deep = docx(&"<w:p>".repeat(100_000));
    let message = refused("deep.docx", &deep, &Limits::default());
    assert!(message.contains("nests deeper"), "{message}");
    let html = "<div>".repeat(1_000_000) + "x";
    let document =
        read("deep.html", html.as_bytes(), Format::Html, None, &Limits::default()).unwrap();
    assert_eq!(document.text, "x");
}

#[test]
fn a_file_over_the_limit_is_refused_before_it_is_read() {
    let limits = Limits { file_bytes: 10, ..Limits::default() };
    let message = refused("long.txt", b"twelve bytes", &limits);
    assert!(message.contains("long.txt") && message.contains("10"), "{message}");
}

#[test]
fn characters_that_reorder_text_are_pointed_out() {
    let document =
        read("a.txt", "Oskel \u{202E}dnavraT".as_bytes(), Format::Plain, None, &Limits::default())
            .unwrap();
    assert!(document.notes[0].contains("reorder"), "{:?}", document.notes);
}

#[test]
fn a_quote_that_never_closes_does_not_eat_the_machine() {
    let limits = Limits { cell_bytes: 1000, ..Limits::default() };
    let table = format!("a,b\n\"{}", "x,y\n".repeat(100_000));
    let message = sample("a.csv", table.as_bytes(), 5, &limits).unwrap_err().to_string();
    assert!(message.contains("is a quote missing"), "{message}");
}

#[test]
fn the_corpus_is_read_without_a_panic() {
    let limits = Limits { time: Duration::from_secs(20), ..Limits::default() };
    let word = docx("<w:p><w:t>x</w:t></w:p>");
    let page = pdf("BT (x) Tj ET");
    let seeds: [&[u8]; 10] = [
        b"",
        b"\0",
        b"\xFF\xFE",
        b"PK\x03\x04",
        b"%PDF-1.4\n1 0 obj\n<<>>",
        &word[..word.len() / 2],
        &word,
        &page[..page.len() / 2],
        b"Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n--x\r\n",
        b"a,b\n\"",
    ];
    for seed in seeds {
        fuzz::every_reader(seed, &limits);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn no_bytes_make_a_reader_panic(bytes in proptest::collection::vec(any::<u8>(), 0..600)) {
        fuzz::every_reader(&bytes, &Limits::default());
    }

    #[test]
    fn a_damaged_document_is_an_error_or_a_text(at in 0usize..2000, byte in any::<u8>()) {
        for mut bytes in [docx("<w:p><w:t>Tarvand Oskel</w:t></w:p>"), pdf("BT /F1 12 Tf (Tarvand) Tj ET")] {
            let at = at % bytes.len();
            bytes[at] = byte;
            fuzz::every_reader(&bytes, &Limits::default());
        }
    }
}
