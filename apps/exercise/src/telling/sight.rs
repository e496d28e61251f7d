//! How one agency sees one person: an id of its own, a spelling, and what it knows and mistakes.

use crossbearing_model::EntityId;

use crate::Plan;
use crate::cast::{AGENCIES, Agency, KESTANE, WESTMARK};
use crate::day::Day;
use crate::invention::culture::Romanisation;
use crate::random::Random;
use crate::world::person::Person;
use crate::world::role::CREW;

const STREAM: u64 = 4;

/// The number of the fact that a person has a second telephone.
pub(crate) const SECOND_PHONE: u32 = 9;

/// How an agency sees a person.
#[derive(Debug, Clone)]
pub(crate) struct Sight<'w> {
    pub(crate) person: &'w Person,
    pub(crate) entity: EntityId,
    /// The name as the agency writes it in Latin letters.
    pub(crate) spelling: String,
    /// Another spelling on its file.
    pub(crate) other_spelling: String,
    pub(crate) birth: Birth,
    /// The nationality it has on file, and whether that is the true one.
    pub(crate) nation: &'static str,
    known: u64,
}

/// A date of birth as an agency has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Birth {
    /// The true day.
    True(Day),
    /// The true year and no more.
    Year(i32),
    /// The true day in the year before or after.
    YearOff(i32, u32, u32),
    /// Day and month changed places.
    Swapped(i32, u32, u32),
}

impl<'w> Sight<'w> {
    /// How `agency` sees `person` in the report numbered `report`.
    ///
    /// For a few persons it keeps two files without knowing, and uses now one and now the other.
    /// For some of a network's people it works on the first agency's file instead of its own.
    pub(crate) fn new(
        plan: &Plan,
        agencies: &[Agency],
        agency: usize,
        person: &'w Person,
        report: usize,
    ) -> Self {
        let path = [STREAM, agency as u64, u64::from(person.cell), person.number as u64];
        let mut random = Random::of(plan.seed(), &path);
        let twice = random.chance(8) && !person.is_showcase();
        let copy = u32::from(twice && report % 2 == 1);
        if copy == 1 {
            random = Random::of(plan.seed(), &[path[0], path[1], path[2], path[3], 1]);
        }
        let file = if shares_file(agency, person, report, &mut random) { WESTMARK } else { agency };
        Self {
            entity: person.truth_id().entity(plan.seed(), agencies[file].code, file, copy),
            spelling: spelling(agency, person, &mut random),
            other_spelling: person.name.roman(Romanisation::random(&mut random)),
            birth: birth(agency, person, &mut random),
            nation: nation(person, &mut random),
            known: if person.is_showcase() { showcase(agency) } else { random.next() },
            person,
        }
    }

    /// Whether the agency knows the fact numbered `fact` (0 to 15), which it does in `sixteenths`
    /// of cases.
    pub(crate) fn knows(&self, fact: u32, sixteenths: u64) -> bool {
        (self.known >> (fact * 4)) & 0xf < sixteenths
    }

    /// Every way in which any agency may write the person's name.
    pub(crate) fn spellings(plan: &Plan, agencies: &[Agency], person: &Person) -> Vec<String> {
        let mut spellings = vec![person.name.roman(Romanisation::default()), person.name.native()];
        for agency in 0..AGENCIES {
            for report in 0..2 {
                let sight = Sight::new(plan, agencies, agency, person, report);
                spellings.push(sight.spelling);
                spellings.push(sight.other_spelling);
            }
        }
        spellings.sort_unstable();
        spellings.dedup();
        spellings
    }
}

/// Whether the agency reports on the person under the first agency's id. All do on the organiser
/// whom the exercise shows first, but for some reports of the third.
fn shares_file(agency: usize, person: &Person, report: usize, random: &mut Random) -> bool {
    let shares = random.chance(30) && CREW.contains(&person.number);
    if person.is_showcase() {
        return agency != KESTANE || report < AGENCIES || report.is_multiple_of(2);
    }
    shares
}

/// The first agency writes the commonest romanisation, the others what they hear; now and then two
/// letters change places.
fn spelling(agency: usize, person: &Person, random: &mut Random) -> String {
    let choice = Romanisation::random(random);
    if person.number == 0 {
        return organiser_spelling(agency, person);
    }
    let name = person.name.roman(match agency {
        0 => Romanisation { short: choice.short, ..Romanisation::default() },
        _ => choice,
    });
    if random.chance(7) { mistyped(&name, random) } else { name }
}

/// No two agencies spell an organiser alike: that is what the exercise is about. Where a name has
/// fewer spellings than there are agencies, the last one doubles a letter.
fn organiser_spelling(agency: usize, person: &Person) -> String {
    let mut distinct: Vec<String> = Vec::new();
    for ending in 0..4 {
        for given in 0..3 {
            for stem in 0..2 {
                let choice = Romanisation { given, stem, ending, short: true, father: 0 };
                let name = person.name.roman(choice);
                if !distinct.contains(&name) {
                    distinct.push(name);
                }
            }
        }
    }
    let step = (distinct.len() / AGENCIES).max(1);
    distinct.get(agency * step).cloned().unwrap_or_else(|| {
        let name = &distinct[0];
        let last = name.chars().last().unwrap_or_default();
        format!("{name}{}", last.to_lowercase())
    })
}

fn mistyped(name: &str, random: &mut Random) -> String {
    let mut letters: Vec<char> = name.chars().collect();
    let at = 1 + random.below(letters.len().saturating_sub(3));
    if letters.get(at..at + 2).is_some_and(|pair| pair.iter().all(char::is_ascii_lowercase)) {
        letters.swap(at, at + 1);
    }
    letters.into_iter().collect()
}

/// Everybody knows every fact of the organiser whom the exercise shows first, and only the second
/// agency knows the second telephone.
fn showcase(agency: usize) -> u64 {
    if agency == 1 { 0 } else { 0xf << (4 * SECOND_PHONE) }
}

fn birth(agency: usize, person: &Person, random: &mut Random) -> Birth {
    let born = person.born;
    let (year, month, day) = born.civil();
    let roll = random.below(100);
    match if person.is_showcase() { [99, 0, 30][agency] } else { roll } {
        0..12 => Birth::YearOff(year + if random.chance(50) { 1 } else { -1 }, month, day.min(28)),
        12..22 if day <= 12 && day != month => Birth::Swapped(year, day, month),
        22..40 => Birth::Year(year),
        _ => Birth::True(born),
    }
}

fn nation(person: &Person, random: &mut Random) -> &'static str {
    if random.chance(95) { person.nation } else { random.pick(&person.name.culture.nations) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Cast;

    #[test]
    fn three_agencies_give_the_organiser_three_spellings_and_know_two_files() {
        let cast = Cast::new().unwrap();
        for seed in 0..20 {
            let plan = Plan::new(seed, 50).unwrap();
            let person = Person::new(&plan, 0, 0);
            let sights: Vec<_> = (0..AGENCIES)
                .map(|agency| Sight::new(&plan, &cast.agencies, agency, &person, 0))
                .collect();
            let own = Sight::new(&plan, &cast.agencies, KESTANE, &person, 5);
            assert_ne!(own.entity, sights[KESTANE].entity);
            for (one, other) in [(0, 1), (0, 2), (1, 2)] {
                assert_eq!(sights[one].entity, sights[other].entity);
                assert_ne!(sights[one].spelling, sights[other].spelling, "seed {seed}");
            }
        }
    }
}
