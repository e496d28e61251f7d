//! `crossbearing draw-picture`: the program draws a picture for itself, in a process of its own.

use clap::Args;

use crate::photos::drawing;

/// Arguments of `crossbearing draw-picture`.
#[derive(Debug, Args)]
pub(crate) struct DrawPicture {
    /// The file's name; its bytes come on standard input.
    name: String,
}

impl DrawPicture {
    /// Draws it.
    pub(crate) fn run(self) -> anyhow::Result<()> {
        drawing::draw_for_another(&self.name)
    }
}
