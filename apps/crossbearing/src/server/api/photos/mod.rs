//! Photos of vessels and things.

mod adding;
mod shapes;

use axum::Json;
use axum::extract::{Multipart, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use crossbearing_ledger::{AsOf, View};
use crossbearing_log::Kind;
use crossbearing_model::EntityId;
use crossbearing_reports::pictures::{DRAWN, said};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use self::shapes::{Added, NewPhoto, PhotoShape, Purpose, Seeing};
use super::may_record;
use super::sea::{known_records, vessel_object};
use super::show::Show;
use super::statements::checked_reason;
use crate::accounts::Scope;
use crate::photos::{Photo, SHOWN, SMALL, VEILED, of_record, of_vessel, photo};
use crate::server::caller::Caller;
use crate::server::extract::{Body, Params, Segments};
use crate::server::form::Form;
use crate::server::problem::Problem;
use crate::server::state::{Answer, App, Node};

/// Why it is written down that somebody saw people.
const SEEING_PEOPLE: &str = "asked to see the people in the photo";

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(photos_of_vessel))
        .routes(routes!(photos_of_record))
        .routes(routes!(add_photo))
        .routes(routes!(small_photo))
        .routes(routes!(shown_photo))
        .routes(routes!(photo_original))
}

/// Photos of a vessel by its MMSI
///
/// Those that name the MMSI and those of a record of the vessel, the one that was taken last first;
/// 200 at most.
#[utoipa::path(get, path = "/sea/vessels/{mmsi}/photos", tag = "photos",
    operation_id = "sea_vessel_photos", params(("mmsi" = u32, Path, example = 211_000_001)),
    responses((status = 200, body = Vec<PhotoShape>)))]
async fn photos_of_vessel(
    State(app): State<App>,
    caller: Caller,
    Segments(mmsi): Segments<u32>,
) -> Answer<Vec<PhotoShape>> {
    caller.must_have(Scope::Read)?;
    app.run(move |node| {
        let view = node.view(&caller)?;
        let records = known_records(node, &view, mmsi)?;
        let photos = of_vessel(&node.ledger, &view, mmsi, &records)?;
        listed(node, &caller, &view, &photos, vessel_object(mmsi))
    })
    .await
}

/// Photos of a record
///
/// Those that show it, the one that was taken last first; 200 at most.
#[utoipa::path(get, path = "/entities/{id}/photos", tag = "photos", operation_id = "entity_photos",
    params(("id" = String, Path, example = "vessel-12")),
    responses((status = 200, body = Vec<PhotoShape>)))]
async fn photos_of_record(
    State(app): State<App>,
    caller: Caller,
    Segments(id): Segments<EntityId>,
) -> Answer<Vec<PhotoShape>> {
    caller.must_have(Scope::Read)?;
    app.run(move |node| {
        let view = node.view(&caller)?;
        let record = node.ledger.entity(&view, AsOf::Now, &id)?;
        record.ok_or_else(|| node.absent(&caller, "entity", &id))?;
        let photos = of_record(&node.ledger, &view, &id)?;
        listed(node, &caller, &view, &photos, vec![id])
    })
    .await
}

/// Add a photo
///
/// A report is filed whose original is the file, byte for byte. What is shown is drawn anew, the
/// right way up, and holds nothing of what the camera wrote beside the pixels.
#[utoipa::path(post, path = "/photos", tag = "photos", operation_id = "add_photo",
    request_body(content = NewPhoto, content_type = "multipart/form-data"),
    responses((status = 201, body = Added)))]
async fn add_photo(
    State(app): State<App>,
    caller: Caller,
    form: Multipart,
) -> Result<(StatusCode, Json<Added>), Problem> {
    may_record(&caller)?;
    let form = Form::read(form).await?;
    let drawn = app.planners.run(move || adding::draw(form)).await?;
    app.run(move |node| {
        let added = adding::file(node, &caller, drawn)?;
        Ok((StatusCode::CREATED, Json(added)))
    })
    .await
}

/// A photo, small
///
/// A JPEG of at most 360 pixels a side.
#[utoipa::path(get, path = "/photos/{id}/small", tag = "photos", operation_id = "small_photo",
    params(("id" = String, Path, example = "report-12-photo"), Seeing),
    responses((status = 200, description = "the picture", content_type = "image/jpeg")))]
async fn small_photo(
    State(app): State<App>,
    caller: Caller,
    Segments(id): Segments<EntityId>,
    Params(seeing): Params<Seeing>,
) -> Result<Response, Problem> {
    look(app, caller, id, &seeing, SMALL).await
}

/// A photo
///
/// A JPEG of at most 2,560 pixels a side. One that shows people is given small and veiled, unless
/// they are asked for.
#[utoipa::path(get, path = "/photos/{id}/picture", tag = "photos", operation_id = "photo",
    params(("id" = String, Path, example = "report-12-photo"), Seeing),
    responses((status = 200, description = "the picture", content_type = "image/jpeg")))]
async fn shown_photo(
    State(app): State<App>,
    caller: Caller,
    Segments(id): Segments<EntityId>,
    Params(seeing): Params<Seeing>,
) -> Result<Response, Problem> {
    look(app, caller, id, &seeing, SHOWN).await
}

/// The file of a photo, as it came
///
/// With all that the camera says beside the pixels. Giving it out is a disclosure, and logged as one.
/// It stays closed to those from whom a person is hidden whom the file names, and where what it says
/// cannot be read.
#[utoipa::path(post, path = "/photos/{id}/original", tag = "photos", operation_id = "photo_original",
    params(("id" = String, Path, example = "report-12-photo")), request_body = Purpose,
    responses((status = 200, description = "the file, byte for byte",
        content_type = "application/octet-stream")))]
async fn photo_original(
    State(app): State<App>,
    caller: Caller,
    Segments(id): Segments<EntityId>,
    Body(Purpose { reason }): Body<Purpose>,
) -> Result<Response, Problem> {
    caller.must_have(Scope::Read)?;
    let reason = checked_reason(&reason)?;
    let original = app
        .run(move |node| {
            let view = node.view(&caller)?;
            let photo = kept(node, &caller, &view, &id)?;
            let file = format!("sha256-{}", photo.digest).parse().ok();
            let objects = [Some(id), Some(photo.report().clone()), file].into_iter().flatten();
            node.note_because(&caller, &reason, Kind::Disclosure, objects)?;
            let original =
                node.ledger.original_saying(&view, photo.digest.as_bytes(), &|bytes| said(bytes))?;
            original.ok_or_else(|| {
                let detail = "the file as it came may say beside its pixels who somebody is that is \
                              hidden from you: ask a safeguarding officer for it";
                Problem::forbidden(detail)
            })
        })
        .await?;
    let ending = original.media_type.strip_prefix("image/").unwrap_or("bin");
    let headers = [
        (header::CONTENT_TYPE, "application/octet-stream".to_owned()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"photo.{ending}\"")),
    ];
    Ok((headers, original.bytes).into_response())
}

/// The photos as a list; the looking is written down.
fn listed(
    node: &Node,
    caller: &Caller,
    view: &View,
    photos: &[Photo],
    of: Vec<EntityId>,
) -> Answer<Vec<PhotoShape>> {
    let mut show = Show::new(&node.ledger, view, AsOf::Now);
    let shapes = photos.iter().map(|photo| PhotoShape::of(node, view, &mut show, photo));
    let shapes = shapes.collect::<Result<Vec<_>, _>>()?;
    let objects = photos.iter().map(|photo| photo.id.clone());
    node.note(caller, Kind::Consultation, objects.chain(of))?;
    Ok(Json(shapes))
}

/// Gives a picture; each look is written down, and a look at people as such.
async fn look(
    app: App,
    caller: Caller,
    id: EntityId,
    seeing: &Seeing,
    kind: &'static str,
) -> Result<Response, Problem> {
    caller.must_have(Scope::Read)?;
    let people = seeing.people;
    let drawing = app
        .run(move |node| {
            let view = node.view(&caller)?;
            let photo = kept(node, &caller, &view, &id)?;
            let kind = if photo.shows_people && !people { VEILED } else { kind };
            let sees_people = photo.shows_people && people;
            let because = if sees_people { SEEING_PEOPLE } else { &caller.session.justification };
            let objects = [id.clone(), photo.report().clone()];
            node.note_because(&caller, because, Kind::Consultation, objects)?;
            let drawing = node.ledger.drawing(&view, photo.digest.as_bytes(), kind)?;
            drawing.ok_or_else(|| Problem::absent(format!("no picture was kept for {id}")))
        })
        .await?;
    let headers = [
        (header::CONTENT_TYPE, DRAWN),
        (header::CONTENT_DISPOSITION, "inline; filename=\"photo.jpg\""),
    ];
    Ok((headers, drawing.bytes).into_response())
}

/// The photo, if it stands; that nothing was found is written down like any look.
fn kept(node: &Node, caller: &Caller, view: &View, id: &EntityId) -> Result<Photo, Problem> {
    let found = photo(&node.ledger, view, id)?;
    found.ok_or_else(|| node.absent(caller, "photo", id))
}
