//! Asks a server as many people at once: `load ADDRESS WHAT PEOPLE SECONDS PERSONS GAP_MS`.
//!
//! WHAT is `entity` or `search`. Each person waits for the answer before asking again, and then
//! `GAP_MS` milliseconds more (0: not at all). Prints one JSON object. The people are `load-0`,
//! `load-1`, ... with the password of the environment's `LOAD_PASSWORD`.
#![expect(clippy::disallowed_methods, reason = "a load that is paced has to wait")]

use std::io::{BufRead, BufReader, Error, Read, Result, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use bench_spine::Person;

fn main() -> Result<()> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let [address, what, people, seconds, persons, gap] = &words[..] else {
        return Err(Error::other("load ADDRESS WHAT PEOPLE SECONDS PERSONS GAP_MS"));
    };
    let number = |word: &String| word.parse::<u64>().map_err(Error::other);
    let (people, persons) = (number(people)?, number(persons)?);
    let lasting = Duration::from_secs(number(seconds)?);
    let gap = Duration::from_millis(number(gap)?);
    let asking: Vec<_> = (0..people)
        .map(|who| {
            let (address, what) = (address.clone(), what.clone());
            std::thread::spawn(move || {
                Asker::log_in(&address, who)?.ask(&what, persons, lasting, gap)
            })
        })
        .collect();
    let mut took = Vec::new();
    for asker in asking {
        took.extend(asker.join().map_err(|_| Error::other("a client panicked"))??);
    }
    took.sort_unstable();
    let at = |share: f64| took[((took.len() - 1) as f64 * share) as usize].as_secs_f64() * 1e3;
    let mut out = std::io::stdout().lock();
    writeln!(
        out,
        r#"{{"what":"{what}","people":{people},"answers":{},"per_second":{:.0},"p50_ms":{:.2},"p99_ms":{:.2},"max_ms":{:.2}}}"#,
        took.len(),
        took.len() as f64 / lasting.as_secs_f64(),
        at(0.50),
        at(0.99),
        at(1.0),
    )
}

/// One person with one connection.
struct Asker {
    stream: BufReader<TcpStream>,
    cookie: String,
    draw: u64,
}

impl Asker {
    fn log_in(address: &str, who: u64) -> Result<Self> {
        let address = address.trim_start_matches("http://");
        let stream = TcpStream::connect(address)?;
        stream.set_nodelay(true)?;
        let mut asker =
            Self { stream: BufReader::new(stream), cookie: String::new(), draw: who + 1 };
        let password = std::env::var("LOAD_PASSWORD").map_err(Error::other)?;
        let body = format!(
            r#"{{"user":"load-{who}","password":"{password}","purpose":"load","justification":"measuring"}}"#
        );
        let request = format!(
            "POST /api/v1/session HTTP/1.1\r\nhost: {address}\r\ncontent-type: application/json\r\nx-crossbearing: 1\r\ncontent-length: {}\r\n\r\n{body}",
            body.len()
        );
        asker.cookie = asker.send(&request)?.ok_or_else(|| Error::other("no session"))?;
        Ok(asker)
    }

    fn ask(
        mut self,
        what: &str,
        persons: u64,
        lasting: Duration,
        gap: Duration,
    ) -> Result<Vec<Duration>> {
        let begun = Instant::now();
        let mut took = Vec::new();
        while begun.elapsed() < lasting {
            let person = Person(self.next() % persons);
            let path = if what == "entity" {
                format!("/api/v1/entities/{}", person.id())
            } else {
                format!(
                    "/api/v1/search?q={}",
                    self.question(person).replace(' ', "%20").replace('+', "%2B")
                )
            };
            let request =
                format!("GET {path} HTTP/1.1\r\nhost: local\r\ncookie: {}\r\n\r\n", self.cookie);
            let asked = Instant::now();
            self.send(&request)?;
            took.push(asked.elapsed());
            if !gap.is_zero() {
                std::thread::sleep(gap);
            }
        }
        Ok(took)
    }

    /// Mostly full names; also numbers, unfinished names and names with a slip.
    fn question(&mut self, person: Person) -> String {
        match self.next() % 10 {
            0 | 1 => person.document(),
            2 => person.unfinished_name(),
            3 => person.name_with_a_slip(),
            _ => person.name(),
        }
    }

    fn next(&mut self) -> u64 {
        self.draw ^= self.draw << 13;
        self.draw ^= self.draw >> 7;
        self.draw ^= self.draw << 17;
        self.draw
    }

    /// Sends a request, reads the answer to its end, and returns the cookie that it sets.
    fn send(&mut self, request: &str) -> Result<Option<String>> {
        self.stream.get_mut().write_all(request.as_bytes())?;
        let (mut line, mut length, mut cookie) = (String::new(), 0, None);
        self.stream.read_line(&mut line)?;
        if !line.contains(" 200 ") && !line.contains(" 201 ") {
            let mut rest = vec![0; 2048];
            let read = self.stream.read(&mut rest)?;
            return Err(Error::other(format!("{line}{}", String::from_utf8_lossy(&rest[..read]))));
        }
        loop {
            line.clear();
            self.stream.read_line(&mut line)?;
            let header = line.trim_end();
            if header.is_empty() {
                break;
            }
            if let Some((name, value)) = header.split_once(": ") {
                match name.to_ascii_lowercase().as_str() {
                    "content-length" => length = value.parse().map_err(Error::other)?,
                    "set-cookie" => cookie = value.split(';').next().map(ToOwned::to_owned),
                    _ => {}
                }
            }
        }
        let mut body = vec![0; length];
        self.stream.read_exact(&mut body)?;
        Ok(cookie)
    }
}
