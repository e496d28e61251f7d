//! `crossbearing ais encode`.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Write as _};

use anyhow::Context as _;
use clap::Args;
use crossbearing_ais::{Units, Value, Values, encode, sentences};
use serde_json::Value as Json;

/// Arguments of `crossbearing ais encode`.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Encode {
    /// A file of JSON objects, one a line, as `ais decode` writes them; `-` for standard input.
    input: String,

    /// Talker and formatter of the sentences.
    #[arg(long, default_value = "AIVDM")]
    head: String,
}

const EXAMPLES: &str = r#"Examples:
  crossbearing ais decode log.nmea | crossbearing ais encode -
  echo '{"type":14,"mmsi":970010119,"text":"SART TEST"}' | crossbearing ais encode -"#;

impl Encode {
    /// Encodes every line.
    pub(crate) fn run(self) -> anyhow::Result<()> {
        let input: Box<dyn BufRead> = match self.input.as_str() {
            "-" => Box::new(io::stdin().lock()),
            path => {
                let file = File::open(path).with_context(|| format!("cannot open {path}"))?;
                Box::new(BufReader::new(file))
            }
        };
        let mut out = io::BufWriter::new(io::stdout().lock());
        for (idx, line) in input.lines().enumerate() {
            let line = line?;
            if line.trim().is_empty() {
                continue;
            }
            let object: Json = serde_json::from_str(&line)
                .with_context(|| format!("line {} is not JSON", idx + 1))?;
            let (values, units) = (values(&object), units(&object));
            let payload = encode(&values, units).with_context(|| format!("line {}", idx + 1))?;
            let channel = object["channel"].as_str().and_then(|it| it.chars().next());
            for sentence in sentences(&payload, &self.head, channel.unwrap_or('A'), idx as u8) {
                writeln!(out, "{sentence}\r")?;
            }
        }
        Ok(out.flush()?)
    }
}

/// Raw, if the object says that its numbers are not scaled.
fn units(object: &Json) -> Units {
    if object["scaled"] == Json::Bool(false) { Units::Raw } else { Units::Scaled }
}

fn values(object: &Json) -> Values {
    let members = object.as_object().into_iter().flatten();
    Values(members.filter_map(|(name, json)| Some((name.clone(), value(json)?))).collect())
}

fn value(json: &Json) -> Option<Value> {
    Some(match json {
        Json::Bool(flag) => Value::Flag(*flag),
        Json::Number(number) => Value::Number(number.as_f64()?),
        Json::String(text) => Value::Text(text.clone()),
        Json::Array(elements) => Value::List(elements.iter().map(values).collect()),
        Json::Null | Json::Object(_) => return None,
    })
}
