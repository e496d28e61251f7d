//! The bits of one message, and the reading and writing of fields in them.

/// The most bits one message may hold: five slots carry 1,192 bits (ITU-R M.1371-5, annex 2,
/// 3.3.7); what an erroneous sentence holds beyond that is cut.
pub const MAX_BITS: usize = 1280;

/// Bytes of a payload, with room to read eight bytes, or write 32, at any of it.
const BYTES: usize = MAX_BITS / 8 + 40;

/// The bits of one message, first transmitted bit first. Bits past the end read as zero.
#[derive(Debug, Clone)]
pub struct Payload {
    bytes: [u8; BYTES],
    n_bits: usize,
}

impl Default for Payload {
    fn default() -> Self {
        Self { bytes: [0; BYTES], n_bits: 0 }
    }
}

impl Payload {
    /// How many bits the message has.
    #[inline]
    pub fn len(&self) -> usize {
        self.n_bits
    }

    /// Whether the message has no bits.
    pub fn is_empty(&self) -> bool {
        self.n_bits == 0
    }

    /// The bytes that hold the message; bits past the end are zero.
    #[inline]
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// An unsigned field of at most 57 bits; zero bits stand for what is past the end.
    #[inline]
    pub fn unsigned(&self, start: usize, width: usize) -> u64 {
        unsigned(&self.bytes, start, width)
    }

    /// A two's complement field of at most 57 bits.
    #[inline]
    pub fn signed(&self, start: usize, width: usize) -> i64 {
        sign_extend(self.unsigned(start, width), width)
    }

    /// Cuts the message to `n_bits` bits.
    pub fn truncate(&mut self, n_bits: usize) {
        if n_bits < self.n_bits {
            let last = n_bits / 8;
            self.bytes[last] &= !(0xFF_u8 >> (n_bits % 8));
            self.bytes[last + 1..].fill(0);
            self.n_bits = n_bits;
        }
    }

    /// Empties the message.
    #[inline]
    pub fn clear(&mut self) {
        let used = self.n_bits.div_ceil(8).min(BYTES);
        self.bytes[..used].fill(0);
        self.n_bits = 0;
    }

    /// Appends the low `width` bits of `value` (at most 57); `false` if there is no room.
    pub fn push(&mut self, value: u64, width: usize) -> bool {
        if self.n_bits + width > MAX_BITS {
            return false;
        }
        let at = self.n_bits / 8;
        let shifted = (value << (64 - width.max(1)) >> (self.n_bits % 8)) * u64::from(width > 0);
        for (byte, add) in self.bytes[at..at + 8].iter_mut().zip(shifted.to_be_bytes()) {
            *byte |= add;
        }
        self.n_bits += width;
        true
    }

    /// Sets the `width` bits from `start` on, which were zero, making the message longer if it
    /// ends before them. Bits that do not fit are left out.
    pub(crate) fn put(&mut self, start: usize, width: usize, value: u64) {
        for idx in 0..width {
            let (at, bit) = (start + idx, value >> (width - 1 - idx) & 1);
            if at < MAX_BITS {
                self.bytes[at / 8] |= (bit as u8) << (7 - at % 8);
            }
        }
        self.extend(start + width);
    }

    /// Makes the message at least `n_bits` long, with zeros.
    pub(crate) fn extend(&mut self, n_bits: usize) {
        self.n_bits = self.n_bits.max(n_bits).min(MAX_BITS);
    }

    /// Replaces the message by one of `n_bits` bits: `write` writes them to the start of the
    /// buffer, and may write zeros after them.
    #[inline]
    pub(crate) fn replace<T>(
        &mut self,
        n_bits: usize,
        write: impl FnOnce(&mut [u8; BYTES]) -> T,
    ) -> T {
        let (used, needed) = (self.n_bits.div_ceil(8), n_bits.div_ceil(8));
        let result = write(&mut self.bytes);
        if let Some(stale) = self.bytes.get_mut(needed..used) {
            stale.fill(0);
        }
        self.n_bits = n_bits.min(MAX_BITS);
        result
    }
}

/// An unsigned field of at most 57 bits in a byte string; past its end it reads as zero.
#[inline]
pub(crate) fn unsigned(bytes: &[u8], start: usize, width: usize) -> u64 {
    if width == 0 {
        return 0;
    }
    let word = match bytes.get(start / 8..).and_then(<[u8]>::first_chunk::<8>) {
        Some(chunk) => u64::from_be_bytes(*chunk),
        None => short_word(bytes, start / 8),
    };
    word << (start % 8) >> (64 - width)
}

/// A field of `width` bits read as two's complement.
#[inline]
pub(crate) fn sign_extend(value: u64, width: usize) -> i64 {
    if width == 0 {
        return 0;
    }
    ((value << (64 - width)) as i64) >> (64 - width)
}

/// Eight bytes from `at` on, with zeros past the end.
#[cold]
fn short_word(bytes: &[u8], at: usize) -> u64 {
    let mut word = [0; 8];
    for (to, from) in word.iter_mut().zip(bytes.iter().skip(at)) {
        *to = *from;
    }
    u64::from_be_bytes(word)
}

#[cfg(test)]
mod tests {
    use super::Payload;

    #[test]
    fn reads_back_what_was_pushed() {
        let mut payload = Payload::default();
        let fields = [(5, 6), (0, 2), (371_798_000, 30), (1, 1), (0x1F_FFFF, 21), (0, 0), (7, 3)];
        for (value, width) in fields {
            assert!(payload.push(value, width));
        }
        let mut start = 0;
        for (value, width) in fields {
            assert_eq!(payload.unsigned(start, width), value);
            start += width;
        }
        assert_eq!(payload.len(), start);
        assert_eq!(payload.unsigned(5000, 9), 0);
    }

    #[test]
    fn truncating_clears_what_follows() {
        let mut payload = Payload::default();
        for _ in 0..20 {
            payload.push(0xFF, 8);
        }
        payload.truncate(13);
        assert_eq!(payload.unsigned(8, 8), 0b1111_1000);
        assert_eq!(payload.unsigned(16, 32), 0);
        payload.clear();
        assert_eq!(payload.unsigned(0, 32), 0);
    }

    #[test]
    fn signed_fields_extend() {
        let mut payload = Payload::default();
        payload.push(0b1000_0000, 8);
        assert_eq!(payload.signed(0, 8), -128);
        assert_eq!(payload.signed(1, 7), 0);
    }

    #[test]
    fn a_full_payload_takes_no_more() {
        let mut payload = Payload::default();
        while payload.push(1, 40) {}
        assert_eq!(payload.len(), super::MAX_BITS);
    }
}
