//! Ports, fairways and tides: 1/13, 1/14, 1/18, 1/19, 1/20 and 1/32.

use super::codes::{BERTH_POSITION, TRAFFIC_SIGNAL};
use crate::layout::{Layout, List, Section, Stamp};
use crate::messages::binary::{ADDRESSED, BROADCAST};
use crate::messages::fields::{
    code, latitude, latitude_24, list, longitude, longitude_25, stamp, tenths, text, unsigned,
};

/// 8, 1/13.
pub(super) static FAIRWAY_CLOSED: Layout = Layout {
    name: "fairway_closed",
    title: "Fairway closed",
    source: "IMO SN/Circ.236, annex 2, application 3",
    min_bits: 468,
    max_bits: 472,
    sections: &[
        BROADCAST,
        Section {
            at: 56,
            fields: &[
                text("reason", 0, 20),
                text("closefrom", 120, 20),
                text("closeto", 240, 20),
                unsigned("radius", 360, 10),
                unsigned("extunit", 370, 2),
                stamp("from", 372, Stamp::DayMonthToMinute),
                stamp("to", 392, Stamp::DayMonthToMinute),
            ],
        },
    ],
};

static TIDES_2004: List = List {
    stride: 93,
    max: 3,
    count: None,
    selector: (0, 0),
    variants: &[&[
        latitude("lat", 0),
        longitude("lon", 27),
        unsigned("from_hour", 55, 5),
        unsigned("from_min", 60, 6),
        unsigned("to_hour", 66, 5),
        unsigned("to_min", 71, 6),
        unsigned("cdir", 77, 9),
        tenths("cspeed", 86, 7),
    ]],
};

/// 6, 1/14.
pub(super) static TIDAL_WINDOW_2004: Layout = Layout {
    name: "tidal_window_2004",
    title: "Tidal window",
    source: "IMO SN/Circ.236, annex 2, application 4",
    min_bits: 190,
    max_bits: 376,
    sections: &[
        ADDRESSED,
        Section {
            at: 88,
            fields: &[
                unsigned("month", 0, 4),
                unsigned("day", 4, 5),
                list("tidals", 9, &TIDES_2004),
            ],
        },
    ],
};

static TIDES: List = List {
    stride: 88,
    max: 3,
    count: None,
    selector: (0, 0),
    variants: &[&[
        longitude_25("lon", 0),
        latitude_24("lat", 25),
        unsigned("from_hour", 49, 5),
        unsigned("from_min", 54, 6),
        unsigned("to_hour", 60, 5),
        unsigned("to_min", 65, 6),
        unsigned("cdir", 71, 9),
        tenths("cspeed", 80, 8),
    ]],
};

/// 6, 1/32.
pub(super) static TIDAL_WINDOW: Layout = Layout {
    name: "tidal_window",
    title: "Tidal window",
    source: "IMO SN.1/Circ.289, annex, 12",
    min_bits: 185,
    max_bits: 361,
    sections: &[
        ADDRESSED,
        Section {
            at: 88,
            fields: &[unsigned("month", 0, 4), unsigned("day", 4, 5), list("tidals", 9, &TIDES)],
        },
    ],
};

/// 6, 1/18.
pub(super) static CLEARANCE: Layout = Layout {
    name: "clearance",
    title: "Clearance time to enter port",
    source: "IMO SN.1/Circ.289, annex, 9",
    min_bits: 317,
    max_bits: 360,
    sections: &[
        ADDRESSED,
        Section {
            at: 88,
            fields: &[
                unsigned("linkage", 0, 10),
                stamp("arrival", 10, Stamp::MonthToMinute),
                text("portname", 30, 20),
                text("destination", 150, 5),
                longitude_25("lon", 180),
                latitude_24("lat", 205),
            ],
        },
    ],
};

/// 8, 1/19.
pub(super) static SIGNAL: Layout = Layout {
    name: "traffic_signal",
    title: "Marine traffic signal",
    source: "IMO SN.1/Circ.289, annex, 5",
    min_bits: 258,
    max_bits: 360,
    sections: &[
        BROADCAST,
        Section {
            at: 56,
            fields: &[
                unsigned("linkage", 0, 10),
                text("station", 10, 20),
                longitude_25("lon", 130),
                latitude_24("lat", 155),
                unsigned("status", 179, 2),
                code("signal", 181, 5, &TRAFFIC_SIGNAL),
                unsigned("hour", 186, 5),
                unsigned("minute", 191, 6),
                code("nextsignal", 197, 5, &TRAFFIC_SIGNAL),
            ],
        },
    ],
};

/// 6, 1/20. Each service is 0 not available or requested, 1 available, 2 no data, 3 not to be
/// used.
pub(super) static BERTH: Layout = Layout {
    name: "berth",
    title: "Berthing data",
    source: "IMO SN.1/Circ.289, annex, 10",
    min_bits: 360,
    max_bits: 360,
    sections: &[
        ADDRESSED,
        Section {
            at: 88,
            fields: &[
                unsigned("linkage", 0, 10),
                unsigned("berth_length", 10, 9),
                tenths("berth_depth", 19, 8),
                code("position", 27, 3, &BERTH_POSITION),
                stamp("arrival", 30, Stamp::MonthToMinute),
                unsigned("availability", 50, 1),
                unsigned("agent", 51, 2),
                unsigned("fuel", 53, 2),
                unsigned("chandler", 55, 2),
                unsigned("stevedore", 57, 2),
                unsigned("electrical", 59, 2),
                unsigned("water", 61, 2),
                unsigned("customs", 63, 2),
                unsigned("cartage", 65, 2),
                unsigned("crane", 67, 2),
                unsigned("lift", 69, 2),
                unsigned("medical", 71, 2),
                unsigned("navrepair", 73, 2),
                unsigned("provisions", 75, 2),
                unsigned("shiprepair", 77, 2),
                unsigned("surveyor", 79, 2),
                unsigned("steam", 81, 2),
                unsigned("tugs", 83, 2),
                unsigned("solidwaste", 85, 2),
                unsigned("liquidwaste", 87, 2),
                unsigned("hazardouswaste", 89, 2),
                unsigned("ballast", 91, 2),
                unsigned("additional", 93, 2),
                unsigned("regional1", 95, 2),
                unsigned("regional2", 97, 2),
                unsigned("future1", 99, 2),
                unsigned("future2", 101, 2),
                text("berth_name", 103, 20),
                longitude_25("berth_lon", 223),
                latitude_24("berth_lat", 248),
            ],
        },
    ],
};
