//! Whether a viewer may see what carries a label.

use crossbearing_model::{Audience, Condition, Instant, Label, LabelSpec, Onward, Tlp};

use crate::{Role, Viewer};

/// What a label is to a viewer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Admission {
    /// What carries it does not exist for the viewer.
    No,
    /// Nothing but its protection stands in the way: it exists for the viewer where it is said of
    /// a person whose pseudonym was opened to them.
    OfOpened,
    /// What carries it exists for the viewer.
    Yes,
}

/// The rules. Every rule must agree; each only takes away.
#[derive(Debug, Clone, Copy, Default)]
pub struct Policy;

impl Policy {
    /// The version that is written beside each consultation in the transparency log.
    pub const VERSION: &'static str = "3";

    /// Whether `viewer` may at `now` see what carries `label`.
    pub fn admits(&self, label: &Label, viewer: &Viewer, now: Instant) -> bool {
        self.admission(label, viewer, now) == Admission::Yes
    }

    /// What `label` is to `viewer` at `now`.
    pub fn admission(&self, label: &Label, viewer: &Viewer, now: Instant) -> Admission {
        let label = label.spec();
        let otherwise = in_force(label, viewer, now)
            && cleared(label, viewer)
            && addressed(label, viewer)
            && purposeful(label, viewer)
            && personal(label, viewer)
            && may_leave(label, viewer);
        match (otherwise, shielded(label, viewer)) {
            (false, _) => Admission::No,
            (true, true) => Admission::OfOpened,
            (true, false) => Admission::Yes,
        }
    }

    /// The first instant after `now` at which the answer for `label` may change.
    pub fn next_change(&self, label: &Label, now: Instant) -> Option<Instant> {
        let label = label.spec();
        [label.embargo_until, label.expires].into_iter().flatten().filter(|at| *at > now).min()
    }
}

/// Not expired; under embargo only the originator sees it.
fn in_force(label: &LabelSpec, viewer: &Viewer, now: Instant) -> bool {
    let expired = label.expires.is_some_and(|expires| expires <= now);
    let embargoed = label.embargo_until.is_some_and(|until| now < until);
    !expired && (!embargoed || viewer.agency == label.originator)
}

/// The person is cleared, and at least one role reads that high.
fn cleared(label: &LabelSpec, viewer: &Viewer) -> bool {
    let ceiling = viewer.roles.iter().filter_map(|role| role.ceiling()).max();
    label.classification <= viewer.clearance
        && ceiling.is_some_and(|ceiling| label.classification <= ceiling)
}

/// The viewer's agency is the originator or one the label releases to. Oversight alone reads only
/// what its own agency originated: it audits that, and nobody else's.
fn addressed(label: &LabelSpec, viewer: &Viewer) -> bool {
    let own = label.originator == viewer.agency;
    let released = label.releasable_to.iter().any(|audience| match audience {
        Audience::Agency(agency) => *agency == viewer.agency,
        Audience::Group(group) => viewer.groups.contains(group),
        Audience::Everyone => true,
    });
    let oversight_only =
        viewer.roles.iter().all(|role| matches!(role, Role::Oversight | Role::Administrator));
    own || (released && label.tlp != Tlp::AmberStrict && !oversight_only)
}

/// The stated purpose is one the label allows.
fn purposeful(label: &LabelSpec, viewer: &Viewer) -> bool {
    label.purposes.is_empty() || label.purposes.contains(&viewer.purpose)
}

/// TLP:RED is for the named.
fn personal(label: &LabelSpec, viewer: &Viewer) -> bool {
    label.tlp != Tlp::Red || label.named.contains(&viewer.principal)
}

/// A protected person's data is for the named and for safeguarding officers.
fn shielded(label: &LabelSpec, viewer: &Viewer) -> bool {
    let known = label.named.contains(&viewer.principal) || viewer.is(Role::SafeguardingOfficer);
    label.protected && !known
}

/// What a partner's node sees leaves: nothing personal does, and a third agency's only where that
/// one said yes and need not be asked first.
fn may_leave(label: &LabelSpec, viewer: &Viewer) -> bool {
    let Some(giver) = &viewer.given_by else { return true };
    let bound = label.protected || matches!(label.tlp, Tlp::Red | Tlp::AmberStrict);
    let foreign = label.originator != *giver && label.originator != viewer.agency;
    let asks = label.handling.conditions().contains(&Condition::ConsultOriginator);
    !bound && !(foreign && (label.onward != Onward::Yes || asks))
}

#[cfg(test)]
mod tests {
    use crossbearing_model::Classification;

    use super::*;

    const NOW: i64 = 1_780_000_000_000;

    fn now() -> Instant {
        Instant::from_millis(NOW)
    }

    fn spec() -> LabelSpec {
        LabelSpec::for_agency("north".parse().unwrap(), Instant::from_millis(NOW * 2))
    }

    fn viewer(agency: &str, role: Role) -> Viewer {
        Viewer::new("ines".parse().unwrap(), agency.parse().unwrap(), role, "op".parse().unwrap())
    }

    fn admits(spec: LabelSpec, viewer: &Viewer) -> bool {
        Policy.admits(&Label::seal(spec).unwrap(), viewer, now())
    }

    #[test]
    fn a_label_is_for_its_originator_and_those_it_names() {
        let released = LabelSpec {
            releasable_to: [Audience::Agency("south".parse().unwrap())].into(),
            ..spec()
        };
        assert!(admits(released.clone(), &viewer("north", Role::Analyst)));
        assert!(admits(released.clone(), &viewer("south", Role::Analyst)));
        assert!(!admits(released.clone(), &viewer("east", Role::Analyst)));
        assert!(!admits(released, &viewer("south", Role::Oversight)));
    }

    #[test]
    fn an_embargo_opens_on_its_millisecond_and_expiry_closes_on_its_own() {
        let label = Label::seal(LabelSpec {
            releasable_to: [Audience::Everyone].into(),
            embargo_until: Some(now()),
            expires: Some(now().plus_millis(10)),
            ..spec()
        })
        .unwrap();
        let partner = viewer("south", Role::Analyst);
        let at = |millis: i64| Policy.admits(&label, &partner, now().plus_millis(millis));
        assert_eq!([at(-1), at(0), at(9), at(10)], [false, true, true, false]);
        let owner = viewer("north", Role::Analyst);
        assert!(Policy.admits(&label, &owner, now().plus_millis(-1)));
        assert!(!Policy.admits(&label, &owner, now().plus_millis(10)));
    }

    #[test]
    fn a_partners_node_is_given_nothing_personal_and_of_third_agencies_what_these_let_pass() {
        let everyone = LabelSpec { releasable_to: [Audience::Everyone].into(), ..spec() };
        let person = viewer("south", Role::Analyst);
        let node = |giver: &str| Viewer {
            given_by: Some(giver.parse().unwrap()),
            ..viewer("south", Role::Analyst)
        };
        let passed = LabelSpec { onward: Onward::Yes, ..everyone.clone() };
        assert!(admits(everyone.clone(), &node("north")));
        assert!(admits(everyone.clone(), &person) && !admits(everyone, &node("east")));
        assert!(admits(passed, &node("east")));
        let strict = LabelSpec { tlp: Tlp::AmberStrict, ..spec() };
        let returned =
            Viewer { given_by: Some("east".parse().unwrap()), ..viewer("north", Role::Analyst) };
        assert!(admits(strict.clone(), &viewer("north", Role::Analyst)));
        assert!(!admits(strict, &returned));
        let own = LabelSpec { protected: true, ..spec() };
        let admission =
            |viewer: &Viewer| Policy.admission(&Label::seal(own.clone()).unwrap(), viewer, now());
        let mut itself = viewer("north", Role::Analyst);
        assert_eq!(admission(&itself), Admission::OfOpened);
        itself.given_by = Some("east".parse().unwrap());
        assert_eq!(admission(&itself), Admission::No);
    }

    #[test]
    fn the_administrator_reads_no_content() {
        assert!(!admits(spec(), &viewer("north", Role::Administrator)));
    }

    #[test]
    fn the_watch_stops_below_secret_whatever_the_clearance() {
        let secret = LabelSpec { classification: Classification::Secret, ..spec() };
        let mut watch = viewer("north", Role::WatchOfficer);
        watch.clearance = Classification::Secret;
        assert!(!admits(secret.clone(), &watch));
        let mut analyst = viewer("north", Role::Analyst);
        analyst.clearance = Classification::Secret;
        assert!(admits(secret, &analyst));
    }

    #[test]
    fn a_purpose_that_is_not_the_labels_opens_nothing() {
        let bound = LabelSpec { purposes: ["other".parse().unwrap()].into(), ..spec() };
        assert!(!admits(bound, &viewer("north", Role::Analyst)));
    }

    #[test]
    fn a_protected_label_opens_to_the_named_and_to_safeguarding() {
        let label = LabelSpec { protected: true, ..spec() };
        assert!(!admits(label.clone(), &viewer("north", Role::Analyst)));
        assert!(admits(label.clone(), &viewer("north", Role::SafeguardingOfficer)));
        let named = LabelSpec { named: ["ines".parse().unwrap()].into(), ..label.clone() };
        assert!(admits(named, &viewer("north", Role::Analyst)));
        let admission = |agency| {
            let label = Label::seal(label.clone()).unwrap();
            Policy.admission(&label, &viewer(agency, Role::Analyst), now())
        };
        assert_eq!(admission("north"), Admission::OfOpened);
        assert_eq!(admission("south"), Admission::No, "an opening reaches no further than a label");
    }
}
