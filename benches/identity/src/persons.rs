//! Invented persons in number, each recorded once or several times with the slips of real records:
//! the table on which deduplication at a million is measured.
//!
//! Given names and stems of family names are the exercise's invented ones, with its romanisations;
//! other family names are made of syllables. A few names are common and most are rare.

use std::collections::BTreeMap;
use std::io::Write as _;
use std::path::Path;

use anyhow::Context as _;

use crate::random::Random;

/// Syllables of family names.
const FIRST: [&str; 16] = [
    "ba", "dor", "fen", "gu", "har", "jel", "ka", "lor", "mi", "nash", "or", "pe", "ras", "sha",
    "tu", "vel",
];
const NEXT: [&str; 16] = [
    "bek", "dan", "fi", "gar", "him", "jo", "kel", "lam", "mur", "no", "pas", "rud", "shan", "ti",
    "var", "zim",
];

/// The columns of the table; the last is the truth.
const HEADER: &str = "id,given,father,family,born,phone,document,town,gender,person";

/// Names of one way of naming people: spellings of each, the commonest first.
#[derive(Default)]
struct Culture {
    men: Vec<Vec<String>>,
    women: Vec<Vec<String>>,
    stems: Vec<Vec<String>>,
    endings: Vec<String>,
}

/// What is true of a person.
struct Person {
    culture: usize,
    woman: bool,
    given: usize,
    father: usize,
    family: Vec<String>,
    born: (i32, usize, usize),
    phones: [String; 2],
    document: String,
    towns: [usize; 2],
}

/// Writes `records` records from `seed` to `out`.
pub(crate) fn write(data: &Path, out: &Path, records: usize, seed: u64) -> anyhow::Result<()> {
    let cultures = cultures(&data.join("names"))?;
    let towns = towns(&data.join("places.txt"))?;
    let file =
        std::fs::File::create(out).with_context(|| format!("cannot write {}", out.display()))?;
    let mut out = std::io::BufWriter::new(file);
    let mut random = Random::new(seed);
    writeln!(out, "{HEADER}")?;
    let (mut person, mut written) = (0, 0);
    while written < records {
        let true_person = Person::random(&cultures, towns.len(), &mut random);
        for _ in 0..times(&mut random).min(records - written) {
            let row = true_person.told(&cultures, &towns, &mut random);
            writeln!(out, "r{written},{row},{person}")?;
            written += 1;
        }
        person += 1;
    }
    out.flush()?;
    Ok(())
}

/// How often a person was recorded.
fn times(random: &mut Random) -> usize {
    match random.below(100) {
        0..55 => 1,
        55..80 => 2,
        80..92 => 3,
        92..97 => 4,
        _ => 5 + random.below(4),
    }
}

impl Person {
    fn random(cultures: &[Culture], towns: usize, random: &mut Random) -> Self {
        let place = random.below(cultures.len());
        let culture = &cultures[place];
        let woman = random.chance(25);
        let given = if woman { culture.women.len() } else { culture.men.len() };
        Self {
            culture: place,
            woman,
            given: random.leaning(given),
            father: random.leaning(culture.men.len()),
            family: family(culture, random),
            born: (1950 + random.below(58) as i32, 1 + random.below(12), 1 + random.below(28)),
            phones: [phone(random), phone(random)],
            document: document(random),
            towns: [random.leaning(towns), random.leaning(towns)],
        }
    }

    /// One record of the person, but for its id.
    fn told(&self, cultures: &[Culture], towns: &[String], random: &mut Random) -> String {
        let culture = &cultures[self.culture];
        let of = |names: &[Vec<String>], place: usize, random: &mut Random| {
            let spelled =
                names.get(place).map_or("", |spellings| random.pick::<String>(spellings).as_str());
            slipped(spelled, 8, random)
        };
        let own = if self.woman { &culture.women } else { &culture.men };
        let mut given = of(own, self.given, random);
        let father =
            if random.chance(45) { String::new() } else { of(&culture.men, self.father, random) };
        let mut family = slipped(random.pick::<String>(&self.family), 8, random);
        if random.chance(4) {
            std::mem::swap(&mut given, &mut family);
        }
        if random.chance(3) {
            given = given.chars().take(1).collect();
        }
        let phone = match random.below(100) {
            0..40 => String::new(),
            40..60 => self.phones[1].clone(),
            _ => slipped_digits(&self.phones[0], 3, random),
        };
        let document = if random.chance(60) {
            String::new()
        } else {
            slipped_digits(&self.document, 4, random)
        };
        let town = match random.below(100) {
            0..15 => "",
            15..35 => &towns[self.towns[1]],
            _ => &towns[self.towns[0]],
        };
        let gender = match (random.chance(12), self.woman != random.chance(1)) {
            (true, _) => "",
            (_, true) => "female",
            _ => "male",
        };
        let born = self.born_as_told(random);
        format!("{given},{father},{family},{born},{phone},{document},{town},{gender}")
    }

    fn born_as_told(&self, random: &mut Random) -> String {
        let (year, month, day) = self.born;
        let (year, month, day) = match random.below(100) {
            0..15 => return String::new(),
            15..20 => return format!("{year}-01-01"),
            20..24 => return year.to_string(),
            24..28 => (year, day, month),
            28..31 => (year, month, 1 + random.below(28)),
            31..34 => (year + 1, month, day),
            _ => (year, month, day),
        };
        format!("{year}-{month:02}-{day:02}")
    }
}

/// A family name with the ways in which it is written.
fn family(culture: &Culture, random: &mut Random) -> Vec<String> {
    if random.chance(15) {
        let stem = &culture.stems[random.leaning(culture.stems.len())];
        let ending = random.pick(&culture.endings).to_owned();
        return stem.iter().map(|stem| ending.replace('~', stem)).collect();
    }
    let mut name = (*random.pick(&FIRST)).to_owned();
    for _ in 0..2 + random.below(2) {
        name.push_str(NEXT[random.leaning(NEXT.len())]);
    }
    let respelled =
        name.replace("sh", "ch").replace('k', "q").replace('u', "ou").replace('j', "dj");
    vec![name.clone(), name, respelled]
}

fn phone(random: &mut Random) -> String {
    // An ITU code given back in 2015: nobody has such a number.
    format!("+888{:09}", random.below(1_000_000_000))
}

fn document(random: &mut Random) -> String {
    format!("{}{:07}", random.pick(&["P", "X", "A", "K"]), random.below(10_000_000))
}

/// A name with, in `percent` of cases, one letter dropped, doubled, changed or swapped.
fn slipped(name: &str, percent: usize, random: &mut Random) -> String {
    let mut letters: Vec<char> = name.chars().collect();
    if letters.len() < 3 || !random.chance(percent) {
        return name.to_owned();
    }
    let at = 1 + random.below(letters.len() - 2);
    match random.below(4) {
        0 => drop(letters.remove(at)),
        1 => letters.insert(at, letters[at]),
        2 => letters[at] = *random.pick(&['a', 'e', 'i', 'n', 'r', 's', 't']),
        _ => letters.swap(at, at + 1),
    }
    letters.into_iter().collect()
}

/// A number with, in `percent` of cases, one digit changed.
fn slipped_digits(number: &str, percent: usize, random: &mut Random) -> String {
    let mut letters: Vec<char> = number.chars().collect();
    if random.chance(percent) {
        let at = 4 + random.below(letters.len() - 4);
        letters[at] = *random.pick(&['0', '1', '2', '3', '4', '5', '6', '7', '8', '9']);
    }
    letters.into_iter().collect()
}

/// Reads the exercise's names: lines of `kind; as written; romanisations`.
fn cultures(folder: &Path) -> anyhow::Result<Vec<Culture>> {
    let mut found = BTreeMap::new();
    for file in std::fs::read_dir(folder).with_context(|| format!("no {}", folder.display()))? {
        let path = file?.path();
        let mut culture = Culture::default();
        for line in std::fs::read_to_string(&path)?.lines() {
            let mut fields = line.split(';').map(str::trim);
            let (kind, _, latin) = (fields.next(), fields.next(), fields.next_back());
            let spellings: Vec<String> = latin
                .unwrap_or_default()
                .split(',')
                .map(|it| it.trim().to_lowercase())
                .filter(|it| !it.is_empty())
                .collect();
            match kind {
                _ if spellings.is_empty() => {}
                Some("given-m") => culture.men.push(spellings),
                Some("given-f") => culture.women.push(spellings),
                Some("stem") => culture.stems.push(spellings),
                Some("ending") => culture.endings.extend(spellings),
                _ => {}
            }
        }
        culture.endings.push("~".to_owned());
        if !culture.men.is_empty() && !culture.women.is_empty() && !culture.stems.is_empty() {
            found.insert(path, culture);
        }
    }
    anyhow::ensure!(!found.is_empty(), "no names in {}", folder.display());
    Ok(found.into_values().collect())
}

fn towns(file: &Path) -> anyhow::Result<Vec<String>> {
    let text = std::fs::read_to_string(file).with_context(|| format!("no {}", file.display()))?;
    let lines = text.lines().filter(|line| !line.starts_with('#') && !line.is_empty());
    Ok(lines.filter_map(|line| Some(line.split(';').next()?.trim().to_owned())).collect())
}
