//! What comes over the wire is believed no further than it goes: the picture stays up, and the
//! feed's health says what is wrong.

use std::fmt::Write as _;
use std::io::Write as _;
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU16, Ordering};
use std::time::{Duration, Instant};

use crossbearing_model::{self as model, LabelSpec};
use crossbearing_sea::{Area, FeedSpec, Sea, Setup, Source, write_feeds};

use crate::support::{NOW, name, sentence, view, wait_for_lines};

/// A desk with a feed that listens.
fn listening(folder: &Path, ids: &[&str]) -> (Sea, Vec<u16>) {
    let ports: Vec<u16> = ids.iter().map(|_| free_port()).collect();
    let label =
        LabelSpec::for_agency("north".parse().unwrap(), model::Instant::from_millis(NOW * 2));
    let spec = |(id, port): (&&str, &u16)| FeedSpec {
        id: id.parse().unwrap(),
        title: (*id).to_owned(),
        source: Source::Listen { address: format!("127.0.0.1:{port}"), acknowledge: false },
        grade: "6x6/B2".parse().unwrap(),
        label: label.clone(),
        paused: false,
    };
    let feeds: Vec<FeedSpec> = ids.iter().zip(&ports).map(spec).collect();
    write_feeds(folder, &feeds).unwrap();
    let setup = Setup { folder: folder.to_owned(), clock: || NOW, tell: Arc::new(|_, _| {}) };
    (Sea::open(setup).unwrap(), ports)
}

/// A port that nobody has, below those that the system gives out by itself: whoever connects to one
/// of these again and again before anybody listens may end up connected to itself.
fn free_port() -> u16 {
    static NEXT: AtomicU16 = AtomicU16::new(0);
    let first = 20_000 + (std::process::id() % 100) as u16 * 100;
    loop {
        let port = first + NEXT.fetch_add(1, Ordering::Relaxed) % 100;
        if TcpListener::bind(("127.0.0.1", port)).is_ok() {
            return port;
        }
    }
}

fn send(port: u16, bytes: &[u8]) {
    connect(port).write_all(bytes).unwrap();
}

fn connect(port: u16) -> TcpStream {
    let start = Instant::now();
    loop {
        match TcpStream::connect(("127.0.0.1", port)) {
            Ok(stream) => return stream,
            Err(error) => assert!(start.elapsed() < Duration::from_secs(60), "{error}"),
        }
        std::thread::yield_now();
    }
}

fn wait_for(sea: &Sea, mmsi: u32) {
    let (view, start) = (view("north"), Instant::now());
    while sea.look(&view, NOW).vessel(mmsi).is_none() {
        assert!(start.elapsed() < Duration::from_secs(60), "{mmsi} is not heard");
        std::thread::yield_now();
    }
}

/// Bytes without any sense, the same every time.
fn noise(n: usize, mut keep: impl FnMut(u8) -> bool) -> Vec<u8> {
    let mut state = 0x9E37_79B9_7F4A_7C15_u64;
    let mut next = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state >> 32) as u8
    };
    std::iter::repeat_with(&mut next).filter(|byte| keep(*byte)).take(n).collect()
}

fn complaints(sea: &Sea) -> String {
    let view = view("north");
    let feeds = sea.look(&view, NOW).feeds();
    let words = feeds.iter().flat_map(|feed| &feed.health.complaints);
    words.map(|complaint| complaint.words.clone()).collect::<Vec<_>>().join("; ")
}

#[test]
fn noise_and_a_sentence_that_is_cut_off_leave_the_picture_up() {
    let folder = tempfile::tempdir().unwrap();
    let (sea, ports) = listening(folder.path(), &["mast"]);
    let mut bytes = noise(2_000_000, |_| true);
    bytes.push(b'\n');
    let n_lines = bytes.split(|byte| *byte == b'\n').count() as u64 - 1;
    send(ports[0], &bytes);
    wait_for_lines(&sea, "mast", "north", n_lines);
    send(ports[0], sentence(211_000_002, 50.0, 1.0).as_bytes());
    wait_for(&sea, 211_000_002);
    send(ports[0], &sentence(211_000_001, 50.0, 1.0).as_bytes()[..20]);
    wait_for_lines(&sea, "mast", "north", n_lines + 2);
    assert!(sea.look(&view("north"), NOW).vessel(211_000_001).is_none());
    assert!(!complaints(&sea).is_empty());
}

#[test]
fn what_one_sender_says_of_its_next_sentence_is_not_said_of_anothers() {
    let folder = tempfile::tempdir().unwrap();
    let (sea, ports) = listening(folder.path(), &["mast"]);
    // Five minutes ago by a tag block that stands alone on its line; and half a tag block.
    let block = format!("c:{}", NOW / 1000 - 300);
    let sum = block.bytes().fold(0, |sum, byte| sum ^ byte);
    for (n_lines, before) in [(1, format!("\\{block}*{sum:02X}\\\n")), (3, "\\s:no\n".into())] {
        send(ports[0], before.as_bytes());
        wait_for_lines(&sea, "mast", "north", n_lines);
        send(ports[0], sentence(211_000_001 + n_lines as u32, 50.0, 1.0).as_bytes());
        wait_for(&sea, 211_000_001 + n_lines as u32);
    }
    let view = view("north");
    let ages = sea.look(&view, NOW).vessels(None, 10).into_iter().map(|seen| seen.age);
    assert_eq!(ages.collect::<Vec<_>>(), [0, 0]);
}

#[test]
fn parts_of_messages_of_two_senders_are_not_mixed() {
    let folder = tempfile::tempdir().unwrap();
    let (sea, ports) = listening(folder.path(), &["mast"]);
    // Both use the same sequence number and channel, and each says the first part before the other
    // says the second.
    let mut senders = [connect(ports[0]), connect(ports[0])];
    let called = |mmsi: u32| format!("VESSEL {mmsi}");
    for pair in 0..40 {
        let mmsis = [211_000_000 + pair, 211_000_500 + pair];
        let halves = mmsis.map(|mmsi| {
            let whole = name(0, mmsi, &called(mmsi));
            let (first, second) = whole.split_once('\n').unwrap();
            [format!("{}{first}\n", sentence(mmsi, 50.0, 1.0)), second.to_owned()]
        });
        for at in 0..2 {
            for (sender, halves) in senders.iter_mut().zip(&halves) {
                sender.write_all(halves[at].as_bytes()).unwrap();
            }
        }
    }
    wait_for_lines(&sea, "mast", "north", 40 * 6);
    let view = view("north");
    for mmsi in (211_000_000..211_000_040).chain(211_000_500..211_000_540) {
        assert_eq!(sea.look(&view, NOW).name(mmsi), Some(called(mmsi)));
    }
}

#[test]
fn ten_megabytes_without_an_end_of_line_are_given_up_and_told() {
    let folder = tempfile::tempdir().unwrap();
    let (sea, ports) = listening(folder.path(), &["mast"]);
    let mut bytes = noise(10_000_000, |byte| byte != b'\n');
    bytes.push(b'\n');
    bytes.extend_from_slice(sentence(211_000_001, 50.0, 1.0).as_bytes());
    send(ports[0], &bytes);
    wait_for(&sea, 211_000_001);
    let told = complaints(&sea);
    assert!(told.contains("end"), "{told}");
}

#[test]
fn one_ship_through_two_feeds_five_seconds_apart_is_one_ship() {
    let folder = tempfile::tempdir().unwrap();
    let (sea, ports) = listening(folder.path(), &["east", "west"]);
    for step in 0..60_i64 {
        let lat = 50.0 + step as f64 * 0.0003;
        for (port, late) in [(ports[0], 0), (ports[1], 5)] {
            // The second hears it where it was, and says so five seconds later.
            let at = NOW / 1000 - 590 + step * 6 + late;
            send(port, format!("{at} {}", sentence(211_000_001, lat, 1.0)).as_bytes());
        }
    }
    for id in ["east", "west"] {
        wait_for_lines(&sea, id, "north", 60);
    }
    let view = view("north");
    let look = sea.look(&view, NOW);
    assert_eq!(look.vessels(None, 10).len(), 1);
    assert!(look.alerts().is_empty(), "{:?}", look.alerts());
}

#[test]
fn the_antimeridian_and_the_pole_are_places_like_others() {
    let folder = tempfile::tempdir().unwrap();
    let (sea, ports) = listening(folder.path(), &["mast"]);
    let mut log = String::new();
    for step in 0..100_i64 {
        let at = NOW / 1000 - 500 + step * 5;
        let east = 179.99 + step as f64 * 0.0002;
        let lon = if east > 180.0 { east - 360.0 } else { east };
        let _ = write!(log, "{at} {}", sentence(211_000_001, 10.0, lon));
        // Over the pole, from one side to the other.
        let lat = 90.0 - (step - 50).abs() as f64 * 0.0002;
        let side = if step < 50 { 0.0 } else { 180.0 };
        let _ = write!(log, "{at} {}", sentence(211_000_002, lat, side));
    }
    send(ports[0], log.as_bytes());
    wait_for_lines(&sea, "mast", "north", 200);
    let view = view("north");
    let look = sea.look(&view, NOW);
    assert!(look.alerts().is_empty(), "{:?}", look.alerts());
    let across = Area { west: 179.0, south: 0.0, east: -179.0, north: 20.0 };
    assert_eq!(look.vessels(Some(across), 10).len(), 1);
    let past = look.tracks(&across, (0, NOW), 10_000).unwrap();
    let track = &past.vessels[0].positions;
    assert!(track.first().unwrap().lon > 0 && track.last().unwrap().lon < 0);
}
