//! How fast an exercise is made, on one thread:
//! `cargo run --release -p crossbearing-exercise --example speed -- 100000`

use std::time::Instant;

use crossbearing_exercise::{Exercise, Plan};

#[expect(clippy::print_stdout, reason = "the figures are what it is for")]
fn main() -> Result<(), Box<dyn std::error::Error>> {
    let persons = std::env::args().nth(1).map_or(Ok(100_000), |persons| persons.parse())?;
    let exercise = Exercise::new(Plan::new(1, persons)?)?;
    let start = Instant::now();
    let statements = exercise.statements().count();
    let seconds = start.elapsed().as_secs_f64();
    let rate = statements as f64 / seconds;
    println!("{persons} persons, {statements} statements in {seconds:.1} s: {rate:.0} a second");
    Ok(())
}
