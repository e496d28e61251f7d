//! `crossbearing partner`.

use std::path::PathBuf;

use anyhow::Context as _;
use clap::{Args, Subcommand};
use crossbearing_exchange::node::{Agreement, Card, Matching, Partner as Known};
use crossbearing_model::{AgencyId, Classification, Instant, NodeId, PurposeId};

use super::console::{FolderArguments, say, say_json};
use super::exchange::Opened;
use crate::server::{LocalPartners, LocalPartnersDone, now};

/// Arguments of `crossbearing partner`.
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  crossbearing partner card --address https://north.example:8440 > north.json\n  crossbearing partner add south.json --purpose op-lantern --until 2027-01-01T00:00:00Z\n\nCompare the key by telephone before you add a partner: whoever has it speaks for the partner."
)]
pub(crate) struct Partner {
    #[command(flatten)]
    folder: FolderArguments,
    #[command(subcommand)]
    step: Step,
}

#[derive(Debug, Subcommand)]
enum Step {
    /// Print what this node tells partners of itself.
    Card {
        /// Where it listens.
        #[arg(long, default_value = "")]
        address: String,
    },
    /// Add a partner, or change what is agreed with one.
    Add(Add),
    /// List the partners.
    List {
        /// Print JSON.
        #[arg(long)]
        json: bool,
    },
    /// Stop believing a partner's key, now and for good.
    Revoke {
        /// The partner's node.
        node: NodeId,
    },
}

#[derive(Debug, Args)]
struct Add {
    /// The partner's card, as it sent it.
    card: PathBuf,
    /// The operation in whose name.
    #[arg(long)]
    purpose: PurposeId,
    /// Until when.
    #[arg(long)]
    until: Instant,
    /// The highest classification that leaves: public, official, official-sensitive, secret.
    #[arg(long, value_parser = classification, default_value = "official")]
    ceiling: Classification,
    /// An agency whose statements the partner may pass on to us; give several.
    #[arg(long = "relays", value_name = "AGENCY")]
    relays: Vec<AgencyId>,
    /// Take only: nothing leaves.
    #[arg(long)]
    give_nothing: bool,
    /// Give only: nothing is taken in.
    #[arg(long)]
    take_nothing: bool,
    /// The address to call instead of the card's.
    #[arg(long)]
    address: Option<String>,
    /// How often to call it, in seconds.
    #[arg(long, value_name = "SECONDS", default_value_t = 60)]
    every: u32,
    /// How many evaluations a day the partner gets for blind asks, padding included; none if it is
    /// not said.
    #[arg(long, value_name = "COUNT")]
    match_per_day: Option<u32>,
    /// How many of them for one case; as many as for the day if it is not said.
    #[arg(long, value_name = "COUNT", requires = "match_per_day")]
    match_per_case: Option<u32>,
}

impl Partner {
    /// Does the step, by the server that runs on the folder if one does.
    pub(crate) fn run(self) -> anyhow::Result<()> {
        let (step, as_json) = match self.step {
            Step::Card { address } => (LocalPartners::Card { address }, true),
            Step::Add(add) => (LocalPartners::Put(Box::new(add.partner()?)), false),
            Step::List { json } => (LocalPartners::List, json),
            Step::Revoke { node } => {
                say(format_args!(
                    "{node} is no longer believed: nothing goes to it or comes from it"
                ))?;
                (LocalPartners::Revoke(node), false)
            }
        };
        let done = if let Some(served) = self.folder.served() {
            served.post("/local/v1/partners", &step)?
        } else {
            let opened = Opened::new(&self.folder)?;
            let accounts = opened.folder.accounts()?;
            step.run(&opened.exchange, opened.stores(), &accounts, now())?
        };
        match done {
            LocalPartnersDone::Card(card) => say_json(&card),
            LocalPartnersDone::Partners(partners) => list(partners, as_json),
        }
    }
}

impl Add {
    fn partner(self) -> anyhow::Result<Known> {
        let text = std::fs::read_to_string(&self.card)
            .with_context(|| format!("{} cannot be read", self.card.display()))?;
        let mut card: Card =
            serde_json::from_str(&text).with_context(|| self.card.display().to_string())?;
        card.address = self.address.unwrap_or(card.address);
        let matching = self
            .match_per_day
            .map(|per_day| Matching { per_case: self.match_per_case.unwrap_or(per_day), per_day });
        let agreement = Agreement {
            purpose: self.purpose,
            ceiling: self.ceiling,
            until: self.until,
            gives: !self.give_nothing,
            takes: !self.take_nothing,
            relays: self.relays.into_iter().collect(),
            matching,
        };
        Ok(Known { card, agreement, called_every: self.every, revoked: None })
    }
}

fn list(partners: Vec<Known>, json: bool) -> anyhow::Result<()> {
    if json {
        return say_json(&partners);
    }
    for Known { card, agreement, revoked, .. } in partners {
        let state = match revoked {
            Some(at) => format!("revoked {}", at.day()),
            None => format!("for {} until {}", agreement.purpose, agreement.until.day()),
        };
        say(format_args!("{}  {}  {state}  {}", card.node, card.agency, card.key))?;
    }
    Ok(())
}

fn classification(text: &str) -> Result<Classification, String> {
    serde_json::from_value(serde_json::Value::String(text.to_owned()))
        .map_err(|_| "write public, official, official-sensitive or secret".to_owned())
}
