//! The files that reports came in, what was drawn from them, and how long they stay.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::ControlFlow;

use crossbearing_access::{LabelNo, View};
use crossbearing_model::{EntityId, Label, PropertyKind, StatementId};

use crate::batch::{Drawing, FileDigest, Original};
use crate::record::{digest_of, key_token};
use crate::store::{Change, Filing, Snapshot, Token, TokenQuery};
use crate::{Ledger, Result};

impl Ledger {
    /// The file with this SHA-256 as it came, if the View admits a label that it came in under.
    ///
    /// A file cannot be barred: one that names a person who is hidden from the viewer stays closed,
    /// and so does one that is not plain text, which cannot be looked through.
    pub fn original(&self, view: &View, digest: &[u8; 32]) -> Result<Option<Original>> {
        self.original_saying(view, digest, &|bytes| {
            std::str::from_utf8(bytes).ok().map(str::to_owned)
        })
    }

    /// [`Self::original`] for a file of a kind that the ledger does not know: `said` gives all text
    /// that it holds, or nothing if that cannot be told.
    pub fn original_saying(
        &self,
        view: &View,
        digest: &[u8; 32],
        said: &dyn Fn(&[u8]) -> Option<String>,
    ) -> Result<Option<Original>> {
        let found = self.store.read(|snapshot| {
            let Some(filing) = self.admitted(snapshot, view, digest)? else { return Ok(None) };
            Ok(snapshot.file(digest)?.map(|bytes| (filing, bytes)))
        })?;
        let Some((Filing { label, name, media_type }, bytes)) = found else { return Ok(None) };
        let veil = view.veil();
        let names_nobody_hidden =
            veil.is_empty() || said(&bytes).is_some_and(|text| veil.redact_text(&text).is_none());
        let original = Original { name, media_type, label, bytes, drawings: Vec::new() };
        Ok(names_nobody_hidden.then_some(original))
    }

    /// What was drawn from the file with this SHA-256, if the View admits a label that the file came
    /// in under. It holds no text, so that no name in it has to be hidden.
    pub fn drawing(&self, view: &View, digest: &[u8; 32], kind: &str) -> Result<Option<Drawing>> {
        self.store.read(|snapshot| match self.admitted(snapshot, view, digest)? {
            Some(_) => snapshot.drawing(digest, kind),
            None => Ok(None),
        })
    }

    /// Whether the View admits a label that the file with this SHA-256 came in under.
    pub fn holds_file(&self, view: &View, digest: &[u8; 32]) -> Result<bool> {
        self.store.read(|snapshot| Ok(self.admitted(snapshot, view, digest)?.is_some()))
    }

    /// The first of the admitted, in an order that nothing hidden changes.
    fn admitted(
        &self,
        snapshot: &dyn Snapshot,
        view: &View,
        digest: &[u8; 32],
    ) -> Result<Option<Filing>> {
        let mut filings = snapshot.filings(digest)?;
        let labels = self.catalogue.read().labels.clone();
        filings.retain(|filing| {
            let no = labels.iter().position(|label| *label == filing.label);
            no.is_some_and(|no| view.admits(LabelNo(no as u32)))
        });
        Ok(filings.into_iter().min_by_key(|filing| filing.label.digest()))
    }

    /// The files that [`Self::dispose`] would erase with these statements: those that nothing which
    /// remains names, whoever may see it. For the transparency log, not for the viewer.
    pub fn files_that_go_with(
        &self,
        statements: &[(EntityId, StatementId)],
    ) -> Result<Vec<FileDigest>> {
        self.store.read(|snapshot| {
            let mut going: BTreeMap<FileDigest, usize> = BTreeMap::new();
            for (entity, id) in statements {
                let Some(no) = snapshot.entity_no(entity.as_str())? else { continue };
                snapshot.rows_of(no, &mut |row| {
                    let term = self.catalogue.term(row.term)?;
                    if row.digest == digest_of(*id)
                        && let Some(file) = FileDigest::named_by(&term.property, row.value)
                    {
                        *going.entry(file).or_default() += 1;
                    }
                    Ok(ControlFlow::Continue(()))
                })?;
            }
            let mut files = Vec::new();
            for (file, n_going) in going {
                let held = !snapshot.filings(file.as_bytes())?.is_empty();
                if held && self.naming(snapshot, file)?.len() <= n_going {
                    files.push(file);
                }
            }
            Ok(files)
        })
    }

    /// The label of each statement that names a file.
    pub(crate) fn naming(&self, snapshot: &dyn Snapshot, file: FileDigest) -> Result<Vec<LabelNo>> {
        let text = file.to_string();
        let mut labels = Vec::new();
        let Some(key) = PropertyKind::Checksum.match_key(&text) else { return Ok(labels) };
        let query = TokenQuery { groups: vec![vec![Token::Whole(key_token(&key))]] };
        snapshot.postings(&query, &mut |row| {
            let term = self.catalogue.term(row.term)?;
            if FileDigest::named_by(&term.property, row.value) == Some(file) {
                labels.push(row.label);
            }
            Ok(ControlFlow::Continue(()))
        })?;
        Ok(labels)
    }

    /// Erases those of `files` that no statement names, and says how many that were. One that is
    /// still named stays under the labels of those who name it, and under no other.
    pub(crate) fn erase_files(
        &self,
        change: &mut dyn Change,
        files: &BTreeSet<FileDigest>,
    ) -> Result<u64> {
        let mut erased = 0;
        for file in files {
            let naming = self.naming(change.snapshot(), *file)?;
            if naming.is_empty() {
                erased += u64::from(change.erase_original(file.as_bytes())?);
                continue;
            }
            let keep: Vec<Label> = {
                let known = self.catalogue.read();
                let labels = naming.iter().filter_map(|no| known.labels.get(no.0 as usize));
                labels.cloned().collect()
            };
            change.keep_filings(file.as_bytes(), &keep)?;
        }
        Ok(erased)
    }
}
