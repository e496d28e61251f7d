//! Which names a query's tokens vote for.
//!
//! A query token is a group of voters: the tokens of the list that may be it. A name has, of each
//! group, the worth of its best voter, less a little for tokens that the query has not.
//!
//! Very common tokens stand in very many names. Groups are counted from the smallest; one that is
//! much larger than the names already found is only looked up in those. That is exact as long as
//! enough names have more votes than everything only looked up could give (the `MaxScore` of Turtle
//! and Flood 1995); otherwise it is counted after all. So no name is lost to a limit on votes.

use std::cell::RefCell;

/// What a token too many takes away.
const TOO_MANY: f32 = 0.4;
/// Looking a name's tokens up costs as much as counting this many postings.
const LOOK_UP: usize = 4;
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

    fn place(self) -> u32 {
        self.0 & ((1 << PLACE_BITS) - 1)
    }

    fn tokens(self) -> u32 {
        self.0 >> PLACE_BITS
    }
}

/// A token that may be the query's.
#[derive(Debug, Clone, Copy)]
pub(super) struct Voter<'a> {
    pub(super) number: u32,
    pub(super) worth: f32,
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

/// What a name was voted so far.
#[derive(Debug, Clone, Copy, Default)]
struct Tally {
    worth: f32,
    /// The group that voted last, counted from one; 0 if none did.
    group: u8,
}

/// Room for the votes of one query at a time.
#[derive(Default)]
struct Room {
    /// For each name of the list; all blank between queries.
    tallies: Vec<Tally>,
    named: Vec<u32>,
    /// For each token of the list, its worth in the group that is looked up; else nothing.
    worths: Vec<f32>,
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
        room.make_ready(names);
        let found = room.count(query_tokens, groups, limit, tokens);
        room.clear();
        found
    })
}

impl Room {
    fn make_ready(&mut self, names: usize) {
        if self.tallies.len() < names {
            self.tallies.resize(names, Tally::default());
        }
    }

    /// Makes all tallies blank again.
    fn clear(&mut self) {
        for name in self.named.drain(..) {
            self.tallies[name as usize] = Tally::default();
        }
    }

    fn count<I: Iterator<Item = u32>>(
        &mut self,
        query_tokens: usize,
        mut groups: Vec<Group<'_>>,
        limit: usize,
        tokens: impl Fn(u32) -> I,
    ) -> Vec<usize> {
        groups.sort_by_key(|group| group.size);
        let mut looked_up: Vec<(u8, Group<'_>)> = Vec::new();
        for (number, group) in (1u8..).zip(groups) {
            if self.named.len() >= limit && group.size > self.named.len() * LOOK_UP {
                self.look_up(0, number, &group, &tokens);
                looked_up.push((number, group));
            } else {
                self.vote(number, &group.voters, query_tokens, |_| true);
            }
        }
        // Counted after all, the smallest first, until what is left could lift no name high enough.
        // A voter that could not lift one, with all that is left behind it, is not counted.
        let mut bound: f32 = looked_up.iter().map(|(_, group)| group.most()).sum();
        for (number, group) in &looked_up {
            let least = self.least(limit);
            if least >= bound {
                break;
            }
            bound -= group.most();
            let enough = group.voters.partition_point(|voter| voter.worth + bound > least);
            let before = self.named.len();
            self.vote(*number, &group.voters[..enough], query_tokens, |tally| tally.group == 0);
            for (other, group) in looked_up.iter().filter(|(other, _)| other != number) {
                self.look_up(before, *other, group, &tokens);
            }
        }
        self.best(limit)
    }

    /// Lets voters of a group vote for every name they stand in that `may` be voted for.
    fn vote(
        &mut self,
        number: u8,
        voters: &[Voter<'_>],
        query_tokens: usize,
        may: impl Fn(&Tally) -> bool,
    ) {
        for voter in voters {
            for posting in voter.postings {
                let tally = &mut self.tallies[posting.place() as usize];
                // The best voter of a group comes first: the others add nothing.
                if tally.group == number || !may(tally) {
                    continue;
                }
                if tally.group == 0 {
                    let more = (posting.tokens() as usize).saturating_sub(query_tokens);
                    tally.worth = -TOO_MANY * more as f32;
                    self.named.push(posting.place());
                }
                tally.worth += voter.worth;
                tally.group = number;
            }
        }
    }

    /// Gives the names found from a place on what a group has for them.
    fn look_up<I: Iterator<Item = u32>>(
        &mut self,
        from: usize,
        number: u8,
        group: &Group<'_>,
        tokens: impl Fn(u32) -> I,
    ) {
        for voter in &group.voters {
            let token = voter.number as usize;
            if self.worths.len() <= token {
                self.worths.resize(token + 1, 0.0);
            }
            self.worths[token] = voter.worth;
        }
        let worth = |token: u32| self.worths.get(token as usize).copied().unwrap_or(0.0);
        for name in self.named.iter().skip(from) {
            let best = tokens(*name).map(worth).fold(0.0, f32::max);
            if best > 0.0 {
                let tally = &mut self.tallies[*name as usize];
                tally.worth += best;
                tally.group = number;
            }
        }
        for voter in &group.voters {
            self.worths[voter.number as usize] = 0.0;
        }
    }

    /// The votes of the last name that is among the best so far; nothing if they are too few.
    fn least(&self, limit: usize) -> f32 {
        let votes = self.named.iter().map(|name| self.tallies[*name as usize].worth);
        let mut votes: Vec<f32> = votes.collect();
        match limit.checked_sub(1).filter(|last| *last < votes.len()) {
            Some(last) => *votes.select_nth_unstable_by(last, |a, b| b.total_cmp(a)).1,
            None => f32::NEG_INFINITY,
        }
    }

    fn best(&self, limit: usize) -> Vec<usize> {
        let mut ranked: Vec<(f32, u32)> =
            self.named.iter().map(|name| (self.tallies[*name as usize].worth, *name)).collect();
        let better = |a: &(f32, u32), b: &(f32, u32)| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1));
        if ranked.len() > limit && limit > 0 {
            ranked.select_nth_unstable_by(limit - 1, better);
            ranked.truncate(limit);
        }
        ranked.sort_by(better);
        ranked.into_iter().map(|(_, name)| name as usize).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::{Group, Posting, Voter, most_voted};
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
            let found = most_voted(list.len(), groups.len(), voters.collect(), limit, |place| {
                list[place as usize].iter().copied()
            });
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
