//! A photo enters the ledger: report, picture, file and what was drawn from it, all or nothing.

use std::sync::Arc;

use crossbearing_ledger::{Batch, Drawing, Original};
use crossbearing_model::{Citation, EntityId, Instant, PartialDate};
use crossbearing_reports::pictures::{DRAWN, Drawings, PictureFormat};
use crossbearing_reports::{Error, OriginalFile, PhotoForm, photo_id};

use super::{SHOWN, SMALL, VEILED};

/// What is to be recorded, and the picture's id.
pub(crate) fn batch(
    (name, bytes): (&str, Vec<u8>),
    drawings: Drawings,
    form: &PhotoForm,
    citation: &Arc<Citation>,
    now: Instant,
) -> Result<(EntityId, Batch), Error> {
    check_taken(&form.taken, now)?;
    let format = PictureFormat::detect(name, &bytes)?;
    let original = OriginalFile::new(name, format.media_type(), bytes);
    let statements = form.statements(&original, citation)?;
    let drawn = [(SHOWN, drawings.shown), (SMALL, drawings.small), (VEILED, drawings.veiled)];
    let drawn = drawn.map(|(kind, bytes)| Drawing {
        kind: kind.to_owned(),
        media_type: DRAWN.to_owned(),
        bytes,
    });
    let original = Original {
        name: original.name,
        media_type: original.media_type,
        label: citation.label.clone(),
        bytes: original.bytes,
        drawings: drawn.into(),
    };
    let batch = Batch { statements, originals: vec![original], ..Batch::default() };
    Ok((photo_id(&citation.report)?, batch))
}

/// Refuses a time that is none, or is still to come.
fn check_taken(taken: &str, now: Instant) -> Result<(), Error> {
    let wrong = |reason: String| Error::Value { field: "taken", reason };
    let date = taken.trim().parse::<PartialDate>().map_err(|error| wrong(error.to_string()))?;
    // A camera's clock may be some minutes fast.
    if date.earliest() > now.plus_millis(3_600_000) {
        return Err(wrong(format!("{taken} is still to come: give when it was taken, in UTC")));
    }
    Ok(())
}
