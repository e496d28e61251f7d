//! `crossbearing network roles`.

use clap::Args;
use crossbearing_log::Kind;
use crossbearing_network::roles::{Heard, roles};
use serde_json::json;

use super::Look;
use crate::commands::console::{say, say_json};

/// Arguments of `crossbearing network roles`.
#[derive(Debug, Args)]
pub(crate) struct Roles {
    /// Hear only what people were seen to do, not what reports call them.
    #[arg(long)]
    conduct_only: bool,
    /// Print JSON, with every clue and its statements.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    look: Look,
}

impl Roles {
    /// Prints the roles.
    pub(crate) fn run(self) -> anyhow::Result<()> {
        let seen = self.look.open()?;
        let heard = if self.conduct_only { Heard::Conduct } else { Heard::Everything };
        let claims = roles(&seen.projection, heard);
        seen.note(Kind::Consultation, claims.iter().map(|claim| claim.node))?;
        if self.json {
            let claims = claims.iter().map(|claim| {
                let clues = claim.clues.iter().map(|clue| {
                    let statements = crossbearing_network::evidence::statements(&clue.evidence);
                    json!({"what": clue.what, "weight": clue.weight, "said": clue.is_said,
                        "statements": statements})
                });
                json!({"id": seen.projection.node(claim.node).id, "name": seen.caption(claim.node),
                    "role": claim.role.as_str(), "probability": claim.probability,
                    "clues": clues.collect::<Vec<_>>()})
            });
            return say_json(&claims.collect::<Vec<_>>());
        }
        for claim in &claims {
            say(format_args!(
                "{:<32} {:<13} {:>3.0} %  {}",
                seen.caption(claim.node),
                claim.role,
                (claim.probability * 100.0).min(99.0),
                claim.clues.first().map_or("", |clue| clue.what.as_str()),
            ))?;
        }
        Ok(())
    }
}
