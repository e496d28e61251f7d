//! `crossbearing names compare`.

use std::io::Write as _;

use clap::Args;
use crossbearing_names::{Model, Name, PRIOR, Script, THRESHOLD};

/// Arguments of `crossbearing names compare`.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  crossbearing names compare 'Tarvand' 'تاروند'")]
pub(crate) struct Compare {
    /// The first name, in any script.
    first: String,
    /// The second name, in any script.
    second: String,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

impl Compare {
    /// Compares the two names.
    pub(crate) fn run(self) -> anyhow::Result<()> {
        let model = Model::shipped();
        let (first, second) = (model.prepare(&self.first), model.prepare(&self.second));
        let comparison = model.compare(&first, &second);
        let mut out = std::io::stdout().lock();
        if self.json {
            let terms: Vec<_> = comparison
                .terms
                .iter()
                .map(|term| serde_json::json!({ "text": term.text, "nats": term.weight }))
                .collect();
            let result = serde_json::json!({
                "log_ratio": comparison.log_ratio,
                "probability": comparison.probability(),
                "prior": PRIOR,
                "match": comparison.probability() >= THRESHOLD,
                "terms": terms,
            });
            writeln!(out, "{result}")?;
            return Ok(());
        }
        writeln!(out, "{}\n{}", described(model, &first), described(model, &second))?;
        for term in &comparison.terms {
            writeln!(out, "  {:+6.1}  {}", term.weight, term.text)?;
        }
        writeln!(
            out,
            "  {:+6.1}  log-likelihood ratio (nats); probability {:.3} at a prior of one in three",
            comparison.log_ratio,
            comparison.probability(),
        )?;
        Ok(())
    }
}

/// The parts of a name, with the Latin form of those in another script.
fn described(model: &Model, name: &Name) -> String {
    let part = |token: &crossbearing_names::Token| {
        let latin = match token.script {
            Script::Latin | Script::Other => String::new(),
            script => format!(" [{}]", model.romanise(token.text(), script)),
        };
        format!("{}{latin} ({})", token.text(), token.part.label())
    };
    let parts: Vec<String> = name.tokens.iter().map(part).collect();
    if parts.is_empty() { "(nothing to compare)".to_owned() } else { parts.join("  ") }
}
