//! Files that are damaged, hostile or full of words nobody knows.

use std::io::{BufReader, Read};

use crossbearing_exchange::followthemoney::{EntityReader, StatementFileReader};
use crossbearing_exchange::native::StatementReader;
use crossbearing_exchange::{Batch, Defect, OnDefect, ReadOptions};
use crossbearing_model::{Ontology, Statement};

use crate::samples::citation;

fn read(file: &[u8]) -> (Vec<Statement>, Vec<Defect>) {
    let options = ReadOptions { line_limit: 1000, ..ReadOptions::new(citation(1)) };
    let mut reader = EntityReader::new(file, Ontology::standard(), options);
    let (mut batch, mut statements, mut defects) = (Batch::default(), Vec::new(), Vec::new());
    while reader.read(&mut batch).unwrap() {
        statements.append(&mut batch.statements);
        defects.append(&mut batch.defects);
    }
    (statements, defects)
}

fn person(properties: &str) -> String {
    format!("{{\"id\":\"p-1\",\"schema\":\"Person\",\"properties\":{{{properties}}}}}\n")
}

#[test]
fn each_defect_names_its_line_and_hides_nothing_else() {
    let mut file = Vec::new();
    file.extend(person("\"name\":[\"Tarvand Oskel\"]").bytes());
    file.extend(b"{\"id\":\"p-\xFF\"}\n");
    file.extend(b"not json\n\n");
    file.extend(b"{\"id\":\"p 2\",\"schema\":\"Person\"}\n");
    file.extend(b"{\"id\":\"p-2\",\"schema\":\"Dragon\"}\n");
    file.extend(b"{\"id\":\"p-2\",\"schema\":\"Thing\"}\n");
    file.extend(person("\"wings\":[\"two\"],\"alias\":[\"Ovrin\"]").bytes());
    file.extend(person("\"birthDate\":[\"2024-02-30\"]").bytes());
    file.extend(person("\"name\":[\"Oskel\u{202E}dnavraT\"]").bytes());
    file.extend(person("").bytes());
    file.extend(person(&format!("\"notes\":[\"{}\"]", "x".repeat(2000))).bytes());
    file.extend(person("\"name\":[\"Last\"]").bytes());
    let (statements, defects) = read(&file);

    let said: Vec<_> = defects.iter().map(|defect| (defect.line, defect.reason.as_str())).collect();
    let expected = [
        (2, "not UTF-8"),
        (3, "not an entity"),
        (5, "entity id"),
        (6, "Dragon is unknown"),
        (7, "abstract"),
        (8, "no such property"),
        (9, "calendar"),
        (10, "reorder"),
        (11, "has no values"),
        (12, "longer than 1000 bytes"),
    ];
    assert_eq!(said.len(), expected.len(), "{said:?}");
    for ((line, reason), (expected_line, part)) in said.into_iter().zip(expected) {
        assert_eq!(line, expected_line, "{reason}");
        assert!(reason.contains(part), "{reason}");
    }
    let values: Vec<_> = statements.iter().map(|statement| statement.value.as_str()).collect();
    assert_eq!(values, ["Tarvand Oskel", "Ovrin", "2024-02-30", "OskeldnavraT", "Last"]);
    assert_eq!(statements[3].original.as_deref(), Some("Oskel\u{202E}dnavraT"));
    assert_eq!(defects[5].set_aside, "two");
    assert_eq!(defects[5].place, "p-1 wings");
}

#[test]
fn a_strict_reader_stops_at_the_first_defect() {
    let file = format!("{}{}", person("\"name\":[\"One\"]"), person("\"wings\":[\"two\"]"));
    let options = ReadOptions { on_defect: OnDefect::Fail, ..ReadOptions::new(citation(1)) };
    let mut reader = EntityReader::new(file.as_bytes(), Ontology::standard(), options);
    let mut batch = Batch::default();
    assert!(reader.read(&mut batch).unwrap());
    let message = reader.read(&mut batch).unwrap_err().to_string();
    assert!(message.starts_with("line 2, p-1 wings: Person has no such property"), "{message}");
}

/// A gigabyte of one letter, without a line end.
struct Endless(u64);

impl Read for Endless {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        let given = into.len().min(usize::try_from(self.0).unwrap_or(usize::MAX));
        into[..given].fill(b'x');
        self.0 -= given as u64;
        Ok(given)
    }
}

#[test]
fn a_gigabyte_on_one_line_is_refused_without_being_held() {
    let file = BufReader::with_capacity(1 << 20, Endless(1 << 30));
    let options = ReadOptions { line_limit: 1 << 20, ..ReadOptions::new(citation(1)) };
    let mut reader = EntityReader::new(file, Ontology::standard(), options);
    let mut batch = Batch::default();
    assert!(reader.read(&mut batch).unwrap());
    assert!(batch.defects[0].reason.contains("longer than 1048576 bytes"));
    assert!(batch.defects[0].set_aside.len() <= 4096);
    assert!(!reader.read(&mut batch).unwrap());
}

#[test]
fn a_damaged_statement_file_says_where() {
    let begin = "{\"format\":\"crossbearing-statements/1\"}\n";
    let broken = [
        ("", "{\"entity\":\"a\"}", "line 1: the file does not begin"),
        (begin, "{\"entity\":\"a\"}", "line 2: missing field"),
        (
            begin,
            "{\"entity\":\"a\",\"schema\":\"b\",\"property\":\"c\",\"value\":\"d\",\"cite\":3}",
            "citation 3 is not given",
        ),
        (begin, "{\"citation\":1,\"report\":\"r\"}", "line 2: missing field"),
        (begin, "{\"wings\":2}", "unknown field `wings`"),
        (begin, "nothing", "line 2"),
    ];
    for (begin, line, said) in broken {
        let file = format!("{begin}{line}\n");
        let mut reader = StatementReader::new(file.as_bytes(), 1000);
        let message = reader.read().unwrap_err().to_string();
        assert!(message.contains(said), "{message}");
    }
}

#[test]
fn a_statement_file_with_an_open_quote_is_refused_without_being_held() {
    let head = "entity_id,schema,prop,value\np-1,Person,name,Oskel\np-1,Person,wings,two\np-1,Person,name,\"";
    let file = BufReader::new(head.as_bytes().chain(Endless(1 << 28)));
    let options = ReadOptions { line_limit: 1 << 20, ..ReadOptions::new(citation(1)) };
    let mut reader = StatementFileReader::csv(file, Ontology::standard(), options).unwrap();
    let mut batch = Batch::default();
    assert!(reader.read(&mut batch).unwrap());
    assert_eq!(batch.statements[0].value, "Oskel");
    assert!(reader.read(&mut batch).unwrap());
    assert_eq!((batch.defects[0].line, batch.defects[0].set_aside.as_str()), (3, "two"));
    let message = reader.read(&mut batch).unwrap_err().to_string();
    assert!(message.contains("longer than 1048576 bytes"), "{message}");
}

#[test]
fn a_statement_file_without_the_columns_says_which() {
    let file = "entity_id,prop,value\np-1,name,Oskel\n";
    let options = ReadOptions::new(citation(1));
    let mut reader =
        StatementFileReader::csv(file.as_bytes(), Ontology::standard(), options).unwrap();
    let mut batch = Batch::default();
    assert!(reader.read(&mut batch).unwrap());
    assert!(batch.defects[0].reason.contains("missing field `schema`"), "{:?}", batch.defects);
    assert_eq!(batch.defects[0].set_aside, "p-1,name,Oskel");
}
