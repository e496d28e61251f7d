//! `crossbearing exercise`.

use std::path::PathBuf;

use clap::{Args, Subcommand};
use crossbearing_exercise::{Exercise as Theatre, Plan, Ships, ShipsPlan};
use crossbearing_model::Instant;

use super::console::{progress, say};
use super::three::Score;
use crate::demo;
use crate::server::now;

const EXAMPLES: &str = "Examples:
  crossbearing exercise --persons 200 --into demo-data
  crossbearing exercise --persons 200 --nodes three
  crossbearing exercise --seed 7 --persons 10000 --out exercise-7
  crossbearing exercise ships --vessels 120 --hours 12 --out ships.nmea";

/// Arguments of `crossbearing exercise`.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES, args_conflicts_with_subcommands = true)]
#[command(subcommand_negates_reqs = true)]
pub(crate) struct Exercise {
    /// The seed: the same seed and size give the same exercise, byte for byte.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// How many persons, from 50 to 1,000,000.
    #[arg(long, default_value_t = 200)]
    persons: u32,
    /// The exercise's last day; today if it goes into a data folder, 2026-06-01 if into files.
    #[arg(long, value_name = "TIME")]
    ends: Option<Instant>,
    #[command(flatten)]
    target: Option<Target>,
    #[command(subcommand)]
    part: Option<Part>,
}

/// Parts of an exercise that can be made by themselves.
#[derive(Debug, Subcommand)]
enum Part {
    /// Write an NMEA log of ordinary traffic with scenes in it, and the truth beside it.
    Ships(ShipsArguments),
    /// Say how much of the network the three nodes of `--nodes` see: each alone, all together, and
    /// each after blind matching.
    Score(Score),
}

/// Arguments of `crossbearing exercise ships`.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  crossbearing exercise ships --out ships.nmea\n  crossbearing exercise ships --vessels 400 --hours 24 --scenes 5 --seed 7 --out ships.nmea\n\nBeside the log: FILE.truth.jsonl says what truly happens, FILE.places.geojson has land, ports,\nzones and stations."
)]
struct ShipsArguments {
    /// The log.
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
    /// How many ordinary vessels; beyond 1,500 the strait is repeated over the globe.
    #[arg(long, default_value_t = 120)]
    vessels: u32,
    /// For how many hours.
    #[arg(long, default_value_t = 12.0)]
    hours: f64,
    /// How often each scene is played where there is time for it.
    #[arg(long, default_value_t = 1)]
    scenes: u32,
    /// The seed.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// When it begins; 2026-05-31 if it is not said.
    #[arg(long, value_name = "TIME")]
    begins: Option<Instant>,
}

/// Where the exercise goes.
#[derive(Debug, Args)]
#[group(required = true, multiple = false)]
struct Target {
    /// Write the reports, statements, calls, payments, adverts and the truth as files.
    #[arg(long, value_name = "FOLDER")]
    out: Option<PathBuf>,
    /// Make a data folder whose people one can log in as.
    #[arg(long, value_name = "FOLDER")]
    into: Option<PathBuf>,
    /// Make three data folders in it, one for each agency: nodes that are partners already.
    #[arg(long, value_name = "FOLDER")]
    nodes: Option<PathBuf>,
}

impl Exercise {
    /// Writes the exercise.
    pub(crate) fn run(self) -> anyhow::Result<()> {
        match self.part {
            Some(Part::Ships(ships)) => return ships.run(),
            Some(Part::Score(score)) => return score.run(),
            None => {}
        }
        let Some(target) = &self.target else { return Ok(()) };
        if let Some(folder) = &target.into {
            let bar = progress(0, "reports");
            let today = self.ends.unwrap_or_else(now);
            demo::create(folder, (self.seed, self.persons), today, &mut |filed, total| {
                bar.set_length(total as u64);
                bar.set_position(filed as u64);
            })?;
            bar.finish_and_clear();
            say(format_args!("made {}: serve it with", folder.display()))?;
            say(format_args!("  crossbearing serve --folder {}", folder.display()))?;
        }
        if let Some(folder) = &target.nodes {
            let today = self.ends.unwrap_or_else(now);
            let size = (self.seed, self.persons);
            let made = demo::create_nodes(folder, size, today, &mut |agency| {
                tracing::info!(agency = %agency.id, "making a node");
            })?;
            say("made three nodes that are partners: serve each in a terminal of its own")?;
            for (agency, web, partners) in made {
                let folder = folder.join(agency.id.as_str());
                say(format_args!(
                    "  crossbearing serve --folder {} --address {web} --partners {partners}",
                    folder.display()
                ))?;
            }
            say("and when they are stopped, see what each knew and what matching added:")?;
            say(format_args!("  crossbearing exercise score {}", folder.display()))?;
        }
        if let Some(folder) = &target.out {
            let plan = Plan::new(self.seed, self.persons)?;
            let plan = self.ends.map_or(plan, |ends| plan.ending(ends));
            Theatre::new(plan)?.write_to(folder)?;
            say(format_args!("wrote {}", folder.display()))?;
        }
        Ok(())
    }
}

impl ShipsArguments {
    fn run(self) -> anyhow::Result<()> {
        let plan = ShipsPlan::new(self.seed, self.vessels, self.hours)?.playing(self.scenes);
        let plan = self.begins.map_or(plan, |begins| plan.beginning(begins));
        let summary = Ships::new(plan).write_to(&self.out)?;
        say(format_args!(
            "wrote {}: {} lines of {} vessels, {} events in the truth",
            self.out.display(),
            summary.lines,
            summary.vessels,
            summary.events
        ))
    }
}
