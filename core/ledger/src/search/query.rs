//! What is searched for, and how it is put to the index.

use std::collections::{BTreeMap, BTreeSet};

use crossbearing_model::{AgencyId, EntityId, Grade, Ontology, PartialDate, PropertyKind};

use super::Facet;
use crate::read::{Read, keys_of};
use crate::record::key_token;
use crate::store::{Token, TokenQuery};
use crate::text::{fold, words};

/// Words of a query that are looked at.
const MOST_WORDS: usize = 12;

/// A search.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Query {
    /// Words, a name in any of its spellings here, or a selector. The last word may be unfinished.
    pub text: String,
    /// What the matching statement must be like.
    pub filter: Filter,
    /// Hits to pass over.
    pub offset: usize,
    /// Hits on a page.
    pub limit: usize,
}

impl Query {
    /// The first twenty hits for `text`, whatever they are like.
    pub fn of(text: &str) -> Self {
        Self { text: text.to_owned(), filter: Filter::default(), offset: 0, limit: 20 }
    }
}

/// What a matching statement must be like; what is not set is not asked.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// The schema it gives its entity.
    pub schema: Option<String>,
    /// The originator of its label.
    pub agency: Option<AgencyId>,
    /// Its grade.
    pub grade: Option<Grade>,
    /// The first year.
    pub year_from: Option<i16>,
    /// The last year.
    pub year_to: Option<i16>,
    /// Words of a place, or the code of a country, that something standing says of the entity.
    pub place: Option<String>,
}

impl Filter {
    /// Whether a statement is as asked.
    pub(super) fn admits(&self, read: &Read) -> bool {
        self.checks(read).iter().all(|check| *check)
    }

    /// Matching entities by schema, agency, grade and year, each list leaving its own filter out.
    pub(super) fn facets<'a>(&self, reads: impl Iterator<Item = &'a Read>) -> [Vec<Facet>; 4] {
        let mut counted: [BTreeMap<String, BTreeSet<&EntityId>>; 4] = Default::default();
        for read in reads {
            let checks = self.checks(read);
            for (facet, value) in values(read).into_iter().enumerate() {
                let others = checks.iter().enumerate().filter(|(other, _)| *other != facet);
                if others.into_iter().all(|(_, check)| *check) {
                    counted[facet].entry(value).or_default().insert(&read.statement.entity);
                }
            }
        }
        counted.map(|counted| {
            let facet = |(value, of): (String, BTreeSet<_>)| Facet { value, count: of.len() };
            let mut facets: Vec<_> = counted.into_iter().map(facet).collect();
            facets.sort_by(|one, other| {
                other.count.cmp(&one.count).then_with(|| one.value.cmp(&other.value))
            });
            facets
        })
    }

    /// Schema, agency, grade, year: as asked?
    fn checks(&self, read: &Read) -> [bool; 4] {
        let statement = &read.statement;
        let year = year(read);
        [
            self.schema.as_deref().is_none_or(|schema| *schema == *statement.schema),
            self.agency
                .as_ref()
                .is_none_or(|agency| *agency == statement.citation.label.spec().originator),
            self.grade.is_none_or(|grade| grade == statement.citation.grade),
            self.year_from.is_none_or(|from| from <= year)
                && self.year_to.is_none_or(|to| year <= to),
        ]
    }
}

fn values(read: &Read) -> [String; 4] {
    let statement = &read.statement;
    [
        statement.schema.to_string(),
        statement.citation.label.spec().originator.to_string(),
        statement.citation.grade.to_string(),
        format!("{:04}", year(read)),
    ]
}

/// The year in which it held, or was recorded if that is not known.
fn year(read: &Read) -> i16 {
    let valid = read.statement.valid;
    let held = valid.from.or(valid.to).map(PartialDate::earliest);
    held.unwrap_or(read.recorded_at).day()[..4].parse().unwrap_or(0)
}

/// The words of a place, to look for in what is said of an entity.
pub(super) struct Place(Vec<String>);

impl Place {
    pub(super) fn of(text: &str) -> Self {
        Self(words(&fold(text)).map(ToOwned::to_owned).collect())
    }

    /// Whether one of the statements speaks of the place: an address, a place's name, a country.
    pub(super) fn is_said_in(&self, ontology: &Ontology, statements: &[Read]) -> bool {
        statements.iter().filter(|read| read.stands()).any(|read| {
            let statement = &read.statement;
            let schema = ontology.schema(&statement.schema);
            let property = schema.and_then(|schema| schema.property(&statement.property));
            let of_place = property.is_some_and(|property| {
                matches!(property.kind(), PropertyKind::Address | PropertyKind::Country)
                    || property.name().to_lowercase().contains("location")
            });
            of_place && self.is_in(&statement.value)
        })
    }

    fn is_in(&self, value: &str) -> bool {
        let folded = fold(value);
        let said: Vec<&str> = words(&folded).collect();
        !self.0.is_empty() && self.0.iter().all(|word| said.contains(&word.as_str()))
    }
}

/// A query cut into what the index holds.
#[derive(Debug)]
pub(super) struct Wanted {
    /// The whole text, folded.
    pub(super) folded: String,
    pub(super) words: Vec<String>,
    pub(super) keys: Vec<(PropertyKind, String)>,
}

impl Wanted {
    pub(super) fn of(query: &Query) -> Self {
        let folded = fold(query.text.trim()).into_owned();
        let words = words(&folded).take(MOST_WORDS).map(ToOwned::to_owned).collect();
        Self { words, keys: keys_of(query.text.trim()), folded }
    }

    /// Whatever shares a key with the text as a whole.
    pub(super) fn by_key(&self) -> TokenQuery {
        let tokens = self.keys.iter().map(|(_, key)| Token::Whole(key_token(key))).collect();
        TokenQuery { groups: vec![tokens] }
    }

    /// Every word; the last may go on.
    pub(super) fn by_words(&self) -> TokenQuery {
        let last = self.words.len().saturating_sub(1);
        let group = |(at, word): (usize, &String)| {
            let token = format!("w{word}");
            // A single letter goes on in too many ways to be of use.
            let goes_on = at == last && word.chars().count() > 1;
            vec![if goes_on { Token::Prefix(token) } else { Token::Whole(token) }]
        };
        TokenQuery { groups: self.words.iter().enumerate().map(group).collect() }
    }

    /// One word in any of its spellings, the others as they stand.
    pub(super) fn by_spelling(&self, slipped: usize, spellings: &[Vec<String>]) -> TokenQuery {
        let as_it_stands = |word: &String| vec![word.clone()];
        let mut groups: Vec<Vec<String>> = self.words.iter().map(as_it_stands).collect();
        if let (Some(group), Some(spelled)) = (groups.get_mut(slipped), spellings.get(slipped)) {
            group.clone_from(spelled);
        }
        by_spellings(&groups)
    }
}

/// Every word in one of its spellings.
pub(super) fn by_spellings(spellings: &[Vec<String>]) -> TokenQuery {
    let group = |spellings: &Vec<String>| {
        spellings.iter().map(|word| Token::Whole(format!("w{word}"))).collect()
    };
    TokenQuery { groups: spellings.iter().map(group).collect() }
}
