//! Whole lines out of pieces of any size, with bounded memory.

/// The longest start of a line that is kept. No sentence is longer than a kilobyte.
const LONGEST: usize = 4096;

/// Cuts what comes into whole lines.
#[derive(Debug, Default)]
pub(crate) struct Lines {
    partial: Vec<u8>,
    skipping: bool,
    /// Lines that were given up because they had no end.
    pub(crate) n_endless: u64,
}

impl Lines {
    /// Appends the whole lines that `piece` completes to `out`, and keeps what is left over.
    pub(crate) fn cut(&mut self, piece: &[u8], out: &mut Vec<u8>) {
        let Some(last) = memchr::memrchr(b'\n', piece) else {
            self.keep(piece);
            return;
        };
        let mut whole = &piece[..=last];
        if self.skipping {
            self.skipping = false;
            // There is an end of line, at `last` if not before.
            let first = memchr::memchr(b'\n', whole).unwrap_or(last);
            whole = &whole[first + 1..];
        } else {
            out.append(&mut self.partial);
        }
        out.extend_from_slice(whole);
        self.keep(&piece[last + 1..]);
    }

    /// What is left of a source that has ended, as a line.
    pub(crate) fn finish(&mut self, out: &mut Vec<u8>) {
        if !self.partial.is_empty() {
            out.append(&mut self.partial);
            out.push(b'\n');
        }
        self.skipping = false;
    }

    /// Bytes of a line whose end has not come.
    pub(crate) fn n_kept(&self) -> u64 {
        self.partial.len() as u64
    }

    fn keep(&mut self, rest: &[u8]) {
        if self.skipping {
            return;
        }
        if self.partial.len() + rest.len() > LONGEST {
            self.partial.clear();
            self.skipping = true;
            self.n_endless += 1;
        } else {
            self.partial.extend_from_slice(rest);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Lines;

    #[test]
    fn pieces_of_any_size_give_the_same_lines() {
        let text = b"one\ntwo\r\n\nthree\nfour";
        for size in 1..text.len() {
            let (mut lines, mut out) = (Lines::default(), Vec::new());
            text.chunks(size).for_each(|piece| lines.cut(piece, &mut out));
            lines.finish(&mut out);
            assert_eq!(out, b"one\ntwo\r\n\nthree\nfour\n");
        }
    }

    #[test]
    fn ten_megabytes_without_an_end_are_not_kept() {
        let (mut lines, mut out) = (Lines::default(), Vec::new());
        for _ in 0..10_240 {
            lines.cut(&[b'x'; 1024], &mut out);
            assert!(lines.partial.capacity() <= 16_384);
        }
        lines.cut(b"xx\nafter\n", &mut out);
        assert_eq!((out.as_slice(), lines.n_endless), (&b"after\n"[..], 1));
    }
}
