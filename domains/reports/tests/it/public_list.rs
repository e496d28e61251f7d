//! A public list in two tables without headers, read by the mapping that comes with the crate.

use std::collections::BTreeSet;
use std::io::Read;
use std::ops::ControlFlow;

use crossbearing_model::Ontology;
use crossbearing_reports::mapping::Mapping;
use crossbearing_reports::{Limits, Result};

use crate::common::{citation, data, files};

const MAPPING: &str = include_str!("../../mappings/ofac-sdn.toml");

/// The same layout with invented entries.
const NAMES: &str = "7,\"OSKEL, Tarvand\",\"individual\",\"TCO\",\"Captain\",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,\"DOB 3 May 1990.\"\r\n\
    8,\"MORVANE STAR\",\"vessel\",\"TCO\",-0- ,\"AB12\",\"Cargo\",\"1,500\",-0- ,\"Panama\",-0- ,-0- \r\n\x1a";
const OTHERS: &str = "7,1,\"aka\",\"KASHT, Velmo\",-0- \r\n8,2,\"fka\",\"OLD STAR\",-0- \r\n\x1a";

#[test]
fn names_and_other_names_of_invented_entries() {
    let tables = [("ofac_sdn.csv", NAMES.as_bytes()), ("ofac_alt.csv", OTHERS.as_bytes())];
    let mapping = Mapping::parse(MAPPING, Ontology::standard()).unwrap();
    let mut lines = Vec::new();
    let summary = mapping
        .run(&files(&tables), &citation(), &Limits::default(), &mut |row| {
            assert!(row.errors.is_empty(), "{:?}", row.errors);
            lines.extend(
                row.statements
                    .iter()
                    .map(|s| format!("{} {} {} = {}", s.entity, s.schema, s.property, s.value)),
            );
            ControlFlow::Continue(())
        })
        .unwrap();
    assert_eq!((summary.rows, summary.wrong_rows), (4, 0));
    insta::assert_snapshot!(lines.join("\n"));
}

#[test]
fn an_edge_list_is_persons_and_the_ties_between_them() {
    let mapping = include_str!("../../mappings/edge-list.toml");
    let mapping = Mapping::parse(mapping, Ontology::standard()).unwrap();
    let mut said = Vec::new();
    let table = ("edges.csv", "14\t101\t2\n18\t14\t5\n".as_bytes());
    let summary = mapping
        .run(&files(&[table]), &citation(), &Limits::default(), &mut |row| {
            said.extend(row.statements.iter().map(|s| format!("{} {}", s.entity, s.value)));
            ControlFlow::Continue(())
        })
        .unwrap();
    assert_eq!((summary.rows, summary.wrong_rows), (2, 0));
    assert!(said.contains(&"tie-18-14 node-14".to_owned()), "{said:?}");
}

#[test]
fn the_public_list_with_every_other_name() {
    let (names, others) = (data().join("names/ofac_sdn.csv"), data().join("names/ofac_alt.csv"));
    let (Ok(names), Ok(others)) = (std::fs::read(&names), std::fs::read(&others)) else {
        println!("{} is absent: only the invented list is tested", names.display());
        return;
    };
    let open = |name: &str| -> Result<Box<dyn Read>> {
        let bytes = if name == "ofac_sdn.csv" { names.clone() } else { others.clone() };
        Ok(Box::new(std::io::Cursor::new(bytes)))
    };
    let mapping = Mapping::parse(MAPPING, Ontology::standard()).unwrap();
    let (mut n_aliases, mut entities) = (0, BTreeSet::new());
    let mut wrong = Vec::new();
    let summary = mapping
        .run(&open, &citation(), &Limits::default(), &mut |row| {
            wrong.extend(row.errors.iter().map(ToString::to_string));
            for statement in row.statements.iter() {
                n_aliases += usize::from(matches!(&*statement.property, "alias" | "previousName"));
                entities.insert(statement.entity.clone());
            }
            ControlFlow::Continue(())
        })
        .unwrap();
    assert_eq!(wrong, Vec::<String>::new());

    // What must come of it, counted without the mapping: one entity for each number, one other
    // name for each line.
    let n_lines = |bytes: &[u8]| {
        bytes.split(|&byte| byte == b'\n').filter(|line| line.contains(&b',')).count()
    };
    assert_eq!(n_aliases, n_lines(&others));
    assert_eq!(summary.rows as usize, n_lines(&names) + n_lines(&others));
    let numbers = |bytes: &[u8]| -> BTreeSet<String> {
        let text = String::from_utf8_lossy(bytes).into_owned();
        let firsts =
            text.lines().filter_map(|line| line.split_once(',')).map(|(first, _)| first.to_owned());
        firsts.collect()
    };
    let all: BTreeSet<_> = numbers(&names).union(&numbers(&others)).cloned().collect();
    assert_eq!(entities.len(), all.len());
    assert!(entities.iter().all(|id| all.contains(id.as_str().trim_start_matches("ofac-"))));
}
