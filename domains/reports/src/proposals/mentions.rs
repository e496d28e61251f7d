//! Single mentions as proposals, and as statements.

use std::collections::HashMap;

use crossbearing_mentions::{Kind, Mention, Said};
use crossbearing_model::Passage;

use crate::proposals::confirm::{Sayer, Target};
use crate::proposals::key::ProposalKey;
use crate::proposals::{FindingKind, FindingProposal, MentionProposal, passage};
use crate::{Error, Result};

/// The person findings by each passage that they rest on.
pub(crate) fn of_persons(findings: &[FindingProposal]) -> HashMap<Passage, ProposalKey> {
    let persons = findings.iter().filter(|finding| finding.kind == FindingKind::Person);
    persons
        .flat_map(|finding| finding.passages.iter().map(|passage| (*passage, finding.key.clone())))
        .collect()
}

/// The proposal for one mention; a name or other detail is part of the person finding that has it.
pub(crate) fn proposal(
    mention: Mention,
    of_persons: &HashMap<Passage, ProposalKey>,
) -> MentionProposal {
    let at = passage(mention.span);
    MentionProposal {
        key: ProposalKey::of(mention.kind.as_str(), at, &mention.value),
        finding: of_persons.get(&at).cloned(),
        mention,
    }
}

/// What a mention is an entity of, by itself.
pub(crate) fn own_schema(kind: Kind) -> Result<&'static str> {
    Ok(match kind {
        Kind::Person | Kind::Alias | Kind::Known => "Person",
        Kind::Organisation => "Organization",
        Kind::Place | Kind::Coordinates => "Address",
        Kind::Phone => "PhoneNumber",
        Kind::Handle | Kind::Email => "UserAccount",
        Kind::Url => "Document",
        Kind::Iban => "BankAccount",
        Kind::Document => "Identification",
        Kind::Imo | Kind::Mmsi => "Vessel",
        Kind::Plate => "Vehicle",
        Kind::Wallet => "CryptoWallet",
        _ => return Err(Error::NotAlone { kind: kind.as_str() }),
    })
}

/// The statements of one mention about the entity chosen for it.
pub(crate) fn say(sayer: &mut Sayer<'_>, mention: &Mention, target: Option<&Target>) -> Result<()> {
    let schema = match target {
        Some(target) => target.schema.as_ref(),
        None => own_schema(mention.kind)?,
    };
    let property = property(mention.kind, schema)?;
    if mention.kind == Kind::Place {
        return say_place(sayer, mention, schema);
    }
    if mention.kind == Kind::Coordinates
        && let Some((latitude, longitude)) = mention.value.split_once(',')
    {
        sayer.say_text(schema, "latitude", latitude, mention.span)?;
        return sayer.say_text(schema, "longitude", longitude, mention.span);
    }
    let value = match mention.kind {
        // The model reads a wallet without the network before it.
        Kind::Wallet => {
            mention.value.split_once(':').map_or(&*mention.value, |(_, address)| address)
        }
        _ => &mention.value,
    };
    let said = Said { value: value.to_owned(), span: mention.span };
    sayer.say(schema, property, &said)?;
    if mention.kind == Kind::Handle
        && schema == "UserAccount"
        && let Some((service, _)) = mention.value.split_once(':')
    {
        sayer.say_text(schema, "service", service, mention.span)?;
    }
    Ok(())
}

fn say_place(sayer: &mut Sayer<'_>, mention: &Mention, schema: &str) -> Result<()> {
    let property = if schema == "Address" { "full" } else { property(Kind::Place, schema)? };
    sayer.say_text(schema, property, &mention.value, mention.span)?;
    let Some(place) = mention.place.as_ref().filter(|_| schema == "Address") else { return Ok(()) };
    if !place.country.is_empty() {
        sayer.say_text(schema, "country", &place.country, mention.span)?;
    }
    if let (Some(latitude), Some(longitude)) = (place.latitude, place.longitude) {
        sayer.say_text(schema, "latitude", &latitude.to_string(), mention.span)?;
        sayer.say_text(schema, "longitude", &longitude.to_string(), mention.span)?;
    }
    Ok(())
}

/// The property that holds such a value in an entity of this schema.
fn property(kind: Kind, schema: &str) -> Result<&'static str> {
    let candidates: &[&str] = match kind {
        Kind::Person | Kind::Known | Kind::Organisation => &["name"],
        Kind::Alias => &["alias"],
        Kind::Place => &["full", "location", "address"],
        Kind::Nationality => &["nationality", "country"],
        Kind::Date => &["date"],
        Kind::Age => &["age"],
        Kind::Term => &["duration"],
        Kind::Phone => &["number", "phone"],
        Kind::Handle => &["username", "handle"],
        Kind::Url => &["profileUrl", "website", "sourceUrl"],
        Kind::Email => &["email"],
        Kind::Iban => &["iban"],
        Kind::Document => &["number", "passportNumber", "idNumber"],
        Kind::Imo => &["imoNumber"],
        Kind::Mmsi => &["mmsi"],
        Kind::Plate => &["plate"],
        Kind::Coordinates => &["latitude"],
        Kind::Wallet => &["publicKey"],
        _ => &[],
    };
    let known = candidates.iter().copied().find(|property| Sayer::knows(schema, property));
    known.ok_or(Error::NotAlone { kind: kind.as_str() })
}
