//! What is searched for, and how it is put to the index.

use std::collections::HashMap;

use crossbearing_model::{
    AgencyId, Grade, Instant, Ontology, PartialDate, Period, PropertyKind, Statement,
};

use super::Facet;
use crate::read::keys_of;
use crate::record::key_token;
use crate::store::{EntityNo, Token, TokenQuery};
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

/// What filters and facets look at of a statement.
#[derive(Debug, Clone, Copy)]
pub(super) struct Facts<'f> {
    pub(super) entity: EntityNo,
    pub(super) schema: &'f str,
    pub(super) agency: &'f AgencyId,
    pub(super) grade: Grade,
    /// The year in which it held, or was recorded if that is not known.
    pub(super) year: i16,
}

impl Filter {
    /// Whether a statement is as asked.
    pub(super) fn admits(&self, facts: &Facts<'_>) -> bool {
        self.checks(facts).iter().all(|check| *check)
    }

    /// Matching entities by schema, agency, grade and year, each list leaving its own filter out.
    pub(super) fn facets<'f>(&self, all: impl Iterator<Item = Facts<'f>>) -> [Vec<Facet>; 4] {
        let mut schemata: HashMap<&str, Vec<EntityNo>> = HashMap::new();
        let mut agencies: HashMap<&str, Vec<EntityNo>> = HashMap::new();
        let mut grades: HashMap<Grade, Vec<EntityNo>> = HashMap::new();
        let mut years: HashMap<i16, Vec<EntityNo>> = HashMap::new();
        for facts in all {
            let [schema, agency, grade, year] = self.checks(&facts);
            if agency && grade && year {
                schemata.entry(facts.schema).or_default().push(facts.entity);
            }
            if schema && grade && year {
                agencies.entry(facts.agency.as_str()).or_default().push(facts.entity);
            }
            if schema && agency && year {
                grades.entry(facts.grade).or_default().push(facts.entity);
            }
            if schema && agency && grade {
                years.entry(facts.year).or_default().push(facts.entity);
            }
        }
        [
            counted(schemata, str::to_owned),
            counted(agencies, str::to_owned),
            counted(grades, |grade| grade.to_string()),
            counted(years, |year| format!("{year:04}")),
        ]
    }

    /// Schema, agency, grade, year: as asked?
    fn checks(&self, facts: &Facts<'_>) -> [bool; 4] {
        [
            self.schema.as_deref().is_none_or(|schema| schema == facts.schema),
            self.agency.as_ref().is_none_or(|agency| agency == facts.agency),
            self.grade.is_none_or(|grade| grade == facts.grade),
            self.year_from.is_none_or(|from| from <= facts.year)
                && self.year_to.is_none_or(|to| facts.year <= to),
        ]
    }
}

/// The entities of each value, each once; the value that most have comes first.
fn counted<V>(by_value: HashMap<V, Vec<EntityNo>>, written: impl Fn(V) -> String) -> Vec<Facet> {
    let facet = |(value, mut of): (V, Vec<EntityNo>)| {
        of.sort_unstable();
        of.dedup();
        Facet { value: written(value), count: of.len() }
    };
    let mut facets: Vec<_> = by_value.into_iter().map(facet).collect();
    facets.sort_by(|one, other| {
        other.count.cmp(&one.count).then_with(|| one.value.cmp(&other.value))
    });
    facets
}

/// The year in which something held, or was recorded if that is not known.
pub(super) fn year(valid: Period, recorded_at: Instant) -> i16 {
    let held = valid.from.or(valid.to).map(PartialDate::earliest);
    held.unwrap_or(recorded_at).day()[..4].parse().unwrap_or(0)
}

/// The words of a place, to look for in what is said of an entity.
pub(super) struct Place(Vec<String>);

impl Place {
    pub(super) fn of(text: &str) -> Self {
        Self(words(&fold(text)).map(ToOwned::to_owned).collect())
    }

    /// Whether one of the statements speaks of the place: an address, a place's name, a country.
    pub(super) fn is_said_in(&self, ontology: &Ontology, said: &[(Statement, bool)]) -> bool {
        said.iter().filter(|(_, stands)| *stands).any(|(statement, _)| {
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

    /// One of the words, whole.
    pub(super) fn by_word(word: &str) -> TokenQuery {
        TokenQuery { groups: vec![vec![Token::Whole(format!("w{word}"))]] }
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
