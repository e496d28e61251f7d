//! Nodes over a network that loses, delays, reorders and repeats, that crash at every step, join
//! late, and whose clocks differ and are moved. One seed, one history.
//!
//! `CROSSBEARING_SEEDS` sets how many histories are tried, or which (`1945..1946`); all cores share
//! them.

mod node;
mod world;

use std::ops::Range;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;

use world::{Events, World};

#[test]
fn nothing_is_lost_done_twice_or_seen_too_early() {
    let seeds = wanted_seeds();
    let next = AtomicU64::new(seeds.start);
    let work = || {
        let mut events = Events::default();
        while let Some(seed) =
            Some(next.fetch_add(1, Ordering::Relaxed)).filter(|seed| seeds.contains(seed))
        {
            events.add(&history(seed));
        }
        events
    };
    let mut events = Events::default();
    thread::scope(|scope| {
        let cores = thread::available_parallelism().map_or(1, std::num::NonZero::get);
        let workers: Vec<_> = (0..cores).map(|_| scope.spawn(work)).collect();
        for worker in workers {
            let done = worker.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
            events.add(&done);
        }
    });
    let count = seeds.end - seeds.start;
    println!("{count} histories: {events:?}");
    if count < 8 {
        return;
    }
    // A simulation in which nothing happens proves nothing.
    let often = [events.crashes, events.lost, events.repeated, events.recalled];
    assert!(often.iter().all(|number| *number > count), "{events:?}");
    assert!(events.held > 0 && events.relayed > 0, "{events:?}");
}

fn wanted_seeds() -> Range<u64> {
    let text = std::env::var("CROSSBEARING_SEEDS").unwrap_or_else(|_| "8".to_owned());
    let (from, to) = text.split_once("..").unwrap_or(("0", &text));
    from.parse().unwrap()..to.parse().unwrap()
}

fn history(seed: u64) -> Events {
    let mut world = World::new(seed);
    world.run(150);
    world.heal();
    world.check_the_end();
    world.events
}
