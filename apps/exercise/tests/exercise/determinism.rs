use crossbearing_exercise::{Exercise, FiledReport, Plan};
use crossbearing_model::StatementId;

use crate::{SEEDS, exercise};

fn ids(exercise: &Exercise) -> Vec<StatementId> {
    exercise.statements().map(|statement| statement.id()).collect()
}

#[test]
fn the_same_plan_gives_the_same_exercise() {
    for seed in SEEDS {
        let (one, other) = (exercise(seed, 120), exercise(seed, 120));
        let texts = |exercise: &Exercise| -> Vec<_> {
            exercise.reports().map(|report| (report.id, report.title, report.text)).collect()
        };
        assert_eq!(texts(&one), texts(&other));
        assert_eq!(ids(&one), ids(&other));
    }
}

#[test]
fn another_seed_gives_another_exercise() {
    assert_ne!(ids(&exercise(1, 50)), ids(&exercise(2, 50)));
}

#[test]
fn a_network_can_be_made_without_those_before_it() {
    let exercise = exercise(7, 250);
    let of = |report: FiledReport| (report.id, report.text, report.recorded_at);
    let mut backwards: Vec<Vec<_>> = exercise
        .networks()
        .rev()
        .map(|network| exercise.reports_on(network).into_iter().map(of).collect())
        .collect();
    backwards.reverse();
    assert_eq!(backwards.concat(), exercise.reports().map(of).collect::<Vec<_>>());
    assert!(exercise.reports_on(5).is_empty());
}

#[test]
fn a_folder_holds_what_the_iterators_give() {
    let exercise = exercise(3, 100);
    let (one, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let manifest = exercise.write_to(one.path()).unwrap();
    assert_eq!(manifest, exercise.write_to(other.path()).unwrap());
    assert_eq!(manifest.reports, exercise.reports().count() as u64);
    assert_eq!(manifest.statements, exercise.statements().count() as u64);
    assert_eq!(manifest.truth, exercise.truth().count() as u64);
    let mut names = Vec::new();
    for entry in std::fs::read_dir(one.path()).unwrap() {
        let name = entry.unwrap().file_name();
        let read = |folder: &tempfile::TempDir| std::fs::read(folder.path().join(&name)).unwrap();
        assert!(read(&one) == read(&other), "{name:?} differs");
        names.push(name);
    }
    assert_eq!(names.len(), 8);
}

#[test]
fn a_folder_that_cannot_be_written_is_named() {
    let file = tempfile::NamedTempFile::new().unwrap();
    let message = exercise(1, 50).write_to(file.path()).unwrap_err().to_string();
    assert!(message.contains(&file.path().display().to_string()), "{message}");
}

#[test]
fn everything_is_filed_within_the_exercise() {
    let plan = Plan::new(7, 200).unwrap().ending("2027-03-10T15:00:00Z".parse().unwrap());
    let reports: Vec<FiledReport> = Exercise::new(plan).unwrap().reports().collect();
    assert!(reports.iter().all(|report| report.recorded_at < plan.today()));
    assert!(reports.iter().all(|report| report.dated.earliest() <= report.recorded_at));
}

#[test]
fn an_exercise_for_a_demonstration_has_the_size_a_person_can_read() {
    for seed in SEEDS {
        let reports: Vec<_> = exercise(seed, 200).reports().collect();
        assert!((150..=300).contains(&reports.len()), "seed {seed}: {}", reports.len());
        let unread = reports.iter().filter(|report| report.statements.is_empty()).count();
        assert!((5..=25).contains(&(unread * 100 / reports.len())), "seed {seed}: {unread}");
        for agency in ["westmark", "littoral", "kestane"] {
            let filed = reports.iter().filter(|report| report.agency.as_str() == agency).count();
            assert!(filed * 6 > reports.len(), "seed {seed}: {agency} filed {filed}");
        }
        let corrected = reports.iter().filter(|report| report.form == "correction").count();
        assert!(corrected > 0, "seed {seed}");
    }
}
