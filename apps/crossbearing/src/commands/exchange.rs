//! `crossbearing exchange`.

use std::collections::BTreeSet;

use anyhow::bail;
use clap::{Args, Subcommand, ValueEnum};
use crossbearing_exchange::node::{Office, Reason, RecallOrder};
use crossbearing_ledger::{AsOf, Cursor, Ledger};
use crossbearing_log::{Kind, Log};
use crossbearing_model::{EntityId, NodeId, StatementId};

use super::console::{AskerArguments, FolderArguments, say, say_json};
use crate::exchange::{Exchange as Dealings, partner_view};
use crate::folder::DataFolder;
use crate::secret::random;
use crate::server::now;

/// A day, in milliseconds.
const DAY_MS: i64 = 24 * 3600 * 1000;

/// Arguments of `crossbearing exchange`.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  crossbearing exchange preview south-1 --as ines --purpose op-lantern\n  crossbearing exchange sync\n  crossbearing exchange recall --report r-12 --reason inaccurate --note \"wrong man\" --as ines --purpose op-lantern\n  crossbearing exchange status"
)]
pub(crate) struct Exchange {
    #[command(flatten)]
    folder: FolderArguments,
    #[command(subcommand)]
    step: Step,
}

#[derive(Debug, Subcommand)]
enum Step {
    /// Show what a partner will see, and why it will not see the rest of its View.
    Preview(Preview),
    /// Call the partners: give what is due, take what they have.
    Sync {
        /// Only this one.
        node: Option<NodeId>,
    },
    /// Call back what a report of this agency says, from everyone who has it.
    Recall(Recall),
    /// Show what stands open: what was given, what is still to be taken, who has not answered.
    Status {
        /// Print JSON.
        #[arg(long)]
        json: bool,
    },
}

#[derive(Debug, Args)]
struct Preview {
    /// The partner's node.
    node: NodeId,
    #[command(flatten)]
    asker: AskerArguments,
}

#[derive(Debug, Args)]
struct Recall {
    /// The report.
    #[arg(long)]
    report: EntityId,
    /// Why.
    #[arg(long)]
    reason: Why,
    /// Why, in words.
    #[arg(long)]
    note: String,
    /// In how many days everyone has to have answered.
    #[arg(long, default_value_t = 3)]
    days: u32,
    #[command(flatten)]
    asker: AskerArguments,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Why {
    Inaccurate,
    Unlawful,
    Order,
    SourceAtRisk,
}

impl From<Why> for Reason {
    fn from(why: Why) -> Self {
        match why {
            Why::Inaccurate => Self::Inaccurate,
            Why::Unlawful => Self::Unlawful,
            Why::Order => Self::Order,
            Why::SourceAtRisk => Self::SourceAtRisk,
        }
    }
}

/// A folder with everything open that dealings with partners need.
pub(super) struct Opened {
    pub(super) folder: DataFolder,
    pub(super) exchange: Dealings,
    ledger: Ledger,
    log: Log,
}

impl Opened {
    pub(super) fn new(folder: &FolderArguments) -> anyhow::Result<Self> {
        let folder = folder.open()?;
        let (ledger, log) = (folder.ledger()?, folder.log()?);
        Ok(Self { exchange: folder.exchange()?, folder, ledger, log })
    }

    /// Does one step at the office.
    pub(super) fn office<T>(
        &self,
        step: impl FnOnce(&mut Office<'_>) -> crossbearing_exchange::Result<T>,
    ) -> anyhow::Result<T> {
        Ok(self.exchange.at_office(self.stores(), now(), step)?)
    }

    fn stores(&self) -> (&Ledger, &Log) {
        (&self.ledger, &self.log)
    }
}

impl Exchange {
    /// Does the step.
    pub(crate) fn run(self) -> anyhow::Result<()> {
        let opened = Opened::new(&self.folder)?;
        match self.step {
            Step::Preview(preview) => preview.run(&opened),
            Step::Sync { node } => sync(&opened, node.as_ref()),
            Step::Recall(recall) => recall.run(&opened),
            Step::Status { json } => status(&opened, json),
        }
    }
}

impl Preview {
    /// Lists what the partner's View and the asker's both hold.
    fn run(self, opened: &Opened) -> anyhow::Result<()> {
        let accounts = opened.folder.accounts()?;
        let asker = self.asker.enter(&accounts)?;
        let view = asker.view(&opened.ledger)?;
        let mut mine = BTreeSet::new();
        let mut cursor = Cursor::default();
        loop {
            let (page, next) = opened.ledger.since(&view, cursor, 4096)?;
            mine.extend(page.iter().map(|read| read.id));
            if next == cursor {
                break;
            }
            cursor = next;
        }
        let offered = opened.exchange.preview(opened.stores(), &accounts, &self.node, now())?;
        let both: Vec<_> = offered.into_iter().filter(|one| mine.contains(&one.id)).collect();
        let entities: BTreeSet<_> = both.iter().map(|one| one.statement.entity.clone()).collect();
        asker.note(&opened.folder, Kind::Consultation, entities)?;
        for one in &both {
            let said = &one.statement;
            let state = match one.withheld {
                None => "leaves".to_owned(),
                Some(why) => format!("stays: {why:?}").to_lowercase(),
            };
            say(format_args!("{state}  {}  {} {}", said.entity, said.property, said.value))?;
        }
        let leaving = both.iter().filter(|one| one.withheld.is_none()).count();
        say(format_args!("{leaving} of {} statements leave for {}", both.len(), self.node))
    }
}

fn sync(opened: &Opened, only: Option<&NodeId>) -> anyhow::Result<()> {
    let accounts = opened.folder.accounts()?;
    let partners = opened.office(|office| office.partners())?;
    let chosen = partners.iter().filter(|one| only.is_none_or(|node| one.card.node == *node));
    let mut failed = 0;
    for partner in chosen.filter(|one| one.revoked.is_none() && !one.card.address.is_empty()) {
        let node = &partner.card.node;
        match opened.exchange.sync(opened.stores(), &accounts, partner, now) {
            Ok(done) => say(format_args!(
                "{node}: {} statements made ready, {} envelopes given, {} taken",
                done.planned, done.pushed, done.fetched
            ))?,
            Err(error) => {
                failed += 1;
                say(format_args!("{node}: {error:#}"))?;
            }
        }
    }
    if failed > 0 {
        bail!("{failed} partners could not be called: what is for them stays in the outbox");
    }
    Ok(())
}

impl Recall {
    fn run(self, opened: &Opened) -> anyhow::Result<()> {
        let accounts = opened.folder.accounts()?;
        let asker = self.asker.enter(&accounts)?;
        let view = asker.view(&opened.ledger)?;
        let read = opened.ledger.by_report(&view, AsOf::Now, &self.report)?;
        let agency = &opened.exchange.identity().agency;
        if read.is_empty()
            || read.iter().any(|one| one.statement.citation.label.spec().originator != *agency)
        {
            bail!(
                "{} is no report of this agency that {} may see",
                self.report,
                view.viewer().principal
            );
        }
        let mut statements: BTreeSet<StatementId> = read.iter().map(|one| one.id).collect();
        // Partners know statements about protected persons under ids of their own.
        for partner in opened.office(|office| office.partners())? {
            let theirs = partner_view(&opened.ledger, &accounts, &partner, now())?;
            let read = opened.ledger.by_report(&theirs, AsOf::Now, &self.report)?;
            statements.extend(read.iter().map(|one| one.id));
        }
        let id = u64::from_le_bytes(random::<8>()?);
        let order = RecallOrder {
            id: format!("{}-{id:016x}", opened.exchange.identity().node),
            statements: statements.into_iter().collect(),
            reason: self.reason.into(),
            note: self.note,
            deadline: now().plus_millis(i64::from(self.days) * DAY_MS),
        };
        let notice = order.id.clone();
        asker.note(&opened.folder, Kind::Erasure, [self.report.clone()])?;
        let told = opened.office(|office| office.recall(order))?;
        let told: Vec<String> = told.iter().map(ToString::to_string).collect();
        say(format_args!("recall {notice}: {} to be told ({})", told.len(), told.join(", ")))?;
        say("it goes out with the next `crossbearing exchange sync`")
    }
}

fn status(opened: &Opened, json: bool) -> anyhow::Result<()> {
    let partners = opened.office(|office| office.partners())?;
    let notices = opened.office(|office| office.notices())?;
    let mut rows = Vec::new();
    for partner in &partners {
        let node = partner.card.node.clone();
        rows.push((node.clone(), opened.office(|office| office.outstanding(&node))?));
    }
    if json {
        return say_json(&serde_json::json!({ "partners": rows, "recalls": notices }));
    }
    for (node, left) in rows {
        say(format_args!(
            "{node}: {} statements given, {} envelopes to be taken, {} refused",
            left.given, left.unacknowledged, left.refused
        ))?;
    }
    for state in notices {
        let waiting: Vec<String> = state.waiting.iter().map(ToString::to_string).collect();
        let open = match (waiting.is_empty(), state.overdue) {
            (true, _) => "answered".to_owned(),
            (false, false) => {
                format!("waits until {} for {}", state.notice.deadline, waiting.join(", "))
            }
            (false, true) => {
                format!("OVERDUE since {}: {}", state.notice.deadline, waiting.join(", "))
            }
        };
        say(format_args!("recall {} by {}: {open}", state.notice.id, state.notice.originator))?;
        for receipt in state.receipts {
            say(format_args!(
                "  {} erased {} on {}",
                receipt.node, receipt.erased, receipt.done_at
            ))?;
        }
    }
    Ok(())
}
