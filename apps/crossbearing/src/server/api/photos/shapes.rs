//! The shapes of photos.

use crossbearing_ledger::View;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::photos::Photo;
use crate::server::api::shapes::{EntityBrief, Grade, Label, ReportBrief};
use crate::server::api::show::{Show, grade, label};
use crate::server::problem::Problem;
use crate::server::state::Node;

/// A photo of a vessel or thing, without the picture.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PhotoShape {
    /// Its id.
    #[schema(example = "westmark-report-00112233aabbccdd-photo")]
    id: String,
    /// What it shows, in a few words.
    caption: String,
    /// The language of the caption, as a BCP 47 tag.
    lang: Option<String>,
    /// When it was taken: a year, a month, a day or a time in UTC.
    #[schema(example = "2026-05-01T04:10:00Z")]
    taken: Option<String>,
    /// Who took it, or where it comes from.
    by: Option<String>,
    /// Whether people can be seen in it: then it is veiled until somebody asks to see them.
    shows_people: bool,
    /// The MMSI of the vessel that it shows, if one is said.
    mmsi: Option<u32>,
    /// The records that it shows, as far as the viewer sees them.
    shows: Vec<EntityBrief>,
    /// The report that it came in.
    report: ReportBrief,
    /// How source and information were evaluated.
    grade: Grade,
    /// Who may see it.
    label: Label,
    /// When it was recorded here.
    recorded_at: String,
    /// By whom.
    recorded_by: String,
    /// The media type of the file as it came.
    media_type: Option<String>,
    /// The size of the file as it came, in bytes.
    bytes: Option<u64>,
    /// The SHA-256 of the file as it came, in hexadecimal.
    digest: String,
    /// The statement that names the file: taking it back takes the photo back.
    statement: String,
    /// Whether its file is kept on this node: photos of partners come without.
    kept: bool,
}

impl PhotoShape {
    /// A photo as the viewer sees it.
    pub(super) fn of(
        node: &Node,
        view: &View,
        show: &mut Show<'_>,
        photo: &Photo,
    ) -> Result<Self, Problem> {
        let named = &photo.named;
        let citation = &named.statement.citation;
        let title = photo.said("title").map(|read| &read.statement);
        let report = show.entity(photo.report())?.map(|brief| brief.caption);
        let mut shows = Vec::new();
        for id in photo.shows() {
            shows.extend(show.entity(&id)?);
        }
        let value = |property| photo.value(property).map(str::to_owned);
        let number = |property| photo.value(property).and_then(|value| value.parse::<u64>().ok());
        Ok(Self {
            id: photo.id.to_string(),
            caption: title.map(|title| title.value.clone()).unwrap_or_default(),
            lang: title.and_then(|title| title.lang.as_deref().map(str::to_owned)),
            taken: value("date"),
            by: value("credit"),
            shows_people: photo.shows_people,
            mmsi: number("vesselMmsi").and_then(|mmsi| u32::try_from(mmsi).ok()),
            shows,
            report: ReportBrief {
                title: report.unwrap_or_else(|| photo.report().to_string()),
                id: photo.report().to_string(),
            },
            grade: grade(citation.grade),
            label: label(&citation.label),
            recorded_at: named.recorded_at.to_string(),
            recorded_by: named.recorded_by.to_string(),
            media_type: value("mimeType"),
            bytes: number("fileSize"),
            digest: photo.digest.to_string(),
            statement: named.id.to_string(),
            kept: node.ledger.holds_file(view, photo.digest.as_bytes())?,
        })
    }
}

/// A new photo.
#[derive(Debug, ToSchema)]
#[expect(dead_code, reason = "describes a form, which is read part by part")]
pub(super) struct NewPhoto {
    /// The file: JPEG, PNG or WebP, of 20 MB and 64 million pixels at most.
    #[schema(value_type = String, format = Binary)]
    file: Vec<u8>,
    /// What it shows, in 1 to 500 characters.
    caption: String,
    /// The language of the caption.
    language: Option<String>,
    /// When it was taken, as precise as is known, in UTC.
    #[schema(example = "2026-05-01T04:10:00Z")]
    taken: String,
    /// Who took it, or where it comes from.
    by: Option<String>,
    /// Whether people can be seen in it: `yes` or `no`.
    #[schema(example = "no")]
    shows_people: String,
    /// The MMSI of the vessel that it shows; it, a record, or both.
    mmsi: Option<u32>,
    /// The record of the vessel that it shows.
    vessel: Option<String>,
    /// How source and information are evaluated.
    #[schema(example = "6x6/B2")]
    grade: String,
    /// The label's parts as JSON; the agency's own people for a year if absent.
    label: Option<String>,
}

/// What was added.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Added {
    /// The photo.
    pub(super) id: String,
    /// The report whose original is its file.
    pub(super) report: String,
}

/// Whether people are to be seen.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct Seeing {
    /// Shows the people in it as well, which is written down as such; else such a photo is veiled.
    #[serde(default)]
    pub(super) people: bool,
}

/// Why the file is given out.
#[derive(Debug, Deserialize, ToSchema)]
pub(super) struct Purpose {
    /// The reason, for the log.
    #[schema(example = "evidence for the court")]
    pub(super) reason: String,
}
