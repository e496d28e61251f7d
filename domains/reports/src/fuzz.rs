//! Targets for fuzzers: plain functions over bytes, also replayed over a small corpus by the tests.
//!
//! None may panic, and none may run longer than its limits say.

use std::ops::ControlFlow;
use std::sync::Arc;

use crossbearing_mentions::{Context, Extractor};
use crossbearing_model::{Basis, Citation, Label, LabelSpec, Ontology};

use crate::formats::{self, Format};
use crate::mapping::{Mapping, sample};
use crate::pictures::{self, PictureLimits};
use crate::{Limits, Proposals, decode};

/// Every reader of documents and tables on the same bytes.
pub fn every_reader(bytes: &[u8], limits: &Limits) {
    for format in Format::ALL {
        document(bytes, format, limits);
    }
    table(bytes, limits);
    picture(bytes);
    mapping(bytes);
    let _ = decode("fuzz", bytes, None);
}

/// One reader of documents, and what is proposed from its text.
pub fn document(bytes: &[u8], format: Format, limits: &Limits) {
    if let Ok(document) = formats::read("fuzz", bytes, format, None, limits) {
        let _ = Proposals::read(&document.text, &Extractor::new(), &Context::default());
    }
}

/// The readers of tables.
pub fn table(bytes: &[u8], limits: &Limits) {
    for name in ["fuzz.csv", "fuzz.xlsx"] {
        let _ = sample(name, bytes, 100, limits);
    }
}

/// The readers of pictures, and of what stands beside their pixels.
pub fn picture(bytes: &[u8]) {
    let limits = PictureLimits { pixels: 1 << 20, ..PictureLimits::default() };
    if let Ok(format) = pictures::check("fuzz", bytes, &limits) {
        let _ = pictures::draw_here("fuzz", bytes, format, &limits);
    }
    let _ = pictures::said(bytes);
}

/// The reader of mappings, and a run of one that can be read on the same bytes.
pub fn mapping(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let Ok(mapping) = Mapping::parse(text, Ontology::standard()) else { return };
    let Some(citation) = citation() else { return };
    let open = |_: &str| Ok(Box::new(bytes) as Box<dyn std::io::Read>);
    let _ = mapping.run(&open, &citation, &Limits::default(), &mut |_| ControlFlow::Continue(()));
}

fn citation() -> Option<Arc<Citation>> {
    let review = "2030-01-01T00:00:00Z".parse().ok()?;
    let spec = LabelSpec::for_agency("fuzz".parse().ok()?, review);
    Some(Arc::new(Citation {
        report: "fuzz".parse().ok()?,
        grade: "6x6/F6".parse().ok()?,
        label: Label::seal(spec).ok()?,
        basis: Basis::Fact,
        origin: "fuzz".parse().ok()?,
    }))
}
