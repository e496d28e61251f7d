//! What a full picture costs: how long a desk with many vessels takes to answer, and to raise an
//! alert.
//!
//! ```sh
//! cargo run --release -p crossbearing-sea --example sea_load -- 20000 200
//! ```
//!
//! The first number is of vessels, the second of clients that each ask for what has changed once
//! a second. Percentiles are by the clock on the wall, so that others on the machine count; what is
//! summed is CPU time of the program, sender included (`/proc/self/stat`).
//!
//! ```sh
//! cargo run --release -p crossbearing-sea --example sea_load -- 300000 0 20
//! ```
//!
//! With a third number it measures how fast messages go from a socket into journal, picture, rules
//! and alerts instead: so many rounds of reports of all vessels, ten seconds apart by their times.
//! With the name of a log instead of numbers it measures how fast that goes the same way, and then how
//! long evidence takes that was not made meanwhile.

#![expect(clippy::unwrap_used, clippy::print_stdout, reason = "a measurement, not a program")]

use std::collections::BTreeMap;
use std::io::{BufRead as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, mpsc};
use std::time::{Instant, SystemTime, UNIX_EPOCH};

use crossbearing_access::{LabelNo, Policy, Role, Veil, View, Viewer};
use crossbearing_ais::{Units, Value, Values, encode, sentences};
use crossbearing_model::{self as model, Label, LabelSpec};
use crossbearing_sea::{AlertId, Area, FeedSpec, Sea, Setup, Source, Told, write_feeds};

#[expect(clippy::disallowed_methods, reason = "a measurement by the clock on the wall")]
fn now() -> i64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |it| it.as_millis() as i64)
}

/// CPU time of the program in milliseconds.
fn cpu() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap();
    let after_name = stat.rsplit(')').next().unwrap();
    let ticks = |at: usize| after_name.split(' ').nth(at).unwrap().parse::<f64>().unwrap();
    // User and system time, in hundredths of a second.
    (ticks(12) + ticks(13)) * 10.0
}

/// CPU seconds of each thread by name, those of feeds together; and of threads that have ended (Linux).
fn cpu_by_thread() -> BTreeMap<String, f64> {
    let (mut all, of_all) = (BTreeMap::new(), cpu() / 1000.0);
    for task in std::fs::read_dir("/proc/self/task").unwrap() {
        let task = task.unwrap().path();
        // A thread may have ended meanwhile.
        let read = |name: &str| std::fs::read_to_string(task.join(name)).unwrap_or_default();
        let name = read("comm").trim().split('-').next().unwrap_or_default().to_owned();
        let nanoseconds = read("schedstat").split(' ').next().and_then(|it| it.parse().ok());
        *all.entry(name).or_insert(0.0) += nanoseconds.unwrap_or(0.0) / 1e9;
    }
    let ended = (of_all - all.values().sum::<f64>()).max(0.0);
    all.insert("ended".to_owned(), ended);
    all
}

/// The most memory that the program has had, in megabytes.
fn peak() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find(|line| line.starts_with("VmHWM") || line.starts_with("VmRSS"));
    let kilobytes = line.unwrap().split_whitespace().nth(1).unwrap();
    kilobytes.parse::<f64>().unwrap() / 1000.0
}

fn report(mmsi: u32, lat: f64, lon: f64, status: f64) -> String {
    let number = |name: &str, value: f64| (name.to_owned(), Value::Number(value));
    let values = vec![
        number("type", 1.0),
        number("mmsi", f64::from(mmsi)),
        number("lat", lat),
        number("lon", lon),
        number("speed", 8.0),
        number("course", 45.0),
        number("heading", 45.0),
        number("status", status),
    ];
    let payload = encode(&Values(values), Units::Scaled).unwrap();
    sentences(&payload, "AIVDM", 'A', 0).remove(0) + "\n"
}

fn name(mmsi: u32) -> String {
    let values = vec![
        ("type".to_owned(), Value::Number(5.0)),
        ("mmsi".to_owned(), Value::Number(f64::from(mmsi))),
        ("shipname".to_owned(), Value::Text(format!("VESSEL {mmsi}"))),
    ];
    let payload = encode(&Values(values), Units::Scaled).unwrap();
    sentences(&payload, "AIVDM", 'A', 3).iter().fold(String::new(), |all, it| all + it + "\n")
}

fn view() -> View {
    let viewer = Viewer::new(
        "ines".parse().unwrap(),
        "north".parse().unwrap(),
        Role::WatchOfficer,
        "op-lantern".parse().unwrap(),
    );
    let none: [(LabelNo, &Label); 0] = [];
    View::compute(&Policy, viewer, none, Veil::default(), model::Instant::from_millis(now()))
}

/// The middle, the 99th part of a hundred, and the greatest.
fn spread(mut times: Vec<f64>) -> String {
    times.sort_by(f64::total_cmp);
    let at = |part: f64| times[((times.len() - 1) as f64 * part) as usize];
    format!("p50 {:.2} ms, p99 {:.2} ms, most {:.2} ms", at(0.5), at(0.99), at(1.0))
}

fn timed(n: usize, mut ask: impl FnMut(usize)) -> String {
    let one = |idx| {
        let start = Instant::now();
        ask(idx);
        start.elapsed().as_secs_f64() * 1000.0
    };
    let before = cpu();
    let times = spread((0..n).map(one).collect());
    format!("{times}; CPU {:.2} ms each", (cpu() - before) / n as f64)
}

/// How often each client asks.
const ROUNDS: u32 = 20;

/// Where a vessel is: a grid of half the world, apart from each other.
fn place(idx: u32, step: u32) -> (f64, f64) {
    let moved = f64::from(step) * 0.0002;
    (f64::from(idx % 500) * 0.1 + moved, f64::from(idx / 500) * 0.1 + moved)
}

#[expect(clippy::disallowed_methods, reason = "waiting must not take the time that is measured")]
fn wait_until(is_done: impl Fn() -> bool) {
    while !is_done() {
        std::thread::sleep(std::time::Duration::from_millis(1));
    }
}

/// What so many messages have cost since then, by thread; the main thread sends.
fn rates(before: &BTreeMap<String, f64>, n_messages: u64) -> String {
    let main = std::fs::read_to_string("/proc/self/comm").unwrap();
    let main = main.trim().split('-').next().unwrap();
    let (mut cpu, mut sent, mut busiest) = (0.0, 0.0, 0.0_f64);
    for (thread, seconds) in cpu_by_thread() {
        let seconds = seconds - before.get(&thread).copied().unwrap_or(0.0);
        println!("{thread:>10}: {:.2} us a message", seconds / n_messages as f64 * 1e6);
        if thread == main {
            sent = seconds;
        } else {
            cpu += seconds;
            busiest = busiest.max(seconds);
        }
    }
    let rate = |seconds: f64| n_messages as f64 / seconds;
    format!(
        "{:.0} a CPU second, {:.0} with the sender; on two cores at most {:.0} a second, if every \
         thread had a core {:.0}",
        rate(cpu),
        rate(cpu + sent),
        rate(busiest.max(f64::midpoint(cpu, sent))),
        rate(busiest)
    )
}

/// Plays a log as fast as it is taken.
fn replay(sea: &Sea, log: &str) {
    let n_lines = || {
        let mut log = std::io::BufReader::new(std::fs::File::open(log).unwrap());
        let mut n_lines = 0;
        loop {
            let piece = log.fill_buf().unwrap();
            if piece.is_empty() {
                return n_lines;
            }
            n_lines += memchr::memchr_iter(b'\n', piece).count() as u64;
            let n_read = piece.len();
            log.consume(n_read);
        }
    };
    let (n_lines, view) = (n_lines(), view());
    let (before, start) = (BTreeMap::new(), Instant::now());
    let health = || sea.look(&view, now()).feeds()[0].health.clone();
    wait_until(|| health().lines >= n_lines);
    let wall = start.elapsed().as_secs_f64();
    let rates = rates(&before, n_lines);
    println!(
        "{n_lines} lines, {} messages of {} vessels: {:.0} lines a second on the wall; {rates}; most \
         memory {:.0} MB; {} alerts",
        health().messages,
        sea.look(&view, now()).feeds()[0].vessels,
        n_lines as f64 / wall,
        peak(),
        sea.look(&view, now()).alerts().len()
    );
}

/// Has evidence made for up to 200 of the alerts that have none, evenly among all.
fn evidence(sea: &Sea) {
    let (view, before) = (view(), cpu());
    let look = || sea.look(&view, now());
    let without: Vec<AlertId> =
        look().alerts().into_iter().filter(|it| it.evidence.is_none()).map(|it| it.id).collect();
    if without.is_empty() {
        return;
    }
    let asked: Vec<&AlertId> = without.iter().step_by(without.len().div_ceil(200)).collect();
    let (mut times, mut n_lines, mut inexact) = (Vec::new(), 0, Vec::new());
    for id in &asked {
        let start = Instant::now();
        look().evidence(id).unwrap();
        times.push(start.elapsed().as_secs_f64() * 1000.0);
        let (alert, _) = look().alert(id).unwrap();
        let note = alert.evidence.unwrap();
        n_lines += note.lines;
        if !note.replays {
            inexact.push(format!("{} {}", alert.rule, alert.mmsi));
        }
    }
    println!(
        "evidence of {} of {} alerts that had none: {}; CPU {:.0} ms, {} lines each; not the same \
         alert again: {}",
        asked.len(),
        without.len(),
        spread(times),
        (cpu() - before) / asked.len() as f64,
        n_lines / asked.len() as u64,
        if inexact.is_empty() { "none".to_owned() } else { inexact.join(", ") }
    );
}

/// Sends reports of all vessels, ten seconds apart by their times, as fast as they are taken.
fn pipeline(sea: &Sea, stream: TcpStream, n_vessels: u32, n_rounds: u32) {
    let reports: Vec<[String; 2]> = (0..n_vessels)
        .map(|idx| {
            [0, 1].map(|step| {
                let (lat, lon) = place(idx, step);
                report(200_000_000 + idx, lat, lon, 0.0)
            })
        })
        .collect();
    let n_messages = u64::from(n_vessels) * u64::from(n_rounds);
    let n_bytes: usize = reports.iter().map(|[one, other]| one.len() + other.len() + 48).sum();
    let view = view();
    let heard = || sea.look(&view, now()).feeds()[0].health.messages;
    let first = now() / 1000 - 500;
    let (before, start) = (cpu_by_thread(), Instant::now());
    let mut out = std::io::BufWriter::with_capacity(1 << 16, stream);
    for round in 0..n_rounds {
        let time = first + i64::from(round) * 10;
        for report in &reports {
            write!(out, "{time} {}", report[(round % 2) as usize]).unwrap();
        }
    }
    out.flush().unwrap();
    wait_until(|| heard() >= n_messages);
    let wall = start.elapsed().as_secs_f64();
    let rates = rates(&before, n_messages);
    let asked = Instant::now();
    let picture = sea.look(&view, now()).picture(None, None).len();
    println!(
        "{n_messages} messages of {} vessels from a socket: {:.0} a second on the wall; {rates}; most \
         memory {:.0} MB, {:.0} MB of them the sender's; a picture of {:.1} MB afterwards in {:.0} \
         ms; {} alerts",
        sea.look(&view, now()).feeds()[0].vessels,
        n_messages as f64 / wall,
        peak(),
        n_bytes as f64 / 1e6,
        picture as f64 / 1e6,
        asked.elapsed().as_secs_f64() * 1000.0,
        sea.look(&view, now()).alerts().len()
    );
}

/// How long the desk takes to answer one client after the other, and many at once.
fn answers(sea: &Sea, stream: &mut TcpStream, n_vessels: u32, n_clients: u32) {
    let all = |step: u32, named: bool| -> String {
        (0..n_vessels).fold(String::new(), |log, idx| {
            let (lat, lon) = place(idx, step);
            let called = if named { name(200_000_000 + idx) } else { String::new() };
            log + &report(200_000_000 + idx, lat, lon, 0.0) + &called
        })
    };
    stream.write_all(all(0, true).as_bytes()).unwrap();
    let view = view();
    let heard = |n: u32| while sea.look(&view, now()).feeds()[0].health.messages < u64::from(n) {};
    heard(2 * n_vessels);
    println!("{} vessels", sea.look(&view, now()).feeds()[0].vessels);

    let mut bytes = 0;
    let whole = timed(100, |_| bytes = sea.look(&view, now()).picture(None, None).len());
    println!("whole picture, {} kB: {whole}", bytes / 1000);
    let area = |idx: usize| {
        let (south, west) = ((idx % 40) as f64, (idx % 3) as f64);
        Some(Area { west, south, east: west + 2.0, north: south + 2.0 })
    };
    println!(
        "an area: {}",
        timed(1000, |idx| drop(sea.look(&view, now()).picture(None, area(idx))))
    );
    let vessel = |idx: usize| drop(sea.look(&view, now()).vessel(200_000_000 + idx as u32));
    println!("a vessel: {}", timed(1000, vessel));

    // A tenth of all have moved; every client asks for what has changed.
    let cursor = |picture: &[u8]| {
        let length = usize::from(u16::from_le_bytes([picture[4], picture[5]]));
        String::from_utf8(picture[26..26 + length].to_vec()).unwrap()
    };
    let since = cursor(&sea.look(&view, now()).picture(None, None));
    let tenth = (0..n_vessels / 10).fold(String::new(), |log, idx| {
        let (lat, lon) = place(idx * 10, 1);
        log + &report(200_000_000 + idx * 10, lat, lon, 0.0)
    });
    stream.write_all(tenth.as_bytes()).unwrap();
    heard(2 * n_vessels + n_vessels / 10);
    let (before, start) = (cpu(), Instant::now());
    let times: Vec<f64> = std::thread::scope(|scope| {
        let ask = || {
            let one = |_| {
                let asked = Instant::now();
                drop(sea.look(&view, now()).picture(Some(&since), None));
                asked.elapsed().as_secs_f64() * 1000.0
            };
            (0..ROUNDS).map(one).collect::<Vec<f64>>()
        };
        let clients: Vec<_> = (0..n_clients).map(|_| scope.spawn(ask)).collect();
        clients.into_iter().flat_map(|client| client.join().unwrap()).collect()
    });
    println!(
        "{n_clients} clients at once, {ROUNDS} times each, a tenth changed: {:.0} ms of CPU and \
         {:.0} ms on the wall for each round of all; each answer {}",
        (cpu() - before) / f64::from(ROUNDS),
        start.elapsed().as_secs_f64() * 1000.0 / f64::from(ROUNDS),
        spread(times)
    );
}

/// How long calls for help take from the socket to their alerts.
fn calls_for_help(sea: &Sea, mut stream: TcpStream, alerts: &mpsc::Receiver<(bool, Instant)>) {
    while alerts.try_recv().is_ok() {}
    let late: Vec<f64> = (0..20)
        .map(|idx| {
            let sent = Instant::now();
            stream.write_all(report(970_000_000 + idx, 10.0, 60.0, 14.0).as_bytes()).unwrap();
            loop {
                let (is_new, at) = alerts.recv().unwrap();
                if is_new {
                    break (at - sent).as_secs_f64() * 1000.0;
                }
            }
        })
        .collect();
    println!("from a distress call on the socket to its alert, on the wall: {}", spread(late));
    if let Some(trouble) = &sea.look(&view(), now()).feeds()[0].trouble {
        println!("what the feed's health says: {trouble}");
    }
}

/// A log if there is one, otherwise a socket.
fn source(log: Option<&str>, port: u16) -> Source {
    match log {
        None => Source::Listen { address: format!("127.0.0.1:{port}"), acknowledge: false },
        Some(log) => Source::File {
            path: std::path::absolute(log).unwrap(),
            speed: None,
            ahead_minutes: 0,
            as_now: false,
            repeat: false,
        },
    }
}

fn main() {
    let log = std::env::args().nth(1).filter(|it| it.parse::<u32>().is_err());
    let mut arguments = std::env::args().skip(1).filter_map(|it| it.parse::<u32>().ok());
    let (n_vessels, n_clients) =
        (arguments.next().unwrap_or(20_000), arguments.next().unwrap_or(200));
    let folder = std::env::temp_dir().join(format!("sea-load-{}", std::process::id()));
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let label = LabelSpec::for_agency(
        "north".parse().unwrap(),
        model::Instant::from_millis(now() + 86_400_000_000),
    );
    let feed = FeedSpec {
        id: "mast".parse().unwrap(),
        title: "Mast".to_owned(),
        source: source(log.as_deref(), port),
        grade: "6x6/B2".parse().unwrap(),
        label,
        paused: false,
    };
    write_feeds(&folder, &[feed]).unwrap();
    let (told, alerts) = mpsc::channel();
    let tell = Arc::new(move |_: &Label, it: &Told| {
        let _ = told.send((it.is_new, Instant::now()));
    });
    let sea = Sea::open(Setup { folder: folder.clone(), clock: now, tell }).unwrap();
    if let Some(log) = log {
        replay(&sea, &log);
        evidence(&sea);
        sea.stop();
        std::fs::remove_dir_all(&folder).ok();
        return;
    }
    let mut stream = loop {
        if let Ok(stream) = TcpStream::connect(("127.0.0.1", port)) {
            break stream;
        }
    };
    if let Some(n_rounds) = arguments.next() {
        pipeline(&sea, stream, n_vessels, n_rounds);
        sea.stop();
        std::fs::remove_dir_all(&folder).ok();
        return;
    }
    answers(&sea, &mut stream, n_vessels, n_clients);
    calls_for_help(&sea, stream, &alerts);
    sea.stop();
    std::fs::remove_dir_all(&folder).ok();
}
