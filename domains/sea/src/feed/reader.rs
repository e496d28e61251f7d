//! One thread a feed: connects, reads whole lines, and hands them on; connects again with growing
//! pauses when the source fails.

use std::collections::HashMap;
use std::fs::File;
use std::io::{self, BufRead as _, BufReader, Read, Seek as _, SeekFrom, Write as _};
use std::net::{IpAddr, TcpListener, TcpStream, UdpSocket};
use std::path::Path;
use std::sync::mpsc::{SyncSender, TrySendError};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::time::Duration;

use super::lines::Lines;
use super::pace::Pace;
use super::parts::Parts;
use super::spec::{Source, Speed};
use super::times::Times;
use super::{FeedId, Meter};

/// Bytes read at once.
const PIECE: usize = 64 * 1024;
/// The first and the longest pause before connecting again.
const PAUSES: (Duration, Duration) = (Duration::from_millis(500), Duration::from_secs(60));
/// How long a silent socket is waited for before looking whether to stop.
const LOOK_UP: Duration = Duration::from_millis(500);
/// A played log is handed on in pieces of at most so many bytes.
const PLAYED: usize = 16 * 1024;
/// Senders that may be connected to one listening feed at a time.
const MOST_SENDERS: usize = 64;

/// Whole lines on their way to a picture.
pub(crate) struct Arrival {
    pub(crate) feed: FeedId,
    /// When they came, in milliseconds since 1970.
    pub(crate) received: i64,
    pub(crate) times: Times,
    pub(crate) lines: Vec<u8>,
    /// Who wants to be told that they are safe.
    pub(crate) acknowledge: Option<Acknowledge>,
    /// A log starts again: what it said before is of another time.
    pub(crate) restarts: bool,
    /// Which of the feed's senders sent them.
    pub(crate) sender: u64,
}

/// A sender, and how many of its bytes have come so far.
pub(crate) struct Acknowledge {
    pub(crate) sender: Arc<TcpStream>,
    pub(crate) n_bytes: u64,
}

impl Acknowledge {
    /// Tells the sender how many of its bytes are safe: `$PCBOK,<bytes>*hh`.
    pub(crate) fn say(&self) {
        let content = format!("PCBOK,{}", self.n_bytes);
        let sum = content.bytes().fold(0, |sum, byte| sum ^ byte);
        // A sender that has gone need not be told.
        let _ = (&*self.sender).write_all(format!("${content}*{sum:02X}\r\n").as_bytes());
    }
}

/// Where a feed's lines go, and what it needs besides.
#[derive(Clone)]
pub(crate) struct Outlet {
    pub(crate) feed: FeedId,
    pub(crate) to: SyncSender<Arrival>,
    pub(crate) meter: Arc<Meter>,
    pub(crate) clock: fn() -> i64,
    pub(crate) stop: Arc<Stop>,
    /// Bytes of the feed that are in the journal: a log goes on from there.
    pub(crate) taken: u64,
    /// The picture knows vessels already: a log that is moved to the present goes on among them
    /// instead of beginning again, which would tell everything a second time.
    pub(crate) goes_on: bool,
    /// Which of the feed's senders this is of.
    pub(crate) sender: u64,
}

/// Tells threads to end, and lets them wait for that.
#[derive(Debug, Default)]
pub(crate) struct Stop {
    stopped: Mutex<bool>,
    changed: Condvar,
}

impl Stop {
    /// Ends whoever waits.
    pub(crate) fn stop(&self) {
        *self.stopped.lock().unwrap_or_else(PoisonError::into_inner) = true;
        self.changed.notify_all();
    }

    /// Waits for so long; `true` if stopped meanwhile.
    pub(crate) fn wait(&self, pause: Duration) -> bool {
        let stopped = self.stopped.lock().unwrap_or_else(PoisonError::into_inner);
        let waited = self.changed.wait_timeout_while(stopped, pause, |stopped| !*stopped);
        *waited.unwrap_or_else(PoisonError::into_inner).0
    }

    pub(crate) fn is_stopped(&self) -> bool {
        *self.stopped.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Reads a source until it is over or stopped.
pub(crate) fn read(source: &Source, folder: &Path, outlet: &Outlet) {
    let (mut pause, mut is_first) = (PAUSES.0, true);
    while !outlet.stop.is_stopped() {
        let n_before = outlet.meter.n_bytes();
        let ended = match source {
            Source::Tcp { address } => connect(address, outlet),
            Source::Listen { address, acknowledge } => listen(address, *acknowledge, outlet),
            Source::Udp { address } => receive(address, outlet),
            Source::Serial { path } => {
                File::open(path).and_then(|it| drain(it, None, None, outlet))
            }
            Source::File { path, speed, ahead_minutes, as_now, repeat } => {
                let path = folder.join(path);
                let skip = match (*as_now || *repeat, is_first && outlet.goes_on) {
                    (false, _) => outlet.taken,
                    (true, false) => 0,
                    (true, true) => within(&path, outlet.taken),
                };
                is_first = false;
                let play = Play { speed: *speed, ahead: *ahead_minutes, as_now: *as_now, skip };
                let played = play.file(&path, outlet);
                if played.is_ok() && !repeat {
                    outlet.meter.finished();
                    return;
                }
                played
            }
        };
        if outlet.stop.is_stopped() {
            return;
        }
        // Whoever spoke at all is soon asked again.
        if outlet.meter.n_bytes() > n_before {
            pause = PAUSES.0;
        }
        match ended {
            Ok(()) => outlet.meter.lost("the other side closed the connection", pause),
            Err(error) => outlet.meter.lost(&error.to_string(), pause),
        }
        if outlet.stop.wait(pause) {
            return;
        }
        pause = (pause * 2).min(PAUSES.1);
    }
}

/// Where a log that was played so far, over and over, goes on; 0 if that is its beginning.
fn within(path: &Path, taken: u64) -> u64 {
    // The last line has got an end if it had none, so that a whole log may be a byte longer.
    let length = std::fs::metadata(path).map_or(0, |file| file.len());
    taken.checked_rem(length).unwrap_or(0)
}

fn connect(address: &str, outlet: &Outlet) -> io::Result<()> {
    let stream = TcpStream::connect(address)?;
    stream.set_read_timeout(Some(LOOK_UP))?;
    outlet.meter.connected();
    drain(stream, None, None, outlet)
}

fn listen(address: &str, acknowledge: bool, outlet: &Outlet) -> io::Result<()> {
    let listener = TcpListener::bind(address)?;
    listener.set_nonblocking(true)?;
    outlet.meter.waiting();
    let mut senders: Vec<std::thread::JoinHandle<()>> = Vec::new();
    let mut n_senders = 0;
    while !outlet.stop.wait(Duration::from_millis(50)) {
        senders.retain(|sender| !sender.is_finished());
        while senders.len() < MOST_SENDERS {
            let stream = match listener.accept() {
                Ok((stream, _)) => stream,
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => break,
                Err(error) => return Err(error),
            };
            n_senders += 1;
            let outlet = Outlet { sender: n_senders, ..outlet.clone() };
            senders.push(std::thread::spawn(move || {
                if let Err(error) = attend(stream, acknowledge, &outlet) {
                    outlet.meter.complain(&error.to_string());
                }
            }));
        }
        if senders.is_empty() {
            outlet.meter.waiting();
        }
    }
    Ok(())
}

/// Reads what one sender sends.
fn attend(stream: TcpStream, acknowledge: bool, outlet: &Outlet) -> io::Result<()> {
    stream.set_nonblocking(false)?;
    stream.set_read_timeout(Some(LOOK_UP))?;
    stream.set_write_timeout(Some(LOOK_UP))?;
    outlet.meter.connected();
    let sender = acknowledge.then(|| stream.try_clone().map(Arc::new)).transpose()?;
    drain(stream, sender, Some(Parts::default()), outlet)
}

fn receive(address: &str, outlet: &Outlet) -> io::Result<()> {
    let socket = UdpSocket::bind(address)?;
    socket.set_read_timeout(Some(LOOK_UP))?;
    outlet.meter.waiting();
    let mut datagram = vec![0; 65_536];
    let mut n_senders = 0;
    let mut senders = HashMap::<IpAddr, (Outlet, Parts)>::new();
    while !outlet.stop.is_stopped() {
        let (n_read, from) = match socket.recv_from(&mut datagram[..65_535]) {
            Ok((n_read, from)) => (n_read, from.ip()),
            Err(error) if is_pause(&error) => {
                // What did not come by now is not waited for.
                for (outlet, parts) in senders.values_mut() {
                    outlet.offer(parts.give_up());
                }
                continue;
            }
            Err(error) => return Err(error),
        };
        // A datagram holds whole lines; the last often has no end.
        datagram[n_read] = b'\n';
        outlet.meter.connected();
        if senders.len() >= MOST_SENDERS && !senders.contains_key(&from) {
            for (_, (outlet, mut parts)) in senders.drain() {
                outlet.offer(parts.give_up());
            }
        }
        // By address, not port: some send each datagram from another port.
        n_senders += u64::from(!senders.contains_key(&from));
        let (outlet, parts) = senders
            .entry(from)
            .or_insert_with(|| (Outlet { sender: n_senders, ..outlet.clone() }, Parts::default()));
        outlet.offer(parts.take(datagram[..=n_read].to_vec()));
    }
    Ok(())
}

/// Reads until the end, whole lines at a time, and whole messages where others speak to the same
/// feed. A full queue makes the sender wait.
fn drain(
    mut from: impl Read,
    sender: Option<Arc<TcpStream>>,
    mut parts: Option<Parts>,
    outlet: &Outlet,
) -> io::Result<()> {
    let mut piece = vec![0; PIECE];
    let mut lines = Lines::default();
    let mut n_bytes = 0;
    while !outlet.stop.is_stopped() {
        let n_read = match from.read(&mut piece) {
            Ok(0) => break,
            Ok(n_read) => n_read,
            Err(error) if is_pause(&error) => {
                // What did not come by now is not waited for.
                let held = parts.as_mut().map(Parts::give_up).unwrap_or_default();
                if !held.is_empty() {
                    let n_safe = n_bytes - lines.n_kept();
                    let acknowledge =
                        sender.clone().map(|sender| Acknowledge { sender, n_bytes: n_safe });
                    outlet.send(held, Times::Live, acknowledge, false)?;
                }
                continue;
            }
            Err(error) => return Err(error),
        };
        n_bytes += n_read as u64;
        let mut whole = Vec::with_capacity(n_read + 128);
        let n_endless = lines.n_endless;
        lines.cut(&piece[..n_read], &mut whole);
        outlet.meter.endless(lines.n_endless - n_endless);
        let mut n_safe = n_bytes - lines.n_kept();
        if let Some(parts) = &mut parts {
            whole = parts.take(whole);
            n_safe -= parts.n_held();
        }
        // What is still part of a line or message is acknowledged with the rest of it.
        let acknowledge = sender.clone().map(|sender| Acknowledge { sender, n_bytes: n_safe });
        if !whole.is_empty() {
            outlet.send(whole, Times::Live, acknowledge, false)?;
        }
    }
    let mut rest = parts.as_mut().map(Parts::give_up).unwrap_or_default();
    lines.finish(&mut rest);
    if !rest.is_empty() {
        let acknowledge = sender.map(|sender| Acknowledge { sender, n_bytes });
        outlet.send(rest, Times::Live, acknowledge, false)?;
    }
    Ok(())
}

/// How a log is played.
struct Play {
    speed: Option<Speed>,
    ahead: u32,
    as_now: bool,
    skip: u64,
}

impl Play {
    fn file(&self, path: &Path, outlet: &Outlet) -> io::Result<()> {
        let mut file = File::open(path)?;
        file.seek(SeekFrom::Start(self.skip))?;
        let mut log = BufReader::with_capacity(PIECE, file);
        outlet.meter.connected();
        // What is read at once before playing starts was read when it began.
        let ahead = if self.skip == 0 { self.ahead } else { 0 };
        let mut pace = Pace::new(self.speed, ahead, self.as_now);
        let (mut lines, mut line, mut restarts) = (Vec::new(), Vec::new(), self.skip == 0);
        loop {
            line.clear();
            let n_read = log.by_ref().take(PIECE as u64).read_until(b'\n', &mut line)?;
            if n_read > 0 && line.last() != Some(&b'\n') {
                line.push(b'\n');
            }
            let wait = pace.wait(&line, (outlet.clock)());
            let is_due = wait == 0 && n_read > 0 && lines.len() < PLAYED;
            if !is_due && !lines.is_empty() {
                let times = Times::Said(pace.shift());
                outlet.send(std::mem::take(&mut lines), times, None, restarts)?;
                restarts = false;
            }
            let pause = Duration::from_millis(wait.unsigned_abs());
            if n_read == 0 || (wait > 0 && outlet.stop.wait(pause)) || outlet.stop.is_stopped() {
                return Ok(());
            }
            lines.extend_from_slice(&line);
        }
    }
}

impl Outlet {
    /// Hands lines on; waits while the queue is full.
    fn send(
        &self,
        lines: Vec<u8>,
        times: Times,
        acknowledge: Option<Acknowledge>,
        restarts: bool,
    ) -> io::Result<()> {
        self.meter.came(lines.len(), (self.clock)());
        let arrival = self.arrival(lines, times, acknowledge, restarts);
        self.to.send(arrival).map_err(|_| io::Error::other("the picture has stopped"))
    }

    /// Hands lines on if there is room; datagrams that find none are lost, and counted.
    fn offer(&self, lines: Vec<u8>) {
        if lines.is_empty() {
            return;
        }
        self.meter.came(lines.len(), (self.clock)());
        let arrival = self.arrival(lines, Times::Live, None, false);
        if let Err(TrySendError::Full(_)) = self.to.try_send(arrival) {
            self.meter.dropped();
        }
    }

    fn arrival(
        &self,
        lines: Vec<u8>,
        times: Times,
        acknowledge: Option<Acknowledge>,
        restarts: bool,
    ) -> Arrival {
        let received = (self.clock)();
        let (feed, sender) = (self.feed.clone(), self.sender);
        Arrival { feed, received, times, lines, acknowledge, restarts, sender }
    }
}

fn is_pause(error: &io::Error) -> bool {
    use io::ErrorKind::{Interrupted, TimedOut, WouldBlock};
    matches!(error.kind(), Interrupted | TimedOut | WouldBlock)
}
