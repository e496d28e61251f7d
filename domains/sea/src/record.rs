//! An alert as statements, once a person has decided to record it: what happened, and who took part.

use std::fmt::Write as _;
use std::sync::Arc;

use crossbearing_ais::rfc_3339;
use crossbearing_model::{Citation, EntityId, Statement};
use crossbearing_tracks::is_imo_number;

use crate::alerts::{Alert, Outcome, State};
use crate::error::{Error, Result};
use crate::picture::Identity;

/// A vessel that took part, and the entity that it is.
#[derive(Debug, Clone, PartialEq)]
pub struct Participant {
    /// Its MMSI.
    pub mmsi: u32,
    /// Who it is in the ledger: a record that somebody chose, or a new one.
    pub entity: EntityId,
    /// What it says of itself.
    pub said: Identity,
}

/// Rules about two vessels that met; what all others saw is a sighting of one.
const MEETINGS: [&str; 3] = ["encounter", "towing", "mother_ship"];

/// Whether an alert may be recorded: somebody has looked at it, and it was so.
pub fn check_recordable(alert: &Alert) -> Result<()> {
    let reason = match (alert.state, alert.closed.as_ref().map(|closed| closed.outcome)) {
        _ if alert.recorded.is_some() => "it is recorded already",
        (State::New, _) => "nobody has looked at it yet: acknowledge it first",
        (_, Some(Outcome::FalseAlarm | Outcome::Duplicate)) => {
            "it was closed as a false alarm or a duplicate: there is nothing to record"
        }
        _ => return Ok(()),
    };
    Err(Error::NotNow { reason: reason.to_owned() })
}

/// The event of an alert as an entity.
pub fn event_id(alert: &Alert) -> Result<EntityId> {
    let id = format!("sea-event-{}", alert.id);
    id.parse().map_err(|error| Error::malformed("event id", error))
}

/// What is said of the event and of the vessels; the citation is of the report that holds the
/// evidence. The first participant is the alert's vessel.
pub fn statements(
    alert: &Alert,
    participants: &[Participant],
    citation: &Arc<Citation>,
) -> Result<Vec<Statement>> {
    let event = event_id(alert)?;
    let mut statements = Vec::new();
    let mut say =
        |entity: &EntityId, schema: &'static str, property: &'static str, value: String| {
            if !value.is_empty() {
                let citation = Arc::clone(citation);
                statements.push(Statement::new(entity.clone(), schema, property, value, citation));
            }
        };
    for vessel in participants {
        let mut of = |property, value| say(&vessel.entity, "Vessel", property, value);
        of("mmsi", vessel.mmsi.to_string());
        of("name", vessel.said.name.trim().to_owned());
        of("callSign", vessel.said.callsign.trim().to_owned());
        let imo = vessel.said.imo.filter(|imo| is_imo_number(*imo));
        of("imoNumber", imo.map_or_else(String::new, |imo| format!("IMO{imo}")));
    }
    let is_meeting = MEETINGS.contains(&alert.rule.as_str()) && participants.len() > 1;
    let (schema, ends) = if is_meeting {
        ("Encounter", ["vessel", "otherVessel"])
    } else {
        ("Sighting", ["subject", "subject"])
    };
    let mut of = |property, value| say(&event, schema, property, value);
    for (property, vessel) in ends.into_iter().zip(participants) {
        of(property, vessel.entity.to_string());
    }
    of("name", title(alert, participants));
    of("summary", alert.reason.clone());
    of("startDate", rfc_3339(alert.start));
    of("endDate", rfc_3339(alert.latest.max(alert.time)));
    if let Some((lat, lon)) = alert.position {
        of("latitude", format!("{lat:.5}"));
        of("longitude", format!("{lon:.5}"));
    }
    Ok(statements)
}

/// The alert in a line: what, who, when.
pub fn title(alert: &Alert, participants: &[Participant]) -> String {
    let rule = alert.rule.replace('_', " ");
    let names: Vec<String> = participants.iter().map(Participant::called).collect();
    let day = rfc_3339(alert.start);
    format!("{rule}: {}, {}", names.join(" and "), day.get(..10).unwrap_or_default())
}

/// The alert as the text of a report.
pub fn text(alert: &Alert, participants: &[Participant]) -> String {
    let names: Vec<String> = participants.iter().map(Participant::called).collect();
    let mut text = format!("{}\n\n{}.\n\n", title(alert, participants), alert.reason);
    let mut line = |name: &str, value: String| {
        if !value.is_empty() {
            let _ = writeln!(text, "{name}: {value}");
        }
    };
    line("Vessels", names.join("; "));
    line("Began", rfc_3339(alert.start));
    line("Sure", rfc_3339(alert.time));
    if let Some((lat, lon)) = alert.position {
        line("Position", format!("{lat:.5}, {lon:.5}"));
    }
    line("Rule", alert.rule.clone());
    if let Some(closed) = &alert.closed {
        line("Judged", format!("{} ({})", closed.reason, closed.by.who));
    }
    if let Some(evidence) = &alert.evidence {
        line("Evidence", format!("{} raw lines, SHA-256 {}", evidence.lines, evidence.sha256));
    }
    text
}

impl Participant {
    fn called(&self) -> String {
        let name = self.said.name.trim();
        if name.is_empty() { format!("MMSI {}", self.mmsi) } else { name.to_owned() }
    }
}
