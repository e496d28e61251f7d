//! Addresses of crypto-currencies.

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use sha3::{Digest as _, Keccak256};

use crate::{Error, Result};

/// An address on one of the chains that smugglers are paid on, its checksum verified.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CryptoAddress {
    chain: Chain,
    address: Arc<str>,
}

/// A chain, by the form of its addresses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Chain {
    /// Bitcoin: base58check (BIP 13) or bech32 and bech32m (BIP 173, BIP 350).
    Bitcoin,
    /// Ethereum and the chains that share its addresses, capitals as checksum (EIP-55).
    Ethereum,
    /// TRON: base58check with prefix 0x41.
    Tron,
}

impl Chain {
    /// The chain's name.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Bitcoin => "Bitcoin",
            Self::Ethereum => "Ethereum",
            Self::Tron => "TRON",
        }
    }
}

impl CryptoAddress {
    /// The chain.
    pub fn chain(&self) -> Chain {
        self.chain
    }

    /// The address in its canonical form.
    pub fn as_str(&self) -> &str {
        &self.address
    }
}

/// The longest address of these chains, in bytes (BIP 173).
const LIMIT: usize = 90;

impl FromStr for CryptoAddress {
    type Err = Error;
    fn from_str(text: &str) -> Result<Self> {
        let given = text.trim();
        let bad =
            || Error::malformed("crypto address", text, "an address of Bitcoin, Ethereum or TRON");
        if given.len() > LIMIT || !given.is_ascii() {
            return Err(bad());
        }
        if let Some(digits) = given.strip_prefix("0x").or_else(|| given.strip_prefix("0X")) {
            let written = ethereum(digits).ok_or_else(bad)?;
            let mixed = digits.bytes().any(|byte| byte.is_ascii_uppercase())
                && digits.bytes().any(|byte| byte.is_ascii_lowercase());
            if mixed && written[2..] != *digits {
                return Err(Error::check_digit("crypto address", text));
            }
            return Ok(Self { chain: Chain::Ethereum, address: written.into() });
        }
        segwit(given).or_else(|| base58(given)).ok_or_else(bad)
    }
}

/// The forty digits of an account, letters capital where the hash of the digits says so (EIP-55).
fn ethereum(digits: &str) -> Option<String> {
    if digits.len() != 40 || !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return None;
    }
    let lower = digits.to_ascii_lowercase();
    let hash = Keccak256::digest(lower.as_bytes());
    let half_bytes = hash.iter().flat_map(|byte| [byte >> 4, byte & 15]);
    let capital = |(c, half): (char, u8)| if half >= 8 { c.to_ascii_uppercase() } else { c };
    Some("0x".chars().chain(lower.chars().zip(half_bytes).map(capital)).collect())
}

/// A Bitcoin address with a witness program: all small letters or all capitals.
fn segwit(given: &str) -> Option<CryptoAddress> {
    let (network, _, _) = bech32::segwit::decode(given).ok()?;
    (network == bech32::hrp::BC).then(|| CryptoAddress {
        chain: Chain::Bitcoin,
        address: given.to_ascii_lowercase().into(),
    })
}

/// One version byte and twenty bytes of hash, with a checksum of four bytes.
fn base58(given: &str) -> Option<CryptoAddress> {
    let content = bs58::decode(given).with_check(None).into_vec().ok()?;
    let chain = match (content.len(), content.first()?) {
        (21, 0x00 | 0x05) => Chain::Bitcoin,
        (21, 0x41) => Chain::Tron,
        _ => return None,
    };
    Some(CryptoAddress { chain, address: given.into() })
}

impl fmt::Display for CryptoAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.address)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Addresses out of the standards that define them.
    const KNOWN: [(&str, Chain); 6] = [
        ("1BvBMSEYstWetqTFn5Au4m4GFg7xJaNVN2", Chain::Bitcoin),
        ("3J98t1WpEZ73CNmQviecrnyiWrnqRhWNLy", Chain::Bitcoin),
        ("bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4", Chain::Bitcoin),
        ("bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqzk5jj0", Chain::Bitcoin),
        ("0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed", Chain::Ethereum),
        ("TJRabPrwbZy45sbavfcjinPJC18kjpRTv8", Chain::Tron),
    ];

    #[test]
    fn the_form_tells_the_chain() {
        for (text, chain) in KNOWN {
            let address: CryptoAddress = text.parse().unwrap();
            assert_eq!((address.chain(), address.as_str()), (chain, text));
        }
    }

    #[test]
    fn case_is_restored_where_it_carries_nothing() {
        for text in [
            "0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed",
            "0X5AAEB6053F3E94C9B9A09F33669435E7EF1BEAED",
        ] {
            let address: CryptoAddress = text.parse().unwrap();
            assert_eq!(address.as_str(), "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed");
        }
        let capitals = "BC1QW508D6QEJXTDG4Y5R3ZARVARY0C5XW7KV8F3T4";
        assert_eq!(capitals.parse::<CryptoAddress>().unwrap().as_str(), KNOWN[2].0);
    }

    #[test]
    fn a_changed_letter_is_refused() {
        for (text, _) in KNOWN {
            let last = text.len() - 1;
            let other = if text.ends_with('4') { '5' } else { '4' };
            assert!(
                format!("{}{other}", &text[..last]).parse::<CryptoAddress>().is_err(),
                "{text}"
            );
        }
        let wrong_case = "0x5AAeb6053F3E94C9b9A09f33669435E7Ef1BeAed";
        let message = wrong_case.parse::<CryptoAddress>().unwrap_err().to_string();
        assert!(message.contains("check"), "{message}");
        for text in ["", "0x", "0x12", "bc1q", "1", "tb1qw508d6qejxtdg4y5r3zarvary0c5xw7kxpjzsx"] {
            assert!(text.parse::<CryptoAddress>().is_err(), "{text}");
        }
    }

    proptest::proptest! {
        #[test]
        fn what_is_written_reads_back(account in proptest::array::uniform20(0_u8..), version in 0_usize..4) {
            let text = match version {
                0..=2 => {
                    let mut content = vec![[0x00, 0x05, 0x41][version]];
                    content.extend(account);
                    bs58::encode(content).with_check().into_string()
                }
                _ => account.iter().fold("0x".to_owned(), |text, byte| format!("{text}{byte:02x}")),
            };
            let read: CryptoAddress = text.parse().unwrap();
            proptest::prop_assert_eq!(read.to_string().parse::<CryptoAddress>().unwrap(), read);
        }
    }
}
