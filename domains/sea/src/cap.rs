//! Alerts as the Common Alerting Protocol 1.2 (OASIS, 1 July 2010), for partners' systems.

use std::fmt::Write as _;

use crossbearing_ais::rfc_3339;

use crate::alerts::{Alert, Severity, State};

/// Who sends it, and when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CapSender {
    /// Names the sender worldwide, such as a domain; no spaces, commas or angle brackets.
    pub id: String,
    /// The sender's name for people.
    pub name: String,
    /// When it is sent, in milliseconds since 1970.
    pub at: i64,
    /// It is an exercise.
    pub is_exercise: bool,
}

/// An alert as a CAP message for restricted use, in English.
pub fn cap(alert: &Alert, name: &str, sender: &CapSender) -> String {
    let (urgency, severity, certainty) = match alert.severity {
        Severity::Danger => ("Immediate", "Extreme", "Observed"),
        Severity::Attention => ("Expected", "Moderate", "Likely"),
        Severity::Note => ("Unknown", "Minor", "Possible"),
    };
    let category = if alert.severity == Severity::Danger { "Rescue" } else { "Security" };
    let event = alert.rule.replace('_', " ");
    let vessel = if name.is_empty() { format!("MMSI {}", alert.mmsi) } else { name.to_owned() };
    let mut out = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    out.push_str("<alert xmlns=\"urn:oasis:names:tc:emergency:cap:1.2\">\n");
    let mut put = |name: &str, text: &str| {
        let _ = writeln!(out, "<{name}>{}</{name}>", escaped(text));
    };
    put("identifier", &format!("sea-alert-{}", alert.id));
    put("sender", &sender.id.replace([' ', ',', '<', '&'], "-"));
    put("sent", &written(sender.at));
    put("status", if sender.is_exercise { "Exercise" } else { "Actual" });
    put("msgType", if alert.state == State::Closed { "Cancel" } else { "Alert" });
    put("scope", "Restricted");
    put("restriction", "For those whom the label of the source admits");
    if alert.state == State::Closed {
        let before = written(alert.time);
        put("references", &format!("{},sea-alert-{},{before}", sender.id, alert.id));
    }
    out.push_str("<info>\n");
    let mut put = |name: &str, text: &str| {
        let _ = writeln!(out, "<{name}>{}</{name}>", escaped(text));
    };
    put("language", "en");
    put("category", category);
    put("event", &event);
    put("urgency", urgency);
    put("severity", severity);
    put("certainty", certainty);
    put("onset", &written(alert.start));
    put("senderName", &sender.name);
    put("headline", &format!("{event}: {vessel}"));
    put("description", &alert.reason);
    let mut parameter = |name: &str, value: &str| {
        let (name, value) = (escaped(name), escaped(value));
        let _ = writeln!(
            out,
            "<parameter><valueName>{name}</valueName><value>{value}</value></parameter>"
        );
    };
    parameter("MMSI", &alert.mmsi.to_string());
    if let Some(other) = alert.other {
        parameter("MMSI of the other vessel", &other.to_string());
    }
    if let Some(evidence) = &alert.evidence {
        parameter("SHA-256 of the evidence", &evidence.sha256);
    }
    if let Some((lat, lon)) = alert.position {
        let _ = writeln!(
            out,
            "<area><areaDesc>{lat:.5} {lon:.5}</areaDesc><circle>{lat:.5},{lon:.5} 1.0</circle></area>"
        );
    }
    out.push_str("</info>\n</alert>\n");
    out
}

/// A time as CAP wants it: without fractions, with an offset that is not `Z`.
fn written(millis: i64) -> String {
    let text = rfc_3339(millis.clamp(0, 253_402_300_799_000));
    format!("{}-00:00", text.get(..19).unwrap_or_default())
}

/// A text in XML; characters that XML cannot hold are replaced.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '\n' | '\t' => out.push(' '),
            it if it.is_control() || matches!(it, '\u{fffe}' | '\u{ffff}') => out.push('\u{fffd}'),
            it => out.push(it),
        }
    }
    out
}
