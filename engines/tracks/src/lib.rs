//! What vessels do: state from position reports, and the behaviours that a watch officer wants to
//! hear of, each with the reason in words.
//!
//! [`Watch`] takes reports in the order in which they come and hands on [`Alert`]s. It reads no
//! clock and no files: time is that of the reports, and everything a rule may be told is in
//! [`Config`].

mod alert;
mod behaviours;
mod clock;
mod config;
mod error;
mod fleet;
mod map;
mod parameters;
mod particulars;
mod places;
mod report;
mod sphere;
mod tracker;
mod watch;
mod zone_watch;

pub use alert::{Alert, Reach, Rule, Severity};
pub use config::{
    Approach, Circle, CommonOffset, Config, Drift, Encounter, Gap, Identity, Loitering, MotherShip,
    OnLand, OutOfRange, Particular, PortVisit, SpeedChange, SuddenStop, Towing,
};
pub use error::Error;
pub use fleet::{Fleet, Vessel};
pub use parameters::{PARAMETERS, Parameter, RULES};
pub use particulars::{Particulars, is_imo_number};
pub use places::{Places, Polygon, Port, Window, Zone};
pub use report::{DeviceKind, Report, device_kind};
pub use sphere::{bearing, distance};
pub use tracker::{Association, Plot, Sensor, Smoothed, Track, Tracker, TrackerConfig, Turns};
pub use watch::Watch;
pub use zone_watch::ZoneWatch;
