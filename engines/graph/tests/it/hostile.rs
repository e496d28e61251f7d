//! A fuzz target as a plain function over bytes, replayed here over a corpus and over noise.

use crossbearing_graph::budget::{Budget, Steps};
use crossbearing_graph::disruption::{block, order, set};
use crossbearing_graph::random::Random;
use crossbearing_graph::{measures, read};

/// Whatever the bytes are, reading them either fails or gives a network on which everything works.
fn anything_goes(bytes: &[u8]) {
    let Ok(network) = read::network(bytes) else { return };
    let graph = &network.graph;
    assert_eq!(graph.n_nodes(), network.labels.len());
    if graph.n_nodes() > 60 {
        return;
    }
    let steps = Steps::new(20_000);
    let budget = Budget::whole(&steps);
    let plan = order::plan(graph, &order::Options::default(), &budget).unwrap();
    assert!(plan.reached);
    let set = set::Options { max_fragment: 2, ..set::Options::default() };
    let set = set::plan(graph, &set, &budget).unwrap();
    assert!(set.lower_bound <= set.cost + 1e-9);
    let block = block::Options { k: 2.0, ..block::Options::default() };
    let block = block::plan(graph, &block, &budget).unwrap();
    assert!(block.lower_bound <= block.largest);
    assert_eq!(measures::betweenness::exact(graph).len(), graph.n_nodes());
    measures::cuts::cuts(graph);
    measures::spectral::pagerank(graph, 0.85).unwrap();
}

#[test]
fn a_corpus_of_trouble() {
    let corpus: [&[u8]; 14] = [
        b"",
        b"\n\n#\n%\n",
        b"\xff\xfe\x00",
        b"\xef\xbb\xbfa b\n",
        b"a a\n",
        b"a b\na b 2\nb a\n",
        b"a b nan\n",
        b"a b -1\n",
        b"a b 1e999\n",
        b",,\n",
        b"\"\",a\na,1\n",
        b"\"\",a,b\na,0\n",
        b"# nodes 18446744073709551615\n0 1\n",
        b"\"unclosed b\n",
    ];
    corpus.into_iter().for_each(anything_goes);
}

#[test]
fn noise_from_the_alphabet_of_the_formats() {
    let mut random = Random::new(11);
    let alphabet = b"ab01 ,;\t\n\"#%.-e\r";
    for _ in 0..1500 {
        let length = random.below(60);
        let bytes: Vec<u8> = (0..length).map(|_| alphabet[random.below(alphabet.len())]).collect();
        anything_goes(&bytes);
    }
}
