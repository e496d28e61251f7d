//! Boats drawn by code, for the exercise: nobody and nothing real is in them.

use crossbearing_reports::pictures::jpeg;

const WIDTH: usize = 720;
const HEIGHT: usize = 480;
/// Where sea and sky meet, in pixels from above.
const HORIZON: usize = 230;
/// Where the hull lies in the water.
const WATERLINE: usize = 300;

/// What a drawn boat looks like.
pub(crate) struct Boat {
    /// The hull's colour.
    pub(crate) hull: [u8; 3],
    /// The hull's length in pixels, 600 at most.
    pub(crate) length: usize,
    /// Whether it has a cabin; else it is open.
    pub(crate) cabin: bool,
    /// How many heads stand above the gunwale of an open boat.
    pub(crate) heads: usize,
    /// Changes the waves.
    pub(crate) seed: u32,
}

/// A picture of the boat as a JPEG file.
pub(crate) fn photograph(boat: &Boat) -> Option<Vec<u8>> {
    let mut noise = boat.seed | 1;
    let mut pixels = Vec::with_capacity(WIDTH * HEIGHT);
    for y in 0..HEIGHT {
        for x in 0..WIDTH {
            // Xorshift: grain, as of a long lens.
            noise ^= noise << 13;
            noise ^= noise >> 17;
            noise ^= noise << 5;
            let grain = (noise % 9) as i32 - 4;
            let colour = boat.colour(x, y).unwrap_or_else(|| backdrop(x, y, boat.seed));
            pixels.push(colour.map(|value| (i32::from(value) + grain).clamp(0, 255) as u8));
        }
    }
    jpeg(WIDTH as u16, &pixels)
}

/// Sky above, waves below.
fn backdrop(x: usize, y: usize, seed: u32) -> [u8; 3] {
    if y < HORIZON {
        let haze = (y * 70 / HORIZON) as u8;
        return [140 + haze, 155 + haze, 170 + haze / 2];
    }
    let (x, depth, seed) = (x as f32, (y - HORIZON) as f32, seed as f32);
    let wave = (x / (18.0 + depth / 4.0) + seed).sin() * (depth / 5.0 + x / 90.0).cos();
    let light = 18.0 * wave - depth / 6.0;
    [62.0, 88.0, 104.0].map(|base| (base + light).clamp(0.0, 255.0) as u8)
}

impl Boat {
    /// The boat's colour at a place, where it is.
    fn colour(&self, x: usize, y: usize) -> Option<[u8; 3]> {
        let left = (WIDTH - self.length.min(600)) / 2;
        let along = x.checked_sub(left).filter(|along| *along < self.length)?;
        let height = self.length / 9;
        // The bow rises and is raked.
        let rise = (along * 3 / 2).saturating_sub(self.length) / 12 + height;
        let rake = (WATERLINE.saturating_sub(y) / 2).min(height);
        let deck = WATERLINE - rise;
        if (deck..WATERLINE).contains(&y) && along + height < self.length + rake {
            let shade = ((y - deck) * 40 / rise.max(1)) as u8;
            return Some(self.hull.map(|value| value.saturating_sub(shade)));
        }
        let cabin = self.length / 5..self.length / 2;
        if self.cabin && cabin.contains(&along) && (deck - height..deck).contains(&y) {
            let is_window = (along / 12).is_multiple_of(2) && y < deck - height / 2;
            return Some(if is_window { [40, 50, 60] } else { [225, 225, 220] });
        }
        let place = self.length * 3 / 4 / self.heads.max(1);
        let (nth, within) = (along / place.max(1), along % place.max(1));
        let (dx, dy) = (within as i32 - place as i32 / 2, y as i32 - (deck as i32 - 8));
        let is_head = nth < self.heads && dx * dx + dy * dy < 64;
        is_head.then_some([70, 55, 50])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crossbearing_reports::pictures::{PictureLimits, draw};

    #[test]
    fn every_boat_can_be_drawn() {
        for (length, cabin, heads) in [(600, true, 0), (300, false, 9), (1, false, 1), (0, true, 0)]
        {
            let boat = Boat { hull: [90, 90, 110], length, cabin, heads, seed: 3 };
            let file = photograph(&boat).unwrap();
            draw("boat.jpg", file, &PictureLimits::default()).unwrap();
        }
    }
}
