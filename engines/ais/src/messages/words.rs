//! Messages of words and receipts: 7, 12, 13 and 14.

use super::fields::{flag, text_to_end, unsigned};
use crate::layout::{Layout, Section};

/// Messages 7 and 13.
pub(super) static ACKNOWLEDGEMENT: Layout = Layout {
    name: "acknowledgement",
    title: "Binary acknowledgement; safety related acknowledgement",
    source: "ITU-R M.1371-5, annex 8, 3.5 and 3.11",
    min_bits: 72,
    max_bits: 168,
    sections: &[Section {
        at: 0,
        fields: &[
            unsigned("mmsi1", 40, 30),
            unsigned("seqno1", 70, 2),
            unsigned("mmsi2", 72, 30).or_zero(),
            unsigned("seqno2", 102, 2).or_zero(),
            unsigned("mmsi3", 104, 30).or_zero(),
            unsigned("seqno3", 134, 2).or_zero(),
            unsigned("mmsi4", 136, 30).or_zero(),
            unsigned("seqno4", 166, 2).or_zero(),
        ],
    }],
};

/// Message 12.
pub(super) static SAFETY_ADDRESSED: Layout = Layout {
    name: "safety_addressed",
    title: "Addressed safety related message",
    source: "ITU-R M.1371-5, annex 8, 3.10",
    min_bits: 72,
    max_bits: 1008,
    sections: &[Section {
        at: 0,
        fields: &[
            unsigned("seqno", 38, 2),
            unsigned("dest_mmsi", 40, 30),
            flag("retransmit", 70),
            text_to_end("text", 72),
        ],
    }],
};

/// Message 14.
pub(super) static SAFETY_BROADCAST: Layout = Layout {
    name: "safety_broadcast",
    title: "Safety related broadcast message",
    source: "ITU-R M.1371-5, annex 8, 3.12",
    min_bits: 40,
    max_bits: 1008,
    sections: &[Section { at: 0, fields: &[text_to_end("text", 40)] }],
};
