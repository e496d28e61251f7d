//! Weather and water as stations and ships report them: 1/11, 1/21 and 1/31.

use super::codes::{ICE, PRECIPITATION, PRESENT_WEATHER, TREND};
use crate::layout::{Field, Layout, Scale, Section, Stamp};
use crate::messages::binary::BROADCAST;
use crate::messages::fields::{
    HUNDREDTHS, TENTHS, code, flag, latitude_24, longitude_25, scaled, stamp, tenths, text,
    unsigned, word,
};

/// Winds, currents, waves and swell, which both editions lay out alike.
const FLOWS: &[Field] = &[
    tenths("cspeed", 0, 8),
    unsigned("cdir", 8, 9),
    tenths("cspeed2", 17, 8),
    unsigned("cdir2", 25, 9),
    unsigned("cdepth2", 34, 5),
    tenths("cspeed3", 39, 8),
    unsigned("cdir3", 47, 9),
    unsigned("cdepth3", 56, 5),
    tenths("waveheight", 61, 8),
    unsigned("waveperiod", 69, 6),
    unsigned("wavedir", 75, 9),
    tenths("swellheight", 84, 8),
    unsigned("swellperiod", 92, 6),
    unsigned("swelldir", 98, 9),
    unsigned("seastate", 107, 4),
];

/// 8, 1/11.
pub(super) static STATION_2004: Layout = Layout {
    name: "weather_station_2004",
    title: "Meteorological and hydrological data",
    source: "IMO SN/Circ.236, annex 2, application 1",
    min_bits: 346,
    max_bits: 352,
    sections: &[
        BROADCAST,
        Section {
            at: 56,
            fields: &[
                latitude_24("lat", 0),
                longitude_25("lon", 24),
                stamp("timestamp", 49, Stamp::DayToMinute),
                unsigned("wspeed", 65, 7),
                unsigned("wgust", 72, 7),
                unsigned("wdir", 79, 9),
                unsigned("wgustdir", 88, 9),
                scaled("airtemp", 97, 11, TENTHS.plus(-600)),
                unsigned("humidity", 108, 7),
                scaled("dewpoint", 115, 10, TENTHS.plus(-200)),
                scaled("pressure", 125, 9, WHOLE.plus(800)),
                word("pressuretend", 134, 2, &TREND),
                tenths("visibility", 136, 8),
                scaled("waterlevel", 144, 9, TENTHS.plus(-100)),
                word("leveltrend", 153, 2, &TREND),
            ],
        },
        Section { at: 211, fields: FLOWS },
        Section {
            at: 322,
            fields: &[
                scaled("watertemp", 0, 10, TENTHS.plus(-100)),
                code("preciptype", 10, 3, &PRECIPITATION),
                tenths("salinity", 13, 9),
                code("ice", 22, 2, &ICE),
            ],
        },
    ],
};

/// 8, 1/31.
pub(super) static STATION: Layout = Layout {
    name: "weather_station",
    title: "Meteorological and hydrological data",
    source: "IMO SN.1/Circ.289, annex, 1",
    min_bits: 350,
    max_bits: 360,
    sections: &[
        BROADCAST,
        Section {
            at: 56,
            fields: &[
                longitude_25("lon", 0),
                latitude_24("lat", 25),
                flag("accuracy", 49),
                stamp("timestamp", 50, Stamp::DayToMinute),
                unsigned("wspeed", 66, 7),
                unsigned("wgust", 73, 7),
                unsigned("wdir", 80, 9),
                unsigned("wgustdir", 89, 9),
                scaled("airtemp", 98, 11, TENTHS.signed()),
                unsigned("humidity", 109, 7),
                scaled("dewpoint", 116, 10, TENTHS.signed()),
                scaled("pressure", 126, 9, WHOLE.plus(799)),
                word("pressuretend", 135, 2, &TREND),
                flag("visgreater", 137),
                tenths("visibility", 138, 7),
                scaled("waterlevel", 145, 12, HUNDREDTHS.plus(-1000)),
                word("leveltrend", 157, 2, &TREND),
            ],
        },
        Section { at: 215, fields: FLOWS },
        Section {
            at: 326,
            fields: &[
                scaled("watertemp", 0, 10, TENTHS.signed()),
                word("preciptype", 10, 3, &PRECIPITATION),
                tenths("salinity", 13, 9),
                word("ice", 22, 2, &ICE),
            ],
        },
    ],
};

/// 8, 1/21 as any ship sends it.
pub(super) static SHIP: Layout = Layout {
    name: "weather_ship",
    title: "Weather observation report from ship",
    source: "IMO SN.1/Circ.289, annex, 2",
    min_bits: 357,
    max_bits: 360,
    sections: &[
        BROADCAST,
        Section {
            at: 56,
            fields: &[
                flag("wmo", 0),
                text("location", 1, 20),
                longitude_25("lon", 121),
                latitude_24("lat", 146),
                stamp("timestamp", 170, Stamp::DayToMinute),
                code("weather", 186, 4, &PRESENT_WEATHER),
                flag("vislimit", 190),
                tenths("visibility", 191, 7),
                unsigned("humidity", 198, 7),
                unsigned("wspeed", 205, 7),
                unsigned("wdir", 212, 9),
                scaled("pressure", 221, 9, WHOLE.plus(799)),
                unsigned("pressuretend", 230, 4),
                scaled("airtemp", 234, 11, TENTHS.signed()),
                scaled("watertemp", 245, 10, TENTHS.signed()),
                unsigned("waveperiod", 255, 6),
                tenths("waveheight", 261, 8),
                unsigned("wavedir", 269, 9),
                tenths("swellheight", 278, 8),
                unsigned("swelldir", 286, 9),
                unsigned("swellperiod", 295, 6),
            ],
        },
    ],
};

/// 8, 1/21 as a ship of the voluntary observing scheme sends it.
pub(super) static SHIP_WMO: Layout = Layout {
    name: "weather_ship_wmo",
    title: "Weather observation report from ship, after the World Meteorological Organization",
    source: "IMO SN.1/Circ.289, annex, 2",
    min_bits: 360,
    max_bits: 360,
    sections: &[
        BROADCAST,
        Section {
            at: 56,
            fields: &[
                flag("wmo", 0),
                scaled("lon", 1, 16, HUNDREDTHS.plus(-18000)),
                scaled("lat", 17, 15, HUNDREDTHS.plus(-9000)),
                unsigned("month", 32, 4),
                unsigned("day", 36, 6),
                unsigned("hour", 42, 5),
                scaled("minute", 47, 3, TENS),
                unsigned("course", 50, 7),
                scaled("speed", 57, 5, HALVES),
                scaled("heading", 62, 7, FIVES),
                scaled("pressure", 69, 11, TENTHS.plus(9000)),
                scaled("pdelta", 80, 10, TENTHS.plus(-500)),
                unsigned("ptend", 90, 4),
                scaled("twinddir", 94, 7, FIVES),
                scaled("twindspeed", 101, 8, HALVES),
                scaled("rwinddir", 109, 7, FIVES),
                scaled("rwindspeed", 116, 8, HALVES),
                scaled("mgustspeed", 124, 8, HALVES),
                scaled("mgustdir", 132, 7, FIVES),
                scaled("airtemp", 139, 10, TENTHS.plus(2230)),
                unsigned("humidity", 149, 7),
                scaled("surftemp", 156, 9, TENTHS.plus(2680)),
                unsigned("visibility", 165, 6),
                unsigned("weather", 171, 9),
                unsigned("pweather1", 180, 5),
                unsigned("pweather2", 185, 5),
                scaled("totalcloud", 190, 4, TENS),
                unsigned("lowclouda", 194, 4),
                unsigned("lowcloudt", 198, 6),
                unsigned("midcloudt", 204, 6),
                unsigned("highcloudt", 210, 6),
                unsigned("cloudbase", 216, 7),
                unsigned("wwperiod", 223, 5),
                scaled("wwheight", 228, 6, HALVES),
                scaled("swelldir1", 234, 6, TENS),
                unsigned("swperiod1", 240, 5),
                scaled("swheight1", 245, 6, HALVES),
                scaled("swelldir2", 251, 6, TENS),
                unsigned("swperiod2", 257, 5),
                scaled("swheight2", 262, 6, HALVES),
                unsigned("icedeposit", 268, 7),
                unsigned("icerate", 275, 3),
                unsigned("icecause", 278, 3),
                unsigned("seaice", 281, 5),
                unsigned("icetype", 286, 4),
                unsigned("icestate", 290, 5),
                unsigned("icedevel", 295, 5),
                scaled("icebearing", 300, 4, FORTY_FIVES),
            ],
        },
    ],
};

const WHOLE: Scale = Scale::new(1, 1, 0);
const HALVES: Scale = Scale::new(5, 1, 1);
const FIVES: Scale = Scale::new(5, 1, 0);
const TENS: Scale = Scale::new(10, 1, 0);
const FORTY_FIVES: Scale = Scale::new(45, 1, 0);
