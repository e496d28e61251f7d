//! Joining the parts of messages that take several sentences.

use crate::instant::Millis;
use crate::sentence::Sentence;

/// How many messages may wait for parts at once; the longest waiting gives way.
const SLOTS: usize = 64;
/// The most parts of a message.
const MAX_PARTS: usize = 9;
/// The most payload characters of one part; longer ones are cut.
const PART_CHARACTERS: usize = 96;

/// When a message that lacks a part is given up.
#[derive(Debug, Clone, Copy)]
pub struct Expiry {
    /// After so many further sentences.
    pub sentences: u64,
    /// After so much time, where times are known.
    pub millis: Millis,
}

impl Default for Expiry {
    /// A minute, after which a sequence number may have been used again; or as many sentences as
    /// a very busy feed has in that.
    fn default() -> Self {
        Self { sentences: 20_000, millis: 60_000 }
    }
}

/// Messages that wait for parts.
#[derive(Debug)]
pub(crate) struct Joiner {
    slots: Vec<Slot>,
    expiry: Expiry,
    /// Messages given up so far.
    pub(crate) n_lost: u64,
}

/// What tells the parts of one message from those of others.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Whose {
    /// The station, or 0 if the sentence does not say; often only the first part says it.
    pub(crate) source: u32,
    pub(crate) group: Option<u32>,
    pub(crate) talker: [u8; 2],
    pub(crate) channel: u8,
    pub(crate) sequence: u8,
    pub(crate) n_parts: u8,
}

impl Whose {
    fn is(&self, other: &Self) -> bool {
        let same_source = self.source == other.source || self.source == 0 || other.source == 0;
        let same = |it: &Self| (it.talker, it.channel, it.sequence, it.n_parts);
        same_source && self.group == other.group && same(self) == same(other)
    }
}

/// A message of which all parts are there.
#[derive(Debug)]
pub(crate) struct Joined<'a> {
    /// The armoured payload and fill bits of each part, in order.
    pub(crate) parts: [(&'a [u8], u8); MAX_PARTS],
    pub(crate) n_parts: usize,
    /// The first time that any part came with.
    pub(crate) time: Option<Millis>,
    /// The station, or 0 if no part says it.
    pub(crate) source_id: u32,
}

#[derive(Debug)]
struct Slot {
    whose: Whose,
    /// Bit `n` is set if part `n + 1` is there; 0 marks a free slot.
    there: u16,
    first: u64,
    time: Option<Millis>,
    source_id: u32,
    lengths: [u8; MAX_PARTS],
    fills: [u8; MAX_PARTS],
    characters: [[u8; PART_CHARACTERS]; MAX_PARTS],
}

impl Joiner {
    pub(crate) fn new(expiry: Expiry) -> Self {
        Self { slots: Vec::new(), expiry, n_lost: 0 }
    }

    /// Adds a part; returns the message if that was the last one missing.
    pub(crate) fn add(
        &mut self,
        whose: Whose,
        sentence: &Sentence<'_>,
        time: Option<Millis>,
        number: u64,
        source_id: u32,
    ) -> Option<Joined<'_>> {
        if usize::from(sentence.n_parts) > MAX_PARTS {
            self.n_lost += u64::from(sentence.part == 1);
            return None;
        }
        let idx = self.slot_for(whose, sentence, time, number);
        let slot = &mut self.slots[idx];
        slot.put(sentence);
        slot.time = slot.time.or(time);
        slot.source_id = slot.source_id.max(source_id);
        let all = (1_u16 << sentence.n_parts) - 1;
        if slot.there != all {
            return None;
        }
        slot.there = 0;
        Some(self.slots[idx].joined(usize::from(sentence.n_parts)))
    }

    /// Gives up all that waits.
    pub(crate) fn finish(&mut self) {
        self.n_lost += self.slots.iter().filter(|slot| slot.there != 0).count() as u64;
        self.slots.clear();
    }

    /// The slot of the message that a part belongs to; a new one if none waits, if what waits is
    /// too old, or if the part is there already.
    fn slot_for(
        &mut self,
        whose: Whose,
        sentence: &Sentence<'_>,
        time: Option<Millis>,
        number: u64,
    ) -> usize {
        let waiting = self.slots.iter().position(|slot| slot.there != 0 && slot.whose.is(&whose));
        if let Some(idx) = waiting {
            let slot = &self.slots[idx];
            let bit = 1 << (sentence.part - 1);
            if slot.there & bit == 0 && !slot.expired(self.expiry, time, number) {
                return idx;
            }
            self.n_lost += 1;
            self.slots[idx].start(whose, time, number);
            return idx;
        }
        let idx = self.free_slot();
        self.slots[idx].start(whose, time, number);
        idx
    }

    fn free_slot(&mut self) -> usize {
        if let Some(idx) = self.slots.iter().position(|slot| slot.there == 0) {
            return idx;
        }
        if self.slots.len() < SLOTS {
            self.slots.push(Slot::empty());
            return self.slots.len() - 1;
        }
        self.n_lost += 1;
        let oldest = self.slots.iter().enumerate().min_by_key(|(_, slot)| slot.first);
        oldest.map_or(0, |(idx, _)| idx)
    }
}

impl Slot {
    fn empty() -> Self {
        Self {
            whose: Whose {
                source: 0,
                group: None,
                talker: [0; 2],
                channel: 0,
                sequence: 0,
                n_parts: 0,
            },
            there: 0,
            first: 0,
            time: None,
            source_id: 0,
            lengths: [0; MAX_PARTS],
            fills: [0; MAX_PARTS],
            characters: [[0; PART_CHARACTERS]; MAX_PARTS],
        }
    }

    fn start(&mut self, whose: Whose, time: Option<Millis>, number: u64) {
        self.whose = whose;
        self.there = 0;
        self.first = number;
        self.time = time;
        self.source_id = 0;
    }

    fn put(&mut self, sentence: &Sentence<'_>) {
        let idx = usize::from(sentence.part - 1);
        let payload = sentence.payload();
        let length = payload.len().min(PART_CHARACTERS);
        self.characters[idx][..length].copy_from_slice(&payload[..length]);
        self.lengths[idx] = length as u8;
        self.fills[idx] = sentence.n_fill;
        self.there |= 1 << idx;
    }

    fn expired(&self, expiry: Expiry, time: Option<Millis>, number: u64) -> bool {
        let too_late = match (self.time, time) {
            (Some(first), Some(now)) => now.saturating_sub(first).saturating_abs() > expiry.millis,
            _ => false,
        };
        too_late || number.saturating_sub(self.first) > expiry.sentences
    }

    fn joined(&self, n_parts: usize) -> Joined<'_> {
        let mut parts = [(&[][..], 0); MAX_PARTS];
        for (idx, part) in parts.iter_mut().enumerate().take(n_parts) {
            *part = (&self.characters[idx][..usize::from(self.lengths[idx])], self.fills[idx]);
        }
        Joined { parts, n_parts, time: self.time, source_id: self.source_id }
    }
}

#[cfg(test)]
mod tests {
    use super::{Expiry, Joiner, SLOTS, Whose};
    use crate::sentence::Sentence;

    fn part(line: &str) -> Sentence<'_> {
        Sentence::any(line.as_bytes()).expect("a sentence")
    }

    fn whose(sentence: &Sentence<'_>) -> Whose {
        Whose {
            source: 0,
            group: None,
            talker: sentence.talker,
            channel: sentence.channel,
            sequence: sentence.sequence,
            n_parts: sentence.n_parts,
        }
    }

    #[test]
    fn parts_join_in_any_order() {
        let (one, two) = (part("!AIVDM,2,1,3,A,one,0"), part("!AIVDM,2,2,3,A,two,2"));
        for (first, second) in [(&one, &two), (&two, &one)] {
            let mut joiner = Joiner::new(Expiry::default());
            assert!(joiner.add(whose(first), first, None, 1, 0).is_none());
            let whole = joiner.add(whose(second), second, None, 2, 0).expect("both parts");
            assert_eq!(whole.parts[..whole.n_parts], [(&b"one"[..], 0), (&b"two"[..], 2)]);
            assert_eq!(joiner.n_lost, 0);
        }
    }

    #[test]
    fn channels_and_sequences_do_not_mix() {
        let mut joiner = Joiner::new(Expiry::default());
        for line in ["!AIVDM,2,1,3,A,x,0", "!AIVDM,2,2,3,B,x,0", "!AIVDM,2,2,4,A,x,0"] {
            assert!(joiner.add(whose(&part(line)), &part(line), None, 1, 0).is_none());
        }
    }

    #[test]
    fn old_parts_are_given_up() {
        let (one, two) = (part("!AIVDM,2,1,3,A,one,0"), part("!AIVDM,2,2,3,A,two,2"));
        let mut joiner = Joiner::new(Expiry { sentences: 10, millis: 1000 });
        joiner.add(whose(&one), &one, None, 1, 0);
        assert!(joiner.add(whose(&two), &two, None, 12, 0).is_none());
        joiner.add(whose(&one), &one, Some(0), 13, 0).expect("joined with the part that came");
        joiner.add(whose(&one), &one, Some(0), 14, 0);
        assert!(joiner.add(whose(&two), &two, Some(1001), 15, 0).is_none());
        assert_eq!(joiner.n_lost, 2);
    }

    #[test]
    fn memory_is_bounded() {
        let mut joiner = Joiner::new(Expiry::default());
        for source in 0..10_000 {
            let one = part("!AIVDM,2,1,3,A,one,0");
            joiner.add(Whose { source, ..whose(&one) }, &one, None, u64::from(source), source);
        }
        assert_eq!(joiner.slots.len(), SLOTS);
        joiner.finish();
        assert_eq!(joiner.n_lost, 10_000);
    }
}
