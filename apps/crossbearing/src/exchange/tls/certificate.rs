//! A node's certificate: X.509 version 3 around its Ed25519 key (RFC 5280, RFC 8410), in DER.

use anyhow::Context as _;
use crossbearing_exchange::node::Identity;
use rustls::SignatureScheme;
use rustls::pki_types::CertificateDer;
use rustls::sign::SigningKey;

const INTEGER: u8 = 0x02;
const BIT_STRING: u8 = 0x03;
const UTF8_STRING: u8 = 0x0C;
const UTC_TIME: u8 = 0x17;
const GENERALIZED_TIME: u8 = 0x18;
const SEQUENCE: u8 = 0x30;
const SET: u8 = 0x31;
const EXPLICIT_0: u8 = 0xA0;

/// The algorithm identifier of Ed25519: `SEQUENCE { OID 1.3.101.112 }`.
const ED25519: [u8; 7] = [0x30, 0x05, 0x06, 0x03, 0x2B, 0x65, 0x70];
/// The object identifier of a common name.
const COMMON_NAME: [u8; 5] = [0x06, 0x03, 0x55, 0x04, 0x03];
/// What stands in front of the 32 bytes of a public key: the whole is a `SubjectPublicKeyInfo`.
pub(super) const KEY_PREFIX: [u8; 12] =
    [0x30, 0x2A, 0x30, 0x05, 0x06, 0x03, 0x2B, 0x65, 0x70, 0x03, 0x21, 0x00];
/// What stands in front of the 32 secret bytes in PKCS #8.
const SECRET_PREFIX: [u8; 16] = [
    0x30, 0x2E, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2B, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20,
];

/// The secret key as PKCS #8.
pub(super) fn pkcs8(seed: &[u8; 32]) -> Vec<u8> {
    [SECRET_PREFIX.as_slice(), seed].concat()
}

/// The certificate of a node, signed by its own key. It says when nothing ends: a key ends by being
/// revoked, which its partners do.
pub(super) fn certificate(
    identity: &Identity,
    signer: &dyn SigningKey,
) -> anyhow::Result<CertificateDer<'static>> {
    let key = identity.key.public().to_bytes();
    let name = name(identity.node.as_str());
    let info = [KEY_PREFIX.as_slice(), &key].concat();
    // A serial number is positive: its first bit is not set.
    let serial = [&[key[0] & 0x7F | 1], &key[1..8]].concat();
    let valid = [der(UTC_TIME, b"200101000000Z"), der(GENERALIZED_TIME, b"99991231235959Z")];
    let body = der(
        SEQUENCE,
        &[
            der(EXPLICIT_0, &der(INTEGER, &[2])),
            der(INTEGER, &serial),
            ED25519.to_vec(),
            name.clone(),
            der(SEQUENCE, &valid.concat()),
            name,
            info,
        ]
        .concat(),
    );
    let signer = signer.choose_scheme(&[SignatureScheme::ED25519]).context("an Ed25519 key")?;
    let signature = [&[0], signer.sign(&body)?.as_slice()].concat();
    let whole = [body, ED25519.to_vec(), der(BIT_STRING, &signature)].concat();
    Ok(CertificateDer::from(der(SEQUENCE, &whole)))
}

/// A distinguished name with a common name only.
fn name(common: &str) -> Vec<u8> {
    let value = der(UTF8_STRING, common.as_bytes());
    let pair = der(SEQUENCE, &[COMMON_NAME.as_slice(), &value].concat());
    der(SEQUENCE, &der(SET, &pair))
}

/// A tag, a length, and the content.
fn der(tag: u8, content: &[u8]) -> Vec<u8> {
    let length = content.len();
    let mut bytes = vec![tag];
    match length {
        0..=0x7F => bytes.push(length as u8),
        0x80..=0xFF => bytes.extend([0x81, length as u8]),
        _ => bytes.extend([0x82, (length >> 8) as u8, length as u8]),
    }
    bytes.extend_from_slice(content);
    bytes
}
