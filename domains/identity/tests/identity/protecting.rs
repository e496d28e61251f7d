//! Judgements about protected persons: who learns of them, and what ends with them.

use crossbearing_access::{Protection, Role};
use crossbearing_identity::Error;
use crossbearing_ledger::{AsOf, Batch, Ledger, Reconsidered, Verdict, View};
use crossbearing_model::{EntityId, SubjectCategory};

use crate::case::{act, at, clerk, decision, ledger, picture, queue, two_scripts, view, viewer};

fn id(text: &str) -> EntityId {
    text.parse().unwrap()
}

fn protection(record: &str, named: &[&str]) -> Protection {
    let named = named.iter().map(|name| name.parse().unwrap());
    Protection::new(id(record), SubjectCategory::Victim, named)
}

fn protect(ledger: &Ledger, entry: Protection) {
    let batch = Batch { protections: vec![entry], ..Batch::default() };
    ledger.append(batch, at(9), &clerk()).unwrap();
}

/// One man in two scripts; the one record is a protected person's, whom only `eva` may know.
fn one_protected() -> Ledger {
    let ledger = ledger();
    two_scripts(&ledger);
    protect(&ledger, protection("n-1", &["eva"]));
    ledger
}

fn officer(ledger: &Ledger) -> View {
    let mut sia = viewer("sia", "north");
    sia.roles = [Role::SafeguardingOfficer].into();
    ledger.view(&sia, at(10_000)).unwrap()
}

fn is_shown(ledger: &Ledger, name: &str, record: &str) -> bool {
    ledger.entity(&view(ledger, name, "north"), AsOf::Now, &id(record)).unwrap().is_some()
}

/// Eva joins the two; the judgement.
fn joined(ledger: &Ledger) -> EntityId {
    let same = decision("n-1", Verdict::Same, "s-1");
    let eva = view(ledger, "eva", "north");
    act(ledger, &eva, 20, |picture, desk| picture.decide(&same, desk)).unwrap().judgements[0]
        .clone()
}

fn undo(ledger: &Ledger, judgement: &EntityId) {
    let eva = view(ledger, "eva", "north");
    act(ledger, &eva, 30, |picture, desk| picture.undo(judgement, "another person", desk)).unwrap();
}

#[test]
fn who_is_not_named_is_proposed_nothing_and_judges_nothing() {
    let ledger = one_protected();
    let ines = view(&ledger, "ines", "north");
    let kept = picture(&ledger, &ines);
    assert!(
        !queue(&kept, "ines").iter().any(|pair| pair.contains("n-1")),
        "{:?}",
        queue(&kept, "ines")
    );
    let pseudonym = ines.veil().pseudonym(&id("n-1")).unwrap().clone();
    for known_as in ["n-1", pseudonym.as_str()] {
        let asked = decision(known_as, Verdict::Same, "s-1");
        let refused = act(&ledger, &ines, 20, |picture, desk| picture.decide(&asked, desk));
        assert!(
            matches!(refused, Err(Error::Pseudonym(_) | Error::NoSuchRecord(_))),
            "{known_as}: {refused:?}"
        );
    }
    let eva = view(&ledger, "eva", "north");
    assert!(queue(&picture(&ledger, &eva), "eva").contains(&"n-1 s-1".to_owned()));
}

#[test]
fn a_record_joined_to_a_protected_persons_is_hers_and_the_judgement_is_for_the_named() {
    let ledger = one_protected();
    assert!(is_shown(&ledger, "ines", "s-1"));
    joined(&ledger);
    assert!(!is_shown(&ledger, "ines", "s-1"), "joined to a pseudonym, it is one");
    assert!(is_shown(&ledger, "eva", "s-1"));
    let told = |view: &View| ledger.identities(view, AsOf::Now).unwrap().judgements().len();
    assert_eq!(told(&view(&ledger, "ines", "north")), 0);
    assert_eq!(told(&view(&ledger, "tom", "south")), 0);
    assert_eq!(told(&view(&ledger, "eva", "north")), 1);
    assert_eq!(told(&officer(&ledger)), 1);
}

#[test]
fn undoing_takes_out_the_protection_that_the_judgement_entered_and_no_other() {
    let ledger = one_protected();
    let judgement = joined(&ledger);
    undo(&ledger, &judgement);
    assert!(is_shown(&ledger, "ines", "s-1"), "it is nobody's but its own again");
    assert!(!is_shown(&ledger, "ines", "n-1"), "she stays protected");
}

#[test]
fn a_protection_follows_the_judgement_that_stands() {
    let ledger = one_protected();
    let first = joined(&ledger);
    let again = decision("s-1", Verdict::Same, "n-1");
    let sia = officer(&ledger);
    let batch = ledger.protections();
    let follows = |ledger: &Ledger| {
        let register = ledger.protections();
        register.iter().find(|entry| entry.entity == id("s-1")).map(|entry| entry.follows.len())
    };
    assert_eq!((batch.len(), follows(&ledger)), (2, Some(1)));
    // A judge who changes the verdict puts a new judgement in the place of the old.
    let eva = view(&ledger, "eva", "north");
    let split = crossbearing_identity::Decision { verdict: Verdict::Different, ..again.clone() };
    let refused = act(&ledger, &eva, 25, |picture, desk| picture.decide(&split, desk));
    assert!(matches!(refused, Err(Error::OneRecord(_))), "one cluster is taken apart by split");
    undo(&ledger, &first);
    assert_eq!(follows(&ledger), None);
    act(&ledger, &sia, 40, |picture, desk| picture.decide(&again, desk)).unwrap();
    assert_eq!(follows(&ledger), Some(1));
}

#[test]
fn who_was_entered_for_her_own_sake_meanwhile_stays_protected() {
    let ledger = one_protected();
    let judgement = joined(&ledger);
    protect(&ledger, protection("s-1", &[]));
    undo(&ledger, &judgement);
    assert!(!is_shown(&ledger, "ines", "s-1"));
    let decided = Reconsidered {
        entity: id("s-1"),
        reason: "entered by mistake: another person".to_owned(),
        second: "tomo".parse().unwrap(),
    };
    ledger.unprotect(&decided, &"sia".parse().unwrap()).unwrap();
    assert!(is_shown(&ledger, "ines", "s-1"));
}
