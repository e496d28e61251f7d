//! `crossbearing network plan`, `what-if`, `verify` and `brief`.

use std::collections::BTreeSet;
use std::path::PathBuf;

use clap::{Args, ValueEnum};
use crossbearing_graph::budget::{Budget, Steps};
use crossbearing_log::Kind;
use crossbearing_model::EntityId;
use crossbearing_network::planning::sensitivity::{Change, LeftOut, sensitivity};
use crossbearing_network::planning::whatif::{WhatIf, what_if};
use crossbearing_network::planning::worth::{Worth, worth};
use crossbearing_network::planning::{self, PlanRequest, Target};
use crossbearing_network::roles::{Heard, roles};
use crossbearing_network::{Layer, NodeKind};
use serde_json::json;

use super::{Look, Seen};
use crate::commands::console::{say, say_json};
use crate::commands::printing::print_to;
use crate::papers::{Briefed, Paper, briefing};

/// Steps that a plan may take: the same plan on every machine.
const STEPS: u64 = 300_000_000;
/// Sources that are left out in turn.
const MOST_SOURCES: usize = 8;

/// What a plan is for, and within what.
#[derive(Debug, Args)]
struct Terms {
    /// What the plan is for.
    #[arg(long, value_enum, default_value = "block")]
    goal: Goal,
    /// block: what the removals may cost together.
    #[arg(long, short, value_name = "K", default_value_t = 4.0)]
    k: f64,
    /// set: the most that may stay together.
    #[arg(long, value_name = "L", default_value_t = 10)]
    max_fragment: u32,
    /// order: until the largest part is a smaller share than this.
    #[arg(long, default_value_t = 0.1)]
    stop: f64,
    /// What can be removed: person, organisation, phone, account, vehicle, ...
    #[arg(long = "kind", value_name = "KIND", default_value = "person")]
    kinds: Vec<NodeKind>,
    /// Layers of which each must survive for people to work together, such as `transport` beside
    /// `payment`; may be given several times. With `+` between them, layers that do the same.
    #[arg(long = "layer", value_name = "LAYER[+LAYER]", value_parser = layers)]
    layers: Vec<Group>,
    /// Ties of a layer can be closed for so much; may be given several times. A tie of several
    /// layers can be closed if all have a cost.
    #[arg(long, value_name = "LAYER=COST", value_parser = link_cost)]
    link_cost: Vec<(Layer, f64)>,
    /// What removing an entity costs, 1 otherwise; may be given several times.
    #[arg(long, value_name = "ID=COST", value_parser = cost)]
    cost: Vec<(EntityId, f64)>,
    /// An entity that no plan may name, with the reason; may be given several times.
    #[arg(long, value_name = "ID=REASON", value_parser = reason)]
    never: Vec<(EntityId, String)>,
    /// Persons may be named whom no statement calls a suspect.
    #[arg(long)]
    anyone: bool,
    /// Ties less probable than this do not count.
    #[arg(long, default_value_t = 0.3)]
    at_least: f64,
    /// Decides every random choice.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    #[command(flatten)]
    look: Look,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Goal {
    /// An order of removals, one after the other.
    Order,
    /// The cheapest removals after which no part is larger than `--max-fragment`.
    Set,
    /// Removals on one day that together cost `--k` at most.
    Block,
}

/// Layers that do the same.
#[derive(Debug, Clone)]
struct Group(BTreeSet<Layer>);

fn layers(text: &str) -> Result<Group, String> {
    let layers = text.split('+').map(|layer| layer.trim().parse::<Layer>());
    layers.collect::<Result<_, _>>().map(Group).map_err(|error| error.to_string())
}

fn link_cost(text: &str) -> Result<(Layer, f64), String> {
    let (layer, cost) = text.rsplit_once('=').ok_or("write LAYER=COST")?;
    let layer = layer.parse().map_err(|error: crossbearing_network::Error| error.to_string())?;
    Ok((layer, non_negative(cost)?))
}

fn non_negative(text: &str) -> Result<f64, String> {
    let cost: f64 = text.parse().map_err(|_| "a cost is a number")?;
    if !cost.is_finite() || cost < 0.0 {
        return Err("a cost is at least 0; put what must stay under --never".to_owned());
    }
    Ok(cost)
}

fn cost(text: &str) -> Result<(EntityId, f64), String> {
    let (id, cost) = text.rsplit_once('=').ok_or("write ID=COST")?;
    let cost = non_negative(cost)?;
    Ok((id.parse().map_err(|error: crossbearing_model::Error| error.to_string())?, cost))
}

fn reason(text: &str) -> Result<(EntityId, String), String> {
    let (id, reason) = text.split_once('=').ok_or("write ID=REASON")?;
    let id = id.parse().map_err(|error: crossbearing_model::Error| error.to_string())?;
    Ok((id, reason.to_owned()))
}

impl Terms {
    fn request(&self) -> PlanRequest {
        let goal = match self.goal {
            Goal::Order => planning::Goal::Order { stop: self.stop },
            Goal::Set => planning::Goal::Set { max_fragment: self.max_fragment },
            Goal::Block => planning::Goal::Block { budget: self.k },
        };
        PlanRequest {
            kinds: self.kinds.iter().copied().collect(),
            costs: self.cost.iter().cloned().collect(),
            layers: self.layers.iter().map(|group| group.0.clone()).collect(),
            link_costs: self.link_cost.iter().copied().collect(),
            never: self.never.iter().cloned().collect(),
            anyone: self.anyone,
            at_least: self.at_least,
            seed: self.seed,
            ..PlanRequest::new(goal)
        }
    }

    fn plan(&self, seen: &Seen) -> anyhow::Result<planning::Plan> {
        let steps = Steps::new(STEPS);
        let made = planning::plan(&seen.projection, &self.request(), &Budget::whole(&steps))?;
        seen.note(
            Kind::Combination,
            made.named().into_iter().chain(made.kept.iter().map(|kept| kept.node)),
        )?;
        Ok(made)
    }

    /// The plan as a paper, with what would change it and what follows from it.
    fn briefing(&self, seen: &Seen, made: &planning::Plan) -> anyhow::Result<Paper> {
        let (projection, request) = (&seen.projection, self.request());
        let steps = Steps::new(STEPS);
        let budget = Budget::whole(&steps);
        let changes = sensitivity(projection, &request, made, MOST_SOURCES, &budget)?;
        let after = what_if(projection, &request, &WhatIf::of(projection, made))?;
        let ledger = seen.folder.ledger()?;
        let paper = briefing(&Briefed {
            projection,
            request: &request,
            plan: made,
            worth: &self.worth(made)?,
            changes: &changes,
            after: &after,
            roles: &roles(projection, Heard::Everything),
        })?;
        let as_of = self.look.as_of.as_of();
        Ok(paper.with_cited(&ledger, &seen.asker.view(&ledger)?, as_of)?)
    }

    fn worth(&self, made: &planning::Plan) -> anyhow::Result<Worth> {
        Ok(worth(made, self.seed)?)
    }
}

/// Arguments of `crossbearing network plan`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  crossbearing network plan --as ines --purpose op-lantern --k 4
  crossbearing network plan --as ines --purpose op-lantern --goal set --max-fragment 10
  crossbearing network plan --as ines --purpose op-lantern --without-grade E --json
  crossbearing network plan --as ines --purpose op-lantern --layer transport --layer payment
  crossbearing network plan --as ines --purpose op-lantern --link-cost communication=0.5
  crossbearing network plan --as ines --purpose op-lantern --pdf briefing.pdf")]
pub(crate) struct Plan {
    /// Print JSON.
    #[arg(long)]
    json: bool,
    /// Write a briefing to print, with reasons, doubts and sources.
    #[arg(long, value_name = "FILE")]
    pdf: Option<PathBuf>,
    #[command(flatten)]
    terms: Terms,
}

impl Plan {
    /// Plans and prints.
    pub(crate) fn run(self) -> anyhow::Result<()> {
        let seen = self.terms.look.open()?;
        let made = self.terms.plan(&seen)?;
        if let Some(path) = &self.pdf {
            print_to(path, &seen.folder, &seen.asker, &self.terms.briefing(&seen, &made)?)?;
        }
        let words = made.in_words(&self.terms.request());
        if self.json {
            let steps = made.steps.iter().map(|step| {
                let other = step.link_to.map(|node| &seen.projection.node(node).id);
                json!({"id": seen.projection.node(step.node).id, "link_to": other,
                    "name": seen.named(step.target()),
                    "cost": step.cost, "largest": step.largest, "why": step.why(),
                    "statements": step.statements})
            });
            let kept = made.kept.iter().map(
                |kept| json!({"id": seen.projection.node(kept.node).id, "reason": kept.reason}),
            );
            return say_json(&json!({
                "size": made.network.vertices.len(), "links": made.network.links.len(),
                "before": made.before, "cost": made.cost, "parts": made.parts,
                "steps": steps.collect::<Vec<_>>(), "never": kept.collect::<Vec<_>>(),
                "value": made.certificate.value, "lower_bound": made.certificate.bound,
                "proved": made.certificate.proved, "by_degree": made.by_degree,
            }));
        }
        say(format_args!(
            "{} in the network; the largest part has {}",
            made.network.vertices.len(),
            made.before
        ))?;
        for (at, step) in made.steps.iter().enumerate() {
            let (name, why) = (seen.named(step.target()), step.why());
            say(format_args!("{:>3}. {name:<32} leaves {:>4}  {why}", at + 1, step.largest))?;
        }
        say(words)
    }
}

/// Arguments of `crossbearing network what-if`.
#[derive(Debug, Args)]
#[command(after_help = "Example:
  crossbearing network what-if --as ines --purpose op-lantern --gone p-17 --replaced p-17=p-20")]
pub(crate) struct AfterThem {
    /// Who is gone; may be given several times.
    #[arg(long, value_name = "ID", required = true)]
    gone: Vec<EntityId>,
    /// Who takes over from whom; may be given several times.
    #[arg(long, value_name = "ID=HEIR", value_parser = reason)]
    replaced: Vec<(EntityId, String)>,
    #[command(flatten)]
    terms: Terms,
}

impl AfterThem {
    /// Prints what follows.
    pub(crate) fn run(self) -> anyhow::Result<()> {
        let seen = self.terms.look.open()?;
        let mut asked = WhatIf { gone: self.gone.iter().cloned().collect(), ..WhatIf::default() };
        for (from, to) in &self.replaced {
            asked.replaced_by.push((from.clone(), to.parse()?));
        }
        let found = what_if(&seen.projection, &self.terms.request(), &asked)?;
        let heirs = found.heirs.iter().flat_map(|(_, heirs)| heirs.iter().map(|heir| heir.node));
        let ties = found.likely.iter().flat_map(|tie| [tie.from, tie.to]);
        seen.note(Kind::Combination, heirs.chain(ties))?;
        say(format_args!(
            "largest part: {} before, {} when they are gone, {} when those named take over",
            found.before, found.without, found.replaced
        ))?;
        say(format_args!("with the best 1, 2 or 3 new ties: {:?}", found.reconnected))?;
        for (gone, heirs) in &found.heirs {
            say(format_args!("\nwho could take over from {}", seen.caption(*gone)))?;
            for heir in heirs {
                say(format_args!(
                    "  {:<32} has {:>3.0} % of the ties already; the largest part would be {}",
                    seen.caption(heir.node),
                    heir.shared * 100.0,
                    heir.largest
                ))?;
            }
        }
        say("\nties most likely to form")?;
        for tie in &found.likely {
            let (from, to) = (seen.caption(tie.from), seen.caption(tie.to));
            say(format_args!(
                "  {from} - {to}{}",
                if tie.joins_parts { ", joins two parts" } else { "" }
            ))?;
        }
        Ok(())
    }
}

/// Arguments of `crossbearing network verify`.
#[derive(Debug, Args)]
pub(crate) struct Verify {
    #[command(flatten)]
    terms: Terms,
}

impl Verify {
    /// Prints the ties most worth verifying.
    pub(crate) fn run(self) -> anyhow::Result<()> {
        let seen = self.terms.look.open()?;
        let made = self.terms.plan(&seen)?;
        let sure = self.terms.worth(&made)?;
        say_doubts(&seen, &made, &sure)
    }
}

fn say_doubts(seen: &Seen, made: &planning::Plan, sure: &Worth) -> anyhow::Result<()> {
    let ends = |link: usize| {
        let link = &made.network.links[link];
        [link.a, link.b].map(|vertex| made.network.vertices[vertex as usize])
    };
    seen.note(Kind::Combination, sure.verify.iter().flat_map(|doubt| ends(doubt.link)))?;
    if sure.verify.is_empty() {
        return say("no single tie would change which plan is best");
    }
    for doubt in &sure.verify {
        let [a, b] = ends(doubt.link).map(|node| seen.caption(node));
        let probability = made.network.links[doubt.link].probability * 100.0;
        say(format_args!(
            "- {a} - {b}: {probability:.0} % sure; knowing it is worth {:.2}",
            doubt.gain
        ))?;
    }
    Ok(())
}

/// Arguments of `crossbearing network brief`.
#[derive(Debug, Args)]
pub(crate) struct Brief {
    #[command(flatten)]
    terms: Terms,
}

impl Brief {
    /// Prints the briefing.
    pub(crate) fn run(self) -> anyhow::Result<()> {
        let seen = self.terms.look.open()?;
        let request = self.terms.request();
        let made = self.terms.plan(&seen)?;
        let sure = self.terms.worth(&made)?;
        let steps = Steps::new(STEPS);
        let budget = Budget::whole(&steps);
        let changes = sensitivity(&seen.projection, &request, &made, MOST_SOURCES, &budget)?;
        seen.note(
            Kind::Combination,
            changes.iter().flat_map(|change| &change.added).flat_map(|target| target.ends()),
        )?;
        say("# Disruption briefing\n")?;
        say(format_args!(
            "{} in the network, {} links. The largest part has {}.\n",
            made.network.vertices.len(),
            made.network.links.len(),
            made.before
        ))?;
        say("| step | remove | why | largest left | records |\n|---|---|---|---|---|")?;
        for (at, step) in made.steps.iter().enumerate() {
            let (name, why) = (seen.named(step.target()), step.why());
            say(format_args!(
                "| {} | {name} | {why} | {} | {} |",
                at + 1,
                step.largest,
                step.statements.len()
            ))?;
        }
        say(format_args!("\n**{}**\n", made.in_words(&request)))?;
        say(format_args!(
            "Over possible worlds the largest part is {:.1} on average with the plan, {:.1} in the worst tenth, {:.1} without.\n",
            sure.plan.mean, sure.plan.worst_tenth, sure.nothing.mean
        ))?;
        say("## Most worth verifying next\n")?;
        say_doubts(&seen, &made, &sure)?;
        say("\n## If something is left out\n")?;
        for change in &changes {
            say(format_args!("- {}", in_words(&seen, change)))?;
        }
        say("\n## Records\n")?;
        for (at, step) in made.steps.iter().enumerate() {
            let ids: Vec<String> = step.statements.iter().map(ToString::to_string).collect();
            say(format_args!("{}. {}", at + 1, ids.join(" ")))?;
        }
        say("\nNobody in danger is part of this plan. It proposes; a person decides.")
    }
}

fn in_words(seen: &Seen, change: &Change) -> String {
    let what = match &change.left_out {
        LeftOut::Report(id) => format!("without report {id}"),
        LeftOut::Source(id) => format!("without source {id}"),
        LeftOut::Grade(letter) => format!("without every grade with {letter}"),
    };
    if change.dropped.is_empty() && change.added.is_empty() {
        return format!("{what}: the plan stays");
    }
    let names = |targets: &[Target]| -> String {
        targets.iter().map(|&target| seen.named(target)).collect::<Vec<_>>().join(", ")
    };
    format!("{what}: not {}; instead {}", names(&change.dropped), names(&change.added))
}
