use std::fmt::Write as _;

use crossbearing_exercise::FiledReport;

use crate::exercise;

#[test]
fn a_small_exercise_reads_like_this() {
    let mut shown = String::new();
    let mut forms = Vec::new();
    for report in exercise(7, 50).reports() {
        if !forms.contains(&report.form) {
            forms.push(report.form);
            show(&report, &mut shown);
        }
    }
    insta::assert_snapshot!(shown);
}

fn show(report: &FiledReport, shown: &mut String) {
    let label = report.citation.label.spec();
    let _ = writeln!(
        shown,
        "{} {} by {} at {} ({}, {}, {}, TLP {:?}, {} protected)\n{}\n\n{}\n",
        report.reference,
        report.form,
        report.filed_by,
        report.recorded_at,
        report.language,
        report.citation.grade,
        label.classification as u8,
        label.tlp,
        report.protections.len(),
        report.title,
        report.text,
    );
    for statement in report.statements.iter().take(6) {
        let _ = writeln!(
            shown,
            "    {}.{} = {}{}",
            statement.schema,
            statement.property,
            statement.value,
            statement.lang.as_ref().map(|lang| format!(" @{lang}")).unwrap_or_default(),
        );
    }
    shown.push('\n');
}
