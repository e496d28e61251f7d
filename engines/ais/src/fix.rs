//! Where a vessel is and how it moves, out of whichever message says so: the fields that position
//! reports share, looked up by name once for each layout and not once for each message.

use std::sync::LazyLock;

use crate::layout::{Field, Kind, Layout, Scale};
use crate::message::{Message, raw};
use crate::messages::LayoutId;

/// What a position report says, in degrees and knots. Numbers are as [`Message::number`] gives
/// them, so that those which mean "not available" are here too; none stands for a field that the
/// message does not have or does not reach.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Fix {
    /// Latitude in degrees.
    pub lat: Option<f64>,
    /// Longitude in degrees.
    pub lon: Option<f64>,
    /// Speed over ground in knots.
    pub speed: Option<f64>,
    /// Course over ground in degrees.
    pub course: Option<f64>,
    /// Heading in degrees.
    pub heading: Option<f64>,
    /// Navigational status.
    pub status: Option<i64>,
}

/// The fields of all layouts, by the layout's number.
static PLACES: LazyLock<Vec<Places>> = LazyLock::new(|| {
    let mut places: Vec<Places> = (0..LayoutId::COUNT).map(|_| Places::default()).collect();
    for id in LayoutId::all() {
        places[id.index()] = Places::of(id.layout());
    }
    places
});

/// Where a layout has the fields.
#[derive(Default)]
struct Places {
    lat: Option<Place>,
    lon: Option<Place>,
    speed: Option<Place>,
    course: Option<Place>,
    heading: Option<Place>,
    status: Option<Place>,
}

struct Place {
    start: usize,
    field: &'static Field,
    scale: Option<Scale>,
    /// A power of ten: the decimals of the scale.
    decimals: f64,
}

impl Message<'_> {
    /// Where the vessel is and how it moves, if the message says so.
    #[inline]
    pub fn fix(&self) -> Fix {
        let Some(places) = PLACES.get(self.id.index()) else { return Fix::default() };
        let raw = |place: &Option<Place>| {
            let place = place.as_ref()?;
            raw(self.payload.bytes(), place.start, self.payload.len(), place.field)
        };
        let number = |place: &Option<Place>| Some(place.as_ref()?.value(raw(place)?));
        Fix {
            lat: number(&places.lat),
            lon: number(&places.lon),
            speed: number(&places.speed),
            course: number(&places.course),
            heading: number(&places.heading),
            status: raw(&places.status),
        }
    }
}

impl Places {
    fn of(layout: &'static Layout) -> Self {
        let place = |name: &str| {
            let (start, field) = layout.field(name)?;
            let scale = match field.kind {
                Kind::Scaled(scale) => Some(scale),
                _ => None,
            };
            let decimals = 10_f64.powi(scale.map_or(0, |scale| i32::from(scale.decimals)));
            Some(Place { start, field, scale, decimals })
        };
        Self {
            lat: place("lat"),
            lon: place("lon"),
            speed: place("speed"),
            course: place("course"),
            heading: place("heading"),
            status: place("status"),
        }
    }
}

impl Place {
    /// The same number, to the bit, as [`Scale::value`].
    #[inline]
    fn value(&self, raw: i64) -> f64 {
        let Some(scale) = self.scale else { return raw as f64 };
        (raw + i64::from(scale.offset)) as f64 * f64::from(scale.multiplier)
            / f64::from(scale.divisor)
            / self.decimals
    }
}

#[cfg(test)]
mod tests {
    use super::Fix;
    use crate::bits::Payload;
    use crate::decoder::{Decoder, Options};
    use crate::defects::Defects;
    use crate::message::{Message, Reception};

    fn by_name(message: &Message<'_>) -> Fix {
        Fix {
            lat: message.number("lat"),
            lon: message.number("lon"),
            speed: message.number("speed"),
            course: message.number("course"),
            heading: message.number("heading"),
            status: message.raw("status"),
        }
    }

    #[test]
    fn every_type_at_every_length_says_the_same_as_field_by_field() {
        let reception = Reception {
            time: None,
            source: None,
            source_id: 0,
            talker: *b"AI",
            channel: b'A',
            own: false,
            line: 1,
        };
        let mut state = 7_u64;
        let mut bit = || {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            state >> 63
        };
        for kind in 0..64 {
            for n_bits in 38..450 {
                let mut payload = Payload::default();
                payload.push(kind, 6);
                while payload.len() < n_bits {
                    payload.push(bit(), 1);
                }
                let message = Message::new(&payload, reception, Defects::NONE);
                assert_eq!(message.fix(), by_name(&message), "type {kind}, {n_bits} bits");
            }
        }
    }

    #[test]
    fn a_known_report() {
        let mut fixes = Vec::new();
        let line = b"!AIVDM,1,1,,A,15RTgt0PAso;90TKcjM8h6g208CQ,0*4A\n";
        Decoder::new(Options::default()).feed(line, |message| fixes.push(message.fix()));
        assert_eq!(fixes[0].speed, Some(12.3));
        assert_eq!(fixes[0].status, Some(0));
    }
}
