//! Points given in metres of a grid: UTM and MGRS (NGA.STND.0037), on WGS 84.

use super::Coordinates;

/// Half axis of the ellipsoid in metres, its flattening, and the scale on a zone's middle line.
const RADIUS: f64 = 6_378_137.0;
const FLATTENING: f64 = 1.0 / 298.257_223_563;
const SCALE: f64 = 0.9996;
const FALSE_EAST: f64 = 500_000.0;
const FALSE_NORTH: f64 = 10_000_000.0;

/// The bands of latitude, from 80 south in steps of eight degrees.
const BANDS: &str = "CDEFGHJKLMNPQRSTUVWX";

/// The point of a UTM (`31U 456266 5655529`) or MGRS (`31U DS 56266 55529`) notation.
pub(super) fn read(text: &str) -> Option<Coordinates> {
    let text = text.trim();
    let zone_digits = text.bytes().take_while(u8::is_ascii_digit).count();
    if !(1..=2).contains(&zone_digits) {
        return None;
    }
    let zone: u8 = text.get(..zone_digits)?.parse().ok().filter(|zone| (1..=60).contains(zone))?;
    let rest = text.get(zone_digits..)?.trim_start();
    let band = rest.chars().next()?.to_ascii_uppercase();
    let band_at = BANDS.find(band)?;
    let rest = rest.get(1..)?;
    utm(zone, band_at, rest).or_else(|| mgrs(zone, band_at, rest))
}

fn utm(zone: u8, band: usize, rest: &str) -> Option<Coordinates> {
    let mut parts = rest.split_whitespace();
    let metres = |part: &str| {
        let part = part.trim_end_matches(['m', 'E', 'N', 'e', 'n', ',']);
        let digits = part.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
        if digits && part.len() >= 6 { part.parse::<f64>().ok() } else { None }
    };
    let (east, north) = (metres(parts.next()?)?, metres(parts.next()?)?);
    if parts.next().is_some() {
        return None;
    }
    in_band(point(zone, is_north(band), east, north)?, band)
}

fn mgrs(zone: u8, band: usize, rest: &str) -> Option<Coordinates> {
    let compact: String = rest.split_whitespace().collect::<String>().to_ascii_uppercase();
    let mut letters = compact.chars();
    let (column, row) = (letters.next()?, letters.next()?);
    let digits = letters.as_str();
    let half = digits.len() / 2;
    if !digits.len().is_multiple_of(2)
        || half > 5
        || !digits.bytes().all(|byte| byte.is_ascii_digit())
    {
        return None;
    }
    let cell = 10_f64.powi(5 - half as i32);
    // The middle of the square that the digits name.
    let metres = |part: &str| match part {
        "" => Some(cell / 2.0),
        part => Some((part.parse::<f64>().ok()? + if half == 5 { 0.0 } else { 0.5 }) * cell),
    };
    let (east, north) = (metres(digits.get(..half)?)?, metres(digits.get(half..)?)?);

    let columns = ["ABCDEFGH", "JKLMNPQR", "STUVWXYZ"][usize::from((zone - 1) % 3)];
    let east = east + (columns.find(column)? + 1) as f64 * 100_000.0;
    let rows = if zone % 2 == 1 { "ABCDEFGHJKLMNPQRSTUV" } else { "FGHJKLMNPQRSTUVABCDE" };
    let north = north + rows.find(row)? as f64 * 100_000.0;
    // Rows repeat every 2000 km: take the one that lies in the band.
    (0..5)
        .filter_map(|turn| point(zone, is_north(band), east, north + f64::from(turn) * 2_000_000.0))
        .find_map(|point| in_band(point, band))
}

fn is_north(band: usize) -> bool {
    band >= BANDS.len() / 2
}

/// The point, if it lies in the band, give or take half a degree for squares that cross its edge.
fn in_band(point: Coordinates, band: usize) -> Option<Coordinates> {
    let south = -80.0 + band as f64 * 8.0;
    let north = if band + 1 == BANDS.len() { 84.0 } else { south + 8.0 };
    (south - 1.0..=north + 1.0).contains(&point.latitude()).then_some(point)
}

/// Krüger's series for the transverse Mercator projection, inverted (Karney 2011, equations 7 to 9
/// and 36, to the third order: within a millimetre).
fn point(zone: u8, is_north: bool, east: f64, north: f64) -> Option<Coordinates> {
    if !(100_000.0..=900_000.0).contains(&east) || !(0.0..=FALSE_NORTH).contains(&north) {
        return None;
    }
    let north = if is_north { north } else { north - FALSE_NORTH };
    let n = FLATTENING / (2.0 - FLATTENING);
    let rectifying = RADIUS / (1.0 + n) * (1.0 + n.powi(2) / 4.0 + n.powi(4) / 64.0);
    let beta = [
        n / 2.0 - 2.0 / 3.0 * n.powi(2) + 37.0 / 96.0 * n.powi(3),
        n.powi(2) / 48.0 + n.powi(3) / 15.0,
        17.0 / 480.0 * n.powi(3),
    ];
    let xi = north / (SCALE * rectifying);
    let eta = (east - FALSE_EAST) / (SCALE * rectifying);
    let (mut xi_sphere, mut eta_sphere) = (xi, eta);
    for (beta, order) in beta.into_iter().zip([2.0, 4.0, 6.0]) {
        xi_sphere -= beta * (order * xi).sin() * (order * eta).cosh();
        eta_sphere -= beta * (order * xi).cos() * (order * eta).sinh();
    }
    let conformal = (xi_sphere.sin() / eta_sphere.cosh()).asin();
    let delta = [
        2.0 * n - 2.0 / 3.0 * n.powi(2) - 2.0 * n.powi(3),
        7.0 / 3.0 * n.powi(2) - 8.0 / 5.0 * n.powi(3),
        56.0 / 15.0 * n.powi(3),
    ];
    let mut latitude = conformal;
    for (delta, order) in delta.into_iter().zip([2.0, 4.0, 6.0]) {
        latitude += delta * (order * conformal).sin();
    }
    let middle = f64::from(zone) * 6.0 - 183.0;
    let longitude = middle + eta_sphere.sinh().atan2(xi_sphere.cos()).to_degrees();
    Coordinates::new(latitude.to_degrees(), longitude)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(text: &str, latitude: f64, longitude: f64) {
        let point = read(text).unwrap_or_else(|| panic!("{text} is not read"));
        let off = (point.latitude() - latitude).abs().max((point.longitude() - longitude).abs());
        assert!(off < 2e-5, "{text}: {point}");
    }

    #[test]
    fn known_points() {
        near("31N 500000 0000000", 0.0, 3.0);
        near("31U 448251 5411932", 48.858_20, 2.294_50);
        near("31U DQ 48251 11932", 48.858_20, 2.294_50);
        near("31UDQ4825111932", 48.858_20, 2.294_50);
        near("56H 334873 6252266", -33.857_00, 151.215_00);
    }

    #[test]
    fn other_texts_are_left_alone() {
        for text in [
            "",
            "31",
            "31U",
            "61U 448251 5411932",
            "31U 44 54",
            "31I DQ 1 1",
            "51.5, 2.5",
            "31U DQ 482 1193",
            "31é",
        ] {
            assert!(read(text).is_none(), "{text}");
        }
    }
}
