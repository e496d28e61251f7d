//! A small invented case.

use std::sync::Arc;

use crossbearing_access::{PseudonymKey, Role, Viewer};
use crossbearing_identity::{Decision, Desk, Made, Picture, Wanted, Weights};
use crossbearing_ledger::{Ledger, Setup, Verdict, View};
use crossbearing_model::{
    Audience, Basis, Citation, Instant, Label, LabelSpec, NodeId, Ontology, PrincipalId, Statement,
};

pub(crate) fn at(minutes: i64) -> Instant {
    Instant::from_millis(1_780_000_000_000 + minutes * 60_000)
}

pub(crate) fn ledger() -> Ledger {
    Ledger::in_memory(Setup {
        ontology: Arc::new(Ontology::standard().clone()),
        pseudonym_key: PseudonymKey::from_bytes([7; 32]),
    })
    .unwrap()
}

pub(crate) fn clerk() -> PrincipalId {
    "clerk".parse().unwrap()
}

pub(crate) fn viewer(name: &str, agency: &str) -> Viewer {
    let (name, agency) = (name.parse().unwrap(), agency.parse().unwrap());
    Viewer::new(name, agency, Role::Analyst, "op-lantern".parse().unwrap())
}

pub(crate) fn own(agency: &str) -> LabelSpec {
    LabelSpec::for_agency(agency.parse().unwrap(), at(1_000_000))
}

pub(crate) fn shared(agency: &str) -> LabelSpec {
    LabelSpec { releasable_to: [Audience::Everyone].into(), ..own(agency) }
}

/// What one report says of one entity.
pub(crate) fn said(
    report: &str,
    label: LabelSpec,
    (entity, schema): (&str, &str),
    values: &[(&str, &str)],
) -> Vec<Statement> {
    let cited = Arc::new(Citation {
        report: report.parse().unwrap(),
        grade: "3x5x2/1A".parse().unwrap(),
        label: Label::seal(label).unwrap(),
        basis: Basis::Fact,
        origin: "node-one".parse().unwrap(),
    });
    let one = |(property, value): &(&str, &str)| {
        let entity = entity.parse().unwrap();
        Statement::new(entity, schema, *property, *value, Arc::clone(&cited))
    };
    values.iter().map(one).collect()
}

pub(crate) fn record(ledger: &Ledger, minute: i64, statements: Vec<Statement>) {
    ledger.append(statements.into(), at(minute), &clerk()).unwrap();
}

/// Two agencies know one man under two scripts; a namesake is another.
pub(crate) fn two_scripts(ledger: &Ledger) {
    let facts =
        [("name", "Karvan Ziarmal"), ("birthDate", "1984-12-18"), ("phone", "+33639980001")];
    record(ledger, 1, said("r-1", shared("north"), ("n-1", "Person"), &facts));
    let facts = [("name", "کاروان زیارمل"), ("birthDate", "1984-12-18"), ("phone", "+33639980001")];
    record(ledger, 2, said("r-2", shared("south"), ("s-1", "Person"), &facts));
    let facts = [("name", "Karvan Ziarmal"), ("birthDate", "1961-02-03"), ("nationality", "iq")];
    record(ledger, 3, said("r-3", shared("south"), ("s-2", "Person"), &facts));
    let facts = [("name", "Shirin Olvand"), ("nationality", "ir")];
    record(ledger, 4, said("r-4", shared("north"), ("n-2", "Person"), &facts));
}

pub(crate) fn view(ledger: &Ledger, name: &str, agency: &str) -> View {
    ledger.view(&viewer(name, agency), at(10_000)).unwrap()
}

pub(crate) fn picture(ledger: &Ledger, view: &View) -> Picture {
    Picture::read(ledger, view, Weights::shipped()).unwrap()
}

/// The pairs of the queue as `left right`, in order.
pub(crate) fn queue(picture: &Picture, judge: &str) -> Vec<String> {
    let queue = picture.queue(&Wanted::by(judge.parse().unwrap()));
    queue.proposals.iter().map(|one| format!("{} {}", one.left, one.right)).collect()
}

pub(crate) fn decision(left: &str, verdict: Verdict, right: &str) -> Decision {
    Decision {
        left: left.parse().unwrap(),
        right: right.parse().unwrap(),
        verdict,
        reason: "one passport photograph".to_owned(),
        second_opinion: false,
    }
}

/// Makes something ready as somebody and records it.
pub(crate) fn act(
    ledger: &Ledger,
    view: &View,
    minute: i64,
    prepare: impl FnOnce(&Picture, &Desk<'_>) -> crossbearing_identity::Result<Made>,
) -> crossbearing_identity::Result<Made> {
    let node: NodeId = "node-one".parse().unwrap();
    let grade = "3x5x2/1B".parse().unwrap();
    let desk = Desk { ledger, view, node: &node, grade, now: at(minute) };
    let made = prepare(&picture(ledger, view), &desk)?;
    ledger.append(made.batch.clone(), at(minute), &view.viewer().principal).unwrap();
    Ok(made)
}
