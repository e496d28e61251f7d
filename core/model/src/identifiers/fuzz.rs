//! One function per parser for fuzzers: none may panic, and what is written must read back.

use std::collections::BTreeMap;
use std::fmt::{Debug, Display};
use std::str::FromStr;

use super::{
    Bic, Coordinates, Country, CryptoAddress, Email, Handle, Iban, ImoNumber, Language, Mmsi, Mrz,
    Number, Phone, Plate, WebAddress,
};
use crate::{Ontology, PartialDate};

/// Reads the bytes as a value; what was read must be written in a form that reads back the same.
fn reads_back<T: FromStr + Display + PartialEq + Debug>(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    if let Ok(value) = text.parse::<T>() {
        let written = value.to_string();
        let again = written.parse::<T>().ok();
        assert_eq!(again.as_ref(), Some(&value), "{written:?} does not read back");
    }
}

macro_rules! targets {
    ($($name:ident: $kind:ty,)*) => {
        $(
            /// A fuzz target: the parser of the type that it names.
            pub fn $name(bytes: &[u8]) {
                reads_back::<$kind>(bytes);
            }
        )*

        /// Every target, with its name.
        pub const TARGETS: &[(&str, fn(&[u8]))] =
            &[$((stringify!($name), $name),)* ("normalise", normalise)];
    };
}

targets! {
    bic: Bic,
    coordinates: Coordinates,
    country: Country,
    crypto_address: CryptoAddress,
    date: PartialDate,
    email: Email,
    handle: Handle,
    iban: Iban,
    imo_number: ImoNumber,
    language: Language,
    mmsi: Mmsi,
    mrz: Mrz,
    number: Number,
    phone: Phone,
    plate: Plate,
    web_address: WebAddress,
}

/// A fuzz target: every kind of property normalises the bytes, and what it gives is a fixed point.
pub fn normalise(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let properties = Ontology::standard().schemata().flat_map(crate::Schema::properties);
    let by_kind: BTreeMap<_, _> = properties.map(|property| (property.kind(), property)).collect();
    for property in by_kind.into_values() {
        let Ok(first) = property.normalise(&text) else { continue };
        let again = property.normalise(&first.value).map(|again| again.value);
        assert_eq!(again.as_ref(), Ok(&first.value), "{} of {text:?}", property.name());
        let _ = property.match_key(&first.value);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Values that are or nearly are one of the kinds.
    const CORPUS: &[&str] = &[
        "",
        " ",
        "\u{202E}",
        "\u{0}",
        "+44 20 7946 0000",
        "00",
        "+",
        "GB82 WEST 1234 5698 7654 32",
        "IMO 9074729",
        "235009802",
        "DEUTDEFF",
        "T.Oskel@example.org",
        "@",
        "https://www.tiktok.com/@oskel.t",
        "http://[::1",
        "://",
        "51°03.02'N 2°22.55'E",
        "31U DQ 48251 11932",
        "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed",
        "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4",
        "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10",
        "1,500.50 kg",
        "2024-02-30",
        "2024-02-12T10:00:00",
        "GBR",
        "fa-IR",
        "AB-123-CD",
        "m",
        "٢٠٢٤",
        "é\u{301}",
        "İ",
        "ß",
        "ſ\u{307}",
        "a\u{FEFF} \u{200B}",
        "0\u{1F52}",
    ];

    #[test]
    fn the_corpus_passes_every_target() {
        for (_, target) in TARGETS {
            for text in CORPUS {
                target(text.as_bytes());
                target(&text.as_bytes()[..text.len() / 2]);
                target(format!("{text}{text}").as_bytes());
            }
            target(&[0xFF, 0xFE, b'a']);
        }
    }

    proptest::proptest! {
        #![proptest_config(proptest::prelude::ProptestConfig::with_cases(64))]
        #[test]
        fn random_text_passes_every_target(text in "\\PC{0,40}") {
            for (_, target) in TARGETS {
                target(text.as_bytes());
            }
        }

        #[test]
        fn changed_values_pass_every_target(
            text in proptest::sample::select(CORPUS),
            at in 0_usize..80,
            sign in "[A-Z0-9<+. :/@°-]|\\PC",
        ) {
            let mut signs: Vec<char> = text.chars().collect();
            let at = at % (signs.len() + 1);
            signs.splice(at..(at + 1).min(signs.len()), sign.chars());
            let changed: String = signs.into_iter().collect();
            for (_, target) in TARGETS {
                target(changed.as_bytes());
            }
        }
    }
}
