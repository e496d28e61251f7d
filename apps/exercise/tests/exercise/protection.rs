use std::collections::BTreeSet;

use crossbearing_access::{Policy, PseudonymKey, Role, Veil};
use crossbearing_model::SubjectCategory;

use crate::{SEEDS, exercise};

/// A watch officer of another agency reads every text there is, and no name of a protected person.
#[test]
fn no_text_names_a_protected_person_to_somebody_who_is_not_named() {
    let key = PseudonymKey::from_bytes([9; 32]);
    for seed in SEEDS {
        let exercise = exercise(seed, 100);
        let cast = exercise.cast();
        let watch = cast.members.iter().find(|member| member.roles.contains(&Role::OnlineOfficer));
        let watch = watch.unwrap().viewer(cast.operations[0].id.clone());
        let reports: Vec<_> = exercise.reports().collect();
        let protections: Vec<_> =
            reports.iter().flat_map(|report| report.protections.clone()).collect();
        let veil = Veil::over(&protections, &watch, &key, exercise.plan().today());
        let protected: BTreeSet<_> = protections.iter().map(|p| p.entity.clone()).collect();
        for report in reports {
            let shown = veil.redact_text(&report.text).unwrap_or_else(|| report.text.clone());
            let names = report.statements.iter().filter(|statement| {
                protected.contains(&statement.entity)
                    && matches!(&*statement.property, "name" | "alias" | "phone")
            });
            for name in names {
                assert!(!shown.contains(&name.value), "{shown}");
            }
        }
    }
}

#[test]
fn what_identifies_a_protected_person_has_a_protected_label() {
    for report in exercise(7, 200).reports() {
        for protection in &report.protections {
            assert!(protection.category.is_protected());
            assert!(protection.named.contains(&report.filed_by));
            for statement in &report.statements {
                let names = statement.entity == protection.entity && &*statement.property == "name";
                assert!(!names || statement.citation.label.spec().protected);
            }
        }
        if report.form == "interview" {
            assert!(report.citation.label.spec().protected && !report.protections.is_empty());
        }
    }
}

#[test]
fn children_are_protected_and_suspects_are_not() {
    let reports: Vec<_> = exercise(2, 200).reports().collect();
    let categories: BTreeSet<_> = reports
        .iter()
        .flat_map(|report| report.protections.iter().map(|protection| protection.category))
        .collect();
    assert!(categories.contains(&SubjectCategory::Child));
    assert!(!categories.contains(&SubjectCategory::Suspect));
}

#[test]
fn each_agency_sees_something_that_the_others_do_not() {
    let exercise = exercise(7, 200);
    let cast = exercise.cast();
    let statements: Vec<_> = exercise.statements().collect();
    let seen = |agency: usize| -> BTreeSet<_> {
        let agency = &cast.agencies[agency].id;
        let analyst = cast
            .members
            .iter()
            .find(|member| member.agency == *agency && member.roles.contains(&Role::Analyst));
        let viewer = analyst.unwrap().viewer(cast.operations[0].id.clone());
        let now = exercise.plan().today();
        statements
            .iter()
            .filter(|statement| Policy.admits(&statement.citation.label, &viewer, now))
            .map(crossbearing_model::Statement::id)
            .collect()
    };
    let seen = [seen(0), seen(1), seen(2)];
    for (one, other) in [(0, 1), (1, 2), (2, 0)] {
        assert!(seen[one].difference(&seen[other]).count() > 50);
        assert!(seen[one].intersection(&seen[other]).count() > 500);
    }
}
