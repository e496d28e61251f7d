//! Which names a query's tokens vote for.
//!
//! A query token is a group of voters: the tokens of the list that may be it. A name has, of each
//! group, the worth of its best voter, less a little for tokens that the query has not.
//!
//! Names are counted in blocks of neighbours, whose tallies stay in the cache. Very common tokens
//! stand in very many names: once enough names have more votes than the largest groups could give
//! together, those groups bring no further names (the `MaxScore` of Turtle and Flood 1995): they vote
//! for the names that the others brought, or are looked up in those where they are few. A voter that
//! could not lift a name among the best with the help of all other groups is not heard at all. That is
//! exact: no name is lost to a limit on votes.

use std::cell::RefCell;

/// What a token too many takes away.
const TOO_MANY: f32 = 0.4;
/// Looking a name's tokens up, far away in memory, costs as much as counting this many postings.
const LOOK_UP: usize = 32;
/// Names that are counted together.
const BLOCK: usize = 1 << 15;
/// Bits of a posting that hold a place.
const PLACE_BITS: u32 = 28;
/// Tokens of a name that a posting can tell.
const MOST_TOKENS: usize = 15;

/// Places that a list may have: names beyond are not indexed.
pub(super) const MOST_NAMES: usize = 1 << PLACE_BITS;

/// A name in which a token stands: its place, and how many tokens it has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Posting(u32);

impl Posting {
    pub(super) fn new(place: u32, tokens: usize) -> Self {
        Self(place | (tokens.min(MOST_TOKENS) as u32) << PLACE_BITS)
    }

    fn place(self) -> usize {
        (self.0 & ((1 << PLACE_BITS) - 1)) as usize
    }

    fn tokens(self) -> usize {
        (self.0 >> PLACE_BITS) as usize
    }
}

/// A token that may be the query's.
#[derive(Debug, Clone, Copy)]
pub(super) struct Voter<'a> {
    pub(super) number: u32,
    pub(super) worth: f32,
    /// By place.
    pub(super) postings: &'a [Posting],
}

/// The tokens that may be one of the query's, the most worth first.
#[derive(Debug)]
pub(super) struct Group<'a> {
    voters: Vec<Voter<'a>>,
    size: usize,
}

impl<'a> Group<'a> {
    pub(super) fn new(mut voters: Vec<Voter<'a>>) -> Self {
        voters.sort_by(|a, b| b.worth.total_cmp(&a.worth).then(a.number.cmp(&b.number)));
        let size = voters.iter().map(|voter| voter.postings.len()).sum();
        Self { voters, size }
    }

    fn most(&self) -> f32 {
        self.voters.first().map_or(0.0, |voter| voter.worth)
    }
}

/// What a name of the block was voted so far.
#[derive(Debug, Clone, Copy, Default)]
struct Tally {
    worth: f32,
    /// The group that voted last, counted from one; 0 if none did.
    group: u8,
}

/// Room for one query at a time; all blank between queries.
#[derive(Debug, Default)]
struct Room {
    /// For each name of the block.
    tallies: Vec<Tally>,
    /// Names of the block that have votes.
    named: Vec<usize>,
    /// For each token of the list, the number of its first voter, counted from one; 0 for none.
    voter_of: Vec<u16>,
}

/// The places of the names with the most votes, the most first. `tokens` gives a name's tokens.
pub(super) fn most_voted<I: Iterator<Item = u32>>(
    names: usize,
    query_tokens: usize,
    groups: Vec<Group<'_>>,
    limit: usize,
    tokens: impl Fn(u32) -> I,
) -> Vec<usize> {
    thread_local!(static ROOM: RefCell<Room> = RefCell::default());
    ROOM.with_borrow_mut(|room| {
        let mut count = Count::new(room, BLOCK, query_tokens, groups, limit);
        count.all(names, &tokens);
        count.best.ranked()
    })
}

/// The counting of one query's votes.
struct Count<'a, 'r> {
    room: &'r mut Room,
    block: usize,
    query_tokens: usize,
    /// The smallest first.
    groups: Vec<Group<'a>>,
    /// What all groups from each on can give together; one more than groups.
    rest: Vec<f32>,
    /// All voters, for looking up.
    voices: Vec<Voice>,
    best: Best,
}

/// A voter as it is looked up by its token.
#[derive(Debug, Clone, Copy)]
struct Voice {
    group: usize,
    worth: f32,
    /// The number of the same token's voter in another group, as in [`Room::voter_of`].
    next: u16,
}

impl<'a, 'r> Count<'a, 'r> {
    fn new(
        room: &'r mut Room,
        block: usize,
        query_tokens: usize,
        mut groups: Vec<Group<'a>>,
        limit: usize,
    ) -> Self {
        groups.sort_by_key(|group| group.size);
        let mut rest = vec![0.0; groups.len() + 1];
        for (place, group) in groups.iter().enumerate().rev() {
            rest[place] = rest[place + 1] + group.most();
        }
        room.tallies.resize(block, Tally::default());
        let mut voices = Vec::new();
        for (place, group) in groups.iter().enumerate() {
            for voter in &group.voters {
                let token = voter.number as usize;
                if room.voter_of.len() <= token {
                    room.voter_of.resize(token + 1, 0);
                }
                let first = &mut room.voter_of[token];
                voices.push(Voice { group: place, worth: voter.worth, next: *first });
                *first = u16::try_from(voices.len()).unwrap_or(*first);
            }
        }
        Self { room, block, query_tokens, groups, rest, voices, best: Best::new(limit) }
    }

    fn all<I: Iterator<Item = u32>>(&mut self, names: usize, tokens: &impl Fn(u32) -> I) {
        let blocks = names.div_ceil(self.block);
        for start in (0..names).step_by(self.block) {
            // Groups that bring names; after them, groups that vote for those.
            let bringing = self.rest.partition_point(|rest| *rest > self.best.least());
            if bringing == 0 {
                break;
            }
            let mut heard = 0;
            while let Some(group) = self.groups.get(heard) {
                let brings = heard < bringing;
                if !brings && group.size > LOOK_UP * blocks * self.room.named.len() {
                    break;
                }
                self.vote(heard, start, brings);
                heard += 1;
            }
            self.look_up(heard, start, tokens);
        }
        for voter in self.groups.iter().flat_map(|group| &group.voters) {
            self.room.voter_of[voter.number as usize] = 0;
        }
    }

    /// Lets a group vote for the names of the block from `start` on; unless it brings names, for
    /// those only that have votes.
    fn vote(&mut self, place: usize, start: usize, brings: bool) {
        let end = start + self.block;
        let group = &mut self.groups[place];
        let others = self.rest[0] - group.most();
        let number = place as u8 + 1;
        for voter in &mut group.voters {
            if voter.worth + others <= self.best.least() {
                break;
            }
            while let Some((posting, behind)) = voter.postings.split_first() {
                let name = posting.place();
                if name >= end {
                    break;
                }
                voter.postings = behind;
                let Some(name) = name.checked_sub(start) else { continue };
                let tally = &mut self.room.tallies[name];
                // The best voter of a group comes first: the others add nothing.
                if tally.group == number {
                    continue;
                }
                if tally.group == 0 {
                    if !brings {
                        continue;
                    }
                    let more = posting.tokens().saturating_sub(self.query_tokens);
                    tally.worth = -TOO_MANY * more as f32;
                    self.room.named.push(name);
                }
                tally.worth += voter.worth;
                tally.group = number;
            }
        }
    }

    /// Gives the names found what the groups that were not heard have for them, and keeps the best.
    fn look_up<I: Iterator<Item = u32>>(
        &mut self,
        heard: usize,
        start: usize,
        tokens: &impl Fn(u32) -> I,
    ) {
        let left = self.rest.get(heard).copied().unwrap_or(0.0);
        let mut named = std::mem::take(&mut self.room.named);
        for name in named.drain(..) {
            let mut worth = std::mem::take(&mut self.room.tallies[name]).worth;
            if worth + left <= self.best.least() {
                continue;
            }
            let place = start + name;
            if left > 0.0 {
                worth += self.looked_up(heard, tokens(place as u32));
            }
            self.best.see(worth, place);
        }
        self.room.named = named;
    }

    /// What the groups from one on have for a name.
    fn looked_up(&self, from: usize, tokens: impl Iterator<Item = u32>) -> f32 {
        let mut of_groups = [0.0; crate::name::MAX_TOKENS];
        for token in tokens {
            let mut number = self.room.voter_of.get(token as usize).copied().unwrap_or(0);
            while let Some(voice) = usize::from(number).checked_sub(1).map(|at| self.voices[at]) {
                number = voice.next;
                if let Some(most) = of_groups.get_mut(voice.group) {
                    *most = voice.worth.max(*most);
                }
            }
        }
        of_groups.iter().skip(from).sum()
    }
}

/// The names with the most votes so far; of two with as many, the one that stands first.
#[derive(Debug)]
struct Best {
    limit: usize,
    /// At most twice as many as are wanted.
    names: Vec<(f32, usize)>,
    least: f32,
}

impl Best {
    fn new(limit: usize) -> Self {
        let least = if limit == 0 { f32::INFINITY } else { f32::NEG_INFINITY };
        Self { limit, names: Vec::with_capacity(2 * limit), least }
    }

    /// The votes that a further name must have more of.
    fn least(&self) -> f32 {
        self.least
    }

    /// Takes a name in, if it is among the best. Names come by their places.
    fn see(&mut self, worth: f32, place: usize) {
        if worth <= self.least {
            return;
        }
        self.names.push((worth, place));
        if self.names.len() >= 2 * self.limit {
            self.cut();
        }
    }

    fn cut(&mut self) {
        let Some(last) = self.limit.checked_sub(1).filter(|last| *last < self.names.len()) else {
            return;
        };
        self.least = self.names.select_nth_unstable_by(last, better).1.0;
        self.names.truncate(self.limit);
    }

    fn ranked(mut self) -> Vec<usize> {
        self.cut();
        self.names.sort_by(better);
        self.names.into_iter().map(|(_, place)| place).collect()
    }
}

fn better(a: &(f32, usize), b: &(f32, usize)) -> std::cmp::Ordering {
    b.0.total_cmp(&a.0).then(a.1.cmp(&b.1))
}

#[cfg(test)]
mod tests {
    use super::{Count, Group, Posting, Room, Voter};
    use crate::train::Random;

    /// Names as lists of token numbers.
    fn names(count: usize, random: &mut Random) -> Vec<Vec<u32>> {
        let token = |random: &mut Random| {
            // Low numbers are common, 0 stands in about every third name.
            let (a, b) = (random.below(40), random.below(40));
            (a * b / 40) as u32
        };
        (0..count).map(|_| (0..=random.below(3)).map(|_| token(random)).collect()).collect()
    }

    fn postings(names: &[Vec<u32>]) -> Vec<Vec<Posting>> {
        let mut postings = vec![Vec::new(); 40];
        for (place, tokens) in names.iter().enumerate() {
            for token in tokens {
                let here = Posting::new(place as u32, tokens.len());
                let posting: &mut Vec<Posting> = &mut postings[*token as usize];
                if posting.last() != Some(&here) {
                    posting.push(here);
                }
            }
        }
        postings
    }

    /// Every name's votes, one by one.
    fn plainly(names: &[Vec<u32>], groups: &[Vec<(u32, f32)>]) -> Vec<f32> {
        let of = |tokens: &Vec<u32>| -> f32 {
            let best = |group: &Vec<(u32, f32)>| {
                let has = group.iter().filter(|(token, _)| tokens.contains(token));
                has.map(|(_, worth)| *worth).fold(0.0, f32::max)
            };
            let sum: f32 = groups.iter().map(best).sum();
            if sum > 0.0 {
                sum - super::TOO_MANY * tokens.len().saturating_sub(groups.len()) as f32
            } else {
                f32::NEG_INFINITY
            }
        };
        names.iter().map(of).collect()
    }

    #[test]
    fn no_name_is_lost_to_common_tokens() {
        let mut random = Random::new(4);
        for round in 0..200 {
            let list = names(50 + round * 3, &mut random);
            let postings = postings(&list);
            let groups: Vec<Vec<(u32, f32)>> = (0..=random.below(3))
                .map(|_| {
                    let mut numbers: Vec<u32> =
                        (0..=random.below(4)).map(|_| random.below(40) as u32).collect();
                    numbers.sort_unstable();
                    numbers.dedup();
                    numbers.iter().map(|n| (*n, 1.0 + random.below(8) as f32)).collect()
                })
                .collect();
            let voters = groups.iter().map(|group| {
                let voter = |(number, worth): &(u32, f32)| Voter {
                    number: *number,
                    worth: *worth,
                    postings: &postings[*number as usize],
                };
                Group::new(group.iter().map(voter).collect())
            });
            let limit = 1 + random.below(8);
            let mut room = Room::default();
            let block = 1 + random.below(100);
            let mut count = Count::new(&mut room, block, groups.len(), voters.collect(), limit);
            count.all(list.len(), &|place: u32| list[place as usize].iter().copied());
            let found = count.best.ranked();
            assert!(room.named.is_empty() && room.voter_of.iter().all(|voter| *voter == 0));
            assert!(room.tallies.iter().all(|tally| tally.group == 0), "round {round}");
            let plain = plainly(&list, &groups);
            let mut best: Vec<f32> = plain.iter().copied().filter(|v| v.is_finite()).collect();
            best.sort_by(|a, b| b.total_cmp(a));
            best.truncate(limit);
            let got: Vec<f32> = found.iter().map(|place| plain[*place]).collect();
            for (got, best) in got.iter().zip(&best) {
                assert!((got - best).abs() < 1e-4, "round {round}: {got} {best}");
            }
            assert_eq!(got.len(), best.len(), "round {round}");
        }
    }
}
