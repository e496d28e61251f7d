//! Events as findings, and as statements about entities of their own.

use crossbearing_mentions::{Event, EventKind, Person, Said};
use crossbearing_model::EntityId;

use crate::Result;
use crate::proposals::confirm::Sayer;
use crate::proposals::key::ProposalKey;
use crate::proposals::{FindingKind, FindingProposal, Proposals, field, passage, passages, people};

/// The finding for one event.
pub(crate) fn finding(
    index: usize,
    event: &Event,
    persons: &[Person],
    findings: &[FindingProposal],
    text: &str,
) -> FindingProposal {
    let kind = FindingKind::Event(event.kind);
    let mut fields = Vec::new();
    let parts = [
        ("date", &event.date),
        ("place", &event.place),
        ("court", &event.court),
        ("term", &event.term),
        ("fine", &event.fine),
        ("offence", &event.offence),
        ("seized", &event.object),
        ("in absence", &event.in_absence),
    ];
    for (name, said) in parts {
        fields.extend(said.iter().map(|said| field(name, said)));
    }
    let of_person = event.person.and_then(|at| Some((findings.get(at)?, persons.get(at)?)));
    let title = match (of_person, &event.object) {
        (Some((finding, _)), _) => format!("{} of {}", kind.as_str(), finding.title),
        (None, Some(object)) => format!("{} of {}", kind.as_str(), object.value),
        (None, None) => kind.as_str().to_owned(),
    };
    let verb = event.passages.first().copied().unwrap_or_default();
    let at = passage(verb);
    let value =
        of_person.map_or_else(|| verb.of(text).to_owned(), |(finding, _)| finding.title.clone());
    FindingProposal {
        key: ProposalKey::of(&format!("finding {}", kind.as_str()), at, &value),
        kind,
        title,
        person: of_person.map(|(finding, _)| finding.key.clone()),
        passages: passages(&fields, &event.passages),
        fields,
        index,
    }
}

/// The schema of an event of this kind.
pub(crate) fn schema(kind: EventKind) -> &'static str {
    match kind {
        EventKind::Arrest => "Arrest",
        EventKind::Charge => "Charge",
        // The ontology has no word for a trial: what it proves is kept with the conviction.
        EventKind::Trial | EventKind::Conviction => "Conviction",
        EventKind::Sentence => "Sentence",
        EventKind::Extradition => "Extradition",
        EventKind::Seizure => "Seizure",
    }
}

/// The statements about one event; `person` is the entity to whom it happened.
pub(crate) fn say(
    sayer: &mut Sayer<'_>,
    proposals: &Proposals,
    event: &Event,
    title: &str,
    person: Option<&EntityId>,
) -> Result<()> {
    let schema = schema(event.kind);
    let verb = event.passages.first().copied().unwrap_or_default();
    sayer.say_text(schema, "name", title, verb)?;
    let link = if event.kind == EventKind::Seizure { "takenFrom" } else { "person" };
    if let Some(person) = person {
        sayer.say_text(schema, link, person.as_str(), verb)?;
    }
    if let Some(date) = &event.date {
        say_date(sayer, schema, date)?;
    }
    if let Some(place) = &event.place {
        say_place(sayer, proposals, schema, event.kind, place)?;
    }
    let texts = [
        ("court", &event.court),
        ("offence", &event.offence),
        ("inAbsentia", &event.in_absence),
        ("goods", &event.object),
    ];
    for (property, said) in texts {
        if let Some(said) = said.as_ref().filter(|_| Sayer::knows(schema, property)) {
            sayer.say(schema, property, said)?;
        }
    }
    if let Some(term) = &event.term {
        sayer.say(schema, "duration", term)?;
        sayer.say_text(schema, "sentenceType", "imprisonment", term.span)?;
        if let Some(months) = months(&term.value) {
            sayer.say_text(schema, "durationMonths", &months.to_string(), term.span)?;
        }
    }
    if let Some((fine, (currency, amount))) =
        event.fine.as_ref().and_then(|fine| Some((fine, fine.value.split_once(' ')?)))
    {
        sayer.say_text(schema, "sentenceType", "fine", fine.span)?;
        sayer.say_text(schema, "amount", amount, fine.span)?;
        sayer.say_text(schema, "currency", currency, fine.span)?;
    }
    Ok(())
}

fn say_date(sayer: &mut Sayer<'_>, schema: &str, date: &Said) -> Result<()> {
    if date.value.starts_with("--") {
        // A day without a year is no date: it is kept as it is written.
        return sayer.say(schema, "summary", date);
    }
    match date.value.split_once('/') {
        Some((from, to)) => {
            sayer.say_text(schema, "startDate", from, date.span)?;
            sayer.say_text(schema, "endDate", to, date.span)
        }
        None => sayer.say(schema, "date", date),
    }
}

fn say_place(
    sayer: &mut Sayer<'_>,
    proposals: &Proposals,
    schema: &str,
    kind: EventKind,
    said: &Said,
) -> Result<()> {
    let known = proposals.place_at(passage(said.span));
    sayer.say(schema, "location", said)?;
    let Some(place) = known else { return Ok(()) };
    if kind == EventKind::Extradition && !place.country.is_empty() {
        sayer.say_text(schema, "requestingCountry", &place.country, said.span)?;
    } else if !place.country.is_empty() {
        sayer.say_text(schema, "country", &place.country, said.span)?;
    }
    if let (Some(latitude), Some(longitude)) = (place.latitude, place.longitude)
        && !place.kind.is_area()
    {
        sayer.say_text(schema, "latitude", &latitude.to_string(), said.span)?;
        sayer.say_text(schema, "longitude", &longitude.to_string(), said.span)?;
    }
    Ok(())
}

/// The months of an ISO 8601 duration in years and months.
fn months(duration: &str) -> Option<u32> {
    let mut months = 0;
    let mut rest = duration.strip_prefix('P')?;
    while let Some(at) = rest.find(|c: char| !c.is_ascii_digit()) {
        let amount: u32 = rest[..at].parse().ok()?;
        months += match rest.as_bytes()[at] {
            b'Y' => amount.checked_mul(12)?,
            b'M' => amount,
            _ => return None,
        };
        rest = &rest[at + 1..];
    }
    (rest.is_empty() && months > 0).then_some(months)
}

/// The name of the person to whom an event happened, said of the entity that stands for them.
pub(crate) fn say_person(sayer: &mut Sayer<'_>, person: &Person) -> Result<()> {
    people::say_name(sayer, person)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_in_months() {
        assert_eq!(months("P10Y"), Some(120));
        assert_eq!(months("P2Y6M"), Some(30));
        assert_eq!(months("P18M"), Some(18));
        assert_eq!(months("life"), None);
        assert_eq!(months("P3W"), None);
    }
}
