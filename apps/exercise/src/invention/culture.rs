//! How people are named, and how their names are written.

use std::sync::LazyLock;

use super::{field, lines, list};
use crate::random::Random;

/// One way of naming people: a language, its script, and name parts.
#[derive(Debug)]
pub(crate) struct Culture {
    /// BCP 47 tag of the names as they are written at home.
    pub(crate) lang: &'static str,
    /// Countries its people are nationals of.
    pub(crate) nations: Vec<&'static str>,
    order: Vec<&'static str>,
    men: Vec<Part>,
    women: Vec<Part>,
    stems: Vec<Part>,
    endings: Vec<Part>,
    title: Part,
}

#[derive(Debug, Default)]
struct Part {
    native: &'static str,
    romans: Vec<&'static str>,
}

impl Part {
    fn roman(&self, variant: usize) -> &'static str {
        self.romans.get(variant % self.romans.len().max(1)).copied().unwrap_or_default()
    }
}

/// The true name of a person, as positions in the tables of a culture.
#[derive(Debug, Clone, Copy)]
pub(crate) struct PersonName {
    pub(crate) culture: &'static Culture,
    woman: bool,
    given: usize,
    father: usize,
    stem: usize,
    ending: usize,
}

/// Which of the usual romanisations a writer chose for each part of a name.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Romanisation {
    pub(crate) given: usize,
    pub(crate) father: usize,
    pub(crate) stem: usize,
    pub(crate) ending: usize,
    /// Leaves out the father's name.
    pub(crate) short: bool,
}

impl Romanisation {
    pub(crate) fn random(random: &mut Random) -> Self {
        Self {
            given: random.below(3),
            father: random.below(3),
            stem: random.below(2),
            ending: random.below(4),
            short: random.chance(50),
        }
    }
}

impl PersonName {
    pub(crate) fn random(culture: &'static Culture, woman: bool, random: &mut Random) -> Self {
        let given = if woman { &culture.women } else { &culture.men };
        Self {
            culture,
            woman,
            given: random.below(given.len()),
            father: random.below(culture.men.len()),
            stem: random.below(culture.stems.len()),
            ending: random.below(culture.endings.len()),
        }
    }

    /// The name in its own script.
    pub(crate) fn native(&self) -> String {
        let family = self.culture.endings[self.ending]
            .native
            .replace('~', self.culture.stems[self.stem].native);
        self.ordered(self.given_part().native, self.father_part().native, &family, false)
    }

    /// The name in Latin letters.
    pub(crate) fn roman(&self, choice: Romanisation) -> String {
        let family = self.family(choice);
        let given = self.given_part().roman(choice.given);
        self.ordered(given, self.father_part().roman(choice.father), &family, choice.short)
    }

    /// The family name alone.
    pub(crate) fn family(&self, choice: Romanisation) -> String {
        let stem = capitalised(self.culture.stems[self.stem].roman(choice.stem));
        self.culture.endings[self.ending].roman(choice.ending).replace('~', &stem)
    }

    /// What people of the culture put before a nickname, in Latin letters and in their own.
    pub(crate) fn title(&self, variant: usize) -> (&'static str, &'static str) {
        (self.culture.title.roman(variant), self.culture.title.native)
    }

    fn given_part(&self) -> &'static Part {
        let parts = if self.woman { &self.culture.women } else { &self.culture.men };
        &parts[self.given]
    }

    fn father_part(&self) -> &'static Part {
        &self.culture.men[self.father]
    }

    fn ordered(&self, given: &str, father: &str, family: &str, short: bool) -> String {
        let mut name = String::with_capacity(48);
        for part in &self.culture.order {
            let text = match *part {
                "given" => given,
                "father" if short => continue,
                "father" => father,
                _ => family,
            };
            if !name.is_empty() {
                name.push(' ');
            }
            name.push_str(text);
        }
        name
    }
}

/// All cultures.
pub(crate) fn all() -> &'static [Culture] {
    &CULTURES
}

static CULTURES: LazyLock<Vec<Culture>> = LazyLock::new(|| {
    [
        include_str!("../../data/names/arabic.txt"),
        include_str!("../../data/names/persian.txt"),
        include_str!("../../data/names/sorani.txt"),
        include_str!("../../data/names/kurmanji.txt"),
        include_str!("../../data/names/pashto.txt"),
        include_str!("../../data/names/vietnamese.txt"),
        include_str!("../../data/names/ukrainian.txt"),
        include_str!("../../data/names/serbian.txt"),
        include_str!("../../data/names/albanian.txt"),
        include_str!("../../data/names/western.txt"),
    ]
    .map(Culture::read)
    .into()
});

impl Culture {
    fn read(table: &'static str) -> Self {
        let of = |kind: &'static str| lines(table).filter(move |fields| field(fields, 0) == kind);
        let parts = |kind: &'static str| -> Vec<Part> {
            of(kind)
                .map(|fields| Part { native: field(&fields, 1), romans: list(field(&fields, 2)) })
                .collect()
        };
        let setting = |kind: &'static str| of(kind).map(|fields| field(&fields, 1)).next();
        Self {
            lang: setting("lang").unwrap_or_default(),
            nations: list(setting("nations").unwrap_or_default()),
            order: setting("order").unwrap_or_default().split(' ').collect(),
            men: parts("given-m"),
            women: parts("given-f"),
            stems: parts("stem"),
            endings: parts("ending"),
            title: parts("nick").pop().unwrap_or_default(),
        }
    }
}

fn capitalised(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_culture_names_men_and_women() {
        for culture in all() {
            assert!(culture.men.len() >= 10, "{}", culture.lang);
            assert!(culture.women.len() >= 5, "{}", culture.lang);
            assert!(culture.stems.len() >= 12, "{}", culture.lang);
            assert!(!culture.endings.is_empty() && !culture.nations.is_empty());
            let parts = culture.men.iter().chain(&culture.women).chain(&culture.stems);
            for part in parts.chain(&culture.endings) {
                assert!(!part.native.is_empty() && !part.romans.is_empty(), "{part:?}");
            }
        }
    }

    #[test]
    fn names_are_written_in_their_own_script_and_in_several_latin_spellings() {
        let name = PersonName {
            culture: &all()[0],
            woman: false,
            given: 0,
            father: 1,
            stem: 0,
            ending: 1,
        };
        assert_eq!(name.native(), "كريم يوسف الزرواوي");
        assert_eq!(name.roman(Romanisation::default()), "Karim Yusuf al-Zarwawi");
        let other = Romanisation { given: 1, ending: 2, short: true, ..Romanisation::default() };
        assert_eq!(name.roman(other), "Kareem el-Zarwaoui");
    }
}
