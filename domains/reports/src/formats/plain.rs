//! Plain text.

use crate::Result;
use crate::encoding::decode;
use crate::formats::Document;

/// Reads plain text in the encoding given, or in the one its bytes show.
pub(crate) fn read(file: &str, bytes: &[u8], encoding: Option<&str>) -> Result<Document> {
    let decoded = decode(file, bytes, encoding)?;
    Ok(Document {
        text: decoded.text,
        encoding: Some(decoded.encoding),
        notes: decoded.note.into_iter().collect(),
        ..Document::default()
    })
}
