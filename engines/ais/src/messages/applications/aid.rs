//! How an aid to navigation fares: 235/10 and 250/10.

use super::codes::{LIGHT_STATUS, RACON_STATUS};
use crate::layout::{Layout, Scale, Section};
use crate::messages::binary::ADDRESSED;
use crate::messages::fields::{code, flag, scaled, unsigned};

/// Steps of 0.05 V.
const VOLTS: Scale = Scale::new(5, 1, 2);

/// 6, 235/10 and 250/10.
pub(super) static MONITORING: Layout = Layout {
    name: "aid_monitoring",
    title: "Monitoring data of an aid to navigation",
    source: "General Lighthouse Authorities, as gpsd's AIVDM documentation has it",
    min_bits: 136,
    max_bits: 136,
    sections: &[
        ADDRESSED,
        Section {
            at: 88,
            fields: &[
                scaled("ana_int", 0, 10, VOLTS),
                scaled("ana_ext1", 10, 10, VOLTS),
                scaled("ana_ext2", 20, 10, VOLTS),
                code("racon", 30, 2, &RACON_STATUS),
                code("light", 32, 2, &LIGHT_STATUS),
                flag("alarm", 34),
                unsigned("stat_ext", 35, 8),
                flag("off_pos", 43),
            ],
        },
    ],
};
