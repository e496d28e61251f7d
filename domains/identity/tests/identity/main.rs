//! Who is who, on small invented cases.
#![expect(clippy::unwrap_used, reason = "a test fails where it unwraps")]

mod case;
mod deciding;
mod non_interference;
mod proposing;
mod protecting;
