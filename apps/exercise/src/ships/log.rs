//! The exercise in the order of time, as an NMEA log.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use crossbearing_ais::{Payload, sentences};
use serde::Serialize;

use super::order::Leader;
use super::radio::{self, Station};
use super::scenes::{self, Jamming};
use super::traffic::{self, Shift};
use super::vessel::{Lie, Vessel};
use super::{ShipEvent, ShipsPlan, chart, message};
use crate::random::Random;
use crate::{Error, Result};

/// The stream of random numbers of an exercise at sea.
pub(super) const STREAM: u64 = 20;

/// An exercise at sea.
///
/// ```
/// use crossbearing_exercise::{Ships, ShipsPlan};
///
/// let ships = Ships::new(ShipsPlan::new(7, 40, 0.1)?);
/// let mut log = Vec::new();
/// let summary = ships.write_log(&mut log)?;
/// assert!(summary.lines > 100);
/// assert!(String::from_utf8_lossy(&log).starts_with("\\c:1780185"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct Ships {
    plan: ShipsPlan,
    vessels: Vec<Vessel>,
    shifts: Vec<Shift>,
    jammings: Vec<Jamming>,
    truth: Vec<ShipEvent>,
}

/// What was written.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct ShipsSummary {
    /// Lines of the log.
    pub lines: u64,
    /// AIS messages, each heard by one or two stations.
    pub messages: u64,
    /// Vessels and devices.
    pub vessels: u64,
    /// Events of the truth.
    pub events: u64,
}

impl Ships {
    /// The exercise of a plan. The same plan gives the same log, byte for byte, on the same kind
    /// of machine (sines and roots are the machine's).
    pub fn new(plan: ShipsPlan) -> Self {
        let (mut vessels, mut shifts) = (Vec::new(), Vec::new());
        for number in 0..plan.vessels() {
            let shift = Shift::of(number / ShipsPlan::VESSELS_A_STRAIT);
            let random = Random::of(plan.seed(), &[STREAM, number.into()]);
            vessels.push(traffic::vessel(number, shift, plan.seconds(), random));
            shifts.push(shift);
        }
        let scenes = scenes::all(&plan, vessels);
        shifts.resize(scenes.vessels.len(), Shift::default());
        Self {
            plan,
            vessels: scenes.vessels,
            shifts,
            jammings: scenes.jammings,
            truth: scenes.truth,
        }
    }

    /// What truly happens, in the order of time.
    pub fn truth(&self) -> &[ShipEvent] {
        &self.truth
    }

    /// Land, ports, zones and stations as GeoJSON.
    pub fn places(&self) -> serde_json::Value {
        chart::geojson()
    }

    /// Writes the log: a line a sentence, with a tag block that says when and by which station it
    /// was received.
    pub fn write_log(self, out: &mut impl Write) -> std::io::Result<ShipsSummary> {
        let ends = self.plan.seconds();
        let mut sender = Sender {
            begins: self.plan.begins().millis() / 1000,
            stations: radio::stations(),
            random: Random::of(self.plan.seed(), &[STREAM, u64::MAX]),
            summary: ShipsSummary {
                vessels: self.vessels.len() as u64,
                events: self.truth.len() as u64,
                ..ShipsSummary::default()
            },
            out,
        };
        let mut vessels = self.vessels;
        let mut queue: BinaryHeap<Reverse<(u64, usize)>> = vessels
            .iter_mut()
            .enumerate()
            .map(|(idx, vessel)| Reverse((millis(vessel.time + wait(vessel) / 2.0), idx)))
            .collect();
        while let Some(Reverse((now, idx))) = queue.pop() {
            let time = now as f64 / 1000.0;
            if time >= ends {
                continue;
            }
            let leaders: Vec<(usize, Leader)> =
                vessels[idx].whom_it_follows().map(|it| (it, vessels[it].as_leader())).collect();
            let vessel = &mut vessels[idx];
            let nobody = vessel.as_leader();
            vessel.advance(time, |whom| {
                leaders.iter().find(|(it, _)| *it == whom).map_or(nobody, |(_, leader)| *leader)
            });
            if vessel.gone {
                continue;
            }
            if !vessel.silent {
                let lie = vessel.lie;
                let jammed = self.jammings.iter().find(|it| it.reaches(time, vessel.position));
                if let Some(jamming) = jammed {
                    vessel.lie = Some(Lie::Shift(jamming.offset.0, jamming.offset.1));
                }
                sender.speak(vessel, self.shifts[idx], time)?;
                vessel.lie = lie;
            }
            queue.push(Reverse((now + millis(wait(vessel)).max(1000), idx)));
        }
        sender.out.flush()?;
        Ok(sender.summary)
    }

    /// Writes the log to `path`, and beside it the truth (`.truth.jsonl`) and the places
    /// (`.places.geojson`).
    pub fn write_to(self, path: &Path) -> Result<ShipsSummary> {
        let places = self.places().to_string();
        let beside = |ending: &str| {
            let mut name = path.as_os_str().to_owned();
            name.push(ending);
            PathBuf::from(name)
        };
        let mut truth = String::new();
        for event in &self.truth {
            truth.push_str(&serde_json::to_string(event).unwrap_or_default());
            truth.push('\n');
        }
        for (path, text) in [(beside(".truth.jsonl"), truth), (beside(".places.geojson"), places)] {
            std::fs::write(&path, text).map_err(|source| Error::Write { path, source })?;
        }
        let refused = |source| Error::Write { path: path.to_owned(), source };
        let mut out = BufWriter::with_capacity(1 << 16, File::create(path).map_err(refused)?);
        self.write_log(&mut out).map_err(refused)
    }
}

/// Seconds until a vessel speaks next, never quite regular.
fn wait(vessel: &mut Vessel) -> f64 {
    let interval = radio::interval(vessel);
    interval * (0.95 + f64::from(vessel.random.between(0, 100)) / 1000.0)
}

fn millis(seconds: f64) -> u64 {
    (seconds * 1000.0).max(0.0) as u64
}

/// Writes what is heard.
struct Sender<'a, W> {
    begins: i64,
    stations: Vec<Station>,
    random: Random,
    summary: ShipsSummary,
    out: &'a mut W,
}

/// Seconds between two static messages.
const PARTICULARS: f64 = 360.0;

impl<W: Write> Sender<'_, W> {
    fn speak(&mut self, vessel: &mut Vessel, shift: Shift, time: f64) -> std::io::Result<()> {
        let second = self.begins + time as i64;
        let heard = radio::heard_by(&self.stations, vessel, shift, &mut self.random);
        let report = message::position(vessel, second as u64);
        self.send(&report, second, heard)?;
        if time >= vessel.next_particulars {
            vessel.next_particulars = time + PARTICULARS;
            for message in message::particulars(vessel) {
                let heard = radio::heard_by(&self.stations, vessel, shift, &mut self.random);
                self.send(&message, second, heard)?;
            }
        }
        Ok(())
    }

    fn send(
        &mut self,
        message: &Payload,
        second: i64,
        heard: [Option<usize>; 2],
    ) -> std::io::Result<()> {
        self.summary.messages += u64::from(heard[0].is_some());
        let channel = if self.random.chance(50) { 'A' } else { 'B' };
        let sequence = self.random.below(10) as u8;
        for station in heard.into_iter().flatten() {
            for sentence in sentences(message, "AIVDM", channel, sequence) {
                let name = self.stations[station].name;
                let tags = format!("c:{second},s:{}", name.replace(' ', "-"));
                let sum = tags.bytes().fold(0, |sum, byte| sum ^ byte);
                writeln!(self.out, "\\{tags}*{sum:02X}\\{sentence}")?;
                self.summary.lines += 1;
            }
        }
        Ok(())
    }
}
