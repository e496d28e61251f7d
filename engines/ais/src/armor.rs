//! Six-bit armouring: the printable form of message bits in a sentence, and six-bit text inside
//! a message (IEC 61162-1, VDM; ITU-R M.1371-5, annex 8, table 47).
//!
//! Here eight characters are taken at a time as one 64-bit word ("SIMD within a register"), on
//! any processor; where there are 256-bit registers, `simd` takes 32.

use crate::bits::{MAX_BITS, Payload};
use crate::simd::Simd;

/// A byte in every lane of a word.
const fn lanes(byte: u8) -> u64 {
    u64::from_ne_bytes([byte; 8])
}

/// The most characters of a message; more are cut.
pub(crate) const MAX_CHARACTERS: usize = MAX_BITS / 6;

/// Replaces `payload` by the bits of the first `n_characters` of `text` less `n_fill` fill bits.
/// Returns whether all characters were valid; an invalid one reads as zeros. What does not fit is cut. That `text` goes on after the characters makes it faster.
#[inline(always)]
#[expect(clippy::inline_always, reason = "so that it uses the registers of its caller")]
pub(crate) fn unarmor(
    text: &[u8],
    n_characters: usize,
    n_fill: usize,
    simd: Option<Simd>,
    payload: &mut Payload,
) -> bool {
    let n_characters = n_characters.min(MAX_CHARACTERS).min(text.len());
    let valid = payload.replace(n_characters * 6, |buffer| match simd {
        Some(simd) => simd.unarmor(text, n_characters, buffer),
        None => unarmor_plainly(&text[..n_characters], buffer),
    });
    if n_fill > 0 {
        payload.truncate(payload.len().saturating_sub(n_fill));
    }
    valid
}

/// Writes the bits of `characters` to `buffer` and zeros up to the end of the last word; the
/// safe twin of [`Simd::unarmor`].
pub(crate) fn unarmor_plainly(characters: &[u8], buffer: &mut [u8]) -> bool {
    let (mut bad, mut at) = (0, 0);
    let (words, rest) = characters.as_chunks::<8>();
    for word in words {
        bad |= unarmor_word(u64::from_be_bytes(*word), &mut buffer[at..]);
        at += 6;
    }
    if !rest.is_empty() {
        bad |= unarmor_word(u64::from_be_bytes(last_word(rest)), &mut buffer[at..]);
    }
    bad == 0
}

/// At most eight characters and zeros.
#[inline]
fn last_word(characters: &[u8]) -> [u8; 8] {
    let mut word = [b'0'; 8];
    for (to, from) in word.iter_mut().zip(characters) {
        *to = *from;
    }
    word
}

/// Writes the 48 bits of eight armoured characters; returns non-zero if one is invalid.
#[inline]
fn unarmor_word(characters: u64, out: &mut [u8]) -> u64 {
    // '0'..='W' stand for 0..=39 and '`'..='w' for 40..=63: from the latter, whose bits 5 and 6
    // are both set, eight more must go. The high bits keep lanes from borrowing.
    let upper = (characters >> 5) & (characters >> 6) & lanes(0x01);
    let offset = lanes(0x30) | upper << 3;
    let invalid = invalid(characters);
    let valid = !((invalid >> 7) * 0xFF);
    let six = (characters | lanes(0x80)).wrapping_sub(offset) & lanes(0x3F) & valid;
    if let Some(out) = out.first_chunk_mut::<8>() {
        *out = (pack(six) << 16).to_be_bytes();
    }
    invalid
}

/// The high bit of each lane that does not hold an armour character.
#[inline]
fn invalid(characters: u64) -> u64 {
    let low = characters & lanes(0x7F);
    let too_low = !(low + lanes(0x50));
    let too_high = low + lanes(0x08);
    let gap = !(((low & lanes(0x78)) ^ lanes(0x58)) + lanes(0x7F));
    (characters | too_low | too_high | gap) & lanes(0x80)
}

/// Eight lanes of six bits as 48 bits.
#[inline]
fn pack(six: u64) -> u64 {
    let twelve = (six & 0x3F00_3F00_3F00_3F00) >> 2 | six & 0x003F_003F_003F_003F;
    let twenty_four = (twelve & 0x0FFF_0000_0FFF_0000) >> 4 | twelve & 0x0000_0FFF_0000_0FFF;
    (twenty_four & 0x00FF_FFFF_0000_0000) >> 8 | twenty_four & 0xFF_FFFF
}

/// 48 bits as eight lanes of six bits.
#[inline]
fn unpack(bits: u64) -> u64 {
    let twenty_four = (bits & 0xFFFF_FF00_0000) << 8 | bits & 0xFF_FFFF;
    let twelve = (twenty_four & 0x00FF_F000_00FF_F000) << 4 | twenty_four & 0x0000_0FFF_0000_0FFF;
    (twelve & 0x0FC0_0FC0_0FC0_0FC0) << 2 | twelve & 0x003F_003F_003F_003F
}

/// The armoured characters of `payload` and the number of fill bits in the last.
pub fn armor(payload: &Payload) -> (String, u8) {
    let n_characters = payload.len().div_ceil(6);
    let characters = (0..n_characters)
        .map(|idx| {
            let six = payload.unsigned(idx * 6, 6) as u8;
            char::from(if six < 40 { six + 48 } else { six + 56 })
        })
        .collect();
    (characters, (n_characters * 6 - payload.len()) as u8)
}

/// Appends six-bit text of at most `n_characters` that starts at bit `start`, up to the first
/// `@`; returns whether there is one.
#[inline]
pub(crate) fn append_text(
    bytes: &[u8],
    start: usize,
    n_characters: usize,
    out: &mut Vec<u8>,
) -> bool {
    let full = out.len() + n_characters;
    for word in 0..n_characters.div_ceil(8) {
        let characters = text_word(bytes, start + word * 48);
        out.extend_from_slice(&characters.to_be_bytes());
        // All lanes are below 128, so nothing is carried from one to the next.
        let is_at = !((characters ^ lanes(b'@')) + lanes(0x7F)) & lanes(0x80);
        if is_at != 0 {
            let end = out.len() - 8 + is_at.leading_zeros() as usize / 8;
            out.truncate(end.min(full));
            return end < full;
        }
    }
    out.truncate(full);
    false
}

/// Eight characters of six-bit text at bit `start`, the first in the highest lane.
#[inline]
fn text_word(bytes: &[u8], start: usize) -> u64 {
    let six = unpack(crate::bits::unsigned(bytes, start, 48));
    let below_32 = !six & lanes(0x20);
    six | below_32 << 1
}

/// The six bits of a character of text; small letters are taken as capitals, and what six bits
/// cannot say is a question mark.
pub(crate) fn six_bits(character: char) -> u64 {
    match u8::try_from(character.to_ascii_uppercase()) {
        Ok(byte @ b'@'..=b'_') => u64::from(byte - 64),
        Ok(byte @ b' '..=b'?') => u64::from(byte),
        _ => u64::from(b'?'),
    }
}

#[cfg(test)]
mod tests {
    use super::{append_text, armor, six_bits, unarmor};
    use crate::bits::Payload;
    use crate::simd::Simd;

    /// What `unarmor` does, one character at a time.
    fn one_by_one(characters: &[u8]) -> (Payload, bool) {
        let mut payload = Payload::default();
        let mut valid = true;
        for &character in characters {
            let six = match character {
                b'0'..=b'W' => character - 48,
                b'`'..=b'w' => character - 56,
                _ => {
                    valid = false;
                    0
                }
            };
            payload.push(u64::from(six), 6);
        }
        (payload, valid)
    }

    #[test]
    fn words_agree_with_single_characters() {
        let valid: Vec<u8> = (b'0'..=b'W').chain(b'`'..=b'w').collect();
        let simd = Simd::detect();
        for length in 0..=200 {
            let characters: Vec<u8> =
                (0..length).map(|idx| valid[(idx * 37 + length * 11) % 64]).collect();
            let mut payload = Payload::default();
            assert!(unarmor(&characters, characters.len(), 0, simd, &mut payload));
            assert_eq!(payload.bytes(), one_by_one(&characters).0.bytes());
            assert_eq!(armor(&payload).0.as_bytes(), &characters[..]);
        }
    }

    #[test]
    fn each_byte_is_valid_or_not_in_each_place() {
        let simd = None;
        let mut payload = Payload::default();
        for byte in 0..=255_u8 {
            for place in 0..17 {
                let mut characters = [b'5'; 17];
                characters[place] = byte;
                let expected = one_by_one(&characters).1;
                assert_eq!(
                    unarmor(&characters, characters.len(), 0, simd, &mut payload),
                    expected,
                    "{byte} at {place}"
                );
            }
        }
    }

    #[test]
    fn fill_bits_are_cut_and_fewer_bits_than_fill_are_none() {
        let mut payload = Payload::default();
        unarmor(b"wwww", 4, 2, None, &mut payload);
        assert_eq!((payload.len(), payload.unsigned(16, 8)), (22, 0b1111_1100));
        unarmor(b"", 0, 5, None, &mut payload);
        assert!(payload.is_empty());
    }

    #[test]
    fn text_reads_at_every_alignment() {
        let said = "EVER DIADEM 3FOF8 [\\]^_ !?0123456789";
        for shift in 0..16 {
            let mut payload = Payload::default();
            payload.push(0x2A, shift);
            for character in said.chars() {
                payload.push(six_bits(character), 6);
            }
            for length in 0..=said.len() {
                let mut out = b"before".to_vec();
                assert!(!append_text(payload.bytes(), shift, length, &mut out));
                assert_eq!(out[6..], said.as_bytes()[..length]);
            }
        }
    }

    #[test]
    fn text_ends_at_the_first_at_sign() {
        for at in 0..20 {
            let mut payload = Payload::default();
            for idx in 0..20 {
                payload.push(six_bits(if idx >= at && idx % 2 == at % 2 { '@' } else { 'A' }), 6);
            }
            let mut out = Vec::new();
            assert!(append_text(payload.bytes(), 0, 20, &mut out));
            assert_eq!(out, vec![b'A'; at]);
        }
    }
}
