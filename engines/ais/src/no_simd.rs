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
    pub(crate) fn within<W: Work>(self, _: W) -> W::Output {
        match self {}
    }
}

/// Something to do with wide registers, if there were any.
pub(crate) trait Work {
    /// What comes of it.
    type Output;

    /// Does it.
    fn run(self) -> Self::Output;
}
