//! E-mail as a file (RFC 5322, MIME): headers, the text of the body, and a list of attachments.

use mail_parser::{Address, MessageParser, MimeHeaders, PartType};

use crate::formats::{Attachment, Document, html};
use crate::original::hex;
use crate::{Error, Limits, Result};

/// Reads an e-mail. The text is the main headers and then the body, plain if it has one.
pub(crate) fn read(file: &str, bytes: &[u8], limits: &Limits) -> Result<Document> {
    let message = MessageParser::default().parse(bytes).ok_or_else(|| Error::Broken {
        file: file.to_owned(),
        format: "e-mail",
        reason: "it has no headers".to_owned(),
    })?;
    let title = message.subject().map(str::to_owned);
    let author = message.from().map(written);
    let date = message.date().map(mail_parser::DateTime::to_rfc3339);
    let mut text = String::new();
    let headers = [
        ("From", author.clone()),
        ("To", message.to().map(written)),
        ("Cc", message.cc().map(written)),
        ("Date", date.clone()),
        ("Subject", title.clone()),
    ];
    for (name, value) in headers {
        if let Some(value) = value.filter(|value| !value.is_empty()) {
            text.extend([name, ": ", value.as_str(), "\n"]);
        }
    }
    text.push('\n');
    text.push_str(&body(&message));
    let mut notes = Vec::new();
    let attachments: Vec<_> =
        message.attachments().take(limits.attachments).map(attachment).collect();
    if message.attachment_count() > attachments.len() {
        notes.push(format!("only the first {} attachments are listed", attachments.len()));
    }
    if !attachments.is_empty() {
        notes.push("attachments are listed, not read: add each as a report of its own".to_owned());
    }
    Ok(Document { text, title, author, date, attachments, notes, ..Document::default() })
}

fn body(message: &mail_parser::Message<'_>) -> String {
    let plain = message.text_body.iter().filter_map(|&at| message.parts.get(at as usize));
    let mut text = String::new();
    for part in plain {
        match &part.body {
            PartType::Text(body) => text.push_str(body),
            PartType::Html(body) => text.push_str(&html::text_of(body)),
            _ => {}
        }
        text.push('\n');
    }
    text
}

fn attachment(part: &mail_parser::MessagePart<'_>) -> Attachment {
    use sha2::{Digest, Sha256};
    let media_type = part.content_type().map_or_else(
        || "application/octet-stream".to_owned(),
        |kind| match kind.subtype() {
            Some(subtype) => format!("{}/{subtype}", kind.ctype()),
            None => kind.ctype().to_owned(),
        },
    );
    let contents = part.contents();
    Attachment {
        name: part.attachment_name().unwrap_or_default().to_owned(),
        media_type: media_type.to_ascii_lowercase(),
        bytes: contents.len() as u64,
        sha256: hex(&Sha256::digest(contents)),
    }
}

fn written(address: &Address<'_>) -> String {
    let one = |address: &mail_parser::Addr<'_>| match (&address.name, &address.address) {
        (Some(name), Some(address)) => format!("{name} <{address}>"),
        (Some(only), None) | (None, Some(only)) => only.to_string(),
        (None, None) => String::new(),
    };
    address.iter().map(one).filter(|text| !text.is_empty()).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_body_and_attachments() {
        let mail = "From: Ines Morvane <ines@north.example>\r\nTo: desk@south.example\r\n\
            Date: Fri, 1 May 2026 12:00:00 +0200\r\nSubject: =?utf-8?Q?Bateaux_=C3=A0_Calais?=\r\n\
            MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n\
            --x\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nTarvand Oskel was seen.\r\n\
            --x\r\nContent-Type: application/pdf; name=a.pdf\r\nContent-Disposition: attachment; filename=a.pdf\r\n\r\nPDF\r\n--x--\r\n";
        let document = read("a.eml", mail.as_bytes(), &Limits::default()).unwrap();
        assert_eq!(document.title.as_deref(), Some("Bateaux à Calais"));
        assert_eq!(document.date.as_deref(), Some("2026-05-01T12:00:00+02:00"));
        assert!(document.text.contains("Tarvand Oskel was seen."), "{}", document.text);
        assert!(document.text.starts_with("From: Ines Morvane <ines@north.example>\n"));
        assert_eq!(document.attachments.len(), 1);
        assert_eq!(document.attachments[0].name, "a.pdf");
        assert_eq!(document.attachments[0].media_type, "application/pdf");
    }
}
