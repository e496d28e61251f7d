//! Networks from elsewhere: an edge list or an adjacency matrix as graded statements.
//!
//! A file of who was seen with whom says nothing of who they are: each label is a person of that
//! name, each pair of them an association, each as sure as the report that brings the file in. What
//! is read so is a network like any other: explored, planned on, joined by judgement.

use std::sync::Arc;

use crossbearing_graph::read;
use crossbearing_model::{Citation, EntityId, Name, Statement};

use crate::error::{Error, Result};
use crate::projection::MOST_ENTITIES;

/// The longest name that is taken over, in letters.
const LONGEST_NAME: usize = 200;

/// What a file says: persons, and their ties. The ids hang on the report, so that a file that is
/// brought in again under the same report adds nothing.
pub fn from_file(bytes: &[u8], citation: &Arc<Citation>) -> Result<Vec<Statement>> {
    let network = read::network(bytes)?;
    if network.labels.len() + network.graph.n_edges() > MOST_ENTITIES {
        return Err(Error::TooLarge { limit: MOST_ENTITIES });
    }
    let id = |what: &str| -> Result<EntityId> {
        let stem: String = citation.report.as_str().chars().take(60).collect();
        format!("{stem}-{what}").parse().map_err(|_| Error::Unknown {
            what: "the report's id",
            text: stem,
            expected: "an id that others can be made from",
        })
    };
    let mut statements = Vec::new();
    let mut say = |entity: &EntityId, schema: &str, property: &str, value: String| {
        let schema = Name::from(schema);
        let citation = Arc::clone(citation);
        statements.push(Statement::new(entity.clone(), schema, property, value, citation));
    };
    let mut persons = Vec::with_capacity(network.labels.len());
    for (number, label) in network.labels.iter().enumerate() {
        let person = id(&format!("person-{number}"))?;
        say(&person, "Person", "name", name_of(label));
        persons.push(person);
    }
    for (from, to, weight) in network.graph.edges() {
        let tie = id(&format!("tie-{from}-{to}"))?;
        say(&tie, "Associate", "person", persons[from as usize].to_string());
        say(&tie, "Associate", "associate", persons[to as usize].to_string());
        if (weight - 1.0).abs() > 1e-9 {
            say(&tie, "Associate", "relationship", format!("counted {weight}"));
        }
    }
    Ok(statements)
}

/// A label as a name: one that is a number alone says that it is a node's.
fn name_of(label: &str) -> String {
    let shown: String =
        label.trim().chars().filter(|letter| !letter.is_control()).take(LONGEST_NAME).collect();
    let is_number = shown.chars().all(|letter| letter.is_ascii_digit() || letter == '.');
    if is_number { format!("node {shown}") } else { shown }
}
