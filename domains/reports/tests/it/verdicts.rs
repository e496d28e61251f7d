//! From a text through a decision to statements.

use crossbearing_mentions::{Context, Extractor};
use crossbearing_model::Ontology;
use crossbearing_reports::{
    Confirmed, FindingKind, OriginalFile, Proposals, ReportForm, Target, formats::Document,
};

use crate::common::{citation, data};

const TEXT: &str = "Tarvand Oskel (AKA Velmo Kasht), 24, an Iraqi national, was arrested in Calais on 6 December. \
    He was sentenced to 10 years imprisonment and fined 3,000 Euros.";

fn proposals(text: &str) -> Proposals {
    let context = Context {
        report_date: "2025-03-31".parse().ok(),
        region: Some("GB".to_owned()),
        ..Context::default()
    };
    Proposals::read(text, &Extractor::new(), &context)
}

#[test]
fn confirmed_findings_are_statements_with_their_passages() {
    let proposals = proposals(TEXT);
    let mut confirmed = Confirmed::new();
    let mut lines = Vec::new();
    for finding in &proposals.findings {
        let confirmation = proposals.confirm(&finding.key, None, &confirmed, &citation()).unwrap();
        if finding.kind == FindingKind::Person {
            confirmed.insert(finding.key.clone(), confirmation.entity.clone());
        }
        lines.push(format!("{}: {}", finding.kind.as_str(), finding.title));
        for statement in &confirmation.statements {
            let passage = statement.passage.unwrap();
            let words = &TEXT[passage.start as usize..passage.end as usize];
            lines.push(format!(
                "  {} {} = {} {:?} from {words:?}",
                statement.schema, statement.property, statement.value, statement.original
            ));
            assert!(
                Ontology::standard().property(&statement.schema, &statement.property).is_some()
            );
        }
    }
    insta::assert_snapshot!(normalised_ids(&lines.join("\n")));
}

/// Ids that follow from hashes stand in snapshots as what they are.
fn normalised_ids(text: &str) -> String {
    let mut words = Vec::new();
    for word in text.split(' ') {
        let is_id = word.strip_prefix("person-").is_some_and(|hash| hash.len() == 20);
        words.push(if is_id { "person-(hash)" } else { word });
    }
    words.join(" ")
}

#[test]
fn the_chosen_entity_is_the_one_that_is_said_of() {
    let proposals = proposals(TEXT);
    let person = &proposals.findings[0];
    let target = Target { entity: "p-7".parse().unwrap(), schema: "Person".into() };
    let confirmation =
        proposals.confirm(&person.key, Some(&target), &Confirmed::new(), &citation()).unwrap();
    assert!(confirmation.statements.iter().all(|statement| statement.entity.as_str() == "p-7"));

    let confirmed: Confirmed = [(person.key.clone(), target.entity.clone())].into();
    let arrest =
        proposals.findings.iter().find(|finding| finding.kind.as_str() == "arrest").unwrap();
    let confirmation = proposals.confirm(&arrest.key, None, &confirmed, &citation()).unwrap();
    let links: Vec<_> =
        confirmation.statements.iter().filter(|s| &*s.property == "person").collect();
    assert_eq!(links.len(), 1);
    assert_eq!(links[0].value, "p-7");
}

#[test]
fn keys_are_the_same_when_the_text_is_read_again() {
    let keys = |text: &str| -> Vec<String> {
        let proposals = proposals(text);
        let mentions = proposals.mentions.iter().map(|mention| mention.key.to_string());
        mentions.chain(proposals.findings.iter().map(|finding| finding.key.to_string())).collect()
    };
    let all = keys(TEXT);
    assert_eq!(all, keys(TEXT));
    let distinct: std::collections::BTreeSet<_> = all.iter().collect();
    assert_eq!(distinct.len(), all.len(), "two proposals share a key");
    // What comes after a passage does not change its key.
    let longer = keys(&format!("{TEXT} Later the boat was seen at sea."));
    assert!(all.iter().all(|key| longer.contains(key)));
}

#[test]
fn a_mention_by_itself_is_an_entity_of_its_own_or_says_so() {
    let proposals = proposals(TEXT);
    let of =
        |kind: &str| proposals.mentions.iter().find(|m| m.mention.kind.as_str() == kind).unwrap();
    let place = proposals.confirm(&of("place").key, None, &Confirmed::new(), &citation()).unwrap();
    assert!(place.statements.iter().any(|s| &*s.property == "latitude"));
    let error =
        proposals.confirm(&of("money").key, None, &Confirmed::new(), &citation()).unwrap_err();
    assert!(error.to_string().contains("confirm the person or event"), "{error}");
    let other = "0".repeat(24).parse().unwrap();
    let error = proposals.confirm(&other, None, &Confirmed::new(), &citation()).unwrap_err();
    assert!(error.to_string().contains("no proposal"), "{error}");
}

#[test]
fn the_form_says_what_the_report_is() {
    let document =
        Document { text: TEXT.to_owned(), title: Some("Arrest".to_owned()), ..Document::default() };
    let original = OriginalFile::new("note.txt", "text/plain", TEXT.as_bytes().to_vec());
    let form = ReportForm {
        date: Some("2025-03-31".to_owned()),
        language: Some("en".to_owned()),
        ..ReportForm::default()
    };
    let statements = form.statements(&document, Some(&original), &citation()).unwrap();
    let value = |property: &str| {
        statements
            .iter()
            .find(|s| &*s.property == property)
            .map(|s| s.value.as_str())
            .unwrap_or_default()
    };
    assert_eq!(value("title"), "Arrest");
    assert_eq!(value("bodyText"), TEXT);
    assert_eq!(value("contentHash"), original.sha256_hex());
    assert!(statements.iter().all(|s| s.entity.as_str() == "report-1" && &*s.schema == "Report"));
    let wrong = ReportForm { date: Some("2025-02-30".to_owned()), ..ReportForm::default() };
    let error = wrong.statements(&document, None, &citation()).unwrap_err().to_string();
    assert!(error.starts_with("date: ") && error.contains("calendar"), "{error}");
}

#[test]
fn every_finding_of_the_press_release_can_be_confirmed() {
    let path = data().join("reports/oic-summit-2025-03-31.txt");
    let Ok(text) = std::fs::read_to_string(&path) else {
        println!("{} is absent: only the invented texts are tested", path.display());
        return;
    };
    let proposals = proposals(&text);
    for finding in &proposals.findings {
        let confirmation =
            proposals.confirm(&finding.key, None, &Confirmed::new(), &citation()).unwrap();
        assert!(!confirmation.statements.is_empty(), "{finding:?}");
        for statement in &confirmation.statements {
            let property =
                Ontology::standard().property(&statement.schema, &statement.property).unwrap();
            let again = property.normalise(&statement.value).unwrap();
            assert_eq!(again.value, statement.value, "{} {}", statement.schema, statement.property);
        }
    }
    let sentences: Vec<_> =
        proposals.findings.iter().filter(|f| f.kind.as_str() == "sentence").collect();
    assert_eq!(sentences.len(), 4);
}
