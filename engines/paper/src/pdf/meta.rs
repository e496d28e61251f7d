//! What the file says of itself (XMP): its title, its language, and that it is accessible.

use crate::document::Document;

/// The packet.
pub(super) fn packet(document: &Document) -> String {
    let title = escaped(&document.title);
    let identifier = escaped(&document.furniture.identifier);
    let language = if document.language.is_empty() { "en" } else { &document.language };
    let language = escaped(language);
    format!(
        "<?xpacket begin=\"\u{feff}\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\
<x:xmpmeta xmlns:x=\"adobe:ns:meta/\">\
<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\
<rdf:Description rdf:about=\"\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" \
xmlns:pdfuaid=\"http://www.aiim.org/pdfua/ns/id/\">\
<dc:title><rdf:Alt><rdf:li xml:lang=\"x-default\">{title}</rdf:li></rdf:Alt></dc:title>\
<dc:identifier>{identifier}</dc:identifier>\
<dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language>\
<pdfuaid:part>1</pdfuaid:part>\
</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end=\"r\"?>"
    )
}

/// Text that no XML takes for anything else.
fn escaped(text: &str) -> String {
    let mut safe = String::new();
    for letter in text.chars().take(2_000) {
        match letter {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            letter if letter.is_control() => safe.push(' '),
            '\u{fffe}' | '\u{ffff}' => safe.push(' '),
            letter => safe.push(letter),
        }
    }
    safe
}
