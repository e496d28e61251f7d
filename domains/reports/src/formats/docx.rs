//! Word processor documents (ECMA-376 Office Open XML): the text of `word/document.xml`.

use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

use crate::encoding::decode;
use crate::formats::{Document, packed};
use crate::{Error, Limits, Result};

const FORMAT: &str = "DOCX";

/// Reads the text, a line for each paragraph, with footnotes at the end; deleted text is left out.
pub(crate) fn read(file: &str, bytes: &[u8], limits: &Limits) -> Result<Document> {
    let body = packed::member(file, FORMAT, bytes, "word/document.xml", limits)?
        .ok_or_else(|| broken(file, "it has no word/document.xml".to_owned()))?;
    let mut text = text_of(file, &body, limits)?;
    for notes in ["word/footnotes.xml", "word/endnotes.xml"] {
        if let Some(notes) = packed::member(file, FORMAT, bytes, notes, limits)? {
            text.push_str(&text_of(file, &notes, limits)?);
        }
    }
    let properties = packed::member(file, FORMAT, bytes, "docProps/core.xml", limits)?;
    let property = |name: &str| properties.as_deref().and_then(|xml| element_text(xml, name));
    Ok(Document {
        text,
        title: property("title"),
        author: property("creator"),
        date: property("created"),
        language: property("language"),
        ..Document::default()
    })
}

fn text_of(file: &str, xml: &[u8], limits: &Limits) -> Result<String> {
    let xml = decode(file, xml, None)?.text;
    let mut reader = Reader::from_str(&xml);
    let mut text = String::new();
    let (mut depth, mut in_text) = (0, false);
    loop {
        let event = reader.read_event().map_err(|error| {
            broken(file, format!("{error} at byte {}", reader.error_position()))
        })?;
        match event {
            Event::Start(tag) => {
                depth += 1;
                if depth > limits.depth {
                    return Err(broken(
                        file,
                        format!("its markup nests deeper than {}", limits.depth),
                    ));
                }
                in_text = local(&tag) == "t";
                mark(&tag, &mut text);
            }
            Event::Empty(tag) => mark(&tag, &mut text),
            Event::Text(content) if in_text => {
                text.push_str(&content.xml_content(XmlVersion::Implicit1_0));
            }
            Event::GeneralRef(reference) if in_text => {
                text.push_str(referred(&reference).as_deref().unwrap_or_default());
            }
            Event::End(tag) => {
                depth = depth.saturating_sub(1);
                in_text = false;
                match tag.local_name().as_ref() {
                    "p" | "tr" => text.push('\n'),
                    "tc" => end_cell(&mut text),
                    _ => {}
                }
            }
            Event::Eof => return Ok(text),
            _ => {}
        }
        if text.len() > limits.text_bytes {
            return Err(Error::TooLarge {
                file: file.to_owned(),
                what: "length of text in bytes",
                limit: limits.text_bytes as u64,
            });
        }
    }
}

/// Tabs and line breaks, which are elements.
fn mark(tag: &BytesStart<'_>, text: &mut String) {
    match local(tag) {
        "tab" => text.push('\t'),
        "br" | "cr" => text.push('\n'),
        "noBreakHyphen" => text.push('-'),
        _ => {}
    }
}

/// The cells of a row stand in one line: the paragraph end inside a cell becomes a tab.
fn end_cell(text: &mut String) {
    while text.ends_with('\n') {
        text.pop();
    }
    text.push('\t');
}

fn local<'t>(tag: &'t BytesStart<'_>) -> &'t str {
    tag.local_name().into_inner()
}

fn referred(name: &str) -> Option<String> {
    if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(digits) => u32::from_str_radix(digits, 16).ok()?,
            None => number.parse().ok()?,
        };
        return char::from_u32(code).map(String::from);
    }
    quick_xml::escape::resolve_predefined_entity(name).map(str::to_owned)
}

/// The text of the first element of this local name in a small file.
fn element_text(xml: &[u8], name: &str) -> Option<String> {
    let xml = std::str::from_utf8(xml).ok()?;
    let mut reader = Reader::from_str(xml);
    let mut text: Option<String> = None;
    loop {
        match (reader.read_event().ok()?, &mut text) {
            (Event::Start(tag), None) if tag.local_name().as_ref() == name => {
                text = Some(String::new());
            }
            (Event::Text(content), Some(text)) => {
                text.push_str(&content.xml_content(XmlVersion::Implicit1_0));
            }
            (Event::GeneralRef(reference), Some(text)) => {
                text.push_str(referred(&reference).as_deref().unwrap_or_default());
            }
            (Event::End(_), Some(text)) => {
                let text = text.trim();
                return (!text.is_empty()).then(|| text.to_owned());
            }
            (Event::Eof, _) => return None,
            _ => {}
        }
    }
}

fn broken(file: &str, reason: String) -> Error {
    Error::Broken { file: file.to_owned(), format: FORMAT, reason }
}
