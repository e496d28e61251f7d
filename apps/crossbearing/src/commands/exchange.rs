//! `crossbearing exchange`.

use std::collections::BTreeSet;

use anyhow::{Context as _, bail};
use clap::{Args, Subcommand, ValueEnum};
use crossbearing_exchange::node::{Office, Partner, Reason};
use crossbearing_ledger::{Cursor, Ledger};
use crossbearing_log::{Kind, Log};
use crossbearing_model::{EntityId, NodeId};

use super::console::{AskerArguments, FolderArguments, say, say_json};
use super::served::Served;
use crate::exchange::{Exchange as Dealings, RecallWish, Synced};
use crate::folder::DataFolder;
use crate::server::partners::{PreviewLine, RecallDone, RecallToIssue};
use crate::server::{LocalStatus, now};

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
    /// Only of this record, with what stays unseen there beside it.
    #[arg(long, value_name = "ENTITY")]
    record: Option<EntityId>,
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
    pub(super) ledger: Ledger,
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

    pub(super) fn stores(&self) -> (&Ledger, &Log) {
        (&self.ledger, &self.log)
    }
}

impl Exchange {
    /// Does the step.
    pub(crate) fn run(self) -> anyhow::Result<()> {
        if let Some(served) = self.folder.served() {
            return self.step.ask(&served);
        }
        let opened = Opened::new(&self.folder)?;
        match self.step {
            Step::Preview(preview) => preview.run(&opened),
            Step::Sync { node } => sync(&opened, node.as_ref()),
            Step::Recall(recall) => recall.run(&opened),
            Step::Status { json } => status(&opened.exchange.status(opened.stores(), now())?, json),
        }
    }
}

impl Step {
    /// Asks the server that runs on the folder.
    fn ask(self, served: &Served) -> anyhow::Result<()> {
        match self {
            Self::Preview(Preview { node, record, asker }) => {
                let record = record.context("a server runs: name a --record to preview")?;
                let path = format!("/exchange/partners/{node}/preview/{record}");
                let lines: Vec<PreviewLine> = served.log_in(&asker.login())?.get(&path)?;
                for line in lines {
                    let PreviewLine { state, why, property, value, theirs, .. } = line;
                    let otherwise = theirs.filter(|theirs| *theirs != value);
                    let otherwise = otherwise.map(|theirs| format!("  there: {theirs}"));
                    let otherwise = otherwise.unwrap_or_default();
                    let why = if why.is_empty() { why } else { format!(": {why}") };
                    say(format_args!("{state}{why}  {property} {value}{otherwise}"))?;
                }
                Ok(())
            }
            Self::Sync { node } => {
                let body = serde_json::json!({ "node": node });
                let done: Vec<(NodeId, Result<Synced, String>)> =
                    served.post("/local/v1/calls", &body)?;
                say_calls(done)
            }
            Self::Recall(recall) => {
                let form = RecallToIssue {
                    report: recall.report.to_string(),
                    reason: word(recall.reason.into()),
                    note: recall.note,
                    days: recall.days,
                };
                let done: RecallDone =
                    served.log_in(&recall.asker.login())?.post("/exchange/recalls", &form)?;
                say_recall(&done.notice, &done.told)
            }
            Self::Status { json } => {
                status(&served.post("/local/v1/status", &serde_json::json!({}))?, json)
            }
        }
    }
}

fn word(reason: Reason) -> String {
    let text = serde_json::to_value(reason).unwrap_or_default();
    text.as_str().unwrap_or_default().to_owned()
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
        let of_record =
            |entity: &EntityId| self.record.as_ref().is_none_or(|record| record == entity);
        let both: Vec<_> = offered
            .into_iter()
            .filter(|one| mine.contains(&one.id) && of_record(&one.statement.entity))
            .collect();
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
    let chosen = chosen.filter(|one| one.revoked.is_none() && !one.card.address.is_empty());
    let call = |partner: &Partner| {
        let done = opened.exchange.call(opened.stores(), &accounts, partner, now);
        (partner.card.node.clone(), done.map_err(|error| format!("{error:#}")))
    };
    say_calls(chosen.map(call).collect())
}

fn say_calls(calls: Vec<(NodeId, Result<Synced, String>)>) -> anyhow::Result<()> {
    let mut failed = 0;
    for (node, done) in calls {
        match done {
            Ok(done) => say(format_args!(
                "{node}: {} statements made ready, {} envelopes given, {} taken",
                done.planned, done.pushed, done.fetched
            ))?,
            Err(error) => {
                failed += 1;
                say(format_args!("{node}: {error}"))?;
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
        asker.note(&opened.folder, Kind::Erasure, [self.report.clone()])?;
        let wish = RecallWish {
            report: self.report,
            reason: self.reason.into(),
            note: self.note,
            days: self.days,
        };
        let issued =
            opened.exchange.recall_report(opened.stores(), &accounts, &view, &wish, now())?;
        let told: Vec<String> = issued.told.iter().map(ToString::to_string).collect();
        say_recall(&issued.notice, &told)?;
        say("it goes out with the next `crossbearing exchange sync`")
    }
}

fn say_recall(notice: &str, told: &[String]) -> anyhow::Result<()> {
    say(format_args!("recall {notice}: {} to be told ({})", told.len(), told.join(", ")))
}

fn status(status: &LocalStatus, json: bool) -> anyhow::Result<()> {
    if json {
        return say_json(status);
    }
    for (node, left, calls) in &status.partners {
        let error = calls.error.as_ref().map(|error| format!("; not reached: {error}"));
        say(format_args!(
            "{node}: {} statements given, {} envelopes to be taken, {} refused{}",
            left.given,
            left.unacknowledged,
            left.refused,
            error.unwrap_or_default()
        ))?;
    }
    for state in &status.recalls {
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
        for receipt in &state.receipts {
            say(format_args!(
                "  {} erased {} on {}",
                receipt.node, receipt.erased, receipt.done_at
            ))?;
        }
    }
    let open = status.corrections.iter().filter(|one| one.receipt.is_none()).count();
    if !status.corrections.is_empty() {
        let given = status.corrections.len();
        say(format_args!("corrections: {given} given, {open} not confirmed yet"))?;
    }
    for kept in status.asks.iter().filter(|kept| kept.reply.is_none()) {
        let whose = if kept.ours { "asked of" } else { "asked by" };
        let late = if kept.due <= now() { "OVERDUE since" } else { "due" };
        say(format_args!("request {} {whose} {}: {late} {}", kept.ask.id, kept.partner, kept.due))?;
    }
    Ok(())
}
