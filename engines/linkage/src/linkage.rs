//! The whole linkage: from a table and a plan to scored pairs and clusters.

use crate::blocking::{Candidates, SchemeReport, candidates};
use crate::cluster::{Edge, Judgements, cluster};
use crate::error::LinkageError;
use crate::keys::Schemes;
use crate::levels::{MISSING, meanings};
use crate::outside::MakeComparer;
use crate::parallel;
use crate::plan::{Compare, Kind, Plan};
use crate::scoring::Compared;
use crate::table::Table;
use crate::values::{Manner, Synonyms, Values};
use crate::weights::Weights;

/// Pairs with less weight than this are not kept: they count as never brought up.
pub(crate) const WORTH_KEEPING: f32 = -8.0;
/// Pairs scored in one go.
const AT_ONCE: usize = 1 << 16;

/// What the caller knows and the engine does not.
#[derive(Debug, Clone, Default)]
pub struct Aids {
    /// Texts that stand for one another.
    pub synonyms: Synonyms,
    /// Comparisons from outside, by the name that plans call them.
    pub comparers: Vec<(&'static str, MakeComparer)>,
    /// How many threads may work.
    pub threads: usize,
}

/// A table studied under a plan, with weights.
#[derive(Debug)]
pub struct Linkage {
    pub(crate) plan: Plan,
    pub(crate) table: Table,
    pub(crate) values: Vec<Values>,
    pub(crate) schemes: Schemes,
    pub(crate) synonyms: Synonyms,
    pub(crate) weights: Weights,
    columns: Vec<usize>,
    edges: Vec<Edge>,
    /// How many pairs were compared.
    pub pairs: usize,
    /// How many of them are true, if the plan names the truth.
    pub true_pairs: Option<usize>,
    /// What each scheme brought.
    pub schemes_report: Vec<SchemeReport>,
}

/// Where the weights come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WeightsFrom {
    /// The plan's own, or EM if it has none.
    Plan,
    /// Learned from the column of the truth.
    Labels,
}

/// One comparison's part in a pair's weight.
#[derive(Debug, Clone, PartialEq)]
pub struct Term {
    /// The column.
    pub column: String,
    /// What the level of agreement means.
    pub meaning: &'static str,
    /// What it adds, in nats.
    pub weight: f32,
    /// The two values.
    pub values: (String, String),
}

impl Linkage {
    /// Blocks, estimates the weights and scores every candidate pair.
    pub fn new(
        table: Table,
        plan: Plan,
        aids: &Aids,
        source: WeightsFrom,
    ) -> Result<Self, LinkageError> {
        let columns = comparison_columns(&plan, &table)?;
        let truth = plan.truth.as_deref().and_then(|column| table.place(column));
        let mut schemes = Schemes::read(&plan, &table)?;
        let values = studied(&table, &plan, &schemes, aids)?;
        schemes.catch_up(&table, &values, &aids.synonyms);
        let truth = truth.map(|place| table.columns[place].values.as_slice());
        let Candidates { pairs, true_pairs, reports } =
            candidates(&schemes, &table, &plan, truth, aids.threads);
        let compared = Compared { table: &table, values: &values, plan: &plan, columns: &columns };
        let weights = match (source, &plan.weights) {
            (WeightsFrom::Labels, _) => {
                let truth = truth.ok_or(LinkageError::NoTruth)?;
                Weights::learn(&compared, &pairs, truth, &plan)
            }
            (WeightsFrom::Plan, Some(weights)) => weights.given(&plan)?,
            (WeightsFrom::Plan, None) => Weights::estimate(&compared, &pairs, &plan),
        };
        let edges = scored(&compared, &weights, &pairs, aids.threads);
        let n_pairs = pairs.len();
        Ok(Self {
            plan,
            table,
            values,
            schemes,
            synonyms: aids.synonyms.clone(),
            weights,
            columns,
            edges,
            pairs: n_pairs,
            true_pairs,
            schemes_report: reports,
        })
    }

    /// The table.
    pub fn table(&self) -> &Table {
        &self.table
    }

    /// The plan.
    pub fn plan(&self) -> &Plan {
        &self.plan
    }

    /// The weights found.
    pub fn weights(&self) -> &Weights {
        &self.weights
    }

    /// The scored pairs that are not hopeless.
    pub fn edges(&self) -> &[Edge] {
        &self.edges
    }

    /// Clusters the records under what people have judged.
    pub fn clusters(&self, judgements: &Judgements) -> Result<Vec<u32>, LinkageError> {
        cluster(self.table.records, &self.edges, judgements, &self.plan.cluster)
    }

    /// The same at another threshold.
    pub fn clusters_at(&self, threshold: f32) -> Result<Vec<u32>, LinkageError> {
        let settings = crate::plan::Clustering { threshold, ..self.plan.cluster.clone() };
        cluster(self.table.records, &self.edges, &Judgements::default(), &settings)
    }

    /// The terms of a pair's weight, in the order of the plan; missing values have none.
    pub fn explain(&self, pair: (u32, u32)) -> Vec<Term> {
        let compared = self.compared();
        let terms = compared.terms(&self.weights, pair).enumerate();
        let written =
            terms.filter(|(_, (level, _))| *level != MISSING).map(|(place, (level, weight))| {
                let compare = &self.plan.compare[place];
                let column = &self.table.columns[self.columns[place]];
                Term {
                    column: compare.column.clone(),
                    meaning: meanings(compare.kind).get(usize::from(level)).copied().unwrap_or("?"),
                    weight,
                    values: (
                        column.text(pair.0 as usize).to_owned(),
                        column.text(pair.1 as usize).to_owned(),
                    ),
                }
            });
        written.collect()
    }

    pub(crate) fn compared(&self) -> Compared<'_> {
        Compared {
            table: &self.table,
            values: &self.values,
            plan: &self.plan,
            columns: &self.columns,
        }
    }
}

/// Studies the columns that comparisons or schemes ask about.
fn studied(
    table: &Table,
    plan: &Plan,
    schemes: &Schemes,
    aids: &Aids,
) -> Result<Vec<Values>, LinkageError> {
    let mut outside: Vec<Option<MakeComparer>> = vec![None; table.columns.len()];
    let mut lists = vec![false; table.columns.len()];
    let mut asked = vec![false; table.columns.len()];
    schemes.columns().for_each(|place| asked[place] = true);
    for compare in &plan.compare {
        let Some(place) = table.place(&compare.column) else { continue };
        asked[place] = true;
        lists[place] |= compare.kind == Kind::Companions;
        if compare.kind == Kind::Outside {
            outside[place] = Some(comparer(compare, aids)?);
        }
    }
    Ok(parallel::each(aids.threads, table.columns.len(), |place| {
        if !asked[place] {
            return Values::default();
        }
        let manner = Manner { lists: lists[place], outside: outside[place].map(|make| make()) };
        Values::new(&table.columns[place], &plan.stop_words, &aids.synonyms, manner)
    }))
}

fn comparer(compare: &Compare, aids: &Aids) -> Result<MakeComparer, LinkageError> {
    let by = compare.by.as_deref().unwrap_or_default();
    let found = aids.comparers.iter().find(|(name, _)| *name == by);
    found.map(|(_, make)| *make).ok_or_else(|| LinkageError::NoSuchComparison {
        column: compare.column.clone(),
        by: by.to_owned(),
        known: aids.comparers.iter().map(|(name, _)| (*name).to_owned()).collect(),
    })
}

/// The pairs that are not hopeless, with their weights.
fn scored(
    compared: &Compared<'_>,
    weights: &Weights,
    pairs: &[(u32, u32)],
    threads: usize,
) -> Vec<Edge> {
    let parts: Vec<&[(u32, u32)]> = pairs.chunks(AT_ONCE).collect();
    let scored = parallel::each(threads, parts.len(), |part| {
        let edges = parts[part].iter().map(|&(first, second)| {
            let weight = compared.weight(weights, (first, second));
            Edge { first, second, weight }
        });
        edges.filter(|edge| edge.weight > WORTH_KEEPING).collect::<Vec<_>>()
    });
    scored.concat()
}

fn comparison_columns(plan: &Plan, table: &Table) -> Result<Vec<usize>, LinkageError> {
    if plan.compare.is_empty() {
        return Err(LinkageError::EmptyPlan { missing: "comparison" });
    }
    if plan.block.is_empty() {
        return Err(LinkageError::EmptyPlan { missing: "blocking scheme" });
    }
    let place = |column: &String| {
        table.place(column).ok_or_else(|| LinkageError::NoSuchColumn {
            column: column.clone(),
            known: table.columns.iter().map(|column| column.name.clone()).collect(),
        })
    };
    let named = plan.truth.iter().chain([&plan.id]).filter(|column| !column.is_empty());
    named.map(place).collect::<Result<Vec<_>, _>>()?;
    plan.compare.iter().map(|compare| place(&compare.column)).collect()
}
