//! Positions that tests make up.

use proptest::prelude::*;

use super::Position;

/// Any position of one of five vessels.
pub(super) fn position() -> impl Strategy<Value = Position> {
    let place = (-900_000_000..=900_000_000_i32, -1_800_000_000..=1_800_000_000_i32);
    (0..5_u32, 0..1_i64 << 45, place, any::<u16>(), any::<u16>()).prop_map(
        |(mmsi, time, (lat, lon), speed, course)| Position { mmsi, time, lat, lon, speed, course },
    )
}
