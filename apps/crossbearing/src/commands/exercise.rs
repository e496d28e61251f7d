//! `crossbearing exercise`.

use std::path::PathBuf;

use clap::Args;
use crossbearing_exercise::{Exercise as Theatre, Plan};
use crossbearing_model::Instant;

use super::console::{progress, say};
use crate::demo;
use crate::server::now;

/// Arguments of `crossbearing exercise`.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  crossbearing exercise --persons 200 --into demo-data\n  crossbearing exercise --seed 7 --persons 10000 --out exercise-7"
)]
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
    target: Target,
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
}

impl Exercise {
    /// Writes the exercise.
    pub(crate) fn run(self) -> anyhow::Result<()> {
        if let Some(folder) = &self.target.into {
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
        if let Some(folder) = &self.target.out {
            let plan = Plan::new(self.seed, self.persons)?;
            let plan = self.ends.map_or(plan, |ends| plan.ending(ends));
            Theatre::new(plan)?.write_to(folder)?;
            say(format_args!("wrote {}", folder.display()))?;
        }
        Ok(())
    }
}
