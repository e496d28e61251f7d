//! Messages by which stations run the radio link: 4, 10, 11, 15, 16, 20, 22 and 23.

use super::codes::{EPFD, SHIP_TYPE, STATION_TYPE};
use super::fields::{code, flag, latitude, latitude_17, longitude, longitude_18, stamp, unsigned};
use crate::layout::{Field, Layout, Section, Stamp};

/// Messages 4 and 11.
pub(super) static BASE_STATION: Layout = Layout {
    name: "base_station",
    title: "Base station report; coordinated universal time and date response",
    source: "ITU-R M.1371-5, annex 8, 3.2 and 3.9",
    min_bits: 168,
    max_bits: 168,
    sections: &[Section {
        at: 0,
        fields: &[
            stamp("timestamp", 38, Stamp::YearToSecond),
            flag("accuracy", 78),
            longitude("lon", 79),
            latitude("lat", 107),
            code("epfd", 134, 4, &EPFD),
            flag("raim", 148),
            unsigned("radio", 149, 19),
        ],
    }],
};

/// Message 10.
pub(super) static TIME_INQUIRY: Layout = Layout {
    name: "time_inquiry",
    title: "Coordinated universal time and date inquiry",
    source: "ITU-R M.1371-5, annex 8, 3.8",
    min_bits: 72,
    max_bits: 72,
    sections: &[Section { at: 0, fields: &[unsigned("dest_mmsi", 40, 30)] }],
};

/// Message 15.
pub(super) static INTERROGATION: Layout = Layout {
    name: "interrogation",
    title: "Interrogation",
    source: "ITU-R M.1371-5, annex 8, 3.13",
    min_bits: 88,
    max_bits: 168,
    sections: &[Section {
        at: 0,
        fields: &[
            unsigned("mmsi1", 40, 30),
            unsigned("type1_1", 70, 6),
            unsigned("offset1_1", 76, 12),
            unsigned("type1_2", 90, 6).or_zero(),
            unsigned("offset1_2", 96, 12).or_zero(),
            unsigned("mmsi2", 110, 30).or_zero(),
            unsigned("type2_1", 140, 6).or_zero(),
            unsigned("offset2_1", 146, 12).or_zero(),
        ],
    }],
};

/// Message 16.
pub(super) static ASSIGNMENT: Layout = Layout {
    name: "assignment",
    title: "Assigned mode command",
    source: "ITU-R M.1371-5, annex 8, 3.14",
    min_bits: 96,
    max_bits: 168,
    sections: &[Section {
        at: 0,
        fields: &[
            unsigned("mmsi1", 40, 30),
            unsigned("offset1", 70, 12),
            unsigned("increment1", 82, 10),
            unsigned("mmsi2", 92, 30).or_zero(),
            unsigned("offset2", 122, 12).or_zero(),
            unsigned("increment2", 134, 10).or_zero(),
        ],
    }],
};

/// Message 20.
pub(super) static LINK_MANAGEMENT: Layout = Layout {
    name: "link_management",
    title: "Data link management",
    source: "ITU-R M.1371-5, annex 8, 3.18",
    min_bits: 72,
    max_bits: 160,
    sections: &[Section {
        at: 0,
        fields: &[
            unsigned("offset1", 40, 12),
            unsigned("number1", 52, 4),
            unsigned("timeout1", 56, 3),
            unsigned("increment1", 59, 11),
            unsigned("offset2", 70, 12).or_zero(),
            unsigned("number2", 82, 4).or_zero(),
            unsigned("timeout2", 86, 3).or_zero(),
            unsigned("increment2", 89, 11).or_zero(),
            unsigned("offset3", 100, 12).or_zero(),
            unsigned("number3", 112, 4).or_zero(),
            unsigned("timeout3", 116, 3).or_zero(),
            unsigned("increment3", 119, 11).or_zero(),
            unsigned("offset4", 130, 12).or_zero(),
            unsigned("number4", 142, 4).or_zero(),
            unsigned("timeout4", 146, 3).or_zero(),
            unsigned("increment4", 149, 11).or_zero(),
        ],
    }],
};

/// Message 22 to an area.
pub(super) static CHANNELS_AREA: Layout = Layout {
    name: "channels_area",
    title: "Channel management of an area",
    source: "ITU-R M.1371-5, annex 8, 3.20",
    min_bits: 168,
    max_bits: 168,
    sections: &[
        Section { at: 0, fields: CHANNELS },
        Section {
            at: 69,
            fields: &[
                longitude_18("ne_lon", 0),
                latitude_17("ne_lat", 18),
                longitude_18("sw_lon", 35),
                latitude_17("sw_lat", 53),
            ],
        },
        Section { at: 139, fields: BANDS },
    ],
};

/// Message 22 to two stations.
pub(super) static CHANNELS_ADDRESSED: Layout = Layout {
    name: "channels_addressed",
    title: "Channel management of two stations",
    source: "ITU-R M.1371-5, annex 8, 3.20",
    min_bits: 168,
    max_bits: 168,
    sections: &[
        Section { at: 0, fields: CHANNELS },
        Section { at: 69, fields: &[unsigned("dest1", 0, 30), unsigned("dest2", 35, 30)] },
        Section { at: 139, fields: BANDS },
    ],
};

const CHANNELS: &[Field] = &[
    unsigned("channel_a", 40, 12),
    unsigned("channel_b", 52, 12),
    unsigned("txrx", 64, 4),
    flag("power", 68),
];

const BANDS: &[Field] =
    &[flag("addressed", 0), flag("band_a", 1), flag("band_b", 2), unsigned("zonesize", 3, 3)];

/// Message 23.
pub(super) static GROUP_ASSIGNMENT: Layout = Layout {
    name: "group_assignment",
    title: "Group assignment command",
    source: "ITU-R M.1371-5, annex 8, 3.21",
    min_bits: 160,
    max_bits: 160,
    sections: &[Section {
        at: 0,
        fields: &[
            longitude_18("ne_lon", 40),
            latitude_17("ne_lat", 58),
            longitude_18("sw_lon", 75),
            latitude_17("sw_lat", 93),
            code("stationtype", 110, 4, &STATION_TYPE),
            code("shiptype", 114, 8, &SHIP_TYPE),
            unsigned("txrx", 144, 2),
            unsigned("interval", 146, 4),
            unsigned("quiet", 150, 4),
        ],
    }],
};
