//! The transparency log: a Merkle log with signed checkpoints.
