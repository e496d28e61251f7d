//! A few photos for the exercise, drawn by code.

use std::sync::Arc;

use anyhow::Context as _;
use crossbearing_access::Role;
use crossbearing_exercise::{Cast, ShipEvent};
use crossbearing_model::{Audience, Basis, Citation, Instant, Label, LabelSpec};
use crossbearing_reports::PhotoForm;
use crossbearing_reports::pictures::{PictureLimits, draw};

use super::PURPOSES_LAST;
use crate::folder::DataFolder;
use crate::photos::drawn::{Boat, photograph};
use crate::photos::filing;

/// What is said of each photo: caption, its language, by whom, grade, and whether partners see it.
type Said = (&'static str, Option<&'static str>, &'static str, &'static str, bool);

/// Which of the vessels each photo shows, what is said of it, and what it looks like.
const PHOTOS: [(usize, Said, Boat); 4] = [
    (
        0,
        ("Grey hull, cabin aft, no name on the bow", None, "patrol aircraft", "6x6/B2", true),
        Boat { hull: [105, 112, 120], length: 520, cabin: true, heads: 0, seed: 11 },
    ),
    (
        0,
        ("Alongside it, an open boat, low in the water", None, "patrol aircraft", "6x6/B2", false),
        Boat { hull: [40, 44, 52], length: 420, cabin: false, heads: 11, seed: 5 },
    ),
    (
        1,
        ("قارب أزرق، محركان", Some("ar"), "a ferry's passenger", "6x6/C3", true),
        Boat { hull: [48, 84, 140], length: 360, cabin: true, heads: 0, seed: 23 },
    ),
    (
        2,
        ("Red hull, nets on deck", None, "harbour camera", "6x6/A2", true),
        Boat { hull: [140, 52, 44], length: 460, cabin: true, heads: 0, seed: 7 },
    ),
];

/// Files photos of the vessels to which something happens in the log.
pub(super) fn file(
    folder: &DataFolder,
    cast: &Cast,
    events: &[ShipEvent],
    today: Instant,
) -> anyhow::Result<()> {
    let agency = &folder.settings().agency;
    let officer = cast
        .members
        .iter()
        .find(|one| one.agency == *agency && one.roles.contains(&Role::WatchOfficer));
    let officer = officer.context("an exercise has a watch officer")?;
    let mut vessels: Vec<(u32, Instant)> = Vec::new();
    for event in events {
        // Ships' numbers; others are of devices, or stand for many at once.
        let is_ship = (200_000_000..800_000_000).contains(&event.mmsi);
        if is_ship && vessels.iter().all(|(mmsi, _)| *mmsi != event.mmsi) {
            vessels.push((event.mmsi, event.start));
        }
    }
    let ledger = folder.ledger()?;
    for (number, (vessel, said, boat)) in PHOTOS.iter().enumerate() {
        let Some((mmsi, seen)) = vessels.get(*vessel) else { continue };
        let (caption, language, by, grade, shared) = *said;
        let releasable_to = shared.then(|| Audience::Group(cast.coalition.clone()));
        let label = Label::seal(LabelSpec {
            releasable_to: releasable_to.into_iter().collect(),
            ..LabelSpec::for_agency(agency.clone(), today.plus_millis(PURPOSES_LAST))
        })?;
        let citation = Arc::new(Citation {
            report: format!("{agency}-report-photo-{number}").parse()?,
            grade: grade.parse()?,
            label,
            basis: Basis::Fact,
            origin: folder.settings().node.clone(),
        });
        let form = PhotoForm {
            caption: caption.to_owned(),
            language: language.map(str::to_owned),
            taken: (*seen).min(today).to_string(),
            by: Some(by.to_owned()),
            shows_people: boat.heads > 0,
            mmsi: Some(*mmsi),
            agency: Some(agency.to_string()),
            received_at: Some(today.to_string()),
            ..PhotoForm::default()
        };
        let bytes = photograph(boat).context("a boat can be drawn")?;
        let drawings = draw("boat.jpg", bytes.clone(), &PictureLimits::default())?;
        let file = ("boat.jpg", bytes);
        let (_, batch) = filing::batch(file, drawings, &form, &citation, today)?;
        ledger.append(batch, today, &officer.principal)?;
    }
    Ok(())
}
