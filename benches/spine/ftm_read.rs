//! Makes a FollowTheMoney file of invented entities, and reads one as statements with their ids.
//! `ftm_run` times this program and the Python package on the same file.

#![expect(clippy::print_stdout, reason = "a bench prints what it did")]

use std::error::Error;
use std::fs::File;
use std::hint::black_box;
use std::io::{BufReader, BufWriter, Write};
use std::sync::Arc;
use std::time::Instant;

use crossbearing_exchange::followthemoney::EntityReader;
use crossbearing_exchange::{Batch, ReadOptions};
use crossbearing_model::{Basis, Citation, Label, LabelSpec, Ontology};

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> =
        std::env::args().skip(1).filter(|word| word != "--bench").collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["make", path, entities] => make(path, entities.parse()?),
        ["read", path] => read(path),
        ["kinds"] => kinds(),
        _ => {
            println!("give `make PATH ENTITIES`, `read PATH` or `kinds`");
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

/// Prints how long the ontology takes to read, and what one value of each kind takes to normalise.
fn kinds() -> Result<(), Box<dyn Error>> {
    const ROUNDS: u32 = 200_000;
    let begun = Instant::now();
    let ontology = Ontology::standard();
    println!("| what | time |\n|---|---:|");
    println!("| reading the ontology | {:.2} ms |", begun.elapsed().as_secs_f64() * 1e3);
    for (schema, property, value) in [
        ("Person", "name", "Tarvand Oskel"),
        ("Person", "name", "تروند أوسكل"),
        ("Person", "name", "Đặng Vĩnh Oskel"),
        ("Person", "birthDate", "1990-04-12"),
        ("Call", "date", "2024-02-12T10:30:05"),
        ("Person", "nationality", "tr"),
        ("Person", "phone", "+442079460000"),
        ("Person", "phone", "+44 20 7946 0000"),
        ("Person", "email", "t.oskel@example.org"),
        ("Person", "passportNumber", "X1234567"),
        ("Company", "website", "https://example.org/a"),
        ("BankAccount", "iban", "GB82WEST12345698765432"),
        ("Vessel", "imoNumber", "IMO9074729"),
        ("Vessel", "mmsi", "235009802"),
        ("UserAccount", "username", "oskel_t"),
        ("CryptoWallet", "publicKey", "TJRabPrwbZy45sbavfcjinPJC18kjpRTv8"),
        ("Payment", "amount", "1500.50"),
        ("Payment", "payer", "e-1234"),
        ("Event", "latitude", "51.0504"),
    ] {
        let property = ontology.property(schema, property).ok_or("no such property")?;
        let begun = Instant::now();
        for _ in 0..ROUNDS {
            black_box(property.normalise(black_box(value))?);
        }
        let each = begun.elapsed() / ROUNDS;
        println!("| {:?} `{value}` | {} ns |", property.kind(), each.as_nanos());
    }
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
