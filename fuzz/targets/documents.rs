//! Every reader of documents, and what is proposed from their texts; the first byte chooses which.
#![no_main]

use crossbearing_reports::Limits;
use crossbearing_reports::formats::Format;
use crossbearing_reports::fuzz::document;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    if let Some((chosen, rest)) = bytes.split_first() {
        let format = Format::ALL[usize::from(*chosen) % Format::ALL.len()];
        document(rest, format, &Limits::default());
    }
});
