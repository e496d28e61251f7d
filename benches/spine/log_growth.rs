//! How fast the transparency log grows and proves. `log_run` calls it and prints the tables.
//!
//! `log_growth ours FOLDER LEAVES`, `log_growth peer LEAVES` or `log_growth together FOLDER`
//! prints one JSON object.
#![expect(clippy::unwrap_used, reason = "a bench stops where something is wrong")]
#![expect(clippy::print_stdout, reason = "a bench prints what it measured")]

use std::path::Path;
use std::time::Instant;

use crossbearing_log::{Draft, Kind, Log, LogKey, NodeHash, verify};
use ct_merkle::mem_backed_tree::MemoryBackedTree;
use sha2_oracle::Sha256;

/// Leaves in a step of growth, each of which is flushed to disk.
const STEP: u64 = 5000;
/// Proofs that are timed.
const PROOFS: u64 = 10_000;
/// Writers at the same time, and the leaves that each writes one by one.
const WRITERS: u64 = 32;
const EACH: u64 = 200;

fn main() {
    let arguments: Vec<String> =
        std::env::args().skip(1).filter(|word| word != "--bench").collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["ours", folder, leaves] => ours(Path::new(folder), leaves.parse().unwrap()),
        ["peer", leaves] => peer(leaves.parse().unwrap()),
        ["together", folder] => together(Path::new(folder)),
        _ => println!("log_growth ours FOLDER LEAVES | peer LEAVES | together FOLDER"),
    }
}

fn open(folder: &Path) -> Log {
    Log::open(&folder.join("log.db"), LogKey::from_seed("bench/log", [7; 32]).unwrap()).unwrap()
}

/// A leaf as a search of twenty hits writes it.
fn draft(n: u64) -> Draft {
    let actor = format!("officer-{}", n % 500).parse().unwrap();
    let objects = (0..20).map(|hit| format!("person-{}", (n * 31 + hit) % 1_000_000));
    Draft::new(Kind::ALL[(n % 6) as usize], actor, "op-lantern".parse().unwrap())
        .because("follows up report 12")
        .about(objects.map(|id| id.parse().unwrap()))
        .under("1")
}

fn at(n: u64) -> crossbearing_model::Instant {
    crossbearing_model::Instant::from_millis(1_777_636_800_000 + n as i64)
}

/// Where the `n`th proof is asked for: spread over the whole log.
fn spread(n: u64, leaves: u64) -> u64 {
    n.wrapping_mul(0x9e37_79b9_7f4a_7c15) % leaves
}

fn ours(folder: &Path, leaves: u64) {
    let log = open(folder);
    let begun = Instant::now();
    for from in (0..leaves).step_by(STEP as usize) {
        let drafts: Vec<Draft> = (from..leaves.min(from + STEP)).map(draft).collect();
        log.append(&drafts, at(from)).unwrap();
    }
    let growth = begun.elapsed().as_secs_f64();
    drop(log);
    let begun = Instant::now();
    let log = open(folder);
    let opening = begun.elapsed().as_secs_f64() * 1e3;
    let root = log.checkpoint().checkpoint.root;
    let inclusion = times(
        |n| {
            let index = spread(n, leaves);
            let proof = log.inclusion_proof(index, leaves).unwrap();
            move |log: &Log| {
                let bytes = log.entry(index).unwrap().bytes;
                verify::inclusion(&bytes, index, leaves, &proof, root).unwrap();
            }
        },
        &log,
    );
    let consistency = times(
        |n| {
            let old = 1 + spread(n, leaves);
            let proof: Vec<NodeHash> = log.consistency_proof(old, leaves).unwrap();
            move |log: &Log| {
                let old_root = log.root(old).unwrap();
                verify::consistency(old, old_root, leaves, root, &proof).unwrap();
            }
        },
        &log,
    );
    let disk = std::fs::metadata(folder.join("log.db")).unwrap().len();
    println!(
        "{{\"leaves\":{leaves},\"seconds\":{growth},\"opening_ms\":{opening},\"bytes\":{disk},\
         \"inclusion_us\":{inclusion:?},\"consistency_us\":{consistency:?}}}"
    );
}

/// The median, 99th percentile and longest time of the proofs, in microseconds. Every hundredth
/// one is checked outside of the time.
fn times<C: FnOnce(&Log)>(prove: impl Fn(u64) -> C, log: &Log) -> [f64; 3] {
    let mut taken: Vec<f64> = Vec::new();
    for n in 0..PROOFS {
        let begun = Instant::now();
        let check = prove(n);
        taken.push(begun.elapsed().as_secs_f64() * 1e6);
        if n.is_multiple_of(100) {
            check(log);
        }
    }
    taken.sort_by(f64::total_cmp);
    [taken[taken.len() / 2], taken[taken.len() * 99 / 100], taken[taken.len() - 1]]
}

/// The same leaves in a tree that is kept in memory only.
fn peer(leaves: u64) {
    let begun = Instant::now();
    let mut tree = MemoryBackedTree::<Sha256, [u8; 8]>::new();
    for n in 0..leaves {
        tree.push(n.to_be_bytes());
    }
    let growth = begun.elapsed().as_secs_f64();
    let begun = Instant::now();
    for n in 0..PROOFS {
        std::hint::black_box(tree.prove_inclusion(spread(n, leaves) as usize));
    }
    let inclusion = begun.elapsed().as_secs_f64() * 1e6 / PROOFS as f64;
    println!("{{\"leaves\":{leaves},\"seconds\":{growth},\"inclusion_us\":{inclusion}}}");
}

/// Writers that each wait for their one leaf, as requests to a server do.
fn together(folder: &Path) {
    let log = open(folder);
    let begun = Instant::now();
    std::thread::scope(|threads| {
        for writer in 0..WRITERS {
            let log = &log;
            threads.spawn(move || {
                for n in 0..EACH {
                    log.append(&[draft(writer * EACH + n)], at(n)).unwrap();
                }
            });
        }
    });
    let seconds = begun.elapsed().as_secs_f64();
    println!("{{\"writers\":{WRITERS},\"leaves\":{},\"seconds\":{seconds}}}", WRITERS * EACH);
}
