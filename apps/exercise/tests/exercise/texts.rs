use std::collections::BTreeSet;

use crossbearing_exercise::TruthRecord;

use crate::{SEEDS, exercise};

#[test]
fn every_statement_points_at_the_words_that_say_it() {
    for seed in SEEDS {
        for report in exercise(seed, 200).reports() {
            for statement in &report.statements {
                let passage = statement.passage.unwrap();
                let words = report.text.get(passage.start as usize..passage.end as usize);
                let said = statement.original.as_ref().unwrap_or(&statement.value);
                assert_eq!(words, Some(said.as_str()), "{}: {statement:?}", report.text);
            }
        }
    }
}

#[test]
fn answers_point_at_the_texts_of_reports_that_nobody_has_read() {
    let exercise = exercise(7, 200);
    let unread: Vec<_> = exercise.reports().filter(|report| report.statements.is_empty()).collect();
    let mut answered = BTreeSet::new();
    for record in exercise.truth() {
        let TruthRecord::Answer { report, start, end, .. } = record else { continue };
        let text = &unread.iter().find(|unread| unread.id == report).unwrap().text;
        assert!(text.get(start as usize..end as usize).is_some_and(|words| !words.is_empty()));
        answered.insert(report);
    }
    assert_eq!(answered.len(), unread.len());
}

#[test]
fn texts_have_no_marks_of_templates_and_no_untold_phrases() {
    for seed in SEEDS {
        for report in exercise(seed, 200).reports() {
            let text = format!("{}\n{}", report.title, report.text);
            // Copies of adverts are spaced out on purpose.
            let spaced = report.form != "advert" && text.contains("  ");
            let left = text.contains(['{', '}', '<', '>', '~']) || spaced;
            assert!(!left, "{}: {text}", report.form);
            assert!(!has_key(&text), "{}: {text}", report.form);
            assert!(!crossbearing_model::has_hidden_controls(&text));
        }
    }
}

#[test]
fn reports_come_in_every_form_language_and_scale() {
    let reports: Vec<_> = exercise(7, 1000).reports().collect();
    let forms: BTreeSet<_> = reports.iter().map(|report| report.form).collect();
    assert_eq!(forms.len(), 17, "{forms:?}");
    let languages: BTreeSet<_> = reports.iter().map(|report| report.language).collect();
    assert_eq!(languages, BTreeSet::from(["ar", "en", "fa", "fr"]));
    let scales: BTreeSet<_> =
        reports.iter().map(|report| report.citation.grade.scale().as_str()).collect();
    assert_eq!(scales, BTreeSet::from(["3x5x2", "4x4", "6x6"]));
}

/// Whether the key of a phrase stands where the phrase should.
fn has_key(text: &str) -> bool {
    const KINDS: [&str; 7] = ["role", "category", "nation", "offence", "goods", "month", "event"];
    let follows = |rest: &str| rest.starts_with(|c: char| c.is_alphanumeric());
    KINDS.iter().any(|kind| text.split(&format!("{kind}.")).skip(1).any(follows))
}
