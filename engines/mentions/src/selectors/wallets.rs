//! Crypto currency addresses, with their checksums where they have one.

use sha2::{Digest, Sha256};

use crate::mention::{Candidate, Confidence, Kind};
use crate::selectors::{glued_run, start};
use crate::token::{Shape, Tokens};

/// Finds Bitcoin (`Base58Check`, and Bech32 of BIP 173 and BIP 350), Tron (`Base58Check`) and Ethereum addresses.
pub(crate) fn find(tokens: &Tokens<'_>, found: &mut Vec<Candidate>) {
    let mut index = 0;
    while index < tokens.len() {
        let begins = tokens.shape(index) != Shape::Mark && !tokens.is_glued(index);
        let begins = begins
            || (index > 0
                && tokens.shape(index - 1) == Shape::Mark
                && tokens.shape(index) != Shape::Mark);
        if !begins {
            index += 1;
            continue;
        }
        let (from, length) = (start(tokens, index), run_length(tokens, index));
        let word = &tokens.text[from..from + length];
        if let Some(chain) = chain(word) {
            let value = format!("{chain}:{word}");
            found.push(Candidate::new(
                from,
                from + length,
                Kind::Wallet,
                value,
                Confidence::Strong,
            ));
        }
        index = glued_run(tokens, index) + 1;
    }
}

fn run_length(tokens: &Tokens<'_>, index: usize) -> usize {
    const LONGEST: usize = 100;
    let rest = &tokens.text.as_bytes()[start(tokens, index)..];
    rest.iter().take(LONGEST).take_while(|byte| byte.is_ascii_alphanumeric()).count()
}

fn chain(word: &str) -> Option<&'static str> {
    match word.len() {
        42 if word.starts_with("0x") => {
            word[2..].bytes().all(|byte| byte.is_ascii_hexdigit()).then_some("eth")
        }
        26..=35 if word.starts_with(['1', '3']) => {
            base58_payload(word).filter(|bytes| matches!(bytes[0], 0 | 5)).map(|_| "btc")
        }
        34 if word.starts_with('T') => {
            base58_payload(word).filter(|bytes| bytes[0] == 0x41).map(|_| "tron")
        }
        42..=90 if word.starts_with("bc1") || word.starts_with("BC1") => {
            is_bech32(word).then_some("btc")
        }
        _ => None,
    }
}

/// The 21 bytes before the checksum, if the checksum is right.
fn base58_payload(word: &str) -> Option<[u8; 21]> {
    const ALPHABET: &[u8; 58] = b"123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
    let mut bytes = [0u8; 25];
    for c in word.bytes() {
        let mut carry = ALPHABET.iter().position(|known| *known == c)? as u32;
        for byte in bytes.iter_mut().rev() {
            carry += u32::from(*byte) * 58;
            *byte = (carry & 0xFF) as u8;
            carry >>= 8;
        }
        if carry > 0 {
            return None;
        }
    }
    let (payload, checksum) = bytes.split_at(21);
    let hash = Sha256::digest(Sha256::digest(payload));
    (hash[..4] == *checksum).then(|| payload.try_into().ok())?
}

/// The checksum of BIP 173 (version 0) or BIP 350 (later versions).
fn is_bech32(word: &str) -> bool {
    const ALPHABET: &str = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
    const GENERATOR: [u32; 5] = [0x3b6a_57b2, 0x2650_8e6d, 0x1ea1_19fa, 0x3d42_33dd, 0x2a14_62b3];
    let lower = word.to_ascii_lowercase();
    let is_mixed = word.bytes().any(|byte| byte.is_ascii_lowercase())
        && word.bytes().any(|byte| byte.is_ascii_uppercase());
    let data: Option<Vec<u32>> =
        lower[3..].chars().map(|c| ALPHABET.find(c).map(|at| at as u32)).collect();
    let Some(data) = data.filter(|_| !is_mixed) else { return false };
    // The human-readable part "bc": high bits, a zero, low bits.
    let checksum = [3, 3, 0, 2, 3].into_iter().chain(data).fold(1u32, |checksum, value| {
        let top = checksum >> 25;
        let shifted = ((checksum & 0x01FF_FFFF) << 5) ^ value;
        (0..5).filter(|bit| top >> bit & 1 == 1).fold(shifted, |sum, bit| sum ^ GENERATOR[bit])
    });
    matches!(checksum, 1 | 0x2bc8_30a3)
}

#[cfg(test)]
mod tests {
    use crate::selectors::values;

    #[test]
    fn checksums_decide() {
        // The examples of BIP 173 and of the Bitcoin genesis block.
        let good =
            "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa and bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4";
        assert_eq!(values(good, None).len(), 2);
        assert_eq!(values("1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNb", None), [""; 0]);
        let eth = "(0x52908400098527886E0F7030069857D2E4169EE7)";
        assert_eq!(values(eth, None), ["wallet eth:0x52908400098527886E0F7030069857D2E4169EE7"]);
    }
}
