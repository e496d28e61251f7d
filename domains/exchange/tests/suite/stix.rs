//! STIX: statements come back as they went, and other programs read what we write.

use crossbearing_exchange::native::StatementWriter;
use crossbearing_exchange::stix::{
    BundleReader, BundleWriter, ObjectWriter, Producer, SCHEMA, Subject, Survey,
};
use crossbearing_exchange::{Batch, Defect, OnDefect, ReadOptions};
use crossbearing_model::{Ontology, Standing, Statement};
use proptest::collection::vec;
use proptest::prelude::{prop_assert_eq, proptest};
use serde_json::Value;

use crate::python;
use crate::round_trip::any_statement;
use crate::samples::{citation, entities};

/// A bundle of everything that is said of each entity.
pub(crate) fn bundle(entities: &[Vec<Statement>]) -> Vec<u8> {
    let producer = Producer::new("node-n", "Northern agency");
    let writer = ObjectWriter { ontology: Ontology::standard(), producer: &producer };
    let mut survey = Survey::default();
    for statements in entities {
        survey.add(Ontology::standard(), statements);
    }
    let mut bundle = BundleWriter::new(Vec::new(), writer, 7).unwrap();
    for statements in entities {
        let created = "2026-05-01T12:00:00Z".parse().unwrap();
        let subject = Subject { statements, created, modified: 1_780_000_000_000_123 };
        bundle.write(&subject, &survey).unwrap();
    }
    bundle.finish().unwrap().0
}

fn read(bundle: &[u8], on_defect: OnDefect) -> (Vec<Statement>, Vec<Defect>) {
    let options = ReadOptions { on_defect, ..ReadOptions::new(citation(99)) };
    let mut reader = BundleReader::new(bundle, Ontology::standard(), options);
    let (mut batch, mut statements, mut defects) = (Batch::default(), Vec::new(), Vec::new());
    while reader.read(&mut batch).unwrap() {
        statements.append(&mut batch.statements);
        defects.append(&mut batch.defects);
    }
    (statements, defects)
}

fn native(statements: &[Statement]) -> Vec<u8> {
    let mut writer = StatementWriter::new(Vec::new()).unwrap();
    for statement in statements {
        writer.write(statement).unwrap();
    }
    writer.finish().unwrap()
}

fn objects(bundle: &[u8]) -> Vec<Value> {
    let bundle: Value = serde_json::from_slice(bundle).unwrap();
    bundle["objects"].as_array().unwrap().clone()
}

#[test]
fn every_word_of_the_ontology_comes_back_as_it_went() {
    let entities = entities();
    let (statements, defects) = read(&bundle(&entities), OnDefect::Fail);
    assert_eq!(defects, []);
    assert_eq!(native(&statements), native(&entities.concat()));
}

proptest! {
    #[test]
    fn any_statements_come_back_byte_for_byte(statements in vec(any_statement(), 0..12)) {
        let known = |said: &Statement| Ontology::standard().schema(&said.schema).is_some();
        let mut entities: Vec<Vec<Statement>> = Vec::new();
        for statement in statements.into_iter().filter(known) {
            match entities.last_mut() {
                Some(last) if last[0].entity == statement.entity => last.push(statement),
                _ => entities.push(vec![statement]),
            }
        }
        let (back, defects) = read(&bundle(&entities), OnDefect::GoOn);
        prop_assert_eq!(defects, vec![]);
        prop_assert_eq!(native(&back), native(&entities.concat()));
    }
}

fn person(id: &str, said: &[(&str, &str)]) -> Vec<Statement> {
    let said = said.iter().map(|(property, value)| {
        Statement::new(id.parse().unwrap(), "Person", *property, *value, citation(0))
    });
    said.collect()
}

fn of_type<'v>(objects: &'v [Value], kind: &str) -> Vec<&'v Value> {
    objects.iter().filter(|object| object["type"] == kind).collect()
}

#[test]
fn a_suspect_is_an_actor_and_a_person_in_danger_never_is() {
    let categories = [
        ("suspect", "threat-actor", "unknown"),
        ("convicted", "threat-actor", "criminal"),
        ("victim", "identity", ""),
        ("smuggled", "identity", ""),
        ("child", "identity", ""),
        ("witness", "identity", ""),
        ("contact", "identity", ""),
        ("other", "identity", ""),
    ];
    for (category, kind, actor) in categories {
        let said = person("p-1", &[("name", "Tarvand Oskel"), ("subjectCategory", category)]);
        let objects = objects(&bundle(&[said]));
        let found = objects.iter().find(|object| object["name"] == "Tarvand Oskel").unwrap();
        assert_eq!(found["type"], kind, "{category}");
        assert_eq!(found["threat_actor_types"][0].as_str().unwrap_or_default(), actor);
    }
    let both =
        [("name", "Ovrin Talmat"), ("subjectCategory", "suspect"), ("subjectCategory", "victim")];
    assert_eq!(of_type(&objects(&bundle(&[person("p-2", &both)])), "threat-actor").len(), 0);
}

#[test]
fn what_was_taken_back_is_only_in_the_extension() {
    let mut said = person("p-1", &[("name", "Tarvand Oskel"), ("subjectCategory", "suspect")]);
    let mut retraction = said[1].clone();
    retraction.standing = Standing::Retracts(said[1].id());
    "mistaken".clone_into(&mut retraction.value);
    said.push(retraction);
    let made = objects(&bundle(&[said.clone()]));
    assert_eq!(of_type(&made, "threat-actor").len(), 0);
    let mut retraction = said[0].clone();
    retraction.standing = Standing::Retracts(said[0].id());
    said.push(retraction);
    let made = objects(&bundle(&[said]));
    let revoked: Vec<_> = made.iter().filter(|object| object["revoked"] == true).collect();
    assert_eq!(revoked.len(), 1);
    assert_eq!(revoked[0]["name"], "p-1", "a name that was taken back is not given out");
}

#[test]
fn selectors_stand_beside_the_person_with_the_ids_of_the_standard() {
    let said = person(
        "p-1",
        &[("name", "Tarvand Oskel"), ("email", "t.oskel@example.org"), ("phone", "+442079460000")],
    );
    let made = objects(&bundle(&[said]));
    let email = of_type(&made, "email-addr");
    assert_eq!(email[0]["value"], "t.oskel@example.org");
    assert_eq!(of_type(&made, "user-account")[0]["account_login"], "+442079460000");
    let ties = of_type(&made, "relationship");
    assert_eq!(ties.len(), 2);
    assert!(ties.iter().any(|tie| tie["target_ref"] == email[0]["id"]), "{ties:?}");
}

/// Other producers' objects: in circles, of unknown types, with unknown extensions.
const OTHERS: &str = r#"{"type": "bundle", "id": "bundle--0c3ae5a8-9b1f-4b43-8f4d-7a1a6e6c3b01", "objects": [
{"type":"identity","spec_version":"2.1","id":"identity--0c3ae5a8-9b1f-4b43-8f4d-7a1a6e6c3b02","created":"2026-01-01T00:00:00.000Z","modified":"2026-01-01T00:00:00.000Z","name":"Ovrin Talmat","identity_class":"individual","object_marking_refs":["marking-definition--e828b379-4e03-4974-9ac4-e53a884c97c1"]},
{"type":"relationship","spec_version":"2.1","id":"relationship--0c3ae5a8-9b1f-4b43-8f4d-7a1a6e6c3b03","created":"2026-01-01T00:00:00.000Z","modified":"2026-01-01T00:00:00.000Z","relationship_type":"related-to","source_ref":"relationship--0c3ae5a8-9b1f-4b43-8f4d-7a1a6e6c3b04","target_ref":"identity--0c3ae5a8-9b1f-4b43-8f4d-7a1a6e6c3b02"},
{"type":"relationship","spec_version":"2.1","id":"relationship--0c3ae5a8-9b1f-4b43-8f4d-7a1a6e6c3b04","created":"2026-01-01T00:00:00.000Z","modified":"2026-01-01T00:00:00.000Z","relationship_type":"related-to","source_ref":"relationship--0c3ae5a8-9b1f-4b43-8f4d-7a1a6e6c3b03","target_ref":"relationship--0c3ae5a8-9b1f-4b43-8f4d-7a1a6e6c3b04"},
{"type":"x-dragon","spec_version":"2.1","id":"x-dragon--0c3ae5a8-9b1f-4b43-8f4d-7a1a6e6c3b05","created":"2026-01-01T00:00:00.000Z","modified":"2026-01-01T00:00:00.000Z","name":"Fire","heads":3},
{"type":"identity","spec_version":"2.1","id":"identity--0c3ae5a8-9b1f-4b43-8f4d-7a1a6e6c3b06","created":"2026-01-01T00:00:00.000Z","modified":"2026-01-01T00:00:00.000Z","name":"Newer","identity_class":"organization","extensions":{"extension-definition--5c1f2f0e-7d0b-4a57-9a43-5f0f3cfb6f10":{"extension_type":"property-extension","version":"9","statements":["?"]}}},
{"type":"identity","id":"identity--0c3ae5a8-9b1f-4b43-8f4d-7a1a6e6c3b07","created":"2016-01-01T00:00:00.000Z","modified":"2016-01-01T00:00:00.000Z","name":"Old","identity_class":"organization"},
{"type":"identity","spec_version":"2.1","id":"threat-actor--0c3ae5a8-9b1f-4b43-8f4d-7a1a6e6c3b08"},
17,
{"type":"email-addr","spec_version":"2.1","id":"email-addr--1551d521-551b-540f-872a-5de3f1659463","value":"a@example.org"}
]}"#;

#[test]
fn other_producers_objects_come_in_as_far_as_they_go_and_the_rest_is_told() {
    let (statements, defects) = read(OTHERS.as_bytes(), OnDefect::GoOn);
    let told: Vec<(u64, &str)> =
        defects.iter().map(|defect| (defect.line, defect.reason.as_str())).collect();
    let expected = [
        (1, "TLP:RED names nobody"),
        (5, "version \"9\" of our extension is unknown"),
        (6, "spec_version 2.0"),
        (7, "not one of its type"),
        (8, "not an object"),
    ];
    assert_eq!(told.len(), expected.len(), "{told:?}");
    for ((line, reason), (at, part)) in told.into_iter().zip(expected) {
        assert!(line == at && reason.contains(part), "{line}: {reason}");
    }
    let said: Vec<String> = statements
        .iter()
        .filter(|said| said.property.as_ref() != "stix")
        .map(|said| format!("{} {} {}", said.schema, said.property, said.value))
        .collect();
    for part in [
        "Person name Ovrin Talmat",
        "Document title Fire",
        "UserAccount email a@example.org",
        "Organization name Newer",
    ] {
        assert!(said.iter().any(|one| one == part), "{part}: {said:#?}");
    }
    let red = statements.iter().find(|said| said.value == "Ovrin Talmat").unwrap();
    assert_eq!(red.citation.label.spec().tlp, crossbearing_model::Tlp::AmberStrict);
    assert!(red.citation.label.spec().releasable_to.is_empty());
}

#[test]
fn other_producers_objects_go_out_as_they_came() {
    let (statements, _) = read(OTHERS.as_bytes(), OnDefect::GoOn);
    let mut entities: Vec<Vec<Statement>> = Vec::new();
    for statement in statements.clone() {
        match entities.last_mut() {
            Some(last) if last[0].entity == statement.entity => last.push(statement),
            _ => entities.push(vec![statement]),
        }
    }
    let out = bundle(&entities);
    let theirs = objects(OTHERS.as_bytes());
    for mut object in objects(&out) {
        let Some(original) = theirs.iter().find(|one| one["id"] == object["id"]) else { continue };
        let extensions = object["extensions"].as_object_mut().unwrap();
        extensions.retain(|id, _| !id.starts_with("extension-definition--5c1f2f0e"));
        if extensions.is_empty() {
            object.as_object_mut().unwrap().remove("extensions");
        }
        let mut original = original.clone();
        if original["extensions"].is_object() {
            original.as_object_mut().unwrap().remove("extensions");
        }
        assert_eq!(object, original);
    }
    let (back, defects) = read(&out, OnDefect::Fail);
    assert_eq!((native(&back), defects.len()), (native(&statements), 0));
}

#[test]
fn a_damaged_bundle_ends_with_an_error_that_says_where() {
    for (text, part) in [("", "no JSON object"), ("{\"objects\":[{\"type\"", "ends inside a value")]
    {
        let mut reader =
            BundleReader::new(text.as_bytes(), Ontology::standard(), ReadOptions::new(citation(1)));
        let error = reader.read(&mut Batch::default()).unwrap_err().to_string();
        assert!(error.contains(part), "{error}");
    }
}

/// Checks with the validator of the standard as strictly as it can, without a network; parses with
/// the library of the standard; checks our extension against its published schema.
const JUDGE: &str = r"
import json, sys
from jsonschema import Draft202012Validator
from stix2validator import ValidationOptions, validate_string
import stix2
text = sys.stdin.read()
schema, text = text.split('\0')
result = validate_string(text, ValidationOptions(strict=True, version='2.1'))
if not result.is_valid:
    for error in result.errors[:20]:
        print('INVALID', error)
stix2.parse(text, allow_custom=False)
ours = Draft202012Validator(json.loads(schema))
count = 0
for obj in json.loads(text)['objects']:
    extension = obj.get('extensions', {}).get('extension-definition--5c1f2f0e-7d0b-4a57-9a43-5f0f3cfb6f10')
    if extension:
        count += 1
        for error in ours.iter_errors(extension):
            print('SCHEMA', obj['id'], error.message[:200])
print(count)
";

#[test]
fn the_validator_of_the_standard_finds_nothing_in_its_strictest_mode() {
    let mut input = SCHEMA.as_bytes().to_vec();
    input.push(0);
    input.extend(bundle(&entities()));
    let packages = ["stix2-validator==3.3.2", "stix2==3.0.2", "jsonschema>=4.18"];
    let Some(said) = python::run_with(&packages, JUDGE, &input) else { return };
    let count: usize = said.trim().parse().unwrap_or_else(|_| panic!("{said}"));
    assert!(count >= entities().len(), "{count} objects with our extension");
}

/// Makes MISP events of a bundle; says of how many objects, and what could not be made of others.
const CONVERTER: &str = r"
import json, sys
import stix2
from misp_stix_converter import ExternalSTIX2toMISPParser
parser = ExternalSTIX2toMISPParser()
parser.load_stix_bundle(stix2.parse(sys.stdin.read(), allow_custom=True))
parser.parse_stix_bundle()
for reasons in parser.errors.values():
    for reason in reasons:
        print(reason)
events = parser.misp_events
events = events if isinstance(events, list) else [events]
print(sum(len(event.objects) for event in events))
";

#[test]
fn the_converter_of_misp_reads_all_that_it_has_words_for() {
    let input = bundle(&entities());
    let Some(said) = python::run_with(&python::MISP_STIX, CONVERTER, &input) else { return };
    let mut lines: Vec<&str> = said.lines().collect();
    let count: usize = lines.pop().unwrap().parse().unwrap();
    // Three types of the standard it does not know.
    let unknown = |line: &&str| {
        let kind = line.rsplit_once("STIX object type: ").map(|(_, kind)| kind);
        kind.is_some_and(|kind| ["incident", "infrastructure", "note"].contains(&kind))
    };
    let others: Vec<&str> = lines.into_iter().filter(|line| !unknown(line)).collect();
    assert_eq!(others, Vec::<&str>::new());
    assert!(count > 10, "{count}");
}
