//! What a ship says of itself: 1/12, 1/15, 1/16, 1/24 and 1/25.

use super::codes::{CARGO_CODE, CARGO_UNIT, EQUIPMENT, ICE_CLASS};
use crate::layout::{Field, Layout, List, Section, Stamp};
use crate::messages::binary::{ADDRESSED, BROADCAST};
use crate::messages::fields::{HUNDREDTHS, code, list, scaled, stamp, tenths, text, unsigned};

/// 6, 1/12.
pub(super) static DANGEROUS_CARGO_2004: Layout = Layout {
    name: "dangerous_cargo_2004",
    title: "Dangerous cargo indication",
    source: "IMO SN/Circ.236, annex 2, application 2",
    min_bits: 357,
    max_bits: 360,
    sections: &[
        ADDRESSED,
        Section {
            at: 88,
            fields: &[
                text("lastport", 0, 5),
                stamp("departure", 30, Stamp::MonthToMinute),
                text("nextport", 50, 5),
                stamp("eta", 80, Stamp::MonthToMinute),
                text("dangerous", 100, 20),
                text("imdcat", 220, 4),
                unsigned("unid", 244, 13),
                unsigned("amount", 257, 10),
                unsigned("unit", 267, 2),
            ],
        },
    ],
};

const AIR_DRAUGHT: &[Field] = &[tenths("airdraught", 0, 11)];

/// 8, 1/15.
pub(super) static AIR_DRAUGHT_BROADCAST: Layout = Layout {
    name: "air_draught",
    title: "Extended ship static and voyage related data",
    source: "IMO SN/Circ.236, annex 2, application 5",
    min_bits: 67,
    max_bits: 72,
    sections: &[BROADCAST, Section { at: 56, fields: AIR_DRAUGHT }],
};

/// 6, 1/15.
pub(super) static AIR_DRAUGHT_ADDRESSED: Layout = Layout {
    name: "air_draught_addressed",
    title: "Extended ship static and voyage related data",
    source: "IMO SN/Circ.236, annex 2, application 5",
    min_bits: 99,
    max_bits: 104,
    sections: &[ADDRESSED, Section { at: 88, fields: AIR_DRAUGHT }],
};

const PERSONS: &[Field] = &[unsigned("persons", 0, 13)];

/// 8, 1/16.
pub(super) static PERSONS_BROADCAST: Layout = Layout {
    name: "persons",
    title: "Number of persons on board",
    source: "IMO SN.1/Circ.289, annex, 11",
    min_bits: 69,
    max_bits: 72,
    sections: &[BROADCAST, Section { at: 56, fields: PERSONS }],
};

/// 6, 1/16.
pub(super) static PERSONS_ADDRESSED: Layout = Layout {
    name: "persons_addressed",
    title: "Number of persons on board",
    source: "IMO SN.1/Circ.289, annex, 11",
    min_bits: 101,
    max_bits: 136,
    sections: &[ADDRESSED, Section { at: 88, fields: PERSONS }],
};

/// 8, 1/24.
pub(super) static EXTENDED: Layout = Layout {
    name: "ship_extended",
    title: "Extended ship static and voyage related data",
    source: "IMO SN.1/Circ.289, annex, 4",
    min_bits: 350,
    max_bits: 360,
    sections: &[
        BROADCAST,
        Section {
            at: 56,
            fields: &[
                unsigned("linkage", 0, 10),
                scaled("airdraught", 10, 13, HUNDREDTHS),
                text("lastport", 23, 5),
                text("nextport", 53, 5),
                text("secondport", 83, 5),
                code("ais_state", 113, 2, &EQUIPMENT),
                code("ata_state", 115, 2, &EQUIPMENT),
                code("bnwas_state", 117, 2, &EQUIPMENT),
                code("ecdisb_state", 119, 2, &EQUIPMENT),
                code("chart_state", 121, 2, &EQUIPMENT),
                code("sounder_state", 123, 2, &EQUIPMENT),
                code("epaid_state", 125, 2, &EQUIPMENT),
                code("steer_state", 127, 2, &EQUIPMENT),
                code("gnss_state", 129, 2, &EQUIPMENT),
                code("gyro_state", 131, 2, &EQUIPMENT),
                code("lrit_state", 133, 2, &EQUIPMENT),
                code("magcomp_state", 135, 2, &EQUIPMENT),
                code("navtex_state", 137, 2, &EQUIPMENT),
                code("arpa_state", 139, 2, &EQUIPMENT),
                code("sband_state", 141, 2, &EQUIPMENT),
                code("xband_state", 143, 2, &EQUIPMENT),
                code("hfradio_state", 145, 2, &EQUIPMENT),
                code("inmarsat_state", 147, 2, &EQUIPMENT),
                code("mfradio_state", 149, 2, &EQUIPMENT),
                code("vhfradio_state", 151, 2, &EQUIPMENT),
                code("grndlog_state", 153, 2, &EQUIPMENT),
                code("waterlog_state", 155, 2, &EQUIPMENT),
                code("thd_state", 157, 2, &EQUIPMENT),
                code("tcs_state", 159, 2, &EQUIPMENT),
                code("vdr_state", 161, 2, &EQUIPMENT),
                code("iceclass", 165, 4, &ICE_CLASS),
                unsigned("horsepower", 169, 18),
                unsigned("vhfchan", 187, 12),
                text("lshiptype", 199, 7),
                unsigned("tonnage", 241, 18),
                unsigned("lading", 259, 2),
                unsigned("heavyoil", 261, 2),
                unsigned("lightoil", 263, 2),
                unsigned("dieseloil", 265, 2),
                unsigned("totaloil", 267, 14),
                unsigned("persons", 281, 13),
            ],
        },
    ],
};

static CARGOS: List = List {
    stride: 17,
    max: 28,
    count: None,
    selector: (0, 0),
    variants: &[&[code("code", 0, 4, &CARGO_CODE), unsigned("subtype", 4, 13)]],
};

const CARGO: &[Field] =
    &[code("unit", 0, 2, &CARGO_UNIT), unsigned("amount", 2, 10), list("cargos", 12, &CARGOS)];

/// 6, 1/25.
pub(super) static CARGO_ADDRESSED: Layout = Layout {
    name: "dangerous_cargo_addressed",
    title: "Dangerous cargo indication",
    source: "IMO SN.1/Circ.289, annex, 6",
    min_bits: 100,
    max_bits: 576,
    sections: &[ADDRESSED, Section { at: 88, fields: CARGO }],
};

/// 8, 1/25.
pub(super) static CARGO_BROADCAST: Layout = Layout {
    name: "dangerous_cargo",
    title: "Dangerous cargo indication",
    source: "IMO SN.1/Circ.289, annex, 6",
    min_bits: 68,
    max_bits: 544,
    sections: &[BROADCAST, Section { at: 56, fields: CARGO }],
};
