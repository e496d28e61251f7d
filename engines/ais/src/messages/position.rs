//! Where a station is: messages 1, 2, 3, 9, 18, 19 and 27.

use super::codes::{EPFD, NAVIGATION_STATUS, SHIP_TYPE};
use super::fields::{
    code, flag, latitude, latitude_far, longitude, longitude_far, tenths, text, unsigned,
};
use crate::layout::{Field, Kind, Layout, Section};

/// Messages 1, 2 and 3.
pub(super) static CLASS_A: Layout = Layout {
    name: "position_a",
    title: "Position report, class A",
    source: "ITU-R M.1371-5, annex 8, 3.1",
    min_bits: 168,
    max_bits: 168,
    sections: &[Section {
        at: 0,
        fields: &[
            code("status", 38, 4, &NAVIGATION_STATUS),
            Field::new("turn", 42, 8, Kind::Turn).with_words(&[
                (-128, "n/a"),
                (-127, "fastleft"),
                (127, "fastright"),
            ]),
            tenths("speed", 50, 10).with_words(&[(1022, "fast"), (1023, "n/a")]),
            flag("accuracy", 60),
            longitude("lon", 61),
            latitude("lat", 89),
            tenths("course", 116, 12),
            unsigned("heading", 128, 9),
            unsigned("second", 137, 6),
            unsigned("maneuver", 143, 2),
            flag("raim", 148),
            unsigned("radio", 149, 19),
        ],
    }],
};

/// Message 9.
pub(super) static RESCUE_AIRCRAFT: Layout = Layout {
    name: "position_aircraft",
    title: "Standard search and rescue aircraft position report",
    source: "ITU-R M.1371-5, annex 8, 3.7",
    min_bits: 168,
    max_bits: 168,
    sections: &[Section {
        at: 0,
        fields: &[
            unsigned("alt", 38, 12).with_words(&[(4094, "high"), (4095, "nan")]),
            unsigned("speed", 50, 10).with_words(&[(1022, "fast"), (1023, "nan")]),
            flag("accuracy", 60),
            longitude("lon", 61),
            latitude("lat", 89),
            tenths("course", 116, 12),
            unsigned("second", 128, 6),
            unsigned("regional", 134, 8),
            unsigned("dte", 142, 1),
            flag("assigned", 146),
            flag("raim", 147),
            unsigned("radio", 148, 20),
        ],
    }],
};

/// Message 18.
pub(super) static CLASS_B: Layout = Layout {
    name: "position_b",
    title: "Standard position report, class B",
    source: "ITU-R M.1371-5, annex 8, 3.16",
    min_bits: 168,
    max_bits: 168,
    sections: &[Section {
        at: 0,
        fields: &[
            unsigned("reserved", 38, 8),
            tenths("speed", 46, 10),
            flag("accuracy", 56),
            longitude("lon", 57),
            latitude("lat", 85),
            tenths("course", 112, 12),
            unsigned("heading", 124, 9),
            unsigned("second", 133, 6),
            unsigned("regional", 139, 2),
            flag("cs", 141),
            flag("display", 142),
            flag("dsc", 143),
            flag("band", 144),
            flag("msg22", 145),
            flag("assigned", 146),
            flag("raim", 147),
            unsigned("radio", 148, 20),
        ],
    }],
};

/// Message 19.
pub(super) static CLASS_B_EXTENDED: Layout = Layout {
    name: "position_b_extended",
    title: "Extended position report, class B",
    source: "ITU-R M.1371-5, annex 8, 3.17",
    min_bits: 312,
    max_bits: 312,
    sections: &[Section {
        at: 0,
        fields: &[
            unsigned("reserved", 38, 8),
            tenths("speed", 46, 10),
            flag("accuracy", 56),
            longitude("lon", 57),
            latitude("lat", 85),
            tenths("course", 112, 12),
            unsigned("heading", 124, 9),
            unsigned("second", 133, 6),
            unsigned("regional", 139, 4),
            text("shipname", 143, 20),
            code("shiptype", 263, 8, &SHIP_TYPE),
            unsigned("to_bow", 271, 9),
            unsigned("to_stern", 280, 9),
            unsigned("to_port", 289, 6),
            unsigned("to_starboard", 295, 6),
            code("epfd", 301, 4, &EPFD),
            flag("raim", 305),
            unsigned("dte", 306, 1),
            flag("assigned", 307),
        ],
    }],
};

/// Message 27.
pub(super) static LONG_RANGE: Layout = Layout {
    name: "position_long_range",
    title: "Long-range automatic identification system broadcast",
    source: "ITU-R M.1371-5, annex 8, 3.25",
    min_bits: 96,
    max_bits: 96,
    sections: &[Section {
        at: 0,
        fields: &[
            flag("accuracy", 38),
            flag("raim", 39),
            code("status", 40, 4, &NAVIGATION_STATUS),
            longitude_far("lon", 44),
            latitude_far("lat", 62),
            unsigned("speed", 79, 6),
            unsigned("course", 85, 9),
            flag("gnss", 94),
        ],
    }],
};
