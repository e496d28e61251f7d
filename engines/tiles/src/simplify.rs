//! How much each corner of a ring is worth, by the method of Douglas and Peucker (1973): worked out
//! once, so that every zoom leaves out its corners and all tiles of a zoom leave out the same.

use crate::polygon::Corner;

/// Every so many corners one stays at any zoom: it bounds the work on rings that are made to take
/// long, and costs a thousandth of what a ring has.
const STRETCH: usize = 1024;

/// Works out what each corner is worth.
pub(crate) fn weigh(corners: &mut [Corner]) {
    let n = corners.len();
    if n < 3 {
        return;
    }
    let mut ends: Vec<usize> = (0..n).step_by(STRETCH).collect();
    if ends.len() == 1 {
        ends.push(farthest(corners));
    }
    for end in &ends {
        corners[*end].worth = f32::INFINITY;
    }
    // The last stretch ends where the ring began.
    ends.push(n);
    let mut waiting: Vec<(usize, usize)> = ends.windows(2).map(|pair| (pair[0], pair[1])).collect();
    while let Some((from, to)) = waiting.pop() {
        let (a, b) = (place(corners, from), place(corners, to % n));
        let worths = (from + 1..to).map(|at| (distance(place(corners, at), a, b), at));
        let Some((worth, at)) = worths.max_by(|one, other| one.0.total_cmp(&other.0)) else {
            continue;
        };
        corners[at].worth = worth as f32;
        waiting.extend([(from, at), (at, to)]);
    }
}

/// The corner that lies farthest from the first.
fn farthest(corners: &[Corner]) -> usize {
    let first = place(corners, 0);
    let far = |at: &usize| {
        let (x, y) = place(corners, *at);
        (x - first.0).powi(2) + (y - first.1).powi(2)
    };
    (1..corners.len()).max_by(|one, other| far(one).total_cmp(&far(other))).unwrap_or(1)
}

fn place(corners: &[Corner], at: usize) -> (f64, f64) {
    let place = corners[at].place;
    (f64::from(place.x), f64::from(place.y))
}

/// The square of the distance of a point from a stretch between two others.
fn distance((x, y): (f64, f64), (ax, ay): (f64, f64), (bx, by): (f64, f64)) -> f64 {
    let (dx, dy) = (bx - ax, by - ay);
    let length = dx * dx + dy * dy;
    let part = if length > 0.0 { ((x - ax) * dx + (y - ay) * dy) / length } else { 0.0 };
    let part = part.clamp(0.0, 1.0);
    (x - ax - part * dx).powi(2) + (y - ay - part * dy).powi(2)
}

#[cfg(test)]
mod tests {
    use crate::place::Place;
    use crate::polygon::Ring;

    #[test]
    fn a_corner_on_a_side_is_worth_little_and_those_of_the_shape_much() {
        let corners = [(0, 0), (500, 1), (1000, 0), (1000, 1000), (0, 1000)];
        let ring = Ring::new(corners.map(|(x, y)| Place { x, y })).expect("a ring");
        let worths: Vec<f32> = ring.corners.iter().map(|corner| corner.worth).collect();
        assert!(worths[1] <= 1.0, "{worths:?}");
        assert!([0, 2, 3, 4].iter().all(|at| worths[*at] > 1000.0), "{worths:?}");
    }

    #[test]
    fn a_long_ring_is_weighed_in_stretches() {
        let round = |at: i32| {
            let angle = f64::from(at) / 10_000.0 * std::f64::consts::TAU;
            Place { x: (1e8 * angle.cos()) as i32, y: (1e8 * angle.sin()) as i32 }
        };
        let ring = Ring::new((0..10_000).map(round)).expect("a ring");
        let kept = |least: f32| ring.corners.iter().filter(|it| it.worth > least).count();
        assert!(kept(1e12) < 50 && kept(1e6) > 100, "{} {}", kept(1e12), kept(1e6));
    }
}
