//! Every check, from the cheapest to the dearest.

use std::time::Instant as Clock;

use crate::server::{Server, program};
use crate::shell::{root, run, run_with};
use crate::{browser, web};

/// Installs what the checks need and runs them all.
pub(crate) fn run_all() -> anyhow::Result<()> {
    let begun = Clock::now();
    step("format", || run("cargo fmt --all --check"))?;
    step("the web application's packages", web::install)?;
    step("the browser", browser::install)?;
    step("the web application's types", || web::npm("run check"))?;
    step("the web application", web::build)?;
    step("lints", || linted("cargo test --quiet --workspace --all-targets --no-run"))?;
    step("tests", || linted("cargo test --workspace"))?;
    step("the browser's tests", in_the_browser)?;
    println!("everything passed in {} s", begun.elapsed().as_secs());
    Ok(())
}

/// Builds with Clippy as the compiler, and every warning an error: linting by itself, as `cargo clippy`
/// does, would check all that is built here a second time.
fn linted(line: &str) -> anyhow::Result<()> {
    const DENY_WARNINGS: &str = "--deny__CLIPPY_HACKERY__warnings__CLIPPY_HACKERY__";
    run_with(line, &[("RUSTC_WORKSPACE_WRAPPER", "clippy-driver"), ("CLIPPY_ARGS", DENY_WARNINGS)])
}

/// Accepts what generated files and snapshots have become.
pub(crate) fn bless() -> anyhow::Result<()> {
    run("cargo fmt --all")?;
    let accept = [("INSTA_UPDATE", "always"), ("BLESS", "1")];
    run_with("cargo test --quiet --workspace", &accept)
}

/// A server of its own on a fresh exercise, and a real browser on it. The program is the one that the
/// end-to-end tests were built with: a build of it alone has other features, and takes a minute.
fn in_the_browser() -> anyhow::Result<()> {
    let program = program("debug");
    let folder = root().join("target/browser-test-data");
    if folder.exists() {
        std::fs::remove_dir_all(&folder)?;
    }
    run(&format!("{} exercise --into {}", program.display(), folder.display()))?;
    let server = Server::start(&program, &folder, "0")?;
    web::npm_with("test", &[("CROSSBEARING_URL", &server.address)])
}

fn step(name: &str, check: impl FnOnce() -> anyhow::Result<()>) -> anyhow::Result<()> {
    println!("── {name}");
    let begun = Clock::now();
    check()?;
    println!("   {} s", begun.elapsed().as_secs());
    Ok(())
}
