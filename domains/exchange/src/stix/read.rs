//! Bundles in.

use std::io::BufRead;

use crossbearing_model::Ontology;

use super::taken::{Citations, take_object};
use crate::elements::{Element, Elements};
use crate::lines::shown;
use crate::{Batch, Defect, Error, OnDefect, ReadOptions, Result};

/// Reads a bundle, or what TAXII calls an envelope, object by object.
///
/// What a program of ours wrote comes back as it went; what another producer wrote comes in as
/// statements under the citation of the options. Objects may refer to one another in circles, or to
/// what is not there: an id is a value like any other. The line of a defect is the object's number,
/// from 1.
pub struct BundleReader<'o, R: BufRead> {
    elements: Elements<R>,
    ontology: &'o Ontology,
    options: ReadOptions,
    citations: Citations,
}

impl<'o, R: BufRead> BundleReader<'o, R> {
    /// Reads from `input` objects of at most the options' `line_limit` bytes.
    pub fn new(input: R, ontology: &'o Ontology, options: ReadOptions) -> Self {
        let citations = Citations::new(std::sync::Arc::clone(&options.citation));
        Self {
            elements: Elements::new(input, "objects", options.line_limit),
            ontology,
            options,
            citations,
        }
    }

    /// Reads the next object into `batch`; false at the end of the bundle.
    pub fn read(&mut self, batch: &mut Batch) -> Result<bool> {
        batch.clear();
        let number = self.elements.number() + 1;
        match self.elements.next()? {
            Element::End => return Ok(false),
            Element::Broken(reason) => batch.defects.push(defect(number, "", &reason, "")),
            Element::Text(text) => match take_object(text, self.ontology, &mut self.citations) {
                Err(reason) => batch.defects.push(defect(number, "", &reason, text)),
                Ok(taken) => {
                    batch.statements = taken.statements;
                    let lost = taken.lost.iter();
                    batch.defects.extend(lost.map(|(place, why)| defect(number, place, why, "")));
                }
            },
        }
        match (self.options.on_defect, batch.defects.first()) {
            (OnDefect::Fail, Some(defect)) => Err(Error::Defect(defect.clone())),
            _ => Ok(true),
        }
    }
}

fn defect(line: u64, place: &str, reason: &str, set_aside: &str) -> Defect {
    Defect {
        line,
        place: place.to_owned(),
        reason: reason.to_owned(),
        set_aside: shown(set_aside),
        again: (!set_aside.is_empty()).then(|| set_aside.to_owned()),
    }
}

/// Hands each object of an envelope to `take`, as JSON, or why it is none.
pub fn each_object(
    envelope: &[u8],
    limit: usize,
    take: &mut dyn FnMut(std::result::Result<&str, String>),
) -> Result<()> {
    let mut elements = Elements::new(envelope, "objects", limit);
    loop {
        match elements.next()? {
            Element::End => return Ok(()),
            Element::Broken(reason) => take(Err(reason)),
            Element::Text(text) => take(Ok(text)),
        }
    }
}
