//! A record that comes later is told what a batch over all of them would tell it.

use crossbearing_linkage::{Edge, Linkage, LinkageError, Plan, Taken, Weights, WeightsFrom};
use proptest::prelude::*;

use crate::people::{Row, aids, fields, plan, table};

/// The edges of the last record in a batch over all of them, the likeliest first.
fn of_batch(rows: &[Row], plan: &Plan) -> Vec<Edge> {
    let batch = Linkage::new(table(rows), plan.clone(), &aids(), WeightsFrom::Plan).unwrap();
    let last = rows.len() as u32 - 1;
    let mut edges: Vec<Edge> =
        batch.edges().iter().filter(|edge| edge.second == last).copied().collect();
    edges.sort_by(|a, b| b.weight.total_cmp(&a.weight).then(a.first.cmp(&b.first)));
    edges
}

/// A plan with weights of its own, found once.
fn weighed(rows: &[Row], most: usize) -> Plan {
    let found = Linkage::new(table(rows), plan(most), &aids(), WeightsFrom::Plan).unwrap();
    let weights: Weights = found.weights().clone();
    Plan { weights: Some(weights), ..plan(most) }
}

proptest! {
    #[test]
    fn the_stream_says_what_the_batch_says(
        rows in prop::collection::vec((0..6_usize, 0..5_usize, 0..5_usize, 0..4_usize), 2..24),
        first in 0..24_usize,
        most in 2..12_usize,
    ) {
        let plan = weighed(&rows, most);
        let first = first.min(rows.len() - 1);
        let known = Linkage::new(table(&rows[..first]), plan.clone(), &aids(), WeightsFrom::Plan);
        let known = known.unwrap();
        let clusters = known.clusters(&crossbearing_linkage::Judgements::default()).unwrap();
        let mut stream = known.stream(clusters);
        for place in first..rows.len() {
            let taken = stream.take_in(&fields(place, rows[place])).unwrap();
            prop_assert_eq!(taken.record, place);
            prop_assert_eq!(taken.edges, of_batch(&rows[..=place], &plan));
        }
        prop_assert_eq!(stream.clusters().len(), rows.len());
    }
}

#[test]
fn a_record_with_unseen_values_joins_whom_it_belongs_to() {
    let rows: Vec<Row> = vec![(0, 0, 0, 0), (3, 2, 4, 2), (5, 4, 3, 3)];
    let plan = weighed(&rows, 20);
    let known = Linkage::new(table(&rows), plan, &aids(), WeightsFrom::Plan).unwrap();
    let clusters = known.clusters(&crossbearing_linkage::Judgements::default()).unwrap();
    let mut stream = known.stream(clusters);
    let new = ["p-new", "karwaan", "karwaan ziarmal", "1984-12-19", "+33639980001"];
    let Taken { edges, compared, .. } = stream.take_in(&new).unwrap();
    assert_eq!((edges[0].first, compared), (0, 1));
    // Nobody has anything in common with the next: it stands alone.
    let stranger = stream.take_in(&["p-x", "lostan", "lostan kelm", "1999-09-09", ""]).unwrap();
    assert_eq!((stranger.edges, stranger.cluster), (Vec::new(), 4));
}

#[test]
fn a_record_of_other_columns_is_refused() {
    let known = Linkage::new(table(&[(0, 0, 0, 0)]), plan(9), &aids(), WeightsFrom::Plan).unwrap();
    let mut stream = known.stream(vec![0]);
    let refused = stream.take_in(&["p-new", "karvan"]);
    assert_eq!(refused, Err(LinkageError::OtherColumns { expected: 5, found: 2 }));
    assert_eq!(stream.linkage().table().records, 1, "nothing is half done");
}
