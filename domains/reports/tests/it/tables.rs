//! Mappings: what they can say, and what they say when something is wrong.

use std::ops::ControlFlow;

use crossbearing_model::Ontology;
use crossbearing_reports::Limits;
use crossbearing_reports::mapping::{Mapping, sample};

use crate::common::{citation, files};
use crate::documents::packed;

const REGISTER: &str = r#"
about = "A register of people, their phones and their cars."
[[tables]]
name = "people"
file = "people.csv"
[tables.entities.person]
schema = "Person"
id = "reg-{number}"
[tables.entities.person.properties]
name = { template = "{first} {last}" }
birthDate = { column = "born", date = "DD/MM/YYYY" }
nationality = "nationality"
phone = { column = "phones", split = ";" }
[tables.entities.car]
schema = "Vehicle"
id = "car-{plate}"
[tables.entities.car.properties]
registrationNumber = { column = "plate", clean = ["upper"] }
[tables.entities.ownership]
schema = "Ownership"
id = "own-{number}-{plate}"
[tables.entities.ownership.properties]
owner = { entity = "person" }
asset = { entity = "car" }
"#;

fn run(mapping: &str, table: &[u8]) -> (Vec<String>, Vec<String>) {
    let mapping = Mapping::parse(mapping, Ontology::standard()).unwrap();
    let file = mapping.files().next().unwrap().to_owned();
    let tables = [(file.as_str(), table)];
    let (mut said, mut wrong) = (Vec::new(), Vec::new());
    mapping
        .run(&files(&tables), &citation(), &Limits::default(), &mut |row| {
            said.extend(row.statements.iter().map(|s| {
                let original = s.original.as_deref().map(|o| format!(" ({o})")).unwrap_or_default();
                format!("{} {} {} = {}{original}", s.entity, s.schema, s.property, s.value)
            }));
            wrong.extend(row.errors.iter().map(ToString::to_string));
            ControlFlow::Continue(())
        })
        .unwrap();
    (said, wrong)
}

#[test]
fn entities_and_the_links_between_them() {
    let table = "number,first,last,born,nationality,phones,plate\n\
        7,Tarvand,Oskel,06/12/1990,Afghanistan,+44 20 7946 0000;+33 1 99 00 12 34,ab 12 cde\n\
        8,Velmo,Kasht,,IQ,,\n";
    let (said, wrong) = run(REGISTER, table.as_bytes());
    assert_eq!(wrong, Vec::<String>::new());
    insta::assert_snapshot!(said.join("\n"));
}

#[test]
fn what_is_wrong_is_said_with_file_line_and_column() {
    let table = "number,first,last,born,nationality,phones,plate\n\
        7,Tarvand,Oskel,31/02/1990,AF,,\n\
        8,Velmo,Kasht,,Atlantis,,\n\
        9,only,three\n\
        10,Dorran,Pell,,,,,,\n\
        11,Isk,Marune,,IQ,,\n";
    let (said, wrong) = run(REGISTER, table.as_bytes());
    insta::assert_snapshot!(wrong.join("\n"));
    // Nothing of a wrong row is said, and the rows after it are read.
    assert_eq!(said.len(), 2);
    assert!(said.iter().all(|line| line.starts_with("reg-11 ")), "{said:?}");
}

#[test]
fn a_byte_that_is_not_utf_8_is_said_with_its_line() {
    let table = b"number,first,last,born,nationality,phones,plate\n7,T\xE9o,Oskel,,,,\n";
    let (_, wrong) = run(REGISTER, table);
    assert!(wrong[0].contains("people.csv, line 2: value 2 is not UTF-8"), "{wrong:?}");
    let named = REGISTER
        .replace("file = \"people.csv\"", "file = \"people.csv\"\nencoding = \"windows-1252\"");
    assert!(run(&named, table).0[0].contains("Téo Oskel"));
}

#[test]
fn a_wrong_mapping_says_where_and_what_to_write() {
    let refused = |from: &str, to: &str| {
        Mapping::parse(&REGISTER.replace(from, to), Ontology::standard()).unwrap_err().to_string()
    };
    let messages = [
        refused("schema = \"Person\"", "schema = \"Persona\""),
        refused("nationality = ", "nationalty = "),
        refused("entity = \"car\"", "entity = \"cart\""),
        refused("reg-{number}", "reg-{number"),
        refused("reg-{number}", "reg"),
        refused("DD/MM/YYYY", "day"),
        refused("file = \"people.csv\"", "file = \"people.csv\"\nheader = false"),
        refused("file = \"people.csv\"", "fil = \"people.csv\""),
    ];
    insta::assert_snapshot!(messages.join("\n"));
}

#[test]
fn a_column_that_is_not_there_is_said_with_those_that_are() {
    let mapping = Mapping::parse(REGISTER, Ontology::standard()).unwrap();
    let tables = [("people.csv", "number,first\n1,a\n".as_bytes())];
    let error = mapping
        .run(&files(&tables), &citation(), &Limits::default(), &mut |_| ControlFlow::Continue(()))
        .unwrap_err()
        .to_string();
    assert!(error.contains("it has number, first"), "{error}");
}

#[test]
fn a_preview_shows_rows_with_their_statements() {
    let mapping = Mapping::parse(REGISTER, Ontology::standard()).unwrap();
    let table = "number,first,last,born,nationality,phones,plate\n7,Tarvand,Oskel,,,,\n8,a,b,x,,,\n9,c,d,,,,\n";
    let tables = [("people.csv", table.as_bytes())];
    let preview = mapping.preview(2, &files(&tables), &citation(), &Limits::default()).unwrap();
    assert_eq!(preview.rows.len(), 2);
    assert_eq!(preview.rows[0].statements.len(), 1);
    assert_eq!(preview.rows[1].line, 3);
    assert_eq!(preview.rows[1].errors.len(), 1);
    let sample = sample("people.csv", table.as_bytes(), 2, &Limits::default()).unwrap();
    assert_eq!(sample.rows[0][1], "first");
    assert_eq!(sample.lines, [1, 2]);
}

#[test]
fn a_mapping_in_json_is_the_same() {
    let json = r#"{"tables": [{"name": "t", "file": "t.tsv", "delimiter": "\t", "entities":
        {"p": {"schema": "Person", "id": "p-{n#}", "properties": {"name": "n"}}}}]}"#;
    let (said, wrong) = run(json, b"n\tx\nTarvand Oskel\t1\n");
    assert_eq!(wrong, Vec::<String>::new());
    assert!(said[0].ends_with("Person name = Tarvand Oskel") && !said[0].starts_with("p-Tarvand"));
}

/// A spreadsheet of one sheet with these rows of XML.
fn xlsx(rows: &str) -> Vec<u8> {
    let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    let relations = "http://schemas.openxmlformats.org/package/2006/relationships";
    let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let workbook = format!(
        "<workbook xmlns=\"{main}\" xmlns:r=\"{office}\"><sheets><sheet name=\"List\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>"
    );
    let links = format!(
        "<Relationships xmlns=\"{relations}\"><Relationship Id=\"rId1\" Type=\"{office}/worksheet\" Target=\"worksheets/sheet1.xml\"/></Relationships>"
    );
    let sheet = format!("<worksheet xmlns=\"{main}\"><sheetData>{rows}</sheetData></worksheet>");
    let root = format!(
        "<Relationships xmlns=\"{relations}\"><Relationship Id=\"rId1\" Type=\"{office}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
    );
    packed(&[
        ("_rels/.rels", root.as_bytes()),
        ("xl/workbook.xml", workbook.as_bytes()),
        ("xl/_rels/workbook.xml.rels", links.as_bytes()),
        ("xl/worksheets/sheet1.xml", sheet.as_bytes()),
    ])
}

fn cell(at: &str, text: &str) -> String {
    format!("<c r=\"{at}\" t=\"inlineStr\"><is><t>{text}</t></is></c>")
}

const SHEET: &str = r#"{"tables": [{"name": "t", "file": "t.xlsx", "entities":
    {"p": {"schema": "Person", "id": "p-{n}", "properties": {"name": "name", "notes": "notes"}}}}]}"#;

#[test]
fn a_spreadsheet_is_a_table() {
    let rows = format!(
        "<row r=\"1\">{}{}{}</row><row r=\"3\"><c r=\"A3\"><v>7</v></c>{}</row>",
        cell("A1", "n"),
        cell("B1", "name"),
        cell("C1", "notes"),
        cell("B3", "Tarvand Oskel")
    );
    let (said, wrong) = run(SHEET, &xlsx(&rows));
    assert_eq!(wrong, Vec::<String>::new());
    assert_eq!(said, ["p-7 Person name = Tarvand Oskel"]);
}

#[test]
fn a_sheet_that_claims_to_be_wide_is_refused_and_costs_nothing() {
    let mapping = Mapping::parse(SHEET, Ontology::standard()).unwrap();
    let rows = format!("<row r=\"1\">{}{}</row>", cell("A1", "n"), cell("XFD1", "x"));
    let bytes = xlsx(&rows);
    let tables = [("t.xlsx", bytes.as_slice())];
    let error = mapping
        .run(&files(&tables), &citation(), &Limits::default(), &mut |_| ControlFlow::Continue(()))
        .unwrap_err()
        .to_string();
    assert!(error.contains("number of columns"), "{error}");
}
