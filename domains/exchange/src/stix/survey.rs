//! What a whole export holds, gone through once before it is written.

use std::collections::HashMap;

use crossbearing_model::{EntityId, Ontology, Standing, Statement};

use super::object::Surroundings;
use super::sketch::{ObjectType, Sketch};

/// The most entities that a report's object names.
pub const MOST_CITED: usize = 1000;

/// Every entity of an export with the type of its object, and which report tells of which.
#[derive(Debug, Default)]
pub struct Survey {
    objects: HashMap<EntityId, (ObjectType, Option<String>)>,
    cited: HashMap<EntityId, Vec<EntityId>>,
}

impl Survey {
    /// Goes through everything that is said of one entity.
    pub fn add(&mut self, ontology: &Ontology, statements: &[Statement]) {
        let Some(first) = statements.first() else { return };
        let mut sketch = Sketch::default();
        let mut account = None;
        let gone: Vec<_> = statements.iter().filter_map(|said| said.standing.target()).collect();
        let stands = |said: &&Statement| {
            !matches!(said.standing, Standing::Retracts(_))
                && (gone.is_empty() || !gone.contains(&said.id()))
        };
        for said in statements.iter().filter(stands) {
            sketch.add(ontology, (&said.schema, &said.property), &said.value);
            if account.is_none() && matches!(said.property.as_ref(), "username" | "number") {
                account = Some(said.value.clone());
            }
        }
        if let Some(own) = sketch.own(ontology) {
            let account = account.filter(|_| own == ObjectType::UserAccount);
            self.objects.insert(first.entity.clone(), (own, account));
        }
        for said in statements {
            let cited = self.cited.entry(said.citation.report.clone()).or_default();
            let new = cited.last() != Some(&first.entity) && first.entity != said.citation.report;
            if new && cited.len() < MOST_CITED {
                cited.push(first.entity.clone());
            }
        }
    }
}

impl Surroundings for Survey {
    fn object_of(&self, entity: &EntityId) -> Option<(ObjectType, Option<String>)> {
        self.objects.get(entity).cloned()
    }

    fn cited_by(&self, report: &EntityId) -> Vec<EntityId> {
        self.cited.get(report).cloned().unwrap_or_default()
    }
}
