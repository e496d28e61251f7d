//! What people decide, and how it is undone.

use crossbearing_identity::Error;
use crossbearing_ledger::{AsOf, Ledger, State, Verdict};
use crossbearing_model::Audience;

use crate::case::{
    act, at, decision, ledger, own, picture, queue, record, said, shared, two_scripts, view,
};

fn cluster(ledger: &Ledger, name: &str, agency: &str, record: &str) -> usize {
    let view = view(ledger, name, agency);
    let identities = ledger.identities(&view, AsOf::Now).unwrap();
    let record = record.parse().unwrap();
    identities.members(identities.of(&record)).len()
}

#[test]
fn from_proposal_to_merge_to_undo() {
    let ledger = ledger();
    two_scripts(&ledger);
    let ines = view(&ledger, "ines", "north");
    let made = act(&ledger, &ines, 20, |picture, desk| {
        picture.decide(&decision("n-1", Verdict::Same, "s-1"), desk)
    })
    .unwrap();
    assert_eq!(cluster(&ledger, "ines", "north", "n-1"), 2);
    assert_eq!(cluster(&ledger, "tom", "south", "n-1"), 2, "both sides are for everyone");
    let ines = view(&ledger, "ines", "north");
    assert!(!queue(&picture(&ledger, &ines), "ines").contains(&"n-1 s-1".to_owned()));
    let tom = view(&ledger, "tom", "south");
    let refused = act(&ledger, &tom, 21, |picture, desk| {
        picture.undo(&made.judgements[0], "I think not", desk)
    });
    assert!(matches!(refused, Err(Error::NotTheirs { .. })));
    act(&ledger, &ines, 22, |picture, desk| picture.undo(&made.judgements[0], "two men", desk))
        .unwrap();
    assert_eq!(cluster(&ledger, "ines", "north", "n-1"), 1);
    let again =
        act(&ledger, &ines, 23, |picture, desk| picture.undo(&made.judgements[0], "two men", desk));
    assert!(matches!(again, Err(Error::NoLongerStands(_))));
    let then = ledger.identities(&ines, AsOf::At(at(21))).unwrap();
    assert_eq!(then.members(then.of(&"s-1".parse().unwrap())).len(), 2);
}

#[test]
fn a_judgement_goes_no_further_than_either_side() {
    let ledger = ledger();
    two_scripts(&ledger);
    record(&ledger, 5, said("r-5", own("north"), ("n-1", "Person"), &[("alias", "The Ferryman")]));
    let ines = view(&ledger, "ines", "north");
    act(&ledger, &ines, 20, |picture, desk| {
        picture.decide(&decision("n-1", Verdict::Same, "s-1"), desk)
    })
    .unwrap();
    assert_eq!(cluster(&ledger, "ines", "north", "n-1"), 2);
    assert_eq!(cluster(&ledger, "tom", "south", "n-1"), 1);
    let judgements = ledger.identities(&view(&ledger, "ines", "north"), AsOf::Now).unwrap();
    let label = judgements.judgements()[0].said.statement.citation.label.spec().clone();
    assert!(label.releasable_to.is_empty() && !label.releasable_to.contains(&Audience::Everyone));
}

#[test]
fn a_record_is_split_off_and_the_others_stay() {
    let ledger = ledger();
    two_scripts(&ledger);
    let ines = || view(&ledger, "ines", "north");
    for (minute, other) in [(20, "s-1"), (21, "s-2")] {
        act(&ledger, &ines(), minute, |picture, desk| {
            picture.decide(&decision("n-1", Verdict::Same, other), desk)
        })
        .unwrap();
    }
    assert_eq!(cluster(&ledger, "ines", "north", "n-1"), 3);
    act(&ledger, &ines(), 23, |picture, desk| {
        picture.split(&"n-1".parse().unwrap(), "another man", desk)
    })
    .unwrap();
    assert_eq!(cluster(&ledger, "ines", "north", "n-1"), 1);
    assert_eq!(cluster(&ledger, "ines", "north", "s-1"), 2);
}

#[test]
fn a_second_opinion_is_asked_of_somebody_else() {
    let ledger = ledger();
    two_scripts(&ledger);
    let ines = view(&ledger, "ines", "north");
    let asking = crossbearing_identity::Decision {
        second_opinion: true,
        ..decision("n-1", Verdict::Same, "s-1")
    };
    act(&ledger, &ines, 20, |picture, desk| picture.decide(&asking, desk)).unwrap();
    let now = view(&ledger, "ines", "north");
    let judgements = ledger.identities(&now, AsOf::Now).unwrap();
    assert_eq!(judgements.judgements()[0].state, State::AwaitsSecond);
    let kept = picture(&ledger, &now);
    assert!(!queue(&kept, "ines").contains(&"n-1 s-1".to_owned()));
    assert_eq!(queue(&kept, "eva")[0], "n-1 s-1");
    let eva = view(&ledger, "eva", "north");
    act(&ledger, &eva, 21, |picture, desk| {
        picture.decide(&decision("n-1", Verdict::Same, "s-1"), desk)
    })
    .unwrap();
    assert_eq!(cluster(&ledger, "ines", "north", "n-1"), 2);
}

#[test]
fn nonsense_is_refused() {
    let ledger = ledger();
    two_scripts(&ledger);
    let boat = [("name", "Grey Gull")];
    record(&ledger, 6, said("r-6", shared("north"), ("v-1", "Vessel"), &boat));
    let ines = view(&ledger, "ines", "north");
    let refused = |left: &str, right: &str, reason: &str| {
        let asked = crossbearing_identity::Decision {
            reason: reason.to_owned(),
            ..decision(left, Verdict::Different, right)
        };
        act(&ledger, &ines, 20, |picture, desk| picture.decide(&asked, desk)).unwrap_err()
    };
    assert!(matches!(refused("n-1", "n-1", "because"), Error::OneRecord(_)));
    assert!(matches!(refused("n-1", "p-99", "because"), Error::NoSuchRecord(_)));
    assert!(matches!(refused("n-1", "v-1", "because"), Error::OtherSorts(..)));
    assert!(matches!(refused("n-1", "s-1", ""), Error::Reason { .. }));
    assert!(matches!(refused("n-1", "s-1", "a\u{202e}b c"), Error::Reason { .. }));
    assert!(matches!(refused("n-1", "s-1", &"x".repeat(5000)), Error::Reason { .. }));
}
