//! What the desk's answers look like.

use crossbearing_model::{Instant, Label};
use crossbearing_sea::{Alert, Card, FeedStanding, Seen};
use serde::Serialize;
use utoipa::ToSchema;

use super::lists::HeadShape;

/// An alert.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct AlertShape {
    id: String,
    /// The rule that fired.
    rule: String,
    /// The watch list of which it comes.
    list: Option<String>,
    /// `danger`, `attention` or `note`.
    #[schema(value_type = String)]
    severity: crossbearing_sea::Severity,
    /// The vessel's MMSI.
    mmsi: u32,
    /// The vessel's name, if it has said one.
    name: String,
    /// The other vessel's MMSI.
    other: Option<u32>,
    /// When it began.
    start: String,
    /// When the rule was sure.
    time: String,
    /// When it fired last.
    latest: String,
    /// How often it has fired.
    times: u32,
    /// Latitude and longitude in degrees.
    position: Option<(f64, f64)>,
    /// Why, in words.
    reason: String,
    /// `new`, `acknowledged` or `closed`.
    #[schema(value_type = String)]
    state: crossbearing_sea::State,
    /// Who acknowledged it.
    acknowledged: Option<DeedShape>,
    /// Who has it.
    assigned: Option<DeedShape>,
    /// The roles it was shared with.
    shared: Vec<String>,
    /// How it was closed.
    closed: Option<ClosingShape>,
    /// SHA-256 and lines of its evidence, and whether playing it gave the same alert.
    #[schema(value_type = Option<Object>)]
    evidence: Option<crossbearing_sea::EvidenceNote>,
    /// The report in the ledger.
    recorded: Option<String>,
}

/// Who did something, and when.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct DeedShape {
    who: String,
    at: String,
}

/// How an alert was closed.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ClosingShape {
    /// `confirmed`, `harmless`, `false-alarm` or `duplicate`.
    #[schema(value_type = String)]
    outcome: crossbearing_sea::Outcome,
    reason: String,
    by: DeedShape,
}

/// A vessel.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct VesselShape {
    mmsi: u32,
    name: String,
    callsign: String,
    /// The IMO number that it says, whatever that is worth.
    imo: Option<u32>,
    /// Type of ship and cargo as sent.
    kind: u8,
    /// Metres from the antenna to bow, stern, port and starboard.
    size: [u16; 4],
    destination: String,
    /// `MM-DD hh:mm`, as sent.
    eta: String,
    draught: Option<f32>,
    /// Latitude and longitude in degrees.
    position: Option<(f64, f64)>,
    /// Knots.
    speed: Option<f64>,
    /// Degrees.
    course: Option<f64>,
    /// Degrees.
    heading: Option<u16>,
    /// Navigational status as sent.
    status: Option<u8>,
    /// When it was heard last.
    heard: String,
    /// Seconds since then.
    age: i64,
    /// The feed that heard it last.
    feed: String,
    /// Position reports so far.
    reports: u32,
    /// What it said differently before.
    changes: Vec<ChangeShape>,
}

/// A vessel said something else of itself than before.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ChangeShape {
    at: String,
    what: &'static str,
    before: String,
    after: String,
}

/// A vessel with all that concerns it.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct CardShape {
    #[serde(flatten)]
    vessel: VesselShape,
    /// Alerts that concern it.
    alerts: Vec<AlertShape>,
    /// What registers and watch lists say of it.
    listed: Vec<ListedShape>,
    /// Who may see this.
    #[schema(value_type = Object)]
    label: crossbearing_model::LabelSpec,
}

/// What a list says of a vessel.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ListedShape {
    /// The list.
    list: HeadShape,
    /// What it says, as the caller may read it.
    #[schema(value_type = Object)]
    row: crossbearing_sea::Row,
}

/// A feed and how it is.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct FeedShape {
    /// As it is configured.
    #[schema(value_type = Object)]
    feed: crossbearing_sea::FeedSpec,
    /// Where it comes from, in words.
    source: String,
    /// How it is.
    #[schema(value_type = Object)]
    health: crossbearing_sea::Health,
    /// Vessels in its picture.
    vessels: usize,
    /// What keeps its picture from being written down.
    trouble: Option<String>,
}

/// A time in RFC 3339; empty for none.
pub(super) fn written(millis: i64) -> String {
    if millis == i64::MIN { String::new() } else { Instant::from_millis(millis).to_string() }
}

impl AlertShape {
    pub(super) fn new(alert: Alert, name: String) -> Self {
        let deed =
            |it: crossbearing_sea::Deed| DeedShape { who: it.who.to_string(), at: written(it.at) };
        let closing = |it: crossbearing_sea::Closing| ClosingShape {
            outcome: it.outcome,
            reason: it.reason,
            by: deed(it.by),
        };
        Self {
            id: alert.id.to_string(),
            rule: alert.rule,
            list: alert.list.map(|list| list.to_string()),
            severity: alert.severity,
            mmsi: alert.mmsi,
            name,
            other: alert.other,
            start: written(alert.start),
            time: written(alert.time),
            latest: written(alert.latest),
            times: alert.times,
            position: alert.position,
            reason: alert.reason,
            state: alert.state,
            acknowledged: alert.acknowledged.map(deed),
            assigned: alert.assigned.map(deed),
            shared: alert.shared.iter().map(|role| role.as_str().to_owned()).collect(),
            closed: alert.closed.map(closing),
            evidence: alert.evidence,
            recorded: alert.recorded.map(|report| report.to_string()),
        }
    }
}

impl From<Seen> for VesselShape {
    fn from(seen: Seen) -> Self {
        let vessel = seen.vessel;
        let identity = vessel.identity.map(|identity| *identity).unwrap_or_default();
        let degrees = |value: i32| f64::from(value) / 1e7;
        let tenths = |value: u16| f64::from(value) / 10.0;
        let changes = identity.changes.into_iter().map(|change| ChangeShape {
            at: written(change.time),
            what: change.what,
            before: change.before,
            after: change.after,
        });
        Self {
            mmsi: vessel.mmsi,
            changes: changes.collect(),
            name: identity.name,
            callsign: identity.callsign,
            imo: identity.imo,
            kind: vessel.kind,
            size: vessel.size,
            destination: identity.destination,
            eta: identity.eta,
            draught: identity.draught,
            position: vessel.position.map(|(lat, lon)| (degrees(lat), degrees(lon))),
            speed: vessel.speed.map(tenths),
            course: vessel.course.map(tenths),
            heading: vessel.heading,
            status: vessel.status,
            heard: written(vessel.time),
            age: seen.age / 1000,
            feed: seen.feed,
            reports: vessel.n_reports,
        }
    }
}

impl CardShape {
    pub(super) fn new(card: Card) -> Self {
        let name = card.seen.vessel.name().to_owned();
        let alerts = card.alerts.into_iter().map(|alert| AlertShape::new(alert, name.clone()));
        let listed = card.listed.into_iter();
        Self {
            listed: listed.map(|it| ListedShape { list: it.list.into(), row: it.row }).collect(),
            alerts: alerts.collect(),
            label: Label::spec(&card.label).clone(),
            vessel: card.seen.into(),
        }
    }
}

impl From<FeedStanding> for FeedShape {
    fn from(standing: FeedStanding) -> Self {
        Self {
            source: standing.spec.source.words(),
            feed: standing.spec,
            health: standing.health,
            vessels: standing.vessels,
            trouble: standing.trouble,
        }
    }
}
