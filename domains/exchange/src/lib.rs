//! Formats at the edge: FollowTheMoney.
