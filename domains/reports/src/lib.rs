//! Reports come in, are read, marked and confirmed as statements.
