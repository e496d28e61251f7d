//! How often one principal or one address may ask.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use crossbearing_model::Instant;

/// Buckets that are kept before full ones are thrown away.
const MOST_BUCKETS: usize = 10_000;

/// A bucket of tokens for every key: a request takes one, and they grow back at a steady rate.
pub(crate) struct Limiter {
    burst: f64,
    per_second: f64,
    buckets: Mutex<HashMap<String, Bucket>>,
}

struct Bucket {
    tokens: f64,
    filled: Instant,
}

impl Limiter {
    /// Lets each key do `burst` requests at once and `per_second` in the long run.
    pub(crate) fn new(burst: u32, per_second: f64) -> Self {
        Self { burst: f64::from(burst), per_second, buckets: Mutex::default() }
    }

    /// Takes a token for `key`, or says for how many seconds there is none.
    pub(crate) fn take(&self, key: &str, now: Instant) -> Result<(), u64> {
        let mut buckets = self.buckets.lock().unwrap_or_else(PoisonError::into_inner);
        if buckets.len() >= MOST_BUCKETS {
            buckets.retain(|_, bucket| self.level(bucket, now) < self.burst);
        }
        let bucket =
            buckets.entry(key.to_owned()).or_insert(Bucket { tokens: self.burst, filled: now });
        *bucket = Bucket { tokens: self.level(bucket, now), filled: now };
        if bucket.tokens >= 1.0 {
            bucket.tokens -= 1.0;
            return Ok(());
        }
        Err(((1.0 - bucket.tokens) / self.per_second).ceil() as u64)
    }

    fn level(&self, bucket: &Bucket, now: Instant) -> f64 {
        let seconds = (now.millis() - bucket.filled.millis()).max(0) as f64 / 1000.0;
        (bucket.tokens + seconds * self.per_second).min(self.burst)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_burst_passes_and_then_a_steady_stream() {
        let limiter = Limiter::new(3, 0.5);
        let at = |millis| Instant::from_millis(millis);
        for _ in 0..3 {
            assert_eq!(limiter.take("ana", at(0)), Ok(()));
        }
        assert_eq!(limiter.take("ana", at(0)), Err(2));
        assert_eq!(limiter.take("bela", at(0)), Ok(()));
        assert_eq!(limiter.take("ana", at(1999)), Err(1));
        assert_eq!(limiter.take("ana", at(2100)), Ok(()));
        assert!(limiter.take("ana", at(2100)).is_err());
        // A clock that jumps back neither fills nor empties.
        assert!(limiter.take("ana", at(0)).is_err());
    }
}
