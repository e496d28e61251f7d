//! Every message: which layout a payload has.

mod applications;
mod binary;
mod codes;
mod fields;
mod identity;
mod position;
mod radio;
mod words;

use crate::bits::Payload;
use crate::layout::Layout;
use applications::Found;

/// Message types that six bits can say; 1 to 27 are in use.
const TYPES: usize = 64;

/// Which of the layouts a message has; a small number to keep columns by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LayoutId(u8);

impl LayoutId {
    /// The layout of a payload.
    #[inline]
    pub fn of(payload: &Payload) -> Self {
        let kind = payload.unsigned(0, 6) as usize;
        let simple = SIMPLE[kind % TYPES];
        if simple == 0 { Self(variant(kind, payload) as u8) } else { Self(simple) }
    }

    /// The layout itself.
    #[inline]
    pub fn layout(self) -> &'static Layout {
        ALL[usize::from(self.0)]
    }

    /// A number below [`LayoutId::COUNT`].
    #[inline]
    pub fn index(self) -> usize {
        usize::from(self.0)
    }

    /// How many numbers there are.
    pub const COUNT: usize = VARIANTS + VARIANT_LAYOUTS.len() + applications::COUNT;

    /// All layouts, each once, basic messages first.
    pub fn all() -> impl Iterator<Item = Self> {
        (1..Self::COUNT)
            .filter(|&number| number >= VARIANTS || usize::from(SIMPLE[number]) == number)
            .chain([0])
            .map(|number| Self(number as u8))
    }
}

/// Where numbers stop being message types.
const VARIANTS: usize = TYPES;

/// By message type, the number of its only layout, or 0 if it has several or is not in use.
static SIMPLE: [u8; TYPES] = {
    let mut simple = [0; TYPES];
    let mut kind = 1;
    while kind <= 27 {
        simple[kind] = match kind {
            2 | 3 => 1,
            11 => 4,
            13 => 7,
            6 | 8 | 22 | 24 | 25 | 26 => 0,
            _ => kind as u8,
        };
        kind += 1;
    }
    simple
};

const VARIANT_LAYOUTS: [&Layout; 17] = [
    &identity::STATIC_A,
    &identity::STATIC_B,
    &identity::STATIC_B_AUXILIARY,
    &identity::STATIC_OTHER,
    &radio::CHANNELS_AREA,
    &radio::CHANNELS_ADDRESSED,
    &binary::SINGLE_SLOT[0],
    &binary::SINGLE_SLOT[1],
    &binary::SINGLE_SLOT[2],
    &binary::SINGLE_SLOT[3],
    &binary::MULTIPLE_SLOT[0],
    &binary::MULTIPLE_SLOT[1],
    &binary::MULTIPLE_SLOT[2],
    &binary::MULTIPLE_SLOT[3],
    &binary::BINARY_ADDRESSED,
    &binary::BINARY_BROADCAST,
    applications::SHIP_WMO,
];

static ALL: [&Layout; LayoutId::COUNT] = {
    let mut all = [&binary::UNKNOWN; LayoutId::COUNT];
    all[1] = &position::CLASS_A;
    all[4] = &radio::BASE_STATION;
    all[5] = &identity::VOYAGE;
    all[7] = &words::ACKNOWLEDGEMENT;
    all[9] = &position::RESCUE_AIRCRAFT;
    all[10] = &radio::TIME_INQUIRY;
    all[12] = &words::SAFETY_ADDRESSED;
    all[14] = &words::SAFETY_BROADCAST;
    all[15] = &radio::INTERROGATION;
    all[16] = &radio::ASSIGNMENT;
    all[17] = &binary::GNSS_CORRECTIONS;
    all[18] = &position::CLASS_B;
    all[19] = &position::CLASS_B_EXTENDED;
    all[20] = &radio::LINK_MANAGEMENT;
    all[21] = &identity::AID;
    all[23] = &radio::GROUP_ASSIGNMENT;
    all[27] = &position::LONG_RANGE;
    let mut idx = 0;
    while idx < VARIANT_LAYOUTS.len() {
        all[VARIANTS + idx] = VARIANT_LAYOUTS[idx];
        idx += 1;
    }
    idx = 0;
    while idx < applications::COUNT {
        all[VARIANTS + VARIANT_LAYOUTS.len() + idx] = applications::layout(idx);
        idx += 1;
    }
    all
};

/// The number of the layout of a message whose type has several.
fn variant(kind: usize, payload: &Payload) -> usize {
    let mode = payload.unsigned(38, 2) as usize;
    match kind {
        6 => application(applications::addressed(payload)).unwrap_or(VARIANTS + 14),
        8 => application(applications::broadcast(payload)).unwrap_or(VARIANTS + 15),
        22 => VARIANTS + 4 + payload.unsigned(139, 1) as usize,
        24 => VARIANTS + static_part(mode, payload),
        25 => VARIANTS + 6 + mode,
        26 => VARIANTS + 10 + mode,
        _ => 0,
    }
}

fn application(found: Option<Found>) -> Option<usize> {
    Some(match found? {
        Found::Number(number) => VARIANTS + VARIANT_LAYOUTS.len() + number,
        Found::ShipWmo => VARIANTS + 16,
    })
}

fn static_part(part: usize, payload: &Payload) -> usize {
    let auxiliary = payload.unsigned(8, 30) / 10_000_000 == 98;
    match (part, auxiliary) {
        (0, _) => 0,
        (1, false) => 1,
        (1, true) => 2,
        _ => 3,
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::LayoutId;
    use crate::layout::{Field, Kind};

    #[test]
    fn names_are_unique_and_each_layout_has_fields() {
        let mut names = BTreeSet::new();
        for id in LayoutId::all() {
            assert!(names.insert(id.layout().name), "{} twice", id.layout().name);
            assert!(id.layout().fields().next().is_some());
        }
        assert_eq!(names.len(), 69);
    }

    #[test]
    fn no_name_is_used_twice_in_a_message() {
        for id in LayoutId::all() {
            let mut names: BTreeSet<&str> =
                ["class", "type", "repeat", "mmsi", "scaled", "channel", "time", "source"].into();
            for (_, field) in id.layout().fields() {
                assert!(names.insert(field.name()), "{} in {}", field.name(), id.layout().name);
                if let Kind::Code(_) = field.kind {
                    assert!(names.insert(format!("{}_text", field.name()).leak()));
                }
            }
        }
    }

    #[test]
    fn fields_do_not_overlap_and_end_within_the_message() {
        for id in LayoutId::all() {
            let layout = id.layout();
            let mut used = [false; 2048];
            for (start, field) in layout.fields() {
                let end = start + usize::from(field.width);
                let both_readings = layout.name.starts_with("static_b") && field.width == 42;
                if matches!(field.kind, Kind::Last) || (both_readings && start == 48) {
                    continue;
                }
                assert!(end <= usize::from(layout.max_bits), "{} {}", layout.name, field.name());
                for bit in &mut used[start..end] {
                    assert!(!*bit, "{} {}", layout.name, field.name());
                    *bit = true;
                }
            }
            check_lists(layout.fields().map(|(_, field)| field));
        }
    }

    fn check_lists(fields: impl Iterator<Item = &'static Field>) {
        for field in fields {
            if let Kind::List(list) = field.kind {
                for variant in list.variants {
                    for field in *variant {
                        assert!(field.start + field.width <= list.stride, "{}", field.name());
                    }
                    check_lists(variant.iter());
                }
            }
        }
    }
}
