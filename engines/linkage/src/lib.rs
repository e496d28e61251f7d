//! Probabilistic record linkage.
