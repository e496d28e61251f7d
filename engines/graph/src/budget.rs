//! How much effort a search may spend.
//!
//! An engine reads no clock. It reports work to a [`Meter`] and asks what share is used up. Under
//! [`Steps`] the answer follows from the work alone, so that a plan repeats to the byte; the binary
//! hands in a meter that watches the clock instead, and then a faster machine searches further.

use std::cell::Cell;

/// Knows which share of the whole allowance is used up.
pub trait Meter {
    /// Notes work done, in elementary steps (about an edge visit each).
    fn add(&self, work: u64);

    /// The share used: 0 at the start, 1 or more when nothing is left.
    fn used(&self) -> f64;
}

/// A meter that allows a fixed number of elementary steps.
#[derive(Debug)]
pub struct Steps {
    limit: u64,
    done: Cell<u64>,
}

impl Steps {
    /// Allows `limit` elementary steps.
    pub fn new(limit: u64) -> Self {
        Self { limit, done: Cell::new(0) }
    }
}

impl Meter for Steps {
    fn add(&self, work: u64) {
        self.done.set(self.done.get().saturating_add(work));
    }

    fn used(&self) -> f64 {
        if self.limit == 0 { 1.0 } else { self.done.get() as f64 / self.limit as f64 }
    }
}

/// A stretch of a meter: from one share of the whole allowance to another.
#[derive(Clone, Copy)]
pub struct Budget<'meter> {
    meter: &'meter dyn Meter,
    from: f64,
    to: f64,
}

impl<'meter> Budget<'meter> {
    /// The whole allowance of `meter`.
    pub fn whole(meter: &'meter dyn Meter) -> Self {
        Self { meter, from: 0.0, to: 1.0 }
    }

    /// Notes work done.
    pub fn add(&self, work: u64) {
        self.meter.add(work);
    }

    /// The share of this stretch that is used, from 0 to 1.
    pub fn used(&self) -> f64 {
        let width = self.to - self.from;
        if width <= 0.0 { 1.0 } else { ((self.meter.used() - self.from) / width).clamp(0.0, 1.0) }
    }

    /// Whether nothing is left.
    pub fn is_spent(&self) -> bool {
        self.used() >= 1.0
    }

    /// The stretch from now until `share` of what is left of this one is used.
    #[must_use]
    pub fn next(&self, share: f64) -> Self {
        let now = self.meter.used().max(self.from);
        Self { meter: self.meter, from: now, to: now + (self.to - now).max(0.0) * share }
    }
}

impl std::fmt::Debug for Budget<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Budget").field("from", &self.from).field("to", &self.to).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stretch_ends_before_the_whole() {
        let steps = Steps::new(100);
        let whole = Budget::whole(&steps);
        let half = whole.next(0.5);
        half.add(50);
        assert!(half.is_spent());
        assert!((whole.used() - 0.5).abs() < 1e-9);
        assert!((whole.next(0.5).to - 0.75).abs() < 1e-9);
    }

    #[test]
    fn no_allowance_is_spent_at_once() {
        assert!(Budget::whole(&Steps::new(0)).is_spent());
    }
}
