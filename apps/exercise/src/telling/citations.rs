//! What all statements of a report with one label and one basis have in common.

use std::sync::Arc;

use crossbearing_model::{Basis, Citation, EntityId, Grade, Label};

use crate::Exercise;
use crate::labels::Marking;

/// The citations of one report: one for each label and basis it uses.
pub(crate) struct Citations<'w> {
    exercise: &'w Exercise,
    agency: usize,
    report: EntityId,
    grade: &'static str,
    made: Vec<(Marking, Basis, Arc<Citation>)>,
}

impl<'w> Citations<'w> {
    pub(crate) fn new(
        exercise: &'w Exercise,
        agency: usize,
        report: EntityId,
        grade: &'static str,
    ) -> Self {
        Self { exercise, agency, report, grade, made: Vec::with_capacity(2) }
    }

    pub(crate) fn of(&mut self, marking: Marking, basis: Basis) -> Arc<Citation> {
        let made = self.made.iter().find(|(known, of, _)| (*known, *of) == (marking, basis));
        if let Some((.., citation)) = made {
            return citation.clone();
        }
        let label: &Label = self.exercise.shelf().label(self.agency, marking);
        // The table of grades is parsed whole by a test.
        let grade: Grade = self.grade.parse().expect("a grade of the table is one of its scale");
        let citation = Arc::new(Citation {
            report: self.report.clone(),
            grade,
            label: label.clone(),
            basis,
            origin: self.exercise.cast_ref().agencies[self.agency].node.clone(),
        });
        self.made.push((marking, basis, citation.clone()));
        citation
    }
}
