//! The append-only ledger of statements, read through Views.
