//! What a full picture costs: how long a desk with many vessels takes to answer, and to raise an
//! alert.
//!
//! ```sh
//! cargo run --release -p crossbearing-sea --example sea_load -- 20000 200
//! ```
//!
//! The first number is of vessels, the second of clients that each ask for what has changed once
//! a second. Times are CPU time of the thread that answers (`/proc/thread-self/schedstat`), so that
//! others on the machine do not count; the alert is by the clock on the wall.

#![expect(clippy::unwrap_used, clippy::print_stdout, reason = "a measurement, not a program")]

use std::io::Write as _;
use std::net::{TcpListener, TcpStream};
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, mpsc};
use std::time::{Instant, SystemTime, UNIX_EPOCH};

use crossbearing_access::{LabelNo, Policy, Role, Veil, View, Viewer};
use crossbearing_ais::{Units, Value, Values, encode, sentences};
use crossbearing_model::{self as model, Label, LabelSpec};
use crossbearing_sea::{Area, FeedSpec, Sea, Setup, Source, Told, write_feeds};

#[expect(clippy::disallowed_methods, reason = "a measurement by the clock on the wall")]
fn now() -> i64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |it| it.as_millis() as i64)
}

/// CPU time of this thread in milliseconds.
fn cpu() -> f64 {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap();
    text.split(' ').next().unwrap().parse::<f64>().unwrap() / 1e6
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
        let start = cpu();
        ask(idx);
        cpu() - start
    };
    spread((0..n).map(one).collect())
}

/// Where a vessel is: a grid of half the world, apart from each other.
fn place(idx: u32, step: u32) -> (f64, f64) {
    let moved = f64::from(step) * 0.0004;
    (f64::from(idx % 500) * 0.1 + moved, f64::from(idx / 500) * 0.1 + moved)
}

fn main() {
    let mut arguments = std::env::args().skip(1).map(|it| it.parse::<u32>().unwrap());
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
        source: Source::Listen { address: format!("127.0.0.1:{port}"), acknowledge: false },
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
    let mut stream = loop {
        if let Ok(stream) = TcpStream::connect(("127.0.0.1", port)) {
            break stream;
        }
    };
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
    let (nanos, start) = (AtomicI64::new(0), Instant::now());
    let times: Vec<f64> = std::thread::scope(|scope| {
        let ask = || {
            let (begun, wall) = (cpu(), Instant::now());
            drop(sea.look(&view, now()).picture(Some(&since), None));
            nanos.fetch_add(((cpu() - begun) * 1e6) as i64, Ordering::Relaxed);
            wall.elapsed().as_secs_f64() * 1000.0
        };
        let clients: Vec<_> = (0..n_clients).map(|_| scope.spawn(ask)).collect();
        clients.into_iter().map(|client| client.join().unwrap()).collect()
    });
    let busy = nanos.load(Ordering::Relaxed) as f64 / 1e6;
    println!(
        "{n_clients} clients at once, a tenth changed: {busy:.0} ms of CPU for all, {:.0} ms on \
         the wall; each waits {}",
        start.elapsed().as_secs_f64() * 1000.0,
        spread(times)
    );

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
    sea.stop();
    std::fs::remove_dir_all(&folder).ok();
}
