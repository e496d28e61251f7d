//! Proposals and decisions on a data folder.

use std::collections::BTreeSet;

use anyhow::Context as _;
use clap::Args;
use crossbearing_identity::{self as identity, Decision, Desk, Made, Picture, Wanted, Watched};
use crossbearing_ledger::{AsOf, Ledger, Verdict, View};
use crossbearing_log::Kind;
use crossbearing_model::{EntityId, Instant};

use crate::commands::console::{Asker, AskerArguments, FolderArguments, say};
use crate::folder::DataFolder;
use crate::server::now;

/// Arguments of `crossbearing identity queue`.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  crossbearing identity queue --as ines --purpose op-lantern")]
pub(crate) struct Queue {
    /// Only those that this record may be one with.
    #[arg(long)]
    about: Option<EntityId>,
    /// How many.
    #[arg(long, default_value_t = 10)]
    limit: usize,
    #[command(flatten)]
    asker: AskerArguments,
    #[command(flatten)]
    folder: FolderArguments,
}

/// Arguments of `crossbearing identity judge`.
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  crossbearing identity judge p-17 same q-4 --reason \"one passport\" --as ines --purpose op-lantern"
)]
pub(crate) struct Judge {
    /// A record.
    left: EntityId,
    /// same, different or unsure.
    verdict: Verdict,
    /// Another record.
    right: EntityId,
    /// Why. Needed for "different".
    #[arg(long, default_value = "")]
    reason: String,
    /// Somebody else is to look before the two are joined.
    #[arg(long)]
    second_opinion: bool,
    #[command(flatten)]
    asker: AskerArguments,
    #[command(flatten)]
    folder: FolderArguments,
}

/// Arguments of `crossbearing identity undo`.
#[derive(Debug, Args)]
pub(crate) struct Undo {
    /// The judgement.
    judgement: EntityId,
    /// Why.
    #[arg(long)]
    reason: String,
    #[command(flatten)]
    asker: AskerArguments,
    #[command(flatten)]
    folder: FolderArguments,
}

/// Arguments of `crossbearing identity cluster`.
#[derive(Debug, Args)]
pub(crate) struct Cluster {
    /// A record.
    record: EntityId,
    #[command(flatten)]
    asker: AskerArguments,
    #[command(flatten)]
    folder: FolderArguments,
}

/// Arguments of `crossbearing identity watch`.
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  crossbearing identity watch --name \"Karvan Ziarmal\" --since 2026-05-01T00:00:00Z --as ines --purpose op-lantern"
)]
pub(crate) struct Watch {
    /// Whoever may be one with this record.
    #[arg(long, conflicts_with = "name", required_unless_present = "name")]
    record: Option<EntityId>,
    /// Whoever may bear this name, in any script.
    #[arg(long)]
    name: Option<String>,
    /// What came in after this time.
    #[arg(long)]
    since: Instant,
    #[command(flatten)]
    asker: AskerArguments,
    #[command(flatten)]
    folder: FolderArguments,
}

/// Who is who through the View of whoever asks.
struct Room {
    folder: DataFolder,
    ledger: Ledger,
    asker: Asker,
    view: View,
    picture: Picture,
}

impl Room {
    fn open(folder: &FolderArguments, asker: &AskerArguments) -> anyhow::Result<Self> {
        let folder = folder.open()?;
        let asker = asker.enter(&folder.accounts()?)?;
        let ledger = folder.ledger()?;
        let view = asker.view(&ledger)?;
        let trained = folder.watches()?.trained(&asker.viewer.agency)?;
        let training = trained.and_then(|at| identity::Training::of(&ledger, &view, at).ok());
        let weights = training.map_or_else(identity::Weights::shipped, |found| found.weights);
        let picture = Picture::read(&ledger, &view, weights)?;
        Ok(Self { folder, ledger, asker, view, picture })
    }

    fn consulted(&self, ids: impl IntoIterator<Item = EntityId>) -> anyhow::Result<()> {
        let objects: BTreeSet<EntityId> = ids.into_iter().collect();
        self.asker.note(&self.folder, Kind::Consultation, objects)
    }

    fn record(
        &self,
        prepare: impl FnOnce(&Picture, &Desk<'_>) -> identity::Result<Made>,
    ) -> anyhow::Result<Made> {
        let desk = Desk {
            ledger: &self.ledger,
            view: &self.view,
            node: &self.folder.settings().node,
            grade: crate::server::JUDGEMENT_GRADE.parse()?,
            now: now(),
        };
        let made = prepare(&self.picture, &desk)?;
        self.asker.note(&self.folder, Kind::Alteration, made.about.iter().cloned())?;
        self.ledger.append(made.batch.clone(), now(), &self.asker.viewer.principal)?;
        Ok(made)
    }

    fn caption(&self, id: &EntityId) -> &str {
        self.picture.record(id).map_or("", |record| &record.caption.value)
    }
}

impl Queue {
    /// Prints the proposals with their terms.
    pub(crate) fn run(self) -> anyhow::Result<()> {
        let room = Room::open(&self.folder, &self.asker)?;
        let judge = room.asker.viewer.principal.clone();
        let wanted = Wanted { about: self.about, limit: self.limit, ..Wanted::by(judge) };
        let queue = room.picture.queue(&wanted);
        let both = queue.proposals.iter();
        room.consulted(both.flat_map(|one| [one.left.clone(), one.right.clone()]))?;
        for proposal in &queue.proposals {
            let (left, right) = (&proposal.left, &proposal.right);
            say(format_args!(
                "{:.3}  {left} {}  |  {right} {}",
                proposal.evidence.probability,
                room.caption(left),
                room.caption(right),
            ))?;
            say(format_args!("       {}", proposal.why))?;
            for term in &proposal.evidence.terms {
                say(format_args!("       {:+.1}  {}", term.weight, term.text))?;
            }
        }
        say(format_args!("{} open", queue.count))
    }
}

impl Judge {
    /// Records the judgement.
    pub(crate) fn run(self) -> anyhow::Result<()> {
        let room = Room::open(&self.folder, &self.asker)?;
        let decision = Decision {
            left: self.left,
            right: self.right,
            verdict: self.verdict,
            reason: self.reason,
            second_opinion: self.second_opinion,
        };
        let made = room.record(|picture, desk| picture.decide(&decision, desk))?;
        let identities = room.ledger.identities(&room.view, AsOf::Now)?;
        for judgement in
            identities.judgements().iter().filter(|one| made.judgements.contains(&one.id))
        {
            say(format_args!("{}  {}  {:?}", judgement.id, judgement.verdict, judgement.state))?;
        }
        let members = identities.members(identities.of(&decision.left));
        let members: Vec<&str> = members.iter().map(EntityId::as_str).collect();
        say(format_args!("cluster: {}", members.join(" ")))
    }
}

impl Undo {
    /// Takes the judgement back.
    pub(crate) fn run(self) -> anyhow::Result<()> {
        let room = Room::open(&self.folder, &self.asker)?;
        room.record(|picture, desk| picture.undo(&self.judgement, &self.reason, desk))?;
        say(format_args!("{} is taken back", self.judgement))
    }
}

impl Cluster {
    /// Prints the records of the cluster and the judgements about them.
    pub(crate) fn run(self) -> anyhow::Result<()> {
        let room = Room::open(&self.folder, &self.asker)?;
        let identities = room.picture.identities();
        let cluster = identities.of(&self.record);
        let members = identities.members(cluster);
        room.consulted(members.iter().cloned())?;
        room.picture.record(&self.record).with_context(|| {
            format!("{} is no person, organisation or vessel that you may see", self.record)
        })?;
        for member in members {
            say(format_args!("{member}  {}", room.caption(member)))?;
        }
        for judgement in identities.judgements() {
            if members.contains(&judgement.left) || members.contains(&judgement.right) {
                say(format_args!(
                    "{}  {} {} {}  by {} on {}  {:?}  {}",
                    judgement.id,
                    judgement.left,
                    judgement.verdict,
                    judgement.right,
                    judgement.decided_by,
                    judgement.said.recorded_at.day(),
                    judgement.state,
                    judgement.reason.as_deref().unwrap_or_default(),
                ))?;
            }
        }
        Ok(())
    }
}

impl Watch {
    /// Prints the new records that may be whom one looks out for.
    pub(crate) fn run(self) -> anyhow::Result<()> {
        let room = Room::open(&self.folder, &self.asker)?;
        let watched = match (self.record, self.name) {
            (Some(record), _) => Watched::Record(record),
            (None, name) => Watched::Name(name.unwrap_or_default()),
        };
        let leads = room.picture.leads(&identity::Watch { watched, since: self.since });
        room.consulted(leads.iter().map(|lead| lead.record.clone()))?;
        for lead in &leads {
            let caption = room.caption(&lead.record);
            say(format_args!("{:.3}  {}  {caption}  {}", lead.probability, lead.record, lead.why))?;
        }
        say(format_args!("{} found", leads.len()))
    }
}
