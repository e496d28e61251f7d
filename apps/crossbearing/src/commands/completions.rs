//! `crossbearing completions`.

use clap::{Args, CommandFactory as _};
use clap_complete::Shell;

use crate::Arguments;

/// Arguments of `crossbearing completions`.
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  crossbearing completions bash > ~/.local/share/bash-completion/completions/crossbearing"
)]
pub(crate) struct Completions {
    /// The shell.
    shell: Shell,
}

impl Completions {
    /// Prints what the shell needs to complete commands and options.
    pub(crate) fn run(self) {
        let mut command = Arguments::command();
        clap_complete::generate(self.shell, &mut command, "crossbearing", &mut std::io::stdout());
    }
}
