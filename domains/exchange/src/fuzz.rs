//! Functions over bytes for fuzzers: no reader may panic, whatever it is given.

use std::sync::Arc;

use crossbearing_model::{Basis, Citation, Label, LabelSpec, Ontology};

use crate::followthemoney::{EntityReader, PairReader, StatementFileReader};
use crate::misp::EventReader;
use crate::native::StatementReader;
use crate::stix::BundleReader;
use crate::{Batch, ReadOptions};

/// A citation for reading what nobody keeps.
fn options() -> Option<ReadOptions> {
    let spec = LabelSpec::for_agency("fuzz".parse().ok()?, "2030-01-01T00:00:00Z".parse().ok()?);
    let citation = Citation {
        report: "r-1".parse().ok()?,
        grade: "6x6/F6".parse().ok()?,
        label: Label::seal(spec).ok()?,
        basis: Basis::Fact,
        origin: "fuzz".parse().ok()?,
    };
    Some(ReadOptions { line_limit: 1 << 16, ..ReadOptions::new(Arc::new(citation)) })
}

/// A fuzz target: an entity file.
pub fn entities(bytes: &[u8]) {
    let Some(options) = options() else { return };
    let mut reader = EntityReader::new(bytes, Ontology::standard(), options);
    let mut batch = Batch::default();
    while reader.read(&mut batch).is_ok_and(|more| more) {}
}

/// A fuzz target: a file of statements.
pub fn statements(bytes: &[u8]) {
    StatementReader::new(bytes, 1 << 16).for_each(drop);
}

/// A fuzz target: a statement file of FollowTheMoney, as CSV and as lines of JSON.
pub fn statement_files(bytes: &[u8]) {
    let Some(options) = options() else { return };
    let ontology = Ontology::standard();
    let mut batch = Batch::default();
    if let Ok(mut reader) = StatementFileReader::csv(bytes, ontology, options.clone()) {
        while reader.read(&mut batch).is_ok_and(|more| more) {}
    }
    let mut reader = StatementFileReader::json(bytes, ontology, options);
    while reader.read(&mut batch).is_ok_and(|more| more) {}
}

/// A fuzz target: an entity file and a side file, parted by a byte 0.
pub fn pair(bytes: &[u8]) {
    let Some(options) = options() else { return };
    let at = bytes.iter().position(|&byte| byte == 0).unwrap_or(bytes.len());
    let (entities, side) = bytes.split_at(at);
    let side = side.get(1..).unwrap_or_default();
    let mut reader = PairReader::new(entities, side, Ontology::standard(), options);
    let mut batch = Batch::default();
    while reader.read(&mut batch).is_ok_and(|more| more) {}
}

/// A fuzz target: a bundle of STIX.
pub fn bundles(bytes: &[u8]) {
    let Some(options) = options() else { return };
    let mut reader = BundleReader::new(bytes, Ontology::standard(), options);
    let mut batch = Batch::default();
    while reader.read(&mut batch).is_ok_and(|more| more) {}
}

/// A fuzz target: events of MISP.
pub fn events(bytes: &[u8]) {
    let Some(options) = options() else { return };
    let mut reader = EventReader::new(bytes, Ontology::standard(), options);
    let mut batch = Batch::default();
    while reader.read(&mut batch).is_ok_and(|more| more) {}
}

#[cfg(test)]
mod tests {
    const CORPUS: &[&str] = &[
        "",
        "{}",
        "[]",
        "{\"id\":\"a\",\"schema\":\"Person\",\"properties\":{\"name\":[\"x\",1,null,{\"id\":\"b\"},[[]]]}}",
        "{\"id\":\"a\",\"schema\":\"Person\"}\u{0}{\"format\":\"crossbearing-statements/1\"}\n{\"citation\":1}",
        "{\"id\":1}",
        "entity_id,schema,prop,value,lang\na,Person,name,x,eng\na,Person,name,\"x",
        "{\"entity_id\":\"a\",\"schema\":\"Person\",\"prop\":\"name\",\"value\":\"x\"}",
        "{\"id\":\"a\",\"schema\":\"Thing\",\"properties\":[]}",
        r#"{"objects":[{"type":"identity","spec_version":"2.1","id":"identity--0c3ae5a8-9b1f-4b43-8f4d-7a1a6e6c3b02","created":"2026-01-01T00:00:00.000Z","modified":"x","name":["a",{"b":[]}],"object_marking_refs":[1,"marking-definition--0"]},[],"x",{"type":"email-addr","id":"email-addr--1551d521-551b-540f-872a-5de3f1659463","value":7,"extensions":{"extension-definition--5c1f2f0e-7d0b-4a57-9a43-5f0f3cfb6f10":{"version":"1","statements":[{"cite":9}]}}}]}"#,
        r#"{"response":[{"Event":{"uuid":"1","info":"x","Tag":[{"name":"tlp:red"},{"name":"tlp:pink"},7],"Object":[{"name":"person","uuid":"a b","Attribute":[{"object_relation":"full-name","value":"x"},{"object_relation":"gender","value":1}]},{}],"Attribute":[{"type":"url"},{"type":"email","uuid":"2","value":"@"}]}},3]}"#,
        r#"{"Event":{"uuid":"1"},"Event":{"uuid":"2"}}"#,
        "\u{FEFF}{\"format\":\"crossbearing-statements/1\"}\n{\"entity\":\"a\",\"cite\":7}",
    ];

    #[test]
    fn the_corpus_passes_every_target() {
        let targets = [
            super::entities,
            super::statements,
            super::statement_files,
            super::pair,
            super::bundles,
            super::events,
        ];
        for target in targets {
            for text in CORPUS {
                target(text.as_bytes());
                (0..text.len()).for_each(|end| target(&text.as_bytes()[..end]));
            }
            target(&[0xFF, 0, 0xFE]);
        }
    }
}
