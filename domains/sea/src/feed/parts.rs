//! Messages that come in several sentences, held together: what one sender says of a message is
//! handed on at once, so that nothing of another sender stands between its parts.

/// The most that is held of one sender, in bytes: what waits longer for a part goes on without it.
const MOST: usize = 4096;

/// The lines of one sender.
#[derive(Debug, Default)]
pub(super) struct Parts {
    held: Vec<u8>,
}

/// A message of which parts are there.
struct Begun<'a> {
    /// What tells its parts from others: how many there are, sequence and channel.
    whose: [&'a [u8]; 3],
    start: usize,
    n_left: usize,
}

impl Parts {
    /// Takes whole lines; returns those that end no message in the middle, in their order.
    pub(super) fn take(&mut self, lines: Vec<u8>) -> Vec<u8> {
        let mut all = std::mem::take(&mut self.held);
        if all.is_empty() {
            all = lines;
        } else {
            all.extend(lines);
        }
        let start = first_open(&all).unwrap_or(all.len());
        if all.len() - start <= MOST {
            self.held = all.split_off(start);
        }
        all
    }

    /// What is held, whole or not: the rest did not come.
    pub(super) fn give_up(&mut self) -> Vec<u8> {
        std::mem::take(&mut self.held)
    }

    /// Bytes that are held.
    pub(super) fn n_held(&self) -> u64 {
        self.held.len() as u64
    }
}

/// Where the first message begins that is not whole, or that has a part after the beginning of one
/// that is not.
fn first_open(lines: &[u8]) -> Option<usize> {
    let (mut begun, mut whole) = (Vec::<Begun<'_>>::new(), Vec::new());
    let mut start = 0;
    for line in lines.split_inclusive(|byte| *byte == b'\n') {
        if let Some((whose, n_parts)) = part(line) {
            match begun.iter_mut().position(|it| it.whose == whose) {
                Some(idx) if begun[idx].n_left == 1 => whole.push((begun.remove(idx).start, start)),
                Some(idx) => begun[idx].n_left -= 1,
                None => begun.push(Begun { whose, start, n_left: n_parts - 1 }),
            }
        }
        start += line.len();
    }
    // What began long ago is not waited for: its rest was lost.
    let recent = begun.iter().filter(|it| lines.len() - it.start <= MOST);
    let mut first = recent.map(|it| it.start).min()?;
    while let Some((before, _)) =
        whole.iter().find(|(from, to)| (*from..*to).contains(&first) && *from < first)
    {
        first = *before;
    }
    Some(first)
}

/// Whose part a line is, and of how many, if it is one of several.
fn part(line: &[u8]) -> Option<([&[u8]; 3], usize)> {
    let sentence = line.get(memchr::memchr(b'!', line)?..)?;
    let mut fields = sentence.split(|byte| *byte == b',').skip(1);
    let (n_parts, _, sequence, channel) =
        (fields.next()?, fields.next()?, fields.next()?, fields.next()?);
    let n = match n_parts {
        [digit @ b'2'..=b'9'] => usize::from(digit - b'0'),
        _ => return None,
    };
    Some(([n_parts, sequence, channel], n))
}

#[cfg(test)]
mod tests {
    use super::{MOST, Parts};

    const ONE: &str = "!AIVDM,1,1,,A,x,0\n";

    fn part(number: u8, sequence: u8) -> String {
        format!("!AIVDM,2,{number},{sequence},A,x,0\n")
    }

    #[test]
    fn what_has_all_its_parts_goes_on() {
        let mut parts = Parts::default();
        let whole = [ONE, &part(1, 3), ONE, &part(2, 3)].concat();
        assert_eq!(parts.take(whole.clone().into_bytes()), whole.as_bytes());
        assert_eq!(parts.n_held(), 0);
    }

    #[test]
    fn a_message_waits_for_its_parts_and_what_is_between_waits_with_it() {
        let mut parts = Parts::default();
        let first = [ONE, &part(1, 3), &part(1, 4), ONE].concat();
        assert_eq!(parts.take(first.into_bytes()), ONE.as_bytes());
        assert_eq!(parts.take(part(2, 3).into_bytes()), b"");
        let rest = [&part(1, 3), &part(1, 4), ONE, &part(2, 3), &part(2, 4)].concat();
        assert_eq!(parts.take(part(2, 4).into_bytes()), rest.as_bytes());
    }

    #[test]
    fn what_does_not_come_is_not_waited_for() {
        let mut parts = Parts::default();
        assert_eq!(parts.take(part(1, 3).into_bytes()), b"");
        assert_eq!(parts.n_held(), part(1, 3).len() as u64);
        assert_eq!(parts.give_up(), part(1, 3).as_bytes());
        let flood = part(1, 3) + &ONE.repeat(MOST / ONE.len() + 1);
        assert_eq!(parts.take(flood.clone().into_bytes()), flood.as_bytes());
    }
}
