//! What agencies make of the true theatre: which episodes they hear of, how they write, and where
//! they are wrong.

pub(crate) mod adverts;
pub(crate) mod belonging_slots;
pub(crate) mod citations;
pub(crate) mod correction;
pub(crate) mod dates;
pub(crate) mod desk;
pub(crate) mod draft;
pub(crate) mod episode_slots;
pub(crate) mod misnaming;
pub(crate) mod person_slots;
pub(crate) mod report;
pub(crate) mod schedule;
pub(crate) mod sight;
pub(crate) mod teller;
pub(crate) mod template;
