//! All alerts of a picture, kept in a file to which lines are only added.

use std::collections::{BTreeMap, HashMap};
use std::fs::{File, OpenOptions};
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::{Path, PathBuf};

use super::alert::{Alert, AlertId, Closing, Severity, State, pair};
use super::entry::Entry;
use crate::error::{Error, Result};

/// For how long after a closed alert the same thing is taken for its repetition, in milliseconds:
/// an hour. Never in danger: whoever calls again is heard again.
const QUIET: i64 = 3_600_000;

/// Bytes of entries that are kept until there is room for them on disk; alerts beyond that are in
/// memory only.
const MOST_OWED: usize = 16 * 1024 * 1024;

/// All alerts of a picture.
#[derive(Debug)]
pub(crate) struct Book {
    path: PathBuf,
    file: File,
    /// Bytes of whole entries in the file.
    length: u64,
    /// Entries that are not written down yet.
    owed: Vec<u8>,
    alerts: BTreeMap<AlertId, Alert>,
    /// The latest alert of each rule about the same vessels.
    latest: HashMap<Key, AlertId>,
}

type Key = (String, Severity, (u32, u32));

/// What became of something that a rule said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Raised {
    /// A new alert.
    New(AlertId),
    /// One more time of an alert.
    Repeat(AlertId),
    /// It was known, down to the time.
    Known,
}

impl Book {
    /// Opens the book, made if it is not there. A last line cut off by a crash is cut away.
    pub(crate) fn open(path: &Path) -> Result<Self> {
        let options = |it: &mut OpenOptions| it.create(true).append(true).read(true).open(path);
        let file = options(&mut OpenOptions::new()).map_err(Error::folder(path))?;
        let (alerts, latest) = (BTreeMap::new(), HashMap::new());
        let (path, length, owed) = (path.to_owned(), 0, Vec::new());
        let mut book = Self { path, file, length, owed, alerts, latest };
        book.length = book.read()?;
        book.file.set_len(book.length).map_err(Error::folder(&book.path))?;
        Ok(book)
    }

    /// Reads all whole lines; returns how many bytes they have.
    fn read(&mut self) -> Result<u64> {
        let mut reader = BufReader::new(File::open(&self.path).map_err(Error::folder(&self.path))?);
        let (mut line, mut length) = (Vec::new(), 0);
        loop {
            line.clear();
            let n_read = reader.read_until(b'\n', &mut line).map_err(Error::folder(&self.path))?;
            if n_read == 0 || line.last() != Some(&b'\n') {
                return Ok(length);
            }
            let entry = serde_json::from_slice(&line)
                .map_err(|error| Error::malformed(self.path.display(), error))?;
            self.apply(entry);
            length += n_read as u64;
        }
    }

    pub(crate) fn get(&self, id: &AlertId) -> Result<&Alert> {
        self.alerts.get(id).ok_or_else(|| Error::absent(format!("alert {id}")))
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &Alert> {
        self.alerts.values()
    }

    /// Takes what a rule said: a new alert, or one more time of one that is open or just closed. It
    /// holds at once, even if the disk is full; [`Self::settle`] writes it down.
    pub(crate) fn raise(&mut self, said: Alert) -> Result<Raised> {
        let key = (said.rule.clone(), said.severity, pair(said.mmsi, said.other));
        let known = self.latest.get(&key).and_then(|id| self.alerts.get(id));
        if self.alerts.get(&said.id).or(known).is_some_and(|known| said.time <= known.latest) {
            return Ok(Raised::Known);
        }
        let merges = |known: &&Alert| match &known.closed {
            None => true,
            Some(_) => said.severity < Severity::Danger && said.time - known.latest < QUIET,
        };
        if let Some(id) = known.filter(merges).map(|known| known.id.clone()) {
            self.owe(Entry::Repeated { id: id.clone(), time: said.time, reason: said.reason })?;
            return Ok(Raised::Repeat(id));
        }
        let id = said.id.clone();
        self.owe(Entry::Raised { alert: Box::new(said) })?;
        Ok(Raised::New(id))
    }

    /// Writes an entry down; it holds when it is safe on disk.
    pub(crate) fn write(&mut self, entry: Entry) -> Result<()> {
        let n_before = self.owed.len();
        self.owed.extend(self.line(&entry)?);
        if let Err(error) = self.settle() {
            self.owed.truncate(n_before);
            return Err(error);
        }
        self.apply(entry);
        Ok(())
    }

    /// Writes down what is not yet; returns when it is safe on disk.
    pub(crate) fn settle(&mut self) -> Result<()> {
        if self.owed.is_empty() {
            return Ok(());
        }
        let written = self.file.write_all(&self.owed).and_then(|()| self.file.sync_data());
        if let Err(error) = written {
            // Half an entry must not stand before a later one.
            let _ = self.file.set_len(self.length);
            return Err(Error::folder(&self.path)(error));
        }
        self.length += self.owed.len() as u64;
        self.owed.clear();
        Ok(())
    }

    fn owe(&mut self, entry: Entry) -> Result<()> {
        if self.owed.len() < MOST_OWED {
            self.owed.extend(self.line(&entry)?);
        }
        self.apply(entry);
        Ok(())
    }

    fn line(&self, entry: &Entry) -> Result<Vec<u8>> {
        let mut line = serde_json::to_vec(entry)
            .map_err(|error| Error::malformed(self.path.display(), error))?;
        line.push(b'\n');
        Ok(line)
    }

    fn apply(&mut self, entry: Entry) {
        if let Entry::Raised { alert } = entry {
            let key = (alert.rule.clone(), alert.severity, pair(alert.mmsi, alert.other));
            self.latest.insert(key, alert.id.clone());
            self.alerts.insert(alert.id.clone(), *alert);
            return;
        }
        let Some(alert) = self.alerts.get_mut(entry.id()) else { return };
        match entry {
            Entry::Raised { .. } => {}
            Entry::Repeated { time, reason, .. } => {
                alert.times += 1;
                alert.latest = alert.latest.max(time);
                alert.reason = reason;
            }
            Entry::Acknowledged { by, .. } => {
                alert.state = State::Acknowledged;
                alert.acknowledged = Some(by);
            }
            Entry::Assigned { to, .. } => alert.assigned = Some(to),
            Entry::Shared { role, .. } => {
                if !alert.shared.contains(&role) {
                    alert.shared.push(role);
                }
            }
            Entry::Closed { outcome, reason, by, .. } => {
                alert.state = State::Closed;
                alert.closed = Some(Closing { outcome, reason, by });
            }
            Entry::Evidence { note, .. } => alert.evidence = Some(note),
            Entry::Recorded { report, .. } => alert.recorded = Some(report),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use crossbearing_model::{Instant, Label, LabelSpec};
    use crossbearing_tracks as tracks;

    use super::{Book, Raised};
    use crate::alerts::{Alert, Deed, Entry, Outcome, State};

    fn said(rule: tracks::Rule, severity: tracks::Severity, start: i64) -> Alert {
        let spec = LabelSpec::for_agency("north".parse().expect("id"), Instant::from_millis(9));
        let label = Label::seal(spec).expect("a label");
        let alert = tracks::Alert {
            rule,
            severity,
            mmsi: 211_000_001,
            other: None,
            start,
            time: start + 5,
            position: (50.0, 1.0),
            reason: "it drifts".to_owned(),
            lines: (1, 2),
            reach: None,
        };
        Alert::raise(&label.digest(), alert.into(), 2)
    }

    #[test]
    fn a_full_disk_keeps_no_alert_from_being_raised() {
        let folder = tempfile::tempdir().expect("room");
        let path = folder.path().join("alerts.jsonl");
        let mut book = Book::open(&path).expect("a book");
        let good = std::mem::replace(
            &mut book.file,
            std::fs::File::open(&path).expect("one that cannot be written"),
        );
        let alert = said(tracks::Rule::Distress, tracks::Severity::Danger, 100);
        let id = alert.id.clone();
        assert_eq!(book.raise(alert).expect("in memory"), Raised::New(id.clone()));
        assert!(book.settle().is_err() && book.get(&id).is_ok());
        // What a person does is not taken for done before it is written down.
        let by = Deed { who: "ines".parse().expect("id"), at: 1 };
        let seen = Entry::Acknowledged { id: id.clone(), by };
        assert!(book.write(seen.clone()).is_err());
        assert_eq!(book.get(&id).expect("it").state, State::New);
        // There is room again; half an entry that was written is gone.
        book.file = good;
        book.write(seen).expect("room");
        drop(book);
        let book = Book::open(&path).expect("a book");
        assert_eq!(book.get(&id).expect("it").state, State::Acknowledged);
    }

    fn drift(start: i64) -> Alert {
        said(tracks::Rule::Drift, tracks::Severity::Attention, start)
    }

    fn close(book: &mut Book, alert: &Alert) {
        let by = Deed { who: "ines".parse().expect("id"), at: 7 };
        let (outcome, reason) = (Outcome::Harmless, "fishing".to_owned());
        book.write(Entry::Closed { id: alert.id.clone(), outcome, reason, by }).expect("room");
    }

    #[test]
    fn repeats_merge_while_it_is_open_and_for_an_hour_after() {
        let folder = tempfile::tempdir().expect("room");
        let mut book = Book::open(&folder.path().join("alerts")).expect("a book");
        let first = drift(0);
        assert_eq!(book.raise(first.clone()).expect("room"), Raised::New(first.id.clone()));
        assert_eq!(book.raise(first.clone()).expect("room"), Raised::Known);
        let again = book.raise(drift(1000)).expect("room");
        assert_eq!(again, Raised::Repeat(first.id.clone()));
        close(&mut book, &first);
        assert!(matches!(book.raise(drift(60_000)), Ok(Raised::Repeat(_))));
        assert!(matches!(book.raise(drift(9_000_000)), Ok(Raised::New(_))));
    }

    #[test]
    fn whoever_calls_for_help_again_is_heard_again() {
        let folder = tempfile::tempdir().expect("room");
        let mut book = Book::open(&folder.path().join("alerts")).expect("a book");
        let call = |start| said(tracks::Rule::Distress, tracks::Severity::Danger, start);
        book.raise(call(0)).expect("room");
        close(&mut book, &call(0));
        assert!(matches!(book.raise(call(1000)), Ok(Raised::New(_))));
    }

    #[test]
    fn a_book_is_read_again_and_a_torn_line_is_cut_away() {
        let folder = tempfile::tempdir().expect("room");
        let path = folder.path().join("alerts");
        let first = drift(0);
        {
            let mut book = Book::open(&path).expect("a book");
            book.raise(first.clone()).expect("room");
            close(&mut book, &first);
            book.file.write_all(b"{\"what\":\"rai").expect("room");
        }
        let mut book = Book::open(&path).expect("a book");
        assert_eq!(book.get(&first.id).expect("kept").state, State::Closed);
        book.raise(drift(90_000_000)).expect("room");
        book.settle().expect("room");
        assert_eq!(Book::open(&path).expect("a book").iter().count(), 2);
    }
}
