//! Asks a ledger's file each kind of question by itself: `ask LEDGER PERSONS QUESTIONS [KIND]`.
//!
//! Prints the CPU time that one answer takes, without server, log and clients.

use std::io::{Error, Result, Write};
use std::path::Path;
use std::sync::Arc;

use bench_spine::Person;
use crossbearing_access::{PseudonymKey, Role, View, Viewer};
use crossbearing_ledger::{AsOf, Ledger, Query, Setup};
use crossbearing_model::{Instant, Ontology};

/// A kind of question and how it is put about a person.
type Kind = (&'static str, fn(Person) -> String);

const KINDS: [Kind; 6] = [
    ("document number", Person::document),
    ("full name", Person::name),
    ("unfinished name", Person::unfinished_name),
    ("name with a slip", Person::name_with_a_slip),
    ("given name", |person| person.name().split(' ').next().unwrap_or_default().to_owned()),
    ("the most common given name", |_| Person::common_name()),
];

fn main() -> Result<()> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let [path, persons, questions, kinds @ ..] = &words[..] else {
        return Err(Error::other("ask LEDGER PERSONS QUESTIONS [KIND]"));
    };
    let number = |word: &String| word.parse::<u64>().map_err(Error::other);
    let (persons, questions) = (number(persons)?, number(questions)?);
    let setup = Setup {
        ontology: Arc::new(Ontology::standard().clone()),
        pseudonym_key: PseudonymKey::from_bytes([7; 32]),
    };
    let ledger = Ledger::open(Path::new(path), setup).map_err(Error::other)?;
    let view = view(&ledger)?;
    let drawn = |n: u64| Person(n.wrapping_mul(0x9e37_79b9_7f4a_7c15) % persons);
    measured("entity", questions, |n| {
        let id = drawn(n).id().parse().map_err(Error::other)?;
        let found = ledger.entity(&view, AsOf::Now, &id).map_err(Error::other)?;
        Ok(found.map_or(0, |record| record.statements.len()))
    })?;
    let asked = |name: &str| kinds.is_empty() || kinds.iter().any(|kind| kind == name);
    for (name, question) in KINDS.into_iter().filter(|(name, _)| asked(name)) {
        measured(name, questions, |n| {
            let query = Query::of(&question(drawn(n)));
            Ok(ledger.search(&view, AsOf::Now, &query).map_err(Error::other)?.count)
        })?;
    }
    Ok(())
}

fn view(ledger: &Ledger) -> Result<View> {
    let parse = |word: &str| word.parse().map_err(Error::other);
    let agency = "bench".parse().map_err(Error::other)?;
    let purpose = "load".parse().map_err(Error::other)?;
    let viewer = Viewer::new(parse("load-0")?, agency, Role::Analyst, purpose);
    ledger.view(&viewer, Instant::from_millis(1_800_000_000_000)).map_err(Error::other)
}

/// Asks once to warm up, then `questions` times; prints the mean CPU time of an answer.
fn measured(name: &str, questions: u64, ask: impl Fn(u64) -> Result<usize>) -> Result<()> {
    ask(questions)?;
    let (before, mut found) = (cpu_micros()?, 0);
    for n in 0..questions {
        found += ask(n)?;
    }
    let each = (cpu_micros()? - before) / questions as f64;
    let found = found as f64 / questions as f64;
    writeln!(std::io::stdout().lock(), "| {name} | {each:.0} | {found:.1} |")
}

/// The CPU time of this thread so far.
fn cpu_micros() -> Result<f64> {
    let stat = std::fs::read_to_string("/proc/thread-self/schedstat")?;
    let nanos = stat.split(' ').next().unwrap_or_default();
    nanos.parse::<f64>().map(|nanos| nanos / 1e3).map_err(Error::other)
}
