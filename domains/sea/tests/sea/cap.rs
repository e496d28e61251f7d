//! The Common Alerting Protocol, against its schema where that and a validator are there.

use std::path::{Path, PathBuf};
use std::process::Command;

use crossbearing_sea::{Act, CapSender, Outcome, cap};

use crate::support::{NOW, desk, line, view};

/// Validates the files named after the schema; exits with 3 if there is no validator.
const VALIDATE: &str = "import sys\ntry:\n from lxml import etree\nexcept ImportError:\n sys.exit(3)\n\
    schema = etree.XMLSchema(etree.parse(sys.argv[1]))\n\
    for name in sys.argv[2:]:\n schema.assertValid(etree.parse(name))\n";

#[test]
fn alerts_are_written_as_the_schema_says() {
    let folder = tempfile::tempdir().unwrap();
    let sea = desk(folder.path(), &[("own", "north", line(0, 972_000_001, 50.0, 1.0, 14.0))]);
    let view = view("north");
    let look = sea.look(&view, NOW);
    let alert = look.alerts().remove(0);
    let sender = CapSender {
        id: "north-1".to_owned(),
        name: "Northern <Agency> & others".to_owned(),
        at: NOW,
        is_exercise: true,
    };
    let open = cap(&alert, "GREY \u{1} HERON", &sender);
    look.evidence(&alert.id).unwrap();
    let close = Act::Close(Outcome::Confirmed, "picked up".to_owned());
    let closed = look.act(&alert.id, close, &"ines".parse().unwrap()).unwrap();
    let closed = cap(&closed, "", &sender);
    for (text, kind) in [(&open, "Alert"), (&closed, "Cancel")] {
        assert!(text.contains(&format!("<msgType>{kind}</msgType>")), "{text}");
        assert!(text.contains("Northern &lt;Agency&gt; &amp; others"), "{text}");
        assert!(!text.contains('\u{1}'), "{text}");
    }
    validate(&folder.path().join("x"), &[open, closed]);
}

fn validate(beside: &Path, texts: &[String]) {
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data");
    let data = std::env::var_os("CROSSBEARING_DATA").map_or(PathBuf::from(root), PathBuf::from);
    let schema = data.join("standards/CAP-v1.2.xsd");
    if !schema.exists() {
        println!("{} is not there", schema.display());
        return;
    }
    let mut names = Vec::new();
    for (number, text) in texts.iter().enumerate() {
        let path = beside.with_extension(format!("{number}.xml"));
        std::fs::write(&path, text).unwrap();
        names.push(path);
    }
    let xmllint =
        Command::new("xmllint").arg("--noout").arg("--schema").arg(&schema).args(&names).output();
    let output = xmllint.or_else(|_| {
        let python = std::env::var_os("CROSSBEARING_PYTHON").unwrap_or("python3".into());
        Command::new(python).arg("-c").arg(VALIDATE).arg(&schema).args(&names).output()
    });
    let Ok(output) = output else { return println!("neither xmllint nor python3 is there") };
    if output.status.code() == Some(3) && output.stderr.is_empty() {
        return println!("neither xmllint nor lxml is there");
    }
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}
