//! An exercise: what the agencies filed, and what is true.

use std::ops::Range;

use crossbearing_model::{AgencyId, EntityId, Statement};

use crate::cast::{Cast, WESTMARK};
use crate::labels::Shelf;
use crate::telling::correction::corrections;
use crate::telling::report::{FiledReport, Written, write};
use crate::telling::schedule;
use crate::telling::sight::Sight;
use crate::truth::{self, TruthRecord};
use crate::world::cell::Cell;
use crate::world::person::Person;
use crate::{Plan, Result};

/// A fictional theatre. Making one is cheap: networks are made one at a time as they are asked for,
/// so that memory stays flat up to the largest plan.
#[derive(Debug, Clone)]
pub struct Exercise {
    plan: Plan,
    cast: Cast,
    shelf: Shelf,
}

/// Whom to show somebody first.
#[derive(Debug, Clone)]
pub struct Showcase {
    /// The nickname by which all three agencies know the first network's organiser.
    pub nickname: String,
    /// The file on the organiser that all three work on. The third has another of its own besides.
    pub organiser: EntityId,
    /// How each agency spells the name.
    pub spellings: Vec<(AgencyId, String)>,
}

impl Exercise {
    /// The exercise of a plan.
    pub fn new(plan: Plan) -> Result<Self> {
        let cast = Cast::new()?;
        let shelf = Shelf::new(&plan, &cast)?;
        Ok(Self { plan, cast, shelf })
    }

    /// Its plan.
    pub fn plan(&self) -> &Plan {
        &self.plan
    }

    /// Who works in it.
    pub fn cast(&self) -> Cast {
        self.cast.clone()
    }

    /// Every report, network by network; within a network by number. Not in the order of filing:
    /// sort by [`FiledReport::recorded_at`] where that matters and the exercise is small.
    pub fn reports(&self) -> impl Iterator<Item = FiledReport> + '_ {
        self.networks().flat_map(|network| self.reports_on(network))
    }

    /// The numbers of the networks, for those who make several at a time.
    pub fn networks(&self) -> Range<u32> {
        self.plan.cells()
    }

    /// The reports on one network: the same whichever were made before. None if the plan has no
    /// network of that number.
    pub fn reports_on(&self, network: u32) -> Vec<FiledReport> {
        self.written_on(network).map(|written| written.filed).collect()
    }

    /// Every statement of every report, without the texts: for imports and load tests.
    pub fn statements(&self) -> impl Iterator<Item = Statement> + '_ {
        self.networks()
            .flat_map(|network| self.written_on(network))
            .flat_map(|written| written.filed.statements)
    }

    /// The truth, network by network: who and what there is, under which ids the agencies know it,
    /// where reports are wrong, and what is in the reports that nobody has read.
    pub fn truth(&self) -> impl Iterator<Item = TruthRecord> + '_ {
        self.plan.cells().flat_map(move |number| {
            let cell = Cell::new(&self.plan, number);
            let written = self.write_cell(&cell);
            truth::of_cell(self, &cell, &written)
        })
    }

    /// The organiser of the first network.
    pub fn showcase(&self) -> Showcase {
        let person = Person::new(&self.plan, 0, 0);
        let sight = |agency| Sight::new(&self.plan, &self.cast.agencies, agency, &person, 0);
        let agencies = self.cast.agencies.iter().enumerate();
        let spellings =
            agencies.map(|(at, agency)| (agency.id.clone(), sight(at).spelling)).collect();
        let organiser = sight(WESTMARK).entity;
        let nickname = person.nickname.clone().unwrap_or_default();
        Showcase { nickname, organiser, spellings }
    }

    pub(crate) fn cast_ref(&self) -> &Cast {
        &self.cast
    }

    pub(crate) fn shelf(&self) -> &Shelf {
        &self.shelf
    }

    pub(crate) fn write_cell(&self, cell: &Cell) -> Vec<Written> {
        let mut written: Vec<_> = schedule::assignments(&self.plan, cell)
            .into_iter()
            .enumerate()
            .map(|(number, assignment)| write(self, cell, number, assignment))
            .collect();
        written.extend(corrections(self, cell, &written));
        written
    }

    fn written_on(&self, network: u32) -> impl Iterator<Item = Written> + use<> {
        let cell = self.networks().contains(&network).then(|| Cell::new(&self.plan, network));
        cell.map(|cell| self.write_cell(&cell)).into_iter().flatten()
    }
}
