//! A label in the words that stand on a page.

use crossbearing_model::{Audience, Classification, Condition, Label, Tlp};
use crossbearing_paper::Colour;

/// Everything of a label that binds whoever holds the paper.
pub(super) fn words(label: &Label) -> String {
    let spec = label.spec();
    let mut parts =
        vec![light(spec.tlp).to_owned(), classification(spec.classification).to_owned()];
    if !spec.handling.code().is_empty() {
        let conditions: Vec<&str> = spec.handling.conditions().into_iter().map(condition).collect();
        let code = spec.handling.code();
        parts.push(if conditions.is_empty() {
            format!("handling {code}")
        } else {
            format!("handling {code}: {}", conditions.join(", "))
        });
    }
    let audience: Vec<String> = spec.releasable_to.iter().map(audience).collect();
    parts.push(if audience.is_empty() {
        format!("{} only", spec.originator)
    } else {
        format!("{}, releasable to {}", spec.originator, audience.join(", "))
    });
    if !spec.purposes.is_empty() {
        let purposes: Vec<&str> =
            spec.purposes.iter().map(crossbearing_model::PurposeId::as_str).collect();
        parts.push(format!("for {} only", purposes.join(", ")));
    }
    if !spec.named.is_empty() {
        let named: Vec<&str> =
            spec.named.iter().map(crossbearing_model::PrincipalId::as_str).collect();
        parts.push(format!("for {}", named.join(", ")));
    }
    parts.join(" · ")
}

/// The colour of a traffic light, dark enough for paper.
pub(super) fn colour(label: &Label) -> Colour {
    match label.spec().tlp {
        Tlp::Clear => Colour(120, 120, 120),
        Tlp::Green => Colour(20, 120, 60),
        Tlp::Amber | Tlp::AmberStrict => Colour(191, 120, 0),
        Tlp::Red => Colour(190, 20, 30),
    }
}

/// A traffic light as it is written.
pub(super) fn light(tlp: Tlp) -> &'static str {
    match tlp {
        Tlp::Clear => "TLP:CLEAR",
        Tlp::Green => "TLP:GREEN",
        Tlp::Amber => "TLP:AMBER",
        Tlp::AmberStrict => "TLP:AMBER+STRICT",
        Tlp::Red => "TLP:RED",
    }
}

fn classification(classification: Classification) -> &'static str {
    match classification {
        Classification::Public => "PUBLIC",
        Classification::Official => "OFFICIAL",
        Classification::OfficialSensitive => "OFFICIAL-SENSITIVE",
        Classification::Secret => "SECRET",
    }
}

fn audience(audience: &Audience) -> String {
    match audience {
        Audience::Agency(agency) => agency.to_string(),
        Audience::Group(group) => format!("group {group}"),
        Audience::Everyone => "everyone".to_owned(),
    }
}

fn condition(condition: Condition) -> &'static str {
    match condition {
        Condition::CovertDevelopment => "covert development only",
        Condition::CovertUse => "covert use only",
        Condition::OvertUse => "overt use",
        Condition::DelegatedSanitisation => "recipient may sanitise",
        Condition::ConsultOriginator => "consult originator",
        Condition::NotInProceedings => "not in proceedings",
    }
}
