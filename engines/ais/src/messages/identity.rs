//! Who a station is: messages 5, 24 (in its parts) and 21.

use super::codes::{AID_TYPE, EPFD, SHIP_TYPE};
use super::fields::{
    code, constant, data, flag, latitude, longitude, stamp, tenths, text, text_then, unsigned,
};
use crate::layout::{Field, Layout, Section, Stamp};

/// Message 5.
pub(super) static VOYAGE: Layout = Layout {
    name: "voyage",
    title: "Ship static and voyage related data",
    source: "ITU-R M.1371-5, annex 8, 3.3",
    min_bits: 424,
    max_bits: 424,
    sections: &[Section {
        at: 0,
        fields: &[
            unsigned("ais_version", 38, 2),
            unsigned("imo", 40, 30),
            text("callsign", 70, 7),
            text("shipname", 112, 20),
            code("shiptype", 232, 8, &SHIP_TYPE),
            unsigned("to_bow", 240, 9),
            unsigned("to_stern", 249, 9),
            unsigned("to_port", 258, 6),
            unsigned("to_starboard", 264, 6),
            code("epfd", 270, 4, &EPFD),
            stamp("eta", 274, Stamp::MonthToMinute),
            tenths("draught", 294, 8),
            text("destination", 302, 20),
            unsigned("dte", 422, 1),
        ],
    }],
};

/// Message 24, part A.
pub(super) static STATIC_A: Layout = Layout {
    name: "static_a",
    title: "Static data report, part A",
    source: "ITU-R M.1371-5, annex 8, 3.22",
    min_bits: 160,
    max_bits: 168,
    sections: &[Section { at: 0, fields: &[constant("part", "A"), text("shipname", 40, 20)] }],
};

/// The fields of message 24, part B, before the dimensions. Editions up to 3 of the
/// recommendation used all seven characters for the vendor; model and serial number were then
/// carved out of the last four, so both readings are given.
const VENDOR: &[Field] = &[
    constant("part", "B"),
    code("shiptype", 40, 8, &SHIP_TYPE),
    text("vendorid", 48, 7),
    unsigned("model", 66, 4),
    unsigned("serial", 70, 20),
    text("callsign", 90, 7),
];

/// Message 24, part B.
pub(super) static STATIC_B: Layout = Layout {
    name: "static_b",
    title: "Static data report, part B",
    source: "ITU-R M.1371-5, annex 8, 3.22",
    min_bits: 168,
    max_bits: 168,
    sections: &[
        Section { at: 0, fields: VENDOR },
        Section {
            at: 132,
            fields: &[
                unsigned("to_bow", 0, 9),
                unsigned("to_stern", 9, 9),
                unsigned("to_port", 18, 6),
                unsigned("to_starboard", 24, 6),
            ],
        },
    ],
};

/// Message 24, part B, of a craft associated with a parent ship (MMSI 98...).
pub(super) static STATIC_B_AUXILIARY: Layout = Layout {
    name: "static_b_auxiliary",
    title: "Static data report, part B, of an auxiliary craft",
    source: "ITU-R M.1371-5, annex 8, 3.22",
    min_bits: 168,
    max_bits: 168,
    sections: &[
        Section { at: 0, fields: VENDOR },
        Section { at: 132, fields: &[unsigned("mothership_mmsi", 0, 30)] },
    ],
};

/// Message 24 with a part number that is not in use.
pub(super) static STATIC_OTHER: Layout = Layout {
    name: "static_other",
    title: "Static data report, a part that is not in use",
    source: "ITU-R M.1371-5, annex 8, 3.22",
    min_bits: 40,
    max_bits: 168,
    sections: &[Section { at: 0, fields: &[unsigned("partno", 38, 2), data("data", 40)] }],
};

/// Message 21. The name goes on at the end if twenty characters are too few.
pub(super) static AID: Layout = Layout {
    name: "aid",
    title: "Aid-to-navigation report",
    source: "ITU-R M.1371-5, annex 8, 3.19",
    min_bits: 272,
    max_bits: 360,
    sections: &[Section {
        at: 0,
        fields: &[
            code("aid_type", 38, 5, &AID_TYPE),
            text_then("name", 43, 20, 272),
            flag("accuracy", 163),
            longitude("lon", 164),
            latitude("lat", 192),
            unsigned("to_bow", 219, 9),
            unsigned("to_stern", 228, 9),
            unsigned("to_port", 237, 6),
            unsigned("to_starboard", 243, 6),
            code("epfd", 249, 4, &EPFD),
            unsigned("second", 253, 6),
            flag("off_position", 259),
            unsigned("regional", 260, 8),
            flag("raim", 268),
            flag("virtual_aid", 269),
            flag("assigned", 270),
        ],
    }],
};
