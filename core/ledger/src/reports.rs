//! The reports that a viewer may know of.

use std::collections::HashSet;
use std::ops::ControlFlow;

use crossbearing_access::View;

use crate::read::{AsOf, Reader};
use crate::store::{EntityNo, Seq, Walk};
use crate::{EntityRecord, Ledger, Result};

/// Reports looked at before counting stops; a count that reaches it is given as "at least".
const MOST_REPORTS: usize = 5_000;

/// A part of the list of reports.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reports {
    /// How many there are.
    pub count: usize,
    /// Whether that is all of them; if not, there are at least that many.
    pub exact: bool,
    /// The part asked for: the report that something was last recorded from comes first.
    pub records: Vec<EntityRecord>,
}

impl Ledger {
    /// Up to `limit` reports of which `view` holds something, without the first `offset`.
    pub fn reports(
        &self,
        view: &View,
        as_of: AsOf,
        offset: usize,
        limit: usize,
    ) -> Result<Reports> {
        self.reading(view, as_of, |reader| {
            let mut listed = Listed::default();
            reader.snapshot.runs_backwards(&mut |first, last, report, label| {
                if first > reader.ceiling || !view.admits(label) {
                    return Ok(ControlFlow::Continue(()));
                }
                listed.meet(reader, report, (first, last))
            })?;
            let page = listed.reports.iter().skip(offset).take(limit);
            let records = page.map(|no| reader.record(*no)).collect::<Result<Vec<_>>>()?;
            Ok(Reports {
                count: listed.reports.len(),
                exact: !listed.cut,
                records: records.into_iter().flatten().collect(),
            })
        })
    }
}

/// The list while it is being made.
#[derive(Default)]
struct Listed {
    reports: Vec<EntityNo>,
    seen: HashSet<EntityNo>,
    cut: bool,
}

impl Listed {
    /// Lists the report of a run, if the viewer sees something in the run and of the report.
    fn meet(
        &mut self,
        reader: &Reader<'_>,
        report: EntityNo,
        (first, last): (Seq, Seq),
    ) -> Result<Walk> {
        if self.seen.contains(&report) || !sees_between(reader, first, last)? {
            return Ok(ControlFlow::Continue(()));
        }
        self.seen.insert(report);
        if !reader.sees_of(report)? {
            return Ok(ControlFlow::Continue(()));
        }
        if self.reports.len() == MOST_REPORTS {
            self.cut = true;
            return Ok(ControlFlow::Break(()));
        }
        self.reports.push(report);
        Ok(ControlFlow::Continue(()))
    }
}

fn sees_between(reader: &Reader<'_>, first: Seq, last: Seq) -> Result<bool> {
    let mut sees = false;
    reader.snapshot.rows_between(first, last, &mut |row| {
        sees = reader.see(row)?.is_some();
        Ok(if sees { ControlFlow::Break(()) } else { ControlFlow::Continue(()) })
    })?;
    Ok(sees)
}
