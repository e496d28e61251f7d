//! Numbers and names given by some system, checked where they come in: each kind in its own file,
//! each with `parse` (by [`std::str::FromStr`]), a canonical form (by [`std::fmt::Display`]) and
//! what the number itself tells.

mod bic;
mod calling_codes;
mod coordinates;
mod countries;
mod country;
mod crypto;
mod email;
#[doc(hidden)]
pub mod fuzz;
mod grid;
mod handle;
mod iban;
mod imo;
mod language;
mod languages;
mod mids;
mod mmsi;
mod mrz;
mod number;
mod phone;
mod plate;
mod web;

pub use bic::Bic;
pub use coordinates::Coordinates;
pub use country::Country;
pub use crypto::{Chain, CryptoAddress};
pub use email::Email;
pub use handle::{Handle, Platform};
pub use iban::Iban;
pub use imo::ImoNumber;
pub use language::Language;
pub use mmsi::{Mmsi, StationKind};
pub use mrz::{Mrz, MrzFormat};
pub use number::Number;
pub(crate) use number::is_plain_number;
pub use phone::Phone;
pub use plate::Plate;
pub use web::WebAddress;

/// The digit of any script as an ASCII digit: people write numbers in the digits of their language.
fn ascii_digit(c: char) -> Option<char> {
    let zero = match c {
        '0'..='9' => return Some(c),
        '\u{0660}'..='\u{0669}' => 0x0660,
        '\u{06F0}'..='\u{06F9}' => 0x06F0,
        '\u{0966}'..='\u{096F}' => 0x0966,
        '\u{09E6}'..='\u{09EF}' => 0x09E6,
        '\u{FF10}'..='\u{FF19}' => 0xFF10,
        _ => return None,
    };
    char::from_digit(c as u32 - zero, 10)
}

/// Letters and digits of `text` in upper case, without what people put between them.
fn compact(text: &str) -> String {
    let between = |c: char| c.is_whitespace() || matches!(c, '-' | '.' | '/' | '·' | '–');
    text.chars()
        .filter(|&c| !between(c) && !crate::text::is_hidden_control(c))
        .map(|c| ascii_digit(c).unwrap_or(c).to_ascii_uppercase())
        .collect()
}
