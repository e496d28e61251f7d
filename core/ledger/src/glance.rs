//! What came into a View, at a glance: enough to keep an index of what is there.

use std::collections::HashSet;
use std::ops::ControlFlow;
use std::sync::Arc;

use crossbearing_access::View;
use crossbearing_model::{Citation, EntityId, Instant, Name, PropertyKind};

use crate::read::{AsOf, Cursor, Read};
use crate::record::Extra;
use crate::store::{EntityNo, Seq};
use crate::{Ledger, Result};

/// One statement, no more of it than an index needs.
#[derive(Debug, Clone, Copy)]
pub struct Glance<'a> {
    /// Whom it is about, as the viewer knows it.
    pub entity: &'a EntityId,
    /// The report that says it.
    pub report: &'a EntityId,
    /// The schema.
    pub schema: &'a Name,
    /// The property.
    pub property: &'a Name,
    /// The kind of the value.
    pub kind: PropertyKind,
    /// The value, or the reason of a retraction.
    pub value: &'a str,
    /// Whether it corrects or takes back an earlier one.
    pub acts: bool,
    /// When it was recorded.
    pub recorded_at: Instant,
    /// Until when it was under embargo for this viewer.
    pub embargo_until: Option<Instant>,
    /// What was recorded together has the same mark.
    pub batch: BatchMark,
}

impl Glance<'_> {
    /// When it came into the View, if that was later than when it was recorded: its embargo's end.
    pub fn opened_at(&self) -> Option<Instant> {
        self.embargo_until.filter(|until| *until > self.recorded_at)
    }
}

/// Tells what was recorded together from what was not. It says nothing else.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BatchMark(Seq);

impl Ledger {
    /// Visits what was recorded after `cursor`, in order, and says where to go on.
    pub fn glance_since(
        &self,
        view: &View,
        cursor: Cursor,
        visit: &mut dyn FnMut(&Glance<'_>),
    ) -> Result<Cursor> {
        self.reading(view, AsOf::Now, |reader| {
            let mut entity: Option<(EntityNo, EntityId)> = None;
            let mut report: Option<(Arc<Citation>, EntityId)> = None;
            let first = Seq(cursor.0.saturating_add(1));
            reader.snapshot.rows_between(first, reader.ceiling, &mut |row| {
                let Some(glimpse) = reader.glimpse(&row)? else {
                    return Ok(ControlFlow::Continue(()));
                };
                if entity.as_ref().is_none_or(|(no, _)| *no != row.entity) {
                    let own = reader.entity_id(row.entity)?;
                    entity = Some((row.entity, view.shown_id(&own)));
                }
                let citation = reader.citation(&row)?;
                if report.as_ref().is_none_or(|(known, _)| !Arc::ptr_eq(known, &citation)) {
                    let shown = view.shown_id(&citation.report);
                    report = Some((Arc::clone(&citation), shown));
                }
                let (Some((_, entity)), Some((_, report))) = (&entity, &report) else {
                    return Ok(ControlFlow::Continue(()));
                };
                let label = citation.label.spec();
                let own = label.originator == view.viewer().agency;
                let (recorded_at, batch) = reader.recorded_in(row.seq)?;
                visit(&Glance {
                    entity,
                    report,
                    schema: &glimpse.term.schema,
                    property: &glimpse.term.property,
                    kind: glimpse.term.kind,
                    value: &glimpse.value,
                    acts: Extra::acts(row.extra)?,
                    recorded_at,
                    embargo_until: label.embargo_until.filter(|_| !own),
                    batch: BatchMark(batch),
                });
                Ok(ControlFlow::Continue(()))
            })?;
            Ok(Cursor(reader.ceiling.0.max(cursor.0)))
        })
    }

    /// What the View holds of each of these entities, in the order of the list; nothing for those
    /// of which it holds nothing.
    pub fn statements_of(&self, view: &View, entities: &[EntityId]) -> Result<Vec<Vec<Read>>> {
        self.reading(view, AsOf::Now, |reader| {
            let read = |shown: &EntityId| {
                let mut statements = Vec::new();
                let Some(no) = reader.entity_no(shown)? else { return Ok(statements) };
                let entity = reader.entity_id(no)?;
                reader.snapshot.rows_of(no, &mut |row| {
                    statements.extend(reader.see_of(row, &entity)?.map(|(read, _)| read));
                    Ok(ControlFlow::Continue(()))
                })?;
                Ok(statements)
            };
            entities.iter().map(read).collect()
        })
    }

    /// Up to `most` entities of which `report` says something, in the order in which it does.
    pub fn cited_by(&self, view: &View, report: &EntityId, most: usize) -> Result<Vec<EntityId>> {
        self.reading(view, AsOf::Now, |reader| {
            let (mut found, mut seen) = (Vec::new(), HashSet::new());
            let Some(no) = reader.entity_no(report)? else { return Ok(found) };
            for (first, last) in reader.snapshot.runs_of_report(no)? {
                reader.snapshot.rows_between(first, last, &mut |row| {
                    if found.len() >= most {
                        return Ok(ControlFlow::Break(()));
                    }
                    if row.entity != no
                        && !seen.contains(&row.entity)
                        && reader.glimpse(&row)?.is_some()
                    {
                        seen.insert(row.entity);
                        found.push(view.shown_id(&reader.entity_id(row.entity)?));
                    }
                    Ok(ControlFlow::Continue(()))
                })?;
            }
            Ok(found)
        })
    }
}
