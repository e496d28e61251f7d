//! A real press release: names are read from the text itself, never written here.

use std::path::PathBuf;

use crossbearing_mentions::{Context, Event, EventKind, Extractor, Person, Reading};

/// The folder of public data that is not part of the project.
fn data() -> PathBuf {
    std::env::var_os("CROSSBEARING_DATA").map_or_else(
        || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data"),
        PathBuf::from,
    )
}

fn release() -> Option<String> {
    let path = data().join("reports/oic-summit-2025-03-31.txt");
    let text = std::fs::read_to_string(&path).ok();
    if text.is_none() {
        println!("{} is absent: only the invented releases are tested", path.display());
    }
    text
}

fn read(text: &str) -> Reading {
    let context = Context {
        report_date: "2025-03-31".parse().ok(),
        region: Some("GB".to_owned()),
        ..Context::default()
    };
    Extractor::new().read(text, &context)
}

/// What stands on both sides of each "(AKA" of the text: the words before, and the capitalised
/// words after.
fn sides(text: &str) -> Vec<(String, String)> {
    let capitalised = |word: &&str| word.starts_with(char::is_uppercase);
    text.match_indices(" (AKA ")
        .map(|(at, marker)| {
            let mut before: Vec<_> = text[..at].rsplit(' ').take_while(capitalised).collect();
            before.reverse();
            let after = text[at + marker.len()..].split(')').next().unwrap_or_default();
            let after: Vec<_> = after.split(' ').take_while(capitalised).collect();
            (before.join(" "), after.join(" "))
        })
        .collect()
}

fn events<'r>(reading: &'r Reading, person: &Person, kind: EventKind) -> Vec<&'r Event> {
    let at = reading.persons.iter().position(|other| other == person);
    reading.events.iter().filter(|event| event.person == at && event.kind == kind).collect()
}

#[test]
fn three_men_convicted_in_belgium_with_both_names() {
    let Some(text) = release() else { return };
    let reading = read(&text);
    let sides = sides(&text);
    assert_eq!(sides.len(), 3);
    let expected = [
        ("24", "2024-12-06", "Airport", "P3Y"),
        ("20", "2024-12-18", "Road", "P3Y"),
        ("23", "2024-12-30", "Hempstead", "P10Y"),
    ];
    for ((name, alias), (age, arrested, place, term)) in sides.iter().zip(expected) {
        let person = reading
            .persons
            .iter()
            .find(|person| name.ends_with(&person.names.first().map_or("?", |said| &said.value)))
            .unwrap_or_else(|| panic!("nobody is called {name}"));
        let values = |said: &[crossbearing_mentions::Said]| -> Vec<String> {
            said.iter().map(|said| said.value.clone()).collect()
        };
        assert_eq!(values(&person.aliases), [alias.as_str()]);
        assert_eq!(values(&person.ages), [age]);
        assert_eq!(values(&person.nationalities), ["AF"]);
        for said in person.names.iter().chain(&person.aliases) {
            assert_eq!(
                said.span.of(&text).split_whitespace().collect::<Vec<_>>().join(" "),
                said.value
            );
        }

        let [arrest] = events(&reading, person, EventKind::Arrest)[..] else {
            panic!("not one arrest of {name}")
        };
        assert_eq!(arrest.date.as_ref().map(|date| date.value.as_str()), Some(arrested));
        assert!(
            arrest.place.as_ref().is_some_and(|said| said.value.ends_with(place)),
            "{arrest:?}"
        );

        let [conviction] = events(&reading, person, EventKind::Conviction)[..] else {
            panic!("not one conviction of {name}")
        };
        assert!(conviction.court.as_ref().is_some_and(|court| court.value.ends_with("Antwerp")));

        let [sentence] = events(&reading, person, EventKind::Sentence)[..] else {
            panic!("not one sentence of {name}")
        };
        assert_eq!(sentence.term.as_ref().map(|term| term.value.as_str()), Some(term));
        assert_eq!(sentence.fine.as_ref().map(|fine| fine.value.as_str()), Some("EUR 3000"));

        let [trial] = events(&reading, person, EventKind::Trial)[..] else {
            panic!("not one trial of {name}")
        };
        assert!(trial.in_absence.is_some());
    }
}

#[test]
fn the_fourth_man_with_his_alias_and_his_sentence() {
    let Some(text) = release() else { return };
    let reading = read(&text);
    let marker = " as ";
    let known = text.find("was known by those").expect("the fourth man's alias");
    let after = known + text[known..].find(marker).map_or(0, |at| at + marker.len());
    let alias = text[after..].split(',').next().unwrap_or_default();
    let person = reading
        .persons
        .iter()
        .find(|person| person.aliases.iter().any(|said| said.value == alias))
        .expect("a person with the alias");
    assert_eq!(person.names[0].value.split(' ').count(), 3);
    assert!(person.mentions.len() >= 6, "{:?}", person.mentions);

    let [sentence] = events(&reading, person, EventKind::Sentence)[..] else {
        panic!("not one sentence")
    };
    assert_eq!(sentence.term.as_ref().map(|term| term.value.as_str()), Some("P17Y"));
    assert_eq!(sentence.date.as_ref().map(|date| date.value.as_str()), Some("2024-11"));
    let [conviction] = events(&reading, person, EventKind::Conviction)[..] else {
        panic!("not one conviction")
    };
    assert_eq!(conviction.date.as_ref().map(|date| date.value.as_str()), Some("2024-11"));
}

#[test]
fn three_men_without_names_are_persons_by_their_description() {
    let Some(text) = release() else { return };
    let reading = read(&text);
    let ages: Vec<_> = reading
        .persons
        .iter()
        .filter(|person| person.description.is_some())
        .map(|person| person.ages[0].value.as_str())
        .collect();
    assert_eq!(ages, ["38", "40/49", "30/39"]);
}
