//! Hash maps for small keys that come from outside: the numbers of vessels, the squares of a grid.

use std::collections::HashMap;

/// A map whose hash is a multiplication or two, by a seed of each process, instead of `SipHash`: some
/// lookups of every report. Keys that collide cannot be chosen without knowing the seed.
pub(crate) type Map<K, V> = HashMap<K, V, foldhash::fast::RandomState>;
