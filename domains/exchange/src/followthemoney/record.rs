//! What FollowTheMoney can say of an entity: one schema, and texts by property.

use std::borrow::Cow;
use std::collections::HashSet;

use crossbearing_model::{
    Ontology, Property, PropertyKind, Schema, Standing, Statement, StatementId,
};

use super::line::BESIDE;

/// An entity as FollowTheMoney can hold it.
pub(super) struct Record<'s, 'o> {
    pub(super) schema: &'o Schema,
    /// Properties in the order of their first value, each with its values without repetition.
    pub(super) values: Vec<(&'o Property, Vec<Cow<'s, str>>)>,
    /// What stands beside the properties: our word for it, and its texts without repetition.
    pub(super) beside: [(&'static str, Vec<&'s str>); 3],
}

impl<'s, 'o> Record<'s, 'o> {
    /// What FollowTheMoney can say of what `statements`, all of one entity, say; none if it can say
    /// nothing.
    pub(super) fn of(statements: &'s [Statement], ontology: &'o Ontology) -> Option<Self> {
        let schema = common_schema(statements, ontology)?;
        is_followthemoney_id(statements.first()?.entity.as_str()).then_some(())?;
        let withdrawn = withdrawn(statements);
        let mut values: Vec<(&Property, Vec<Cow<'_, str>>)> = Vec::new();
        let mut beside = BESIDE.map(|(_, word)| (word, Vec::new()));
        for statement in statements {
            let stands = !matches!(statement.standing, Standing::Retracts(_))
                && (withdrawn.is_empty() || !withdrawn.contains(&statement.id()));
            let Some(property) = schema.property(&statement.property).filter(|_| stands) else {
                continue;
            };
            if let Some((_, texts)) =
                beside.iter_mut().find(|(word, _)| **word == *statement.property)
            {
                let text = statement.original.as_deref().unwrap_or(&statement.value);
                if !texts.contains(&text) {
                    texts.push(text);
                }
                continue;
            }
            let Some(value) = value_of(statement, property) else { continue };
            match values.iter_mut().find(|(known, _)| known.name() == property.name()) {
                Some((_, known)) if known.contains(&value) => {}
                Some((_, known)) => known.push(value),
                None => values.push((property, vec![value])),
            }
        }
        (!values.is_empty()).then_some(Self { schema, values, beside })
    }

    /// Whether it has this value.
    pub(super) fn has(&self, property: &str, value: &str) -> bool {
        let in_properties = self.values.iter().any(|(known, values)| {
            known.name().as_ref() == property && values.iter().any(|known| known == value)
        });
        let is_beside =
            |(word, texts): &(&str, Vec<&str>)| *word == property && texts.contains(&value);
        in_properties || self.beside.iter().any(is_beside)
    }
}

/// The statements that another one of the same entity replaces or takes back.
fn withdrawn(statements: &[Statement]) -> HashSet<StatementId> {
    statements.iter().filter_map(|statement| statement.standing.target()).collect()
}

/// The most special schema under which the entity is seen, as FollowTheMoney calls it.
///
/// Where reports disagree beyond that (one says person, another company), the first one said.
fn common_schema<'o>(statements: &[Statement], ontology: &'o Ontology) -> Option<&'o Schema> {
    let mut common: Option<&Schema> = None;
    let mut before: Option<&Statement> = None;
    for statement in statements {
        if before.is_some_and(|before| before.schema == statement.schema) {
            continue;
        }
        before = Some(statement);
        let Some(schema) = ontology.followthemoney_schema(&statement.schema) else { continue };
        if common.is_none_or(|common| schema.is_a(common.name())) {
            common = Some(schema);
        }
    }
    common
}

/// The value as FollowTheMoney writes it, if it can.
fn value_of<'s>(statement: &'s Statement, property: &Property) -> Option<Cow<'s, str>> {
    let value = statement.value.as_str();
    if !property.is_followthemoney() || value.trim().is_empty() {
        return None;
    }
    let checked_by_followthemoney = property.format().is_some()
        || !matches!(
            property.kind().followthemoney_type(),
            "name" | "identifier" | "string" | "text" | "html" | "json" | "number" | "address"
        );
    match property.kind() {
        PropertyKind::Date => date(statement, property),
        PropertyKind::Entity => is_followthemoney_id(value).then(|| value.into()),
        PropertyKind::Language => LANGUAGES.binary_search(&value).is_ok().then(|| value.into()),
        PropertyKind::Topic => TOPICS.binary_search(&value).is_ok().then(|| value.into()),
        _ if !checked_by_followthemoney => Some(value.into()),
        // A value kept though it is none of its kind: only the side file has it.
        _ => property.normalise(value).is_ok().then(|| value.into()),
    }
}

/// FollowTheMoney has no zone behind a time and leaves out what is not known of it. What it wrote
/// itself is given back as it was.
fn date<'s>(statement: &'s Statement, property: &Property) -> Option<Cow<'s, str>> {
    let value = statement.value.as_str();
    let Ok(normal) = property.normalise(value) else { return None };
    if normal.value != value {
        return None;
    }
    if let Some(original) = statement.original.as_deref()
        && is_prefix_time(original)
    {
        return Some(original.into());
    }
    let Some(in_utc) = value.strip_suffix('Z') else { return Some(value.into()) };
    Some(in_utc.split('.').next().unwrap_or(in_utc).into())
}

/// Whether `text` is a time of FollowTheMoney: `2024-02-12T10`, with minutes, or with seconds.
fn is_prefix_time(text: &str) -> bool {
    const FORM: &[u8] = b"0000-00-00T00:00:00";
    let same = |(given, form): (u8, &u8)| match form {
        b'0' => given.is_ascii_digit(),
        form => given == *form,
    };
    matches!(text.len(), 13 | 16 | 19) && text.bytes().zip(FORM).all(same)
}

/// Letters and digits, with points and dashes inside.
fn is_followthemoney_id(id: &str) -> bool {
    let plain = |byte: &u8| byte.is_ascii_alphanumeric();
    id.bytes().all(|byte| plain(&byte) || matches!(byte, b'.' | b'-'))
        && id.as_bytes().first().is_some_and(plain)
        && id.as_bytes().last().is_some_and(plain)
}

/// The languages and topics that FollowTheMoney 4 takes, sorted.
const LANGUAGES: &[&str] = &[
    "afr", "amh", "ara", "aze", "bel", "ben", "bos", "bul", "cat", "ces", "cnr", "dan", "deu",
    "ell", "eng", "est", "fas", "fil", "fin", "fra", "gle", "heb", "hin", "hrv", "hun", "hye",
    "ind", "isl", "ita", "jpn", "kan", "kat", "kaz", "khm", "kir", "kor", "lao", "lav", "lit",
    "ltz", "mkd", "mlt", "mon", "msa", "mul", "mya", "nep", "nld", "nor", "pol", "por", "pus",
    "ron", "rus", "sin", "slk", "slv", "spa", "sqi", "srp", "swa", "swe", "tam", "tel", "tgk",
    "tgl", "tha", "tuk", "tur", "ukr", "urd", "uzb", "vie", "zho",
];
const TOPICS: &[&str] = &[
    "asset.frozen",
    "corp.clone",
    "corp.disqual",
    "corp.offshore",
    "corp.public",
    "corp.shell",
    "crime",
    "crime.boss",
    "crime.cyber",
    "crime.env",
    "crime.fin",
    "crime.fraud",
    "crime.terror",
    "crime.theft",
    "crime.traffick",
    "crime.traffick.drug",
    "crime.traffick.human",
    "crime.war",
    "debarment",
    "export.control",
    "export.control.linked",
    "export.risk",
    "fin",
    "fin.adivsor",
    "fin.bank",
    "fin.fund",
    "forced.labor",
    "geo.risk",
    "gov",
    "gov.admin",
    "gov.executive",
    "gov.financial",
    "gov.head",
    "gov.igo",
    "gov.judicial",
    "gov.legislative",
    "gov.muni",
    "gov.national",
    "gov.religion",
    "gov.security",
    "gov.soe",
    "gov.state",
    "invest.ban",
    "invest.risk",
    "mare.detained",
    "mare.shadow",
    "mare.sts",
    "mil",
    "poi",
    "pol.party",
    "pol.union",
    "reg.action",
    "reg.warn",
    "rel",
    "role.acct",
    "role.act",
    "role.civil",
    "role.diplo",
    "role.journo",
    "role.judge",
    "role.lawyer",
    "role.lobby",
    "role.oligarch",
    "role.pep",
    "role.pep.frmr",
    "role.pep.intl",
    "role.pep.natl",
    "role.pol",
    "role.rca",
    "role.spy",
    "sanction",
    "sanction.control",
    "sanction.counter",
    "sanction.linked",
    "wanted",
];
