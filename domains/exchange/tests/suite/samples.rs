//! Statements that use every word of the ontology. Everything in them is invented or taken from a
//! standard's examples.

use std::sync::Arc;

use crossbearing_model::{
    Basis, Citation, Label, LabelSpec, Ontology, Passage, Property, PropertyKind, Schema, Standing,
    Statement, Tlp,
};

/// A citation; different numbers give different reports, grades and labels.
pub(crate) fn citation(number: usize) -> Arc<Citation> {
    let review = "2031-01-01T00:00:00Z".parse().unwrap();
    let mut spec = LabelSpec::for_agency("north".parse().unwrap(), review);
    spec.tlp = if number.is_multiple_of(2) { Tlp::Amber } else { Tlp::Green };
    Arc::new(Citation {
        report: format!("r-{number}").parse().unwrap(),
        grade: ["3x5x2/1A", "6x6/C3", "4x4/X4"][number % 3].parse().unwrap(),
        label: Label::seal(spec).unwrap(),
        basis: if number.is_multiple_of(2) { Basis::Fact } else { Basis::Assessment },
        origin: "node-n".parse().unwrap(),
    })
}

/// Values of a property in the form that the ledger keeps.
pub(crate) fn values_of(property: &Property) -> &'static [&'static str] {
    match property.format().map(AsRef::as_ref) {
        Some("wikidata") => &["Q42"],
        Some("lei") => &["529900T8BM49AURSDO55"],
        Some("isin") => &["US0378331005"],
        Some("inn") => &["7707083893"],
        Some("ogrn") => &["1027700132195"],
        Some("npi") => &["1234567893"],
        Some("uei") => &["ZQGGHJH74DW7"],
        Some("uscc") => &["91110000600037341L"],
        Some("figi") => &["BBG000BLNQ16"],
        Some("ssn") => &["536904399"],
        _ => values(property.kind()),
    }
}

/// Values of each kind.
fn values(kind: PropertyKind) -> &'static [&'static str] {
    match kind {
        PropertyKind::Name => {
            &["Tarvand Oskel", "تروند أوسکل", "Đặng Vĩnh Oskel", "Тарванд Оскель"]
        }
        PropertyKind::Identifier | PropertyKind::DocumentNumber => &["AB-123 456", "X77"],
        PropertyKind::Phone => &["+442079460000", "+905012345678"],
        PropertyKind::Email => &["t.oskel@example.org"],
        PropertyKind::Url => &["https://example.org/a?b=c"],
        PropertyKind::Ip => &["192.0.2.1", "2001:db8::1"],
        PropertyKind::Iban => &["GB82WEST12345698765432"],
        PropertyKind::Bic => &["DEUTDEFF"],
        PropertyKind::Imo => &["IMO9074729"],
        PropertyKind::Mmsi => &["235009802"],
        PropertyKind::CryptoAddress => &["bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4"],
        PropertyKind::Mrz => &[
            "I<UTOD231458907<<<<<<<<<<<<<<<\n7408122F1204159UTO<<<<<<<<<<<6\nERIKSSON<<ANNA<MARIA<<<<<<<<<<",
        ],
        PropertyKind::Plate => &["AB 123 CD"],
        PropertyKind::Handle => &["oskel_t", "tiktok:oskel.t"],
        PropertyKind::Country => &["gb", "tr", "suhh"],
        PropertyKind::Language => &["fas", "ckb"],
        PropertyKind::Gender => &["female"],
        PropertyKind::Topic => &["crime.traffick.human", "crime.smuggle"],
        PropertyKind::Category => &["suspect"],
        PropertyKind::Date => &["2024", "2024-02", "2024-02-12", "2024-02-12T10:30:05Z"],
        PropertyKind::Number => &["1500.5", "12"],
        PropertyKind::Latitude => &["51.0504"],
        PropertyKind::Longitude => &["-2.3758"],
        PropertyKind::Coordinates => &["51.0504,2.3758"],
        PropertyKind::Address => &["Quai 7, Dunkerque"],
        PropertyKind::Text | PropertyKind::Html => &["First line.\nSecond \"line\" <b>."],
        PropertyKind::Json => &["{\"a\": [1, 2]}"],
        PropertyKind::MimeType => &["image/png"],
        PropertyKind::Checksum => &["da39a3ee5e6b4b0d3255bfef95601890afd80709"],
        PropertyKind::Entity => &["x-1", "x-2"],
        _ => &["some text"],
    }
}

/// One entity of every schema, with every property and every value.
pub(crate) fn entities() -> Vec<Vec<Statement>> {
    let schemata = Ontology::standard().schemata().filter(|schema| !schema.is_abstract());
    schemata.enumerate().map(|(at, schema)| entity(at, schema)).collect()
}

fn entity(at: usize, schema: &Schema) -> Vec<Statement> {
    let id = format!("{}-{at}", schema.name().to_lowercase());
    let mut statements = Vec::new();
    for property in schema.properties() {
        for value in values_of(property) {
            let name = (Arc::clone(schema.name()), Arc::clone(property.name()));
            let mut statement =
                Statement::new(id.parse().unwrap(), name.0, name.1, *value, citation(at % 7));
            decorate(&mut statement, statements.len());
            statements.push(statement);
        }
    }
    let first = statements[0].id();
    let mut correction = statements[0].clone();
    correction.standing = Standing::Replaces(first);
    let mut retraction = statements[1].clone();
    retraction.standing = Standing::Retracts(statements[1].id());
    "misread".clone_into(&mut retraction.value);
    statements.push(correction);
    statements.push(retraction);
    statements
}

/// Gives a statement, by its number, the parts that most have not.
fn decorate(statement: &mut Statement, number: usize) {
    match number % 5 {
        1 => statement.lang = Some("fas".into()),
        2 => statement.valid = "2023-05/2024".parse().unwrap(),
        3 => statement.passage = Some(Passage { start: 7, end: 19 }),
        4 => statement.original = Some(format!(" {} ", statement.value)),
        _ => {}
    }
}
