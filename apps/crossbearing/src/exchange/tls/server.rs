//! The listening side: connections whose other end has shown a node's key.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::connect_info::Connected;
use axum::serve::{IncomingStream, Listener};
use crossbearing_exchange::node::Identity;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Semaphore, mpsc};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::server::TlsStream;

use super::pins::key_in;
use super::server_config;

/// How long a handshake may take.
const PATIENCE: Duration = Duration::from_secs(10);
/// Handshakes at a time: whoever opens more and says nothing waits.
const MOST: usize = 64;

/// The key that the other end of a connection has shown it holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Peer(pub(crate) [u8; 32]);

/// Listens for partners.
pub(crate) struct PartnerListener {
    address: SocketAddr,
    ready: mpsc::Receiver<(TlsStream<TcpStream>, SocketAddr)>,
}

impl PartnerListener {
    /// Listens on `address` as the node of `identity`.
    pub(crate) async fn bind(address: SocketAddr, identity: &Identity) -> anyhow::Result<Self> {
        let acceptor = TlsAcceptor::from(server_config(identity)?);
        let listener = TcpListener::bind(address).await?;
        let address = listener.local_addr()?;
        let (done, ready) = mpsc::channel(MOST);
        tokio::spawn(accept(listener, acceptor, done));
        Ok(Self { address, ready })
    }

    /// Where it listens.
    pub(crate) fn address(&self) -> SocketAddr {
        self.address
    }
}

/// Shakes hands with each caller on its own, so that a slow one holds nobody up.
async fn accept(
    listener: TcpListener,
    acceptor: TlsAcceptor,
    done: mpsc::Sender<(TlsStream<TcpStream>, SocketAddr)>,
) {
    let places = Arc::new(Semaphore::new(MOST));
    loop {
        let Ok(place) = Arc::clone(&places).acquire_owned().await else { return };
        let (socket, from) = match listener.accept().await {
            Ok(accepted) => accepted,
            Err(error) => {
                tracing::warn!(%error, "a partner's connection was not accepted");
                tokio::time::sleep(Duration::from_millis(100)).await;
                continue;
            }
        };
        if done.is_closed() {
            return;
        }
        // Where that cannot be, answers are late at worst.
        let _ = socket.set_nodelay(true);
        let (acceptor, done) = (acceptor.clone(), done.clone());
        tokio::spawn(async move {
            let _place = place;
            match tokio::time::timeout(PATIENCE, acceptor.accept(socket)).await {
                Ok(Ok(stream)) => drop(done.send((stream, from)).await),
                Ok(Err(error)) => tracing::warn!(%from, %error, "no TLS with a caller"),
                Err(_) => tracing::warn!(%from, "a caller was too slow to begin TLS"),
            }
        });
    }
}

impl Listener for PartnerListener {
    type Io = TlsStream<TcpStream>;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Self::Io, Self::Addr) {
        match self.ready.recv().await {
            Some(accepted) => accepted,
            // The task that accepts has ended with the server.
            None => std::future::pending().await,
        }
    }

    fn local_addr(&self) -> io::Result<SocketAddr> {
        Ok(self.address)
    }
}

impl Connected<IncomingStream<'_, PartnerListener>> for Peer {
    fn connect_info(stream: IncomingStream<'_, PartnerListener>) -> Self {
        let (_, connection) = stream.io().get_ref();
        let chain = connection.peer_certificates().unwrap_or_default();
        // No key is nobody's: it matches no partner.
        Self(chain.first().and_then(key_in).unwrap_or_default())
    }
}
