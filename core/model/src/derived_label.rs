//! The label of what was worked out from several statements.

use std::collections::BTreeSet;

use crate::{
    AgencyId, Audience, Handling, Label, LabelSpec, Onward, PrincipalId, PurposeId, Result, Tlp,
};

/// Who works something out, in whose name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Maker {
    /// The person.
    pub principal: PrincipalId,
    /// The person's agency, which becomes the originator.
    pub agency: AgencyId,
    /// The purpose for which the person looked.
    pub purpose: PurposeId,
}

impl Label {
    /// The label that goes no further than any of `labels` goes: its readers may read all that it
    /// rests on. `otherwise` is what a label of this maker looks like that rests on nothing.
    ///
    /// An agency is an audience where every label releases to it, or is its own; a group, where
    /// every label releases to that group or to everyone. Marking, traffic light and permissible
    /// actions are the highest, review and expiry the earliest, conditions those of all together.
    ///
    /// # Errors
    ///
    /// When `otherwise` breaks the rules of handling.
    pub fn narrowest<'l>(
        labels: impl IntoIterator<Item = &'l Self>,
        maker: &Maker,
        otherwise: LabelSpec,
    ) -> Result<Self> {
        let mut labels = labels.into_iter().map(Self::spec);
        let Some(first) = labels.next() else { return Self::seal(otherwise) };
        let mut spec = LabelSpec { releasable_to: audience(first), ..first.clone() };
        for next in labels {
            narrow(&mut spec, next);
        }
        spec.originator = maker.agency.clone();
        spec.releasable_to.remove(&Audience::Agency(maker.agency.clone()));
        if !spec.purposes.is_empty() {
            spec.purposes.insert(maker.purpose.clone());
        }
        if spec.tlp == Tlp::Red || spec.protected {
            spec.named.insert(maker.principal.clone());
        }
        let late = spec.embargo_until.zip(spec.expires).is_some_and(|(from, until)| from >= until);
        if late || spec.tlp == Tlp::AmberStrict {
            spec.releasable_to.clear();
        }
        if spec.releasable_to.is_empty() {
            // An embargo holds against others than the originator; there are none.
            spec.embargo_until = None;
        }
        Self::seal(spec)
    }
}

/// Everybody a label is for, its originator included.
fn audience(label: &LabelSpec) -> BTreeSet<Audience> {
    let own = Audience::Agency(label.originator.clone());
    label.releasable_to.iter().cloned().chain([own]).collect()
}

/// Takes away from `spec` what `next` does not allow.
fn narrow(spec: &mut LabelSpec, next: &LabelSpec) {
    spec.releasable_to = shared(&spec.releasable_to, &audience(next));
    spec.named = match (is_personal(spec), is_personal(next)) {
        (true, true) => spec.named.intersection(&next.named).cloned().collect(),
        (false, true) => next.named.clone(),
        (_, false) => std::mem::take(&mut spec.named),
    };
    spec.purposes = match (spec.purposes.is_empty(), next.purposes.is_empty()) {
        // Nothing in common would read as no limit: the maker's own purpose is put in later.
        (false, false) => spec.purposes.intersection(&next.purposes).cloned().collect(),
        (true, false) => next.purposes.clone(),
        (_, true) => std::mem::take(&mut spec.purposes),
    };
    spec.classification = spec.classification.max(next.classification);
    spec.tlp = spec.tlp.max(next.tlp);
    spec.pap = spec.pap.max(next.pap);
    spec.handling = stricter(&spec.handling, &next.handling);
    spec.embargo_until = spec.embargo_until.max(next.embargo_until);
    spec.expires = earlier(spec.expires, next.expires);
    spec.review = earlier(spec.review, next.review);
    spec.evidential &= next.evidential;
    spec.onward = match (spec.onward, next.onward) {
        (Onward::No, _) | (_, Onward::No) => Onward::No,
        (Onward::Ask, _) | (_, Onward::Ask) => Onward::Ask,
        (Onward::Yes, Onward::Yes) => Onward::Yes,
    };
    spec.protected |= next.protected;
}

fn is_personal(spec: &LabelSpec) -> bool {
    spec.tlp == Tlp::Red || spec.protected
}

fn shared(one: &BTreeSet<Audience>, other: &BTreeSet<Audience>) -> BTreeSet<Audience> {
    let within = |audience: &&Audience, of: &BTreeSet<Audience>| {
        of.contains(*audience) || of.contains(&Audience::Everyone)
    };
    let from_one = one.iter().filter(|audience| within(audience, other));
    let from_other = other.iter().filter(|audience| within(audience, one));
    from_one.chain(from_other).cloned().collect()
}

/// Handling codes of two schemes cannot be put in order: together they bind to the conditions of
/// both.
fn stricter(one: &Handling, other: &Handling) -> Handling {
    if one == other || *other == Handling::None {
        return one.clone();
    }
    if *one == Handling::None {
        return other.clone();
    }
    let conditions: BTreeSet<_> = one.conditions().union(&other.conditions()).copied().collect();
    if conditions.is_empty() { one.clone() } else { Handling::C { conditions } }
}

fn earlier<T: Ord>(one: Option<T>, other: Option<T>) -> Option<T> {
    match (one, other) {
        (Some(one), Some(other)) => Some(one.min(other)),
        (one, other) => one.or(other),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Classification, Instant};

    fn maker() -> Maker {
        Maker {
            principal: "ines".parse().unwrap(),
            agency: "north".parse().unwrap(),
            purpose: "op-lantern".parse().unwrap(),
        }
    }

    fn of(agency: &str, audience: &[&str]) -> LabelSpec {
        let agency_of = |name: &&str| match *name {
            "everyone" => Audience::Everyone,
            name => Audience::Agency(name.parse().unwrap()),
        };
        LabelSpec {
            releasable_to: audience.iter().map(agency_of).collect(),
            ..LabelSpec::for_agency(
                agency.parse().unwrap(),
                Instant::from_millis(1_900_000_000_000),
            )
        }
    }

    fn narrowest(specs: &[LabelSpec]) -> LabelSpec {
        let labels: Vec<Label> =
            specs.iter().map(|spec| Label::seal(spec.clone()).unwrap()).collect();
        Label::narrowest(&labels, &maker(), of("north", &[])).unwrap().spec().clone()
    }

    #[test]
    fn it_is_for_those_who_may_read_all_it_rests_on() {
        let found = narrowest(&[of("south", &["north", "east"]), of("north", &["south"])]);
        assert_eq!(found.originator.as_str(), "north");
        assert_eq!(found.releasable_to, of("x", &["south"]).releasable_to);
        let found = narrowest(&[of("south", &["everyone"]), of("north", &[])]);
        assert!(found.releasable_to.is_empty());
        let found = narrowest(&[of("south", &["everyone"]), of("east", &["everyone"])]);
        assert!(found.releasable_to.contains(&Audience::Everyone));
    }

    #[test]
    fn the_stricter_of_each_part_holds() {
        let secret =
            LabelSpec { classification: Classification::Secret, ..of("north", &["south"]) };
        let bound = LabelSpec {
            purposes: ["op-lantern".parse().unwrap(), "op-b".parse().unwrap()].into(),
            handling: Handling::H1,
            expires: Some(Instant::from_millis(1_800_000_000_000)),
            ..of("north", &["south"])
        };
        let other = LabelSpec { purposes: ["op-lantern".parse().unwrap()].into(), ..bound.clone() };
        let found = narrowest(&[secret, bound, other]);
        assert_eq!(found.classification, Classification::Secret);
        assert_eq!(found.purposes, ["op-lantern".parse().unwrap()].into());
        assert_eq!(found.handling, Handling::H1);
        assert_eq!(found.expires, Some(Instant::from_millis(1_800_000_000_000)));
    }

    #[test]
    fn what_is_for_the_named_stays_with_them() {
        let red = |names: &[&str]| LabelSpec {
            tlp: Tlp::Red,
            named: names.iter().map(|name| name.parse().unwrap()).collect(),
            ..of("north", &[])
        };
        let found = narrowest(&[red(&["ines", "tom"]), red(&["ines", "eva"]), of("north", &[])]);
        assert_eq!((found.tlp, found.named), (Tlp::Red, ["ines".parse().unwrap()].into()));
    }

    #[test]
    fn the_strict_is_released_to_nobody() {
        let strict = LabelSpec { tlp: Tlp::AmberStrict, ..of("north", &[]) };
        assert!(narrowest(&[of("north", &["south"]), strict]).releasable_to.is_empty());
    }
}
