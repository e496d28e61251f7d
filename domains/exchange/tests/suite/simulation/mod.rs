//! Nodes over a network that loses, delays, reorders and repeats, that crash at every step, join
//! late, and whose clocks differ and are moved. One seed, one history.
//!
//! `CROSSBEARING_SEEDS` sets how many histories are tried.

mod node;
mod world;

use world::World;

#[test]
fn nothing_is_lost_done_twice_or_seen_too_early() {
    let seeds = std::env::var("CROSSBEARING_SEEDS").ok().and_then(|text| text.parse().ok());
    let seeds = seeds.unwrap_or(8_u64);
    let mut events = world::Events::default();
    for seed in 0..seeds {
        let mut world = World::new(seed);
        world.run(150);
        world.heal();
        world.check_the_end();
        events.add(&world.events);
    }
    println!("{events:?}");
    // A simulation in which nothing happens proves nothing.
    let often = [events.crashes, events.lost, events.repeated, events.recalled];
    assert!(often.iter().all(|count| *count > seeds), "{events:?}");
    assert!(events.held > 0 && events.relayed > 0, "{events:?}");
}
