//! MISP and tables: what there are words for goes out and comes back, and other programs read it.

use std::collections::BTreeSet;
use std::io::Cursor;
use std::sync::Arc;

use crossbearing_exchange::misp::{EventReader, EventWriter, Written};
use crossbearing_exchange::stix::{Producer, Subject};
use crossbearing_exchange::{Batch, Defect, FORMATS, OnDefect, Outlet, ReadOptions};
use crossbearing_model::{Citation, Label, LabelSpec, Ontology, Statement, Tlp};
use proptest::collection::vec;
use proptest::prelude::{Strategy, prop_assert_eq, proptest};
use proptest::sample::select;

use crate::python;
use crate::samples::{citation, entities};

fn events(entities: &[Vec<Statement>]) -> (Vec<u8>, Written) {
    let mut out = Vec::new();
    let mut writer = EventWriter::new(&mut out, Ontology::standard());
    for statements in entities {
        writer.write(statements);
    }
    let written = writer.finish().unwrap();
    (out, written)
}

fn read(events: &[u8]) -> (Vec<Statement>, Vec<Defect>) {
    let options = ReadOptions { on_defect: OnDefect::GoOn, ..ReadOptions::new(citation(98)) };
    let mut reader = EventReader::new(events, Ontology::standard(), options);
    let (mut batch, mut statements, mut defects) = (Batch::default(), Vec::new(), Vec::new());
    while reader.read(&mut batch).unwrap() {
        statements.append(&mut batch.statements);
        defects.append(&mut batch.defects);
    }
    (statements, defects)
}

/// What is said, without who says it.
fn said(statements: &[Statement]) -> BTreeSet<[String; 4]> {
    let said = statements.iter().filter(|said| said.schema.as_ref() != "Report");
    said.map(|said| {
        [
            said.entity.to_string(),
            said.schema.to_string(),
            said.property.to_string(),
            said.value.clone(),
        ]
    })
    .collect()
}

/// A person, phone, vehicle, vessel, account or bank account with values that MISP has words for.
fn entity() -> impl Strategy<Value = Vec<Statement>> {
    let one = select(vec![
        (
            "Person",
            vec![
                ("name", "Tarvand Oskel"),
                ("birthDate", "1990-04-01"),
                ("gender", "male"),
                ("nationality", "tr"),
                ("phone", "+442079460000"),
                ("subjectCategory", "victim"),
            ],
        ),
        ("PhoneNumber", vec![("number", "+905012345678"), ("imsi", "001010123456789")]),
        ("Vehicle", vec![("plate", "AB 123 CD"), ("model", "van"), ("colour", "white")]),
        (
            "Vessel",
            vec![("name", "Invented Star"), ("imoNumber", "IMO9074729"), ("mmsi", "235009802")],
        ),
        ("BankAccount", vec![("iban", "GB82WEST12345698765432"), ("bankName", "A bank")]),
        ("UserAccount", vec![("username", "oskel_t"), ("service", "telegram")]),
        ("UserAccount", vec![("username", "oskel_t"), ("service", "elsewhere")]),
        ("Company", vec![("name", "Oskel Boats"), ("registrationNumber", "AB-123 456")]),
    ]);
    (one, 0..4_usize, 1..7_usize, 0..99_u32).prop_map(|((schema, values), cite, most, number)| {
        let id = format!("{}-{number}", schema.to_lowercase());
        // The first value is what the template needs.
        let values = values.into_iter().take(most);
        values
            .map(|(property, value)| {
                Statement::new(id.parse().unwrap(), schema, property, value, citation(cite))
            })
            .collect()
    })
}

proptest! {
    #[test]
    fn what_misp_has_words_for_comes_back(entities in vec(entity(), 0..8)) {
        let mut seen = BTreeSet::new();
        let distinct = |statements: &Vec<Statement>| seen.insert(statements[0].entity.clone());
        let entities: Vec<_> = entities.into_iter().filter(distinct).collect();
        let (out, written) = events(&entities);
        prop_assert_eq!(written.left_out, services_alone(&entities));
        let (back, defects) = read(&out);
        prop_assert_eq!(defects, vec![]);
        prop_assert_eq!(said(&back), said(&entities.concat()));
    }
}

/// The service of an account is the name of the template, not a value in it, where it has its own.
fn services_alone(entities: &[Vec<Statement>]) -> u64 {
    let telegram =
        |said: &&Statement| said.property.as_ref() == "service" && said.value == "telegram";
    entities.concat().iter().filter(telegram).count() as u64
}

#[test]
fn handling_and_grades_travel_as_tags() {
    let review = "2031-01-01T00:00:00Z".parse().unwrap();
    let mut spec = LabelSpec::for_agency("north".parse().unwrap(), review);
    spec.tlp = Tlp::AmberStrict;
    let cited = Citation {
        label: Label::seal(spec).unwrap(),
        grade: "6x6/B2".parse().unwrap(),
        ..(*citation(0)).clone()
    };
    let person = Statement::new("p-1".parse().unwrap(), "Person", "name", "Oskel", Arc::new(cited));
    let (out, _) = events(&[vec![person]]);
    let text = String::from_utf8(out.clone()).unwrap();
    for tag in [
        "tlp:amber+strict",
        "PAP:AMBER",
        "admiralty-scale:source-reliability=\\\"b\\\"",
        "admiralty-scale:information-credibility=\\\"2\\\"",
    ] {
        assert!(text.contains(tag), "{tag} in {text}");
    }
    let (back, _) = read(&out);
    let name = back.iter().find(|said| said.value == "Oskel").unwrap();
    assert_eq!(name.citation.label.spec().tlp, Tlp::AmberStrict);
    assert_eq!(name.citation.grade.to_string(), "6x6/B2");
}

#[test]
fn what_cannot_be_kept_is_told() {
    let event = r#"{"Event": {"uuid": "7", "info": "x", "Tag": [{"name": "tlp:red"}, {"name": "tlp:pink"}],
        "Object": [{"name": "dragon", "uuid": "8"}, {"name": "person"},
            {"name": "person", "uuid": "9", "Attribute": [{"object_relation": "full-name", "value": "Oskel"},
                {"object_relation": "wings", "value": "two"}, {"object_relation": "gender", "value": "dragon"}]}],
        "Attribute": [{"type": "sigma", "uuid": "10", "value": "y"}]}}"#;
    let (statements, defects) = read(event.as_bytes());
    let reasons: Vec<&str> = defects.iter().map(|defect| defect.reason.as_str()).collect();
    for part in [
        "TLP:RED names nobody",
        "tlp:pink is unknown",
        "no template of this name",
        "the object has no uuid",
        "no word for it",
        "no word for this type",
    ] {
        assert!(reasons.iter().any(|reason| reason.contains(part)), "{part}: {reasons:?}");
    }
    assert_eq!(defects.len(), 7);
    let name = statements.iter().find(|said| said.value == "Oskel").unwrap();
    assert_eq!(
        (name.entity.as_str(), name.citation.label.spec().tlp),
        ("misp-9", Tlp::AmberStrict)
    );
}

/// Reads events with the templates at hand, as strictly as the library can.
const JUDGE: &str = r"
import json, sys
from pymisp import MISPEvent, MISPObject
objects = 0
for item in json.load(sys.stdin)['response']:
    event = MISPEvent(strict_validation=True)
    event.from_dict(**item['Event'])
    for found, given in zip(event.objects, item['Event']['Object']):
        template = MISPObject(found.name, strict=True)
        assert template.template_uuid == given['template_uuid'], found.name
        assert str(template.template_version) == given['template_version'], found.name
        known = template._definition['attributes']
        for attribute in found.attributes:
            relation = known[attribute.object_relation]
            assert relation['misp-attribute'] == attribute.type, (found.name, attribute.object_relation)
        needs = template._definition.get('requiredOneOf') or template._definition.get('required')
        has = {a.object_relation for a in found.attributes}
        assert has & set(needs), (found.name, needs)
        objects += 1
print(objects)
";

#[test]
fn the_library_of_misp_reads_every_object() {
    let (out, written) = events(&entities());
    let Some(said) = python::run_with(&["pymisp==2.5.34.4"], JUDGE, &out) else { return };
    // The assessment of each report's source comes on top of the objects of entities.
    let count: u64 = said.trim().parse().unwrap();
    assert!(count >= written.objects && written.objects > 10, "{count} and {written:?}");
}

/// Makes STIX of the events, as sharing communities do.
const CONVERTER: &str = r"
import json, sys
from misp_stix_converter import MISPtoSTIX21Parser
objects = 0
for item in json.load(sys.stdin)['response']:
    parser = MISPtoSTIX21Parser()
    parser.parse_misp_event(item)
    assert not parser.errors, parser.errors
    objects += len(parser.stix_objects)
print(objects)
";

#[test]
fn the_converter_of_misp_makes_stix_of_every_event() {
    let (out, written) = events(&entities());
    let Some(said) = python::run_with(&python::MISP_STIX, CONVERTER, &out) else { return };
    let count: u64 = said.trim().parse().unwrap();
    assert!(count > written.objects, "{count} and {written:?}");
}

/// Reads both tables and compares every cell.
const TABLES: &str = r"
import base64, csv, io, json, sys
from openpyxl import load_workbook
text, book = json.load(sys.stdin)
rows = list(csv.reader(io.StringIO(base64.b64decode(text).decode('utf-8'), newline='')))
sheet = load_workbook(io.BytesIO(base64.b64decode(book)), read_only=True).worksheets[0]
cells = [[c if c is not None else '' for c in row] for row in sheet.iter_rows(values_only=True)]
assert all(isinstance(c, str) for row in cells for c in row)
plain = lambda c: c.replace('\r\n', '\n').removeprefix(chr(39))
assert len(rows) == len(cells)
for a, b in zip(rows, cells):
    assert [plain(c) for c in a] == [plain(c) for c in b], (a, b)
print(len(rows))
";

fn base64(bytes: &[u8]) -> String {
    use base64ct::{Base64, Encoding as _};
    Base64::encode_string(bytes)
}

#[test]
fn both_tables_hold_every_statement() {
    let statements = entities().concat();
    let producer = Producer::new("node-n", "north");
    let mut files = Vec::new();
    for name in ["csv", "xlsx"] {
        let format = FORMATS.iter().find(|format| format.name == name).unwrap();
        let mut file = Cursor::new(Vec::new());
        let outlet = Outlet {
            output: Box::new(&mut file),
            side: None,
            ontology: Ontology::standard(),
            producer: &producer,
            random: 7,
        };
        let mut writer = format.writer(outlet).unwrap().unwrap();
        let created = "2026-05-01T12:00:00Z".parse().unwrap();
        writer.write(&Subject { statements: &statements, created, modified: 0 }).unwrap();
        writer.finish().unwrap();
        files.push(base64(file.get_ref()));
    }
    let input = serde_json::to_vec(&files).unwrap();
    let Some(said) = python::run_with(&["openpyxl==3.1.5"], TABLES, &input) else { return };
    assert_eq!(said.trim(), (statements.len() + 1).to_string());
}

#[test]
fn every_format_is_registered_with_its_words() {
    let mut names = BTreeSet::new();
    for format in FORMATS {
        assert!(names.insert(format.name) && !format.about.is_empty(), "{}", format.name);
        assert!(format.reads() || format.writes(), "{}", format.name);
        assert!(!format.extension.is_empty() && format.media_type.contains('/'), "{}", format.name);
    }
}
