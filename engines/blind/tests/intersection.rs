//! What comes out is the plain intersection, whatever the items.
#![expect(clippy::unwrap_used, reason = "a test fails where it unwraps")]

use std::collections::BTreeSet;

use crossbearing_blind::{Answer, Blinding, Key, Request, Table};
use proptest::collection::{btree_set, vec};
use proptest::prelude::{ProptestConfig, any, prop_assert_eq, proptest};

type Items = BTreeSet<Vec<u8>>;

/// The items that both hold, found blindly, every message through its bytes.
fn blindly(holder: &Items, asker: &[Vec<u8>], seed: u8) -> Vec<bool> {
    let key = Key::derive(&[seed; 32], b"pair").unwrap();
    let table = Table::build(&key, holder.iter().map(Vec::as_slice), [seed; 32]).unwrap();
    let table = Table::from_bytes(&table.to_bytes()).unwrap();
    let items: Vec<&[u8]> = asker.iter().map(Vec::as_slice).collect();
    let blinding = Blinding::new(&items, [seed ^ 1; 32]).unwrap();
    let request = Request::from_bytes(&blinding.request().to_bytes()).unwrap();
    let answer = key.answer(&request, [seed ^ 2; 32]).unwrap();
    let answer = Answer::from_bytes(&answer.to_bytes()).unwrap();
    let tags = blinding.finish(&answer, &key.public()).unwrap();
    tags.iter().map(|tag| table.holds(tag)).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]
    #[test]
    fn equal_to_the_plain_intersection(
        // Few letters, so that many are common.
        holder in btree_set(vec(0_u8..3, 1..4), 0..40),
        asker in vec(vec(0_u8..3, 1..4), 1..30),
        seed in any::<u8>(),
    ) {
        let plainly: Vec<bool> = asker.iter().map(|item| holder.contains(item)).collect();
        prop_assert_eq!(blindly(&holder, &asker, seed), plainly);
    }
}
