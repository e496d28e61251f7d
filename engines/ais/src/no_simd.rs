//! What stands in for `simd` on processors other than x86-64: nothing can be detected, so the safe
//! twins do the work.

/// Never made.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Simd {}

impl Simd {
    /// Always none.
    pub(crate) fn detect() -> Option<Self> {
        None
    }

    /// Never called.
    pub(crate) fn unarmor(self, _: &[u8], _: usize, _: &mut [u8]) -> bool {
        match self {}
    }

    /// Never called.
    pub(crate) fn line(self, _: &[u8]) -> Option<(usize, u8)> {
        match self {}
    }

    /// Never called.
    pub(crate) fn within<T>(self, _: impl FnOnce() -> T) -> T {
        match self {}
    }
}
