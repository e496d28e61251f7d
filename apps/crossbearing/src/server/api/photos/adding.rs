//! A photo comes in.

use crossbearing_log::Kind;
use crossbearing_reports::PhotoForm;
use crossbearing_reports::pictures::Drawings;

use super::shapes::Added;
use crate::photos::{drawing, filing};
use crate::server::api::reports::intake::citation;
use crate::server::api::sea::known_vessel;
use crate::server::caller::Caller;
use crate::server::form::{File, Form};
use crate::server::problem::Problem;
use crate::server::state::Node;

/// A form whose picture was drawn.
pub(super) struct Drawn {
    form: Form,
    name: String,
    bytes: Vec<u8>,
    drawings: Drawings,
}

/// Draws the form's picture, or says why it cannot be taken.
pub(super) fn draw(mut form: Form) -> Result<Drawn, Problem> {
    let missing = || Problem::bad("give the photo: a file of JPEG, PNG or WebP");
    let File { name, bytes } = form.take_file().ok_or_else(missing)?;
    let (drawings, bytes) = drawing::draw(&name, bytes)?;
    Ok(Drawn { form, name, bytes, drawings })
}

/// Records report, picture and file.
pub(super) fn file(node: &Node, caller: &Caller, drawn: Drawn) -> Result<Added, Problem> {
    let Drawn { mut form, name, bytes, drawings } = drawn;
    let view = node.view(caller)?;
    let said = about(node, caller, &mut form)?;
    let shows = form.take("vessel").map(|id| known_vessel(node, &view, &id)).transpose()?;
    let said = PhotoForm { shows, ..said };
    let citation = citation(node, caller, &mut form)?;
    let (id, batch) = filing::batch((&name, bytes), drawings, &said, &citation, node.now())?;
    let touched = || [Some(id.clone()), Some(citation.report.clone()), said.shows.clone()];
    let objects = touched().into_iter().flatten();
    let vessel = said.mmsi.map(super::vessel_object).unwrap_or_default();
    node.note(caller, Kind::Collection, objects.chain(vessel))?;
    node.ledger.append(batch, node.now(), &caller.session.viewer.principal)?;
    touched().iter().flatten().for_each(|entity| node.tell(entity));
    Ok(Added { id: id.to_string(), report: citation.report.to_string() })
}

/// What the form says of the photo.
fn about(node: &Node, caller: &Caller, form: &mut Form) -> Result<PhotoForm, Problem> {
    let shows_people = match form.take("shows_people").as_deref() {
        Some("yes") => true,
        Some("no") => false,
        _ => {
            return Err(Problem::bad("say whether the photo shows people: shows_people=yes or no"));
        }
    };
    let mmsi = form.take("mmsi").map(|text| text.trim().parse::<u32>()).transpose();
    let mmsi = mmsi.map_err(|_| Problem::bad("mmsi is a number of nine digits"))?;
    let taken = form.take("taken");
    let taken = taken.ok_or_else(|| Problem::bad("say when it was taken, such as 2026-05-01"))?;
    Ok(PhotoForm {
        caption: form.take("caption").unwrap_or_default(),
        language: form.take("language"),
        taken,
        by: form.take("by"),
        shows_people,
        mmsi,
        shows: None,
        agency: Some(caller.session.viewer.agency.to_string()),
        received_at: Some(node.now().to_string()),
    })
}
