//! Small ledgers.

use std::sync::Arc;

use crossbearing_access::{PseudonymKey, Role, Viewer};
use crossbearing_ledger::{AsOf, Ledger, Setup};
use crossbearing_model::{
    Audience, Basis, Citation, Instant, Label, LabelSpec, Ontology, PrincipalId, Statement,
};
use crossbearing_network::Projection;

pub(crate) fn at(minute: i64) -> Instant {
    Instant::from_millis(1_780_000_000_000 + minute * 60_000)
}

pub(crate) fn clerk() -> PrincipalId {
    "clerk".parse().unwrap()
}

pub(crate) fn setup() -> Setup {
    Setup {
        ontology: Arc::new(Ontology::standard().clone()),
        pseudonym_key: PseudonymKey::from_bytes([7; 32]),
    }
}

pub(crate) fn own(agency: &str) -> LabelSpec {
    LabelSpec::for_agency(agency.parse().unwrap(), at(10_000_000))
}

pub(crate) fn shared(agency: &str) -> LabelSpec {
    LabelSpec { releasable_to: [Audience::Everyone].into(), ..own(agency) }
}

pub(crate) fn citation(report: &str, grade: &str, label: LabelSpec) -> Arc<Citation> {
    Arc::new(Citation {
        report: report.parse().unwrap(),
        grade: grade.parse().unwrap(),
        label: Label::seal(label).unwrap(),
        basis: Basis::Fact,
        origin: "node-n".parse().unwrap(),
    })
}

pub(crate) fn said(
    citation: &Arc<Citation>,
    (entity, schema): (&str, &str),
    property: &str,
    value: &str,
) -> Statement {
    Statement::new(entity.parse().unwrap(), schema, property, value, Arc::clone(citation))
}

pub(crate) fn viewer(agency: &str, role: Role) -> Viewer {
    let principal = format!("{agency}-{}", role.as_str());
    Viewer::new(principal.parse().unwrap(), agency.parse().unwrap(), role, "op".parse().unwrap())
}

/// A ledger in memory of these statements, all in one batch.
pub(crate) fn ledger(statements: Vec<Statement>) -> Ledger {
    let ledger = Ledger::in_memory(setup()).unwrap();
    ledger.append(statements.into(), at(0), &clerk()).unwrap();
    ledger
}

/// What an analyst of the north sees of a ledger.
pub(crate) fn seen(ledger: &Ledger) -> Projection {
    let view = ledger.view(&viewer("north", Role::Analyst), at(100)).unwrap();
    Projection::of(ledger, &view, AsOf::Now).unwrap()
}

/// Suspects by these ids, and orders from the first of each pair to the second, by report `r-1`.
pub(crate) fn commands(pairs: &[(&str, &str)]) -> Vec<Statement> {
    let cited = citation("r-1", "3x5x2/1A", shared("north"));
    let mut statements = Vec::new();
    for (at, (superior, subordinate)) in pairs.iter().enumerate() {
        let link = format!("command-{at}");
        for id in [superior, subordinate] {
            statements.push(said(&cited, (id, "Person"), "name", &format!("Tarvand {id}")));
            statements.push(said(&cited, (id, "Person"), "subjectCategory", "suspect"));
        }
        statements.push(said(&cited, (&link, "Command"), "superior", superior));
        statements.push(said(&cited, (&link, "Command"), "subordinate", subordinate));
    }
    statements
}
