//! The whole linkage: from a table and a plan to scored pairs and clusters.

use crate::blocking::{Candidates, Postings, Scheme, SchemeReport, candidates, schemes};
use crate::cluster::{Edge, Judgements, cluster};
use crate::error::LinkageError;
use crate::levels::{MISSING, meanings};
use crate::plan::Plan;
use crate::scoring::Compared;
use crate::table::Table;
use crate::values::{Synonyms, Values};
use crate::weights::Weights;

/// Pairs with less weight than this are not kept: they count as never brought up.
const WORTH_KEEPING: f32 = -8.0;

/// A table studied under a plan, with weights.
#[derive(Debug)]
pub struct Linkage {
    plan: Plan,
    table: Table,
    values: Vec<Values>,
    schemes: Vec<Scheme>,
    weights: Weights,
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
        synonyms: &Synonyms,
        source: WeightsFrom,
    ) -> Result<Self, LinkageError> {
        let columns = comparison_columns(&plan, &table)?;
        let truth = plan.truth.as_deref().and_then(|column| table.place(column));
        let stop = &plan.stop_words;
        let values: Vec<Values> =
            table.columns.iter().map(|column| Values::new(column, stop, synonyms)).collect();
        let schemes = schemes(&plan, &table, &values, synonyms)?;
        let truth = truth.map(|place| table.columns[place].values.as_slice());
        let Candidates { pairs, true_pairs, reports } = candidates(&schemes, &table, &plan, truth);
        let compared = Compared { table: &table, values: &values, plan: &plan, columns: &columns };
        let weights = match (source, &plan.weights) {
            (WeightsFrom::Labels, _) => {
                let truth = truth.ok_or(LinkageError::NoTruth)?;
                Weights::learn(&compared, &pairs, truth, &plan)
            }
            (WeightsFrom::Plan, Some(weights)) => weights.given(&plan)?,
            (WeightsFrom::Plan, None) => Weights::estimate(&compared, &pairs, &plan),
        };
        let edges = pairs
            .iter()
            .map(|&(first, second)| {
                let weight = compared.weight(&weights, (first, second));
                Edge { first, second, weight }
            })
            .filter(|edge| edge.weight > WORTH_KEEPING)
            .collect();
        let n_pairs = pairs.len();
        Ok(Self {
            plan,
            table,
            values,
            schemes,
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

    /// The postings of every record, for a stream of new ones.
    pub fn stream(self) -> Stream {
        let mut postings = Postings::default();
        for record in 0..self.table.records {
            postings.add(&self.schemes, &self.table, record);
        }
        Stream { linkage: self, postings }
    }

    fn compared(&self) -> Compared<'_> {
        Compared {
            table: &self.table,
            values: &self.values,
            plan: &self.plan,
            columns: &self.columns,
        }
    }
}

/// A linkage that takes in one record at a time, with the weights it has.
#[derive(Debug)]
pub struct Stream {
    linkage: Linkage,
    postings: Postings,
}

impl Stream {
    /// What is known so far.
    pub fn linkage(&self) -> &Linkage {
        &self.linkage
    }

    /// Records that a record may be one with, the likeliest first, with the weight of each.
    pub fn matches(&self, record: usize) -> Vec<Edge> {
        let compared = self.linkage.compared();
        let found = self.postings.candidates(&self.linkage.schemes, &self.linkage.table, record);
        let mut edges: Vec<Edge> = found
            .into_iter()
            .filter(|other| *other as usize != record)
            .map(|other| {
                let (first, second) = (other.min(record as u32), other.max(record as u32));
                let weight = compared.weight(&self.linkage.weights, (first, second));
                Edge { first, second, weight }
            })
            .collect();
        edges.sort_by(|a, b| b.weight.total_cmp(&a.weight));
        edges
    }
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
