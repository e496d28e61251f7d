//! How fast a log becomes messages, state and behaviours, on one thread, without sockets:
//! `cargo run --release -p crossbearing-exercise --example sea_pipeline -- 300000 0.2`

use std::time::Instant;

use crossbearing_ais::{Decoder, Message, Options};
use crossbearing_exercise::{Ships, ShipsPlan};
use crossbearing_tracks::{Config, Report, Watch};

#[expect(clippy::print_stdout, reason = "the figures are what it is for")]
fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let vessels = arguments.next().map_or(Ok(300_000), |it| it.parse())?;
    let hours = arguments.next().map_or(Ok(0.2), |it| it.parse())?;
    let mut log = Vec::new();
    let start = cpu_seconds();
    let summary = Ships::new(ShipsPlan::new(1, vessels, hours)?).write_log(&mut log)?;
    println!("made {} lines in {:.1} CPU s", summary.lines, cpu_seconds() - start);

    let (mut watch, mut decoder) =
        (Watch::new(Config::default())?, Decoder::new(Options::default()));
    let (mut n_reports, mut n_alerts, mut reports) = (0, 0_u64, Vec::new());
    let (start, wall) = (cpu_seconds(), Instant::now());
    // Pieces as a socket gives them.
    for piece in log.chunks(1 << 16) {
        reports.clear();
        decoder.feed(piece, |message| {
            reports.extend(report(message).map(|report| (report, message.reception.source_id)));
        });
        n_reports += reports.len();
        for some in reports.chunks(32) {
            watch.look_ahead(some.iter().map(|(report, _)| report));
            for (report, station) in some {
                watch.report_from(report, *station, |_| n_alerts += 1);
            }
        }
    }
    let (seconds, wall) = (cpu_seconds() - start, wall.elapsed().as_secs_f64());
    let counts = decoder.counts();
    println!(
        "{} lines, {} messages, {n_reports} positions of {} vessels, {n_alerts} alerts",
        counts.lines,
        counts.messages,
        watch.fleet().len()
    );
    println!(
        "{seconds:.2} CPU s ({wall:.2} s by the clock): {:.0} messages a CPU second, 10^9 lines in {:.1} \
         CPU minutes; {:.0} MB resident, {:.0} MB of them the log",
        counts.messages as f64 / seconds,
        seconds / counts.lines as f64 * 1e9 / 60.0,
        resident_megabytes(),
        log.len() as f64 / 1e6
    );
    Ok(())
}

fn report(message: &Message<'_>) -> Option<Report> {
    if !matches!(message.kind, 1..=3 | 18) || !message.defects.is_empty() {
        return None;
    }
    let fix = message.fix();
    Some(Report {
        time: message.reception.time?,
        mmsi: message.mmsi(),
        lat: fix.lat?,
        lon: fix.lon?,
        speed: fix.speed.filter(|speed| *speed < 102.2),
        course: fix.course.filter(|course| *course < 360.0),
        heading: fix.heading.filter(|heading| *heading < 360.0),
        status: fix.status.map(|status| status as u8),
        line: message.reception.line,
    })
}

/// CPU seconds of this process, user and system (Linux; 0 elsewhere).
fn cpu_seconds() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields: Vec<&str> = stat.rsplit(')').next().unwrap_or("").split_whitespace().collect();
    let ticks = |idx: usize| fields.get(idx).and_then(|it| it.parse::<f64>().ok()).unwrap_or(0.0);
    (ticks(11) + ticks(12)) / 100.0
}

/// Resident memory in megabytes (Linux; 0 elsewhere).
fn resident_megabytes() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmRSS"));
    let kilobytes = line.and_then(|line| line.split_whitespace().nth(1)?.parse::<f64>().ok());
    kilobytes.unwrap_or(0.0) / 1000.0
}
