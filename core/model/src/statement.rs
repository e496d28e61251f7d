//! One value of one property of one entity, said by one report.

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::{EntityId, Error, Grade, Label, NodeId, Period, Result};

/// The name of a schema or a property of the ontology. Cloning is a reference count.
pub type Name = Arc<str>;

/// Whether a report states something as known or as its author's judgement.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
#[serde(rename_all = "lowercase")]
pub enum Basis {
    /// Stated as known.
    #[default]
    Fact,
    /// The author's judgement.
    Assessment,
}

/// What all statements of one report that share a grade and a label have in common.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Citation {
    /// The report that says it: an entity of schema `Report`.
    pub report: EntityId,
    /// How source and information were evaluated.
    pub grade: Grade,
    /// Who may read it.
    pub label: Label,
    /// Fact or assessment.
    pub basis: Basis,
    /// The node where it was first recorded.
    pub origin: NodeId,
}

/// Where in the report's text it stands, in bytes of UTF-8 from its start.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Passage {
    /// The first byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

/// What a statement does to an earlier one of the same entity.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
#[serde(rename_all = "kebab-case")]
pub enum Standing {
    /// Nothing: it stands by itself.
    #[default]
    Asserts,
    /// It corrects the earlier one and takes its place.
    Replaces(StatementId),
    /// It takes the earlier one back; its value gives the reason.
    Retracts(StatementId),
}

impl Standing {
    /// The earlier statement it acts on.
    pub fn target(self) -> Option<StatementId> {
        match self {
            Self::Asserts => None,
            Self::Replaces(target) | Self::Retracts(target) => Some(target),
        }
    }
}

/// The hash of a statement's content: saying the same twice adds nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct StatementId([u8; 20]);

impl StatementId {
    /// The bytes of the hash.
    pub fn as_bytes(&self) -> &[u8; 20] {
        &self.0
    }

    /// The id with these bytes.
    pub fn from_bytes(bytes: [u8; 20]) -> Self {
        Self(bytes)
    }
}

impl fmt::Display for StatementId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl FromStr for StatementId {
    type Err = Error;
    fn from_str(text: &str) -> Result<Self> {
        let bad = || Error::malformed("statement id", text, "40 hexadecimal digits");
        if text.len() != 40 || !text.is_ascii() {
            return Err(bad());
        }
        let mut bytes = [0; 20];
        for (byte, at) in bytes.iter_mut().zip((0..40).step_by(2)) {
            *byte = u8::from_str_radix(&text[at..at + 2], 16).map_err(|_| bad())?;
        }
        Ok(Self(bytes))
    }
}

impl TryFrom<String> for StatementId {
    type Error = Error;
    fn try_from(text: String) -> Result<Self> {
        text.parse()
    }
}

impl From<StatementId> for String {
    fn from(id: StatementId) -> Self {
        id.to_string()
    }
}

/// One value of one property of one entity, said by one report.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Statement {
    /// Whom or what it is about.
    pub entity: EntityId,
    /// The schema under which the report sees the entity.
    pub schema: Name,
    /// The property.
    pub property: Name,
    /// The value, normalised by the property's type.
    pub value: String,
    /// The value as the report wrote it, where that differs.
    pub original: Option<String>,
    /// The language of the value, as a BCP 47 tag.
    pub lang: Option<Name>,
    /// When it held.
    pub valid: Period,
    /// Where in the report it stands.
    pub passage: Option<Passage>,
    /// What it does to an earlier statement.
    pub standing: Standing,
    /// Who says so, how well graded, for whom.
    pub citation: Arc<Citation>,
}

impl Statement {
    /// A statement with a value and a citation and nothing else.
    pub fn new(
        entity: EntityId,
        schema: impl Into<Name>,
        property: impl Into<Name>,
        value: impl Into<String>,
        citation: Arc<Citation>,
    ) -> Self {
        Self {
            entity,
            schema: schema.into(),
            property: property.into(),
            value: value.into(),
            original: None,
            lang: None,
            valid: Period::default(),
            passage: None,
            standing: Standing::Asserts,
            citation,
        }
    }

    /// The hash of its content: every field, each with its length before it, in this order.
    pub fn id(&self) -> StatementId {
        let mut content = Vec::with_capacity(320);
        let mut field = |bytes: &[u8]| {
            content.extend_from_slice(&(bytes.len() as u64).to_le_bytes());
            content.extend_from_slice(bytes);
        };
        field(self.entity.as_str().as_bytes());
        field(self.schema.as_bytes());
        field(self.property.as_bytes());
        field(self.value.as_bytes());
        optional(&mut field, self.original.as_deref());
        optional(&mut field, self.lang.as_deref());
        if self.valid.is_unknown() {
            field(b"");
        } else {
            field(self.valid.to_string().as_bytes());
        }
        match self.passage {
            None => field(b""),
            Some(Passage { start, end }) => field(format!("{start}-{end}").as_bytes()),
        }
        match self.standing {
            Standing::Asserts => field(b""),
            Standing::Replaces(target) => field(&[b"replaces".as_slice(), &target.0].concat()),
            Standing::Retracts(target) => field(&[b"retracts".as_slice(), &target.0].concat()),
        }
        let citation = &self.citation;
        field(citation.report.as_str().as_bytes());
        field(citation.grade.scale().as_str().as_bytes());
        field(citation.grade.codes().as_bytes());
        field(citation.label.digest().as_bytes());
        field(if citation.basis == Basis::Fact { b"fact" } else { b"assessment" });
        field(citation.origin.as_str().as_bytes());
        let digest: [u8; 32] = Sha256::digest(&content).into();
        let mut id = [0; 20];
        id.copy_from_slice(&digest[..20]);
        StatementId(id)
    }
}

/// Writes an absent text as no field bytes and a present one behind a mark, so that absent and
/// empty differ.
fn optional(field: &mut impl FnMut(&[u8]), text: Option<&str>) {
    match text {
        None => field(b""),
        Some(text) => {
            field(b"+");
            field(text.as_bytes());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Instant, LabelSpec};

    fn statement() -> Statement {
        let label = LabelSpec::for_agency("north".parse().unwrap(), Instant::from_millis(0));
        let citation = Citation {
            report: "r-1".parse().unwrap(),
            grade: "6x6/B2".parse().unwrap(),
            label: Label::seal(label).unwrap(),
            basis: Basis::Fact,
            origin: "node-n".parse().unwrap(),
        };
        Statement::new(
            "p-1".parse().unwrap(),
            "Person",
            "name",
            "Tarvand Oskel",
            Arc::new(citation),
        )
    }

    #[test]
    fn every_field_is_in_the_id() {
        let base = statement();
        let mut others = vec![
            Statement { entity: "p-2".parse().unwrap(), ..base.clone() },
            Statement { schema: "Company".into(), ..base.clone() },
            Statement { property: "alias".into(), ..base.clone() },
            Statement { value: "Tarvand".into(), ..base.clone() },
            Statement { original: Some(String::new()), ..base.clone() },
            Statement { original: Some("TARVAND".into()), ..base.clone() },
            Statement { lang: Some("fa".into()), ..base.clone() },
            Statement { valid: "2024/".parse().unwrap(), ..base.clone() },
            Statement { passage: Some(Passage { start: 1, end: 2 }), ..base.clone() },
            Statement { standing: Standing::Retracts(base.id()), ..base.clone() },
            Statement { standing: Standing::Replaces(base.id()), ..base.clone() },
        ];
        let with = |change: &dyn Fn(&mut Citation)| {
            let mut citation = (*base.citation).clone();
            change(&mut citation);
            Statement { citation: Arc::new(citation), ..base.clone() }
        };
        others.push(with(&|citation| citation.report = "r-2".parse().unwrap()));
        others.push(with(&|citation| citation.grade = "6x6/B3".parse().unwrap()));
        others.push(with(&|citation| citation.basis = Basis::Assessment));
        others.push(with(&|citation| citation.origin = "node-m".parse().unwrap()));
        others.push(base.clone());
        let ids: std::collections::BTreeSet<_> = others.iter().map(Statement::id).collect();
        assert_eq!(ids.len(), others.len(), "two contents share an id");
    }

    #[test]
    fn an_id_reads_back() {
        let id = statement().id();
        assert_eq!(id.to_string().parse::<StatementId>().unwrap(), id);
        assert!("abc".parse::<StatementId>().is_err());
        assert!("é".repeat(20).parse::<StatementId>().is_err());
    }
}
