//! A data folder that holds a fictional exercise, for people to try the program with.

mod photos;

use std::net::SocketAddr;
use std::path::Path;

use anyhow::Context as _;
use crossbearing_exchange::node::{Agreement, Matching, Partner};
use crossbearing_exercise::{
    Agency as Seat, Cast, Exercise, FiledReport, Member, Plan, ShipEvent, Ships, ShipsPlan,
};
use crossbearing_ledger::Batch;
use crossbearing_model::{AgencyId, Audience, Classification, Instant, LabelSpec, Statement};
use crossbearing_sea::{FeedSpec, Places, Source, Speed, write_feeds};
use serde_json::{Value, json};

use crate::accounts::{Accounts, Agency, Password, Person, Purpose};
use crate::folder::{DataFolder, Identity, NodeSettings};

/// The password of everybody in an exercise: nothing in it is secret.
const PASSWORD: &str = "only an exercise";

/// How long the log of the exercise at sea is, and how much of it is played live, in hours.
const SEA_HOURS: f64 = 6.0;
const LIVE_HOURS: f64 = 1.5;

/// Where the first of three nodes listens for people, and for partners; the others follow.
const FIRST_PORT: u16 = 8441;
const FIRST_PARTNER_PORT: u16 = 9441;
/// Evaluations that partners get a day in an exercise.
const MATCHED_A_DAY: u32 = 100_000;

/// How long the exercise's operations may be stated, in milliseconds: ten years.
const PURPOSES_LAST: i64 = 3650 * 24 * 3600 * 1000;

/// Makes a folder for the exercise of `seed` and `persons` that ends `today`, and files its reports
/// in the order in which the agencies did. `progress` is told how many of how many.
pub(crate) fn create(
    path: &Path,
    (seed, persons): (u64, u32),
    today: Instant,
    progress: &mut dyn FnMut(usize, usize),
) -> anyhow::Result<DataFolder> {
    let exercise = Exercise::new(Plan::new(seed, persons)?.ending(today))?;
    let cast = exercise.cast();
    let host = cast.agencies.first().context("an exercise has agencies")?;
    let settings = NodeSettings {
        node: host.node.clone(),
        agency: host.id.clone(),
        agency_name: host.name.to_owned(),
        exercise: Some(Identity {
            seed,
            persons,
            ends: exercise.plan().today(),
            password: PASSWORD.to_owned(),
        }),
    };
    let folder = DataFolder::create(path, &settings)?;
    enrol(&folder.accounts()?, &cast, today, None)?;
    file_reports(&folder, &exercise, &|_| true, progress)?;
    let events = write_ships(&folder, seed, today)?;
    photos::file(&folder, &cast, &events, today)?;
    receivers(&folder, &cast, today)?;
    Ok(folder)
}

/// A folder of one agency's node, with what the agency itself filed, and its people.
fn create_node(
    path: &Path,
    exercise: &Exercise,
    (seed, persons): (u64, u32),
    agency: &Seat,
) -> anyhow::Result<DataFolder> {
    let (cast, today) = (exercise.cast(), exercise.plan().today());
    let settings = NodeSettings {
        node: agency.node.clone(),
        agency: agency.id.clone(),
        agency_name: agency.name.to_owned(),
        exercise: Some(Identity { seed, persons, ends: today, password: PASSWORD.to_owned() }),
    };
    let folder = DataFolder::create(path, &settings)?;
    enrol(&folder.accounts()?, &cast, today, Some(&agency.id))?;
    let own = |report: &FiledReport| report.agency == agency.id;
    file_reports(&folder, exercise, &own, &mut |_, _| {})?;
    Ok(folder)
}

/// Makes three folders under `path`, one for each agency of the exercise: nodes that are partners of
/// one another already. `progress` is told which of them is made.
pub(crate) fn create_nodes(
    path: &Path,
    (seed, persons): (u64, u32),
    today: Instant,
    progress: &mut dyn FnMut(&Seat),
) -> anyhow::Result<Vec<(Seat, SocketAddr, SocketAddr)>> {
    let exercise = Exercise::new(Plan::new(seed, persons)?.ending(today))?;
    let cast = exercise.cast();
    let mut made = Vec::new();
    for (agency, offset) in cast.agencies.iter().zip(0..) {
        progress(agency);
        let folder =
            create_node(&path.join(agency.id.as_str()), &exercise, (seed, persons), agency)?;
        let web = SocketAddr::from(([127, 0, 0, 1], FIRST_PORT + offset));
        let partners = SocketAddr::from(([127, 0, 0, 1], FIRST_PARTNER_PORT + offset));
        made.push((folder, agency.clone(), web, partners));
    }
    let purpose = cast.operations.first().context("an exercise has operations")?.id.clone();
    let agreement = Agreement {
        purpose,
        ceiling: Classification::OfficialSensitive,
        until: today.plus_millis(PURPOSES_LAST),
        gives: true,
        takes: true,
        relays: cast.agencies.iter().map(|agency| agency.id.clone()).collect(),
        matching: Some(Matching { per_case: MATCHED_A_DAY, per_day: MATCHED_A_DAY }),
    };
    let mut cards = Vec::new();
    for (folder, _, _, partners) in &made {
        cards.push(folder.exchange()?.card(format!("https://{partners}")));
    }
    for (folder, agency, _, _) in &made {
        let (exchange, ledger, log) = (folder.exchange()?, folder.ledger()?, folder.log()?);
        for card in cards.iter().filter(|card| card.node != agency.node) {
            let (card, agreement) = (card.clone(), agreement.clone());
            let partner = Partner { card, agreement, called_every: 10, revoked: None };
            exchange.at_office((&ledger, &log), today, |office| office.put_partner(&partner))?;
        }
    }
    Ok(made.into_iter().map(|(_, agency, web, partners)| (agency, web, partners)).collect())
}

/// The log of the coast's receivers: few vessels, so that the folder stays small. Gives what happens
/// in it.
fn write_ships(folder: &DataFolder, seed: u64, today: Instant) -> anyhow::Result<Vec<ShipEvent>> {
    let begins = today.plus_millis(-(SEA_HOURS * 3_600_000.0) as i64);
    let plan = ShipsPlan::new(seed, 60, SEA_HOURS)?.beginning(begins);
    let log = folder.exercise_log()?;
    let ships = Ships::new(plan);
    let events = ships.truth().to_vec();
    ships.write_to(&log)?;
    let places = std::fs::read_to_string(log.with_extension("nmea.places.geojson"))?;
    Places::put(&folder.sea(), &watched_places(&places)?)?;
    Ok(events)
}

/// The exercise's land, ports and stations, and one of its zones, watched for entries at night:
/// ordinary traffic goes through all of them all day long.
fn watched_places(places: &str) -> anyhow::Result<String> {
    let mut places: Value = serde_json::from_str(places)?;
    let features = places["features"].as_array_mut().context("places are features")?;
    let mut n_zones = 0;
    features.retain_mut(|feature| {
        if feature["properties"]["kind"] != "zone" {
            return true;
        }
        n_zones += 1;
        let properties = &mut feature["properties"];
        properties["watched"] = json!("20:00-06:00");
        (properties["exit"], properties["approach"]) = (json!(false), json!(false));
        n_zones == 1
    });
    Ok(places.to_string())
}

/// The feed that plays the log as if it were now, for all agencies of the coalition to see.
fn receivers(folder: &DataFolder, cast: &Cast, today: Instant) -> anyhow::Result<()> {
    let log = folder.exercise_log()?;
    let name = log.file_name().context("a log has a name")?;
    let label = LabelSpec {
        releasable_to: [Audience::Group(cast.coalition.clone())].into(),
        ..LabelSpec::for_agency(folder.settings().agency.clone(), today.plus_millis(PURPOSES_LAST))
    };
    let feed = FeedSpec {
        id: "strait".parse()?,
        title: "Coast receivers, the strait".to_owned(),
        source: Source::File {
            path: Path::new("../exercise").join(name),
            speed: Some(Speed::new(1.0)?),
            ahead_minutes: ((SEA_HOURS - LIVE_HOURS) * 60.0) as u32,
            as_now: true,
            repeat: true,
        },
        grade: "6x6/B2".parse()?,
        label,
        paused: false,
    };
    write_feeds(&folder.sea(), &[feed])?;
    Ok(())
}

/// Enters agencies, operations and people: of all agencies, or of one.
fn enrol(
    accounts: &Accounts,
    cast: &Cast,
    today: Instant,
    only: Option<&AgencyId>,
) -> anyhow::Result<()> {
    for agency in &cast.agencies {
        accounts.put_agency(&Agency {
            id: agency.id.clone(),
            name: agency.name.to_owned(),
            groups: [cast.coalition.clone()].into(),
        })?;
    }
    for operation in &cast.operations {
        accounts.put_purpose(&Purpose {
            id: operation.id.clone(),
            title: operation.name.to_owned(),
            valid_from: today.plus_millis(-PURPOSES_LAST),
            valid_until: today.plus_millis(PURPOSES_LAST),
        })?;
    }
    let password = Password::chosen(PASSWORD.to_owned())?;
    let members = cast.members.iter();
    for member in members.filter(|member| only.is_none_or(|agency| member.agency == *agency)) {
        accounts.add_person(&person(member), &password)?;
        for purpose in &member.purposes {
            accounts.grant(&member.principal, purpose)?;
        }
    }
    Ok(())
}

fn person(member: &Member) -> Person {
    Person {
        id: member.principal.clone(),
        name: member.name.to_owned(),
        agency: member.agency.clone(),
        roles: member.roles.iter().copied().collect(),
        clearance: member.clearance,
        note: Some(member.about.to_owned()),
        closed: false,
    }
}

fn file_reports(
    folder: &DataFolder,
    exercise: &Exercise,
    chosen: &dyn Fn(&FiledReport) -> bool,
    progress: &mut dyn FnMut(usize, usize),
) -> anyhow::Result<()> {
    let ledger = folder.ledger()?;
    let mut reports: Vec<FiledReport> = exercise.reports().filter(chosen).collect();
    reports.sort_by(|one, other| (one.recorded_at, &one.id).cmp(&(other.recorded_at, &other.id)));
    let total = reports.len();
    for (filed, report) in reports.into_iter().enumerate() {
        let (recorded_at, by) = (report.recorded_at, report.filed_by.clone());
        let batch = Batch {
            statements: with_text(&report),
            protections: report.protections,
            ..Batch::default()
        };
        ledger.append(batch, recorded_at, &by)?;
        progress(filed + 1, total);
    }
    Ok(())
}

/// The report's own statements: what it is called, says and is, then what was confirmed of it.
fn with_text(report: &FiledReport) -> Vec<Statement> {
    let say = |property: &str, value: &str| {
        let citation = std::sync::Arc::clone(&report.citation);
        Statement::new(report.id.clone(), "Report", property, value, citation)
    };
    let in_its_language = |property: &str, value: &str| Statement {
        lang: Some(report.language.into()),
        ..say(property, value)
    };
    let mut statements = vec![
        say("reference", &report.reference),
        in_its_language("title", &report.title),
        in_its_language("bodyText", &report.text),
        say("date", &report.dated.to_string()),
        say("form", report.form),
        say("agency", report.agency.as_str()),
    ];
    statements.extend(report.statements.iter().cloned());
    statements
}
