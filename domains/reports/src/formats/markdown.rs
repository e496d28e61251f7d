//! Markdown: the text stays as it is written, so that passages are those of the file.

use crate::Result;
use crate::formats::{Document, plain};

/// Reads Markdown; the first heading is the title, and front matter gives title, author and date.
pub(crate) fn read(file: &str, bytes: &[u8], encoding: Option<&str>) -> Result<Document> {
    let mut document = plain::read(file, bytes, encoding)?;
    document.title = front_matter(&document.text, "title").or_else(|| heading(&document.text));
    document.author = front_matter(&document.text, "author");
    document.date = front_matter(&document.text, "date");
    document.language = front_matter(&document.text, "lang");
    Ok(document)
}

fn heading(text: &str) -> Option<String> {
    let line = text.lines().find(|line| line.starts_with("# "))?;
    let title = line[2..].trim().trim_end_matches('#').trim();
    (!title.is_empty()).then(|| title.to_owned())
}

/// A value between the two lines of three hyphens at the top.
fn front_matter(text: &str, key: &str) -> Option<String> {
    const LONGEST: usize = 50;
    let mut lines = text.lines();
    if lines.next()?.trim_end() != "---" {
        return None;
    }
    lines.take(LONGEST).take_while(|line| line.trim_end() != "---").find_map(|line| {
        let value = line.strip_prefix(key)?.trim_start().strip_prefix(':')?;
        let value = value.trim().trim_matches(['"', '\'']);
        (!value.is_empty()).then(|| value.to_owned())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn heading_and_front_matter() {
        let document =
            read("a.md", b"---\ntitle: \"Boats\"\ndate: 2026-05-01\n---\n\n# Other\n\nText", None)
                .unwrap();
        assert_eq!(document.title.as_deref(), Some("Boats"));
        assert_eq!(document.date.as_deref(), Some("2026-05-01"));
        assert!(document.text.starts_with("---\n"), "the text is not that of the file");
        assert_eq!(read("a.md", b"\n# One #\n", None).unwrap().title.as_deref(), Some("One"));
    }
}
