//! The front door of the project.
//!
//! ```text
//! cargo xtask demo            build everything and serve a fictional exercise
//! cargo xtask test            install what the tests need and run every check
//! cargo xtask bench NAME      measure beside the peers: exchange, identity, network, sea, spine
//! cargo xtask ui              the web application alone, reloading as it is edited
//! cargo xtask bless           accept what generated files and snapshots have become
//! ```
#![expect(clippy::print_stdout, reason = "a program for people at a terminal")]

mod bench;
mod browser;
mod demo;
mod server;
mod shell;
mod test;
mod web;

use std::process::ExitCode;

const HELP: &str = "\
cargo xtask demo [--port N]    build everything and serve a fictional exercise
cargo xtask test               install what the tests need and run every check
cargo xtask bench NAME         measure beside the peers: exchange, identity, network, sea, spine
cargo xtask ui                 the web application alone, reloading as it is edited
cargo xtask bless              accept what generated files and snapshots have become";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let done = match words.as_slice() {
        ["demo"] => demo::serve("8440"),
        ["demo", "--port", port] => demo::serve(port),
        ["test"] => test::run_all(),
        ["bench", name] => bench::run_named(name),
        ["ui"] => web::develop(),
        ["bless"] => test::bless(),
        _ => {
            println!("{HELP}");
            return ExitCode::from(u8::from(!matches!(words.as_slice(), [] | ["help"])));
        }
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            println!("xtask: {error:#}");
            ExitCode::FAILURE
        }
    }
}
