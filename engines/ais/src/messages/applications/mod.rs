//! Application data inside messages 6 and 8, by designated area code and function identifier.

mod aid;
mod codes;
mod environment;
mod inland;
mod notice;
mod port;
mod ship;
mod weather;

use crate::bits::Payload;
use crate::layout::Layout;

/// One application: who uses it, when it applies and how it is laid out.
struct Application {
    dac: u16,
    fid: u16,
    /// Fewer or more bits than these mean that it is something else.
    bits: (u16, u16),
    layout: &'static Layout,
}

const ANY: (u16, u16) = (0, u16::MAX);

const fn application(dac: u16, fid: u16, bits: (u16, u16), layout: &'static Layout) -> Application {
    Application { dac, fid, bits, layout }
}

/// In message 6.
const ADDRESSED: [Application; 15] = [
    application(1, 12, ANY, &ship::DANGEROUS_CARGO_2004),
    application(1, 14, ANY, &port::TIDAL_WINDOW_2004),
    application(1, 15, ANY, &ship::AIR_DRAUGHT_ADDRESSED),
    application(1, 16, ANY, &ship::PERSONS_ADDRESSED),
    application(1, 18, ANY, &port::CLEARANCE),
    application(1, 20, ANY, &port::BERTH),
    application(1, 23, ANY, &notice::AREA_ADDRESSED),
    application(1, 25, ANY, &ship::CARGO_ADDRESSED),
    application(1, 28, ANY, &notice::ROUTE_ADDRESSED),
    application(1, 30, ANY, &notice::TEXT_ADDRESSED),
    application(1, 32, ANY, &port::TIDAL_WINDOW),
    application(200, 21, (248, 248), &inland::ETA),
    application(200, 22, (232, 232), &inland::RTA),
    application(200, 55, (168, 168), &inland::PERSONS_ADDRESSED),
    application(235, 10, (136, 136), &aid::MONITORING),
];

/// In message 8. Before IMO SN/Circ.236, 1/16 was something longer.
const BROADCAST: [Application; 19] = [
    application(1, 11, ANY, &weather::STATION_2004),
    application(1, 13, ANY, &port::FAIRWAY_CLOSED),
    application(1, 15, ANY, &ship::AIR_DRAUGHT_BROADCAST),
    application(1, 16, (0, 80), &ship::PERSONS_BROADCAST),
    application(1, 17, ANY, &notice::TARGETS_BROADCAST),
    application(1, 19, ANY, &port::SIGNAL),
    application(1, 21, ANY, &weather::SHIP),
    application(1, 22, ANY, &notice::AREA_BROADCAST),
    application(1, 24, ANY, &ship::EXTENDED),
    application(1, 25, ANY, &ship::CARGO_BROADCAST),
    application(1, 26, ANY, &environment::ENVIRONMENT),
    application(1, 27, ANY, &notice::ROUTE_BROADCAST),
    application(1, 29, ANY, &notice::TEXT_BROADCAST),
    application(1, 31, ANY, &weather::STATION),
    application(200, 10, (168, 168), &inland::SHIP),
    application(200, 23, (256, 256), &inland::EMMA),
    application(200, 24, (168, 168), &inland::WATER_LEVELS),
    application(200, 40, (168, 168), &inland::SIGNAL),
    application(200, 55, (136, 168), &inland::PERSONS_BROADCAST),
];

/// How many applications there are.
pub(super) const COUNT: usize = ADDRESSED.len() + BROADCAST.len();

/// The ship's report after the World Meteorological Organization, which shares its identifier.
pub(super) static SHIP_WMO: &Layout = &weather::SHIP_WMO;

/// The layout of an application by its number.
pub(super) const fn layout(number: usize) -> &'static Layout {
    if number < ADDRESSED.len() {
        ADDRESSED[number].layout
    } else {
        BROADCAST[number - ADDRESSED.len()].layout
    }
}

/// What a message 6 or 8 carries, if it is known here.
pub(super) enum Found {
    /// The application of this number.
    Number(usize),
    /// A ship's report after the World Meteorological Organization.
    ShipWmo,
}

/// The application of a message 6.
pub(super) fn addressed(payload: &Payload) -> Option<Found> {
    let (dac, fid) = (payload.unsigned(72, 10) as u16, payload.unsigned(82, 6) as u16);
    // Great Britain (235) and Ireland (250) share the monitoring of aids to navigation.
    let dac = if dac == 250 { 235 } else { dac };
    find(&ADDRESSED, dac, fid, payload).map(Found::Number)
}

/// The application of a message 8.
pub(super) fn broadcast(payload: &Payload) -> Option<Found> {
    let (dac, fid) = (payload.unsigned(40, 10) as u16, payload.unsigned(50, 6) as u16);
    if (dac, fid) == (1, 21) && payload.unsigned(56, 1) == 1 {
        return Some(Found::ShipWmo);
    }
    let number = find(&BROADCAST, dac, fid, payload)?;
    // Other data than inland ships' has been seen under 200/10.
    let disguised = dac == 200 && fid == 10 && payload.unsigned(141, 3) > 5;
    (!disguised).then_some(Found::Number(ADDRESSED.len() + number))
}

fn find(table: &[Application], dac: u16, fid: u16, payload: &Payload) -> Option<usize> {
    table.iter().position(|it| {
        it.dac == dac && it.fid == fid && (it.bits.0..=it.bits.1).contains(&(payload.len() as u16))
    })
}
