//! Fictional exercises with the full truth beside them.
