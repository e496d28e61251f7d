//! `crossbearing partner`.

use std::path::PathBuf;

use anyhow::Context as _;
use clap::{Args, Subcommand};
use crossbearing_exchange::node::{Agreement, Card, Partner as Known};
use crossbearing_model::{AgencyId, Classification, Instant, NodeId, PurposeId};

use super::console::{FolderArguments, say, say_json};
use super::exchange::Opened;
use crate::accounts::Agency;

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
    /// The address to call instead of the card's: a TLS tunnel on this machine.
    #[arg(long)]
    address: Option<String>,
}

impl Partner {
    /// Does the step.
    pub(crate) fn run(self) -> anyhow::Result<()> {
        let opened = Opened::new(&self.folder)?;
        match self.step {
            Step::Card { address } => say_json(&opened.exchange.card(address)),
            Step::Add(add) => add.run(&opened),
            Step::List { json } => list(&opened, json),
            Step::Revoke { node } => {
                opened.office(|office| office.revoke(&node))?;
                say(format_args!(
                    "{node} is no longer believed: nothing goes to it or comes from it"
                ))
            }
        }
    }
}

impl Add {
    fn run(self, opened: &Opened) -> anyhow::Result<()> {
        let text = std::fs::read_to_string(&self.card)
            .with_context(|| format!("{} cannot be read", self.card.display()))?;
        let mut card: Card =
            serde_json::from_str(&text).with_context(|| self.card.display().to_string())?;
        card.address = self.address.unwrap_or(card.address);
        let agreement = Agreement {
            purpose: self.purpose,
            ceiling: self.ceiling,
            until: self.until,
            gives: !self.give_nothing,
            takes: !self.take_nothing,
            relays: self.relays.into_iter().collect(),
        };
        let accounts = opened.folder.accounts()?;
        if !accounts.agencies()?.iter().any(|agency| agency.id == card.agency) {
            let (id, name) = (card.agency.clone(), card.name.clone());
            accounts.put_agency(&Agency { id, name, groups: std::collections::BTreeSet::new() })?;
        }
        let partner = Known { card, agreement, revoked: None };
        opened.office(|office| office.put_partner(&partner))?;
        say(format_args!("{} of {}: {}", partner.card.node, partner.card.agency, partner.card.key))
    }
}

fn list(opened: &Opened, json: bool) -> anyhow::Result<()> {
    let partners = opened.office(|office| office.partners())?;
    if json {
        return say_json(&partners);
    }
    for Known { card, agreement, revoked } in partners {
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
