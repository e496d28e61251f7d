//! The keys with which nodes sign what they send one another.

use std::fmt;
use std::str::FromStr;

use base64ct::{Base64, Encoding as _};
use ed25519_dalek::{Signature, Signer as _, SigningKey, VerifyingKey};
use serde::{Deserialize, Serialize};

use crate::{Error, Result};

/// What stands in front of every signed text, so that no signature serves elsewhere.
const CONTEXT: &[u8] = b"crossbearing-exchange/1\n";
/// The mark of a public key's written form.
const MARK: &str = "cbn1_";

/// The secret half of a node's key (Ed25519).
pub struct NodeKey(SigningKey);

impl NodeKey {
    /// The key that grows from 32 secret random bytes.
    pub fn from_seed(seed: [u8; 32]) -> Self {
        Self(SigningKey::from_bytes(&seed))
    }

    /// The half that partners know.
    pub fn public(&self) -> NodePublicKey {
        NodePublicKey(self.0.verifying_key())
    }

    /// The 32 secret bytes that it grew from.
    pub fn seed(&self) -> [u8; 32] {
        self.0.to_bytes()
    }

    pub(crate) fn sign(&self, text: &str) -> String {
        Base64::encode_string(&self.0.sign(&[CONTEXT, text.as_bytes()].concat()).to_bytes())
    }
}

impl fmt::Debug for NodeKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "NodeKey({})", self.public())
    }
}

/// The public half of a node's key, written `cbn1_` and base64.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct NodePublicKey(VerifyingKey);

impl NodePublicKey {
    /// Its 32 bytes.
    pub fn to_bytes(&self) -> [u8; 32] {
        self.0.to_bytes()
    }

    pub(crate) fn has_signed(&self, text: &str, signature: &str) -> bool {
        let Ok(bytes) = Base64::decode_vec(signature) else { return false };
        let Ok(bytes) = <[u8; 64]>::try_from(bytes) else { return false };
        let message = [CONTEXT, text.as_bytes()].concat();
        self.0.verify_strict(&message, &Signature::from_bytes(&bytes)).is_ok()
    }
}

impl fmt::Display for NodePublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{MARK}{}", Base64::encode_string(self.0.as_bytes()))
    }
}

impl FromStr for NodePublicKey {
    type Err = Error;
    fn from_str(text: &str) -> Result<Self> {
        let bad = || Error::refused("a node's key reads cbn1_ and 44 letters of base64");
        let bytes = text.trim().strip_prefix(MARK).and_then(|text| Base64::decode_vec(text).ok());
        let bytes = bytes.and_then(|bytes| <[u8; 32]>::try_from(bytes).ok()).ok_or_else(bad)?;
        VerifyingKey::from_bytes(&bytes).map(Self).map_err(|_| bad())
    }
}

impl TryFrom<String> for NodePublicKey {
    type Error = Error;
    fn try_from(text: String) -> Result<Self> {
        text.parse()
    }
}

impl From<NodePublicKey> for String {
    fn from(key: NodePublicKey) -> Self {
        key.to_string()
    }
}
