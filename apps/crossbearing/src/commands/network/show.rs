//! `crossbearing network show`.

use clap::Args;
use crossbearing_log::Kind;
use crossbearing_model::EntityId;

use super::Look;
use crate::commands::console::say;

/// Arguments of `crossbearing network show`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  crossbearing network show --as ines --purpose op-lantern
  crossbearing network show --as ines --purpose op-lantern p-17
  crossbearing network show --as ines --purpose op-lantern p-17 --to p-20")]
pub(crate) struct Show {
    /// An entity: show what stands around it.
    entity: Option<EntityId>,
    /// Another one: show the most probable ways between the two.
    #[arg(long, requires = "entity")]
    to: Option<EntityId>,
    #[command(flatten)]
    look: Look,
}

impl Show {
    /// Prints what is there.
    pub(crate) fn run(self) -> anyhow::Result<()> {
        let seen = self.look.open()?;
        let network = &seen.projection;
        let Some(id) = &self.entity else {
            let summary = network.summary();
            seen.note(Kind::Consultation, [])?;
            for (kind, count) in &summary.kinds {
                say(format_args!("{kind:<14} {count:>7}"))?;
            }
            say("")?;
            for (layer, count) in &summary.layers {
                say(format_args!("{layer:<14} {count:>7} ties"))?;
            }
            return say(format_args!("{} persons in danger or carried", summary.in_danger));
        };
        if let Some(to) = &self.to {
            let ways = network.ways(id, to, 3)?;
            seen.note(Kind::Consultation, ways.iter().flat_map(|way| way.nodes.iter().copied()))?;
            for way in ways {
                say(format_args!("{:.0} % that every step holds", way.probability * 100.0))?;
                for (at, node) in way.nodes.iter().enumerate() {
                    let tie = way.ties.get(at).map_or("", |&tie| network.tie(tie).label.as_str());
                    say(format_args!("  {}  {tie}", seen.caption(*node)))?;
                }
            }
            return Ok(());
        }
        let node = network.find(id)?;
        let ties: Vec<_> = network.ties_of(node).collect();
        seen.note(Kind::Consultation, ties.iter().map(|(_, tie)| tie.other(node)).chain([node]))?;
        say(format_args!("{}  {}", network.node(node).kind, seen.caption(node)))?;
        for (_, tie) in ties {
            let (arrow, other) = if tie.from == node { ("->", tie.to) } else { ("<-", tie.from) };
            say(format_args!(
                "{arrow} {:<24} {:<40} {:>3.0} %  {} statements",
                tie.label,
                seen.caption(other),
                tie.probability * 100.0,
                crossbearing_network::evidence::statements(&tie.evidence).len(),
            ))?;
        }
        Ok(())
    }
}
