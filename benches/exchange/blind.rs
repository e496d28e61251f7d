//! Blind matching in CPU time: each step of the protocol, and a set of the asker's against a set of
//! the key holder's. Arguments: how many items the asker and the key holder hold.

#![expect(clippy::print_stdout, reason = "a bench prints its table")]

use crossbearing_blind::{Blinding, Key, MOST, Table};

fn main() {
    let mut numbers = std::env::args().skip(1).filter_map(|word| word.parse::<usize>().ok());
    let asked = numbers.next().unwrap_or(10_000);
    let held = numbers.next().unwrap_or(50_000);
    let name = |number: usize| format!("phone:+4477{number:09}").into_bytes();
    let key = Key::derive(&[7; 32], b"bench").expect("32 bytes are a seed");

    let started = cpu();
    let items: Vec<Vec<u8>> = (0..held).map(name).collect();
    let table = Table::build(&key, items.iter().map(Vec::as_slice), [1; 32]).expect("short items");
    let built = cpu() - started;

    // Every tenth item is common.
    let mine: Vec<Vec<u8>> =
        (0..asked).map(|at| name(if at % 10 == 0 { at } else { held + at })).collect();
    let (mut blinded, mut answered, mut finished, mut hits, mut sent) = (0.0, 0.0, 0.0, 0, 0);
    for batch in mine.chunks(MOST) {
        let items: Vec<&[u8]> = batch.iter().map(Vec::as_slice).collect();
        let started = cpu();
        let blinding = Blinding::new(&items, [2; 32]).expect("a batch within bounds");
        let request = blinding.request();
        blinded += cpu() - started;
        sent += request.len();
        let started = cpu();
        let answer = key.answer(&request, [3; 32]).expect("a batch within bounds");
        answered += cpu() - started;
        let started = cpu();
        let tags = blinding.finish(&answer, &key.public()).expect("a true proof");
        hits += tags.iter().filter(|tag| table.holds(tag)).count();
        finished += cpu() - started;
    }
    assert_eq!(hits, asked.min(held).div_ceil(10), "the plain intersection");

    let line = |step: &str, count: usize, seconds: f64| {
        println!("| {step} | {count} | {seconds:.2} | {:.0} |", count as f64 / seconds.max(1e-9));
    };
    println!("| step | items | CPU s | items a CPU second |");
    println!("|---|---:|---:|---:|");
    line("key holder: tags of its own items", held, built);
    line("asker: blind (padding included)", sent, blinded);
    line("key holder: evaluate and prove", sent, answered);
    line("asker: check, unblind, look up", sent, finished);
    let all = built + blinded + answered + finished;
    println!(
        "\n{asked} against {held}: {all:.1} CPU s in all, {:.1} s on two cores; {hits} common",
        all / 2.0
    );
}

/// CPU seconds of this process, user and system.
fn cpu() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields = stat.rsplit_once(") ").map_or("", |(_, rest)| rest).split(' ');
    let ticks: f64 = fields.skip(11).take(2).filter_map(|field| field.parse::<f64>().ok()).sum();
    ticks / 100.0
}
