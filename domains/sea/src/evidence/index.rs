//! Where the messages of each vessel are in a file of the journal that is no longer written.
//!
//! Beside `N.lines` it is kept as `N.vessels`, a Parquet file in the order of vessel and line, made
//! by reading the file once when it is first asked, and made again if it is missing or damaged. As
//! wherever reading begins, what was said before is not known: a message whose parts lie in two
//! files is in neither, and where a log says no time yet, that of receipt holds. Whoever looks for
//! evidence plays it, and reads on where that does not give the alert.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use crossbearing_parquet::{Cells, Column, File, Kind, Writer};

use super::document::Line;
use super::gather::Wanted;
use super::listener::Listener;
use crate::error::{Error, Result};
use crate::journal;
use crate::settings::replace;

/// Rows in a group.
const ROWS: usize = 16_384;

/// Whose a line is, with which line its message ends, the line, when it was sent, and where its
/// frame begins; in this order.
const COLUMNS: [(&str, Kind); 5] = [
    ("mmsi", Kind::Unsigned),
    ("ends", Kind::Long),
    ("line", Kind::Long),
    ("time", Kind::Time),
    ("frame", Kind::Long),
];

/// The index of a file.
#[derive(Debug)]
pub(super) struct VesselIndex {
    bytes: Vec<u8>,
}

/// Where a line is.
#[derive(Debug, Clone, Copy)]
struct Place {
    ends: u64,
    line: u64,
    time: i64,
    frame: u64,
}

impl VesselIndex {
    /// The index of a file that is no longer written; made if it is not there.
    pub(super) fn of(path: &Path) -> Result<Self> {
        let beside = path.with_extension("vessels");
        if let Ok(bytes) = fs::read(&beside)
            && File::open(&bytes).is_ok()
        {
            return Ok(Self { bytes });
        }
        let bytes = make(path)?;
        // Without room for it, it is made again the next time.
        let _ = replace(&beside, &bytes);
        Ok(Self { bytes })
    }

    /// Adds the wanted lines of vessels.
    pub(super) fn lines(
        &self,
        path: &Path,
        vessels: &BTreeSet<u32>,
        wanted: &Wanted,
        out: &mut Vec<Line>,
    ) -> Result<()> {
        let found = self.find(vessels, wanted);
        let found = found.map_err(|error| Error::malformed(path.display(), error))?;
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
    fn find(
        &self,
        vessels: &BTreeSet<u32>,
        wanted: &Wanted,
    ) -> crossbearing_parquet::Result<Vec<Place>> {
        let file = File::open(&self.bytes)?;
        let mut found: Vec<Place> = Vec::new();
        for group in 0..file.n_groups() {
            let (least, most) = file.range(group, 0).unwrap_or((0, i64::from(u32::MAX)));
            let vessels = vessels.iter().map(|mmsi| i64::from(*mmsi));
            let vessels: Vec<i64> = vessels.filter(|it| (least..=most).contains(it)).collect();
            if vessels.is_empty() {
                continue;
            }
            let column = |number| file.whole(group, number, 0);
            let (mmsis, ends, lines) = (column(0)?, column(1)?, column(2)?);
            let (times, frames) = (column(3)?, column(4)?);
            for mmsi in vessels {
                let first = mmsis.partition_point(|it| *it < mmsi);
                let end = mmsis.partition_point(|it| *it <= mmsi);
                found.extend((first..end).map(|row| Place {
                    ends: ends[row] as u64,
                    line: lines[row] as u64,
                    time: times[row],
                    frame: frames[row] as u64,
                }));
            }
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

/// Reads a file and makes its index.
fn make(path: &Path) -> Result<Vec<u8>> {
    let mut listener = Listener::default();
    let mut frames = Vec::new();
    let mut rows: Vec<(u32, u64, u64, i64)> = Vec::new();
    journal::frames_of(path, 0, |at, frame| {
        frames.push((frame.first_line, at));
        listener.frame(
            &frame,
            |_| true,
            |mmsi, lines| {
                let ends = lines.last().map_or(0, |last| last.line);
                rows.extend(lines.iter().map(|it| (mmsi, ends, it.line, it.time)));
            },
        );
        true
    })?;
    rows.sort_unstable();
    let frame_of = |line: u64| {
        let after = frames.partition_point(|(first, _)| *first <= line);
        after.checked_sub(1).and_then(|idx| frames.get(idx)).map_or(0, |(_, at)| *at)
    };
    let write = || -> crossbearing_parquet::Result<Vec<u8>> {
        let columns = COLUMNS.map(|(name, kind)| Column::new(name, kind));
        let mut cells = columns.each_ref().map(Cells::of);
        let mut writer = Writer::new(Vec::new(), columns.to_vec())?;
        for rows in rows.chunks(ROWS) {
            for (mmsi, ends, line, time) in rows {
                let frame = frame_of(*line);
                let row = [(*mmsi).into(), *ends as i64, *line as i64, *time, frame as i64];
                for (cells, value) in cells.iter_mut().zip(row) {
                    cells.whole(value);
                }
            }
            writer.group(&cells)?;
            cells.iter_mut().for_each(Cells::clear);
        }
        writer.finish()
    };
    write().map_err(|error| Error::malformed(path.display(), error))
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
        let made = VesselIndex::of(&path).expect("readable").bytes;
        let beside = path.with_extension("vessels");
        assert_eq!(fs::read(&beside).expect("kept"), made);
        let mut damaged = made.clone();
        let last = damaged.len() - 20;
        damaged[last] ^= 1;
        fs::write(&beside, &damaged).expect("room");
        assert_eq!(VesselIndex::of(&path).expect("readable").bytes, made);
        assert_eq!(fs::read(&beside).expect("kept"), made);
    }
}
