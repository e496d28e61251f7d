//! A linkage that takes in one record at a time.
//!
//! What it says of a new record is what a batch over all the records would say with the same
//! weights: values never seen before are studied, counts and rarities grow, and blocks that have
//! become too large bring up nothing. Only what was said of earlier records is not said again.

use crate::blocking::Postings;
use crate::cluster::Edge;
use crate::error::LinkageError;
use crate::linkage::{Linkage, WORTH_KEEPING};

/// A linkage that takes in one record at a time, with the weights and clusters it has.
#[derive(Debug)]
pub struct Stream {
    linkage: Linkage,
    postings: Postings,
    /// The cluster of each record, and the records of each cluster by its number.
    cluster_of: Vec<u32>,
    members: Vec<Vec<u32>>,
}

/// What was found of a new record.
#[derive(Debug, Clone, PartialEq)]
pub struct Taken {
    /// Its number.
    pub record: usize,
    /// How many records it was compared with.
    pub compared: usize,
    /// The records that it may be one with, the likeliest first.
    pub edges: Vec<Edge>,
    /// The cluster it is put into: the number of an earlier record, or its own.
    pub cluster: u32,
}

impl Linkage {
    /// Goes on with the clusters found, one record at a time.
    pub fn stream(self, clusters: Vec<u32>) -> Stream {
        let postings = Postings::new(&self.schemes, &self.table);
        let mut members: Vec<Vec<u32>> = vec![Vec::new(); self.table.records];
        for (record, cluster) in (0u32..).zip(&clusters) {
            if let Some(own) = members.get_mut(*cluster as usize) {
                own.push(record);
            }
        }
        Stream { linkage: self, postings, cluster_of: clusters, members }
    }
}

impl Stream {
    /// What is known so far.
    pub fn linkage(&self) -> &Linkage {
        &self.linkage
    }

    /// The cluster of each record so far.
    pub fn clusters(&self) -> &[u32] {
        &self.cluster_of
    }

    /// Takes in a record: one text for each column.
    pub fn take_in<S: AsRef<str>>(&mut self, fields: &[S]) -> Result<Taken, LinkageError> {
        let expected = self.linkage.table.columns.len();
        if fields.len() != expected {
            return Err(LinkageError::OtherColumns { expected, found: fields.len() });
        }
        let record = self.study(fields);
        let Linkage { schemes, table, .. } = &self.linkage;
        let found = self.postings.take_in(schemes, table, record);
        let compared = self.linkage.compared();
        let weighed = found.iter().map(|&first| {
            let second = record as u32;
            let weight = compared.weight(&self.linkage.weights, (first, second));
            Edge { first, second, weight }
        });
        let mut edges: Vec<Edge> = weighed.filter(|edge| edge.weight > WORTH_KEEPING).collect();
        edges.sort_by(|a, b| b.weight.total_cmp(&a.weight).then(a.first.cmp(&b.first)));
        let cluster = self.put(record as u32, &edges);
        Ok(Taken { record, compared: found.len(), edges, cluster })
    }

    /// Adds the record to the table and to what is known of its columns.
    fn study<S: AsRef<str>>(&mut self, fields: &[S]) -> usize {
        let Linkage { table, values, schemes, synonyms, plan, .. } = &mut self.linkage;
        table.push(fields);
        let record = table.records - 1;
        for ((column, number), values) in table.numbers(record).zip(values.iter_mut()) {
            if !values.are_known() {
                continue;
            }
            for unknown in values.len()..column.texts.len() {
                values.study(&column.texts[unknown], &plan.stop_words, synonyms);
            }
            let count = column.counts[number as usize];
            values.count(number, (count - 1, count));
        }
        schemes.catch_up(table, values, synonyms);
        record
    }

    /// Puts a record into the cluster with which its mean weight is greatest, if that is enough;
    /// a record of the cluster that it was not compared with counts as unseen.
    fn put(&mut self, record: u32, edges: &[Edge]) -> u32 {
        let settings = &self.linkage.plan.cluster;
        let mut sums: Vec<(u32, f32, usize)> = Vec::new();
        for edge in edges {
            let cluster = self.cluster_of[edge.first as usize];
            let weight = edge.weight.max(settings.floor);
            match sums.iter_mut().find(|(known, ..)| *known == cluster) {
                Some((_, sum, seen)) => (*sum, *seen) = (*sum + weight, *seen + 1),
                None => sums.push((cluster, weight, 1)),
            }
        }
        let means = sums.into_iter().map(|(cluster, sum, seen)| {
            let all = self.members[cluster as usize].len();
            let unseen = all.saturating_sub(seen) as f32 * settings.unseen;
            (cluster, (sum + unseen) / all.max(1) as f32)
        });
        let best = means.max_by(|a, b| a.1.total_cmp(&b.1).then(b.0.cmp(&a.0)));
        let cluster = best.filter(|(_, mean)| *mean > settings.threshold);
        let cluster = cluster.map_or(record, |(cluster, _)| cluster);
        self.cluster_of.push(cluster);
        self.members.push(Vec::new());
        self.members[cluster as usize].push(record);
        cluster
    }
}
