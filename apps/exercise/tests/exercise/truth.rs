use std::collections::{BTreeMap, BTreeSet};

use crossbearing_exercise::{Exercise, TruthRecord, Values};
use crossbearing_model::{EntityId, StatementId, SubjectCategory};

use crate::{SEEDS, exercise};

/// The truth, ready to be asked.
struct Truth {
    values: BTreeMap<String, Values>,
    identities: BTreeMap<EntityId, String>,
    mistakes: BTreeSet<StatementId>,
}

impl Truth {
    fn of(exercise: &Exercise) -> Self {
        let (mut values, mut identities, mut mistakes) =
            (BTreeMap::new(), BTreeMap::new(), BTreeSet::new());
        for record in exercise.truth() {
            match record {
                TruthRecord::Person { id, values: said, .. }
                | TruthRecord::Thing { id, values: said, .. } => {
                    assert!(values.insert(id.to_string(), said).is_none(), "{id} is there twice");
                }
                TruthRecord::Identity { entity, truth, .. } => {
                    let known = identities.insert(entity.clone(), truth.to_string());
                    assert!(known.is_none_or(|known| known == truth.to_string()), "{entity}");
                }
                TruthRecord::Mistake { statement, said, truth, .. } => {
                    assert_ne!(said, truth);
                    mistakes.insert(statement);
                }
                _ => {}
            }
        }
        Self { values, identities, mistakes }
    }

    fn holds(&self, entity: &EntityId, property: &str, value: &str) -> bool {
        let value = value
            .parse()
            .ok()
            .and_then(|entity| self.identities.get(&entity))
            .map_or(value, String::as_str);
        let values = self.identities.get(entity).and_then(|truth| self.values.get(truth));
        values
            .and_then(|values| values.get(property))
            .is_some_and(|known| known.iter().any(|known| known == value))
    }
}

#[test]
fn every_statement_is_true_or_marked_as_a_mistake() {
    for seed in SEEDS {
        let exercise = exercise(seed, 250);
        let truth = Truth::of(&exercise);
        let (mut held, mut mistaken) = (0, 0);
        for statement in exercise.statements() {
            // An age is true on a day and follows from the date of birth.
            if &*statement.property == "age" {
                continue;
            }
            if truth.mistakes.contains(&statement.id()) {
                mistaken += 1;
                continue;
            }
            let (entity, property) = (&statement.entity, &statement.property);
            assert!(truth.holds(entity, property, &statement.value), "seed {seed}: {statement:?}");
            held += 1;
        }
        assert!(mistaken * 200 > held, "only {mistaken} mistakes beside {held} true statements");
    }
}

#[test]
fn every_person_of_the_plan_is_in_the_truth_once() {
    let persons = exercise(2, 173)
        .truth()
        .filter(|record| matches!(record, TruthRecord::Person { .. }))
        .count();
    assert_eq!(persons, 173);
}

#[test]
fn some_persons_have_two_files_at_one_agency() {
    let exercise = exercise(7, 1000);
    let mut files: BTreeMap<(String, String), BTreeSet<EntityId>> = BTreeMap::new();
    for record in exercise.truth() {
        if let TruthRecord::Identity { entity, schema: "Person", truth } = record {
            let agency = entity.as_str()[..3].to_owned();
            files.entry((agency, truth.to_string())).or_default().insert(entity);
        }
    }
    assert!(files.values().any(|ids| ids.len() == 2));
    assert!(files.values().all(|ids| ids.len() <= 2));
}

#[test]
fn three_agencies_spell_the_organiser_three_ways_on_one_file() {
    for seed in SEEDS {
        let exercise = exercise(seed, 200);
        let showcase = exercise.showcase();
        let reports: Vec<_> = exercise.reports().collect();
        let spellings: BTreeSet<_> =
            showcase.spellings.iter().map(|(_, spelling)| spelling).collect();
        assert_eq!(spellings.len(), 3);
        for (agency, spelling) in &showcase.spellings {
            let says = |property: &str, value: &str| {
                let of_agency = reports.iter().filter(|report| report.agency == *agency);
                of_agency.flat_map(|report| &report.statements).any(|statement| {
                    statement.entity == showcase.organiser
                        && &*statement.property == property
                        && statement.value == value
                })
            };
            assert!(says("name", spelling) && says("nickname", &showcase.nickname), "seed {seed}");
        }
    }
}

#[test]
fn victims_and_children_are_in_the_truth() {
    let categories: BTreeSet<_> = exercise(1, 50)
        .truth()
        .filter_map(|record| match record {
            TruthRecord::Person { category, .. } => Some(category),
            _ => None,
        })
        .collect();
    for category in [SubjectCategory::Victim, SubjectCategory::Child, SubjectCategory::Smuggled] {
        assert!(categories.contains(&category));
    }
}
