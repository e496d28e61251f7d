//! One VDM or VDO sentence: its fields and its checksum (IEC 61162-1).

use crate::defects::Defects;

/// A sentence taken apart; nothing is copied.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Sentence<'a> {
    /// Who speaks: `AI`, `AB`, `BS` and others, whatever two bytes they are.
    pub(crate) talker: [u8; 2],
    /// VDO: the station reports itself.
    pub(crate) own: bool,
    /// How many sentences the message has.
    pub(crate) n_parts: u8,
    /// Which of them this is, from 1.
    pub(crate) part: u8,
    /// The sequential message identifier, 255 if there is none.
    pub(crate) sequence: u8,
    /// The radio channel as written, 0 if there is none.
    pub(crate) channel: u8,
    /// The armoured payload and what follows it.
    pub(crate) text: &'a [u8],
    /// How much of the text is payload.
    pub(crate) n_characters: usize,
    /// Bits of the last character that do not count.
    pub(crate) n_fill: u8,
    /// What is wrong.
    pub(crate) defects: Defects,
    /// What follows the checksum, as the United States Coast Guard logs it.
    pub(crate) suffix: &'a [u8],
}

/// The first seven bytes of a sentence, but for the talker.
const START: u64 = u64::from_le_bytes(*b"!\0\0VDM,\0");
const OWN_START: u64 = u64::from_le_bytes(*b"!\0\0VDO,\0");
const START_MASK: u64 = 0x00FF_FFFF_FF00_00FF;

impl<'a> Sentence<'a> {
    /// The sentence in the form that nearly all have: numbers of one digit, a checksum at the very
    /// end.
    /// `sum` is the exclusive or of the whole line.
    #[inline]
    pub(crate) fn plain(line: &'a [u8], sum: u8) -> Option<Self> {
        let head = line.first_chunk::<16>()?;
        let (body, end) = line.split_last_chunk::<5>()?;
        let start = u64::from_le_bytes(*head.first_chunk()?) & START_MASK;
        let own = start == OWN_START;
        let [b',', fill @ b'0'..=b'5', b'*', high, low] = *end else { return None };
        let [n_parts @ b'1'..=b'9', b',', part @ b'1'..=b'9', b','] = head[7..11] else {
            return None;
        };
        if (start != START && !own) || part > n_parts {
            return None;
        }
        let (sequence, at) = match (head[11], head[12]) {
            (b',', _) => (u8::MAX, 12),
            (digit @ b'0'..=b'9', b',') => (digit - b'0', 13),
            _ => return None,
        };
        let (channel, at) = match (head[at], head[at + 1]) {
            (b',', _) => (0, at + 1),
            (channel, b',') => (channel, at + 2),
            _ => return None,
        };
        // Of the whole line, what is around the checked part must go: `!`, `*` and two digits.
        let sum = sum ^ b'!' ^ b'*' ^ high ^ low;
        Some(Self {
            talker: [head[1], head[2]],
            own,
            n_parts: n_parts - b'0',
            part: part - b'0',
            sequence,
            channel,
            text: &line[at..],
            n_characters: body.len().checked_sub(at)?,
            n_fill: fill - b'0',
            defects: Defects::CHECKSUM.when([high, low] != HEXADECIMAL[usize::from(sum)]),
            suffix: &[],
        })
    }

    /// The armoured payload.
    pub(crate) fn payload(&self) -> &'a [u8] {
        self.text.get(..self.n_characters).unwrap_or_default()
    }

    /// Any sentence; `None` if it is not VDM or VDO, or if its fields make no sense.
    pub(crate) fn any(line: &'a [u8]) -> Result<Self, NotAis> {
        let is_ais = line.len() > 6 && line[0] == b'!' && &line[3..5] == b"VD";
        if !is_ais || !matches!(line[5], b'M' | b'O') {
            return Err(NotAis::Other);
        }
        let star = line.iter().rposition(|&byte| byte == b'*').unwrap_or(line.len());
        let (content, after) = line.split_at(star);
        let mut fields = content[1..].split(|&byte| byte == b',');
        let mut next = || fields.next().unwrap_or_default();
        next();
        let (n_parts, part, sequence) = (number(next()), number(next()), number(next()));
        let (channel, payload, fill) = (next(), next(), next());
        let (Some(n_parts @ 1..), Some(part @ 1..)) = (n_parts, part) else {
            return Err(NotAis::Senseless);
        };
        if part > n_parts || payload.is_empty() {
            return Err(NotAis::Senseless);
        }
        let n_fill = match fill {
            [digit @ b'0'..=b'5'] => Some(digit - b'0'),
            _ => None,
        };
        Ok(Self {
            talker: [line[1], line[2]],
            own: line[5] == b'O',
            n_parts,
            part,
            sequence: sequence.unwrap_or(u8::MAX),
            channel: channel.first().copied().unwrap_or(0),
            text: payload,
            n_characters: payload.len(),
            n_fill: n_fill.unwrap_or(0),
            defects: Defects::FILL_BITS.when(n_fill.is_none()) | check(content, after),
            suffix: after.get(3..).unwrap_or_default(),
        })
    }
}

/// Why a line is not an AIS sentence that can be decoded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum NotAis {
    /// It is something else.
    Other,
    /// It says VDM or VDO but its fields make no sense.
    Senseless,
}

/// The first line of `bytes`: how long it is without its line feed, and the exclusive or of all
/// its bytes; the safe twin of [`Simd::line`](crate::simd::Simd::line).
#[inline]
pub(crate) fn line_plainly(bytes: &[u8]) -> Option<(usize, u8)> {
    let at = memchr::memchr(b'\n', bytes)?;
    Some((at, xor(&bytes[..at])))
}

/// The exclusive or of all bytes.
#[inline]
pub(crate) fn xor(bytes: &[u8]) -> u8 {
    let (words, rest) = bytes.as_chunks::<8>();
    let word = words.iter().fold(0, |sum, word| sum ^ u64::from_ne_bytes(*word));
    let half = (word ^ word >> 32) as u32;
    let quarter = half ^ half >> 16;
    rest.iter().fold((quarter ^ quarter >> 8) as u8, |sum, byte| sum ^ byte)
}

/// What is wrong with the checksum: `content` starts with `!` or `\`, `after` with `*`.
pub(crate) fn check(content: &[u8], after: &[u8]) -> Defects {
    match after {
        [b'*', high, low, ..] => {
            Defects::CHECKSUM.when(hexadecimal(*high, *low) != Some(xor(&content[1..])))
        }
        _ => Defects::NO_CHECKSUM,
    }
}

/// Every byte as two hexadecimal digits.
static HEXADECIMAL: [[u8; 2]; 256] = {
    const DIGITS: &[u8; 16] = b"0123456789ABCDEF";
    let mut all = [[0; 2]; 256];
    let mut byte = 0;
    while byte < 256 {
        all[byte] = [DIGITS[byte >> 4], DIGITS[byte & 15]];
        byte += 1;
    }
    all
};

/// A byte of two hexadecimal digits.
#[inline]
fn hexadecimal(high: u8, low: u8) -> Option<u8> {
    Some(digit(high)? << 4 | digit(low)?)
}

#[inline]
fn digit(byte: u8) -> Option<u8> {
    match byte {
        b'0'..=b'9' => Some(byte - b'0'),
        b'A'..=b'F' => Some(byte - b'A' + 10),
        b'a'..=b'f' => Some(byte - b'a' + 10),
        _ => None,
    }
}

/// A number of one or two digits.
fn number(field: &[u8]) -> Option<u8> {
    match field {
        [digit @ b'0'..=b'9'] => Some(digit - b'0'),
        [tens @ b'0'..=b'9', ones @ b'0'..=b'9'] => Some((tens - b'0') * 10 + ones - b'0'),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{NotAis, Sentence, xor};
    use crate::defects::Defects;

    #[test]
    fn both_readers_agree_on_plain_sentences() {
        for line in [
            "!AIVDM,1,1,,A,15RTgt0PAso;90TKcjM8h6g208CQ,0*4A",
            "!ABVDO,1,1,,,B000000002EgKjv=lCL03wQ5wP06,0*04",
            "!AIVDM,2,1,3,A,15RTgt0PAso;90TKcjM8h6g208CQ,0*4A",
            "!AIVDM,3,3,,,15RTgt0PAso;90TKcjM8h6g208CQ,2*4A",
            "!BSVDM,1,1,6,A,15RTgt0PAso;90TKcjM8h6g208CQ,0*2A",
            "!--VDM,1,1,,1,15RTgt0PAso;90TKcjM8h6g208CQ,3*00",
        ] {
            let mut plain = Sentence::plain(line.as_bytes(), xor(line.as_bytes())).expect("plain");
            plain.text = plain.payload();
            assert_eq!(Sentence::any(line.as_bytes()), Ok(plain));
        }
    }

    #[test]
    fn parts_and_suffixes() {
        let line = b"!AIVDM,2,1,3,B,55P5TL01,2*6B,s1234,d-119,T12.3,r003669958,1085889680";
        let sentence = Sentence::any(line).expect("a sentence");
        assert_eq!((sentence.n_parts, sentence.part, sentence.sequence), (2, 1, 3));
        assert_eq!(sentence.suffix, b",s1234,d-119,T12.3,r003669958,1085889680");
        assert_eq!(sentence.defects, Defects::NONE);
    }

    #[test]
    fn damage_is_named() {
        let of = |line: &'static [u8]| Sentence::any(line).map(|sentence| sentence.defects);
        assert_eq!(of(b"!AIVDM,1,1,,A,15RTgt,0*00"), Ok(Defects::CHECKSUM));
        assert_eq!(of(b"!AIVDM,1,1,,A,15RTgt,9"), Ok(Defects::FILL_BITS | Defects::NO_CHECKSUM));
        assert_eq!(of(b"!AIVDM,1,2,,A,15RTgt,0*00"), Err(NotAis::Senseless));
        assert_eq!(of(b"!AIVDM,1,1,,A,,0*26"), Err(NotAis::Senseless));
        assert_eq!(of(b"!AIVDM"), Err(NotAis::Other));
        assert_eq!(of(b"$GPRMC,1,1"), Err(NotAis::Other));
    }
}
