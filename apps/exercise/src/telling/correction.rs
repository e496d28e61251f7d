//! An agency finds that it was wrong and says so.

use std::sync::Arc;

use crossbearing_model::{Citation, Standing, Statement};

use crate::Exercise;
use crate::identity::{Kind, TruthId};
use crate::random::Random;
use crate::telling::draft::Draft;
use crate::telling::report::{FiledReport, Written};
use crate::word::Word;
use crate::world::cell::Cell;

const STREAM: u64 = 10;
const HOUR: i64 = 3_600_000;

/// In most cells one wrong date of birth is corrected by the agency that reported it.
pub(crate) fn corrections(exercise: &Exercise, cell: &Cell, written: &[Written]) -> Vec<Written> {
    let path = [STREAM, u64::from(cell.number)];
    let mut random = Random::of(exercise.plan().seed(), &path);
    let wrong = written
        .iter()
        .filter(|report| !report.filed.statements.is_empty())
        .find_map(|report| Some((report, wrong_birth(report)?)));
    match wrong {
        Some((report, (statement, truth))) if random.chance(85) => {
            vec![correction(exercise, cell, written.len(), report, statement, truth, &mut random)]
        }
        _ => Vec::new(),
    }
}

fn wrong_birth(report: &Written) -> Option<(&Statement, &str)> {
    let (statement, _, truth) = report
        .mistakes
        .iter()
        .find(|(statement, ..)| *statement.property == *Word::BirthDate.as_str())?;
    Some((statement, truth))
}

fn correction(
    exercise: &Exercise,
    cell: &Cell,
    number: usize,
    report: &Written,
    wrong: &Statement,
    truth: &str,
    random: &mut Random,
) -> Written {
    let filed = &report.filed;
    let cast = exercise.cast_ref();
    let agency = cast.agencies.iter().position(|known| known.id == filed.agency).unwrap_or(0);
    let seed = exercise.plan().seed();
    let id = TruthId::new(Kind::Report, cell.number, number).entity(
        seed,
        cast.agencies[agency].code,
        agency,
        0,
    );
    let citation = Arc::new(Citation { report: id.clone(), ..(*wrong.citation).clone() });
    let mut draft = Draft::default();
    draft.write("Correction to ");
    draft.write(&filed.reference);
    draft.write(". The date of birth of ");
    let name = name_of(filed, wrong);
    let name_at = draft.show(name);
    draft.write(" was given there as ");
    draft.write(wrong.original.as_deref().unwrap_or(&wrong.value));
    draft.write(". It reads ");
    let birth_at = draft.show(truth);
    draft.write(", as the civil register confirms. The earlier date is no longer to be used.");
    let said = |property: Word, value: &str, passage| Statement {
        passage: Some(passage),
        ..Statement::new(
            wrong.entity.clone(),
            Word::Person.name(),
            property.name(),
            value,
            citation.clone(),
        )
    };
    let replaced = Standing::Replaces(wrong.id());
    let statements = vec![
        said(Word::Name, name, name_at),
        Statement { standing: replaced, ..said(Word::BirthDate, truth, birth_at) },
    ];
    let last = exercise.plan().last_day().plus(-1).at(18, 0);
    let later = filed.recorded_at.plus_millis(24 * HOUR * i64::from(random.between(4, 40)));
    Written {
        filed: FiledReport {
            reference: format!("{}-C", filed.reference),
            recorded_at: later.min(last).max(filed.recorded_at.plus_millis(HOUR)),
            form: "correction",
            language: "en",
            title: format!("Correction to {}", filed.reference),
            text: draft.text,
            citation,
            statements,
            id,
            ..filed.clone()
        },
        answers: Vec::new(),
        mistakes: Vec::new(),
        identities: report.identities.clone(),
    }
}

/// The name by which the report calls the entity of a statement.
fn name_of<'a>(report: &'a FiledReport, statement: &Statement) -> &'a str {
    report
        .statements
        .iter()
        .find(|named| named.entity == statement.entity && *named.property == *Word::Name.as_str())
        .map_or("the person", |named| &named.value)
}
