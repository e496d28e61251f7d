//! A small invented case.

use std::sync::Arc;

use crossbearing_access::{PseudonymKey, Role, Viewer};
use crossbearing_ledger::{Ledger, Setup};
use crossbearing_model::{
    Audience, Basis, Citation, Instant, Label, LabelSpec, Ontology, PrincipalId, Statement,
};

pub(crate) const START: i64 = 1_780_000_000_000;

/// `minutes` after the case began.
pub(crate) fn at(minutes: i64) -> Instant {
    Instant::from_millis(START + minutes * 60_000)
}

pub(crate) fn setup() -> Setup {
    Setup {
        ontology: Arc::new(Ontology::standard().clone()),
        pseudonym_key: PseudonymKey::from_bytes([7; 32]),
    }
}

/// Runs `check` on a ledger in memory and on one in a file.
pub(crate) fn on_every_store(check: impl Fn(&Ledger)) {
    check(&Ledger::in_memory(setup()).unwrap());
    let folder = tempfile::tempdir().unwrap();
    check(&Ledger::open(&folder.path().join("ledger.db"), setup()).unwrap());
}

pub(crate) fn clerk() -> PrincipalId {
    "clerk".parse().unwrap()
}

pub(crate) fn viewer(agency: &str, role: Role) -> Viewer {
    let principal = format!("{agency}-{role}").parse().unwrap();
    Viewer::new(principal, agency.parse().unwrap(), role, "op-lantern".parse().unwrap())
}

pub(crate) fn own(agency: &str) -> LabelSpec {
    LabelSpec::for_agency(agency.parse().unwrap(), at(1_000_000))
}

pub(crate) fn shared(agency: &str) -> LabelSpec {
    LabelSpec { releasable_to: [Audience::Everyone].into(), ..own(agency) }
}

pub(crate) fn citation(report: &str, label: LabelSpec) -> Arc<Citation> {
    Arc::new(Citation {
        report: report.parse().unwrap(),
        grade: "3x5x2/1A".parse().unwrap(),
        label: Label::seal(label).unwrap(),
        basis: Basis::Fact,
        origin: "node-one".parse().unwrap(),
    })
}

pub(crate) fn said(
    citation: &Arc<Citation>,
    entity: &str,
    schema: &str,
    property: &str,
    value: &str,
) -> Statement {
    Statement::new(entity.parse().unwrap(), schema, property, value, Arc::clone(citation))
}
