//! The protection register: who is a pseudonym, and which words would give the person away.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::ControlFlow;

use crossbearing_access::{Protection, View};
use crossbearing_model::{AgencyId, EntityId, PrincipalId, Standing, Statement};

use crate::read::AsOf;
use crate::record::{Prepared, Ready};
use crate::store::Change;
use crate::{Batch, Error, Ledger, Reconsidered, Result};

impl Ledger {
    /// Every entry of the register, for those who keep it (not for viewers).
    pub fn protections(&self) -> std::sync::Arc<[Protection]> {
        std::sync::Arc::clone(&self.catalogue.read().protections)
    }

    /// The id under which a log names `entity` when somebody of `agency` deals with it: a protected
    /// person by that agency's pseudonym, even where that somebody knows who it is. So whoever
    /// reads the log does not learn it, and still finds all who looked.
    pub fn logged_id(&self, agency: &AgencyId, entity: EntityId) -> EntityId {
        if !self.is_protected(&entity) {
            return entity;
        }
        self.pseudonym_key.pseudonym(agency, &entity).unwrap_or(entity)
    }

    /// Every id under which a log may name what the viewer knows as `entity`: the one that is
    /// given, and for a protected person whom the viewer may know, each agency's pseudonym.
    pub fn logged_ids<'a>(
        &self,
        view: &View,
        entity: &EntityId,
        agencies: impl IntoIterator<Item = &'a AgencyId>,
    ) -> BTreeSet<EntityId> {
        let mut ids = BTreeSet::from([entity.clone()]);
        if self.is_protected(entity) && view.veil().pseudonym(entity).is_none() {
            let of = |agency| self.pseudonym_key.pseudonym(agency, entity);
            ids.extend(agencies.into_iter().filter_map(of));
        }
        ids
    }

    /// Whether the viewer sees something of an entity otherwise than it was recorded: a bar over a
    /// name in it, a pseudonym. Who does not see a report whole does not decide what it says.
    pub fn is_barred(&self, view: &View, entity: &EntityId) -> Result<bool> {
        self.reading(view, AsOf::Now, |reader| {
            let mut barred = false;
            let Some(no) = reader.entity_no(entity)? else { return Ok(false) };
            reader.snapshot.rows_of(no, &mut |row| {
                let shown = reader.glimpse(&row)?;
                barred |= shown.is_some_and(|shown| *shown.value != *row.value);
                Ok(if barred { ControlFlow::Break(()) } else { ControlFlow::Continue(()) })
            })?;
            Ok(barred)
        })
    }

    /// Takes a person out of the register, as two people decided for a reason. What was said of the
    /// person is then seen as it is by all whom its labels admit.
    pub fn unprotect(&self, decided: &Reconsidered, by: &PrincipalId) -> Result<()> {
        decided.check(by)?;
        if !self.is_protected(&decided.entity) {
            return Err(Error::NotProtected { entity: decided.entity.clone() });
        }
        self.store.change(|change| change.remove_protection(&decided.entity))?;
        let _one_at_a_time = self.catalogue.one_at_a_time();
        self.store.read(|snapshot| self.catalogue.refresh(snapshot, &self.ontology))
    }

    /// Refuses a batch that calls a protected person a suspect without a reason and a second person.
    ///
    /// Whether somebody is protected is what the register says, which is policy: a statement that
    /// the one who records may not see changes nothing here.
    pub(crate) fn check_suspects(
        &self,
        prepared: &Prepared,
        batch: &Batch,
        by: &PrincipalId,
    ) -> Result<()> {
        let is_protected = |entity: &EntityId| {
            self.is_protected(entity) || batch.protections.iter().any(|one| one.entity == *entity)
        };
        for Ready { statement, .. } in &prepared.statements {
            let accuses = &*statement.property == "subjectCategory"
                && matches!(statement.value.as_str(), "suspect" | "convicted")
                && !matches!(statement.standing, Standing::Retracts(_));
            if accuses && is_protected(&statement.entity) {
                let agreed = batch.reconsidered.iter().find(|one| one.entity == statement.entity);
                let alone = || Error::NeedsSecondPerson { entity: statement.entity.clone() };
                agreed.ok_or_else(alone)?.check(by)?;
            }
        }
        Ok(())
    }

    fn is_protected(&self, entity: &EntityId) -> bool {
        let register = self.protections();
        register.binary_search_by(|entry| entry.entity.cmp(entity)).is_ok()
    }

    /// Enters `protections`, and adds to every entry the identifying words that the ledger has or
    /// now learns of the person. Names already given stay.
    pub(crate) fn protect(
        &self,
        change: &mut dyn Change,
        prepared: &Prepared,
        protections: &[Protection],
    ) -> Result<()> {
        let known = self.protections();
        if protections.is_empty() && known.is_empty() {
            return Ok(());
        }
        let mut register: BTreeMap<EntityId, Protection> =
            known.iter().map(|entry| (entry.entity.clone(), entry.clone())).collect();
        let mut changed = BTreeSet::new();
        for protection in protections {
            let words = self.words_of(change, &protection.entity)?;
            let entry = register
                .entry(protection.entity.clone())
                .or_insert_with(|| Protection { named: BTreeSet::new(), ..protection.clone() });
            if protection.follows.is_empty() || entry.follows.is_empty() {
                // Entered for her own sake, now or before: no judgement ends that.
                entry.follows.clear();
            } else {
                entry.follows.extend(protection.follows.iter().cloned());
            }
            entry.category = protection.category;
            entry.named.extend(protection.named.iter().cloned());
            entry.words.extend(protection.words.iter().cloned());
            entry.words.extend(words);
            changed.insert(protection.entity.clone());
        }
        for ready in prepared
            .statements
            .iter()
            .filter(|ready| gives_away(ready.identifying, &ready.statement.value))
        {
            if let Some(entry) = register.get_mut(&ready.statement.entity)
                && entry.words.insert(ready.statement.value.clone())
            {
                changed.insert(ready.statement.entity.clone());
            }
        }
        let mut over = BTreeSet::new();
        for judgement in prepared.statements.iter().filter_map(|ready| ended(&ready.statement)) {
            for entry in register.values_mut() {
                if entry.follows.remove(&judgement) {
                    changed.insert(entry.entity.clone());
                    if entry.follows.is_empty() {
                        over.insert(entry.entity.clone());
                    }
                }
            }
        }
        for entity in changed {
            if over.contains(&entity) {
                change.remove_protection(&entity)?;
            } else {
                change.put_protection(&register[&entity])?;
            }
        }
        Ok(())
    }

    fn words_of(&self, change: &dyn Change, entity: &EntityId) -> Result<BTreeSet<String>> {
        let snapshot = change.snapshot();
        let mut words = BTreeSet::new();
        let Some(no) = snapshot.entity_no(entity.as_str())? else { return Ok(words) };
        let terms = self.catalogue.read().terms.clone();
        snapshot.rows_of(no, &mut |row| {
            let identifying = terms.get(row.term.0 as usize).is_some_and(|term| term.identifying);
            if gives_away(identifying, row.value) {
                words.insert(row.value.to_owned());
            }
            Ok(ControlFlow::Continue(()))
        })?;
        Ok(words)
    }
}

/// The judgement that a statement takes back, or puts another in the place of.
fn ended(statement: &Statement) -> Option<EntityId> {
    let retracts = matches!(statement.standing, Standing::Retracts(_));
    match &*statement.property {
        _ if &*statement.schema != "Judgement" => None,
        "verdict" if retracts => Some(statement.entity.clone()),
        "supersedes" if !retracts => statement.value.parse().ok(),
        _ => None,
    }
}

/// Long texts may name the person but are no word to look for; a date or a number alone is none
/// either.
fn gives_away(identifying: bool, value: &str) -> bool {
    const LONGEST_WORD: usize = 120;
    let date_like =
        value.len() <= 10 && value.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
    identifying && value.len() <= LONGEST_WORD && !date_like
}
