//! Tags: traffic light, permissible actions, grades.

use crossbearing_model::{Grade, Pap, Scale, Tlp};

/// The tag for a colour.
pub(super) fn of_tlp(tlp: Tlp) -> &'static str {
    match tlp {
        Tlp::Clear => "tlp:clear",
        Tlp::Green => "tlp:green",
        Tlp::Amber => "tlp:amber",
        Tlp::AmberStrict => "tlp:amber+strict",
        Tlp::Red => "tlp:red",
    }
}

/// The colour of a tag, of either version of the protocol.
pub(super) fn tlp(tag: &str) -> Option<Tlp> {
    match tag.to_ascii_lowercase().as_str() {
        "tlp:clear" | "tlp:white" => Some(Tlp::Clear),
        "tlp:green" => Some(Tlp::Green),
        "tlp:amber" => Some(Tlp::Amber),
        "tlp:amber+strict" => Some(Tlp::AmberStrict),
        "tlp:red" => Some(Tlp::Red),
        _ => None,
    }
}

/// The tag for permissible actions.
pub(super) fn of_pap(pap: Pap) -> &'static str {
    match pap {
        Pap::Clear => "PAP:CLEAR",
        Pap::Green => "PAP:GREEN",
        Pap::Amber => "PAP:AMBER",
        Pap::Red => "PAP:RED",
    }
}

/// The permissible actions of a tag.
pub(super) fn pap(tag: &str) -> Option<Pap> {
    match tag.to_ascii_lowercase().as_str() {
        "pap:clear" | "pap:white" => Some(Pap::Clear),
        "pap:green" => Some(Pap::Green),
        "pap:amber" => Some(Pap::Amber),
        "pap:red" => Some(Pap::Red),
        _ => None,
    }
}

const RELIABILITY: &str = "admiralty-scale:source-reliability=\"";
const CREDIBILITY: &str = "admiralty-scale:information-credibility=\"";
const GRADE: &str = "crossbearing:grade=\"";

/// The tags for a grade: its own scale's always, the admiralty scale's if it is in that.
pub(super) fn of_grade(grade: Grade) -> Vec<String> {
    let mut tags = vec![format!("{GRADE}{grade}\"")];
    if grade.scale() == Scale::Admiralty {
        let codes = grade.codes().to_ascii_lowercase();
        let (source, information) = codes.split_at(1);
        tags.push(format!("{RELIABILITY}{source}\""));
        tags.push(format!("{CREDIBILITY}{information}\""));
    }
    tags
}

/// The grade that tags give: ours if one is there, else that of the admiralty scale; what only one
/// half is given of stays open.
pub(super) fn grade(tags: &[&str]) -> Option<Grade> {
    let value = |mark: &str| {
        let mut found = tags.iter().filter_map(|tag| tag.strip_prefix(mark)?.strip_suffix('"'));
        found.next()
    };
    if let Some(own) = value(GRADE).and_then(|grade| grade.parse().ok()) {
        return Some(own);
    }
    let (source, information) = (value(RELIABILITY), value(CREDIBILITY));
    if source.is_none() && information.is_none() {
        return None;
    }
    let source = source.unwrap_or("f").to_ascii_uppercase();
    let information = information.unwrap_or("6");
    format!("6x6/{source}{information}").parse().ok()
}

/// Whether a tag says how something may be handled in a way that is not known here.
pub(super) fn binds(tag: &str) -> bool {
    let tag = tag.to_ascii_lowercase();
    (tag.starts_with("tlp:") && tlp(&tag).is_none() && tag != "tlp:ex:chr")
        || (tag.starts_with("pap:") && pap(&tag).is_none())
        || tag.starts_with("dissemination-limiting-marking:")
        || tag.starts_with("eu-marketop-and-publicadmin:")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_grade_reads_back_from_its_tags() {
        for grade in ["6x6/B2", "3x5x2/1A", "4x4/X4", "5x5x5/E5"] {
            let grade: Grade = grade.parse().unwrap();
            let tags = of_grade(grade);
            let tags: Vec<&str> = tags.iter().map(String::as_str).collect();
            assert_eq!(super::grade(&tags), Some(grade));
        }
        let half = ["admiralty-scale:source-reliability=\"b\""];
        assert_eq!(grade(&half), Some("6x6/B6".parse().unwrap()));
        assert_eq!(grade(&["tlp:red"]), None);
    }
}
