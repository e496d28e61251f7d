//! The key holder's side: its key, the tags of its own items, answers to blinded ones.

use std::fmt;

use rand_chacha::ChaCha20Rng;
use rand_core::{CryptoRng, RngCore, SeedableRng as _};

use crate::padding::MOST;
use crate::suite::{Answer, Element, Request, Server, element_bytes, read_element};
use crate::table::Claim;
use crate::{Error, Result, Tag};

/// The secret under which one pair of parties matches for one epoch.
#[derive(Clone)]
pub struct Key(Server);

impl Key {
    /// The key that grows from 32 secret bytes for what `info` names: the pair and the epoch
    /// (`DeriveKeyPair`, RFC 9497 section 3.2.1).
    pub fn derive(seed: &[u8; 32], info: &[u8]) -> Result<Self> {
        let malformed = |_| Error::Malformed { what: "the seed of a key" };
        Server::new_from_seed(seed, info).map(Self).map_err(malformed)
    }

    /// The half that the other party checks proofs with.
    pub fn public(&self) -> PublicKey {
        PublicKey(self.0.get_public_key())
    }

    /// The tag of one of the key holder's own items.
    pub fn tag(&self, item: &[u8]) -> Result<Tag> {
        let length = checked(item)?;
        let output = self.0.evaluate(item).map_err(|_| Error::Item { length })?;
        Ok(Tag::of(&output))
    }

    /// What shows that somebody had one of the key holder's own items evaluated.
    pub fn claim(&self, item: &[u8]) -> Result<Claim> {
        let length = checked(item)?;
        let output = self.0.evaluate(item).map_err(|_| Error::Item { length })?;
        Ok(Claim::of(&output))
    }

    /// Evaluates blinded items and proves that this key was used for all of them. `seed` is secret
    /// and used once.
    pub fn answer(&self, request: &Request, seed: [u8; 32]) -> Result<Answer> {
        self.answer_with(request, &mut ChaCha20Rng::from_seed(seed))
    }

    fn answer_with(
        &self,
        request: &Request,
        random: &mut (impl RngCore + CryptoRng),
    ) -> Result<Answer> {
        let items = request.elements.len();
        if items == 0 || items > MOST {
            return Err(Error::Batch { items, most: MOST });
        }
        let evaluated = self.0.batch_blind_evaluate(random, &request.elements);
        let evaluated = evaluated.map_err(|_| Error::Batch { items, most: MOST })?;
        Ok(Answer { elements: evaluated.messages, proof: evaluated.proof })
    }
}

/// The length of an item that can be hashed: 1 to 65535 bytes.
pub(crate) fn checked(item: &[u8]) -> Result<usize> {
    match item.len() {
        length @ 1..=0xFFFF => Ok(length),
        length => Err(Error::Item { length }),
    }
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Key({:?})", self.public())
    }
}

/// The published half of a [`Key`].
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct PublicKey(pub(crate) Element);

impl PublicKey {
    /// Its 32 bytes.
    pub fn to_bytes(&self) -> [u8; 32] {
        element_bytes(self.0)
    }

    /// The key with these bytes.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self> {
        let malformed = Error::Malformed { what: "a public key" };
        read_element(bytes).map(Self).ok_or(malformed)
    }
}

impl fmt::Debug for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PublicKey(")?;
        self.to_bytes().iter().take(4).try_for_each(|byte| write!(f, "{byte:02x}"))?;
        f.write_str("…)")
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    impl Key {
        pub(crate) fn answer_by(&self, request: &Request, random: &mut Scripted) -> Answer {
            self.answer_with(request, random).unwrap()
        }

        pub(crate) fn output(&self, item: &[u8]) -> Vec<u8> {
            self.0.evaluate(item).unwrap().to_vec()
        }

        pub(crate) fn secret_bytes(&self) -> Vec<u8> {
            self.0.serialize().to_vec()
        }
    }

    /// A generator that gives scalars written down before: the wide form of a scalar is the scalar
    /// and 32 zero bytes.
    pub(crate) struct Scripted(pub(crate) Vec<u8>);

    impl RngCore for Scripted {
        fn next_u32(&mut self) -> u32 {
            unreachable!("only bytes are asked for")
        }
        fn next_u64(&mut self) -> u64 {
            unreachable!("only bytes are asked for")
        }
        fn fill_bytes(&mut self, target: &mut [u8]) {
            target.fill(0);
            let scalar: Vec<u8> = self.0.drain(..32).collect();
            target[..32].copy_from_slice(&scalar);
        }
        fn try_fill_bytes(&mut self, target: &mut [u8]) -> Result<(), rand_core::Error> {
            self.fill_bytes(target);
            Ok(())
        }
    }

    impl CryptoRng for Scripted {}

    #[test]
    fn a_debug_print_hides_the_secret() {
        let key = Key::derive(&[7; 32], b"pair").unwrap();
        let shown = format!("{key:?}");
        assert!(shown.starts_with("Key(PublicKey("), "{shown}");
        assert!(shown.len() < 40, "{shown}");
    }

    #[test]
    fn another_pair_or_epoch_has_another_key() {
        let tag = |info: &[u8]| Key::derive(&[7; 32], info).unwrap().tag(b"x").unwrap();
        assert_ne!(tag(b"north|south|1"), tag(b"north|south|2"));
        assert_ne!(tag(b"north|south|1"), tag(b"north|east|1"));
        assert_eq!(tag(b"north|south|1"), tag(b"north|south|1"));
    }

    #[test]
    fn bytes_that_are_no_key_are_refused() {
        assert!(PublicKey::from_bytes(&[0; 32]).is_err(), "the neutral element");
        assert!(PublicKey::from_bytes(&[0xFF; 32]).is_err());
        assert!(PublicKey::from_bytes(&[1; 31]).is_err());
    }
}
