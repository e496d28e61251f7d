use std::collections::BTreeSet;

use crossbearing_model::{Ontology, Statement};

use crate::{SEEDS, exercise};

#[test]
fn every_statement_is_one_of_the_ontology_and_already_normal() {
    let ontology = Ontology::standard();
    let mut wrong = BTreeSet::new();
    for seed in SEEDS {
        // The first networks, and some of those where the numbers kept for drama are used up.
        let largest = exercise(seed, 1_000_000);
        for report in [0, 1, 2, 3, 4, 9_999, 19_999].into_iter().flat_map(|n| largest.reports_on(n))
        {
            for statement in &report.statements {
                if let Some(fault) = fault(ontology, statement) {
                    wrong.insert(format!("{}.{}: {fault}", statement.schema, statement.property));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

fn fault(ontology: &Ontology, statement: &Statement) -> Option<String> {
    let Some(schema) = ontology.schema(&statement.schema) else {
        return Some("no such schema".to_owned());
    };
    if schema.is_abstract() {
        return Some("the schema is abstract".to_owned());
    }
    let Some(property) = schema.property(&statement.property) else {
        return Some("no such property".to_owned());
    };
    match property.normalise(&statement.value) {
        Err(error) => Some(error.to_string()),
        Ok(normal) if normal.value != statement.value => {
            Some(format!("{:?} should be {:?}", statement.value, normal.value))
        }
        Ok(_) => None,
    }
}
