//! What two spellings of one value share.

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

use super::PropertyKind;
use crate::identifiers::{Handle, Mrz, Phone, WebAddress};

pub(super) fn match_key(kind: PropertyKind, value: &str) -> Option<String> {
    let key = match kind {
        PropertyKind::Name => folded(value),
        PropertyKind::Phone => value
            .parse::<Phone>()
            .map_or_else(|_| digits(value), |phone| phone.number().to_string()),
        PropertyKind::Imo | PropertyKind::Mmsi => digits(value),
        PropertyKind::Identifier
        | PropertyKind::DocumentNumber
        | PropertyKind::Iban
        | PropertyKind::Bic
        | PropertyKind::Plate => letters_and_digits(value),
        PropertyKind::Mrz => match value.parse::<Mrz>() {
            Ok(zone) => zone.document_number(),
            Err(_) => letters_and_digits(value),
        },
        PropertyKind::Email | PropertyKind::Checksum | PropertyKind::Ip => value.to_lowercase(),
        PropertyKind::Url => match value.parse::<WebAddress>() {
            Ok(address) => page(&address),
            Err(_) => value.to_lowercase(),
        },
        PropertyKind::CryptoAddress if value.starts_with("0x") => value.to_ascii_lowercase(),
        PropertyKind::CryptoAddress => value.to_owned(),
        PropertyKind::Handle => match value.parse::<Handle>() {
            Ok(handle) => handle.folded(),
            Err(_) => value.trim_start_matches('@').to_lowercase(),
        },
        _ => return None,
    };
    (!key.is_empty()).then_some(key)
}

/// Host and path: the same page under http and https, with and without `www` and a last slash.
fn page(address: &WebAddress) -> String {
    let host = address.host();
    let path = address.path().trim_end_matches('/');
    format!("{}{path}", host.strip_prefix("www.").unwrap_or(host))
}

/// Compatibility forms taken apart (NFKD), in lower case, without marks, single spaces, nothing
/// but letters and digits.
fn folded(name: &str) -> String {
    let mut key = String::with_capacity(name.len());
    if name.is_ascii() {
        name.bytes().for_each(|byte| push_folded(&mut key, char::from(byte)));
    } else {
        for c in name.nfkd().filter(|&c| !is_combining_mark(c)) {
            c.to_lowercase()
                .filter(|&c| !is_combining_mark(c))
                .for_each(|c| push_folded(&mut key, c));
        }
    }
    if key.ends_with(' ') {
        key.pop();
    }
    key
}

fn push_folded(key: &mut String, c: char) {
    match c {
        '\'' | '’' | '`' | 'ʼ' | '\u{200C}' | '\u{200D}' | 'ـ' => {}
        // Letters that no decomposition relates to their neighbours, but that spellings change.
        'ø' => key.push('o'),
        'đ' | 'ð' => key.push('d'),
        'ł' => key.push('l'),
        'ı' => key.push('i'),
        'ß' => key.push_str("ss"),
        'æ' => key.push_str("ae"),
        'œ' => key.push_str("oe"),
        'ی' | 'ى' => key.push('ي'),
        'ک' => key.push('ك'),
        c if c.is_alphanumeric() => key.push(c.to_ascii_lowercase()),
        _ if !key.is_empty() && !key.ends_with(' ') => key.push(' '),
        _ => {}
    }
}

fn digits(value: &str) -> String {
    value.chars().filter(char::is_ascii_digit).collect()
}

fn letters_and_digits(value: &str) -> String {
    value.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_uppercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_value_share_a_key() {
        let pairs = [
            (PropertyKind::Name, "Tarvand  OSKÉL", "tarvand oskel"),
            (PropertyKind::Name, "Ángel Ŀuna-Vék", "angel l·una vek"),
            (PropertyKind::Name, "ЁЛКИН", "елкин"),
            (PropertyKind::Name, "Đặng Vĩnh", "dang vinh"),
            (PropertyKind::Name, "کاوه", "كاوه"),
            (PropertyKind::Phone, "+44 20 7946 0000", "+442079460000"),
            (PropertyKind::DocumentNumber, "ab-123 456", "AB123456"),
            (PropertyKind::Handle, "@Oskel_T", "oskel_t"),
            (PropertyKind::Phone, "0044 20 7946 0000", "+44 (0)20 7946 0000"),
            (PropertyKind::Handle, "https://t.me/Oskel_T", "@oskel_t"),
            (PropertyKind::Url, "https://www.Example.org/a/", "http://example.org/a"),
            (PropertyKind::Imo, "IMO 9074729", "IMO9074729"),
        ];
        for (kind, left, right) in pairs {
            assert_eq!(match_key(kind, left), match_key(kind, right), "{left}");
            assert!(match_key(kind, left).is_some());
        }
    }

    #[test]
    fn kinds_without_a_key_have_none() {
        for kind in [PropertyKind::Text, PropertyKind::Country, PropertyKind::Date] {
            assert_eq!(match_key(kind, "2024"), None);
        }
        assert_eq!(match_key(PropertyKind::Name, "— ·"), None);
    }
}
