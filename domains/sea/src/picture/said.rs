//! What a message says of a vessel, in the words of the desk.

use crossbearing_ais::{Defects, Message};
use crossbearing_tracks::{self as tracks, Report, device_kind};

use crate::history::Position;

/// What a message says.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Said {
    /// Where a vessel is.
    Position(Report),
    /// A safety related text; the position is none.
    Text(Report, String),
    /// Who a vessel is, and when and on which line it said so.
    Particulars(u32, Box<Particulars>, (i64, u64)),
}

/// Who a vessel says it is, and where it says it goes. Fields that a message lacks are empty.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Particulars {
    pub(crate) name: Option<String>,
    pub(crate) callsign: Option<String>,
    pub(crate) imo: Option<u32>,
    pub(crate) kind: Option<u8>,
    /// Metres from the antenna to bow, stern, port and starboard.
    pub(crate) size: Option<[u16; 4]>,
    pub(crate) destination: Option<String>,
    pub(crate) eta: Option<String>,
    pub(crate) draught: Option<f32>,
}

/// Reads a message that was sent at `time` and stands at `line`. Sound messages only; distress
/// devices are believed even if something is wrong.
pub(crate) fn read(message: &Message<'_>, time: i64, line: u64) -> Option<Said> {
    let mmsi = message.mmsi();
    if !is_sound(message) && device_kind(mmsi).is_none() {
        return None;
    }
    match message.kind {
        1..=3 | 9 | 18 | 27 => Some(Said::Position(report(message, time, line))),
        14 => {
            let text = message.text("text").unwrap_or_default();
            Some(Said::Text(report(message, time, line), text))
        }
        5 | 24 => Some(Said::Particulars(mmsi, Box::new(particulars(message)), (time, line))),
        _ => None,
    }
}

/// Class B extended reports say both; this gives the second half.
pub(crate) fn read_extended(
    message: &Message<'_>,
    time: i64,
    line: u64,
) -> Option<(Report, Box<Particulars>)> {
    (message.kind == 19 && is_sound(message))
        .then(|| (report(message, time, line), Box::new(particulars(message))))
}

/// Whether the message itself is whole. A damaged tag block takes nothing from it: what the block
/// says is left out.
fn is_sound(message: &Message<'_>) -> bool {
    message.defects.without(Defects::TAG_BLOCK).is_empty()
}

fn report(message: &Message<'_>, time: i64, line: u64) -> Report {
    let known = |value: Option<f64>, limit: f64| value.filter(|value| *value < limit);
    let fix = message.fix();
    let fast = if message.kind == 27 { 63.0 } else { 102.2 };
    Report {
        time,
        mmsi: message.mmsi(),
        lat: fix.lat.unwrap_or(91.0),
        lon: fix.lon.unwrap_or(181.0),
        speed: known(fix.speed, fast),
        course: known(fix.course, 360.0),
        heading: known(fix.heading, 360.0),
        status: fix.status.map(|status| status as u8),
        line,
    }
}

fn particulars(message: &Message<'_>) -> Particulars {
    let text = |name: &str| message.text(name).filter(|text| !text.trim().is_empty());
    let number = |name: &str| message.raw(name).filter(|raw| *raw > 0);
    let sides = ["to_bow", "to_stern", "to_port", "to_starboard"];
    let size = sides.map(|side| message.raw(side).unwrap_or(0).clamp(0, 1022) as u16);
    Particulars {
        name: text("shipname"),
        callsign: text("callsign"),
        imo: number("imo").map(|imo| imo as u32),
        kind: number("shiptype").map(|kind| kind.min(255) as u8),
        size: size.iter().any(|side| *side > 0).then_some(size),
        destination: text("destination"),
        eta: eta(message),
        draught: message.number("draught").filter(|it| *it > 0.0).map(|it| it as f32),
    }
}

/// Month, day, hour and minute of arrival as `MM-DD hh:mm`; the message has no year.
fn eta(message: &Message<'_>) -> Option<String> {
    let raw = (message.kind == 5).then(|| message.raw("eta")).flatten()? as u32;
    let (month, day) = (raw >> 16 & 15, raw >> 11 & 31);
    let (hour, minute) = (raw >> 6 & 31, raw & 63);
    let known = (1..=12).contains(&month) && (1..=31).contains(&day) && hour < 24 && minute < 60;
    known.then(|| format!("{month:02}-{day:02} {hour:02}:{minute:02}"))
}

impl Particulars {
    /// As the rules take them; what was not said is empty or zero.
    pub(crate) fn for_rules(&self, mmsi: u32, (time, line): (i64, u64)) -> tracks::Particulars<'_> {
        tracks::Particulars {
            time,
            mmsi,
            name: trimmed(self.name.as_deref()),
            callsign: trimmed(self.callsign.as_deref()),
            imo: self.imo.unwrap_or(0),
            draught: self.draught.map_or(0.0, f64::from),
            line,
        }
    }
}

fn trimmed(text: Option<&str>) -> &str {
    text.map_or("", str::trim)
}

impl Said {
    /// The position report in it.
    pub(crate) fn report(&self) -> Option<&Report> {
        match self {
            Self::Position(report) => Some(report),
            Self::Text(..) | Self::Particulars(..) => None,
        }
    }

    /// The position in it, as the history keeps it.
    pub(crate) fn fix(&self) -> Option<Position> {
        let Self::Position(report) = self else { return None };
        let tenths = |value: Option<f64>| value.map_or(u16::MAX, |it| (it * 10.0).round() as u16);
        report.has_position().then(|| Position {
            mmsi: report.mmsi,
            time: report.time,
            lat: (report.lat * 1e7).round() as i32,
            lon: (report.lon * 1e7).round() as i32,
            speed: tenths(report.speed),
            course: tenths(report.course),
        })
    }
}

#[cfg(test)]
mod tests {
    use crossbearing_ais::{Decoder, Options};

    use super::read;

    #[test]
    fn a_damaged_tag_block_takes_nothing_from_the_sentence_behind_it() {
        let sentence = "!AIVDM,1,1,,A,15RTgt0PAso;90TKcjM8h6g208CQ,0*4A";
        for (line, n_read) in [
            (format!("{sentence}\n"), 1),
            (format!("\\s:mast,c:1*00\\{sentence}\n"), 1),
            (format!("{}\n", &sentence[..sentence.len() - 3]), 0),
        ] {
            let mut said = Vec::new();
            let mut decoder = Decoder::new(Options::default());
            decoder.feed(line.as_bytes(), |message| said.extend(read(message, 0, 1)));
            assert_eq!(said.len(), n_read, "{line}");
        }
    }
}
