//! Makes a FollowTheMoney file of invented entities, and reads one as statements with their ids.
//! `ftm_run` times this program and the Python package on the same file.

#![expect(clippy::print_stdout, reason = "a bench prints what it did")]

use std::error::Error;
use std::fs::File;
use std::io::{BufReader, BufWriter, Write};
use std::sync::Arc;

use crossbearing_exchange::followthemoney::EntityReader;
use crossbearing_exchange::{Batch, ReadOptions};
use crossbearing_model::{Basis, Citation, Label, LabelSpec, Ontology};

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> =
        std::env::args().skip(1).filter(|word| word != "--bench").collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["make", path, entities] => make(path, entities.parse()?),
        ["read", path] => read(path),
        _ => {
            println!("give `make PATH ENTITIES` or `read PATH`");
            Ok(())
        }
    }
}

/// Reads the file; prints how many statements it gave and a mark of their ids.
fn read(path: &str) -> Result<(), Box<dyn Error>> {
    let spec = LabelSpec::for_agency("north".parse()?, "2030-01-01T00:00:00Z".parse()?);
    let citation = Arc::new(Citation {
        report: "r-1".parse()?,
        grade: "3x5x2/2B".parse()?,
        label: Label::seal(spec)?,
        basis: Basis::Fact,
        origin: "node-n".parse()?,
    });
    let input = BufReader::with_capacity(1 << 20, File::open(path)?);
    let mut reader = EntityReader::new(input, Ontology::standard(), ReadOptions::new(citation));
    let (mut batch, mut statements, mut defects, mut mark) = (Batch::default(), 0_u64, 0, 0_u8);
    while reader.read(&mut batch)? {
        statements += batch.statements.len() as u64;
        defects += batch.defects.len();
        for statement in &batch.statements {
            mark ^= statement.id().as_bytes()[0];
        }
    }
    println!("{statements} statements, {defects} defects, mark {mark:02x}");
    Ok(())
}

/// Writes persons, companies, vessels, payments and phone calls, the same for the same number.
fn make(path: &str, entities: u64) -> Result<(), Box<dyn Error>> {
    let mut output = BufWriter::new(File::create(path)?);
    for number in 0..entities {
        writeln!(output, "{}", entity(number))?;
    }
    output.flush()?;
    Ok(())
}

fn entity(number: u64) -> String {
    let pick = |words: &[&'static str], by: u64| words[(number / by % words.len() as u64) as usize];
    let first = pick(&["Tarvand", "Ovrin", "Keshar", "Milvat", "تروند", "Đặng", "Сардал"], 1);
    let last = pick(&["Oskel", "Talmat", "Brannic", "Vélorn", "أوسكل", "Хорвен"], 7);
    let day = format!("20{:02}-{:02}-{:02}", number % 24, number % 12 + 1, number % 28 + 1);
    let phone = format!("+9050{:08}", number * 7919 % 100_000_000);
    let near = number.saturating_sub(number % 97 + 1);
    let far = number.saturating_sub(number % 89 + 98);
    let (schema, properties) = match number % 8 {
        0..=3 => (
            "Person",
            format!(
                r#""name":["{first} {last}"],"alias":["{last} {first} {number}","{first}"],"birthDate":["{day}"],"nationality":["{}"],"gender":["male"],"phone":["{phone}"],"email":["o{number}@example.org"],"passportNumber":["X{number:07}"],"notes":["Seen with others at the harbour, case {number}."]"#,
                pick(&["tr", "gb", "fr", "vn", "iq"], 3)
            ),
        ),
        4 => (
            "Company",
            format!(
                r#""name":["{last} Travel {number} Ltd"],"country":["gb"],"registrationNumber":["C{number:08}"],"incorporationDate":["{day}"],"website":["https://example.org/{number}"],"address":["{number} Quay Street, Harbour Town"]"#
            ),
        ),
        5 => (
            "Vessel",
            format!(
                r#""name":["{first} {number}"],"flag":["pa"],"mmsi":["{}"],"type":["Fishing vessel"],"grossRegisteredTonnage":["{}.5"],"callSign":["XY{number}"]"#,
                351_000_000 + number % 1_000_000,
                number % 900
            ),
        ),
        6 => (
            "Payment",
            format!(
                r#""payer":["e-{near}"],"beneficiary":["e-{far}"],"date":["{day}"],"amount":["{}.00"],"currency":["EUR"],"purpose":["travel {number}"]"#,
                number % 9000
            ),
        ),
        _ => (
            "Call",
            format!(
                r#""caller":["e-{near}"],"receiver":["e-{far}"],"callerNumber":["{phone}"],"receiverNumber":["+442079460{:03}"],"date":["{day}T10:30:{:02}"],"duration":["{}"]"#,
                number % 1000,
                number % 60,
                number % 600
            ),
        ),
    };
    format!(r#"{{"id":"e-{number}","schema":"{schema}","properties":{{{properties}}}}}"#)
}
