//! Crossbearing's own statements, and statement files of FollowTheMoney.
#![no_main]

use crossbearing_exchange::fuzz::{statement_files, statements};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    statements(bytes);
    statement_files(bytes);
});
