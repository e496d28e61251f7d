//! What we write, the package reads; what the package writes, we read back equal.

use std::collections::BTreeSet;

use crossbearing_exchange::followthemoney::{EntityReader, StatementFileReader};
use crossbearing_exchange::{Batch, ReadOptions};
use crossbearing_model::{Ontology, Statement};

use crate::python;
use crate::round_trip::export;
use crate::samples::{citation, entities};

/// Reads an entity file from standard input, validates each entity, and writes each value that the
/// package then holds; once taking values as they are, once cleaning them.
const READ: &str = r"
import sys, json
from followthemoney import model
for line in sys.stdin:
    data = json.loads(line)
    for cleaned in (True, False):
        proxy = model.get_proxy(data, cleaned=cleaned)
        proxy.schema.validate(proxy.to_dict())
        for prop, value in proxy.itervalues():
            print(json.dumps([cleaned, proxy.id, proxy.schema.name, prop.name, value]))
";

#[test]
fn what_we_write_the_package_reads_and_validates_with_nothing_dropped() {
    let (file, _, written) = export(&entities());
    let Some(read) = python::run(READ, &file) else { return };
    let ours: BTreeSet<[String; 4]> = values_of(&file);
    assert_eq!(ours.len() as u64, written.values);
    for cleaned in [true, false] {
        let theirs: BTreeSet<[String; 4]> = read
            .lines()
            .map(|line| {
                serde_json::from_str::<(bool, String, String, String, String)>(line).unwrap()
            })
            .filter(|value| value.0 == cleaned)
            .map(|value| [value.1, value.2, value.3, value.4])
            .collect();
        let lost: Vec<_> = ours.difference(&theirs).collect();
        assert!(lost.is_empty(), "cleaned {cleaned}: {lost:?}");
    }
}

/// Each value of an entity file: id, schema, property, value.
fn values_of(file: &[u8]) -> BTreeSet<[String; 4]> {
    let mut values = BTreeSet::new();
    for line in file.split(|&byte| byte == b'\n').filter(|line| !line.is_empty()) {
        let entity: serde_json::Value = serde_json::from_slice(line).unwrap();
        let text = |value: &serde_json::Value| value.as_str().unwrap().to_owned();
        for (property, list) in entity["properties"].as_object().unwrap() {
            for value in list.as_array().unwrap() {
                values.insert([
                    text(&entity["id"]),
                    text(&entity["schema"]),
                    property.clone(),
                    text(value),
                ]);
            }
        }
    }
    values
}

/// Makes an entity of every schema with values of every property, cleaned by the package, and
/// writes them as the package does.
const WRITE: &str = r#"
import sys
from followthemoney import model
from followthemoney.cli.util import write_entity
SAMPLES = {
    'name': ['Tarvand Oskel', 'تروند أوسکل', "O'Vrin  Talmat"], 'phone': ['+44 20 7946 0000'],
    'email': ['T.Oskel@Example.ORG'], 'url': ['example.org/a', 'https://example.org:8080/A?b#c'],
    'ip': ['2001:DB8::1'], 'country': ['United Kingdom', 'SUHH', 'x-so'], 'language': ['fa', 'eng'],
    'gender': ['M'], 'topic': ['crime.traffick.human', 'role.rca'],
    'date': ['2024', '2024-02', '2024-2-12', '2024-02-12T10', '2024-02-12T10:30', '2024-02-12T10:30:05+02:00'],
    'number': ['1,500.50', '12 kg', '-3'], 'address': ['Quai 7,\n Dunkerque'], 'html': ['<b>x</b>'],
    'text': ['two\nlines  and\ttabs'], 'string': ['short  text', '\u202aembedded\u202c'], 'json': ['{"a":1}'],
    'mimetype': ['image/PNG'], 'checksum': ['da39a3ee5e6b4b0d3255bfef95601890afd80709'],
    'identifier': ['AB-123 456', 'x77'], 'entity': ['x-1', 'x.2'],
}
FORMATS = {
    'iban': 'GB82 WEST 1234 5698 7654 32', 'bic': 'deutdeff500', 'imo': '9074729', 'isin': 'US0378331005',
    'lei': '529900T8BM49AURSDO55', 'wikidata': 'Q42',
}
for number, schema in enumerate(sorted(model.schemata.values())):
    if schema.abstract:
        continue
    proxy = model.make_entity(schema)
    proxy.id = f'e-{number}'
    for prop in schema.properties.values():
        if not prop.stub:
            values = [FORMATS.get(prop.format, '1')] if prop.format else SAMPLES[prop.type.name]
            proxy.add(prop, values)
    write_entity(sys.stdout.buffer, proxy)
"#;

#[test]
fn what_the_package_writes_we_read_back_equal() {
    let Some(file) = python::run(WRITE, b"") else { return };
    let options = ReadOptions::new(citation(1));
    let mut reader = EntityReader::new(file.as_bytes(), Ontology::standard(), options);
    let (mut batch, mut read, mut entities) = (Batch::default(), BTreeSet::new(), Vec::new());
    while reader.read(&mut batch).unwrap() {
        for defect in &batch.defects {
            println!("{}: {} {:?}", defect.place, defect.reason, defect.set_aside);
        }
        for statement in &batch.statements {
            read.insert(as_given(statement));
        }
        entities.push(std::mem::take(&mut batch.statements));
    }
    let given = values_of(file.as_bytes());
    assert!(given.len() > 2000, "{}", given.len());
    assert_eq!(given.difference(&read).collect::<Vec<_>>(), Vec::<&[String; 4]>::new());
    assert_eq!(read.len(), given.len());

    let (again, side, _) = export(&entities);
    assert!(!side.is_empty());
    let in_entity_file = values_of(&again);
    for statement in entities.iter().flatten() {
        let mut value = as_given(statement);
        let as_it_was = in_entity_file.contains(&value);
        value[3].clone_from(&statement.value);
        assert!(as_it_was || in_entity_file.contains(&value), "{value:?} stands in no entity file");
    }
}

fn as_given(statement: &Statement) -> [String; 4] {
    let value = statement.original.as_ref().unwrap_or(&statement.value);
    [
        statement.entity.to_string(),
        statement.schema.to_string(),
        statement.property.to_string(),
        value.clone(),
    ]
}

/// Reads entities with what stands beside their properties, as two classes of the package do, and
/// writes them again.
const BESIDE: &str = r"
import sys, json
from followthemoney import ValueEntity, model
for line in sys.stdin:
    data = json.loads(line)
    print(json.dumps(model.get_proxy(data).to_dict()))
    print(json.dumps(ValueEntity.from_dict(data).to_dict()))
";

#[test]
fn data_sets_and_other_ids_go_through_the_package_and_back() {
    let line = concat!(
        r#"{"id":"p-1","schema":"Person","properties":{"name":["Ilsabet Corrin"]},"#,
        r#""datasets":["north_list","south_list"],"referents":["old-1"],"canonical_id":"NK-7"}"#,
        "\n"
    );
    let read = |file: &[u8]| {
        let options = ReadOptions::new(citation(1));
        let mut reader = EntityReader::new(file, Ontology::standard(), options);
        let (mut batch, mut entities) = (Batch::default(), Vec::new());
        while reader.read(&mut batch).unwrap() {
            assert_eq!(batch.defects, []);
            let mut entity = std::mem::take(&mut batch.statements);
            entity.sort_by_key(Statement::id);
            entities.push(entity);
        }
        entities
    };
    let given = read(line.as_bytes());
    let words: BTreeSet<&str> =
        given[0].iter().map(|statement| statement.property.as_ref()).collect();
    assert_eq!(words, ["canonicalId", "dataset", "name", "referent"].into());
    let (file, side, written) = export(&given);
    assert_eq!((written.values, written.beside), (1, 4));
    assert_eq!(read(&file), given);
    assert!(String::from_utf8(side).unwrap().contains("NK-7"));
    let Some(theirs) = python::run(BESIDE, &file) else { return };
    assert_eq!(read(theirs.as_bytes()), [given[0].clone(), given[0].clone()]);
}

/// Writes two entities as statements, with a language and an original, in the format named first.
const STATEMENTS: &str = r#"
import sys
from followthemoney import Statement
from followthemoney.statement.serialize import write_statements
rows = [('name', 'Tarvand Oskel', 'eng', 'OSKEL, Tarvand'), ('name', 'تروند، "أوسكل"', 'ara', None),
        ('birthDate', '1990-04', None, 'April 1990'), ('notes', 'two\nlines', None, None), ('id', 'x', None, None)]
write_statements(sys.stdout.buffer, '@', [
    Statement(entity_id=e, schema='Person', prop=p, value=v, lang=l, original_value=o, dataset='d')
    for e in ('e-1', 'e-2') for p, v, l, o in rows])
"#;

#[test]
fn statements_of_the_package_are_read_with_language_and_original() {
    for format in ["json", "csv"] {
        let Some(file) = python::run(&STATEMENTS.replace('@', format), b"") else { return };
        let options = ReadOptions::new(citation(1));
        let ontology = Ontology::standard();
        let mut reader = match format {
            "csv" => StatementFileReader::csv(file.as_bytes(), ontology, options).unwrap(),
            _ => StatementFileReader::json(file.as_bytes(), ontology, options),
        };
        let (mut batch, mut read) = (Batch::default(), Vec::new());
        while reader.read(&mut batch).unwrap() {
            assert_eq!(batch.defects, []);
            read.append(&mut batch.statements);
        }
        let sets = read.extract_if(.., |statement| &*statement.property == "dataset");
        let sets: Vec<_> = sets.map(|said| (said.entity.to_string(), said.value)).collect();
        let of = |id: &str| (id.to_owned(), "d".to_owned());
        assert_eq!(sets, [of("e-1"), of("e-2")], "{format}");
        assert_eq!(read.len(), 8, "{format}");
        let said = |statement: &Statement| {
            (statement.value.clone(), statement.lang.clone(), statement.original.clone())
        };
        let original = Some("OSKEL, Tarvand".to_owned());
        assert_eq!(said(&read[0]), ("Tarvand Oskel".into(), Some("eng".into()), original));
        assert_eq!(said(&read[1]), ("تروند، \"أوسكل\"".into(), Some("ara".into()), None));
        assert_eq!(said(&read[2]), ("1990-04".into(), None, Some("April 1990".into())));
        assert_eq!(read[7].value, "two\nlines");
        assert_eq!(read[7].entity.as_str(), "e-2");
    }
}
