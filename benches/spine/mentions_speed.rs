//! How fast texts are marked and tables become statements. `mentions_run` calls it and prints the
//! table.
//!
//! `mentions_speed text MEGABYTES`, `mentions_speed brackets MEGABYTES`, `mentions_speed known NAMES
//! MEGABYTES` or `mentions_speed table ROWS` prints one JSON object.
#![expect(clippy::unwrap_used, reason = "a bench stops where something is wrong")]
#![expect(clippy::print_stdout, reason = "a bench prints what it measured")]

use std::io::Read;
use std::ops::ControlFlow;
use std::sync::Arc;
use std::time::Instant;

use crossbearing_mentions::{Context, Extractor, KnownNames};
use crossbearing_model::{Basis, Citation, Label, LabelSpec, Ontology};
use crossbearing_reports::Limits;
use crossbearing_reports::mapping::Mapping;

fn main() {
    let arguments: Vec<String> =
        std::env::args().skip(1).filter(|word| word != "--bench").collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["text", megabytes] => text(&releases(megabytes.parse().unwrap()), &Extractor::new()),
        ["brackets", megabytes] => {
            let length: usize = megabytes.parse::<usize>().unwrap() << 20;
            text(&"([{<“«".repeat(length / 9), &Extractor::new());
        }
        ["known", names, megabytes] => known(names.parse().unwrap(), megabytes.parse().unwrap()),
        ["table", rows] => table(rows.parse().unwrap()),
        _ => println!("mentions_speed text MB | brackets MB | known NAMES MB | table ROWS"),
    }
}

/// Invented releases, one after the other, each with other names.
fn releases(megabytes: usize) -> String {
    const SURNAMES: [&str; 8] =
        ["Oskel", "Kasht", "Morvane", "Halveth", "Borezan", "Varlan", "Tamsin", "Delkash"];
    let mut text = String::new();
    let mut number = 0;
    while text.len() < megabytes << 20 {
        let surname = SURNAMES[number % SURNAMES.len()];
        let other = SURNAMES[(number / SURNAMES.len() + 1) % SURNAMES.len()];
        let day = number % 28 + 1;
        text += "Investigators from the North Coast Agency and officers of the Harbour Police carried out searches at \
            several addresses in Kent and in northern France as part of a long inquiry into small boat crossings. ";
        text += "Tarvand ";
        text += surname;
        text += " (AKA Velmo ";
        text += other;
        text += "), 34, an Iraqi national, was arrested in Dover on ";
        text += &day.to_string();
        text += " March 2025. He was sentenced to 14 years in prison and fined 3,000 Euros by a court in Antwerp. \
            The group is suspected of moving migrants from Turkey through the Balkans to western Europe. \
            Anyone with information can call +44 20 7946 0000 or write to desk@north.example.\n\n";
        number += 1;
    }
    text
}

fn text(text: &str, extractor: &Extractor) {
    let context = Context {
        report_date: "2025-03-31".parse().ok(),
        region: Some("GB".to_owned()),
        limit: usize::MAX,
    };
    // The word lists and the gazetteer are read once per process.
    let start = Instant::now();
    extractor.read("Calais", &context);
    let warm_up = start.elapsed();
    let start = Instant::now();
    let reading = extractor.read(text, &context);
    let seconds = start.elapsed().as_secs_f64();
    assert_eq!(reading.read, text.len());
    println!(
        r#"{{"bytes": {}, "seconds": {seconds}, "mentions": {}, "persons": {}, "events": {}, "warm_up_ms": {}}}"#,
        text.len(),
        reading.mentions.len(),
        reading.persons.len(),
        reading.events.len(),
        warm_up.as_secs_f64() * 1e3,
    );
}

/// Prints how long the list took, and then the object.
fn known(n_names: usize, megabytes: usize) {
    let names = (0..n_names).map(|number| (format!("p-{number}"), format!("Velmo Oskel{number}")));
    let start = Instant::now();
    let list = KnownNames::new(names).unwrap();
    let building = start.elapsed().as_secs_f64();
    println!("{building}");
    text(&releases(megabytes), &Extractor::new().with_known(list));
}

fn table(n_rows: usize) {
    const MAPPING: &str = r#"
        [[tables]]
        name = "people"
        file = "people.csv"
        [tables.entities.person]
        schema = "Person"
        id = "reg-{number}"
        [tables.entities.person.properties]
        name = "name"
        birthDate = { column = "born", date = "DD/MM/YYYY" }
        nationality = "nationality"
        phone = "phone"
        notes = "notes"
    "#;
    let mut csv = "number,name,born,nationality,phone,notes\n".to_owned();
    for number in 0..n_rows {
        let digits = number % 10_000;
        let row = format!(
            "{number},Tarvand Oskel,{:02}/03/1990,IQ,+44 20 7946 {digits:04},seen at the harbour\n",
            number % 28 + 1
        );
        csv.push_str(&row);
    }
    let mapping = Mapping::parse(MAPPING, Ontology::standard()).unwrap();
    let spec =
        LabelSpec::for_agency("north".parse().unwrap(), "2030-01-01T00:00:00Z".parse().unwrap());
    let citation = Arc::new(Citation {
        report: "r-1".parse().unwrap(),
        grade: "6x6/B2".parse().unwrap(),
        label: Label::seal(spec).unwrap(),
        basis: Basis::Fact,
        origin: "node-north".parse().unwrap(),
    });
    let open = |_: &str| Ok(Box::new(csv.as_bytes()) as Box<dyn Read>);
    let start = Instant::now();
    let summary = mapping
        .run(&open, &citation, &Limits::default(), &mut |row| {
            assert!(row.errors.is_empty(), "{:?}", row.errors);
            ControlFlow::Continue(())
        })
        .unwrap();
    let seconds = start.elapsed().as_secs_f64();
    println!(
        r#"{{"rows": {}, "statements": {}, "seconds": {seconds}, "bytes": {}}}"#,
        summary.rows,
        summary.statements,
        csv.len()
    );
}
