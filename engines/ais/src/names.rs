//! The names that parts A of static data reports gave, for the parts B that follow them.

/// How many ships are remembered; a new one takes the place of whoever shares its slot.
const SLOTS: usize = 4096;
const LENGTH: usize = 20;

/// Names by MMSI.
#[derive(Debug, Default)]
pub(crate) struct Names {
    slots: Vec<Slot>,
}

#[derive(Debug, Clone, Copy, Default)]
struct Slot {
    mmsi: u32,
    length: u8,
    name: [u8; LENGTH],
}

impl Names {
    pub(crate) fn remember(&mut self, mmsi: u32, name: &[u8]) {
        if self.slots.is_empty() {
            self.slots = vec![Slot::default(); SLOTS];
        }
        let slot = &mut self.slots[slot(mmsi)];
        let length = name.len().min(LENGTH);
        slot.mmsi = mmsi;
        slot.length = length as u8;
        slot.name[..length].copy_from_slice(&name[..length]);
    }

    /// The name of a ship, if it has said one.
    pub(crate) fn of(&self, mmsi: u32) -> Option<&[u8]> {
        let slot = self.slots.get(slot(mmsi))?;
        (slot.mmsi == mmsi && slot.length > 0).then(|| &slot.name[..usize::from(slot.length)])
    }
}

/// Fibonacci hashing (D. Knuth, The Art of Computer Programming, volume 3, 6.4).
fn slot(mmsi: u32) -> usize {
    (mmsi.wrapping_mul(0x9E37_79B9) >> 20) as usize
}

#[cfg(test)]
mod tests {
    use super::Names;

    #[test]
    fn remembers_and_forgets_within_bounds() {
        let mut names = Names::default();
        assert_eq!(names.of(1), None);
        names.remember(1, b"PROGUY");
        assert_eq!(names.of(1), Some(&b"PROGUY"[..]));
        names.remember(1, b"a name of more than twenty letters");
        assert_eq!(names.of(1).map(<[u8]>::len), Some(20));
        assert_eq!(names.of(2), None);
    }
}
