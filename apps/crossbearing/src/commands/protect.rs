//! `crossbearing protect`: the register of people who are pseudonyms to all who are not named, and
//! the questions of those who need to know who somebody is.

use std::collections::BTreeSet;

use clap::{Args, Subcommand};
use crossbearing_ledger::AsOf;
use crossbearing_model::{EntityId, PrincipalId, SubjectCategory};
use serde_json::{Value, json};

use super::console::{Asker, AskerArguments, FolderArguments, say, say_json};
use crate::desks::{Proposal, Request, Stage};
use crate::folder::DataFolder;
use crate::safeguarding::{self, Deed, Desk, NewCategory, Recorded};
use crate::server::now;

/// Arguments of `crossbearing protect`.
#[derive(Debug, Args)]
#[command(
    after_help = "Whoever protects a person does so at once; a second one confirms it. An end and an accusation wait for a second person, who confirms in her own name.\n\nExamples:\n  crossbearing protect --as sia --purpose op-lantern add p-7 --category victim --reason \"asked for help at the landing\"\n  crossbearing protect --as tomo --purpose op-lantern confirm 1 --reason \"spoke with her myself\"\n  crossbearing protect --as ines --purpose op-lantern ask protected-3f9c2a7e41d05b68 --days 7 --reason \"she may know the skipper\"\n  crossbearing protect --as sia --purpose op-lantern open 1 --reason \"she agreed to be asked\""
)]
pub(crate) struct Protect {
    #[command(flatten)]
    asker: AskerArguments,
    #[command(flatten)]
    folder: FolderArguments,
    #[command(subcommand)]
    step: Step,
}

#[derive(Debug, Subcommand)]
enum Step {
    /// List who is protected, as what, and who is named for them. For safeguarding officers.
    List {
        /// Print JSON.
        #[arg(long)]
        json: bool,
    },
    /// Protect a person. It holds at once and waits for a second person to confirm it.
    Add {
        /// The person.
        person: EntityId,
        /// As what: victim, smuggled, child, witness.
        #[arg(long)]
        category: SubjectCategory,
        /// Who may know who it is, beside safeguarding officers.
        #[arg(long = "name", value_name = "USER")]
        named: Vec<PrincipalId>,
        #[command(flatten)]
        because: Because,
    },
    /// Let further people know who it is. For safeguarding officers.
    Name {
        /// The person.
        person: EntityId,
        /// The people.
        #[arg(required = true)]
        users: Vec<PrincipalId>,
    },
    /// Propose that a protection ends.
    Release {
        /// The person.
        person: EntityId,
        #[command(flatten)]
        because: Because,
    },
    /// Say what a person is to a case. To call a protected person a suspect or convicted waits for a
    /// second person; the protection stays.
    Category {
        /// The person.
        person: EntityId,
        /// Such as suspect, contact, victim.
        #[arg(long)]
        category: SubjectCategory,
        /// The report that says so.
        #[arg(long)]
        report: EntityId,
        #[command(flatten)]
        because: Because,
    },
    /// List what was proposed, and what waits for you.
    Proposals {
        /// Print JSON.
        #[arg(long)]
        json: bool,
    },
    /// Confirm what somebody else proposed. For safeguarding officers.
    Confirm {
        /// The proposal's number.
        number: i64,
        #[command(flatten)]
        because: Because,
    },
    /// Refuse what somebody else proposed. For safeguarding officers.
    Reject {
        /// The proposal's number.
        number: i64,
        #[command(flatten)]
        because: Because,
    },
    /// Ask to know who a pseudonym is.
    Ask {
        /// The pseudonym.
        pseudonym: EntityId,
        /// For how many days.
        #[arg(long, default_value_t = 7)]
        days: u32,
        /// Only say who will be told.
        #[arg(long)]
        who_is_told: bool,
        /// Why, in words; those who decide read it.
        #[arg(long, required_unless_present = "who_is_told", default_value = "")]
        reason: String,
    },
    /// List your requests, and those that wait for you.
    Requests {
        /// Print JSON.
        #[arg(long)]
        json: bool,
    },
    /// Open a pseudonym to the one who asked, for a time. For safeguarding officers.
    Open {
        /// The request's number.
        number: i64,
        /// For how many days.
        #[arg(long, default_value_t = 7)]
        days: u32,
        #[command(flatten)]
        because: Because,
    },
    /// Refuse to open a pseudonym. For safeguarding officers.
    Refuse {
        /// The request's number.
        number: i64,
        #[command(flatten)]
        because: Because,
    },
    /// Close a pseudonym again, before its time.
    Close {
        /// The request's number.
        number: i64,
        #[command(flatten)]
        because: Because,
    },
}

#[derive(Debug, Args)]
struct Because {
    /// Why, in words; it goes into the transparency log.
    #[arg(long)]
    reason: String,
}

impl Protect {
    /// Does the step.
    pub(crate) fn run(self) -> anyhow::Result<()> {
        let folder = self.folder.open()?;
        let accounts = folder.accounts()?;
        let asker = self.asker.enter(&accounts)?;
        let (ledger, kept) = (folder.ledger()?, folder.safeguarding()?);
        let view = asker.view(&ledger)?;
        let note = |deed: Deed| {
            let Deed { kind, reason, objects, recipients } = deed;
            asker.note_to(&folder, &reason, kind, objects, recipients)
        };
        let desk = Desk {
            ledger: &ledger,
            accounts: &accounts,
            kept: &kept,
            view: &view,
            now: now(),
            note: &note,
        };
        take(self.step, &desk, &asker, &folder)
    }
}

fn take(step: Step, desk: &Desk<'_>, asker: &Asker, folder: &DataFolder) -> anyhow::Result<()> {
    match step {
        Step::List { json } => list(desk, asker, folder, json),
        Step::Add { person, category, named, because } => {
            let named = named.into_iter().collect();
            let number = desk.enter(&person, category, named, &because.reason)?;
            say(format_args!("{person} is protected; proposal {number} waits to be confirmed"))
        }
        Step::Name { person, users } => {
            desk.name(&person, users.into_iter().collect::<BTreeSet<_>>())?;
            say(format_args!("{person}: named"))
        }
        Step::Release { person, because } => {
            let number = desk.propose_end(&person, &because.reason)?;
            say(format_args!("proposal {number} waits for a second person"))
        }
        Step::Category { person, category, report, because } => {
            let (reason, node) = (because.reason, folder.settings().node.clone());
            let new = NewCategory { person, category, report, reason, node };
            match desk.categorise(&new)? {
                Recorded::Said => say(format_args!("recorded: {category}")),
                Recorded::Waits(number) => {
                    say(format_args!("proposal {number} waits for a second person"))
                }
            }
        }
        Step::Proposals { json } => proposals(desk, json),
        Step::Confirm { number, because } => {
            let decided = desk.decide(number, true, &because.reason)?;
            say(format_args!("confirmed {}", safeguarding::in_words(&decided.change)))
        }
        Step::Reject { number, because } => {
            let decided = desk.decide(number, false, &because.reason)?;
            say(format_args!("refused {}", safeguarding::in_words(&decided.change)))
        }
        Step::Ask { pseudonym, days, who_is_told, reason } => {
            ask(desk, &pseudonym, days, (!who_is_told).then_some(reason.as_str()))
        }
        Step::Requests { json } => requests(desk, json),
        Step::Open { number, days, because } => {
            let granted = desk.grant(number, days, &because.reason)?;
            let until = granted.until.map(|until| until.to_string()).unwrap_or_default();
            say(format_args!("open to {} for {} until {until}", granted.asker, granted.purpose))
        }
        Step::Refuse { number, because } => {
            let refused = desk.refuse(number, &because.reason)?;
            say(format_args!("refused; {} reads why", refused.asker))
        }
        Step::Close { number, because } => {
            let closed = desk.revoke(number, &because.reason)?;
            say(format_args!("closed to {}", closed.asker))
        }
    }
}

fn list(desk: &Desk<'_>, asker: &Asker, folder: &DataFolder, json: bool) -> anyhow::Result<()> {
    let entries = desk.entries()?;
    let people = entries.iter().map(|entry| entry.protection.entity.clone());
    asker.note(folder, crossbearing_log::Kind::Consultation, people)?;
    if json {
        return say_json(&entries.iter().map(|entry| &entry.protection).collect::<Vec<_>>());
    }
    for entry in &entries {
        let named: Vec<_> = entry.protection.named.iter().map(PrincipalId::as_str).collect();
        let confirmed = if entry.confirmed.is_some() { "" } else { "  (not confirmed)" };
        say(format_args!(
            "{}  {}  {}{confirmed}",
            entry.protection.entity,
            entry.protection.category,
            named.join(" ")
        ))?;
    }
    say(format_args!("{} protected", entries.len()))
}

fn ask(
    desk: &Desk<'_>,
    pseudonym: &EntityId,
    days: u32,
    reason: Option<&str>,
) -> anyhow::Result<()> {
    let told = desk.told(pseudonym)?;
    let told: Vec<_> = told.iter().map(|one| format!("{} ({})", one.id, one.agency)).collect();
    let Some(reason) = reason else {
        return say(format_args!("will be told: {}", told.join(", ")));
    };
    let number = desk.ask(pseudonym, reason, days)?;
    say(format_args!("request {number} waits; told: {}", told.join(", ")))
}

fn requests(desk: &Desk<'_>, json: bool) -> anyhow::Result<()> {
    let requests = desk.requests()?;
    let lines: Vec<Value> = requests.iter().map(|of| request_line(desk, of)).collect();
    if json {
        return say_json(&lines);
    }
    for (line, request) in lines.iter().zip(&requests) {
        let who = line["person"].as_str().unwrap_or_default();
        say(format_args!(
            "{}  {who}  asked by {} for {}, {} days: {}  [{}]",
            request.number,
            request.asker,
            request.purpose,
            request.days,
            request.reason,
            line["state"].as_str().unwrap_or_default(),
        ))?;
        if let Some(decided) = &request.decided {
            say(format_args!("   {}: {}", decided.by, decided.reason))?;
        }
    }
    say(format_args!("{} requests", requests.len()))
}

fn request_line(desk: &Desk<'_>, request: &Request) -> Value {
    let ended = request.stage == Stage::Agreed && !desk.is_open(request);
    let state = if ended { json!("ended") } else { json!(request.stage) };
    json!({
        "number": request.number,
        "person": desk.view.shown_id(&request.person),
        "asker": request.asker,
        "agency": request.agency,
        "purpose": request.purpose,
        "reason": request.reason,
        "days": request.days,
        "asked_at": request.asked_at,
        "state": state,
        "decided": request.decided,
        "until": request.until,
        "waits_for_you": request.stage == Stage::Open && desk.is_for_me(request),
    })
}

fn proposals(desk: &Desk<'_>, json: bool) -> anyhow::Result<()> {
    let proposals = desk.proposals()?;
    if json {
        let lines: Vec<Value> = proposals.iter().map(|of| proposal_line(desk, of)).collect();
        return say_json(&lines);
    }
    for proposal in &proposals {
        let known = desk.ledger.entity(desk.view, AsOf::Now, &desk.view.shown_id(&proposal.person));
        let who = known?.map_or_else(|| "somebody".to_owned(), |record| record.id.to_string());
        let state = serde_json::to_string(&proposal.stage)?;
        let yours = if desk.waits_for_me(proposal) { "  waits for you" } else { "" };
        say(format_args!(
            "{}  {who}  {} by {}: {}  [{}]{yours}",
            proposal.number,
            safeguarding::in_words(&proposal.change),
            proposal.by,
            proposal.reason,
            state.trim_matches('"'),
        ))?;
    }
    say(format_args!("{} proposals", proposals.len()))
}

fn proposal_line(desk: &Desk<'_>, proposal: &Proposal) -> Value {
    json!({
        "number": proposal.number,
        "person": desk.view.shown_id(&proposal.person),
        "what": safeguarding::in_words(&proposal.change),
        "reason": proposal.reason,
        "by": proposal.by,
        "at": proposal.at,
        "state": proposal.stage,
        "decided": proposal.decided,
        "waits_for_you": desk.waits_for_me(proposal),
    })
}
