//! Signed notes (C2SP signed-note, version 1): lines of text, a blank line, lines of signatures.

use base64ct::{Base64, Encoding as _};

use crate::{Error, LogKey, PublicKey, Result};

/// The greatest length of a note that is read, in bytes.
const LIMIT: usize = 16 * 1024;
/// The most signatures of a note that are read.
const SIGNATURES: usize = 32;

/// `text`, which ends in a line end, with the signature of `key` under it.
pub(crate) fn sign(text: &str, key: &LogKey) -> String {
    let mut signature = key.public().id().to_vec();
    signature.extend_from_slice(&key.sign(text.as_bytes()));
    format!("{text}\n— {} {}\n", key.public().name(), Base64::encode_string(&signature))
}

/// The text of a note that carries a valid signature by `key`.
pub(crate) fn open<'a>(note: &'a str, key: &PublicKey) -> Result<&'a str> {
    let (text, signatures) = split(note)?;
    let unsigned = || Error::Unsigned { key: key.to_string() };
    for (position, line) in signatures.lines().enumerate() {
        let bad = Error::Note { reason: "a signature line reads — name base64" };
        let Some((name, bytes)) = line.strip_prefix("— ").and_then(|rest| rest.split_once(' '))
        else {
            return Err(bad);
        };
        if position >= SIGNATURES {
            return Err(Error::Note { reason: "it has too many signatures" });
        }
        let Ok(bytes) = Base64::decode_vec(bytes) else { return Err(bad) };
        let Some((id, signature)) = bytes.split_first_chunk::<4>() else { return Err(bad) };
        // Signatures by other keys, as witnesses add them, are not ours to judge.
        if name != key.name() || *id != key.id() {
            continue;
        }
        let signature: &[u8; 64] = signature.try_into().map_err(|_| unsigned())?;
        return if key.has_signed(text.as_bytes(), signature) { Ok(text) } else { Err(unsigned()) };
    }
    Err(unsigned())
}

fn split(note: &str) -> Result<(&str, &str)> {
    if note.len() > LIMIT {
        return Err(Error::Note { reason: "it is longer than 16 KiB" });
    }
    if note.chars().any(|c| c.is_control() && c != '\n') {
        return Err(Error::Note { reason: "it holds control characters" });
    }
    let at = note.rfind("\n\n").ok_or(Error::Note { reason: "it has no signatures" })?;
    let (text, signatures) = (&note[..=at], &note[at + 2..]);
    if signatures.is_empty() || !signatures.ends_with('\n') {
        return Err(Error::Note { reason: "its last signature does not end its line" });
    }
    Ok((text, signatures))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_published_note_opens() {
        // The example of the reference implementation's documentation.
        let key = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
        let note = "If you think cryptography is the answer to your problem,\n\
            then you don't know what your problem is.\n\n\
            — PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n";
        let key: PublicKey = key.parse().unwrap();
        assert!(open(note, &key).unwrap().starts_with("If you think"));
        assert!(open(&note.replace("answer", "Answer"), &key).is_err());
    }

    #[test]
    fn other_signatures_are_passed_over() {
        let key = LogKey::from_seed("a", [1; 32]).unwrap();
        let witness = LogKey::from_seed("w", [2; 32]).unwrap();
        let ours = sign("text\n", &key);
        let theirs = sign("text\n", &witness);
        let both = format!("{theirs}{}", ours.strip_prefix("text\n\n").unwrap());
        assert_eq!(open(&both, key.public()).unwrap(), "text\n");
        assert!(open(&theirs, key.public()).is_err());
    }

    #[test]
    fn broken_notes_are_refused() {
        let key = LogKey::from_seed("a", [1; 32]).unwrap();
        for note in ["", "\n\n", "text\n\n", "text\n\n— a x\n", "text\n\n— a AAAA\n", "t\n\n— a"]
        {
            assert!(open(note, key.public()).is_err(), "{note:?}");
        }
    }
}
