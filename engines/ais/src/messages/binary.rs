//! Envelopes of application data: messages 6, 8, 17, 25 and 26, and messages of no known type.

use super::fields::{data, data_before, flag, last, latitude_17, longitude_18, unsigned, zero};
use crate::layout::{Field, Layout, Section};

/// What precedes application data in message 6; the data starts at bit 88.
pub(super) const ADDRESSED: Section = Section {
    at: 0,
    fields: &[
        unsigned("seqno", 38, 2),
        unsigned("dest_mmsi", 40, 30),
        flag("retransmit", 70),
        unsigned("dac", 72, 10),
        unsigned("fid", 82, 6),
    ],
};

/// What precedes application data in message 8; the data starts at bit 56.
pub(super) const BROADCAST: Section =
    Section { at: 0, fields: &[unsigned("dac", 40, 10), unsigned("fid", 50, 6)] };

/// Message 6 with data of an application not known here.
pub(super) static BINARY_ADDRESSED: Layout = Layout {
    name: "binary_addressed",
    title: "Addressed binary message",
    source: "ITU-R M.1371-5, annex 8, 3.4",
    min_bits: 88,
    max_bits: 1008,
    sections: &[ADDRESSED, Section { at: 88, fields: &[data("data", 0)] }],
};

/// Message 8 with data of an application not known here.
pub(super) static BINARY_BROADCAST: Layout = Layout {
    name: "binary_broadcast",
    title: "Binary broadcast message",
    source: "ITU-R M.1371-5, annex 8, 3.6",
    min_bits: 56,
    max_bits: 1008,
    sections: &[BROADCAST, Section { at: 56, fields: &[data("data", 0)] }],
};

/// Message 17.
pub(super) static GNSS_CORRECTIONS: Layout = Layout {
    name: "gnss_corrections",
    title: "Global navigation-satellite system broadcast binary message",
    source: "ITU-R M.1371-5, annex 8, 3.15",
    min_bits: 80,
    max_bits: 816,
    sections: &[Section {
        at: 0,
        fields: &[longitude_18("lon", 40), latitude_17("lat", 58), data("data", 80)],
    }],
};

const MODE: Section = Section { at: 0, fields: &[flag("addressed", 38), flag("structured", 39)] };
const TO_ALL: Field = zero("dest_mmsi");
const TO_ONE: Field = unsigned("dest_mmsi", 40, 30);
const WITHOUT_ID: Field = zero("app_id");

/// Message 25 by (addressed, structured), counted in binary.
pub(super) static SINGLE_SLOT: [Layout; 4] = [
    single_slot(
        "single_slot",
        40,
        &[MODE, Section { at: 0, fields: &[TO_ALL, WITHOUT_ID, data("data", 40)] }],
    ),
    single_slot(
        "single_slot_structured",
        56,
        &[MODE, Section { at: 0, fields: &[TO_ALL, unsigned("app_id", 40, 16), data("data", 56)] }],
    ),
    single_slot(
        "single_slot_addressed",
        70,
        &[MODE, Section { at: 0, fields: &[TO_ONE, WITHOUT_ID, data("data", 70)] }],
    ),
    single_slot(
        "single_slot_addressed_structured",
        86,
        &[MODE, Section { at: 0, fields: &[TO_ONE, unsigned("app_id", 70, 16), data("data", 86)] }],
    ),
];

const STATE_BITS: u16 = 20;
const STATE: Field = last("radio", STATE_BITS);

/// Message 26 by (addressed, structured), counted in binary; the state of the communication is
/// its last 20 bits.
pub(super) static MULTIPLE_SLOT: [Layout; 4] = [
    multiple_slot(
        "multiple_slot",
        60,
        &[MODE, Section { at: 0, fields: &[TO_ALL, WITHOUT_ID, binary(40), STATE] }],
    ),
    multiple_slot(
        "multiple_slot_structured",
        76,
        &[
            MODE,
            Section { at: 0, fields: &[TO_ALL, unsigned("app_id", 40, 16), binary(56), STATE] },
        ],
    ),
    multiple_slot(
        "multiple_slot_addressed",
        90,
        &[MODE, Section { at: 0, fields: &[TO_ONE, WITHOUT_ID, binary(70), STATE] }],
    ),
    multiple_slot(
        "multiple_slot_addressed_structured",
        106,
        &[
            MODE,
            Section { at: 0, fields: &[TO_ONE, unsigned("app_id", 70, 16), binary(86), STATE] },
        ],
    ),
];

const fn binary(start: u16) -> Field {
    data_before("data", start, STATE_BITS)
}

const fn single_slot(name: &'static str, min_bits: u16, sections: &'static [Section]) -> Layout {
    let (title, source) = ("Single slot binary message", "ITU-R M.1371-5, annex 8, 3.23");
    Layout { name, title, source, min_bits, max_bits: 168, sections }
}

const fn multiple_slot(name: &'static str, min_bits: u16, sections: &'static [Section]) -> Layout {
    let title = "Multiple slot binary message with communications state";
    let source = "ITU-R M.1371-5, annex 8, 3.24";
    Layout { name, title, source, min_bits, max_bits: 1064, sections }
}

/// A message whose type is not in use; type 28 is seen in the wild with no published layout.
pub(super) static UNKNOWN: Layout = Layout {
    name: "unknown",
    title: "A message of a type that is not in use",
    source: "ITU-R M.1371-5, annex 8, table 46",
    min_bits: 38,
    max_bits: 1192,
    sections: &[Section { at: 0, fields: &[data("data", 38)] }],
};
