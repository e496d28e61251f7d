//! The protection register: who is a pseudonym, and which words would give the person away.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::ControlFlow;
use std::sync::Arc;

use crossbearing_access::{Entered, Opening, Protection, View};
use crossbearing_model::{
    AgencyId, EntityId, Instant, PrincipalId, PurposeId, Standing, Statement, SubjectCategory,
};

use crate::catalogue::RegisterChange;
use crate::read::AsOf;
use crate::record::{Prepared, Ready};
use crate::store::{Change, Seq};
use crate::{Batch, Error, Ledger, Reconsidered, Result};

/// What the ledger still has to do: enter those who were called protected before it did so itself.
const CATCH_UP: &str = "enter-by-category";

impl Ledger {
    /// Every entry of the register, for those who keep it (not for viewers).
    pub fn protections(&self) -> Arc<[Arc<Protection>]> {
        Arc::clone(&self.catalogue.read().protections)
    }

    /// The id under which a log names `entity` when somebody of `agency` deals with it: a protected
    /// person by that agency's pseudonym, even where that somebody knows who it is. So whoever
    /// reads the log does not learn it, and still finds all who looked.
    pub fn logged_id(&self, agency: &AgencyId, entity: EntityId) -> EntityId {
        if !self.is_protected(&entity) {
            return entity;
        }
        self.pseudonym_for(agency, &entity)
    }

    /// The pseudonym under which `agency` knows `entity` once the person is protected.
    pub fn pseudonym_for(&self, agency: &AgencyId, entity: &EntityId) -> EntityId {
        self.pseudonym_key.pseudonym(agency, entity).unwrap_or_else(|| entity.clone())
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
        let _one_at_a_time = self.catalogue.one_at_a_time();
        self.store.change(|change| change.remove_protection(&decided.entity))?;
        self.catalogue.register_changed([(decided.entity.clone(), None)].into());
        Ok(())
    }

    /// Opens the pseudonym of a protected person to somebody, for one purpose and a time. An
    /// opening that the same person has for the same purpose is replaced.
    pub fn open_pseudonym(&self, entity: &EntityId, opening: &Opening) -> Result<()> {
        self.amend(entity, |entry| {
            entry.openings.retain(|other| {
                (&other.principal, &other.purpose) != (&opening.principal, &opening.purpose)
            });
            entry.openings.push(opening.clone());
        })
    }

    /// Takes an opening back before its time; says whether there was one.
    pub fn close_pseudonym(
        &self,
        entity: &EntityId,
        (principal, purpose): (&PrincipalId, &PurposeId),
    ) -> Result<bool> {
        let mut closed = false;
        self.amend(entity, |entry| {
            let before = entry.openings.len();
            entry
                .openings
                .retain(|other| (&other.principal, &other.purpose) != (principal, purpose));
            closed = entry.openings.len() < before;
        })?;
        Ok(closed)
    }

    /// Changes one entry of the register.
    fn amend(&self, entity: &EntityId, change: impl FnOnce(&mut Protection)) -> Result<()> {
        let _one_at_a_time = self.catalogue.one_at_a_time();
        let known = self.protections();
        let entry = find(&known, entity);
        let mut entry =
            entry.ok_or_else(|| Error::NotProtected { entity: entity.clone() })?.clone();
        change(&mut entry);
        self.store.change(|store| store.put_protection(&entry))?;
        self.catalogue.register_changed([(entity.clone(), Some(entry))].into());
        Ok(())
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
            if accuses(statement) && is_protected(&statement.entity) {
                let agreed = batch.reconsidered.iter().find(|one| one.entity == statement.entity);
                let alone = || Error::NeedsSecondPerson { entity: statement.entity.clone() };
                agreed.ok_or_else(alone)?.check(by)?;
            }
        }
        Ok(())
    }

    /// Whether a statement would make a protected person a suspect, which takes two people.
    pub fn needs_second_person(&self, statement: &Statement) -> bool {
        accuses(statement) && self.is_protected(&statement.entity)
    }

    /// Whether somebody is in the register.
    pub fn is_protected(&self, entity: &EntityId) -> bool {
        find(&self.protections(), entity).is_some()
    }

    /// Enters `protections`, and whoever a statement that was `added` calls a victim or otherwise
    /// protected; adds to every entry the identifying words that the ledger has or now learns of
    /// the person. Names already given stay. Gives what that makes of the register.
    pub(crate) fn protect(
        &self,
        change: &mut dyn Change,
        prepared: &Prepared,
        protections: &[Protection],
        added: &Added<'_>,
    ) -> Result<RegisterChange> {
        let known = self.protections();
        // One who is protected with another only is from now on for her own sake.
        let own = |entity: &EntityId| find(&known, entity).is_some_and(|it| it.follows.is_empty());
        let called = added.called.iter().filter(|(entity, ..)| !own(entity));
        let called: Vec<Protection> = called.map(|called| added.entry(called)).collect();
        if protections.is_empty() && called.is_empty() && known.is_empty() {
            return Ok(RegisterChange::new());
        }
        let mut changed: BTreeMap<EntityId, Protection> = BTreeMap::new();
        for protection in protections.iter().chain(&called) {
            let words = self.words_of(change, &protection.entity)?;
            let entry = changed.entry(protection.entity.clone()).or_insert_with(|| {
                let entry = find(&known, &protection.entity);
                entry.cloned().unwrap_or_else(|| added.first(protection))
            });
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
        }
        for ready in prepared
            .statements
            .iter()
            .filter(|ready| gives_away(ready.identifying, &ready.statement.value))
        {
            let entity = &ready.statement.entity;
            if let Some(entry) = changed.get_mut(entity) {
                entry.words.insert(ready.statement.value.clone());
            } else if let Some(entry) = find(&known, entity)
                && !entry.words.contains(&ready.statement.value)
            {
                let mut entry = entry.clone();
                entry.words.insert(ready.statement.value.clone());
                changed.insert(entity.clone(), entry);
            }
        }
        let over = end_with_judgements(prepared, &known, &mut changed);
        let mut register = RegisterChange::new();
        for (entity, entry) in changed {
            let left = (!over.contains(&entity)).then_some(entry);
            match &left {
                Some(entry) => change.put_protection(entry)?,
                None => change.remove_protection(&entity)?,
            }
            register.insert(entity, left);
        }
        Ok(register)
    }

    /// Enters, once, whoever was called protected before the ledger did so with every statement.
    pub(crate) fn catch_up(&self) -> Result<()> {
        if !self.store.is_due(CATCH_UP)? {
            return Ok(());
        }
        let _one_at_a_time = self.catalogue.one_at_a_time();
        let register = self.store.change(|change| {
            let mut called: BTreeMap<EntityId, Protection> = BTreeMap::new();
            let snapshot = change.snapshot();
            snapshot.rows_between(Seq(1), snapshot.ceiling(None)?, &mut |row| {
                let term = self.catalogue.term(row.term)?;
                let category = protecting(&term.property, row.value);
                if let Some(category) = category
                    && snapshot.superseded_by(row.seq)?.is_none()
                {
                    let entity = snapshot.entity_id(row.entity)?;
                    let entity: EntityId =
                        entity.parse().map_err(|_| Error::corrupt("an entity", entity))?;
                    let batch = snapshot.batch_of(row.seq)?;
                    let (by, at) = (batch.recorded_by, batch.recorded_at);
                    let added = Added { by: &by, at, called: Vec::new() };
                    let entry = added.entry(&(entity.clone(), category, None));
                    called.entry(entity).or_insert(entry);
                }
                Ok(ControlFlow::Continue(()))
            })?;
            called.retain(|entity, _| !self.is_protected(entity));
            for entry in called.values_mut() {
                entry.words = self.words_of(change, &entry.entity)?;
                change.put_protection(entry)?;
            }
            change.done(CATCH_UP)?;
            Ok(called.into_iter().map(|(entity, entry)| (entity, Some(entry))).collect())
        })?;
        self.catalogue.register_changed(register);
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

/// Takes the judgements that a batch ends out of the entries that follow them; gives those with which
/// nothing is left to follow.
fn end_with_judgements(
    prepared: &Prepared,
    known: &[Arc<Protection>],
    changed: &mut BTreeMap<EntityId, Protection>,
) -> BTreeSet<EntityId> {
    let mut over = BTreeSet::new();
    for judgement in prepared.statements.iter().filter_map(|ready| ended(&ready.statement)) {
        for entry in known.iter().filter(|entry| entry.follows.contains(&judgement)) {
            changed.entry(entry.entity.clone()).or_insert_with(|| Protection::clone(entry));
        }
        for entry in changed.values_mut() {
            if entry.follows.remove(&judgement) && entry.follows.is_empty() {
                over.insert(entry.entity.clone());
            }
        }
    }
    over
}

/// What of a batch was new, as far as the register is concerned.
pub(crate) struct Added<'b> {
    pub(crate) by: &'b PrincipalId,
    pub(crate) at: Instant,
    /// Whom a new statement calls protected, as what, and which report says so.
    pub(crate) called: Vec<(EntityId, SubjectCategory, Option<EntityId>)>,
}

impl Added<'_> {
    /// The entry of somebody whom a statement calls protected. Whoever recorded it knows who it is.
    fn entry(&self, called: &(EntityId, SubjectCategory, Option<EntityId>)) -> Protection {
        let (entity, category, report) = called;
        let reason = match report {
            Some(report) => format!("{report} says: {category}"),
            None => format!("a report says: {category}"),
        };
        let entered = Some(Entered { by: self.by.clone(), at: self.at, reason });
        Protection { entered, ..Protection::new(entity.clone(), *category, [self.by.clone()]) }
    }

    /// An entry that is new, with who entered it.
    fn first(&self, protection: &Protection) -> Protection {
        let mut entry = protection.clone();
        entry.entered.get_or_insert_with(|| Entered {
            by: self.by.clone(),
            at: self.at,
            reason: "entered with a report".to_owned(),
        });
        entry
    }
}

fn accuses(statement: &Statement) -> bool {
    &*statement.property == "subjectCategory"
        && matches!(statement.value.as_str(), "suspect" | "convicted")
        && !matches!(statement.standing, Standing::Retracts(_))
}

/// As what a statement calls its person protected.
pub(crate) fn called(statement: &Statement) -> Option<SubjectCategory> {
    let asserts = !matches!(statement.standing, Standing::Retracts(_));
    asserts.then(|| protecting(&statement.property, &statement.value)).flatten()
}

fn protecting(property: &str, value: &str) -> Option<SubjectCategory> {
    let is_category = property == "subjectCategory";
    let category = is_category.then(|| value.parse::<SubjectCategory>().ok()).flatten();
    category.filter(|category| category.is_protected())
}

fn find<'r>(register: &'r [Arc<Protection>], entity: &EntityId) -> Option<&'r Protection> {
    let place = register.binary_search_by(|entry| entry.entity.cmp(entity)).ok()?;
    register.get(place).map(Arc::as_ref)
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
