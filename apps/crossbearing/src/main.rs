//! The `crossbearing` program: every command that a person or a script can give.

use std::io::Write as _;
use std::process::ExitCode;

use clap::Parser;

mod accounts;
mod aside;
mod commands;
mod demo;
mod desks;
mod exchange;
mod exporting;
mod folder;
mod full_disk;
mod importing;
mod papers;
mod photos;
mod reading;
mod safeguarding;
mod secret;
mod server;
mod taxii;
mod whole_file;

/// Answers are many small texts made and let go by several threads at once.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// See a smuggling network whole, without any agency giving up what is its own.
#[derive(Debug, Parser)]
#[command(name = "crossbearing", version, propagate_version = true)]
struct Arguments {
    #[command(subcommand)]
    command: commands::Command,
}

fn main() -> ExitCode {
    match Arguments::parse().command.run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let _ = writeln!(std::io::stderr(), "crossbearing: {error:#}");
            if full_disk::is_behind(&*error) {
                let _ = writeln!(std::io::stderr(), "crossbearing: {}", full_disk::ADVICE);
            }
            ExitCode::FAILURE
        }
    }
}
