//! HTML: the words that a reader sees, a line for each block.

use crate::Result;
use crate::encoding::decode;
use crate::formats::Document;

/// Reads HTML with one pass over its bytes and no tree, so depth and size cost nothing.
pub(crate) fn read(file: &str, bytes: &[u8], encoding: Option<&str>) -> Result<Document> {
    let named = encoding.map(str::to_owned).or_else(|| declared_encoding(bytes));
    let decoded =
        decode(file, bytes, named.as_deref()).or_else(|_| decode(file, bytes, encoding))?;
    let page = Page::read(&decoded.text);
    Ok(Document {
        text: page.text,
        title: page.title,
        author: page.author,
        date: page.date,
        language: page.language,
        encoding: Some(decoded.encoding),
        notes: decoded.note.into_iter().collect(),
        ..Document::default()
    })
}

/// The text of HTML without what it says of itself: the body of an e-mail.
pub(crate) fn text_of(html: &str) -> String {
    Page::read(html).text
}

/// The encoding that a page says it is in, in its first bytes.
fn declared_encoding(bytes: &[u8]) -> Option<String> {
    const LOOKED_AT: usize = 1024;
    if std::str::from_utf8(bytes).is_ok() {
        return None;
    }
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(LOOKED_AT)]).to_ascii_lowercase();
    let value = head.split("charset=").nth(1)?.trim_start_matches(['"', '\'']);
    let end = value.find(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, '-' | '_'))?;
    Some(value[..end].to_owned())
}

#[derive(Debug, Default)]
struct Page {
    text: String,
    title: Option<String>,
    author: Option<String>,
    date: Option<String>,
    language: Option<String>,
}

impl Page {
    fn read(html: &str) -> Self {
        let mut page = Self::default();
        let mut rest = html;
        while let Some(at) = rest.find('<') {
            page.words(&rest[..at]);
            rest = page.tag(&rest[at..]);
        }
        page.words(rest);
        page.text = page.text.trim().to_owned();
        page
    }

    /// Takes one tag off the front of `rest`, with the content that no reader sees.
    fn tag<'h>(&mut self, rest: &'h str) -> &'h str {
        if let Some(comment) = rest.strip_prefix("<!--") {
            return comment.find("-->").map_or("", |end| &comment[end + 3..]);
        }
        let is_tag = rest[1..]
            .starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '/' | '!' | '?'));
        let end = rest.find('>').filter(|_| is_tag);
        let Some(end) = end else {
            self.words("<");
            return &rest[1..];
        };
        let (tag, after) = (&rest[1..end], &rest[end + 1..]);
        let name_end = tag[1.min(tag.len())..]
            .find(|c: char| !c.is_ascii_alphanumeric())
            .map_or(tag.len(), |at| at + 1);
        let name = tag[..name_end].to_ascii_lowercase();
        match name.as_str() {
            "script" | "style" | "noscript" | "template" | "svg" => after_closing(after, &name).1,
            "title" => {
                let (title, after) = after_closing(after, &name);
                let title = squeezed(&unescaped(title));
                self.title = self.title.take().or(Some(title).filter(|title| !title.is_empty()));
                after
            }
            "html" => {
                self.language = attribute(tag, "lang");
                after
            }
            "meta" => {
                self.meta(tag);
                after
            }
            "td" | "th" => {
                self.cell();
                after
            }
            _ => {
                if is_block(name.trim_start_matches('/')) {
                    self.line_break();
                }
                after
            }
        }
    }

    fn meta(&mut self, tag: &str) {
        let Some(content) = attribute(tag, "content").filter(|content| !content.is_empty()) else {
            return;
        };
        let name =
            attribute(tag, "name").or_else(|| attribute(tag, "property")).unwrap_or_default();
        match name.to_ascii_lowercase().as_str() {
            "author" | "article:author" => self.author = Some(content),
            "date" | "article:published_time" | "dcterms.date" | "dc.date" => {
                self.date = Some(content);
            }
            _ => {}
        }
    }

    /// Adds words, their white space squeezed to single spaces.
    fn words(&mut self, raw: &str) {
        if raw.is_empty() {
            return;
        }
        let words = unescaped(raw);
        if words.starts_with(char::is_whitespace) {
            self.space();
        }
        let mut is_first = true;
        for word in words.split_whitespace() {
            if !is_first {
                self.space();
            }
            is_first = false;
            self.text.push_str(word);
        }
        if !is_first && words.ends_with(char::is_whitespace) {
            self.space();
        }
    }

    fn space(&mut self) {
        if !self.text.is_empty() && !self.text.ends_with([' ', '\n', '\t']) {
            self.text.push(' ');
        }
    }

    fn cell(&mut self) {
        if !self.text.is_empty() && !self.text.ends_with(['\n', '\t']) {
            self.text.push('\t');
        }
    }

    fn line_break(&mut self) {
        while self.text.ends_with([' ', '\t']) {
            self.text.pop();
        }
        if !self.text.is_empty() && !self.text.ends_with("\n\n") {
            self.text.push('\n');
        }
    }
}

/// What stands before the closing tag of `name`, and what after it.
fn after_closing<'h>(rest: &'h str, name: &str) -> (&'h str, &'h str) {
    let mut from = 0;
    while let Some(at) = rest[from..].find("</") {
        let at = from + at;
        let begins =
            rest.get(at + 2..at + 2 + name.len()).is_some_and(|tag| tag.eq_ignore_ascii_case(name));
        if begins {
            let end = rest[at..].find('>').map_or(rest.len(), |end| at + end + 1);
            return (&rest[..at], &rest[end..]);
        }
        from = at + 2;
    }
    (rest, "")
}

fn is_block(name: &str) -> bool {
    matches!(
        name,
        "p" | "div"
            | "br"
            | "li"
            | "ul"
            | "ol"
            | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
            | "tr"
            | "table"
            | "section"
            | "article"
            | "header"
            | "footer"
            | "blockquote"
            | "pre"
            | "hr"
            | "dt"
            | "dd"
            | "figure"
            | "figcaption"
            | "main"
            | "nav"
            | "aside"
            | "address"
            | "form"
            | "option"
            | "title"
            | "body"
    )
}

/// The value of an attribute in the words of a tag.
fn attribute(tag: &str, name: &str) -> Option<String> {
    const LONGEST_TAG: usize = 4096;
    let tag = tag.get(..tag.len().min(LONGEST_TAG)).unwrap_or_default();
    let lower = tag.to_ascii_lowercase();
    let mut from = 0;
    loop {
        let at = from + lower[from..].find(name)?;
        from = at + name.len();
        let before = lower[..at].chars().next_back();
        let Some(value) = tag[from..].trim_start().strip_prefix('=') else { continue };
        if !before.is_some_and(|c| c.is_whitespace() || c == '"' || c == '\'') {
            continue;
        }
        let value = value.trim_start();
        let quoted = value
            .strip_prefix('"')
            .map(|v| (v, '"'))
            .or_else(|| value.strip_prefix('\'').map(|v| (v, '\'')));
        let value = match quoted {
            Some((value, quote)) => value.split(quote).next()?,
            None => value.split(|c: char| c.is_whitespace() || c == '/').next()?,
        };
        return Some(squeezed(&unescaped(value)));
    }
}

fn squeezed(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Character references as characters (HTML Standard, 13.5); those of rare names stay.
fn unescaped(raw: &str) -> std::borrow::Cow<'_, str> {
    const LONGEST: usize = 12;
    if !raw.contains('&') {
        return raw.into();
    }
    let mut text = String::with_capacity(raw.len());
    let mut rest = raw;
    while let Some(at) = rest.find('&') {
        text.push_str(&rest[..at]);
        rest = &rest[at..];
        let end = rest.bytes().take(LONGEST).position(|byte| byte == b';');
        if let Some((c, end)) = end.and_then(|end| Some((referred(&rest[1..end])?, end))) {
            text.push(c);
            rest = &rest[end + 1..];
        } else {
            text.push('&');
            rest = &rest[1..];
        }
    }
    text.push_str(rest);
    text.into()
}

fn referred(name: &str) -> Option<char> {
    if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(hexadecimal) => u32::from_str_radix(hexadecimal, 16).ok()?,
            None => number.parse().ok()?,
        };
        return char::from_u32(code).filter(|&c| c != '\0');
    }
    NAMES.iter().find(|(known, _)| *known == name).map(|&(_, c)| c)
}

const NAMES: [(&str, char); 44] = [
    ("amp", '&'),
    ("lt", '<'),
    ("gt", '>'),
    ("quot", '"'),
    ("apos", '\''),
    ("nbsp", '\u{a0}'),
    ("ndash", '–'),
    ("mdash", '—'),
    ("lsquo", '‘'),
    ("rsquo", '’'),
    ("ldquo", '“'),
    ("rdquo", '”'),
    ("laquo", '«'),
    ("raquo", '»'),
    ("hellip", '…'),
    ("euro", '€'),
    ("pound", '£'),
    ("copy", '©'),
    ("deg", '°'),
    ("middot", '·'),
    ("bull", '•'),
    ("eacute", 'é'),
    ("egrave", 'è'),
    ("ecirc", 'ê'),
    ("agrave", 'à'),
    ("acirc", 'â'),
    ("aacute", 'á'),
    ("ccedil", 'ç'),
    ("iacute", 'í'),
    ("icirc", 'î'),
    ("oacute", 'ó'),
    ("ocirc", 'ô'),
    ("uacute", 'ú'),
    ("ugrave", 'ù'),
    ("ucirc", 'û'),
    ("ntilde", 'ñ'),
    ("auml", 'ä'),
    ("ouml", 'ö'),
    ("uuml", 'ü'),
    ("szlig", 'ß'),
    ("Eacute", 'É'),
    ("Uuml", 'Ü'),
    ("Ouml", 'Ö'),
    ("shy", '\u{ad}'),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_reader_sees() {
        let html = "<!doctype html><html lang=\"en\"><head><title>Boats &amp; engines</title>\
            <meta name='author' content='North'><style>p{}</style></head>\
            <body><p>Tarvand <b>Oskel</b> (a.k.a.&nbsp;&ldquo;Velmo&rdquo;)</p><script>alert('<p>')</script>\
            <ul><li>one<li>two</ul><table><tr><td>a</td><td>b</td></tr></table> 3 < 4</body></html>";
        let document = read("a.html", html.as_bytes(), None).unwrap();
        assert_eq!(document.title.as_deref(), Some("Boats & engines"));
        assert_eq!(document.author.as_deref(), Some("North"));
        assert_eq!(document.language.as_deref(), Some("en"));
        assert!(document.text.starts_with("Tarvand Oskel (a.k.a. “Velmo”)"), "{}", document.text);
        assert!(document.text.contains("one\ntwo"), "{}", document.text);
        assert!(document.text.contains("a\tb"), "{}", document.text);
        assert!(document.text.ends_with("3 < 4"), "{}", document.text);
    }

    #[test]
    fn broken_markup_is_text() {
        for html in
            ["<", "<<<<", "<a", "&#x110000;", "&;", "<script>", "<!--", "</", "<p title='", "a<b>c"]
        {
            let _ = read("a.html", html.as_bytes(), None).unwrap();
        }
        let page = "<meta charset=windows-1251>\u{0}".as_bytes();
        let cyrillic = [page, b"\xCE\xF1\xEA\xE5\xEB"].concat();
        assert!(read("a.html", &cyrillic, None).unwrap().text.ends_with("Оскел"));
    }
}
