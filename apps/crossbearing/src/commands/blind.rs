//! `crossbearing blind`.

use anyhow::Context as _;
use clap::{Args, Subcommand};
use crossbearing_model::{EntityId, NodeId};

use super::console::{AskerArguments, FolderArguments, say, say_json};
use super::served::ServedSession;
use crate::server::partners::{
    AskedBlindly, BlindAuditLine, BlindDecision, BlindPage, BlindToAsk, HitShape,
};

/// Arguments of `crossbearing blind`.
#[derive(Debug, Args)]
#[command(
    after_help = "A server must run on the folder: it carries the messages.\n\nExamples:\n  crossbearing blind ask south-1 p-17 p-18 --as ines --purpose op-lantern\n  crossbearing blind status --as ines --purpose op-lantern\n  crossbearing blind open north-1-5f3c.0 --as ines --purpose op-lantern\n  crossbearing blind audit --as otto --purpose op-lantern"
)]
pub(crate) struct Blind {
    #[command(flatten)]
    folder: FolderArguments,
    #[command(subcommand)]
    step: Step,
}

#[derive(Debug, Subcommand)]
enum Step {
    /// Ask a partner which selectors it holds too.
    Ask(Ask),
    /// Show the asks of the case, and what both hold.
    Status {
        /// Print JSON.
        #[arg(long)]
        json: bool,
        #[command(flatten)]
        asker: AskerArguments,
    },
    /// Agree to open a hit for the stated purpose; it opens when the other side agrees too.
    Open {
        /// The hit.
        hit: String,
        #[command(flatten)]
        asker: AskerArguments,
    },
    /// Say no to opening a hit, for good.
    Decline {
        /// The hit.
        hit: String,
        #[command(flatten)]
        asker: AskerArguments,
    },
    /// Take an ask back that has no answer yet.
    Withdraw {
        /// The ask.
        ask: String,
        #[command(flatten)]
        asker: AskerArguments,
    },
    /// Let a protected person into matching, as a safeguarding officer.
    Admit {
        /// The person.
        entity: EntityId,
        /// Take the person out again.
        #[arg(long)]
        out: bool,
        #[command(flatten)]
        asker: AskerArguments,
    },
    /// Who asked whom, when, for which case, how many evaluations: for oversight.
    Audit {
        /// Print JSON, with the leaves in both logs.
        #[arg(long)]
        json: bool,
        #[command(flatten)]
        asker: AskerArguments,
    },
}

#[derive(Debug, Args)]
struct Ask {
    /// The partner's node.
    node: NodeId,
    /// Whose selectors; those of everything in the case if nobody is named.
    records: Vec<EntityId>,
    /// Protected persons who are named take part: a safeguarding officer's word.
    #[arg(long)]
    with_protected: bool,
    #[command(flatten)]
    asker: AskerArguments,
}

impl Blind {
    /// Does the step.
    pub(crate) fn run(self) -> anyhow::Result<()> {
        let served = self.folder.served().context(
            "no server runs on the folder: start one with `crossbearing serve`, it carries the messages",
        )?;
        match self.step {
            Step::Ask(ask) => ask.run(&served.log_in(&ask.asker.login())?),
            Step::Status { json, asker } => status(&served.log_in(&asker.login())?, json),
            Step::Open { hit, asker } => decide(&served.log_in(&asker.login())?, &hit, true),
            Step::Decline { hit, asker } => decide(&served.log_in(&asker.login())?, &hit, false),
            Step::Withdraw { ask, asker } => {
                let path = format!("/exchange/blind/asks/{ask}/withdraw");
                served.log_in(&asker.login())?.tell(&path, &serde_json::json!({}))?;
                say(format_args!("{ask} is withdrawn"))
            }
            Step::Admit { entity, out, asker } => {
                let form = serde_json::json!({ "entity": entity, "admit": !out });
                served.log_in(&asker.login())?.tell("/exchange/blind/admissions", &form)?;
                let verb = if out { "takes no part" } else { "takes part" };
                say(format_args!("{entity} {verb} in matching"))
            }
            Step::Audit { json, asker } => audit(&served.log_in(&asker.login())?, json),
        }
    }
}

impl Ask {
    fn run(&self, session: &ServedSession<'_>) -> anyhow::Result<()> {
        let form = BlindToAsk {
            partner: self.node.to_string(),
            records: self.records.iter().map(ToString::to_string).collect(),
            with_protected: self.with_protected,
        };
        let asked: AskedBlindly = session.post("/exchange/blind", &form)?;
        let (items, asks) = (asked.items, asked.asks.join(", "));
        say(format_args!("{items} selectors asked of {}: {asks}", self.node))
    }
}

fn status(session: &ServedSession<'_>, json: bool) -> anyhow::Result<()> {
    let page: BlindPage = session.get("/exchange/blind")?;
    if json {
        return say_json(&page);
    }
    for ask in page.asks {
        let whose = if ask.ours { "of" } else { "by" };
        let why = if ask.reason.is_empty() { String::new() } else { format!(": {}", ask.reason) };
        say(format_args!("{}  asked {whose} {}  {}{why}", ask.ask, ask.partner, ask.state))?;
    }
    for hit in page.hits {
        say_hit(&hit)?;
    }
    Ok(())
}

fn decide(session: &ServedSession<'_>, hit: &str, agree: bool) -> anyhow::Result<()> {
    let path = format!("/exchange/blind/hits/{hit}/decision");
    let decided: HitShape = session.post(&path, &BlindDecision { agree })?;
    say_hit(&decided)
}

fn say_hit(hit: &HitShape) -> anyhow::Result<()> {
    let waits = match (hit.state.as_str(), &hit.we_agreed, &hit.they_agreed) {
        ("hit", Some(_), None) => " (waits for the other side)",
        ("hit", None, Some(_)) => " (the other side agrees: yours to decide)",
        ("hit", Some(_), Some(_)) => " (agreed for different purposes)",
        _ => "",
    };
    let (HitShape { hit: id, state, kind, key, .. }, records) = (hit, hit.records.join(", "));
    say(format_args!("{id}  {state}{waits}  {kind} {key}  {records}  {}", hit.partner))?;
    if let Some(told) = &hit.theirs {
        say(format_args!("  {} of {} says:", told.officer, told.agency))?;
        told.lines.iter().try_for_each(|line| say(format_args!("    {line}")))?;
    }
    Ok(())
}

fn audit(session: &ServedSession<'_>, json: bool) -> anyhow::Result<()> {
    let lines: Vec<BlindAuditLine> = session.get("/exchange/blind/audit")?;
    if json {
        return say_json(&lines);
    }
    for line in lines {
        let whose = if line.ours { "of" } else { "by" };
        let by = line.by.unwrap_or_else(|| "-".to_owned());
        let other = line.holder_leaf.map_or("-".to_owned(), |(leaf, _)| leaf.to_string());
        say(format_args!(
            "{}  asked {whose} {}  {}  by {by}  {}  {} evaluations  {} hits  {}  leaves {} and {other}",
            line.at,
            line.partner,
            line.case,
            line.ask,
            line.evaluations,
            line.hits,
            line.state,
            line.asker_leaf.0
        ))?;
    }
    Ok(())
}
