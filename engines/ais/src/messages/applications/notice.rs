//! Areas, routes, targets and texts that an authority sends out: 1/17, 1/22, 1/23 and 1/27 to 1/30.

use super::codes::{ID_TYPE, NOTICE, ROUTE_TYPE, SHAPE};
use crate::layout::{Field, Layout, List, Section, Stamp};
use crate::messages::binary::{ADDRESSED, BROADCAST};
use crate::messages::fields::{
    code, latitude, latitude_24, list, longitude, longitude_25, stamp, text, text_to_end, unsigned,
};

/// A leg of a line or polygon; bearings count in half degrees.
static LEGS: List = List {
    stride: 20,
    max: 4,
    count: None,
    selector: (0, 0),
    variants: &[&[unsigned("bearing", 0, 10), unsigned("distance", 10, 10)]],
};

const CIRCLE: &[Field] = &[
    code("shape", 0, 3, &SHAPE),
    unsigned("scale", 3, 2),
    longitude_25("lon", 5),
    latitude_24("lat", 30),
    unsigned("precision", 54, 3),
    unsigned("radius", 57, 12),
];

const RECTANGLE: &[Field] = &[
    code("shape", 0, 3, &SHAPE),
    unsigned("scale", 3, 2),
    longitude_25("lon", 5),
    latitude_24("lat", 30),
    unsigned("precision", 54, 3),
    unsigned("east", 57, 8),
    unsigned("north", 65, 8),
    unsigned("orientation", 73, 9),
];

const SECTOR: &[Field] = &[
    code("shape", 0, 3, &SHAPE),
    unsigned("scale", 3, 2),
    longitude_25("lon", 5),
    latitude_24("lat", 30),
    unsigned("precision", 54, 3),
    unsigned("radius", 57, 12),
    unsigned("left", 69, 9),
    unsigned("right", 78, 9),
];

const LINE: &[Field] =
    &[code("shape", 0, 3, &SHAPE), unsigned("scale", 3, 2), list("waypoints", 5, &LEGS)];

const POLYGON: &[Field] =
    &[code("shape", 0, 3, &SHAPE), unsigned("scale", 3, 2), list("vertices", 5, &LEGS)];

const TEXT: &[Field] = &[code("shape", 0, 3, &SHAPE), text("text", 3, 14)];

const RESERVED: &[Field] = &[code("shape", 0, 3, &SHAPE)];

static SUBAREAS: List = List {
    stride: 87,
    max: 10,
    count: None,
    selector: (0, 3),
    variants: &[CIRCLE, RECTANGLE, SECTOR, LINE, POLYGON, TEXT, RESERVED],
};

const AREA: &[Field] = &[
    unsigned("linkage", 0, 10),
    code("notice", 10, 7, &NOTICE),
    stamp("start", 17, Stamp::MonthToMinute),
    unsigned("duration", 37, 18),
    list("subareas", 55, &SUBAREAS),
];

/// 8, 1/22.
pub(super) static AREA_BROADCAST: Layout = Layout {
    name: "area_notice",
    title: "Area notice",
    source: "IMO SN.1/Circ.289, annex, 7",
    min_bits: 111,
    max_bits: 984,
    sections: &[BROADCAST, Section { at: 56, fields: AREA }],
};

/// 6, 1/23.
pub(super) static AREA_ADDRESSED: Layout = Layout {
    name: "area_notice_addressed",
    title: "Area notice",
    source: "IMO SN.1/Circ.289, annex, 7",
    min_bits: 143,
    max_bits: 1016,
    sections: &[ADDRESSED, Section { at: 88, fields: AREA }],
};

static WAYPOINTS: List = List {
    stride: 55,
    max: 16,
    count: Some((56, 5)),
    selector: (0, 0),
    variants: &[&[longitude("lon", 0), latitude("lat", 28)]],
};

const ROUTE: &[Field] = &[
    unsigned("linkage", 0, 10),
    unsigned("sender", 10, 3),
    code("rtype", 13, 5, &ROUTE_TYPE),
    stamp("start", 18, Stamp::MonthToMinute),
    unsigned("duration", 38, 18),
    list("waypoints", 61, &WAYPOINTS),
];

/// 8, 1/27.
pub(super) static ROUTE_BROADCAST: Layout = Layout {
    name: "route",
    title: "Route information",
    source: "IMO SN.1/Circ.289, annex, 8",
    min_bits: 117,
    max_bits: 1000,
    sections: &[BROADCAST, Section { at: 56, fields: ROUTE }],
};

/// 6, 1/28.
pub(super) static ROUTE_ADDRESSED: Layout = Layout {
    name: "route_addressed",
    title: "Route information",
    source: "IMO SN.1/Circ.289, annex, 8",
    min_bits: 149,
    max_bits: 1032,
    sections: &[ADDRESSED, Section { at: 88, fields: ROUTE }],
};

const DESCRIPTION: &[Field] = &[unsigned("linkage", 0, 10), text_to_end("text", 10)];

/// 8, 1/29.
pub(super) static TEXT_BROADCAST: Layout = Layout {
    name: "text_description",
    title: "Text description",
    source: "IMO SN.1/Circ.289, annex, 13",
    min_bits: 72,
    max_bits: 1032,
    sections: &[BROADCAST, Section { at: 56, fields: DESCRIPTION }],
};

/// 6, 1/30.
pub(super) static TEXT_ADDRESSED: Layout = Layout {
    name: "text_description_addressed",
    title: "Text description",
    source: "IMO SN.1/Circ.289, annex, 13",
    min_bits: 98,
    max_bits: 1032,
    sections: &[ADDRESSED, Section { at: 88, fields: DESCRIPTION }],
};

/// What follows the identifier of a target.
const TARGET: [Field; 5] = [
    latitude_24("lat", 48),
    longitude_25("lon", 72),
    unsigned("course", 97, 9),
    unsigned("second", 106, 6),
    unsigned("speed", 112, 10),
];

static TARGETS: List = List {
    stride: 122,
    max: 4,
    count: None,
    selector: (0, 2),
    variants: &[
        &target(unsigned("mmsi", 2, 42)),
        &target(unsigned("imo", 2, 42)),
        &target(text("callsign", 2, 7)),
        &target(text("other", 2, 7)),
    ],
};

const fn target(id: Field) -> [Field; 7] {
    let [lat, lon, course, second, speed] = TARGET;
    [code("idtype", 0, 2, &ID_TYPE), id, lat, lon, course, second, speed]
}

/// 8, 1/17.
pub(super) static TARGETS_BROADCAST: Layout = Layout {
    name: "targets",
    title: "Targets made by a vessel traffic service",
    source: "IMO SN.1/Circ.289, annex, 14",
    min_bits: 178,
    max_bits: 544,
    sections: &[BROADCAST, Section { at: 56, fields: &[list("targets", 0, &TARGETS)] }],
};
