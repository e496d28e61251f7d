//! What sensors of the environment measure: 1/26.

use super::codes::{DATUM, SENSOR, SENSOR_OWNER, SENSOR_TIMEOUT, SENSOR_TYPE};
use crate::layout::{Field, Layout, List, Scale, Section, Stamp};
use crate::messages::binary::BROADCAST;
use crate::messages::fields::{
    HUNDREDTHS, TENTHS, code, flag, latitude, list, longitude, scaled, stamp, tenths, text,
    unsigned,
};

const WHOLE: Scale = Scale::new(1, 1, 0);

const SITE: &[Field] = &[
    code("sensor", 0, 4, &SENSOR),
    stamp("timestamp", 4, Stamp::DayToMinute),
    unsigned("site", 20, 7),
    longitude("lon", 27),
    latitude("lat", 55),
    tenths("alt", 82, 11),
    code("owner", 93, 4, &SENSOR_OWNER),
    code("timeout", 97, 3, &SENSOR_TIMEOUT),
];

const STATION: &[Field] = &[
    code("sensor", 0, 4, &SENSOR),
    stamp("timestamp", 4, Stamp::DayToMinute),
    unsigned("site", 20, 7),
    text("name", 27, 14),
];

const WIND: &[Field] = &[
    code("sensor", 0, 4, &SENSOR),
    stamp("timestamp", 4, Stamp::DayToMinute),
    unsigned("site", 20, 7),
    unsigned("wspeed", 27, 7),
    unsigned("wgust", 34, 7),
    unsigned("wdir", 41, 9),
    unsigned("wgustdir", 50, 9),
    code("sensortype", 59, 3, &SENSOR_TYPE),
    unsigned("fwspeed", 62, 7),
    unsigned("fwgust", 69, 7),
    unsigned("fwdir", 76, 9),
    stamp("ftimestamp", 85, Stamp::DayToMinute),
    unsigned("duration", 101, 8),
];

const WATER_LEVEL: &[Field] = &[
    code("sensor", 0, 4, &SENSOR),
    stamp("timestamp", 4, Stamp::DayToMinute),
    unsigned("site", 20, 7),
    flag("absolute", 27),
    scaled("level", 28, 16, HUNDREDTHS.signed()),
    unsigned("leveltrend", 44, 2),
    code("datum", 46, 5, &DATUM),
    code("sensortype", 51, 3, &SENSOR_TYPE),
    flag("fabsolute", 54),
    scaled("flevel", 55, 16, HUNDREDTHS.signed()),
    stamp("ftimestamp", 71, Stamp::DayToMinute),
    unsigned("duration", 87, 8),
];

const CURRENT: &[Field] = &[
    code("sensor", 0, 4, &SENSOR),
    stamp("timestamp", 4, Stamp::DayToMinute),
    unsigned("site", 20, 7),
    tenths("cspeed1", 27, 8),
    unsigned("cdir1", 35, 9),
    unsigned("cdepth1", 44, 9),
    tenths("cspeed2", 53, 8),
    unsigned("cdir2", 61, 9),
    unsigned("cdepth2", 70, 9),
    tenths("cspeed3", 79, 8),
    unsigned("cdir3", 87, 9),
    unsigned("cdepth3", 96, 9),
    code("sensortype", 105, 3, &SENSOR_TYPE),
];

const CURRENT_3D: &[Field] = &[
    code("sensor", 0, 4, &SENSOR),
    stamp("timestamp", 4, Stamp::DayToMinute),
    unsigned("site", 20, 7),
    tenths("cnorth1", 27, 8),
    tenths("ceast1", 35, 8),
    tenths("cup1", 43, 8),
    unsigned("cdepth1", 51, 9),
    tenths("cnorth2", 60, 8),
    tenths("ceast2", 68, 8),
    tenths("cup2", 76, 8),
    unsigned("cdepth2", 84, 9),
    code("sensortype", 93, 3, &SENSOR_TYPE),
];

const HORIZONTAL_CURRENT: &[Field] = &[
    code("sensor", 0, 4, &SENSOR),
    stamp("timestamp", 4, Stamp::DayToMinute),
    unsigned("site", 20, 7),
    unsigned("bearing1", 27, 9),
    unsigned("distance1", 36, 7),
    tenths("speed1", 43, 8),
    unsigned("direction1", 51, 9),
    unsigned("depth1", 60, 9),
    unsigned("bearing2", 69, 9),
    unsigned("distance2", 78, 7),
    tenths("speed2", 85, 8),
    unsigned("direction2", 93, 9),
    unsigned("depth2", 102, 9),
];

const SEA_STATE: &[Field] = &[
    code("sensor", 0, 4, &SENSOR),
    stamp("timestamp", 4, Stamp::DayToMinute),
    unsigned("site", 20, 7),
    tenths("swheight", 27, 8),
    unsigned("swperiod", 35, 6),
    unsigned("swelldir", 41, 9),
    unsigned("seastate", 50, 4),
    code("swelltype", 54, 3, &SENSOR_TYPE),
    scaled("watertemp", 57, 10, TENTHS.plus(-100)),
    tenths("tempdepth", 67, 7),
    code("depthtype", 74, 3, &SENSOR_TYPE),
    tenths("waveheight", 77, 8),
    unsigned("waveperiod", 85, 6),
    unsigned("wavedir", 91, 9),
    code("wavetype", 100, 3, &SENSOR_TYPE),
    tenths("salinity", 103, 9),
];

const SALINITY: &[Field] = &[
    code("sensor", 0, 4, &SENSOR),
    stamp("timestamp", 4, Stamp::DayToMinute),
    unsigned("site", 20, 7),
    scaled("watertemp", 27, 10, TENTHS.plus(-100)),
    scaled("conductivity", 37, 10, HUNDREDTHS),
    tenths("pressure", 47, 16),
    tenths("salinity", 63, 9),
    unsigned("salinitytype", 72, 2),
    code("sensortype", 74, 3, &SENSOR_TYPE),
];

const WEATHER: &[Field] = &[
    code("sensor", 0, 4, &SENSOR),
    stamp("timestamp", 4, Stamp::DayToMinute),
    unsigned("site", 20, 7),
    scaled("temperature", 27, 11, TENTHS.signed()),
    code("sensortype", 38, 3, &SENSOR_TYPE),
    unsigned("preciptype", 41, 2),
    tenths("visibility", 43, 8),
    scaled("dewpoint", 51, 10, TENTHS.signed()),
    code("dewtype", 61, 3, &SENSOR_TYPE),
    scaled("pressure", 64, 9, WHOLE.plus(799)),
    unsigned("pressuretend", 73, 2),
    code("pressuretype", 75, 3, &SENSOR_TYPE),
    tenths("salinity", 78, 9),
];

const AIR_GAP: &[Field] = &[
    code("sensor", 0, 4, &SENSOR),
    stamp("timestamp", 4, Stamp::DayToMinute),
    unsigned("site", 20, 7),
    scaled("airdraught", 27, 13, HUNDREDTHS),
    scaled("airgap", 40, 13, HUNDREDTHS),
    unsigned("gaptrend", 53, 2),
    scaled("fairgap", 55, 13, HUNDREDTHS),
    stamp("ftimestamp", 68, Stamp::DayToMinute),
];

const RESERVED: &[Field] = &[
    code("sensor", 0, 4, &SENSOR),
    stamp("timestamp", 4, Stamp::DayToMinute),
    unsigned("site", 20, 7),
];

static REPORTS: List = List {
    stride: 112,
    max: 8,
    count: None,
    selector: (0, 4),
    variants: &[
        SITE,
        STATION,
        WIND,
        WATER_LEVEL,
        CURRENT,
        CURRENT_3D,
        HORIZONTAL_CURRENT,
        SEA_STATE,
        SALINITY,
        WEATHER,
        AIR_GAP,
        RESERVED,
    ],
};

/// 8, 1/26.
pub(super) static ENVIRONMENT: Layout = Layout {
    name: "environment",
    title: "Environmental",
    source: "IMO SN.1/Circ.289, annex, 3",
    min_bits: 168,
    max_bits: 1008,
    sections: &[BROADCAST, Section { at: 56, fields: &[list("reports", 0, &REPORTS)] }],
};
