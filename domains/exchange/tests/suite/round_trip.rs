//! What is written reads back the same.

use crossbearing_exchange::followthemoney::{EntityReader, EntityWriter, PairReader, Written};
use crossbearing_exchange::native::{StatementReader, StatementWriter};
use crossbearing_exchange::{Batch, ReadOptions};
use crossbearing_model::{Ontology, Standing, Statement, StatementId};
use proptest::collection::vec;
use proptest::prelude::{Just, Strategy, any, prop_assert_eq, prop_oneof, proptest};
use proptest::sample::select;

use crate::samples::{citation, entities};

/// Both files of an export.
pub(crate) fn export(entities: &[Vec<Statement>]) -> (Vec<u8>, Vec<u8>, Written) {
    let (mut file, mut side) = (Vec::new(), Vec::new());
    let mut writer = EntityWriter::new(&mut file, &mut side, Ontology::standard()).unwrap();
    for entity in entities {
        writer.write(entity).unwrap();
    }
    let written = writer.finish().unwrap();
    (file, side, written)
}

fn read_pair(file: &[u8], side: &[u8]) -> Vec<Statement> {
    let options = ReadOptions::new(citation(99));
    let mut reader = PairReader::new(file, side, Ontology::standard(), options);
    let (mut batch, mut statements) = (Batch::default(), Vec::new());
    while reader.read(&mut batch).unwrap() {
        assert_eq!(batch.defects, []);
        statements.append(&mut batch.statements);
    }
    statements
}

#[test]
fn every_word_of_the_ontology_comes_back_as_it_went() {
    let entities = entities();
    let (file, side, written) = export(&entities);
    assert_eq!(written.statements, entities.concat().len() as u64);
    assert!(written.side_only > 0, "some things FollowTheMoney has no word for");
    assert_eq!(read_pair(&file, &side), entities.concat());
}

#[test]
fn statements_alone_come_back_as_they_went() {
    let statements = entities().concat();
    let mut writer = StatementWriter::new(Vec::new()).unwrap();
    for statement in &statements {
        writer.write(statement).unwrap();
    }
    let file = writer.finish().unwrap();
    let read: Vec<Statement> =
        StatementReader::new(file.as_slice(), 1 << 20).collect::<Result<_, _>>().unwrap();
    assert_eq!(read, statements);
}

#[test]
fn the_examples_of_the_guide_are_read() {
    let guide = include_str!("../../../../docs/formats.md");
    let examples: Vec<&str> =
        guide.split("```json\n").skip(1).filter_map(|behind| behind.split("```").next()).collect();
    let statements = read_pair(examples[0].as_bytes(), examples[1].as_bytes());
    let values: Vec<_> = statements.iter().map(|statement| statement.value.as_str()).collect();
    assert_eq!(values, ["1990-04", "Tarvand Oskel", "tr"]);
}

#[test]
fn what_somebody_adds_to_the_entity_file_is_read_beside_the_side_file() {
    let entities = entities();
    let (file, side, _) = export(&entities);
    let text = String::from_utf8(file).unwrap();
    let added =
        "{\"id\":\"new-1\",\"schema\":\"Person\",\"properties\":{\"name\":[\"Ovrin Talmat\"]}}\n";
    let text = text.replacen("\"name\":[", "\"name\":[\"Ovrin Talmat\",", 1);
    let statements = read_pair(format!("{added}{text}").as_bytes(), &side);
    let new: Vec<_> =
        statements.iter().filter(|statement| statement.citation == citation(99)).collect();
    assert_eq!(new.len(), 2, "{new:?}");
    assert!(new.iter().all(|statement| statement.value == "Ovrin Talmat"));
    assert_eq!(statements.len(), entities.concat().len() + 2);
}

#[test]
fn an_entity_file_without_its_side_file_is_read_under_one_citation() {
    let (file, _, written) = export(&entities());
    let options = ReadOptions::new(citation(1));
    let mut reader = EntityReader::new(file.as_slice(), Ontology::standard(), options);
    let (mut batch, mut values) = (Batch::default(), 0);
    while reader.read(&mut batch).unwrap() {
        assert_eq!(batch.defects, []);
        values += batch.statements.len() as u64;
    }
    assert_eq!(values, written.values + written.beside);
    assert_eq!(reader.line(), written.entities + 1);
}

/// Any statement, also with values that no reader would have let in.
pub(crate) fn any_statement() -> impl Strategy<Value = Statement> {
    let word = select(vec![
        ("Person", "name"),
        ("Person", "birthDate"),
        ("Person", "phone"),
        ("Person", "subjectCategory"),
        ("Company", "name"),
        ("LegalEntity", "notes"),
        ("Seizure", "date"),
        ("Route", "name"),
        ("Unheard", "of"),
    ]);
    let id = select(vec!["p-1", "p-2", "p_3"]);
    let value =
        prop_oneof![any::<String>(), "[ 0-9:T-]{0,20}", Just("2024-02-12T10:30:05.5Z".into())];
    let rest = (proptest::option::of(any::<String>()), 0_usize..4, 0_u8..4);
    (word, id, value, rest).prop_map(
        |((schema, property), id, value, (original, cite, standing))| {
            let mut statement =
                Statement::new(id.parse().unwrap(), schema, property, value, citation(cite));
            statement.original = original;
            let target = StatementId::from_bytes([standing; 20]);
            statement.standing = match standing {
                0 => Standing::Replaces(target),
                1 => Standing::Retracts(target),
                _ => Standing::Asserts,
            };
            statement
        },
    )
}

proptest! {
    #[test]
    fn any_statements_come_back_as_they_went(statements in vec(any_statement(), 0..12)) {
        let mut entities: Vec<Vec<Statement>> = Vec::new();
        for statement in statements {
            match entities.last_mut() {
                Some(last) if last[0].entity == statement.entity => last.push(statement),
                _ => entities.push(vec![statement]),
            }
        }
        let (file, side, _) = export(&entities);
        let options = ReadOptions::new(citation(99));
        let mut reader = PairReader::new(&*file, &*side, Ontology::standard(), options);
        let (mut batch, mut read) = (Batch::default(), Vec::new());
        while reader.read(&mut batch).unwrap() {
            read.append(&mut batch.statements);
        }
        prop_assert_eq!(read, entities.concat());
    }
}
