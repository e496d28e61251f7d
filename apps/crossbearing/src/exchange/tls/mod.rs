//! TLS between partners' nodes, bound to their keys.
//!
//! A node's certificate holds its own Ed25519 key, the one on its card, and is signed by it. So
//! there is no authority to trust and no second secret to compare: whoever ends the connection has
//! the key that was read out over the telephone, or there is no connection. TLS 1.3 only.

mod certificate;
mod client;
mod pins;
mod server;

use std::sync::Arc;

use crossbearing_exchange::node::{Identity, NodePublicKey};
use rustls::crypto::CryptoProvider;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};
use rustls::{ClientConfig, ServerConfig};

use certificate::{certificate, pkcs8};
use pins::{AnyNode, OneNode};

pub(crate) use client::PinnedTls;
pub(crate) use server::{PartnerListener, Peer};

/// What a partner's side of a connection needs.
pub(super) fn client_config(
    identity: &Identity,
    partner: &NodePublicKey,
) -> anyhow::Result<Arc<ClientConfig>> {
    let provider = provider();
    let (chain, key) = credentials(identity, &provider)?;
    let pinned = Arc::new(OneNode::new(partner, &provider));
    let config = ClientConfig::builder_with_provider(provider)
        .with_protocol_versions(&[&rustls::version::TLS13])?
        .dangerous()
        .with_custom_certificate_verifier(pinned)
        .with_client_auth_cert(chain, key)?;
    Ok(Arc::new(config))
}

/// What the listening side needs. It lets in whoever shows a node's key and has its secret; whose
/// it is, and whether that is a partner, is asked right after.
pub(super) fn server_config(identity: &Identity) -> anyhow::Result<Arc<ServerConfig>> {
    let provider = provider();
    let (chain, key) = credentials(identity, &provider)?;
    let config = ServerConfig::builder_with_provider(Arc::clone(&provider))
        .with_protocol_versions(&[&rustls::version::TLS13])?
        .with_client_cert_verifier(Arc::new(AnyNode::new(&provider)))
        .with_single_cert(chain, key)?;
    Ok(Arc::new(config))
}

fn credentials(
    identity: &Identity,
    provider: &CryptoProvider,
) -> anyhow::Result<(Vec<CertificateDer<'static>>, PrivateKeyDer<'static>)> {
    let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(pkcs8(&identity.key.seed())));
    let signer = provider.key_provider.load_private_key(key.clone_key())?;
    Ok((vec![certificate(identity, &*signer)?], key))
}

fn provider() -> Arc<CryptoProvider> {
    Arc::new(rustls::crypto::ring::default_provider())
}

#[cfg(test)]
mod tests {
    use std::io::{Read as _, Write as _};
    use std::net::{TcpListener, TcpStream};

    use crossbearing_exchange::node::NodeKey;
    use rustls::{ClientConnection, ServerConnection, Stream};

    use super::*;

    fn identity(name: &str, seed: u8) -> Identity {
        Identity {
            node: format!("{name}-1").parse().unwrap(),
            agency: name.parse().unwrap(),
            key: NodeKey::from_seed([seed; 32]),
        }
    }

    /// What the server reads, or why there is no connection; and the key that it saw.
    fn meet(caller: &Identity, pinned: &NodePublicKey) -> Result<(String, [u8; 32]), String> {
        let server = server_config(&identity("south", 2)).unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let serving = std::thread::spawn(move || {
            let (mut socket, _) = listener.accept().unwrap();
            let mut connection = ServerConnection::new(server).unwrap();
            let mut text = [0; 5];
            let read = Stream::new(&mut connection, &mut socket).read_exact(&mut text);
            read.map_err(|error| error.to_string())?;
            let chain = connection.peer_certificates().unwrap();
            let key = pins::key_in(&chain[0]).unwrap();
            Ok((String::from_utf8_lossy(&text).into_owned(), key))
        });
        let config = client_config(caller, pinned).unwrap();
        let mut connection =
            ClientConnection::new(config, "127.0.0.1".try_into().unwrap()).unwrap();
        let mut socket = TcpStream::connect(address).unwrap();
        let written = Stream::new(&mut connection, &mut socket).write_all(b"hello");
        drop(socket);
        let seen = serving.join().unwrap();
        written.map_err(|error| error.to_string()).and(seen)
    }

    #[test]
    fn both_ends_show_the_keys_of_their_cards() {
        let (north, south) = (identity("north", 1), identity("south", 2));
        let (text, key) = meet(&north, &south.key.public()).unwrap();
        assert_eq!((text.as_str(), key), ("hello", north.key.public().to_bytes()));
    }

    #[test]
    fn another_key_than_the_cards_ends_the_call() {
        let (north, east) = (identity("north", 1), identity("east", 3));
        let error = meet(&north, &east.key.public()).unwrap_err();
        assert!(error.contains("certificate"), "{error}");
    }
}
