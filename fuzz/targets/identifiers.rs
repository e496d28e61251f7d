//! Every parser of an identifier, a date or a value; the first byte chooses which.
#![no_main]

use crossbearing_model::identifiers::fuzz::TARGETS;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    if let Some((chosen, rest)) = bytes.split_first() {
        let (_, target) = TARGETS[usize::from(*chosen) % TARGETS.len()];
        target(rest);
    }
});
