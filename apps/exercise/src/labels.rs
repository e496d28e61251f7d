//! The labels that agencies put on what they file.

use std::collections::BTreeSet;

use crossbearing_access::Role;
use crossbearing_model::{
    Audience, Classification, Condition, Handling, Label, LabelSpec, Onward, Pap, PrincipalId,
    PurposeId, Tlp,
};

use crate::cast::{AGENCIES, Cast, KESTANE, LITTORAL, WESTMARK};
use crate::{Plan, Result};

/// How far something goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Marking {
    /// The agency itself.
    Own,
    /// The agency itself, and nothing may ever leave it.
    Strict,
    /// The coalition.
    Coalition,
    /// The next agency, with conditions.
    Partner,
    /// The coalition, for one operation.
    Purpose,
    /// The coalition, some weeks from now.
    Embargoed,
    /// The coalition, until a date that has passed.
    Expired,
    /// The coalition, until a date to come.
    Expiring,
    /// Two named people.
    Red,
    /// Anyone: what a court said in public.
    Open,
    /// A protected person: the safeguarding officers of the coalition and the case officer.
    Protected,
}

impl Marking {
    const ALL: [Self; 11] = [
        Self::Own,
        Self::Strict,
        Self::Coalition,
        Self::Partner,
        Self::Purpose,
        Self::Embargoed,
        Self::Expired,
        Self::Expiring,
        Self::Red,
        Self::Open,
        Self::Protected,
    ];
}

/// Every label of an exercise, sealed once.
#[derive(Debug, Clone)]
pub(crate) struct Shelf(Vec<Label>);

impl Shelf {
    pub(crate) fn new(plan: &Plan, cast: &Cast) -> Result<Self> {
        let mut labels = Vec::with_capacity(AGENCIES * Marking::ALL.len());
        for agency in 0..AGENCIES {
            for marking in Marking::ALL {
                labels.push(Label::seal(spec(plan, cast, agency, marking))?);
            }
        }
        Ok(Self(labels))
    }

    pub(crate) fn all(&self) -> &[Label] {
        &self.0
    }

    pub(crate) fn label(&self, agency: usize, marking: Marking) -> &Label {
        &self.0[agency * Marking::ALL.len() + marking as usize]
    }
}

const DAY: i64 = 86_400_000;

fn spec(plan: &Plan, cast: &Cast, agency: usize, marking: Marking) -> LabelSpec {
    let in_days = |days: i64| plan.today().plus_millis(days * DAY);
    let coalition: BTreeSet<_> = [Audience::Group(cast.coalition.clone())].into();
    let base = LabelSpec {
        classification: Classification::OfficialSensitive,
        handling: handling(agency, marking),
        ..LabelSpec::for_agency(cast.agencies[agency].id.clone(), in_days(2 * 365))
    };
    let shared = LabelSpec { releasable_to: coalition.clone(), tlp: Tlp::Green, ..base.clone() };
    match marking {
        Marking::Own => LabelSpec { onward: Onward::No, ..base },
        Marking::Strict => LabelSpec {
            classification: Classification::Secret,
            tlp: Tlp::AmberStrict,
            pap: Pap::Red,
            onward: Onward::No,
            ..base
        },
        Marking::Coalition => LabelSpec { pap: Pap::Green, ..shared },
        Marking::Partner => {
            let partner = cast.agencies[(agency + 1) % AGENCIES].id.clone();
            LabelSpec { releasable_to: [Audience::Agency(partner)].into(), ..base }
        }
        Marking::Purpose => LabelSpec { purposes: purposes(cast, agency), ..shared },
        Marking::Embargoed => LabelSpec { embargo_until: Some(in_days(21)), ..shared },
        Marking::Expired => LabelSpec { expires: Some(in_days(-30)), review: None, ..shared },
        Marking::Expiring => LabelSpec { expires: Some(in_days(90)), ..shared },
        Marking::Red => {
            LabelSpec { tlp: Tlp::Red, pap: Pap::Red, named: red(cast, agency), ..base }
        }
        Marking::Open => LabelSpec {
            releasable_to: [Audience::Everyone].into(),
            classification: Classification::Public,
            tlp: Tlp::Clear,
            pap: Pap::Clear,
            evidential: true,
            onward: Onward::Yes,
            ..base
        },
        Marking::Protected => LabelSpec {
            protected: true,
            onward: Onward::No,
            named: [cast.officer(agency, Role::Analyst).clone()].into(),
            ..shared
        },
    }
}

/// Each agency's own codes: conditions in 3x5x2, H codes with 4x4, none with 6x6.
fn handling(agency: usize, marking: Marking) -> Handling {
    let careful = matches!(marking, Marking::Partner | Marking::Red | Marking::Protected);
    match agency {
        WESTMARK if careful => Handling::C {
            conditions: [Condition::ConsultOriginator, Condition::CovertDevelopment].into(),
        },
        WESTMARK => Handling::P,
        LITTORAL if careful => Handling::H2,
        LITTORAL if marking == Marking::Embargoed => Handling::H1,
        LITTORAL => Handling::H0,
        _ => Handling::None,
    }
}

fn purposes(cast: &Cast, agency: usize) -> BTreeSet<PurposeId> {
    let operation = usize::from(agency == KESTANE);
    cast.operations.get(operation).map(|operation| operation.id.clone()).into_iter().collect()
}

fn red(cast: &Cast, agency: usize) -> BTreeSet<PrincipalId> {
    [Role::Analyst, Role::Prosecutor].map(|role| cast.officer(agency, role).clone()).into()
}

#[cfg(test)]
mod tests {
    use crossbearing_model::Instant;

    use super::*;

    #[test]
    fn every_label_of_every_agency_is_allowed_and_they_differ() {
        let plan = Plan::new(1, 50).unwrap();
        let shelf = Shelf::new(&plan, &Cast::new().unwrap()).unwrap();
        let digests: BTreeSet<_> = shelf.0.iter().map(Label::digest).collect();
        assert_eq!(digests.len(), AGENCIES * Marking::ALL.len());
    }

    #[test]
    fn an_expired_label_is_over_on_the_last_day() {
        let plan = Plan::new(1, 50).unwrap();
        let shelf = Shelf::new(&plan, &Cast::new().unwrap()).unwrap();
        let expires: Option<Instant> = shelf.label(0, Marking::Expired).spec().expires;
        assert!(expires.unwrap() < plan.today());
    }
}
