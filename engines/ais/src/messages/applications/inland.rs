//! Inland waterways: 200/10, 200/21 to 200/24, 200/40 and 200/55.

use super::codes::{
    ARRIVAL_STATUS, EMMA_CLASS, EMMA_TYPE, EMMA_WIND, HAZARD, INLAND_SHIP, LOAD, SIGNAL_IMPACT,
    SIGNAL_LIGHT,
};
use crate::layout::{Field, Layout, List, Section, Stamp};
use crate::messages::binary::{ADDRESSED, BROADCAST};
use crate::messages::fields::{
    code, flag, latitude, list, longitude, signed, stamp, text, unsigned,
};

/// 8, 200/10. Length and beam count in 0.1 m, draught in 0.01 m.
pub(super) static SHIP: Layout = Layout {
    name: "inland_ship",
    title: "Inland ship static and voyage related data",
    source: "CCNR, Vessel Tracking and Tracing Standard for Inland Navigation, 2.4.2",
    min_bits: 168,
    max_bits: 168,
    sections: &[
        BROADCAST,
        Section {
            at: 56,
            fields: &[
                text("vin", 0, 8),
                unsigned("length", 48, 13),
                unsigned("beam", 61, 10),
                code("shiptype", 71, 14, &INLAND_SHIP),
                code("hazard", 85, 3, &HAZARD),
                unsigned("draught", 88, 11),
                code("loaded", 99, 2, &LOAD),
                flag("speed_q", 101),
                flag("course_q", 102),
                flag("heading_q", 103),
            ],
        },
    ],
};

/// Where on the waterway a lock, bridge or terminal is.
const PLACE: &[Field] = &[
    text("country", 0, 2),
    text("locode", 12, 3),
    text("section", 30, 5),
    text("terminal", 60, 5),
    text("hectometre", 90, 5),
    stamp("eta", 120, Stamp::MonthToMinute),
];

/// 6, 200/21. Air draught counts in 0.01 m.
pub(super) static ETA: Layout = Layout {
    name: "inland_eta",
    title: "ETA at lock, bridge or terminal",
    source: "CCNR, Vessel Tracking and Tracing Standard for Inland Navigation, 2.4.3",
    min_bits: 248,
    max_bits: 248,
    sections: &[
        ADDRESSED,
        Section { at: 88, fields: PLACE },
        Section { at: 228, fields: &[unsigned("tugs", 0, 3), unsigned("airdraught", 3, 12)] },
    ],
};

/// 6, 200/22; its `eta` is the time requested.
pub(super) static RTA: Layout = Layout {
    name: "inland_rta",
    title: "RTA at lock, bridge or terminal",
    source: "CCNR, Vessel Tracking and Tracing Standard for Inland Navigation, 2.4.4",
    min_bits: 232,
    max_bits: 232,
    sections: &[
        ADDRESSED,
        Section { at: 88, fields: PLACE },
        Section { at: 228, fields: &[code("status", 0, 2, &ARRIVAL_STATUS)] },
    ],
};

/// 8, 200/23.
pub(super) static EMMA: Layout = Layout {
    name: "inland_weather_warning",
    title: "EMMA warning",
    source: "CCNR, Vessel Tracking and Tracing Standard for Inland Navigation, 2.4.5",
    min_bits: 256,
    max_bits: 256,
    sections: &[
        BROADCAST,
        Section {
            at: 56,
            fields: &[
                unsigned("start_year", 0, 8),
                unsigned("start_month", 8, 4),
                unsigned("start_day", 12, 5),
                unsigned("end_year", 17, 8),
                unsigned("end_month", 25, 4),
                unsigned("end_day", 29, 5),
                unsigned("start_hour", 34, 5),
                unsigned("start_minute", 39, 6),
                unsigned("end_hour", 45, 5),
                unsigned("end_minute", 50, 6),
                longitude("start_lon", 56),
                latitude("start_lat", 84),
                longitude("end_lon", 111),
                latitude("end_lat", 139),
                code("warning", 166, 4, &EMMA_TYPE),
                signed("min", 170, 9),
                signed("max", 179, 9),
                code("intensity", 188, 2, &EMMA_CLASS),
                code("wind", 190, 4, &EMMA_WIND),
            ],
        },
    ],
};

static GAUGES: List = List {
    stride: 25,
    max: 4,
    count: None,
    selector: (0, 0),
    variants: &[&[unsigned("id", 0, 11), signed("level", 11, 14)]],
};

/// 8, 200/24. Levels count in centimetres.
pub(super) static WATER_LEVELS: Layout = Layout {
    name: "inland_water_levels",
    title: "Water levels",
    source: "CCNR, Vessel Tracking and Tracing Standard for Inland Navigation, 2.4.6",
    min_bits: 168,
    max_bits: 168,
    sections: &[
        BROADCAST,
        Section { at: 56, fields: &[text("country", 0, 2), list("gauges", 12, &GAUGES)] },
    ],
};

/// 8, 200/40.
pub(super) static SIGNAL: Layout = Layout {
    name: "inland_signal",
    title: "Signal status",
    source: "CCNR, Vessel Tracking and Tracing Standard for Inland Navigation, 2.4.7",
    min_bits: 168,
    max_bits: 168,
    sections: &[
        BROADCAST,
        Section {
            at: 56,
            fields: &[
                longitude("lon", 0),
                latitude("lat", 28),
                unsigned("form", 55, 4),
                unsigned("facing", 59, 9),
                code("direction", 68, 3, &SIGNAL_IMPACT),
                code("status", 71, 30, &SIGNAL_LIGHT),
            ],
        },
    ],
};

const PERSONS: &[Field] =
    &[unsigned("crew", 0, 8), unsigned("passengers", 8, 13), unsigned("personnel", 21, 8)];

/// 6, 200/55.
pub(super) static PERSONS_ADDRESSED: Layout = Layout {
    name: "inland_persons_addressed",
    title: "Number of persons on board",
    source: "CCNR, Vessel Tracking and Tracing Standard for Inland Navigation, 2.4.8",
    min_bits: 168,
    max_bits: 168,
    sections: &[ADDRESSED, Section { at: 88, fields: PERSONS }],
};

/// 8, 200/55.
pub(super) static PERSONS_BROADCAST: Layout = Layout {
    name: "inland_persons",
    title: "Number of persons on board",
    source: "CCNR, Vessel Tracking and Tracing Standard for Inland Navigation, 2.4.8",
    min_bits: 136,
    max_bits: 168,
    sections: &[BROADCAST, Section { at: 56, fields: PERSONS }],
};
