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

    /// The same looked at as of another day.
    pub(super) fn look_back_to(&mut self, day: &str) {
        self.as_of = Some(day.to_owned());
    }

    /// The day alone, with nothing left out.
    pub(super) fn day_only(&self) -> Self {
        Self { as_of: self.as_of.clone(), ..Self::default() }
    }

    /// What is left out, in words; empty if nothing is.
    pub(super) fn in_words(&self) -> String {
        let mut words = Vec::new();
        let mut add = |what: &str, values: &[String]| {
            if !values.is_empty() {
                words.push(format!("{what} {}", values.join(", ")));
            }
        };
        add("all kinds but", &self.kinds);
        add("all layers but", &self.layers);
        add("grades", &self.without_grades);
        add("reports", &self.without_reports);
        add("sources", &self.without_sources);
        for (what, date) in [("before", &self.from), ("after", &self.to)] {
            if let Some(date) = date.as_deref().filter(|date| !date.is_empty()) {
                words.push(format!("what was {what} {date}"));
            }
        }
        if self.at_least > 0.0 {
            words.push(format!("ties less probable than {:.0} %", self.at_least * 100.0));
        }
        if let Some(day) = self.as_of.as_deref().filter(|day| !day.is_empty()) {
            words.push(format!("what was recorded after {day}"));
        }
        words.join("; ")
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
