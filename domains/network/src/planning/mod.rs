//! Whom to act on first, what the network looks like then, how sure that is, and what would change
//! it.
//!
//! [`PlanNetwork`] is what a plan works on: those who act, tied where a statement ties them or
//! where they share a thing or an event. [`plan`] finds the removals with their certificate,
//! [`whatif`] what follows when somebody takes over, [`worth`] which tie is most worth verifying,
//! [`sensitivity`] what the plan would be without a report, a source or a grade.

mod left;
mod network;
pub mod plan;
mod removals;
mod request;
pub mod sensitivity;
pub mod whatif;
mod words;
pub mod worth;

pub use network::{Link, PlanNetwork};
pub use plan::{Certificate, Kept, Plan, Step, Target, plan};
pub use request::{Goal, PlanRequest};
