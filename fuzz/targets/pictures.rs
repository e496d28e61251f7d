//! The readers of pictures, and of what stands beside their pixels.
#![no_main]

use crossbearing_reports::fuzz::picture;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| picture(bytes));
