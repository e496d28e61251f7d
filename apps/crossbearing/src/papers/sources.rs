//! Reports as footnotes: each report once, under one number.

use std::collections::HashMap;

use crossbearing_model::EntityId;
use crossbearing_network::Projection;
use crossbearing_network::evidence::Evidence;
use crossbearing_paper::{Look, Rich};

use super::said;

/// The most footnotes of one line; more are counted.
const MOST_AT_ONCE: usize = 6;

/// The footnotes of a paper.
#[derive(Default)]
pub(super) struct Sources {
    notes: Vec<Rich>,
    numbers: HashMap<EntityId, usize>,
    /// The reports, for the log.
    pub(super) reports: Vec<EntityId>,
}

impl Sources {
    /// The footnote of a report.
    pub(super) fn of(&mut self, projection: &Projection, id: &EntityId) -> usize {
        if let Some(&known) = self.numbers.get(id) {
            return known;
        }
        let found = projection.reports.iter().find(|report| report.id == *id);
        let mut note = Rich::default();
        if let Some(report) = found {
            let source = projection.sources.get(report.source as usize);
            note = note.and_look(said(&report.title), Look::Plain);
            if report.title != report.id.to_string() {
                note = note.and_look(format!(" ({id})"), Look::Faint);
            }
            if let Some(source) = source.filter(|source| source.id != *id) {
                note = note.and(", source ").and(said(&source.caption));
            }
            note = note.and(format!(", {}", report.agency));
        } else {
            note = note.and(id.to_string());
        }
        let number = self.notes.len();
        self.notes.push(note);
        self.numbers.insert(id.clone(), number);
        self.reports.push(id.clone());
        number
    }

    /// A text with the reports behind it that say so.
    pub(super) fn cited<'e>(
        &mut self,
        text: Rich,
        projection: &Projection,
        evidence: impl IntoIterator<Item = &'e Evidence>,
    ) -> Rich {
        let mut reports: Vec<u32> = Vec::new();
        for report in evidence.into_iter().flat_map(|said| &said.reports) {
            if !reports.contains(report) {
                reports.push(*report);
            }
        }
        let shown = reports.iter().take(MOST_AT_ONCE);
        let ids = shown.filter_map(|&report| projection.reports.get(report as usize));
        let notes: Vec<usize> = ids.map(|report| self.of(projection, &report.id)).collect();
        let text = text.noted(notes);
        match reports.len().saturating_sub(MOST_AT_ONCE) {
            0 => text,
            more => text.and_look(format!(" and {more} more"), Look::Faint),
        }
    }

    /// The footnotes and the reports that they name.
    pub(super) fn finish(self) -> (Vec<Rich>, Vec<EntityId>) {
        (self.notes, self.reports)
    }
}
