//! The asker's side: items blinded, answers checked and unblinded.

use rand_chacha::ChaCha20Rng;
use rand_core::{CryptoRng, RngCore, SeedableRng as _};

use crate::holder::checked;
use crate::padding::{MOST, padded};
use crate::suite::{Answer, Client, Request};
use crate::table::Claim;
use crate::{Error, PublicKey, Result, Tag};

/// Items of the asker, each behind a random factor that never leaves the asker.
///
/// Padding stands behind the items: random inputs that the key holder cannot tell from them.
pub struct Blinding {
    inputs: Vec<Vec<u8>>,
    clients: Vec<Client>,
    request: Request,
    items: usize,
}

impl Blinding {
    /// Blinds `items` (1 to [`MOST`] of 1 to 65535 bytes each) and pads them to [`padded`]. `seed`
    /// is secret and used once: with it anybody can take the blinding off.
    pub fn new(items: &[&[u8]], seed: [u8; 32]) -> Result<Self> {
        let mut random = ChaCha20Rng::from_seed(seed);
        if items.is_empty() || items.len() > MOST {
            return Err(Error::Batch { items: items.len(), most: MOST });
        }
        let mut inputs: Vec<Vec<u8>> = items.iter().map(|item| item.to_vec()).collect();
        for _ in items.len()..padded(items.len()) {
            let mut filler = vec![0; 32];
            random.fill_bytes(&mut filler);
            inputs.push(filler);
        }
        Self::over(inputs, items.len(), &mut random)
    }

    fn over(
        inputs: Vec<Vec<u8>>,
        items: usize,
        random: &mut (impl RngCore + CryptoRng),
    ) -> Result<Self> {
        let (mut clients, mut elements) = (Vec::new(), Vec::new());
        for input in &inputs {
            let length = checked(input)?;
            let blinded = Client::blind(input, random).map_err(|_| Error::Item { length })?;
            clients.push(blinded.state);
            elements.push(blinded.message);
        }
        Ok(Self { inputs, clients, request: Request { elements }, items })
    }

    /// What goes to the key holder.
    pub fn request(&self) -> Request {
        self.request.clone()
    }

    /// Checks the proof and takes the blinding off: the tags of the items, in their order.
    pub fn finish(&self, answer: &Answer, public: &PublicKey) -> Result<Vec<Tag>> {
        let outputs = self.outputs(answer, public)?;
        Ok(outputs.iter().take(self.items).map(|output| Tag::of(output)).collect())
    }

    /// As [`Self::finish`], with what shows of each item that it was asked for.
    pub fn finish_with_claims(
        &self,
        answer: &Answer,
        public: &PublicKey,
    ) -> Result<Vec<(Tag, Claim)>> {
        let outputs = self.outputs(answer, public)?;
        let items = outputs.iter().take(self.items);
        Ok(items.map(|output| (Tag::of(output), Claim::of(output))).collect())
    }

    fn outputs(&self, answer: &Answer, public: &PublicKey) -> Result<Vec<Vec<u8>>> {
        let (asked, found) = (self.clients.len(), answer.elements.len());
        if asked != found {
            return Err(Error::Answer { asked, found });
        }
        let outputs = Client::batch_finalize(
            &self.inputs,
            &self.clients,
            &answer.elements,
            &answer.proof,
            public.0,
        );
        let outputs = outputs.map_err(|_| Error::Proof)?;
        outputs.map(|output| Ok(output.map_err(|_| Error::Proof)?.to_vec())).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Key;
    use crate::holder::tests::Scripted;

    fn bytes(hex: &str) -> Vec<u8> {
        let digit = |at: usize| u8::from_str_radix(&hex[at..at + 2], 16).unwrap();
        (0..hex.len()).step_by(2).map(digit).collect()
    }

    fn listed(text: &serde_json::Value) -> Vec<Vec<u8>> {
        text.as_str().unwrap().split(',').map(bytes).collect()
    }

    /// Every step of every published vector of ristretto255-SHA512 in the verifiable mode.
    #[test]
    fn the_vectors_of_the_standard() {
        let data = std::env::var_os("CROSSBEARING_DATA")
            .unwrap_or_else(|| concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data").into());
        let file = std::path::Path::new(&data).join("standards/rfc9497_vectors.json");
        let Ok(text) = std::fs::read(&file) else {
            println!("passed without the published vectors: {} is not there", file.display());
            return;
        };
        let suites: serde_json::Value = serde_json::from_slice(&text).unwrap();
        let suite = suites
            .as_array()
            .unwrap()
            .iter()
            .find(|suite| suite["identifier"] == "ristretto255-SHA512" && suite["mode"] == 1);
        let suite = suite.unwrap();
        let seed: [u8; 32] = bytes(suite["seed"].as_str().unwrap()).try_into().unwrap();
        let key = Key::derive(&seed, &bytes(suite["keyInfo"].as_str().unwrap())).unwrap();
        assert_eq!(key.secret_bytes()[..32], bytes(suite["skSm"].as_str().unwrap()));
        assert_eq!(key.public().to_bytes().to_vec(), bytes(suite["pkSm"].as_str().unwrap()));
        let vectors = suite["vectors"].as_array().unwrap();
        for vector in vectors {
            let inputs = listed(&vector["Input"]);
            let blinds = Scripted(listed(&vector["Blind"]).concat());
            let count = inputs.len();
            let blinding = Blinding::over(inputs.clone(), count, &mut { blinds }).unwrap();
            let request = blinding.request();
            assert_eq!(request.to_bytes(), listed(&vector["BlindedElement"]).concat());
            let mut proof_scalar = Scripted(bytes(vector["Proof"]["r"].as_str().unwrap()));
            let answer = key.answer_by(&request, &mut proof_scalar);
            let written = answer.to_bytes();
            assert_eq!(written[..64], bytes(vector["Proof"]["proof"].as_str().unwrap()));
            assert_eq!(written[64..], listed(&vector["EvaluationElement"]).concat());
            let outputs = blinding.outputs(&answer, &key.public()).unwrap();
            assert_eq!(outputs, listed(&vector["Output"]));
            assert_eq!(outputs[0], key.output(&inputs[0]));
        }
        assert_eq!(vectors.len(), 3);
    }

    #[test]
    fn another_key_than_the_published_one_is_found_out() {
        let (published, used) =
            (Key::derive(&[1; 32], b"p").unwrap(), Key::derive(&[2; 32], b"p").unwrap());
        let blinding = Blinding::new(&[b"item"], [3; 32]).unwrap();
        let answer = used.answer(&blinding.request(), [4; 32]).unwrap();
        assert_eq!(blinding.finish(&answer, &published.public()), Err(Error::Proof));
    }

    #[test]
    fn a_claim_is_of_the_item_and_of_no_other() {
        let key = Key::derive(&[1; 32], b"p").unwrap();
        let blinding = Blinding::new(&[b"one", b"two"], [3; 32]).unwrap();
        let answer = key.answer(&blinding.request(), [4; 32]).unwrap();
        let found = blinding.finish_with_claims(&answer, &key.public()).unwrap();
        assert_eq!(found[0], (key.tag(b"one").unwrap(), key.claim(b"one").unwrap()));
        assert_ne!(found[0].1, key.claim(b"two").unwrap());
        assert_ne!(found[0].0.as_bytes(), found[0].1.as_bytes(), "a table would give it away");
    }

    #[test]
    fn elements_that_were_swapped_or_cut_are_found_out() {
        let key = Key::derive(&[1; 32], b"p").unwrap();
        let blinding = Blinding::new(&[b"one", b"two"], [3; 32]).unwrap();
        let answer = key.answer(&blinding.request(), [4; 32]).unwrap();
        let mut swapped = answer.clone();
        swapped.elements.swap(0, 1);
        assert_eq!(blinding.finish(&swapped, &key.public()), Err(Error::Proof));
        let mut cut = answer;
        cut.elements.pop();
        let error = blinding.finish(&cut, &key.public()).unwrap_err();
        assert!(error.to_string().contains("the request had"), "{error}");
    }

    #[test]
    fn requests_say_neither_what_nor_how_much_is_asked() {
        let request = |items: &[&[u8]], seed| Blinding::new(items, [seed; 32]).unwrap().request();
        assert_eq!(request(&[b"a"], 1).len(), request(&[b"a", b"b", b"c"], 2).len());
        let (one, again) = (request(&[b"a"], 1), request(&[b"a"], 2));
        assert_ne!(one.to_bytes()[..32], again.to_bytes()[..32], "one item, two blindings");
    }

    #[test]
    fn items_and_batches_have_bounds() {
        assert!(Blinding::new(&[], [0; 32]).is_err());
        assert!(Blinding::new(&[b""], [0; 32]).is_err());
        assert!(Blinding::new(&[&vec![0; 70_000]], [0; 32]).is_err());
        assert!(Blinding::new(&vec![b"x".as_slice(); MOST + 1], [0; 32]).is_err());
    }

    #[test]
    fn bytes_from_outside_that_are_no_message_are_refused() {
        for bytes in [&[][..], &[1; 31], &[0; 32], &[0xFF; 64], &[0; 96], &[7; 200]] {
            assert!(Request::from_bytes(bytes).is_err() || bytes.len() == 32, "{bytes:?}");
            assert!(Answer::from_bytes(bytes).is_err(), "{bytes:?}");
        }
        let request = Blinding::new(&[b"x"], [0; 32]).unwrap().request();
        assert_eq!(Request::from_bytes(&request.to_bytes()).unwrap(), request);
    }
}
