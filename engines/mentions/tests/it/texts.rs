//! Invented releases, reports and forms in several styles and languages: what is found in them, as
//! snapshots, and how much of what a person marked in them.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use crossbearing_mentions::{Context, Extractor, Reading, Said};

/// One text and what a person marked in it.
struct Sample {
    name: String,
    text: String,
    context: Context,
    /// Lines such as `person: Tarvand Oskel | Velmo | 34 | IQ`.
    marked: Vec<(String, Vec<String>)>,
}

fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it").join(name)
}

fn samples(name: &str) -> Vec<Sample> {
    let entries = std::fs::read_dir(folder(name)).unwrap();
    let mut paths: Vec<_> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths.iter().map(|path| sample(path)).collect()
}

fn sample(path: &Path) -> Sample {
    let whole = std::fs::read_to_string(path).unwrap();
    let is_head = |line: &&str| line.starts_with("# ");
    let head: Vec<_> = whole.lines().take_while(is_head).collect();
    let text = whole.lines().skip(head.len()).fold(String::new(), |text, line| text + line + "\n");
    let words: Vec<_> = head[0].split_whitespace().collect();
    let context = Context {
        report_date: words[2].parse().ok(),
        region: words.get(4).map(ToString::to_string),
        ..Context::default()
    };
    let marked = head[1..].iter().map(|line| {
        let (kind, rest) = line[2..].split_once(':').unwrap();
        (kind.to_owned(), rest.split('|').map(|part| part.trim().to_owned()).collect())
    });
    let name = path.file_stem().unwrap().to_string_lossy().into_owned();
    Sample { name, context, marked: marked.collect(), text }
}

/// What is found, a line each.
fn summary(reading: &Reading) -> String {
    let list = |said: &[Said]| said.iter().map(|s| s.value.as_str()).collect::<Vec<_>>().join(", ");
    let mut lines = String::new();
    for mention in &reading.mentions {
        let kind = mention.kind.as_str();
        let _ = writeln!(
            lines,
            "{kind} {:?}: {:?} = {}",
            mention.confidence, mention.text, mention.value
        );
    }
    for person in &reading.persons {
        let _ = writeln!(
            lines,
            "person {:?}: {} {} | aliases {} | ages {} | nationalities {} | born {} | role {} | {} mentions",
            person.confidence,
            list(&person.names),
            person.description.as_ref().map_or("", |said| &said.value),
            list(&person.aliases),
            list(&person.ages),
            list(&person.nationalities),
            person.born.as_ref().map_or("", |said| &said.value),
            person.role.as_ref().map_or("", |said| &said.value),
            person.mentions.len(),
        );
    }
    for event in &reading.events {
        let parts = [
            ("date", &event.date),
            ("place", &event.place),
            ("court", &event.court),
            ("term", &event.term),
            ("fine", &event.fine),
            ("offence", &event.offence),
            ("object", &event.object),
            ("absence", &event.in_absence),
        ];
        let parts = parts
            .iter()
            .filter_map(|(name, said)| Some(format!("{name} {}", said.as_ref()?.value)));
        let who = event.person.map_or("nobody named", |at| {
            let person = &reading.persons[at];
            person.names.first().or(person.description.as_ref()).map_or("", |said| &said.value)
        });
        let parts = parts.collect::<Vec<_>>().join(" | ");
        let _ = writeln!(lines, "{} {:?}: {who} | {parts}", event.kind.as_str(), event.confidence);
    }
    lines
}

#[test]
fn what_is_found_in_each_text() {
    for sample in samples("texts") {
        let reading = Extractor::new().read(&sample.text, &sample.context);
        insta::assert_snapshot!(sample.name.as_str(), summary(&reading));
    }
}

/// Right, wrong and missed answers to one question.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
struct Score {
    right: usize,
    wrong: usize,
    missed: usize,
}

impl Score {
    fn add(&mut self, found: &BTreeSet<String>, marked: &BTreeSet<String>) {
        self.right += found.intersection(marked).count();
        self.wrong += found.difference(marked).count();
        self.missed += marked.difference(found).count();
    }
}

fn facts_found(reading: &Reading, what: &str) -> BTreeSet<String> {
    let name = |at: usize| reading.persons[at].names.first().map(|said| said.value.clone());
    let mut facts = BTreeSet::new();
    for (at, person) in reading.persons.iter().enumerate() {
        let Some(name) = name(at) else { continue };
        let values: &[Said] = match what {
            "persons" => {
                facts.insert(name);
                continue;
            }
            "other names" => &person.aliases,
            "ages" => &person.ages,
            "nationalities" => &person.nationalities,
            _ => &[],
        };
        facts.extend(values.iter().map(|said| format!("{name}: {}", said.value)));
    }
    for event in &reading.events {
        let Some(name) = event.person.and_then(name) else { continue };
        let kind = event.kind.as_str();
        let detail = match what {
            "events" => Some(""),
            "dates of events" => event.date.as_ref().map(|said| said.value.as_str()),
            "places and terms of events" => {
                event.term.as_ref().or(event.place.as_ref()).map(|said| said.value.as_str())
            }
            _ => None,
        };
        facts.extend(detail.map(|detail| format!("{kind} {name}: {detail}")));
    }
    facts
}

fn facts_marked(sample: &Sample, what: &str) -> BTreeSet<String> {
    let part = |parts: &[String], at: usize| parts.get(at).filter(|part| !part.is_empty()).cloned();
    let mut facts = BTreeSet::new();
    for (kind, parts) in &sample.marked {
        let fact = match (kind.as_str(), what) {
            ("person", "persons") => part(parts, 0),
            ("person", "other names") => {
                part(parts, 1).map(|alias| format!("{}: {alias}", parts[0]))
            }
            ("person", "ages") => part(parts, 2).map(|age| format!("{}: {age}", parts[0])),
            ("person", "nationalities") => {
                part(parts, 3).map(|code| format!("{}: {code}", parts[0]))
            }
            ("event", "events") => Some(format!("{} {}: ", parts[0], parts[1])),
            ("event", "dates of events") => {
                part(parts, 2).map(|date| format!("{} {}: {date}", parts[0], parts[1]))
            }
            ("event", "places and terms of events") => {
                part(parts, 3).map(|detail| format!("{} {}: {detail}", parts[0], parts[1]))
            }
            _ => None,
        };
        facts.extend(fact);
    }
    facts
}

/// The first table of docs/intake.md: texts by which the rules were made.
#[test]
fn how_much_of_what_a_person_marked() {
    insta::assert_snapshot!("score", table("texts"));
}

/// The second table of docs/intake.md: texts that were written after the rules, and by which none
/// was changed.
#[test]
fn how_much_of_what_a_person_marked_in_texts_held_out() {
    insta::assert_snapshot!("score_held_out", table("held_out"));
}

/// Right, wrong and missed answers to each question over the texts of a folder.
fn table(folder: &str) -> String {
    const QUESTIONS: [&str; 7] = [
        "persons",
        "other names",
        "ages",
        "nationalities",
        "events",
        "dates of events",
        "places and terms of events",
    ];
    let mut table = String::new();
    for question in QUESTIONS {
        let mut score = Score::default();
        for sample in samples(folder) {
            let reading = Extractor::new().read(&sample.text, &sample.context);
            let (found, marked) =
                (facts_found(&reading, question), facts_marked(&sample, question));
            for lost in marked.difference(&found) {
                println!("{}: missed {question}: {lost}", sample.name);
            }
            for wrong in found.difference(&marked) {
                println!("{}: wrong {question}: {wrong}", sample.name);
            }
            score.add(&found, &marked);
        }
        let Score { right, wrong, missed } = score;
        let _ = writeln!(table, "{question}: {right} right, {wrong} wrong, {missed} missed");
    }
    table
}
