//! Times the engine's measures on edge lists, in CPU seconds, for `benches/network/run`, which puts
//! them beside the peers. Arguments: `NAME FILE` pairs; prints a line `measure seconds value` each.
#![allow(clippy::print_stdout, reason = "a bench prints its results")]

use crossbearing_graph::budget::{Budget, Steps};
use crossbearing_graph::communities::leiden;
use crossbearing_graph::components::Components;
use crossbearing_graph::disruption::order;
use crossbearing_graph::measures::{betweenness, cores, cuts, sampled, spectral};
use crossbearing_graph::{Graph, layout, read};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> =
        std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    for pair in arguments.chunks(2) {
        let [name, file] = pair else { continue };
        let graph = read::network(&std::fs::read(file)?)?.graph;
        match name.as_str() {
            "pagerank" => timed(name, || {
                let rank = spectral::pagerank(&graph, 0.85).unwrap_or_default();
                rank.into_iter().fold(0.0, f64::max)
            }),
            "k-core" => timed(name, || {
                f64::from(cores::core_numbers(&graph).into_iter().max().unwrap_or(0))
            }),
            "components" => timed(name, || Components::new(&graph).sizes.len() as f64),
            "articulation points" => {
                timed(name, || cuts::cuts(&graph).articulation_points.len() as f64);
            }
            "betweenness" => {
                timed(name, || betweenness::exact(&graph).into_iter().fold(0.0, f64::max));
            }
            "leiden" => timed(name, || leiden_quality(&graph)),
            "layout" => timed(name, || {
                let all = Steps::new(u64::MAX);
                layout::layout(&graph, &[], 1, &Budget::whole(&all)).len() as f64
            }),
            "order plan" => timed(name, || order_area(&graph, 150_000_000)),
            "order portfolio" => timed(name, || order_area(&graph, 1_500_000_000)),
            "sampled betweenness" => println!("{name}\t{}", within_error(&graph)),
            _ => println!("{name}\tunknown"),
        }
    }
    Ok(())
}

/// Runs once and prints the CPU seconds it took and what it gave.
fn timed(name: &str, run: impl FnOnce() -> f64) {
    let start = cpu_seconds();
    let value = run();
    println!("{name}\t{:.3}\t{value:.6}", cpu_seconds() - start);
}

/// CPU seconds of this thread so far, as Linux counts them.
fn cpu_seconds() -> f64 {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    let first = text.split_whitespace().next().and_then(|word| word.parse::<f64>().ok());
    first.unwrap_or(f64::NAN) / 1e9
}

fn leiden_quality(graph: &Graph) -> f64 {
    let steps = Steps::new(230_000_000);
    let options = leiden::Options::default();
    let found = leiden::communities(graph, &options, &Budget::whole(&steps));
    found.map_or(f64::NAN, |found| found.quality)
}

fn order_area(graph: &Graph, n_steps: u64) -> f64 {
    let steps = Steps::new(n_steps);
    let plan = order::plan(graph, &order::Options::default(), &Budget::whole(&steps));
    plan.map_or(f64::NAN, |plan| plan.curve.auc_simpson())
}

/// In how many of 100 runs every node was within the stated error, with risk 0.05.
fn within_error(graph: &Graph) -> usize {
    let n_nodes = graph.n_nodes() as f64;
    let pairs = n_nodes * (n_nodes - 1.0) / 2.0;
    let exact = betweenness::exact(graph);
    let all = Steps::new(u64::MAX);
    let is_within = |seed: &u64| {
        let found = sampled::sampled(graph, 0.02, 0.05, *seed, &Budget::whole(&all));
        found.is_ok_and(|found| {
            let both = found.shares.iter().zip(&exact);
            both.into_iter().all(|(share, exact)| (share - exact / pairs).abs() <= found.error)
        })
    };
    (0..100).filter(is_within).count()
}
