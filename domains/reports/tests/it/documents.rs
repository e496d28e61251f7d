//! Documents of every format, made here, give the same text.

use std::io::Write;

use crossbearing_reports::Limits;
use crossbearing_reports::formats::{Format, read};

const SENTENCE: &str = "Tarvand Oskel was seen in Calais.";

/// A packed file with these members.
pub(crate) fn packed(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default()
        .compression_method(zip::CompressionMethod::Deflated);
    for (name, content) in members {
        archive.start_file(*name, options).unwrap();
        archive.write_all(content).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

pub(crate) fn docx(body: &str) -> Vec<u8> {
    let document =
        format!("<?xml version=\"1.0\"?><w:document><w:body>{body}</w:body></w:document>");
    let core = "<cp:coreProperties><dc:title>Boats &amp; engines</dc:title><dc:creator>Ines</dc:creator></cp:coreProperties>";
    packed(&[("word/document.xml", document.as_bytes()), ("docProps/core.xml", core.as_bytes())])
}

/// A PDF of one page with this content stream.
pub(crate) fn pdf(content: &str) -> Vec<u8> {
    let objects = [
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>".to_owned(),
        format!("<< /Length {} >>\nstream\n{content}\nendstream", content.len()),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>".to_owned(),
    ];
    let mut file = "%PDF-1.4\n".to_owned();
    let mut offsets = Vec::new();
    for (number, object) in objects.iter().enumerate() {
        offsets.push(file.len());
        let piece = format!("{} 0 obj\n{object}\nendobj\n", number + 1);
        file.push_str(&piece);
    }
    let start = file.len();
    let piece = format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1);
    file.push_str(&piece);
    for offset in offsets {
        let piece = format!("{offset:010} 00000 n \n");
        file.push_str(&piece);
    }
    let piece = format!(
        "trailer\n<< /Size {} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n",
        objects.len() + 1
    );
    file.push_str(&piece);
    file.into_bytes()
}

fn text_of(name: &str, bytes: &[u8]) -> String {
    let format = Format::detect(name, bytes).unwrap();
    read(name, bytes, format, None, &Limits::default()).unwrap().text
}

#[test]
fn every_format_gives_the_sentence() {
    let word = docx(&format!(
        "<w:p><w:r><w:t>Tarvand </w:t></w:r><w:r><w:t>{}</w:t></w:r></w:p>",
        &SENTENCE[8..]
    ));
    let page = pdf(&format!("BT /F1 12 Tf 72 720 Td ({SENTENCE}) Tj ET"));
    let html = format!("<!doctype html><p>{SENTENCE}</p>");
    let mail = format!("From: a@north.example\r\nSubject: x\r\n\r\n{SENTENCE}\r\n");
    let utf_16: Vec<u8> = SENTENCE.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let cases: [(&str, &[u8]); 8] = [
        ("a.txt", SENTENCE.as_bytes()),
        ("a", SENTENCE.as_bytes()),
        ("a.md", SENTENCE.as_bytes()),
        ("utf16.txt", &utf_16),
        ("a.html", html.as_bytes()),
        ("a.eml", mail.as_bytes()),
        ("a.docx", &word),
        ("a.pdf", &page),
    ];
    for (name, bytes) in cases {
        assert!(text_of(name, bytes).contains(SENTENCE), "{name}: {}", text_of(name, bytes));
    }
}

#[test]
fn a_word_document_keeps_paragraphs_cells_and_what_it_says_of_itself() {
    let bytes = docx(
        "<w:p><w:r><w:t>one &amp; &#233;</w:t><w:tab/><w:t>two</w:t></w:r></w:p><w:p><w:r><w:delText>gone</w:delText></w:r></w:p>\
         <w:tbl><w:tr><w:tc><w:p><w:r><w:t>a</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>b</w:t></w:r></w:p></w:tc></w:tr></w:tbl>",
    );
    let document = read("a.docx", &bytes, Format::Docx, None, &Limits::default()).unwrap();
    assert_eq!(document.text, "one & é\ttwo\n\na\tb\t\n");
    assert_eq!(document.title.as_deref(), Some("Boats & engines"));
    assert_eq!(document.author.as_deref(), Some("Ines"));
}

#[test]
fn what_a_file_is_shows_in_its_bytes_before_its_name() {
    assert_eq!(Format::detect("a.txt", &pdf("")).unwrap(), Format::Pdf);
    assert_eq!(Format::detect("download", &docx("")).unwrap(), Format::Docx);
    assert_eq!(Format::detect("page", b"<!DOCTYPE html><p>").unwrap(), Format::Html);
    assert!(Format::detect("a.pdf", b"hello").is_err());
    assert!(Format::detect("a", b"\x7fELF\x02\x01\x01\0\0\0\0\0\0\0\0\0").is_err());
}
