//! From a statement to what a store keeps of it, and back.

use std::collections::HashMap;
use std::sync::Arc;

use crossbearing_model::{
    Citation, EntityId, Name, Ontology, Passage, Period, PropertyKind, Standing, Statement,
    StatementId,
};
use serde::{Deserialize, Serialize};

use crate::text::{fold, words};
use crate::{Error, Result};

/// The longest value that is kept as a statement, in bytes.
const LONGEST_VALUE: usize = 16 * 1024 * 1024;

/// Statements made ready to be recorded: checked, hashed, cut into words.
///
/// Making ready needs no store, so a large import does it on another thread.
#[derive(Debug)]
pub struct Prepared {
    pub(crate) statements: Vec<Ready>,
    /// Each distinct schema and property of the statements.
    pub(crate) terms: Vec<(Name, Name)>,
    /// The words and keys of all statements, one after the other.
    pub(crate) tokens: String,
}

/// A statement made ready.
#[derive(Debug)]
pub(crate) struct Ready {
    pub(crate) statement: Statement,
    pub(crate) id: StatementId,
    pub(crate) term: usize,
    pub(crate) tokens: std::ops::Range<usize>,
    pub(crate) is_link: bool,
    pub(crate) identifying: bool,
}

impl Prepared {
    /// Makes `statements` ready; refuses them all if one has a word that `ontology` lacks.
    pub fn new(ontology: &Ontology, statements: Vec<Statement>) -> Result<Self> {
        let mut terms = Terms::default();
        let mut tokens = String::new();
        let mut ready = Vec::with_capacity(statements.len());
        for statement in statements {
            let (term, kind, identifying) = terms.find(ontology, &statement)?;
            check_length(&statement)?;
            let start = tokens.len();
            let retracts = matches!(statement.standing, Standing::Retracts(_));
            if !retracts {
                write_tokens(&mut tokens, kind, &statement.value);
            }
            ready.push(Ready {
                id: statement.id(),
                term,
                tokens: start..tokens.len(),
                is_link: kind == PropertyKind::Entity && !retracts,
                identifying: identifying && !retracts,
                statement,
            });
        }
        Ok(Self { statements: ready, terms: terms.names, tokens })
    }

    /// The statements again, as they were given.
    pub fn into_statements(self) -> Vec<Statement> {
        self.statements.into_iter().map(|ready| ready.statement).collect()
    }

    /// How many statements there are.
    pub fn len(&self) -> usize {
        self.statements.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.statements.is_empty()
    }
}

/// The first eight bytes of an id, as a store's integer.
pub(crate) fn digest_of(id: StatementId) -> i64 {
    let mut digest = [0; 8];
    digest.copy_from_slice(&id.as_bytes()[..8]);
    i64::from_le_bytes(digest)
}

/// The distinct terms of a batch, each looked up in the ontology once.
#[derive(Default)]
struct Terms {
    names: Vec<(Name, Name)>,
    known: HashMap<(Name, Name), (usize, PropertyKind, bool)>,
}

impl Terms {
    fn find(
        &mut self,
        ontology: &Ontology,
        statement: &Statement,
    ) -> Result<(usize, PropertyKind, bool)> {
        let names = (Arc::clone(&statement.schema), Arc::clone(&statement.property));
        if let Some(found) = self.known.get(&names) {
            return Ok(*found);
        }
        let property = ontology
            .schema(&statement.schema)
            .and_then(|schema| schema.property(&statement.property))
            .ok_or_else(|| Error::UnknownTerm {
                schema: statement.schema.to_string(),
                property: statement.property.to_string(),
                entity: statement.entity.clone(),
            })?;
        let found = (self.names.len(), property.kind(), property.identifying());
        self.names.push(names.clone());
        self.known.insert(names, found);
        Ok(found)
    }
}

fn check_length(statement: &Statement) -> Result<()> {
    let length = statement.value.len().max(statement.original.as_ref().map_or(0, String::len));
    if length <= LONGEST_VALUE {
        return Ok(());
    }
    Err(Error::TooLong {
        entity: statement.entity.clone(),
        property: statement.property.to_string(),
        length,
        limit: LONGEST_VALUE,
    })
}

/// Writes the words of a value behind `w`, and the key that its spellings share behind `k`.
pub(crate) fn write_tokens(tokens: &mut String, kind: PropertyKind, value: &str) {
    if has_words(kind) {
        for word in words(&fold(value)) {
            separate(tokens);
            tokens.push('w');
            tokens.push_str(word);
        }
    }
    if let Some(key) = kind.match_key(value) {
        separate(tokens);
        tokens.push_str(&key_token(&key));
    }
}

/// Kinds whose values a reader would search by a word in them.
fn has_words(kind: PropertyKind) -> bool {
    use PropertyKind as Kind;
    matches!(
        kind,
        Kind::Name
            | Kind::Address
            | Kind::Short
            | Kind::Text
            | Kind::Html
            | Kind::Handle
            | Kind::Identifier
            | Kind::DocumentNumber
            | Kind::Plate
            | Kind::Email
            | Kind::Url
    )
}

/// The token of a key: `k` and its FNV-1a hash (64 bits; whoever looks up compares the key itself).
pub(crate) fn key_token(key: &str) -> String {
    let hash = key.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    format!("k{hash:016x}")
}

fn separate(tokens: &mut String) {
    if !tokens.is_empty() {
        tokens.push(' ');
    }
}

/// The fields that most statements leave out, as JSON beside the value.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct Extra {
    #[serde(default, rename = "o", skip_serializing_if = "Option::is_none")]
    original: Option<String>,
    #[serde(default, rename = "l", skip_serializing_if = "Option::is_none")]
    lang: Option<Name>,
    #[serde(default, rename = "v", skip_serializing_if = "Option::is_none")]
    valid: Option<Period>,
    #[serde(default, rename = "p", skip_serializing_if = "Option::is_none")]
    passage: Option<(u32, u32)>,
    #[serde(default, rename = "s", skip_serializing_if = "Option::is_none")]
    standing: Option<Standing>,
}

impl Extra {
    /// Whether a row with these rarer fields takes another statement back.
    pub(crate) fn retracts(extra: Option<&str>) -> Result<bool> {
        Ok(matches!(Self::read(extra)?.standing, Some(Standing::Retracts(_))))
    }

    /// Whether a row with these rarer fields corrects or takes back another one.
    pub(crate) fn acts(extra: Option<&str>) -> Result<bool> {
        Ok(Self::read(extra)?.standing.is_some())
    }

    /// When what a row says held.
    pub(crate) fn valid(extra: Option<&str>) -> Result<Period> {
        Ok(Self::read(extra)?.valid.unwrap_or_default())
    }

    fn read(extra: Option<&str>) -> Result<Self> {
        match extra {
            None => Ok(Self::default()),
            Some(json) => serde_json::from_str(json)
                .map_err(|error| Error::corrupt("a statement", error.to_string())),
        }
    }

    /// The rarer fields of `statement` as JSON, or nothing if it has none.
    pub(crate) fn write(statement: &Statement) -> Result<Option<String>> {
        let plain = statement.original.is_none()
            && statement.lang.is_none()
            && statement.valid.is_unknown()
            && statement.passage.is_none()
            && statement.standing == Standing::Asserts;
        if plain {
            return Ok(None);
        }
        let extra = Self {
            original: statement.original.clone(),
            lang: statement.lang.clone(),
            valid: (!statement.valid.is_unknown()).then_some(statement.valid),
            passage: statement.passage.map(|passage| (passage.start, passage.end)),
            standing: (statement.standing != Standing::Asserts).then_some(statement.standing),
        };
        serde_json::to_string(&extra)
            .map(Some)
            .map_err(|error| Error::corrupt("a statement", error.to_string()))
    }

    /// The statement that a row stands for.
    pub(crate) fn restore(
        extra: Option<&str>,
        entity: EntityId,
        (schema, property): (Name, Name),
        value: &str,
        citation: Arc<Citation>,
    ) -> Result<Statement> {
        let extra = Self::read(extra)?;
        Ok(Statement {
            entity,
            schema,
            property,
            value: value.to_owned(),
            original: extra.original,
            lang: extra.lang,
            valid: extra.valid.unwrap_or_default(),
            passage: extra.passage.map(|(start, end)| Passage { start, end }),
            standing: extra.standing.unwrap_or_default(),
            citation,
        })
    }
}
