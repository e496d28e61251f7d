//! Build everything and serve a fictional exercise.

use crate::server::{Server, program};
use crate::shell::{root, run};
use crate::web;

/// Builds what changed, makes the exercise's folder if it is not there, and serves it.
pub(crate) fn serve(port: &str) -> anyhow::Result<()> {
    web::build()?;
    run("cargo build --release --quiet --package crossbearing")?;
    let folder = root().join("data/demo");
    let program = program("release");
    if !folder.join("node.toml").exists() {
        if folder.exists() {
            std::fs::remove_dir_all(&folder)?;
        }
        std::fs::create_dir_all(root().join("data"))?;
        run(&format!("{} exercise --into {}", program.display(), folder.display()))?;
    }
    println!("The people one can log in as (user, name, agency, role):");
    run(&format!("{} user --folder {} list", program.display(), folder.display()))?;
    let server = Server::start(&program, &folder, port)?;
    println!();
    println!("Crossbearing runs on {}", server.address);
    println!(
        "Choose on its first page whom to log in as; each says what one will see. Ctrl-C stops it."
    );
    server.wait()
}
