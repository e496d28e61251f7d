//! Nodes over a network that loses, delays, reorders and repeats, that crash at every step, join
//! late, and whose clocks differ and are moved. One seed, one history.
//!
//! `CROSSBEARING_SEEDS` sets how many histories are tried; all cores share them.

mod node;
mod world;

use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;

use world::{Events, World};

#[test]
fn nothing_is_lost_done_twice_or_seen_too_early() {
    let seeds = std::env::var("CROSSBEARING_SEEDS").ok().and_then(|text| text.parse().ok());
    let seeds = seeds.unwrap_or(8_u64);
    let next = AtomicU64::new(0);
    let work = || {
        let mut events = Events::default();
        while let Some(seed) =
            Some(next.fetch_add(1, Ordering::Relaxed)).filter(|seed| *seed < seeds)
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
    println!("{seeds} histories: {events:?}");
    // A simulation in which nothing happens proves nothing.
    let often = [events.crashes, events.lost, events.repeated, events.recalled];
    assert!(often.iter().all(|count| *count > seeds), "{events:?}");
    assert!(events.held > 0 && events.relayed > 0, "{events:?}");
}

fn history(seed: u64) -> Events {
    let mut world = World::new(seed);
    world.run(150);
    world.heal();
    world.check_the_end();
    world.events
}
