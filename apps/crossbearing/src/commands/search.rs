//! `crossbearing search`.

use clap::Args;
use crossbearing_ledger::{Filter, Query};
use crossbearing_log::Kind;
use crossbearing_model::AgencyId;

use super::console::{AsOfArguments, AskerArguments, FolderArguments, say, say_json};

/// Arguments of `crossbearing search`.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  crossbearing search --as ines --purpose op-lantern \"grey ferryman\"\n  crossbearing search --as ines --purpose op-lantern \"+44 7700 900123\""
)]
pub(crate) struct Search {
    /// A name, words, or a selector in any spelling.
    text: String,
    /// Only entities of this schema.
    #[arg(long)]
    schema: Option<String>,
    /// Only statements that this agency originated.
    #[arg(long)]
    agency: Option<AgencyId>,
    /// Only entities said to have to do with this place (words of an address, a country's code).
    #[arg(long)]
    place: Option<String>,
    /// How many hits.
    #[arg(long, default_value_t = 20)]
    limit: usize,
    #[command(flatten)]
    as_of: AsOfArguments,
    #[command(flatten)]
    asker: AskerArguments,
    #[command(flatten)]
    folder: FolderArguments,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

impl Search {
    /// Searches and prints the hits.
    pub(crate) fn run(self) -> anyhow::Result<()> {
        let folder = self.folder.open()?;
        let asker = self.asker.enter(&folder.accounts()?)?;
        let ledger = folder.ledger()?;
        let filter = Filter {
            schema: self.schema,
            agency: self.agency,
            place: self.place,
            ..Filter::default()
        };
        let query = Query { text: self.text, filter, offset: 0, limit: self.limit };
        let answer = ledger.search(&asker.view(&ledger)?, self.as_of.as_of(), &query)?;
        let objects = answer.hits.iter().map(|hit| hit.entity.id.clone());
        asker.note(&folder, Kind::Consultation, objects)?;
        if self.json {
            let hits: Vec<_> = answer.hits.iter().map(|hit| serde_json::json!({
                "id": hit.entity.id, "schema": hit.entity.schema, "caption": hit.entity.caption.value,
                "property": hit.read.statement.property, "value": hit.read.statement.value,
                "how": hit.how, "score": hit.score,
            })).collect();
            let total = serde_json::json!({ "count": answer.count, "exact": answer.exact });
            return say_json(&serde_json::json!({ "total": total, "hits": hits }));
        }
        for hit in &answer.hits {
            let statement = &hit.read.statement;
            say(format_args!(
                "{}  {}  {}  ({}: {}, {})",
                hit.entity.id,
                hit.entity.schema,
                hit.entity.caption.value,
                statement.property,
                statement.value,
                statement.citation.grade,
            ))?;
        }
        let more = if answer.exact { "" } else { "more than " };
        say(format_args!("{more}{} found", answer.count))
    }
}
