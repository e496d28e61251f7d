//! What the codes of application data mean. Where gpsd has words for them, those are used.

use crate::layout::Codes;

/// Marine traffic signal (IMO SN.1/Circ.289, annex, 5, table 5.2).
pub(in crate::messages) static TRAFFIC_SIGNAL: Codes = Codes {
    texts: &[
        "N/A",
        "Serious emergency - stop or divert according to instructions.",
        "Vessels shall not proceed.",
        "Vessels may proceed. One way traffic.",
        "Vessels may proceed. Two way traffic.",
        "Vessels shall proceed on specific orders only.",
        "Vessels in main channel shall not proceed.",
        "Vessels in main channel shall proceed on specific orders only.",
        "Vessels in main channel shall proceed on specific orders only.",
        "I = 'in-bound' only acceptable.",
        "O = 'out-bound' only acceptable.",
        "F = both 'in- and out-bound' acceptable.",
        "XI = Code will shift to 'I' in due time.",
        "XO = Code will shift to 'O' in due time.",
        "X = Vessels shall proceed only on direction.",
    ],
    sparse: &[],
    otherwise: "INVALID SIGNAL TYPE",
};

/// Type of route (IMO SN.1/Circ.289, annex, 8, table 8.2).
pub(in crate::messages) static ROUTE_TYPE: Codes = Codes {
    texts: &[
        "Undefined (default)",
        "Mandatory",
        "Recommended",
        "Alternative",
        "Recommended route through ice",
        "Ship route plan",
        "Reserved for future use.",
        "Reserved for future use.",
        "Reserved for future use.",
        "Reserved for future use.",
        "Reserved for future use.",
        "Reserved for future use.",
        "Reserved for future use.",
        "Reserved for future use.",
        "Reserved for future use.",
        "Reserved for future use.",
        "Reserved for future use.",
        "Reserved for future use.",
        "Reserved for future use.",
        "Reserved for future use.",
        "Reserved for future use.",
        "Reserved for future use.",
        "Reserved for future use.",
        "Reserved for future use.",
        "Reserved for future use.",
        "Reserved for future use.",
        "Reserved for future use.",
        "Reserved for future use.",
        "Reserved for future use.",
        "Reserved for future use.",
        "Reserved for future use.",
        "Cancel route identified by message linkage",
    ],
    sparse: &[],
    otherwise: "Reserved for future use.",
};

/// Mooring position at a berth (IMO SN.1/Circ.289, annex, 10).
pub(in crate::messages) static BERTH_POSITION: Codes = Codes {
    texts: &[
        "Not available",
        "Port-side to",
        "Starboard-side to",
        "Mediterranean (end-on) mooring",
        "Mooring buoy",
        "Anchorage",
        "Reserved for future use",
        "Reserved for future use",
    ],
    sparse: &[],
    otherwise: "Reserved for future use",
};

/// Tendency of a measured value.
pub(in crate::messages) static TREND: Codes =
    Codes { texts: &["steady", "increasing", "decreasing", "N/A"], sparse: &[], otherwise: "N/A" };

/// Type of precipitation (WMO 306, code table 4.201).
pub(in crate::messages) static PRECIPITATION: Codes = Codes {
    texts: &[
        "reserved",
        "rain",
        "thunderstorm",
        "freezing rain",
        "mixed/ice",
        "snow",
        "reserved",
        "N/A",
    ],
    sparse: &[],
    otherwise: "N/A",
};

/// Whether there is ice.
pub(in crate::messages) static ICE: Codes =
    Codes { texts: &["no", "yes", "reserved", "N/A"], sparse: &[], otherwise: "N/A" };

/// Status of a racon.
pub(in crate::messages) static RACON_STATUS: Codes = Codes {
    texts: &["No RACON installed", "RACON not monitored", "RACON operational", "RACON ERROR"],
    sparse: &[],
    otherwise: "N/A",
};

/// Status of a light.
pub(in crate::messages) static LIGHT_STATUS: Codes = Codes {
    texts: &["No light or no monitoring", "Light ON", "Light OFF", "Light ERROR"],
    sparse: &[],
    otherwise: "N/A",
};

/// Whether a lock, bridge or terminal works.
pub(in crate::messages) static ARRIVAL_STATUS: Codes = Codes {
    texts: &["Operational", "Limited operation", "Out of order", "N/A"],
    sparse: &[],
    otherwise: "N/A",
};

/// Hazardous cargo on an inland ship.
pub(in crate::messages) static HAZARD: Codes = Codes {
    texts: &[
        "0 blue cones/lights",
        "1 blue cone/light",
        "2 blue cones/lights",
        "3 blue cones/lights",
        "4 B-Flag",
        "Unknown",
    ],
    sparse: &[],
    otherwise: "INVALID HAZARD TYPE",
};

/// Whether an inland ship is loaded.
pub(in crate::messages) static LOAD: Codes = Codes {
    texts: &["N/A (default)", "Unloaded", "Loaded"],
    sparse: &[],
    otherwise: "INVALID LOAD STATUS",
};

/// Kind of weather warned of.
pub(in crate::messages) static EMMA_TYPE: Codes = Codes {
    texts: &[
        "Not Available",
        "Wind",
        "Rain",
        "Snow and ice",
        "Thunderstorm",
        "Fog",
        "Low temperature",
        "High temperature",
        "Flood",
        "Forest Fire",
    ],
    sparse: &[],
    otherwise: "INVALID EMMA TYPE",
};

/// Severity of weather warned of.
pub(in crate::messages) static EMMA_CLASS: Codes =
    Codes { texts: &["Slight", "Medium", "Strong"], sparse: &[], otherwise: "INVALID EMMA TYPE" };

/// Where the wind comes from.
pub(in crate::messages) static EMMA_WIND: Codes = Codes {
    texts: &[
        "N/A",
        "North",
        "North East",
        "East",
        "South East",
        "South",
        "South West",
        "West",
        "North West",
    ],
    sparse: &[],
    otherwise: "INVALID EMMA WIND DIRECTION",
};

/// For which traffic a signal is.
pub(in crate::messages) static SIGNAL_IMPACT: Codes = Codes {
    texts: &["Unknown", "Upstream", "Downstream", "To left bank", "To right bank"],
    sparse: &[],
    otherwise: "INVALID DIRECTION",
};

/// What a signal shows.
pub(in crate::messages) static SIGNAL_LIGHT: Codes = Codes {
    texts: &[
        "Unknown",
        "No light",
        "White",
        "Yellow",
        "Green",
        "Red",
        "White flashing",
        "Yellow flashing.",
    ],
    sparse: &[],
    otherwise: "INVALID STATUS",
};

/// What a target is known by.
pub(in crate::messages) static ID_TYPE: Codes =
    Codes { texts: &["mmsi", "imo", "callsign", "other"], sparse: &[], otherwise: "other" };

/// Description of an area notice (IMO SN.1/Circ.289, annex, 7, table 7.11).
pub(in crate::messages) static NOTICE: Codes = Codes {
    texts: &[
        "Caution Area: Marine mammals habitat",
        "Caution Area: Marine mammals in area - reduce speed",
        "Caution Area: Marine mammals in area - stay clear",
        "Caution Area: Marine mammals in area - report sightings",
        "Caution Area: Protected habitat - reduce speed",
        "Caution Area: Protected habitat - stay clear",
        "Caution Area: Protected habitat - no fishing or anchoring",
        "Caution Area: Derelicts (drifting objects)",
        "Caution Area: Traffic congestion",
        "Caution Area: Marine event",
        "Caution Area: Divers down",
        "Caution Area: Swim area",
        "Caution Area: Dredge operations",
        "Caution Area: Survey operations",
        "Caution Area: Underwater operation",
        "Caution Area: Seaplane operations",
        "Caution Area: Fishery - nets in water",
        "Caution Area: Cluster of fishing vessels",
        "Caution Area: Fairway closed",
        "Caution Area: Harbor closed",
        "Caution Area: Risk (define in associated text field)",
        "Caution Area: Underwater vehicle operation",
        "Reserved for future use",
        "Environmental Caution Area: Storm front (line squall)",
        "Environmental Caution Area: Hazardous sea ice",
        "Environmental Caution Area: Storm warning (storm cell or line of storms)",
        "Environmental Caution Area: High wind",
        "Environmental Caution Area: High waves",
        "Environmental Caution Area: Restricted visibility (fog, rain, etc.)",
        "Environmental Caution Area: Strong currents",
        "Environmental Caution Area: Heavy icing",
        "Reserved for future use",
        "Restricted Area: Fishing prohibited",
        "Restricted Area: No anchoring",
        "Restricted Area: Entry approval required prior to transit",
        "Restricted Area: Entry prohibited",
        "Restricted Area: Active military OPAREA",
        "Restricted Area: Firing - danger area",
        "Restricted Area: Drifting Mines",
        "Reserved for future use",
        "Anchorage Area: Anchorage open",
        "Anchorage Area: Anchorage closed",
        "Anchorage Area: Anchorage prohibited",
        "Anchorage Area: Deep draft anchorage",
        "Anchorage Area: Shallow draft anchorage",
        "Anchorage Area: Vessel transfer operations",
        "Reserved for future use",
        "Reserved for future use",
        "Reserved for future use",
        "Reserved for future use",
        "Reserved for future use",
        "Reserved for future use",
        "Reserved for future use",
        "Reserved for future use",
        "Reserved for future use",
        "Reserved for future use",
        "Security Alert - Level 1",
        "Security Alert - Level 2",
        "Security Alert - Level 3",
        "Reserved for future use",
        "Reserved for future use",
        "Reserved for future use",
        "Reserved for future use",
        "Reserved for future use",
        "Distress Area: Vessel disabled and adrift",
        "Distress Area: Vessel sinking",
        "Distress Area: Vessel abandoning ship",
        "Distress Area: Vessel requests medical assistance",
        "Distress Area: Vessel flooding",
        "Distress Area: Vessel fire/explosion",
        "Distress Area: Vessel grounding",
        "Distress Area: Vessel collision",
        "Distress Area: Vessel listing/capsizing",
        "Distress Area: Vessel under assault",
        "Distress Area: Person overboard",
        "Distress Area: SAR area",
        "Distress Area: Pollution response area",
        "Reserved for future use",
        "Reserved for future use",
        "Reserved for future use",
        "Instruction: Contact VTS at this point/juncture",
        "Instruction: Contact Port Administration at this point/juncture",
        "Instruction: Do not proceed beyond this point/juncture",
        "Instruction: Await instructions prior to proceeding beyond this point/juncture",
        "Proceed to this location - await instructions",
        "Clearance granted - proceed to berth",
        "Reserved for future use",
        "Reserved for future use",
        "Information: Pilot boarding position",
        "Information: Icebreaker waiting area",
        "Information: Places of refuge",
        "Information: Position of icebreakers",
        "Information: Location of response units",
        "VTS active target",
        "Rogue or suspicious vessel",
        "Vessel requesting non-distress assistance",
        "Chart Feature: Sunken vessel",
        "Chart Feature: Submerged object",
        "Chart Feature: Semi-submerged object",
        "Chart Feature: Shoal area",
        "Chart Feature: Shoal area due north",
        "Chart Feature: Shoal area due east",
        "Chart Feature: Shoal area due south",
        "Chart Feature: Shoal area due west",
        "Chart Feature: Channel obstruction",
        "Chart Feature: Reduced vertical clearance",
        "Chart Feature: Bridge closed",
        "Chart Feature: Bridge partially open",
        "Chart Feature: Bridge fully open",
        "Reserved for future use",
        "Reserved for future use",
        "Reserved for future use",
        "Report from ship: Icing info",
        "Reserved for future use",
        "Report from ship: Miscellaneous information - define in associated text field",
        "Reserved for future use",
        "Reserved for future use",
        "Reserved for future use",
        "Reserved for future use",
        "Reserved for future use",
        "Route: Recommended route",
        "Route: Alternative route",
        "Route: Recommended route through ice",
        "Reserved for future use",
        "Reserved for future use",
        "Other - Define in associated text field",
        "Cancellation - cancel area as identified by Message Linkage ID",
        "Undefined (default)",
    ],
    sparse: &[],
    otherwise: "Undefined (default)",
};

/// Unit of an amount of cargo.
pub(in crate::messages) static CARGO_UNIT: Codes = Codes {
    texts: &["Not available (default)", "kg", "metric tons", "metric kilotons"],
    sparse: &[],
    otherwise: "N/A",
};

/// Shape of a part of an area.
pub(in crate::messages) static SHAPE: Codes = Codes {
    texts: &["Circle or point", "Rectangle", "Sector", "Polyline", "Polygon", "Associated text"],
    sparse: &[],
    otherwise: "Reserved",
};

/// Who owns a sensor.
pub(in crate::messages) static SENSOR_OWNER: Codes = Codes {
    texts: &[
        "Unknown (default)",
        "Hydrographic office",
        "Inland waterway authority",
        "Coastal directorate",
        "Meteorological service",
        "Port Authority",
        "Coast guard",
    ],
    sparse: &[],
    otherwise: "Reserved",
};

/// For how long data of a sensor holds.
pub(in crate::messages) static SENSOR_TIMEOUT: Codes = Codes {
    texts: &["No time period (default)", "10 minutes", "1 hour", "6 hours", "12 hours", "24 hours"],
    sparse: &[],
    otherwise: "Reserved for future use",
};

/// Kind of sensor report (IMO SN.1/Circ.289, annex, 3, table 3.3).
pub(in crate::messages) static SENSOR: Codes = Codes {
    texts: &[
        "Site location",
        "Station ID",
        "Wind",
        "Water level",
        "Current flow (2D)",
        "Current flow (3D)",
        "Horizontal current flow",
        "Sea state",
        "Salinity",
        "Weather",
        "Air gap/Air draft",
    ],
    sparse: &[],
    otherwise: "Reserved for future use",
};

/// How sensor data came about.
pub(in crate::messages) static SENSOR_TYPE: Codes = Codes {
    texts: &[
        "No data (default)",
        "Raw real time",
        "Real time with quality control",
        "Predicted (based on historical statistics)",
        "Forecast (predicted, refined with real-time information)",
        "Nowcast (a continuous forecast)",
        "Reserved for future use",
    ],
    sparse: &[],
    otherwise: "Sensor not available",
};

/// Vertical reference datum.
pub(in crate::messages) static DATUM: Codes = Codes {
    texts: &[
        "Mean Lower Low Water (MLLW)",
        "International Great Lakes Datum (IGLD-85)",
        "Local river datum",
        "Station Datum (STND)",
        "Mean Higher High Water (MHHW)",
        "Mean High Water (MHW)",
        "Mean Sea Level (MSL)",
        "Mean Low Water (MLW)",
        "National Geodetic Vertical Datum (NGVD-29)",
        "North American Vertical Datum (NAVD-88)",
        "World Geodetic System (WGS-84)",
        "Lowest Astronomical Tide (LAT)",
        "pool",
        "gauge",
        "Unknown/not available (default)",
    ],
    sparse: &[],
    otherwise: "Reserved for future use",
};

/// Whether equipment of a ship works.
pub(in crate::messages) static EQUIPMENT: Codes = Codes {
    texts: &[
        "Not available or requested (default)",
        "Equipment operational",
        "Equipment not operational",
        "No data",
    ],
    sparse: &[],
    otherwise: "No data",
};

/// Ice class.
pub(in crate::messages) static ICE_CLASS: Codes = Codes {
    texts: &[
        "Not classified",
        "IACS PC 1",
        "IACS PC 2",
        "IACS PC 3",
        "IACS PC 4",
        "IACS PC 5",
        "IACS PC 6 / FSICR IA Super / RS Arc5",
        "IACS PC 7 / FSICR IA / RS Arc4",
        "FSICR IB / RS Ice3",
        "FSICR IC / RS Ice2",
        "RS Ice1",
        "Reserved for future use",
        "Reserved for future use",
        "Reserved for future use",
        "Reserved for future use",
    ],
    sparse: &[],
    otherwise: "Not available (default)",
};

/// Present weather seen from a ship.
pub(in crate::messages) static PRESENT_WEATHER: Codes = Codes {
    texts: &[
        "Clear (no clouds at any level)",
        "Cloudy",
        "Rain",
        "Fog",
        "Snow",
        "Typhoon/hurricane",
        "Monsoon",
        "Thunderstorm",
        "N/A (default)",
    ],
    sparse: &[],
    otherwise: "Reserved for future use",
};

/// Code under which cargo is carried.
pub(in crate::messages) static CARGO_CODE: Codes = Codes {
    texts: &[
        "Not available (default)",
        "IMDG Code (in packed form)",
        "IGC code",
        "BC Code (from 1.1.2011 IMSBC)",
        "MARPOL Annex I List of oils (Appendix 1)",
        "MARPOL Annex II IBC Code",
        "Regional use",
    ],
    sparse: &[],
    otherwise: "Reserved for future use",
};

/// Type of an inland ship or convoy, by its ERI code or by the code of message 5.
pub(in crate::messages) static INLAND_SHIP: Codes = Codes {
    texts: &[],
    sparse: &[
        (8000, "Vessel, type unknown"),
        (8010, "Motor freighter"),
        (8020, "Motor tanker"),
        (8021, "Motor tanker, liquid cargo, type N"),
        (8022, "Motor tanker, liquid cargo, type C"),
        (8023, "Motor tanker, dry cargo as if liquid (e.g. cement)"),
        (8030, "Container vessel"),
        (8040, "Gas tanker"),
        (8050, "Motor freighter, tug"),
        (8060, "Motor tanker, tug"),
        (8070, "Motor freighter with one or more ships alongside"),
        (8080, "Motor freighter with tanker"),
        (8090, "Motor freighter pushing one or more freighters"),
        (8100, "Motor freighter pushing at least one tank-ship"),
        (8110, "Tug, freighter"),
        (8120, "Tug, tanker"),
        (8130, "Tug freighter, coupled"),
        (8140, "Tug, freighter/tanker, coupled"),
        (8150, "Freightbarge"),
        (8160, "Tankbarge"),
        (8161, "Tankbarge, liquid cargo, type N"),
        (8162, "Tankbarge, liquid cargo, type C"),
        (8163, "Tankbarge, dry cargo as if liquid (e.g. cement)"),
        (8170, "Freightbarge with containers"),
        (8180, "Tankbarge, gas"),
        (8210, "Pushtow, one cargo barge"),
        (8220, "Pushtow, two cargo barges"),
        (8230, "Pushtow, three cargo barges"),
        (8240, "Pushtow, four cargo barges"),
        (8250, "Pushtow, five cargo barges"),
        (8260, "Pushtow, six cargo barges"),
        (8270, "Pushtow, seven cargo barges"),
        (8280, "Pushtow, eight cargo barges"),
        (8290, "Pushtow, nine or more barges"),
        (8310, "Pushtow, one tank/gas barge"),
        (8320, "Pushtow, two barges at least one tanker or gas barge"),
        (8330, "Pushtow, three barges at least one tanker or gas barge"),
        (8340, "Pushtow, four barges at least one tanker or gas barge"),
        (8350, "Pushtow, five barges at least one tanker or gas barge"),
        (8360, "Pushtow, six barges at least one tanker or gas barge"),
        (8370, "Pushtow, seven barges at least one tanker or gas barg"),
        (99, "Vessel, type unknown"),
        (79, "Motor freighter"),
        (89, "Motor tanker"),
        (80, "Motor tanker, liquid cargo, type N"),
        (31, "Tug freighter, coupled"),
        (90, "Tankbarge, liquid cargo, type N"),
    ],
    otherwise: "Illegal ship type value.",
};
