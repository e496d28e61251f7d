//! The seam over the `voprf` crate: its types under one suite, and their forms as bytes.

use voprf::{BlindedElement, EvaluationElement, Group, Proof, Ristretto255};

use crate::{Error, Result};

pub(crate) type Server = voprf::VoprfServer<Ristretto255>;
pub(crate) type Client = voprf::VoprfClient<Ristretto255>;
pub(crate) type Element = <Ristretto255 as Group>::Elem;

/// The length of an element of the group, in bytes.
const ELEMENT: usize = 32;
/// The length of a proof, in bytes.
const PROOF: usize = 64;

/// Blinded items, as they go to the key holder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    pub(crate) elements: Vec<BlindedElement<Ristretto255>>,
}

impl Request {
    /// How many elements it has, padding included.
    pub fn len(&self) -> usize {
        self.elements.len()
    }

    /// Whether it has none; one that was read never is.
    pub fn is_empty(&self) -> bool {
        self.elements.is_empty()
    }

    /// Its elements one behind the other, 32 bytes each.
    pub fn to_bytes(&self) -> Vec<u8> {
        self.elements.iter().flat_map(BlindedElement::serialize).collect()
    }

    /// Reads what [`Self::to_bytes`] wrote. Bytes that are no element are refused.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self> {
        let malformed = || Error::Malformed { what: "a blinded item" };
        let parts = in_parts(bytes, ELEMENT).ok_or_else(malformed)?;
        let element = |part| BlindedElement::deserialize(part).map_err(|_| malformed());
        Ok(Self { elements: parts.map(element).collect::<Result<_>>()? })
    }
}

/// Evaluated items and the proof over them, as they come back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    pub(crate) elements: Vec<EvaluationElement<Ristretto255>>,
    pub(crate) proof: Proof<Ristretto255>,
}

impl Answer {
    /// The proof (64 bytes), then the elements, 32 bytes each.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = self.proof.serialize().to_vec();
        bytes.extend(self.elements.iter().flat_map(EvaluationElement::serialize));
        bytes
    }

    /// Reads what [`Self::to_bytes`] wrote. Bytes that are no proof and no elements are refused.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self> {
        let malformed = || Error::Malformed { what: "an answer" };
        let (proof, rest) = bytes.split_at_checked(PROOF).ok_or_else(malformed)?;
        let proof = Proof::deserialize(proof).map_err(|_| malformed())?;
        let parts = in_parts(rest, ELEMENT).ok_or_else(malformed)?;
        let element = |part| EvaluationElement::deserialize(part).map_err(|_| malformed());
        Ok(Self { elements: parts.map(element).collect::<Result<_>>()?, proof })
    }
}

/// An element's 32 bytes.
pub(crate) fn element_bytes(element: Element) -> [u8; ELEMENT] {
    Ristretto255::serialize_elem(element).into()
}

/// The element with these bytes; the neutral one is refused.
pub(crate) fn read_element(bytes: &[u8]) -> Option<Element> {
    Ristretto255::deserialize_elem(bytes).ok()
}

/// `bytes` in parts of `length`, at least one and none left over.
fn in_parts(bytes: &[u8], length: usize) -> Option<std::slice::ChunksExact<'_, u8>> {
    (!bytes.is_empty() && bytes.len().is_multiple_of(length)).then(|| bytes.chunks_exact(length))
}
