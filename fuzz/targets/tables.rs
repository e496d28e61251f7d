//! Tables, and mappings of them.
#![no_main]

use crossbearing_reports::Limits;
use crossbearing_reports::fuzz::{mapping, table};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    table(bytes, &Limits::default());
    mapping(bytes);
});
