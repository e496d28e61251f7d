//! Places that rules know of: zones with schedules, land, ports. Plain data, with a grid index so
//! that a position is compared only with the places about it.

use crate::error::Error;
use crate::map::Map;
use crate::sphere::distance;

/// Everything that is known of places. Nothing is known of them at first, and the rules that need
/// them are silent.
#[derive(Debug, Clone, Default)]
pub struct Places {
    zones: Vec<Zone>,
    land: Vec<Polygon>,
    ports: Vec<Port>,
    zone_cells: Map<Cell, Vec<u32>>,
    land_cells: Map<Cell, Vec<u32>>,
    port_cells: Map<Cell, Vec<u32>>,
}

/// An area that somebody watches.
#[derive(Debug, Clone, PartialEq)]
pub struct Zone {
    /// What it is called; reasons name it.
    pub name: String,
    /// Where it is.
    pub area: Polygon,
    /// When it is watched; always if there is no window.
    pub windows: Vec<Window>,
    /// Whether entries are told.
    pub entry: bool,
    /// Whether exits are told.
    pub exit: bool,
    /// Whether vessels that head for it are told before they reach it.
    pub approach: bool,
}

/// A time of the week, UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Window {
    /// Days on which it begins, bit 0 for Monday.
    pub days: u8,
    /// The minute of the day at which it begins, 0 to 1439.
    pub from: u16,
    /// The minute at which it ends; at or before `from`, it ends on the next day.
    pub until: u16,
}

/// A simple ring of positions in degrees, latitude first, at most half way round the Earth; and the
/// rings within it that do not belong to it.
#[derive(Debug, Clone, PartialEq)]
pub struct Polygon {
    ring: Vec<(f64, f64)>,
    holes: Vec<Self>,
    low: (f64, f64),
    high: (f64, f64),
}

/// A port: vessels that stop within so many metres of it visit it.
#[derive(Debug, Clone, PartialEq)]
pub struct Port {
    /// What it is called.
    pub name: String,
    /// Its middle, in degrees.
    pub position: (f64, f64),
    /// How far it reaches, in metres.
    pub metres: f64,
}

/// A square of the index: fifths of degrees.
type Cell = (i16, i16);

const PER_DEGREE: f64 = 5.0;

/// How far about a zone approaches are looked for, in cells.
const AROUND: i16 = 2;

impl Places {
    /// Adds a zone.
    pub fn add_zone(&mut self, zone: Zone) {
        let number = self.zones.len() as u32;
        for cell in cells(&zone.area, if zone.approach { AROUND } else { 1 }) {
            self.zone_cells.entry(cell).or_default().push(number);
        }
        self.zones.push(zone);
    }

    /// Adds land.
    pub fn add_land(&mut self, area: Polygon) {
        let number = self.land.len() as u32;
        for cell in cells(&area, 0) {
            self.land_cells.entry(cell).or_default().push(number);
        }
        self.land.push(area);
    }

    /// Adds a port.
    pub fn add_port(&mut self, port: Port) {
        let (number, (lat, lon)) = (self.ports.len() as u32, cell(port.position));
        for around in (-1..=1).flat_map(|dx| (-1..=1).map(move |dy| (lat + dx, wrap(lon + dy)))) {
            self.port_cells.entry(around).or_default().push(number);
        }
        self.ports.push(port);
    }

    /// The zones, by number.
    pub fn zones(&self) -> &[Zone] {
        &self.zones
    }

    /// The numbers of the zones that are near a position.
    pub(crate) fn zones_near(&self, position: (f64, f64)) -> &[u32] {
        self.zone_cells.get(&cell(position)).map_or(&[], Vec::as_slice)
    }

    /// How far from the shore a position on land is, in metres; `None` at sea.
    pub(crate) fn inland(&self, position: (f64, f64)) -> Option<f64> {
        let near = self.land_cells.get(&cell(position))?;
        let area = near.iter().map(|number| &self.land[*number as usize]);
        area.filter(|area| area.contains(position)).map(|area| area.edge(position)).reduce(f64::max)
    }

    /// The port that a position lies in.
    pub(crate) fn port(&self, position: (f64, f64)) -> Option<&Port> {
        let near = self.port_cells.get(&cell(position))?;
        let ports = near.iter().map(|number| &self.ports[*number as usize]);
        ports.into_iter().find(|port| distance(port.position, position) <= port.metres)
    }
}

impl Zone {
    /// Whether it is watched at a time in milliseconds since 1970.
    pub fn is_watched(&self, time: i64) -> bool {
        self.windows.is_empty() || self.windows.iter().any(|window| window.contains(time))
    }
}

impl Window {
    /// Whether a time in milliseconds since 1970 lies in it.
    pub fn contains(self, time: i64) -> bool {
        let minute = time.div_euclid(60_000);
        let (day, minute) = (minute.div_euclid(1440), minute.rem_euclid(1440) as u16);
        // 1970-01-01 was a Thursday.
        let begins = |day: i64| self.days >> (day + 3).rem_euclid(7) & 1 == 1;
        if self.from < self.until {
            return begins(day) && (self.from..self.until).contains(&minute);
        }
        begins(day) && minute >= self.from || begins(day - 1) && minute < self.until
    }
}

impl Polygon {
    /// A polygon of at least three positions in degrees, latitude first.
    pub fn new(ring: Vec<(f64, f64)>) -> Result<Self, Error> {
        let is_position =
            |(lat, lon): &(f64, f64)| lat.abs() <= 90.0 && lon.abs() <= 360.0 && lon.is_finite();
        if ring.len() < 3 || !ring.iter().all(is_position) {
            return Err(Error::Polygon { n_positions: ring.len() });
        }
        let least = |of: fn(&(f64, f64)) -> f64| ring.iter().map(of).fold(f64::MAX, f64::min);
        let most = |of: fn(&(f64, f64)) -> f64| ring.iter().map(of).fold(f64::MIN, f64::max);
        let (low, high) =
            ((least(|it| it.0), least(|it| it.1)), (most(|it| it.0), most(|it| it.1)));
        Ok(Self { ring, holes: Vec::new(), low, high })
    }

    /// The same polygon without what lies in these rings.
    #[must_use]
    pub fn without(self, holes: Vec<Self>) -> Self {
        Self { holes, ..self }
    }

    /// Whether a position lies in it (crossing number; W. R. Franklin's form of the test).
    pub fn contains(&self, position: (f64, f64)) -> bool {
        let (lat, lon) = self.about(position);
        if lat < self.low.0 || lat > self.high.0 || lon < self.low.1 || lon > self.high.1 {
            return false;
        }
        let crosses = |(one, other): (&(f64, f64), &(f64, f64))| {
            (one.0 > lat) != (other.0 > lat)
                && lon < (other.1 - one.1) * (lat - one.0) / (other.0 - one.0) + one.1
        };
        let is_inside = self.edges().filter(|edge| crosses(*edge)).count() % 2 == 1;
        is_inside && !self.holes.iter().any(|hole| hole.contains(position))
    }

    /// How far a position is from the nearest edge, in metres.
    pub fn edge(&self, position: (f64, f64)) -> f64 {
        let (lat, lon) = self.about(position);
        let narrow = lat.to_radians().cos();
        let flat = |it: &(f64, f64)| ((it.1 - lon) * narrow, it.0 - lat);
        let away = |(one, other): (&(f64, f64), &(f64, f64))| {
            let ((ax, ay), (bx, by)) = (flat(one), flat(other));
            let (dx, dy) = (bx - ax, by - ay);
            let along = -(ax * dx + ay * dy) / (dx * dx + dy * dy).max(1e-18);
            let part = along.clamp(0.0, 1.0);
            (ax + part * dx).hypot(ay + part * dy)
        };
        let own = self.edges().map(away).fold(f64::MAX, f64::min) * 111_195.0;
        self.holes.iter().map(|hole| hole.edge(position)).fold(own, f64::min)
    }

    fn edges(&self) -> impl Iterator<Item = (&(f64, f64), &(f64, f64))> {
        self.ring.iter().zip(self.ring.iter().cycle().skip(1))
    }

    /// The position with its longitude on the polygon's side of the antimeridian.
    fn about(&self, (lat, lon): (f64, f64)) -> (f64, f64) {
        let middle = f64::midpoint(self.low.1, self.high.1);
        (lat, lon + ((middle - lon) / 360.0).round() * 360.0)
    }
}

fn cell(position: (f64, f64)) -> Cell {
    let lat = (position.0 * PER_DEGREE).floor() as i16;
    (lat, wrap((position.1 * PER_DEGREE).floor() as i16))
}

fn wrap(lon: i16) -> i16 {
    let half = (180.0 * PER_DEGREE) as i16;
    (lon + half).rem_euclid(2 * half) - half
}

/// The cells that a polygon's box covers, and so many about it.
fn cells(area: &Polygon, around: i16) -> impl Iterator<Item = Cell> {
    let index = |degrees: f64| (degrees * PER_DEGREE).floor() as i16;
    let lats = index(area.low.0) - around..=index(area.high.0) + around;
    let (west, east) = (index(area.low.1) - around, index(area.high.1) + around);
    let widest = (360.0 * PER_DEGREE) as i16 - 1;
    lats.flat_map(move |lat| {
        (west..=east.min(west.saturating_add(widest))).map(move |lon| (lat, wrap(lon)))
    })
}

#[cfg(test)]
mod tests {
    use super::{Places, Polygon, Port, Window};

    fn square(lon: f64) -> Polygon {
        Polygon::new(vec![(10.0, lon), (10.0, lon + 2.0), (12.0, lon + 2.0), (12.0, lon)])
            .expect("a polygon")
    }

    #[test]
    fn land_is_found_on_both_sides_of_the_antimeridian() {
        let mut places = Places::default();
        places.add_land(square(179.0));
        let inland = |lon| places.inland((11.0, lon)).map(|metres| (metres / 1000.0).round());
        assert_eq!(inland(179.5), Some(55.0));
        assert_eq!(inland(-179.5), Some(55.0));
        assert_eq!((inland(178.9), inland(-178.9)), (None, None));
        assert!(Polygon::new(vec![(0.0, 0.0), (f64::NAN, 1.0), (1.0, 1.0)]).is_err());
        assert!(Polygon::new(vec![(0.0, 0.0)]).is_err());
    }

    #[test]
    fn a_lake_is_water_and_its_shore_is_a_shore() {
        let lake = vec![(10.9, 179.9), (10.9, 180.1), (11.1, 180.1), (11.1, 179.9)];
        let mut places = Places::default();
        places.add_land(square(179.0).without(vec![Polygon::new(lake).expect("a polygon")]));
        assert_eq!(places.inland((11.0, 180.0)), None);
        assert_eq!(places.inland((11.0, -180.0)), None);
        let metres = places.inland((11.0, 179.85)).expect("land");
        assert!((metres - 5457.0).abs() < 50.0, "{metres}");
    }

    #[test]
    fn ports_reach_as_far_as_they_do() {
        let mut places = Places::default();
        places.add_port(Port { name: "Lantern Bay".into(), position: (50.0, 1.0), metres: 2000.0 });
        assert!(places.port((50.01, 1.0)).is_some());
        assert!(places.port((50.02, 1.0)).is_none());
    }

    #[test]
    fn a_window_may_span_midnight() {
        // Monday 2026-06-01, 23:30 to 01:00.
        let monday = 1_780_272_000_000;
        let window = Window { days: 1, from: 1410, until: 60 };
        let at = |minutes: i64| window.contains(monday + minutes * 60_000);
        assert_eq!([1409, 1410, 1499, 1500].map(at), [false, true, true, false]);
        assert!(!at(-1) && !at(30) && !at(1440 + 1410));
    }
}
