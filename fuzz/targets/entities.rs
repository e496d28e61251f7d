//! FollowTheMoney entities.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| crossbearing_exchange::fuzz::entities(bytes));
