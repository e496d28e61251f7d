//! What a request leaves out of the network.

use crossbearing_ledger::AsOf;
use crossbearing_model::PartialDate;
use crossbearing_network::Lens;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::server::api::as_of;
use crate::server::problem::Problem;

/// What is left out of the network before it is looked at.
#[derive(Debug, Clone, Default, Deserialize, Serialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct LensForm {
    /// What was known at this time; now if absent.
    as_of: Option<String>,
    /// Only what may have been at or after this date.
    #[schema(example = "2025-03")]
    from: Option<String>,
    /// Only what may have been at or before this date.
    to: Option<String>,
    /// Only these kinds: `person`, `organisation`, `phone`, ...; all if empty.
    kinds: Vec<String>,
    /// Only these layers: `command`, `payment`, `transport`, ...; all if empty.
    layers: Vec<String>,
    /// Disregard these grades: one as it is written (`6x6/B2`), or every one with a letter (`E`).
    without_grades: Vec<String>,
    /// Disregard these reports.
    without_reports: Vec<String>,
    /// Disregard these sources, and everything that comes from them.
    without_sources: Vec<String>,
    /// Only ties at least this probable, from 0 to 1.
    at_least: f64,
}

impl LensForm {
    /// As of when to answer.
    pub(super) fn as_of(&self) -> Result<AsOf, Problem> {
        as_of(self.as_of.as_deref())
    }

    /// The lens.
    pub(crate) fn read(&self) -> Result<Lens, Problem> {
        if !(0.0..=1.0).contains(&self.at_least) {
            return Err(Problem::bad("at_least is a probability: from 0 to 1"));
        }
        let date = |text: &Option<String>| -> Result<Option<PartialDate>, Problem> {
            let given = text.as_deref().filter(|text| !text.is_empty());
            Ok(given.map(str::parse).transpose()?)
        };
        Ok(Lens {
            without_reports: parsed(&self.without_reports)?,
            without_sources: parsed(&self.without_sources)?,
            without_grades: parsed(&self.without_grades)?,
            kinds: parsed(&self.kinds)?,
            layers: parsed(&self.layers)?,
            from: date(&self.from)?.map(PartialDate::earliest),
            to: date(&self.to)?.map(PartialDate::latest),
            at_least: self.at_least,
        })
    }
}

fn parsed<T: std::str::FromStr, C: FromIterator<T>>(texts: &[String]) -> Result<C, Problem>
where
    Problem: From<T::Err>,
{
    texts.iter().map(|text| text.parse::<T>().map_err(Problem::from)).collect()
}
