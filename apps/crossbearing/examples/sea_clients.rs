//! What clients of the sea's map wait for, over HTTP: 200 of them ask a server with 20,000 live vessels.
//!
//! ```sh
//! benches/sea/http
//! ```
//!
//! starts a server and this beside it, on the same cores. Arguments: the server's address, the port
//! of its feed, its process id, vessels, clients and seconds for each row. Client N logs in as
//! `bench-N`. A tenth of the vessels says something new every second. Times are by the clock on the
//! wall, from before a request is written until its answer is read; the server's CPU time is that of
//! its process (`/proc/PID/stat`).

#![expect(clippy::unwrap_used, clippy::print_stdout, reason = "a measurement, not a program")]
#![expect(clippy::disallowed_methods, reason = "clients that ask once a second wait in between")]

use std::fmt::Write as _;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use crossbearing_ais::{Units, Value, Values, encode, sentences};

/// The password of all clients.
const PASSWORD: &str = "only a measurement";

/// A client that keeps its connection.
struct Client {
    reader: BufReader<TcpStream>,
    host: String,
    cookie: String,
    body: Vec<u8>,
}

impl Client {
    fn new(address: &str) -> Self {
        let host = address.trim_start_matches("http://").to_owned();
        let stream = TcpStream::connect(&host).unwrap();
        stream.set_nodelay(true).unwrap();
        let reader = BufReader::with_capacity(1 << 16, stream);
        Self { reader, host, cookie: String::new(), body: Vec::new() }
    }

    fn logged_in(address: &str, idx: usize) -> Self {
        let mut client = Self::new(address);
        let body = format!(
            "{{\"user\":\"bench-{idx}\",\"password\":\"{PASSWORD}\",\"purpose\":\"op-bench\",\
             \"justification\":\"a measurement\"}}"
        );
        let more = format!(
            "x-crossbearing: 1\r\ncontent-type: application/json\r\ncontent-length: {}\r\n",
            body.len()
        );
        let (status, cookie) = client.send("POST", "/api/v1/session", &more, &body);
        assert_eq!(status, 200, "{}", String::from_utf8_lossy(&client.body));
        client.cookie = cookie;
        client
    }

    /// Asks; the status. The answer is in `body`.
    fn get(&mut self, path: &str) -> u16 {
        self.send("GET", path, "", "").0
    }

    fn send(&mut self, method: &str, path: &str, more: &str, body: &str) -> (u16, String) {
        let request = format!(
            "{method} {path} HTTP/1.1\r\nhost: {}\r\ncookie: {}\r\n{more}\r\n{body}",
            self.host, self.cookie
        );
        self.reader.get_mut().write_all(request.as_bytes()).unwrap();
        let (mut status, mut length, mut cookie, mut line) = (0, 0, String::new(), String::new());
        loop {
            line.clear();
            self.reader.read_line(&mut line).unwrap();
            let text = line.trim_end();
            if text.is_empty() {
                break;
            }
            match text.split_once(": ") {
                Some(("content-length", value)) => length = value.parse().unwrap(),
                Some(("set-cookie", value)) => {
                    value.split(';').next().unwrap().clone_into(&mut cookie);
                }
                Some(_) => {}
                None => status = text.split(' ').nth(1).unwrap().parse().unwrap(),
            }
        }
        self.body.resize(length, 0);
        self.reader.read_exact(&mut self.body).unwrap();
        (status, cookie)
    }
}

fn report(idx: u32, step: u32) -> String {
    let moved = f64::from(step % 100) * 0.0002;
    let number = |name: &str, value: f64| (name.to_owned(), Value::Number(value));
    let values = vec![
        number("type", 1.0),
        number("mmsi", f64::from(200_000_000 + idx)),
        // A grid, a tenth of a degree apart.
        number("lat", f64::from(idx % 500) * 0.1 + moved),
        number("lon", f64::from(idx / 500) * 0.1 + moved),
        number("speed", 8.0),
        number("course", 45.0),
        number("heading", 45.0),
        number("status", 0.0),
    ];
    let payload = encode(&Values(values), Units::Scaled).unwrap();
    sentences(&payload, "AIVDM", 'A', 0).remove(0) + "\n"
}

fn name(idx: u32) -> String {
    let mmsi = 200_000_000 + idx;
    let values = vec![
        ("type".to_owned(), Value::Number(5.0)),
        ("mmsi".to_owned(), Value::Number(f64::from(mmsi))),
        ("shipname".to_owned(), Value::Text(format!("VESSEL {mmsi}"))),
    ];
    let payload = encode(&Values(values), Units::Scaled).unwrap();
    sentences(&payload, "AIVDM", 'A', 3).iter().fold(String::new(), |all, it| all + it + "\n")
}

/// CPU time of the server in milliseconds.
fn cpu(process: &str) -> f64 {
    let stat = std::fs::read_to_string(format!("/proc/{process}/stat")).unwrap();
    let after_name = stat.rsplit(')').next().unwrap();
    let ticks = |at: usize| after_name.split(' ').nth(at).unwrap().parse::<f64>().unwrap();
    (ticks(12) + ticks(13)) * 10.0
}

/// What a client asks for.
#[derive(Clone, Copy, PartialEq)]
enum Ask {
    /// A tile of this zoom, another one each time.
    Tile(u32),
    /// The whole picture.
    Whole,
    /// What has changed since the answer before.
    Changes,
}

impl Ask {
    fn words(self) -> String {
        match self {
            Self::Tile(z) => format!("a tile of vessels, zoom {z}"),
            Self::Whole => "the whole binary picture".to_owned(),
            Self::Changes => "what has changed of the picture".to_owned(),
        }
    }

    fn path(self, turn: u32, cursor: &str) -> String {
        match self {
            Self::Tile(z) => {
                // The grid lies between the equator and 50 north, up to 4 degrees east.
                let n = 1_u32 << z;
                let (x, middle) = (n / 2, n / 2);
                let rows = (f64::from(n) * 0.16) as u32 + 1;
                let columns = (f64::from(n) * 4.0 / 360.0) as u32 + 1;
                let (x, y) = (x + turn % columns, middle.saturating_sub(1 + turn / columns % rows));
                format!("/api/v1/sea/tiles/vessels/{z}/{}/{y}.mvt", x.min(n - 1))
            }
            Self::Whole => "/api/v1/sea/picture".to_owned(),
            Self::Changes => format!("/api/v1/sea/picture?since={cursor}"),
        }
    }
}

/// Every client asks for so long: as soon as it has its answer, or once a second. Times in
/// milliseconds, and the bytes of the largest answer.
fn ask_all(clients: &mut [Client], ask: Ask, is_paced: bool, seconds: u64) -> (Vec<f64>, usize) {
    let n_clients = clients.len() as u32;
    let start = Instant::now();
    let answers: Vec<(Vec<f64>, usize)> = std::thread::scope(|scope| {
        let work = move |(idx, client): (u32, &mut Client)| {
            let (mut times, mut largest, mut cursor) = (Vec::new(), 0, String::new());
            for turn in 0.. {
                if is_paced {
                    let at = Duration::from_secs(u64::from(turn))
                        + Duration::from_secs(1) * idx / n_clients;
                    std::thread::sleep(at.saturating_sub(start.elapsed()));
                }
                if start.elapsed().as_secs() >= seconds {
                    break;
                }
                let asked = Instant::now();
                let status = client.get(&ask.path(idx * 7 + turn, &cursor));
                let took = asked.elapsed().as_secs_f64() * 1000.0;
                assert!(status == 200 || status == 204, "{status}");
                largest = largest.max(client.body.len());
                if ask == Ask::Changes {
                    let length = usize::from(u16::from_le_bytes([client.body[4], client.body[5]]));
                    cursor = String::from_utf8(client.body[26..26 + length].to_vec()).unwrap();
                    // The first answer is the whole picture, which is measured by itself.
                    if turn == 0 {
                        continue;
                    }
                }
                times.push(took);
            }
            (times, largest)
        };
        let handles: Vec<_> =
            (0..).zip(clients).map(|pair| scope.spawn(move || work(pair))).collect();
        handles.into_iter().map(|handle| handle.join().unwrap()).collect()
    });
    let largest = answers.iter().map(|(_, largest)| *largest).max().unwrap_or(0);
    (answers.into_iter().flat_map(|(times, _)| times).collect(), largest)
}

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [address, port, process, n_vessels, n_clients, seconds] = &arguments[..] else {
        println!("ADDRESS FEED_PORT PROCESS VESSELS CLIENTS SECONDS");
        return;
    };
    let number = |text: &String| text.parse::<u32>().unwrap();
    let (n_vessels, n_clients, seconds) = (number(n_vessels), number(n_clients), number(seconds));
    let mut clients: Vec<Client> =
        (0..n_clients as usize).map(|idx| Client::logged_in(address, idx)).collect();

    let mut feed = TcpStream::connect(format!("127.0.0.1:{port}")).unwrap();
    let mut all = String::new();
    for idx in 0..n_vessels {
        let _ = write!(all, "{}{}", report(idx, 0), name(idx));
    }
    feed.write_all(all.as_bytes()).unwrap();
    let wanted = format!("\"vessels\":{n_vessels}");
    loop {
        clients[0].get("/api/v1/sea/feeds");
        if String::from_utf8_lossy(&clients[0].body).contains(&wanted) {
            break;
        }
        std::thread::sleep(Duration::from_millis(100));
    }
    let stop = AtomicBool::new(false);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            let reports: Vec<[String; 2]> =
                (0..n_vessels).map(|idx| [report(idx, 1), report(idx, 2)]).collect();
            for step in 0_usize.. {
                if stop.load(Ordering::Relaxed) {
                    break;
                }
                let some = reports.iter().skip(step % 10).step_by(10);
                let text = some.fold(String::new(), |all, it| all + &it[step / 10 % 2]);
                feed.write_all(text.as_bytes()).unwrap();
                std::thread::sleep(Duration::from_secs(1));
            }
        });
        println!("{n_vessels} vessels, {n_clients} clients, {seconds} s a row");
        println!(
            "| asked for | how | answers/s | p50 ms | p99 ms | most ms | largest kB | server's CPU ms each |"
        );
        println!("|---|---|--:|--:|--:|--:|--:|--:|");
        for ask in [Ask::Tile(8), Ask::Tile(5), Ask::Tile(0), Ask::Changes, Ask::Whole] {
            for is_paced in [true, false] {
                let (before, start) = (cpu(process), Instant::now());
                let (mut times, largest) = ask_all(&mut clients, ask, is_paced, seconds.into());
                let (wall, cpu) = (start.elapsed().as_secs_f64(), cpu(process) - before);
                times.sort_by(f64::total_cmp);
                let at = |part: f64| times[((times.len() - 1) as f64 * part) as usize];
                let how = if is_paced { "once a second each" } else { "as soon as answered" };
                println!(
                    "| {} | {how} | {:.0} | {:.1} | {:.1} | {:.1} | {:.1} | {:.2} |",
                    ask.words(),
                    times.len() as f64 / wall,
                    at(0.5),
                    at(0.99),
                    at(1.0),
                    largest as f64 / 1000.0,
                    cpu / times.len() as f64
                );
            }
        }
        stop.store(true, Ordering::Relaxed);
    });
}
