//! Network measures, communities, paths and disruption planning.
