//! The names of true things, and the names agencies give to them.

use std::fmt;

use crossbearing_model::EntityId;
use serde::{Serialize, Serializer};

use crate::random::Random;

/// What sort of thing is named.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Kind {
    Person,
    Network,
    Company,
    Place,
    Phone,
    Account,
    Bank,
    Vehicle,
    Vessel,
    House,
    Office,
    Advert,
    Event,
    Sentence,
    Membership,
    Command,
    Relation,
    Directorship,
    Report,
}

impl Kind {
    const WORDS: [&'static str; 19] = [
        "person", "network", "company", "place", "phone", "account", "bank", "vehicle", "vessel",
        "house", "office", "advert", "event", "sentence", "member", "command", "relation",
        "director", "report",
    ];

    fn word(self) -> &'static str {
        Self::WORDS[self as usize]
    }
}

/// The name of a true person, thing or event of an exercise, such as `true-person-3-12`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TruthId {
    kind: Kind,
    cell: u32,
    number: u32,
}

impl TruthId {
    /// The thing numbered `number` of its kind in `cell`. Both fit: a plan has at most 20,000
    /// cells, and a cell makes a few hundred things of a kind.
    pub(crate) fn new(kind: Kind, cell: u32, number: usize) -> Self {
        Self { kind, cell, number: number as u32 }
    }

    /// The id under which an agency knows the thing, when it has given it `copies` ids before.
    ///
    /// It says nothing about the truth: the position is scrambled by multiplication and shifts
    /// that lose no bit, so that two things never share an id.
    pub(crate) fn entity(self, seed: u64, agency: &str, agency_idx: usize, copy: u32) -> EntityId {
        let packed = u64::from(self.number & 0x7ff)
            | u64::from(self.cell & 0x7fff) << 11
            | (self.kind as u64) << 26
            | u64::from(copy & 0x3) << 31;
        let key = Random::of(seed, &[STREAM, agency_idx as u64]).next();
        let mut scrambled = packed ^ (key & MASK);
        for factor in [0x5_2dc9_aa35_u64, 0x3_9b1f_7e8d] {
            scrambled = scrambled.wrapping_mul(factor) & MASK;
            scrambled ^= scrambled >> 17;
        }
        let mut text = String::with_capacity(agency.len() + 18);
        text.push_str(agency);
        text.push('-');
        text.push_str(self.kind.word());
        text.push('-');
        text.extend((0..7).rev().map(|place| digit(scrambled >> (place * 5))));
        // Plain letters, digits and hyphens, fewer than 100: always the id of an entity.
        text.parse().expect("an agency's code, a word and seven digits make an id")
    }
}

const STREAM: u64 = 11;

/// 35 bits: seven digits of base 32.
const MASK: u64 = (1 << 35) - 1;

fn digit(bits: u64) -> char {
    char::from(b"0123456789abcdefghjkmnpqrstvwxyz"[(bits & 31) as usize])
}

impl fmt::Display for TruthId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "true-{}-{}-{}", self.kind.word(), self.cell, self.number)
    }
}

impl Serialize for TruthId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn two_things_never_share_an_id_and_ids_do_not_follow_the_truth() {
        let mut seen = BTreeSet::new();
        for cell in 0..100 {
            for number in 0..100 {
                for kind in [Kind::Person, Kind::Event] {
                    for copy in 0..2 {
                        let id = TruthId::new(kind, cell, number).entity(9, "wca", 0, copy);
                        assert!(seen.insert(id));
                    }
                }
            }
        }
    }

    #[test]
    fn ids_read_well() {
        let truth = TruthId::new(Kind::Person, 3, 12);
        assert_eq!(truth.to_string(), "true-person-3-12");
        assert!(truth.entity(9, "wca", 0, 0).as_str().starts_with("wca-person-"));
    }
}
