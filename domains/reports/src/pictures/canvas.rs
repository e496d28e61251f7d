//! Pixels: turned, made smaller, blurred, written.

/// A picture as rows of red, green and blue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Canvas {
    width: usize,
    height: usize,
    pixels: Vec<[u8; 3]>,
}

/// How a picture is stored, as EXIF says it (tag 0x0112): which way it is to be turned.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Orientation {
    /// Rows and columns change places.
    pub(super) transposed: bool,
    /// After that, left is right.
    pub(super) mirrored: bool,
    /// After that, up is down.
    pub(super) flipped: bool,
}

impl Orientation {
    /// Of the number from 1 to 8; upright for any other.
    pub(super) fn of(number: u16) -> Self {
        let (transposed, mirrored, flipped) = match number {
            2 => (false, true, false),
            3 => (false, true, true),
            4 => (false, false, true),
            5 => (true, false, false),
            6 => (true, true, false),
            7 => (true, true, true),
            8 => (true, false, true),
            _ => (false, false, false),
        };
        Self { transposed, mirrored, flipped }
    }
}

impl Canvas {
    /// Of decoded samples: one (grey), two (grey, opacity), three, or four (with opacity) a pixel.
    /// What is transparent is shown on white.
    pub(super) fn from_samples(
        (width, height): (usize, usize),
        samples: usize,
        bytes: &[u8],
    ) -> Result<Self, String> {
        let on_white = |value: u8, opacity: u8| {
            let (value, opacity) = (u32::from(value), u32::from(opacity));
            ((value * opacity + 255 * (255 - opacity)) / 255) as u8
        };
        let pixel = |one: &[u8]| match *one {
            [grey] => [grey; 3],
            [grey, opacity] => [on_white(grey, opacity); 3],
            [red, green, blue] => [red, green, blue],
            [red, green, blue, opacity] => [red, green, blue].map(|it| on_white(it, opacity)),
            _ => [0; 3],
        };
        let pixels: Vec<[u8; 3]> = bytes.chunks_exact(samples.clamp(1, 4)).map(pixel).collect();
        if pixels.len() != width * height || pixels.is_empty() {
            return Err("it has fewer pixels than it says".to_owned());
        }
        Ok(Self { width, height, pixels })
    }

    /// The right way up.
    pub(super) fn turned(self, orientation: Orientation) -> Self {
        if orientation == Orientation::default() {
            return self;
        }
        let Orientation { transposed, mirrored, flipped } = orientation;
        let (width, height) =
            if transposed { (self.height, self.width) } else { (self.width, self.height) };
        let mut pixels = Vec::with_capacity(self.pixels.len());
        for row in 0..height {
            let row = if flipped { height - 1 - row } else { row };
            for column in 0..width {
                let column = if mirrored { width - 1 - column } else { column };
                let (x, y) = if transposed { (row, column) } else { (column, row) };
                pixels.push(self.pixels[y * self.width + x]);
            }
        }
        Self { width, height, pixels }
    }

    /// Made smaller until no side is longer than `longest`: each pixel is the mean of those that it
    /// stands for. A picture that is small enough stays as it is.
    pub(super) fn within(&self, longest: u32) -> Self {
        let (longest, side) = (longest as usize, self.width.max(self.height));
        if side <= longest {
            return self.clone();
        }
        let scaled = |length: usize| (length * longest / side).max(1);
        let (width, height) = (scaled(self.width), scaled(self.height));
        let bounds = |idx: usize, to: usize, from: usize| idx * from / to..(idx + 1) * from / to;
        let mut pixels = Vec::with_capacity(width * height);
        let mut sums = vec![[0_u32; 3]; width];
        for row in 0..height {
            sums.fill([0; 3]);
            let rows = bounds(row, height, self.height);
            for y in rows.clone() {
                let line = &self.pixels[y * self.width..(y + 1) * self.width];
                for (column, sum) in sums.iter_mut().enumerate() {
                    for pixel in &line[bounds(column, width, self.width)] {
                        for (total, value) in sum.iter_mut().zip(pixel) {
                            *total += u32::from(*value);
                        }
                    }
                }
            }
            for (column, sum) in sums.iter().enumerate() {
                let n = (rows.len() * bounds(column, width, self.width).len()).max(1) as u32;
                pixels.push(sum.map(|total| (total / n) as u8));
            }
        }
        Self { width, height, pixels }
    }

    /// Of the same size, with no more in it than `cells` pixels on the long side tell.
    pub(super) fn veiled(&self, cells: u32) -> Self {
        let coarse = self.within(cells);
        let place = |idx: usize, to: usize, from: usize| {
            let at =
                ((idx as f32 + 0.5) * from as f32 / to as f32 - 0.5).clamp(0.0, from as f32 - 1.0);
            (at as usize, (at as usize + 1).min(from - 1), at.fract())
        };
        let mut pixels = Vec::with_capacity(self.pixels.len());
        for row in 0..self.height {
            let (above, below, down) = place(row, self.height, coarse.height);
            for column in 0..self.width {
                let (left, right, across) = place(column, self.width, coarse.width);
                let at = |y: usize, x: usize| coarse.pixels[y * coarse.width + x];
                let mix = |one: [u8; 3], other: [u8; 3], share: f32| {
                    [0, 1, 2].map(|idx| {
                        let (one, other) = (f32::from(one[idx]), f32::from(other[idx]));
                        (one + (other - one) * share).round() as u8
                    })
                };
                let upper = mix(at(above, left), at(above, right), across);
                let lower = mix(at(below, left), at(below, right), across);
                pixels.push(mix(upper, lower, down));
            }
        }
        Self { width: self.width, height: self.height, pixels }
    }

    /// As a JPEG file with nothing in it but pixels.
    pub(super) fn jpeg(&self, quality: u8) -> Result<Vec<u8>, String> {
        let side = |length: usize| u16::try_from(length).map_err(|_| "it is too long".to_owned());
        let mut file = Vec::new();
        let encoder = jpeg_encoder::Encoder::new(&mut file, quality);
        let (width, height) = (side(self.width)?, side(self.height)?);
        encoder
            .encode(self.pixels.as_flattened(), width, height, jpeg_encoder::ColorType::Rgb)
            .map_err(|error| error.to_string())?;
        Ok(file)
    }
}
