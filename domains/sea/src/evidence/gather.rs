//! Finding the lines of vessels in a journal.

use std::collections::BTreeSet;
use std::path::Path;

use crossbearing_ais::Message;

use super::document::Line;
use super::index::VesselIndex;
use super::listener::Listener;
use crate::error::Result;
use crate::journal;

/// Which lines are wanted.
#[derive(Debug, Clone)]
pub(super) struct Wanted {
    /// From this line to that one.
    pub(super) lines: (u64, u64),
    /// Of messages sent no earlier than this.
    pub(super) since: i64,
    pub(super) whose: Whose,
    /// No more than so many.
    pub(super) most: usize,
}

/// Whose lines are wanted.
#[derive(Debug, Clone)]
pub(super) enum Whose {
    Vessels(BTreeSet<u32>),
    /// Of these and of whoever is near, in degrees.
    Near(BTreeSet<u32>, (f64, f64), f64),
    All,
}

/// How the lines of a vessel are looked for, to measure what each takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Finding {
    /// As evidence does: in the indexes of files that are no longer written, which are made if they
    /// are not there.
    Index,
    /// By reading all of the journal.
    Reading,
}

/// How many lines of a journal are a vessel's, of all files but the last.
pub fn count_lines(journal: &Path, mmsi: u32, finding: Finding) -> Result<usize> {
    let whose = match finding {
        Finding::Index => Whose::Vessels([mmsi].into()),
        // Of whoever is near the middle of nowhere, which is the vessel alone.
        Finding::Reading => Whose::Near([mmsi].into(), (-89.0, 0.0), 0.0),
    };
    let last = journal::files(journal)?.last().map_or(0, |(first, _)| first.saturating_sub(1));
    let wanted = Wanted { lines: (1, last), since: i64::MIN, whose, most: usize::MAX - 1 };
    Ok(gather(journal, &wanted)?.map_or(0, |lines| lines.len()))
}

/// The wanted lines of a journal; none if there are too many. Those of vessels are looked up where
/// that is possible; for all others the journal is read.
pub(super) fn gather(journal: &Path, wanted: &Wanted) -> Result<Option<Vec<Line>>> {
    let mut lines = Vec::new();
    let files = journal::files(journal)?;
    let mut from = wanted.lines.0;
    if let Whose::Vessels(vessels) = &wanted.whose {
        // The last file is still being written.
        for pair in files.windows(2) {
            let [(first, path), (next, _)] = pair else { continue };
            if *next > wanted.lines.0 && *first <= wanted.lines.1 && lines.len() <= wanted.most {
                VesselIndex::lines(path, vessels, wanted, &mut lines)?;
            }
            from = from.max(*next);
        }
    }
    if from <= wanted.lines.1 && lines.len() <= wanted.most {
        read(journal, from, wanted, &mut lines)?;
    }
    let fits = lines.len() <= wanted.most;
    lines.sort_by_key(|line| line.line);
    Ok(fits.then_some(lines))
}

/// Adds the wanted lines from this one on.
fn read(journal: &Path, from: u64, wanted: &Wanted, lines: &mut Vec<Line>) -> Result<()> {
    let mut listener = Listener::default();
    journal::frames(journal, from, |frame| {
        let has = |message: &Message<'_>| wanted.whose.has(message);
        listener.frame(&frame, has, |_, of_message| {
            // The earlier parts of a message are wanted with the last.
            if of_message.last().is_some_and(|last| wanted.holds(last.time, last.line)) {
                let lines_of = of_message.into_iter();
                lines.extend(
                    lines_of.map(|it| Line::new(it.line, frame.feed.clone(), it.time, &it.text)),
                );
            }
        });
        lines.len() <= wanted.most && frame.first_line <= wanted.lines.1
    })
}

impl Wanted {
    /// Whether a message is wanted that was sent then and ends with this line.
    pub(super) fn holds(&self, time: i64, line: u64) -> bool {
        time >= self.since && line <= self.lines.1
    }
}

impl Whose {
    fn has(&self, message: &Message<'_>) -> bool {
        match self {
            Self::Vessels(vessels) => vessels.contains(&message.mmsi()),
            Self::Near(vessels, (lat, lon), degrees) => {
                let near = |name: &str, at: f64, limit: f64| {
                    message.number(name).is_some_and(|it| (it - at).abs() <= limit)
                };
                let wide = degrees / lat.to_radians().cos().max(0.05);
                vessels.contains(&message.mmsi())
                    || (near("lat", *lat, *degrees) && near("lon", *lon, wide))
            }
            Self::All => true,
        }
    }
}
