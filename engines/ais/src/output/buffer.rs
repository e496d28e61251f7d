//! A growing text that is cheap to append short things to.
//!
//! Appending copies a fixed number of bytes, which is one or two instructions, and then counts
//! only those wanted; a copy of a length known only when running would call a function.

/// The most bytes that one message takes between two calls of [`Buffer::reserve`].
const ROOM: usize = 64 * 1024;

/// Digits of the largest number.
const DIGITS: usize = 20;

/// The text.
#[derive(Debug, Default)]
pub(crate) struct Buffer {
    /// Always longer than `len`; what is past `len` is rubbish.
    bytes: Vec<u8>,
    len: usize,
}

impl Buffer {
    /// What has been written.
    pub(crate) fn written(&self) -> &[u8] {
        &self.bytes[..self.len]
    }

    pub(crate) fn clear(&mut self) {
        self.len = 0;
    }

    /// Where the text ends, to come back to.
    #[inline]
    pub(crate) fn mark(&self) -> usize {
        self.len
    }

    /// Takes back what was written since a mark.
    #[inline]
    pub(crate) fn reset(&mut self, mark: usize) {
        self.len = self.len.min(mark);
    }

    /// Takes out the byte at a mark, if something was written there.
    pub(crate) fn remove_byte(&mut self, mark: usize) {
        if mark < self.len {
            self.bytes.copy_within(mark + 1..self.len, mark);
            self.len -= 1;
        }
    }

    /// Takes the quotes from what was written since a mark, if it has them.
    pub(crate) fn unquote(&mut self, mark: usize) {
        if self.bytes.get(mark) == Some(&b'"') && self.len > mark + 1 {
            self.remove_byte(mark);
            self.len -= 1;
        }
    }

    /// Makes room for one more message.
    #[inline]
    pub(crate) fn reserve(&mut self) {
        if self.bytes.len() < self.len + ROOM {
            self.bytes.resize((self.len + ROOM) * 2, 0);
        }
    }

    /// Appends the first `len` of `N` bytes.
    #[inline]
    pub(crate) fn padded<const N: usize>(&mut self, bytes: &[u8; N], len: usize) {
        if let Some(room) = self.bytes.get_mut(self.len..).and_then(<[u8]>::first_chunk_mut) {
            *room = *bytes;
            self.len += len.min(N);
        }
    }

    #[inline]
    pub(crate) fn byte(&mut self, byte: u8) {
        self.padded(&[byte], 1);
    }

    /// Appends bytes of any number.
    #[inline]
    pub(crate) fn all(&mut self, bytes: &[u8]) {
        if let Some(room) = self.bytes.get_mut(self.len..self.len + bytes.len()) {
            room.copy_from_slice(bytes);
            self.len += bytes.len();
        }
    }

    /// Appends a whole number.
    #[inline]
    pub(crate) fn unsigned(&mut self, value: u64) {
        if value < 100 {
            let pair = PAIRS[value as usize];
            return if value < 10 { self.byte(pair[1]) } else { self.padded(&pair, 2) };
        }
        let mut digits = [0; DIGITS * 2];
        let (mut at, mut rest) = (DIGITS, value);
        while rest >= 100 {
            at -= 2;
            digits[at..at + 2].copy_from_slice(&PAIRS[(rest % 100) as usize]);
            rest /= 100;
        }
        at -= 2;
        digits[at..at + 2].copy_from_slice(&PAIRS[rest as usize]);
        at += usize::from(rest < 10);
        if let Some(written) = digits[at..].first_chunk::<DIGITS>() {
            self.padded(written, DIGITS - at);
        }
    }

    #[inline]
    pub(crate) fn signed(&mut self, value: i64) {
        if value < 0 {
            self.byte(b'-');
        }
        self.unsigned(value.unsigned_abs());
    }

    /// Appends a number of at least two digits, zeros in front.
    #[inline]
    pub(crate) fn two_digits(&mut self, value: u64) {
        if value < 100 {
            self.padded(&PAIRS[value as usize], 2);
        } else {
            self.unsigned(value);
        }
    }

    /// Appends `value` / 10^`decimals`, of which there are at most eight.
    #[inline]
    pub(crate) fn fixed(&mut self, value: i64, decimals: u8) {
        if value < 0 {
            self.byte(b'-');
        }
        let value = value.unsigned_abs();
        // Divisors that the compiler knows are multiplications.
        let (whole, fraction) = match decimals {
            0 => return self.unsigned(value),
            1 => (value / 10, value % 10),
            2 => (value / 100, value % 100),
            6 => (value / 1_000_000, value % 1_000_000),
            7 => (value / 10_000_000, value % 10_000_000),
            _ => (value / 10_u64.pow(decimals.into()), value % 10_u64.pow(decimals.into())),
        };
        self.unsigned(whole);
        let mut digits = [b'.'; 10];
        let (mut at, mut rest) = (usize::from(decimals.min(8)) + 1, fraction);
        while at > 2 {
            at -= 2;
            digits[at..at + 2].copy_from_slice(&PAIRS[(rest % 100) as usize]);
            rest /= 100;
        }
        if at == 2 {
            digits[1] = b'0' + (rest % 10) as u8;
        }
        self.padded(&digits, usize::from(decimals.min(8)) + 1);
    }

    /// Appends bytes in hexadecimal.
    pub(crate) fn hexadecimal(&mut self, byte: u8) {
        const DIGITS: &[u8; 16] = b"0123456789abcdef";
        self.padded(&[DIGITS[usize::from(byte >> 4)], DIGITS[usize::from(byte & 15)]], 2);
    }
}

/// All numbers below 100 as two digits.
static PAIRS: [[u8; 2]; 100] = {
    let mut pairs = [[0; 2]; 100];
    let mut value = 0;
    while value < 100 {
        pairs[value] = [b'0' + (value / 10) as u8, b'0' + (value % 10) as u8];
        value += 1;
    }
    pairs
};

#[cfg(test)]
mod tests {
    use super::Buffer;

    fn written(write: impl Fn(&mut Buffer)) -> String {
        let mut buffer = Buffer::default();
        buffer.reserve();
        write(&mut buffer);
        String::from_utf8(buffer.written().to_vec()).expect("ASCII")
    }

    #[test]
    fn numbers() {
        for value in [0, 7, 10, 99, 100, 101, 999, 1000, 371_798_000, u64::MAX] {
            assert_eq!(written(|out| out.unsigned(value)), value.to_string());
        }
        for value in [0, -1, 5, -10, 99, -1234, 1_234_567] {
            let expected = format!("{:.2}", value as f64 / 100.0);
            assert_eq!(written(|out| out.fixed(value, 2)), expected);
        }
        assert_eq!(written(|out| out.fixed(-1_233_953_833, 7)), "-123.3953833");
        assert_eq!(written(|out| out.fixed(i64::MIN, 7)), "-922337203685.4775808");
        assert_eq!(written(|out| out.fixed(5, 7)), "0.0000005");
        assert_eq!(written(|out| out.two_digits(5)), "05");
        assert_eq!(written(|out| out.two_digits(10196)), "10196");
    }

    #[test]
    fn what_does_not_fit_is_left_out() {
        let mut buffer = Buffer::default();
        buffer.byte(b'x');
        buffer.all(b"long");
        assert_eq!(buffer.written(), b"");
    }
}
