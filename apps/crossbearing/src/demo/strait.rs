//! A few hours of invented ships in a strait, as the log of two receivers: lanes, ferries, fishing,
//! an anchorage, and what a watch officer has to find among them.

use std::f64::consts::TAU;
use std::io::{self, Write};

use crossbearing_ais::{Units, Value, Values, encode, sentences};

/// Minutes of the log before the present of the exercise.
pub(super) const AHEAD_MINUTES: u32 = 180;
/// Seconds of the whole log.
const LASTS: i64 = 4 * 3600;
/// When what is to be found happens: seconds from the start.
const NOW: i64 = AHEAD_MINUTES as i64 * 60;

/// Latitude and longitude in degrees.
type Point = (f64, f64);

/// The lanes of the strait, each in its direction.
const NORTH_EAST: [Point; 5] =
    [(50.35, 0.35), (50.58, 1.10), (50.88, 1.47), (51.13, 1.80), (51.42, 2.45)];
const SOUTH_WEST: [Point; 5] =
    [(51.46, 2.10), (51.24, 1.70), (50.98, 1.33), (50.74, 0.90), (50.60, 0.25)];
const FERRY: [Point; 4] = [(51.115, 1.345), (51.09, 1.45), (51.00, 1.72), (50.975, 1.835)];

const FIRST: [&str; 24] = [
    "SILVER", "GREY", "NORTHERN", "CORAL", "AMBER", "BRIGHT", "EASTERN", "GOLDEN", "IRON", "LUNAR",
    "MARSH", "NIMBLE", "OCEAN", "POLAR", "QUIET", "RAPID", "SALTED", "TIDAL", "UPLAND", "VELVET",
    "WESTERN", "YOUNG", "ZEPHYR", "COBALT",
];
const SECOND: [&str; 20] = [
    "TERN", "HERON", "PETREL", "GANNET", "PLOVER", "CURLEW", "AVOCET", "DUNLIN", "WIGEON", "SCOTER",
    "MERLIN", "KESTREL", "OSPREY", "FULMAR", "TEAL", "EIDER", "GREBE", "KNOT", "RUFF", "SMEW",
];
const PORTS: [&str; 8] = [
    "HALVEN", "PORT MERIDAN", "OSTRAVIK", "KALLSUND", "VESTERHAVN", "MARLOW ROADS", "TERNSUND", "ARDMOUTH",
];

/// What a ship does.
#[derive(Clone, Copy)]
enum Course {
    /// Along a line and away.
    Lane(&'static [Point], f64),
    /// To and fro along a line, with a stay at each end.
    Ferry(f64),
    /// Slowly about a place.
    Fishing(Point),
    /// At anchor.
    Anchored(Point),
    /// To a meeting place and then beside another.
    Meeting(Point, Point),
    /// Along a lane until the engine fails.
    Drifting(Point),
    /// An outing in a circle.
    Outing(Point, f64),
}

/// A ship of the log.
struct Ship {
    mmsi: u32,
    number: u32,
    kind: u8,
    length: u16,
    course: Course,
    /// When it is first heard.
    starts: i64,
    /// Silent from then on.
    silent_from: i64,
    class_b: bool,
}

/// Where a ship is and how it moves: position, knots, course, heading, status.
struct Fix {
    at: Point,
    speed: f64,
    course: f64,
    heading: f64,
    status: u8,
}

/// Writes the log of the coast's receivers; it starts at `start`, in seconds since 1970.
pub(super) fn write(seed: u64, start: i64, out: &mut impl Write) -> io::Result<()> {
    let mut random = Random(seed | 1);
    let ships = ships(&mut random);
    for second in 0..LASTS {
        for ship in &ships {
            let every = match ship.course {
                Course::Anchored(_) => 180,
                _ if ship.class_b => 30,
                _ => 20,
            };
            let heard = second >= ship.starts && second < ship.silent_from;
            if !heard || (second + i64::from(ship.number) * 7) % every != 0 || random.below(100) < 12
            {
                continue;
            }
            let Some(fix) = ship.fix(second) else { continue };
            line(start + second, &ship.position(&fix), out)?;
            if (second / every + i64::from(ship.number)) % 12 == 0 {
                for particulars in ship.particulars() {
                    line(start + second, &particulars, out)?;
                }
            }
        }
        beacon(start, second, out)?;
    }
    Ok(())
}

/// Somebody falls overboard shortly after the present.
fn beacon(start: i64, second: i64, out: &mut impl Write) -> io::Result<()> {
    let since = second - NOW - 45;
    if since < 0 || since % 60 != 0 {
        return Ok(());
    }
    let drifted = since as f64 * 0.000_004;
    let position = [
        number("type", 1.0),
        number("mmsi", 972_119_284.0),
        number("status", 14.0),
        number("lat", 51.031 + drifted),
        number("lon", 1.567 + 2.0 * drifted),
        number("speed", 0.9),
        number("course", 52.0),
        number("heading", 511.0),
        number("second", (second % 60) as f64),
    ];
    line(start + second, &position, out)?;
    let words = [number("type", 14.0), number("mmsi", 972_119_284.0), text("text", "MOB ACTIVE")];
    if since % 240 == 0 { line(start + second, &words, out) } else { Ok(()) }
}

fn ships(random: &mut Random) -> Vec<Ship> {
    let mut ships = Vec::new();
    let mut add = |kind: u8, length: u16, course: Course, starts: i64| {
        let number = ships.len() as u32;
        let country = [211, 219, 232, 244, 257, 227, 636, 538][number as usize % 8];
        let mmsi = country * 1_000_000 + 100_000 + (number * 7919) % 900_000;
        let class_b = matches!(course, Course::Outing(..));
        let silent_from = i64::MAX;
        ships.push(Ship { mmsi, number, kind, length, course, starts, silent_from, class_b });
    };
    for idx in 0..22 {
        let lane: &'static [Point] = if idx % 2 == 0 { &NORTH_EAST } else { &SOUTH_WEST };
        let (kind, length) = [(70, 190), (80, 240), (71, 330), (70, 110), (79, 89)][idx % 5];
        let knots = 9.0 + random.below(80) as f64 / 10.0;
        add(kind, length, Course::Lane(lane, knots), idx as i64 * 560);
    }
    for idx in 0..5 {
        add(60, 180, Course::Ferry(f64::from(idx) * 0.4), 0);
    }
    for idx in 0..9 {
        let at = (50.62 + f64::from(idx) * 0.02, 0.55 + random.below(30) as f64 * 0.01);
        add(30, 22, Course::Fishing(at), i64::from(idx) * 60);
    }
    for idx in 0..7 {
        let at = (50.865 + f64::from(idx % 3) * 0.012, 1.04 + f64::from(idx) * 0.012);
        add([70, 80][idx as usize % 2], 160, Course::Anchored(at), i64::from(idx) * 11);
    }
    for idx in 0..14 {
        let at = (51.02 + random.below(8) as f64 * 0.01, 1.20 + random.below(14) as f64 * 0.01);
        add([36, 37][idx % 2], 11, Course::Outing(at, random.below(628) as f64 / 100.0), 0);
    }
    add(70, 88, Course::Meeting((50.70, 1.22), (50.782, 1.215)), 0);
    add(30, 24, Course::Meeting((50.85, 1.12), (50.783_5, 1.217)), 0);
    add(70, 82, Course::Drifting((50.93, 1.52)), NOW - 2400);
    // One of the ships in the lane goes dark where all others are heard.
    let dark = Course::Lane(&NORTH_EAST, 11.0);
    add(70, 96, dark, NOW - 6400);
    if let Some(ship) = ships.last_mut() {
        ship.silent_from = NOW - 1900;
    }
    ships
}

impl Ship {
    fn fix(&self, second: i64) -> Option<Fix> {
        let since = (second - self.starts) as f64;
        match self.course {
            Course::Lane(lane, knots) => {
                let aside = f64::from(self.number % 5) * 0.006 - 0.012;
                let (at, course) = along(lane, knots * since / 3600.0 / 60.0)?;
                Some(under_way((at.0 + aside, at.1 - aside), knots, course))
            }
            Course::Ferry(phase) => Some(ferry(since / 3600.0 + phase)),
            Course::Fishing(at) => {
                let turn = since / 1500.0 + f64::from(self.number);
                let place = (at.0 + 0.016 * turn.sin(), at.1 + 0.03 * (turn * 0.7).cos());
                let course = (turn * 57.3 + 40.0).rem_euclid(360.0);
                Some(Fix { status: 7, ..under_way(place, 3.6, course) })
            }
            Course::Anchored(at) => {
                let swing = (since / 3000.0 + f64::from(self.number)).sin() * 0.0006;
                let heading = 220.0 + 20.0 * (since / 3000.0).sin();
                let place = (at.0 + swing, at.1 + swing);
                Some(Fix { at: place, speed: 0.1, course: 0.0, heading, status: 1 })
            }
            Course::Meeting(from, to) => Some(meeting(from, to, since)),
            Course::Drifting(from) => Some(drifting(from, since)),
            Course::Outing(at, phase) => {
                let turn = since / 2400.0 + phase;
                let place = (at.0 + 0.035 * turn.sin(), at.1 + 0.06 * turn.cos());
                let course = (-turn.sin() * 0.06 * 0.63).atan2(turn.cos() * 0.035).to_degrees();
                Some(under_way(place, 5.4, course.rem_euclid(360.0)))
            }
        }
    }

    fn position(&self, fix: &Fix) -> Vec<(String, Value)> {
        let kind = if self.class_b { 18.0 } else { 1.0 };
        let mut values = vec![
            number("type", kind),
            number("mmsi", f64::from(self.mmsi)),
            number("lat", fix.at.0),
            number("lon", fix.at.1),
            number("speed", (fix.speed * 10.0).round() / 10.0),
            number("course", (fix.course * 10.0).round() / 10.0),
            number("heading", fix.heading.round().rem_euclid(360.0)),
        ];
        if !self.class_b {
            values.push(number("status", f64::from(fix.status)));
        }
        values
    }

    fn name(&self) -> String {
        let number = self.number as usize;
        format!("{} {}", FIRST[number % FIRST.len()], SECOND[(number * 7 + number / 24) % SECOND.len()])
    }

    fn particulars(&self) -> Vec<Vec<(String, Value)>> {
        let size = [
            number("shiptype", f64::from(self.kind)),
            number("to_bow", f64::from(self.length * 3 / 4)),
            number("to_stern", f64::from(self.length / 4)),
            number("to_port", f64::from((self.length / 14).max(2))),
            number("to_starboard", f64::from((self.length / 14).max(2))),
            text("callsign", &format!("X{}{:03}", ["AB", "CD", "EF"][self.number as usize % 3], self.number)),
        ];
        let mmsi = number("mmsi", f64::from(self.mmsi));
        if self.class_b {
            let first = vec![number("type", 24.0), mmsi.clone(), text("part", "A"), text("shipname", &self.name())];
            let mut second = vec![number("type", 24.0), mmsi, text("part", "B")];
            second.extend(size);
            return vec![first, second];
        }
        let mut values = vec![
            number("type", 5.0),
            mmsi,
            number("imo", f64::from(imo(self.number))),
            text("shipname", &self.name()),
            text("destination", PORTS[self.number as usize % PORTS.len()]),
            number("draught", f64::from(self.length) / 22.0),
        ];
        values.extend(size);
        vec![values]
    }
}

/// An IMO number with its check digit.
fn imo(number: u32) -> u32 {
    let six = 910_000 + number * 131;
    let weighted = (2..=7).zip((0..6).map(|at| six / 10_u32.pow(at) % 10));
    six * 10 + weighted.map(|(weight, digit)| weight * digit).sum::<u32>() % 10
}

fn under_way(at: Point, speed: f64, course: f64) -> Fix {
    Fix { at, speed, course, heading: course, status: 0 }
}

/// To and fro in an hour and a half, twenty minutes of it in port.
fn ferry(hours: f64) -> Fix {
    let way = (hours * 2.0 / 3.0).rem_euclid(1.0) * 2.0;
    let (part, back) = if way < 1.0 { (way, false) } else { (way - 1.0, true) };
    let part = (part * 1.28).min(1.0);
    let miles = length(&FERRY) * if back { 1.0 - part } else { part };
    let (at, course) = along(&FERRY, miles / 60.0).unwrap_or((FERRY[3], 0.0));
    if part >= 1.0 {
        return Fix { at, speed: 0.0, course: 0.0, heading: course, status: 5 };
    }
    under_way(at, length(&FERRY) * 1.28 / 0.75, if back { (course + 180.0) % 360.0 } else { course })
}

fn meeting(from: Point, to: Point, since: f64) -> Fix {
    const TAKES: f64 = 2400.0;
    if since < TAKES {
        let part = since / TAKES;
        let at = (from.0 + part * (to.0 - from.0), from.1 + part * (to.1 - from.1));
        let course = bearing(from, to);
        return under_way(at, miles(from, to) / (TAKES / 3600.0), course);
    }
    let sway = (since / 700.0).sin() * 0.0004;
    let at = (to.0 + sway, to.1 + sway);
    Fix { at, speed: 0.6, course: 80.0, heading: 120.0, status: 0 }
}

fn drifting(from: Point, since: f64) -> Fix {
    const FAILS: f64 = 1200.0;
    let sailed = since.min(FAILS) / 3600.0 * 8.0 / 60.0;
    let at = (from.0 + sailed * 0.8, from.1 + sailed * 0.8);
    if since < FAILS {
        return under_way(at, 8.0, 38.0);
    }
    let drifted = (since - FAILS) / 3600.0 * 2.4 / 60.0;
    let at = (at.0 + drifted * 0.3, at.1 + drifted * 1.5);
    Fix { at, speed: 2.4, course: 73.0, heading: 338.0, status: 0 }
}

/// The point so many degrees of latitude along a line, and the course there.
fn along(line: &[Point], degrees: f64) -> Option<(Point, f64)> {
    let mut left = degrees * 60.0;
    for pair in line.windows(2) {
        let [from, to] = pair else { continue };
        let leg = miles(*from, *to);
        if left <= leg + 1e-9 {
            let part = (left / leg).clamp(0.0, 1.0);
            let at = (from.0 + part * (to.0 - from.0), from.1 + part * (to.1 - from.1));
            return Some((at, bearing(*from, *to)));
        }
        left -= leg;
    }
    None
}

fn length(line: &[Point]) -> f64 {
    line.windows(2).map(|pair| miles(pair[0], pair[1])).sum()
}

fn miles(from: Point, to: Point) -> f64 {
    let east = (to.1 - from.1) * from.0.to_radians().cos();
    (to.0 - from.0).hypot(east) * 60.0
}

fn bearing(from: Point, to: Point) -> f64 {
    let east = (to.1 - from.1) * from.0.to_radians().cos();
    (east.atan2(to.0 - from.0) + TAU).to_degrees().rem_euclid(360.0)
}

fn number(name: &str, value: f64) -> (String, Value) {
    (name.to_owned(), Value::Number(value))
}

fn text(name: &str, value: &str) -> (String, Value) {
    (name.to_owned(), Value::Text(value.to_owned()))
}

fn line(time: i64, values: &[(String, Value)], out: &mut impl Write) -> io::Result<()> {
    let payload = encode(&Values(values.to_vec()), Units::Scaled).map_err(io::Error::other)?;
    for sentence in sentences(&payload, "AIVDM", 'A', (time % 10) as u8) {
        let block = format!("c:{time},s:coast");
        let sum = block.bytes().fold(0, |sum, byte| sum ^ byte);
        writeln!(out, "\\{block}*{sum:02X}\\{sentence}")?;
    }
    Ok(())
}

/// A small generator (G. Marsaglia, "Xorshift RNGs", Journal of Statistical Software 8, 2003).
struct Random(u64);

impl Random {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % limit
    }
}
