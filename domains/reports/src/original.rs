//! The file as it came.

use sha2::{Digest, Sha256};

/// A file as it came: kept byte for byte and known by its hash.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OriginalFile {
    /// Its name as given.
    pub name: String,
    /// Its media type, as its content shows.
    pub media_type: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
    sha256: [u8; 32],
}

impl OriginalFile {
    /// A file with its hash.
    pub fn new(name: impl Into<String>, media_type: impl Into<String>, bytes: Vec<u8>) -> Self {
        let sha256 = Sha256::digest(&bytes).into();
        Self { name: name.into(), media_type: media_type.into(), bytes, sha256 }
    }

    /// The SHA-256 of its bytes.
    pub fn sha256(&self) -> [u8; 32] {
        self.sha256
    }

    /// The SHA-256 of its bytes in hexadecimal digits.
    pub fn sha256_hex(&self) -> String {
        hex(&self.sha256)
    }
}

/// Bytes in hexadecimal digits.
pub(crate) fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}
