//! How one node is tied to another: by the most probable chains of evidence, by two that do not
//! depend on each other, and by what could really have passed in time.

pub mod disjoint;
pub mod probable;
pub mod timed;
