//! The keys that sign and check checkpoints, in the textual forms of signed notes.

use std::fmt;
use std::str::FromStr;

use base64ct::{Base64, Encoding as _};
use ed25519_dalek::{Signature, Signer as _, SigningKey, VerifyingKey};
use sha2::{Digest as _, Sha256};

use crate::{Error, Result};

/// The byte that marks an Ed25519 key in a signed note.
const ED25519: u8 = 1;

/// The key with which one log signs. Its name is the log's origin.
pub struct LogKey {
    signing: SigningKey,
    public: PublicKey,
}

impl LogKey {
    /// The key named `name` that grows from 32 random bytes.
    pub fn from_seed(name: &str, seed: [u8; 32]) -> Result<Self> {
        let signing = SigningKey::from_bytes(&seed);
        let public = PublicKey::new(name, signing.verifying_key())?;
        Ok(Self { signing, public })
    }

    /// The half that everybody may know.
    pub fn public(&self) -> &PublicKey {
        &self.public
    }

    /// The whole key as text, for a file that only the log's owner reads.
    pub fn to_secret_text(&self) -> String {
        let mut bytes = vec![ED25519];
        bytes.extend_from_slice(self.signing.as_bytes());
        let PublicKey { name, id, .. } = &self.public;
        format!("PRIVATE+KEY+{name}+{}+{}", hex(*id), Base64::encode_string(&bytes))
    }

    pub(crate) fn sign(&self, message: &[u8]) -> [u8; 64] {
        self.signing.sign(message).to_bytes()
    }
}

impl FromStr for LogKey {
    type Err = Error;
    fn from_str(text: &str) -> Result<Self> {
        let bad = Error::Key { reason: "a private key reads PRIVATE+KEY+name+id+base64" };
        let Some(rest) = text.trim().strip_prefix("PRIVATE+KEY+") else { return Err(bad) };
        let (name, id, seed) = parts(rest)?;
        let key = Self::from_seed(name, seed)?;
        if key.public.id == id { Ok(key) } else { Err(Error::Key { reason: "its id is wrong" }) }
    }
}

impl fmt::Debug for LogKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "LogKey({})", self.public)
    }
}

/// The key with which anybody checks a log's checkpoints, written `name+id+base64`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicKey {
    name: String,
    id: [u8; 4],
    verifying: VerifyingKey,
}

impl PublicKey {
    /// The key's name, which is the log's origin.
    pub fn name(&self) -> &str {
        &self.name
    }

    pub(crate) fn id(&self) -> [u8; 4] {
        self.id
    }

    pub(crate) fn has_signed(&self, message: &[u8], signature: &[u8; 64]) -> bool {
        self.verifying.verify_strict(message, &Signature::from_bytes(signature)).is_ok()
    }

    fn new(name: &str, verifying: VerifyingKey) -> Result<Self> {
        let plain = |c: char| !c.is_whitespace() && !c.is_control() && c != '+';
        if name.is_empty() || name.len() > 128 || !name.chars().all(plain) {
            return Err(Error::Key { reason: "a name has 1 to 128 bytes, no space and no plus" });
        }
        let digest = Sha256::new()
            .chain_update(name)
            .chain_update([b'\n', ED25519])
            .chain_update(verifying.as_bytes())
            .finalize();
        let id = [digest[0], digest[1], digest[2], digest[3]];
        Ok(Self { name: name.to_owned(), id, verifying })
    }
}

impl fmt::Display for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut bytes = vec![ED25519];
        bytes.extend_from_slice(self.verifying.as_bytes());
        write!(f, "{}+{}+{}", self.name, hex(self.id), Base64::encode_string(&bytes))
    }
}

impl FromStr for PublicKey {
    type Err = Error;
    fn from_str(text: &str) -> Result<Self> {
        let (name, id, bytes) = parts(text.trim())?;
        let verifying = VerifyingKey::from_bytes(&bytes)
            .map_err(|_| Error::Key { reason: "its bytes are no Ed25519 key" })?;
        let key = Self::new(name, verifying)?;
        if key.id == id { Ok(key) } else { Err(Error::Key { reason: "its id is wrong" }) }
    }
}

fn parts(text: &str) -> Result<(&str, [u8; 4], [u8; 32])> {
    let bad = || Error::Key { reason: "a key reads name+id+base64" };
    let mut parts = text.splitn(3, '+');
    let (Some(name), Some(id), Some(key)) = (parts.next(), parts.next(), parts.next()) else {
        return Err(bad());
    };
    let id = u32::from_str_radix(id, 16).map_err(|_| bad())?.to_be_bytes();
    let bytes = Base64::decode_vec(key).map_err(|_| bad())?;
    match bytes.split_first() {
        Some((&ED25519, key)) => Ok((name, id, key.try_into().map_err(|_| bad())?)),
        _ => Err(Error::Key { reason: "only Ed25519 keys are known" }),
    }
}

fn hex(id: [u8; 4]) -> String {
    format!("{:08x}", u32::from_be_bytes(id))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_read_back_and_hide_their_secret() {
        let key = LogKey::from_seed("north.example/log", [7; 32]).unwrap();
        let back: LogKey = key.to_secret_text().parse().unwrap();
        assert_eq!(back.public(), key.public());
        assert_eq!(key.public().to_string().parse::<PublicKey>().unwrap(), *key.public());
        assert!(!format!("{key:?}").contains("BwcHBw"), "a debug print shows the secret");
    }

    #[test]
    fn a_published_key_reads() {
        // The example key of the Go checksum database.
        let text = "sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8";
        assert_eq!(text.parse::<PublicKey>().unwrap().to_string(), text);
    }

    #[test]
    fn texts_that_are_no_keys_are_refused() {
        for text in ["", "a", "a+b", "a+00000000+", "a+00000000+AQ==", "é+é+é", "++"] {
            assert!(text.parse::<PublicKey>().is_err(), "{text}");
            assert!(text.parse::<LogKey>().is_err(), "{text}");
        }
        assert!(LogKey::from_seed("a b", [0; 32]).is_err());
        assert!(LogKey::from_seed("", [0; 32]).is_err());
    }
}
