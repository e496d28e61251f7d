//! Where the messages of each vessel are in a file of the journal that is no longer written.
//!
//! Beside `N.lines` it is kept as `N.vessels`, a table in the order of vessel and line
//! ([`crate::by_vessel`]), made by reading the file once when it is first asked, and made again if it
//! is missing or damaged. As wherever reading begins, what was said before is not known: a message
//! whose parts lie in two files is in neither, and where a log says no time yet, that of receipt
//! holds. Whoever looks for evidence plays it, and reads on where that does not give the alert.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use super::document::Line;
use super::gather::Wanted;
use super::listener::Listener;
use crate::by_vessel::{self, Form, Table};
use crate::error::{Error, Result};
use crate::journal;
use crate::settings::replace;

/// Whose a line is, with which line its message ends, the line, when it was sent, and where its
/// frame begins; in this order.
const SCHEMA: &str = "message vessels {
    required int32 mmsi (integer(32, false));
    required int64 ends;
    required int64 line;
    required int64 time (timestamp(millis, true));
    required int64 frame;
}";

static FORM: LazyLock<by_vessel::Result<Form>> = LazyLock::new(|| Form::new(SCHEMA));

/// The index of a file.
pub(super) struct VesselIndex {
    table: Table,
}

/// Where a line is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Place {
    mmsi: u32,
    ends: u64,
    line: u64,
    time: i64,
    frame: u64,
}

impl VesselIndex {
    /// The index of a file that is no longer written; made if it is not there.
    fn of(path: &Path) -> Result<Self> {
        match Table::open(&beside(path)) {
            Ok(table) => Ok(Self { table }),
            Err(_) => Self::make(path),
        }
    }

    /// Makes the index of a file, in place of the one that is there.
    fn make(path: &Path) -> Result<Self> {
        let bytes = made(path)?;
        // Without room for it, it is made again the next time.
        let _ = replace(&beside(path), &bytes);
        let table = Table::whole(bytes);
        Ok(Self { table: table.map_err(|error| Error::malformed(path.display(), error))? })
    }

    /// Adds the wanted lines of vessels in a file that is no longer written.
    pub(super) fn lines(
        path: &Path,
        vessels: &BTreeSet<u32>,
        wanted: &Wanted,
        out: &mut Vec<Line>,
    ) -> Result<()> {
        let found = match Self::of(path)?.find(vessels, wanted) {
            Ok(found) => found,
            // It was damaged where it was read.
            Err(_) => Self::make(path)?
                .find(vessels, wanted)
                .map_err(|error| Error::malformed(path.display(), error))?,
        };
        for of_frame in found.chunk_by(|one, other| one.frame == other.frame) {
            let at = of_frame.first().map_or(0, |it| it.frame);
            journal::frames_of(path, at, |_, frame| {
                let lines: Vec<&[u8]> = frame.lines.split(|byte| *byte == b'\n').collect();
                for place in of_frame {
                    let number = place.line.checked_sub(frame.first_line);
                    if let Some(text) = number.and_then(|it| lines.get(it as usize)) {
                        out.push(Line::new(place.line, frame.feed.clone(), place.time, text));
                    }
                }
                false
            })?;
            if out.len() > wanted.most {
                break;
            }
        }
        Ok(())
    }

    /// Where the wanted lines are, in their order.
    fn find(&self, vessels: &BTreeSet<u32>, wanted: &Wanted) -> by_vessel::Result<Vec<Place>> {
        let mut found: Vec<Place> = Vec::new();
        for vessel in vessels {
            self.table.rows(Some(*vessel), 0, |[_, ends, lines, times, frames]| {
                found.extend((0..ends.len()).map(|row| Place {
                    mmsi: *vessel,
                    ends: ends[row] as u64,
                    line: lines[row] as u64,
                    time: times[row],
                    frame: frames[row] as u64,
                }));
            })?;
        }
        found.sort_unstable_by_key(|it| (it.ends, it.line));
        // A message is wanted or not by its last line.
        let messages = found.chunk_by(|one, other| one.ends == other.ends);
        let messages =
            messages.filter(|it| it.last().is_some_and(|it| wanted.holds(it.time, it.ends)));
        let mut found: Vec<Place> = messages.flatten().copied().collect();
        found.retain(|it| it.line >= wanted.lines.0);
        found.sort_unstable_by_key(|it| it.line);
        Ok(found)
    }
}

/// Reads a file and makes the bytes of its index.
fn made(path: &Path) -> Result<Vec<u8>> {
    let mut listener = Listener::default();
    let mut frames = Vec::new();
    let mut places: Vec<Place> = Vec::new();
    journal::frames_of(path, 0, |at, frame| {
        frames.push((frame.first_line, at));
        listener.frame(
            &frame,
            |_| true,
            |mmsi, lines| {
                let ends = lines.last().map_or(0, |last| last.line);
                let of = |line, time| Place { mmsi, ends, line, time, frame: 0 };
                places.extend(lines.iter().map(|it| of(it.line, it.time)));
            },
        );
        true
    })?;
    // The parts of a message may lie in several frames.
    for place in &mut places {
        let after = frames.partition_point(|(first, _)| *first <= place.line);
        let frame = after.checked_sub(1).and_then(|idx| frames.get(idx));
        place.frame = frame.map_or(0, |(_, at)| *at);
    }
    places.sort_unstable();
    let form = FORM.as_ref().map_err(|error| Error::malformed("the index's schema", error))?;
    let bytes = by_vessel::bytes(form, &places, |place, column| {
        Some(match column {
            0 => place.mmsi.into(),
            1 => place.ends as i64,
            2 => place.line as i64,
            3 => place.time,
            _ => place.frame as i64,
        })
    });
    bytes.map_err(Error::Table)
}

/// Where the index of a file is kept.
fn beside(path: &Path) -> PathBuf {
    path.with_extension("vessels")
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;
    use std::fs;
    use std::path::Path;

    use super::VesselIndex;
    use crate::evidence::document::Line;
    use crate::evidence::gather::{Wanted, Whose, gather};
    use crate::feed::Times;
    use crate::journal::Frame;

    /// Positions of two vessels and a message in two parts, which stand apart.
    const LINES: [&str; 4] = [
        "!AIVDM,1,1,,A,15RTgt0PAso;90TKcjM8h6g208CQ,0*4A",
        "!AIVDM,2,1,1,A,55?MbV02;H;s<HtKR20EHE:0@T4@Dn2222222216L961O5Gf0NSQEp6ClRp8,0*1C",
        "!AIVDM,1,1,,A,16SteH0P00Jt63hHaa6SagvJ087r,0*42",
        "!AIVDM,2,2,1,A,88888888880,2*25",
    ];
    const VESSELS: [u32; 3] = [371_798_000, 440_348_000, 351_759_000];

    /// A journal of three files, in which times are said by some lines only. Returns the number of
    /// the next line.
    fn journal(folder: &Path) -> u64 {
        let (mut first_line, mut bytes, mut start) = (1, Vec::new(), 1);
        for piece in 0..40_u64 {
            let mut lines = String::new();
            for at in 0..8_u64 {
                let said =
                    if at == 0 { format!("{} ", 1_700_000_000 + piece) } else { String::new() };
                let _ = writeln!(lines, "{said}{}", LINES[at as usize % LINES.len()]);
            }
            Frame {
                first_line,
                received: 1_700_000_000_000,
                times: Times::Said(0),
                restarts: false,
                other_sender: false,
                feed: ["north", "south"][usize::from(piece % 8 == 7)].parse().expect("a name"),
                lines: lines.into_bytes(),
            }
            .write(&mut bytes);
            first_line += 8;
            if piece % 16 == 15 || piece == 39 {
                fs::write(folder.join(format!("{start:020}.lines")), &bytes).expect("room");
                bytes.clear();
                start = first_line;
            }
        }
        first_line
    }

    fn lines(folder: &Path, whose: Whose, lines: (u64, u64), since: i64) -> Vec<Line> {
        let wanted = Wanted { lines, since, whose, most: 10_000 };
        gather(folder, &wanted).expect("readable").expect("few")
    }

    #[test]
    fn what_is_looked_up_is_what_is_read() {
        let folder = tempfile::tempdir().expect("room");
        let end = journal(folder.path());
        for mmsi in VESSELS {
            let looked_up =
                |of, since| lines(folder.path(), Whose::Vessels([mmsi].into()), of, since);
            // Of whoever is near the middle of nowhere, which is the vessel alone: by reading.
            let read = |until, since| {
                let whose = Whose::Near([mmsi].into(), (-89.0, 0.0), 0.0);
                lines(folder.path(), whose, (1, until), since)
            };
            for since in [0, 1_700_000_020_000] {
                for (from, to) in [(1, end), (30, 200), (129, 256), (150, 150), (300, end)] {
                    let (mut one, mut other) = (looked_up((from, to), since), read(to, since));
                    // What is read begins with a frame.
                    one.retain(|line| line.line >= from);
                    other.retain(|line| line.line >= from);
                    assert!(one == other, "{mmsi} {since} {from} {to}");
                }
            }
            assert!(looked_up((1, end), 0).len() >= 80);
        }
    }

    #[test]
    fn a_damaged_or_missing_index_is_made_again() {
        let folder = tempfile::tempdir().expect("room");
        journal(folder.path());
        let path = folder.path().join(format!("{:020}.lines", 1));
        let wanted = Wanted {
            lines: (1, 1000),
            since: 0,
            whose: Whose::Vessels([VESSELS[0]].into()),
            most: 10_000,
        };
        let found = || {
            let mut lines = Vec::new();
            let vessels = [VESSELS[0]].into();
            VesselIndex::lines(&path, &vessels, &wanted, &mut lines).expect("readable");
            lines.len()
        };
        let n_lines = found();
        let beside = path.with_extension("vessels");
        let made = fs::read(&beside).expect("kept");
        for at in [100, made.len() - 20] {
            let mut damaged = made.clone();
            damaged[at] ^= 1;
            fs::write(&beside, &damaged).expect("room");
            assert_eq!(found(), n_lines);
            assert_eq!(fs::read(&beside).expect("kept"), made);
        }
    }
}
