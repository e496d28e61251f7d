//! Persons as findings, and as statements.

use crossbearing_mentions::{Person, Said};
use crossbearing_model::{PartialDate, Period};

use crate::Result;
use crate::proposals::confirm::Sayer;
use crate::proposals::key::ProposalKey;
use crate::proposals::{FindingKind, FindingProposal, field, passage, passages};

/// The finding for one person.
pub(crate) fn finding(index: usize, person: &Person) -> FindingProposal {
    let mut fields = Vec::new();
    let mut add = |name: &'static str, said: &[Said]| {
        fields.extend(said.iter().map(|said| field(name, said)));
    };
    add("name", &person.names);
    add("description", person.description.as_slice());
    add("alias", &person.aliases);
    add("age", &person.ages);
    add("nationality", &person.nationalities);
    add("birth date", person.born.as_slice());
    add("role", person.role.as_slice());
    let (title, span) =
        anchor(person).map_or_else(Default::default, |said| (said.value.clone(), said.span));
    FindingProposal {
        key: ProposalKey::of("finding person", passage(span), &title),
        kind: FindingKind::Person,
        passages: passages(&fields, &person.mentions),
        title,
        person: None,
        fields,
        index,
    }
}

/// What a person is shown as: the fullest name, or the description.
pub(crate) fn anchor(person: &Person) -> Option<&Said> {
    person.names.first().or(person.description.as_ref())
}

/// The statements about one person.
pub(crate) fn say(sayer: &mut Sayer<'_>, person: &Person, report_date: Option<&str>) -> Result<()> {
    const SCHEMA: &str = "Person";
    say_name(sayer, person)?;
    for name in person.names.iter().skip(1) {
        sayer.say(SCHEMA, "alias", name)?;
    }
    for alias in &person.aliases {
        sayer.say(SCHEMA, "alias", alias)?;
    }
    for nationality in &person.nationalities {
        sayer.say(SCHEMA, "nationality", nationality)?;
    }
    if let Some(born) = &person.born {
        sayer.say(SCHEMA, "birthDate", born)?;
    }
    if let Some(role) = &person.role {
        sayer.say(SCHEMA, "position", role)?;
    }
    // An age is true on the day of the report: it is kept with that day, and no birthday is made
    // up from it. A decade is no number and is kept as it is written.
    let day: Option<PartialDate> = report_date.and_then(|date| date.parse().ok());
    let valid = Period { from: day, to: day };
    for age in &person.ages {
        let is_number = age.value.bytes().all(|byte| byte.is_ascii_digit());
        let property = if is_number { "age" } else { "notes" };
        sayer.say_valid(SCHEMA, property, age, valid)?;
    }
    Ok(())
}

/// The one statement without which a person cannot be shown.
pub(crate) fn say_name(sayer: &mut Sayer<'_>, person: &Person) -> Result<()> {
    match (person.names.first(), &person.description) {
        (Some(name), _) => sayer.say("Person", "name", name),
        (None, Some(description)) => sayer.say("Person", "weakAlias", description),
        (None, None) => Ok(()),
    }
}
