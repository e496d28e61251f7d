//! Reads a file back, independently of what wrote it: words by way of the fonts' own tables, and
//! where letters stand.

use std::collections::HashMap;

use lopdf::{Document, Object, ObjectId, content::Content};

use super::sample::{NAMES, sample};

/// The words of each page in the order in which they are drawn, a line each.
pub(crate) fn words_of(bytes: &[u8]) -> Vec<String> {
    let file = Document::load_mem(bytes).unwrap();
    let fonts = fonts_of(&file);
    file.get_pages().values().map(|page| words_of_page(&file, *page, &fonts)).collect()
}

type Fonts = HashMap<Vec<u8>, HashMap<u16, String>>;

fn words_of_page(file: &Document, page: ObjectId, fonts: &Fonts) -> String {
    let content = Content::decode(&file.get_page_content(page).unwrap()).unwrap();
    let (mut words, mut font, mut actual) = (String::new(), Vec::new(), None::<String>);
    let mut spans: Vec<bool> = Vec::new();
    for operation in content.operations {
        match operation.operator.as_str() {
            "Tf" => font = operation.operands[0].as_name().unwrap().to_vec(),
            "BDC" => {
                let text = operation.operands[1].as_dict().ok().and_then(|known| {
                    lopdf::decode_text_string(known.get(b"ActualText").ok()?).ok()
                });
                spans.push(text.is_some());
                if let Some(text) = text {
                    words.push_str(&text);
                    actual = Some(text);
                }
            }
            "EMC" if spans.pop() == Some(true) => actual = None,
            "TJ" if actual.is_none() => {
                for item in operation.operands[0].as_array().unwrap() {
                    if let Object::String(bytes, _) = item {
                        for pair in bytes.chunks(2) {
                            let glyph = u16::from_be_bytes([pair[0], pair[1]]);
                            words.push_str(fonts[&font].get(&glyph).map_or("?", String::as_str));
                        }
                    }
                }
            }
            "ET" => words.push('\n'),
            _ => {}
        }
    }
    words
}

fn fonts_of(file: &Document) -> Fonts {
    let mut fonts = Fonts::new();
    for page in file.get_pages().values() {
        for (name, font) in file.get_page_fonts(*page).unwrap() {
            let cmap = font.get(b"ToUnicode").unwrap().as_reference().unwrap();
            let cmap = file.get_object(cmap).unwrap().as_stream().unwrap();
            let text = String::from_utf8(cmap.decompressed_content().unwrap()).unwrap();
            fonts.entry(name).or_insert_with(|| pairs_of(&text));
        }
    }
    fonts
}

fn pairs_of(cmap: &str) -> HashMap<u16, String> {
    let pair = |line: &str| {
        let (glyph, text) = line.strip_prefix('<')?.strip_suffix('>')?.split_once("> <")?;
        let glyph = u16::from_str_radix(glyph, 16).ok()?;
        let units: Option<Vec<u16>> = (0..text.len() / 4)
            .map(|at| u16::from_str_radix(&text[at * 4..at * 4 + 4], 16).ok())
            .collect();
        Some((glyph, String::from_utf16(&units?).ok()?))
    };
    let body = cmap.split("endcodespacerange").nth(1).unwrap_or("");
    body.lines().filter_map(pair).collect()
}

/// Where each stretch of text stands on paper, as far as it is clipped: left, top, right, bottom.
pub(crate) fn boxes_of(bytes: &[u8]) -> Vec<[f32; 4]> {
    let file = Document::load_mem(bytes).unwrap();
    let mut boxes = Vec::new();
    for page in file.get_pages().values() {
        let content = Content::decode(&file.get_page_content(*page).unwrap()).unwrap();
        let mut clip: Option<[f32; 4]> = None;
        for operation in content.operations {
            let numbers: Vec<f32> =
                operation.operands.iter().filter_map(|value| value.as_float().ok()).collect();
            match (operation.operator.as_str(), numbers.as_slice()) {
                ("re", &[x, y, width, height]) => clip = Some([x, y, x + width, y + height]),
                ("Q", _) => clip = None,
                ("Td", &[x, y]) => {
                    boxes.push(clip.map_or([x, y, x, y], |clip| [x.max(clip[0]), y, clip[2], y]));
                }
                _ => {}
            }
        }
    }
    boxes
}

#[test]
fn every_script_can_be_copied_from_the_file() {
    let printed = crossbearing_paper::print(&sample()).unwrap();
    let words = words_of(&printed.bytes).concat();
    // Drawn from left to right: what runs from right to left stands backwards in the drawing,
    // letter by letter; readers turn it round again.
    let drawn = |name: &str| {
        let mut letters: Vec<char> = name.chars().filter(|c| c.is_alphabetic()).collect();
        letters.sort_unstable();
        letters
    };
    for (script, name) in NAMES {
        let expected = drawn(name);
        let found = words.lines().any(|line| drawn(line) == expected);
        let in_words = name.split(' ').all(|word| {
            words.lines().any(|line| {
                let line = drawn(line);
                drawn(word).iter().all(|letter| line.contains(letter))
            })
        });
        assert!(found || in_words, "{script}: {name} is not in the file");
    }
    assert!(words.contains("Всеволод Ёлкин") && words.contains("Nguyễn Thị Ỷ Lặng"));
}
