//! Where NMEA lines come from: files, standard input, and sockets.

use std::fs::File;
use std::io::{self, Read};
use std::net::{TcpStream, UdpSocket};

use anyhow::Context as _;

/// Bytes read at once: large enough to make system calls rare, small enough to stay in the cache.
const PIECE: usize = 128 * 1024;

/// A place to read NMEA lines from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Input {
    /// `-`
    Standard,
    /// A path.
    File(String),
    /// `tcp://host:port`, to which this program connects.
    Tcp(String),
    /// `udp://address:port`, at which this program listens.
    Udp(String),
}

impl Input {
    /// What a command-line argument names.
    pub(crate) fn parse(text: &str) -> Self {
        if text == "-" {
            Self::Standard
        } else if let Some(address) = text.strip_prefix("tcp://") {
            Self::Tcp(address.to_owned())
        } else if let Some(address) = text.strip_prefix("udp://") {
            Self::Udp(address.to_owned())
        } else {
            Self::File(text.to_owned())
        }
    }

    /// Reads to the end, piece by piece, until `take` says that it has enough.
    pub(crate) fn read(
        &self,
        mut take: impl FnMut(&[u8]) -> anyhow::Result<bool>,
    ) -> anyhow::Result<()> {
        match self {
            Self::Standard => read_all(io::stdin().lock(), &mut take),
            Self::File(path) => {
                let file = File::open(path).with_context(|| format!("cannot open {path}"))?;
                read_all(file, &mut take).with_context(|| format!("cannot read {path}"))
            }
            Self::Tcp(address) => {
                let stream = TcpStream::connect(address)
                    .with_context(|| format!("cannot connect to {address}"))?;
                read_all(stream, &mut take)
            }
            Self::Udp(address) => {
                let socket = UdpSocket::bind(address)
                    .with_context(|| format!("cannot listen at {address}"))?;
                receive(&socket, &mut take)
            }
        }
    }
}

fn read_all(
    mut from: impl Read,
    take: &mut impl FnMut(&[u8]) -> anyhow::Result<bool>,
) -> anyhow::Result<()> {
    let mut piece = vec![0; PIECE];
    loop {
        let n_read = match from.read(&mut piece) {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            read => read?,
        };
        if n_read == 0 || !take(&piece[..n_read])? {
            return Ok(());
        }
    }
}

/// A datagram holds whole lines; the last often has no end.
fn receive(
    socket: &UdpSocket,
    take: &mut impl FnMut(&[u8]) -> anyhow::Result<bool>,
) -> anyhow::Result<()> {
    let mut datagram = vec![0; 65_536];
    loop {
        let n_read = socket.recv(&mut datagram[..65_535])?;
        datagram[n_read] = b'\n';
        if !take(&datagram[..=n_read])? {
            return Ok(());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Input;

    #[test]
    fn arguments_name_inputs() {
        assert_eq!(Input::parse("-"), Input::Standard);
        assert_eq!(Input::parse("tcp://a:1"), Input::Tcp("a:1".to_owned()));
        assert_eq!(Input::parse("udp://a:1"), Input::Udp("a:1".to_owned()));
        assert_eq!(Input::parse("tcp.log"), Input::File("tcp.log".to_owned()));
    }
}
