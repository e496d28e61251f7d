//! A vessel on a list.

use serde::{Deserialize, Serialize};

/// A vessel on a list. It is known by its MMSI, its IMO number, its call sign or its name, the
/// surest that there is.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Row {
    /// MMSI.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mmsi: Option<u32>,
    /// IMO number, with the right check digit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub imo: Option<u32>,
    /// Call sign, in capitals.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub callsign: String,
    /// Name, in capitals.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub name: String,
    /// ISO 3166-1 code of the flag state.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub flag: String,
    /// Type of vessel, in the list's words.
    #[serde(rename = "type", skip_serializing_if = "String::is_empty")]
    pub kind: String,
    /// Length in metres.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub length: Option<u16>,
    /// Who owns it.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub owner: String,
    /// Why it is on the list.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub reason: String,
}

impl Row {
    /// By what the vessel is known, the surest.
    pub fn key(&self) -> String {
        match (self.imo, self.mmsi, self.callsign.as_str()) {
            (Some(imo), ..) => format!("IMO {imo}"),
            (_, Some(mmsi), _) => format!("MMSI {mmsi}"),
            (.., "") => self.name.clone(),
            (.., callsign) => format!("call sign {callsign}"),
        }
    }
}
