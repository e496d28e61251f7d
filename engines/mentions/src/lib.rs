//! Selectors, aliases, dates, places and events marked in plain text.
