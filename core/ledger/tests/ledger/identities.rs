//! Who is who by what people decided.

use crossbearing_access::Role;
use crossbearing_ledger::{AsOf, Identities, Ledger, State};
use crossbearing_model::{EntityId, LabelSpec, Statement};

use crate::fixtures::{at, citation, clerk, on_every_store, own, said, shared, viewer};

/// A judgement about two records, as statements.
pub(crate) fn judged(
    id: &str,
    (left, verdict, right): (&str, &str, &str),
    by: &str,
    label: LabelSpec,
) -> Vec<Statement> {
    let cited = citation("r-desk", label);
    let of = |property: &str, value: &str| said(&cited, id, "Judgement", property, value);
    vec![of("left", left), of("right", right), of("decidedBy", by), of("verdict", verdict)]
}

fn record(ledger: &Ledger, minute: i64, statements: Vec<Statement>) {
    ledger.append(statements.into(), at(minute), &clerk()).unwrap();
}

fn people(ledger: &Ledger, label: &dyn Fn() -> LabelSpec) {
    let cited = citation("r-1", label());
    let names = ["p-1", "p-2", "p-3", "p-4"];
    record(ledger, 0, names.map(|id| said(&cited, id, "Person", "name", id)).into());
}

fn identities(ledger: &Ledger, agency: &str, as_of: AsOf) -> Identities {
    let view = ledger.view(&viewer(agency, Role::Analyst), at(100)).unwrap();
    ledger.identities(&view, as_of).unwrap()
}

fn id(text: &str) -> EntityId {
    text.parse().unwrap()
}

fn clusters(identities: &Identities) -> Vec<String> {
    let written =
        |members: &[EntityId]| members.iter().map(EntityId::as_str).collect::<Vec<_>>().join("+");
    identities.clusters().map(|(_, members)| written(members)).collect()
}

#[test]
fn judgements_join_and_taking_them_back_parts() {
    on_every_store(|ledger| {
        people(ledger, &|| own("north"));
        record(ledger, 1, judged("j-1", ("p-1", "same", "p-2"), "ines", own("north")));
        record(ledger, 2, judged("j-2", ("p-2", "same", "p-3"), "ines", own("north")));
        let now = identities(ledger, "north", AsOf::Now);
        assert_eq!(clusters(&now), ["p-1+p-2+p-3"]);
        assert_eq!(now.of(&id("p-3")), &id("p-1"));
        assert_eq!(now.of(&id("p-4")), &id("p-4"));
        assert_eq!(now.members(&id("p-4")), [id("p-4")]);

        let view = ledger.view(&viewer("north", Role::Analyst), at(100)).unwrap();
        let verdict = now.judgements()[0].said.id;
        ledger.retract(&view, (&id("j-1"), verdict), "two men", at(9), &clerk()).unwrap();
        let later = identities(ledger, "north", AsOf::Now);
        assert_eq!(clusters(&later), ["p-2+p-3"]);
        assert_eq!(later.judgements()[0].state, State::TakenBack(Some("two men".to_owned())));
        assert_eq!(clusters(&identities(ledger, "north", AsOf::At(at(5)))), ["p-1+p-2+p-3"]);
        assert_eq!(clusters(&identities(ledger, "north", AsOf::At(at(0)))), [""; 0]);
    });
}

#[test]
fn who_says_different_is_heeded_and_the_conflict_shows() {
    on_every_store(|ledger| {
        people(ledger, &|| shared("north"));
        record(ledger, 1, judged("j-1", ("p-1", "same", "p-2"), "ines", shared("north")));
        record(ledger, 2, judged("j-2", ("p-2", "same", "p-3"), "ines", shared("north")));
        record(ledger, 3, judged("j-3", ("p-1", "different", "p-3"), "tom", shared("south")));
        let found = identities(ledger, "north", AsOf::Now);
        assert_eq!(clusters(&found), ["p-2+p-3"], "the newest judgement is heeded first");
        let [conflict] = found.conflicts() else { panic!("{:?}", found.conflicts()) };
        assert_eq!((&conflict.left, &conflict.right), (&id("p-1"), &id("p-2")));
        assert_eq!(conflict.same, [id("j-1")]);
        assert_eq!(conflict.different, [id("j-3")]);
        assert_eq!(found.judgements()[0].state, State::SetAside);
    });
}

#[test]
fn what_one_may_not_see_joins_nothing() {
    on_every_store(|ledger| {
        people(ledger, &|| shared("north"));
        record(ledger, 1, judged("j-1", ("p-1", "same", "p-2"), "ines", own("north")));
        assert_eq!(clusters(&identities(ledger, "north", AsOf::Now)), ["p-1+p-2"]);
        assert_eq!(identities(ledger, "south", AsOf::Now), Identities::default());
    });
}

#[test]
fn a_judgement_takes_the_place_of_one_of_its_own_agency_only() {
    on_every_store(|ledger| {
        people(ledger, &|| shared("north"));
        let superseding = |id: &str, earlier: &str, agency: &str| {
            let mut judgement = judged(id, ("p-1", "unsure", "p-2"), "eva", shared(agency));
            let cited = citation("r-desk", shared(agency));
            judgement.push(said(&cited, id, "Judgement", "supersedes", earlier));
            judgement
        };
        record(ledger, 1, judged("j-1", ("p-1", "same", "p-2"), "ines", shared("north")));
        record(ledger, 2, superseding("j-2", "j-1", "south"));
        assert_eq!(clusters(&identities(ledger, "north", AsOf::Now)), ["p-1+p-2"]);
        record(ledger, 3, superseding("j-3", "j-1", "north"));
        let found = identities(ledger, "north", AsOf::Now);
        assert_eq!(clusters(&found), [""; 0]);
        assert_eq!(found.judgements()[0].state, State::Superseded(id("j-3")));
    });
}

#[test]
fn a_second_opinion_is_somebody_elses() {
    on_every_store(|ledger| {
        people(ledger, &|| own("north"));
        let mut first = judged("j-1", ("p-1", "same", "p-2"), "ines", own("north"));
        let cited = citation("r-desk", own("north"));
        first.push(said(&cited, "j-1", "Judgement", "secondOpinion", "wanted"));
        record(ledger, 1, first);
        record(ledger, 2, judged("j-2", ("p-2", "same", "p-1"), "ines", own("north")));
        let alone = identities(ledger, "north", AsOf::Now);
        assert_eq!(clusters(&alone), [""; 0]);
        assert_eq!(alone.judgements()[0].state, State::AwaitsSecond);
        record(ledger, 3, judged("j-3", ("p-1", "same", "p-2"), "eva", own("north")));
        assert_eq!(clusters(&identities(ledger, "north", AsOf::Now)), ["p-1+p-2"]);
    });
}

#[test]
fn nonsense_is_no_judgement() {
    on_every_store(|ledger| {
        people(ledger, &|| own("north"));
        record(ledger, 1, judged("j-1", ("p-1", "same", "p-1"), "ines", own("north")));
        record(ledger, 2, judged("j-2", ("p-1", "perhaps", "p-2"), "ines", own("north")));
        record(ledger, 3, judged("j-3", ("p-1", "same", "p-99"), "ines", own("north")));
        let cited = citation("r-desk", own("north"));
        record(ledger, 4, vec![said(&cited, "j-4", "Judgement", "verdict", "same")]);
        assert_eq!(identities(ledger, "north", AsOf::Now), Identities::default());
    });
}
