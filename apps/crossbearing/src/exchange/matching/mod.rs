//! The desk of blind matching: which selectors take part, who may ask, what opens.

mod disclosure;
mod selectors;
mod shielded;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::PoisonError;

use anyhow::{Context as _, bail};
use crossbearing_access::{Role, Viewer};
use crossbearing_blind::{Blinding, Key, Table};
use crossbearing_exchange::node::Partner;
use crossbearing_exchange::node::blind::{BlindHit, BlindOrder, Evaluation, MOST_EVALUATIONS};
use crossbearing_ledger::{Ledger, View};
use crossbearing_log::Log;
use crossbearing_model::{AgencyId, EntityId, Instant, NodeId, PurposeId};
use serde::Serialize;

use super::Exchange;
use crate::secret::random;

use disclosure::disclosure;
use selectors::{Part, items};
use shielded::Shielded;

pub(crate) use selectors::{Items, each};

/// The most items of one ask: padded, they are the most evaluations.
const MOST_ITEMS: usize = MOST_EVALUATIONS / 3 * 2;

/// What somebody wants to know.
#[derive(Debug, Clone)]
pub(crate) struct BlindWish {
    /// Whom to ask.
    pub(crate) partner: NodeId,
    /// Whose selectors; those of everything in the case where none are named.
    pub(crate) records: BTreeSet<EntityId>,
    /// A safeguarding officer's word that protected persons who are named take part.
    pub(crate) with_protected: bool,
}

/// What was asked.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct BlindAsked {
    /// The asks: more than one where there is much to ask for.
    pub(crate) asks: Vec<String>,
    /// How many selectors take part.
    pub(crate) items: usize,
}

impl Exchange {
    /// Asks a partner which of the viewer's selectors it holds too.
    pub(crate) fn ask_blind(
        &self,
        (ledger, log): (&Ledger, &Log),
        view: &View,
        wish: &BlindWish,
        now: Instant,
    ) -> anyhow::Result<BlindAsked> {
        let viewer = view.viewer();
        may_match(viewer, &self.identity().agency)?;
        let partner = self.partner_for_matching((ledger, log), &wish.partner, now)?;
        let items = self.items_for((ledger, log), view, &partner, wish, now)?;
        if items.is_empty() {
            bail!("nothing here that {} may see can take part", viewer.principal);
        }
        let words: Vec<String> = items.into_keys().collect();
        let mut asked = BlindAsked { asks: Vec::new(), items: words.len() };
        for batch in words.chunks(MOST_ITEMS) {
            let order = BlindOrder {
                name: format!("{:016x}", u64::from_le_bytes(random()?)),
                case: viewer.purpose.clone(),
                by: viewer.principal.clone(),
                items: batch.to_vec(),
                seed: random()?,
            };
            let ask = self
                .at_office((ledger, log), now, |office| office.ask_blind(&wish.partner, order))?;
            asked.asks.push(ask);
        }
        self.wake();
        Ok(asked)
    }

    /// The hits that a viewer may know of: those of the viewer's case whose selector the View
    /// holds. Of others nothing is said.
    pub(crate) fn blind_hits(
        &self,
        (ledger, log): (&Ledger, &Log),
        view: &View,
        now: Instant,
    ) -> anyhow::Result<Vec<(BlindHit, BTreeSet<EntityId>)>> {
        let hits = self.at_office((ledger, log), now, |office| office.blind_hits())?;
        if hits.is_empty() {
            return Ok(Vec::new());
        }
        let mut seen = Vec::new();
        let mut by_partner: BTreeMap<NodeId, Items> = BTreeMap::new();
        for hit in hits {
            if !self.is_of_case((ledger, log), &hit, &view.viewer().purpose, now)? {
                continue;
            }
            let held = match by_partner.entry(hit.partner.clone()) {
                std::collections::btree_map::Entry::Occupied(held) => held.into_mut(),
                std::collections::btree_map::Entry::Vacant(place) => {
                    place.insert(self.held((ledger, log), view, &hit, now)?)
                }
            };
            if let Some(records) = held.get(&hit.item) {
                seen.push((hit, records.clone()));
            }
        }
        Ok(seen)
    }

    /// Agrees that a hit is opened for the viewer's purpose, or says no.
    pub(crate) fn decide_blind(
        &self,
        (ledger, log): (&Ledger, &Log),
        view: &View,
        (hit, agree): (&str, bool),
        now: Instant,
    ) -> anyhow::Result<BlindHit> {
        may_match(view.viewer(), &self.identity().agency)?;
        let hits = self.blind_hits((ledger, log), view, now)?;
        let found = hits.into_iter().find(|(known, _)| known.hit == hit);
        let (known, records) = found.with_context(|| format!("{hit} is no hit of this case"))?;
        let told = disclosure(ledger, view, &self.identity().agency, &records, now)?;
        let decided = self.at_office((ledger, log), now, |office| {
            if agree {
                office.agree_to_open(&known.hit, &view.viewer().purpose, told)
            } else {
                office.decline_to_open(&known.hit)
            }
        })?;
        self.wake();
        Ok(decided)
    }

    /// Lets a protected person's selectors take part, or takes that back: a safeguarding officer's
    /// decision, with its reason in the log.
    pub(crate) fn admit_to_matching(
        &self,
        (ledger, log): (&Ledger, &Log),
        viewer: &Viewer,
        (entity, admit): (&EntityId, bool),
        now: Instant,
    ) -> anyhow::Result<()> {
        if !viewer.is(Role::SafeguardingOfficer) || viewer.agency != self.identity().agency {
            bail!("only a safeguarding officer of this agency decides that");
        }
        let logged = ledger.logged_id(&viewer.agency, entity.clone());
        self.at_office((ledger, log), now, |office| {
            office.admit_to_matching(entity, &logged, admit)
        })?;
        Ok(())
    }

    /// Answers the asks of partners that wait. Says how many.
    pub(crate) fn answer_blind_asks(
        &self,
        (ledger, log): (&Ledger, &Log),
        now: Instant,
    ) -> anyhow::Result<usize> {
        let _one_at_a_time = self.matching.lock().unwrap_or_else(PoisonError::into_inner);
        let waiting = self.at_office((ledger, log), now, |office| office.blind_waiting())?;
        for work in &waiting {
            self.bring_table_up_to_date((ledger, log), work, now)?;
            let answer = work.answer()?;
            self.at_office((ledger, log), now, |office| office.answer_blind(work, &answer))?;
        }
        Ok(waiting.len())
    }

    fn bring_table_up_to_date(
        &self,
        (ledger, log): (&Ledger, &Log),
        work: &Evaluation,
        now: Instant,
    ) -> anyhow::Result<()> {
        let partner = self.partner_for_matching((ledger, log), work.partner(), now)?;
        let admitted = self.at_office((ledger, log), now, |office| office.admitted())?;
        // What the table is made from: the ledger, the terms, and whom safeguarding let in. A day
        // counts because embargoes end and statements expire without the ledger changing.
        let terms = serde_json::to_string(&(&partner.agreement, &admitted))?;
        let revision = format!("{:?} {} {terms}", ledger.revision(), now.day());
        let is_new =
            self.at_office((ledger, log), now, |office| office.has_blind_table(work, &revision))?;
        if is_new {
            return Ok(());
        }
        let view = self.holder_view(ledger, &partner, now)?;
        let (agency, purpose) = (&self.identity().agency, &partner.agreement.purpose);
        let shielded = Shielded::read(ledger, (agency, purpose), &admitted, now)?;
        let ceiling = partner.agreement.ceiling;
        let part = Part { agency, ceiling, shielded: &shielded, only: None };
        let items: Vec<String> = items(ledger, &view, &part)?.into_keys().collect();
        let known = self.at_office((ledger, log), now, |office| office.known_blind_tags(work))?;
        let tags = on_all_cores(&items, |item| match known.get(item) {
            Some(tag) => Ok(*tag),
            None => work.tag(item),
        })?;
        let table = work.table(tags.into_iter().zip(items).collect(), &revision);
        self.at_office((ledger, log), now, |office| {
            office.put_blind_table(work.partner(), &table)
        })?;
        Ok(())
    }

    /// What an analyst here sees for the agreement's purpose, up to its ceiling.
    fn holder_view(
        &self,
        ledger: &Ledger,
        partner: &Partner,
        now: Instant,
    ) -> anyhow::Result<View> {
        let (agency, purpose) = (self.identity().agency.clone(), &partner.agreement.purpose);
        let viewer = Viewer {
            clearance: partner.agreement.ceiling,
            ..Viewer::new("exchange".parse()?, agency, Role::Analyst, purpose.clone())
        };
        Ok(ledger.view(&viewer, now)?)
    }

    /// The items that the viewer asks for.
    fn items_for(
        &self,
        (ledger, log): (&Ledger, &Log),
        view: &View,
        partner: &Partner,
        wish: &BlindWish,
        now: Instant,
    ) -> anyhow::Result<Items> {
        let viewer = view.viewer();
        let mut admitted = self.at_office((ledger, log), now, |office| office.admitted())?;
        if wish.with_protected {
            if !viewer.is(Role::SafeguardingOfficer) || wish.records.is_empty() {
                bail!("protected persons take part only one by one, by a safeguarding officer");
            }
            admitted.extend(wish.records.iter().cloned());
        }
        let (agency, purpose) = (&viewer.agency, &viewer.purpose);
        let shielded = Shielded::read(ledger, (agency, purpose), &admitted, now)?;
        let only = (!wish.records.is_empty()).then(|| with_belongings(ledger, view, &wish.records));
        let only = only.transpose()?;
        let ceiling = partner.agreement.ceiling;
        items(ledger, view, &Part { agency, ceiling, shielded: &shielded, only: only.as_ref() })
    }

    /// The items of the viewer's that a hit may be of.
    fn held(
        &self,
        (ledger, log): (&Ledger, &Log),
        view: &View,
        hit: &BlindHit,
        now: Instant,
    ) -> anyhow::Result<Items> {
        let partner = self.at_office((ledger, log), now, |office| office.partner(&hit.partner))?;
        let Some(partner) = partner else { return Ok(Items::new()) };
        let admitted = self.at_office((ledger, log), now, |office| office.admitted())?;
        let (agency, purpose) = (&view.viewer().agency, &view.viewer().purpose);
        let shielded = Shielded::read(ledger, (agency, purpose), &admitted, now)?;
        let ceiling = partner.agreement.ceiling;
        items(ledger, view, &Part { agency, ceiling, shielded: &shielded, only: None })
    }

    /// Whether a hit is of a case: the asker's own, or the one that was agreed on.
    fn is_of_case(
        &self,
        stores: (&Ledger, &Log),
        hit: &BlindHit,
        purpose: &PurposeId,
        now: Instant,
    ) -> anyhow::Result<bool> {
        if hit.case == *purpose {
            return Ok(true);
        }
        let partner = self.at_office(stores, now, |office| office.partner(&hit.partner))?;
        Ok(partner.is_some_and(|partner| partner.agreement.purpose == *purpose))
    }

    fn partner_for_matching(
        &self,
        stores: (&Ledger, &Log),
        node: &NodeId,
        now: Instant,
    ) -> anyhow::Result<Partner> {
        let partner = self.at_office(stores, now, |office| office.partner(node))?;
        let partner = partner.with_context(|| format!("{node} is no partner of this node"))?;
        if partner.agreement.matching.is_none() {
            bail!("no matching is agreed with {node}: `crossbearing partner add --match-per-day`");
        }
        Ok(partner)
    }
}

/// The items of a View that take part: those of its own agency, protected persons kept out.
pub(crate) fn case_items(ledger: &Ledger, view: &View, now: Instant) -> anyhow::Result<Items> {
    let viewer = view.viewer();
    let (agency, purpose) = (&viewer.agency, &viewer.purpose);
    let shielded = Shielded::read(ledger, (agency, purpose), &BTreeSet::new(), now)?;
    let ceiling = viewer.clearance;
    items(ledger, view, &Part { agency, ceiling, shielded: &shielded, only: None })
}

/// What two sides both hold, found blindly: the whole protocol without a network.
pub(crate) fn common_items(asker: &Items, holder: &Items) -> anyhow::Result<Vec<String>> {
    let key = Key::derive(&random()?, b"score")?;
    let table = Table::build(&key, holder.keys().map(String::as_bytes), random()?)?;
    let wanted: Vec<&String> = asker.keys().collect();
    let mut common = Vec::new();
    for batch in wanted.chunks(MOST_ITEMS) {
        let bytes: Vec<&[u8]> = batch.iter().map(|item| item.as_bytes()).collect();
        let blinding = Blinding::new(&bytes, random()?)?;
        let answer = key.answer(&blinding.request(), random()?)?;
        let tags = blinding.finish(&answer, &key.public())?;
        let held = batch.iter().zip(tags).filter(|(_, tag)| table.holds(tag));
        common.extend(held.map(|(item, _)| (*item).clone()));
    }
    Ok(common)
}

/// Refuses those who build no picture, and other agencies' people.
fn may_match(viewer: &Viewer, agency: &AgencyId) -> anyhow::Result<()> {
    let roles = [
        Role::Analyst,
        Role::FinancialInvestigator,
        Role::OnlineOfficer,
        Role::Prosecutor,
        Role::SafeguardingOfficer,
    ];
    if viewer.agency != *agency {
        bail!("blind asks go out in the name of {agency}, by its own people");
    }
    if !roles.iter().any(|role| viewer.is(*role)) {
        bail!("this is for those who work on cases");
    }
    Ok(())
}

/// The records, and the things that are theirs.
fn with_belongings(
    ledger: &Ledger,
    view: &View,
    records: &BTreeSet<EntityId>,
) -> anyhow::Result<BTreeSet<EntityId>> {
    let mut whole = records.clone();
    for record in records {
        let around = ledger.neighbours(view, crossbearing_ledger::AsOf::Now, record, 500)?;
        for neighbour in around.into_iter().flat_map(|around| around.nodes) {
            let schema = ledger.ontology().schema(&neighbour.schema);
            let is_thing = schema.is_some_and(|schema| {
                !["LegalEntity", "Event", "Report"].iter().any(|kind| schema.is_a(kind))
            });
            if is_thing {
                whole.insert(neighbour.id);
            }
        }
    }
    Ok(whole)
}

/// Does `work` for each of `items`, in their order.
fn on_all_cores<T: Send>(
    items: &[String],
    work: impl Fn(&str) -> crossbearing_exchange::Result<T> + Sync,
) -> anyhow::Result<Vec<T>> {
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let part = items.len().div_ceil(cores).max(256);
    let work = &work;
    let parts: Vec<crossbearing_exchange::Result<Vec<T>>> = std::thread::scope(|scope| {
        let threads: Vec<_> = items
            .chunks(part)
            .map(|items| scope.spawn(move || items.iter().map(|item| work(item)).collect()))
            .collect();
        threads
            .into_iter()
            .map(|thread| {
                let lost = |_| Err(crossbearing_exchange::Error::keep("tags", &"a thread ended"));
                thread.join().unwrap_or_else(lost)
            })
            .collect()
    });
    let mut done = Vec::with_capacity(items.len());
    for part in parts {
        done.extend(part?);
    }
    Ok(done)
}
