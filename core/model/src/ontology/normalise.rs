//! From a value as written to the value that the ledger keeps.

use std::borrow::Cow;
use std::fmt::Display;
use std::net::IpAddr;
use std::str::FromStr;

use super::PropertyKind;
use crate::identifiers::{
    Bic, Coordinates, Country, CryptoAddress, Email, Handle, Iban, ImoNumber, Language, Mmsi, Mrz,
    Number, Phone, Plate, WebAddress, is_plain_number,
};
use crate::text::{clean, squeeze};
use crate::{EntityId, Error, PartialDate, Result, SubjectCategory};

/// A value in the form that the ledger keeps.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Normalised {
    /// The value.
    pub value: String,
    /// The value as it was written, if that differs.
    pub original: Option<String>,
}

impl Normalised {
    pub(super) fn of(raw: &str, value: Cow<'_, str>) -> Self {
        if value == raw {
            return Self { value: value.into_owned(), original: None };
        }
        Self { value: value.into_owned(), original: Some(raw.to_owned()) }
    }
}

pub(super) fn normalised(kind: PropertyKind, raw: &str) -> Result<Normalised> {
    let value = value_of(kind, raw)?;
    if value.is_empty() {
        return Err(Error::malformed("value", raw, "something other than spaces"));
    }
    Ok(Normalised::of(raw, value))
}

/// The value as given, without characters that hide or reorder text.
pub(super) fn kept(raw: &str) -> Normalised {
    Normalised::of(raw, clean(raw))
}

fn value_of(kind: PropertyKind, raw: &str) -> Result<Cow<'_, str>> {
    match kind {
        PropertyKind::Name
        | PropertyKind::Short
        | PropertyKind::Address
        | PropertyKind::Identifier
        | PropertyKind::DocumentNumber => one_line(raw),
        PropertyKind::Text | PropertyKind::Html | PropertyKind::Json => Ok(clean(raw)),
        PropertyKind::Date => date(raw.trim()),
        PropertyKind::Number if is_plain_number(raw) => Ok(raw.into()),
        PropertyKind::Number => written::<Number>(raw),
        PropertyKind::Country => raw.parse().map(Country::code).map(Cow::Borrowed),
        PropertyKind::Language => raw.parse().map(Language::code).map(Cow::Borrowed),
        PropertyKind::Phone => written::<Phone>(raw),
        PropertyKind::Email => written::<Email>(raw),
        PropertyKind::Url => written::<WebAddress>(raw),
        PropertyKind::Handle => written::<Handle>(raw),
        PropertyKind::Iban => written::<Iban>(raw),
        PropertyKind::Bic => written::<Bic>(raw),
        PropertyKind::Imo => written::<ImoNumber>(raw),
        PropertyKind::Mmsi => written::<Mmsi>(raw),
        PropertyKind::CryptoAddress => written::<CryptoAddress>(raw),
        PropertyKind::Mrz => written::<Mrz>(raw),
        PropertyKind::Plate => written::<Plate>(raw),
        PropertyKind::Coordinates => written::<Coordinates>(raw),
        PropertyKind::Category => written::<SubjectCategory>(raw.trim()),
        PropertyKind::Latitude => angle(raw, Coordinates::read_latitude, 90.0),
        PropertyKind::Longitude => angle(raw, Coordinates::read_longitude, 180.0),
        PropertyKind::Ip => ip(raw.trim()),
        PropertyKind::Gender => gender(raw.trim()),
        PropertyKind::Topic => topic(raw.trim()),
        PropertyKind::MimeType => media_type(raw.trim()),
        PropertyKind::Checksum => checksum(raw.trim()),
        PropertyKind::Entity => raw.trim().parse::<EntityId>().map(|_| raw.trim().into()),
    }
}

/// A text on one line: spaces squeezed, letters composed (Unicode NFC), nothing hidden.
fn one_line(raw: &str) -> Result<Cow<'_, str>> {
    if !raw.is_ascii() && raw.contains(['\u{202D}', '\u{202E}']) {
        return Err(Error::reordered(raw));
    }
    Ok(squeeze(raw))
}

fn written<T: FromStr<Err = Error> + Display>(raw: &str) -> Result<Cow<'_, str>> {
    raw.parse::<T>().map(|value| Cow::Owned(value.to_string()))
}

/// Dates as [`PartialDate`] writes them; a time without a zone is taken as UTC, as FollowTheMoney
/// does, and one without minutes or seconds begins with them.
fn date(raw: &str) -> Result<Cow<'_, str>> {
    if raw.len() <= 10 {
        return raw.parse::<PartialDate>().map(|_| raw.into());
    }
    let without_zone =
        raw.bytes().skip(10).all(|byte| matches!(byte, b'0'..=b'9' | b':' | b'T' | b'.'));
    let rest = match raw.len() {
        _ if !without_zone => "",
        13 => ":00:00Z",
        16 => ":00Z",
        _ => "Z",
    };
    let date = format!("{raw}{rest}").parse::<PartialDate>()?.to_string();
    Ok(if date == raw { raw.into() } else { date.into() })
}

/// Degrees as a decimal number; one that already is a number is left as written.
fn angle(raw: &str, read: fn(&str) -> Result<f64>, limit: f64) -> Result<Cow<'_, str>> {
    let plain =
        is_plain_number(raw) && raw.parse::<f64>().is_ok_and(|degrees| degrees.abs() <= limit);
    if plain {
        return Ok(raw.into());
    }
    let degrees = read(raw)?;
    Ok(((degrees * 1e6).round() / 1e6).to_string().into())
}

fn ip(raw: &str) -> Result<Cow<'_, str>> {
    raw.parse::<IpAddr>()
        .map(|address| address.to_string().into())
        .map_err(|_| Error::malformed("IP address", raw, "such as 192.0.2.1 or 2001:db8::1"))
}

fn gender(raw: &str) -> Result<Cow<'_, str>> {
    let word = match raw.to_lowercase().as_str() {
        "male" | "m" | "man" => "male",
        "female" | "f" | "woman" => "female",
        "other" | "o" | "x" | "d" => "other",
        _ => return Err(Error::malformed("gender", raw, "male, female or other")),
    };
    Ok(word.into())
}

fn topic(raw: &str) -> Result<Cow<'_, str>> {
    let part = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_lowercase());
    let folded = raw.to_ascii_lowercase();
    if folded.split('.').all(part) {
        return Ok(folded.into());
    }
    Err(Error::malformed("topic", raw, "words with points between, such as crime.traffick.human"))
}

fn media_type(raw: &str) -> Result<Cow<'_, str>> {
    let plain = |byte: u8| byte.is_ascii_graphic();
    match raw.split_once('/') {
        Some((left, right)) if !left.is_empty() && !right.is_empty() && raw.bytes().all(plain) => {
            Ok(raw.to_ascii_lowercase().into())
        }
        _ => Err(Error::malformed("media type", raw, "type/subtype, such as image/png")),
    }
}

fn checksum(raw: &str) -> Result<Cow<'_, str>> {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"+/=:-_".contains(&byte);
    if raw.is_empty() || !raw.bytes().all(plain) {
        return Err(Error::malformed("checksum", raw, "the digits of a hash, without spaces"));
    }
    let is_hex = raw.bytes().all(|byte| byte.is_ascii_hexdigit());
    Ok(if is_hex { raw.to_ascii_lowercase().into() } else { raw.into() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_kind_has_its_form() {
        let cases = [
            (PropertyKind::Name, " Tarvand\u{A0} Oskel ", "Tarvand Oskel"),
            (PropertyKind::Name, "تروند أوسكل", "تروند أوسكل"),
            (PropertyKind::Phone, "\u{202A}+44 20 7946 0000\u{202C}", "+442079460000"),
            (PropertyKind::Date, "2024-02", "2024-02"),
            (PropertyKind::Date, "2024-02-12T10", "2024-02-12T10:00:00Z"),
            (PropertyKind::Date, "2024-02-12T10:30", "2024-02-12T10:30:00Z"),
            (PropertyKind::Date, "2024-02-12T10:30:05", "2024-02-12T10:30:05Z"),
            (PropertyKind::Date, "2024-02-12T10:30:05.250", "2024-02-12T10:30:05.250Z"),
            (PropertyKind::Date, "2024-02-12T12:30:05+02:00", "2024-02-12T10:30:05Z"),
            (PropertyKind::Country, "GBR", "gb"),
            (PropertyKind::Language, "fa", "fas"),
            (PropertyKind::Latitude, "51°03.024'N", "51.0504"),
            (PropertyKind::Longitude, "2.50", "2.50"),
            (PropertyKind::Number, "1,500", "1500"),
            (PropertyKind::Ip, "2001:DB8:0::1", "2001:db8::1"),
            (PropertyKind::Gender, "F", "female"),
            (PropertyKind::Topic, "Crime.Traffick.Human", "crime.traffick.human"),
            (PropertyKind::MimeType, "Image/PNG", "image/png"),
            (PropertyKind::Checksum, "DA39A3EE", "da39a3ee"),
            (PropertyKind::Text, "two\nlines \u{200F}", "two\nlines"),
            (PropertyKind::Category, "suspect", "suspect"),
            (PropertyKind::Entity, " p-1", "p-1"),
        ];
        for (kind, raw, value) in cases {
            let normalised = normalised(kind, raw).unwrap();
            assert_eq!(normalised.value, value, "{kind:?}");
            assert_eq!(normalised.original.as_deref(), (raw != value).then_some(raw), "{kind:?}");
        }
    }

    #[test]
    fn inside_a_country_its_code_is_left_out() {
        let person = crate::Ontology::standard().schema("Person").unwrap();
        let property = |name| person.property(name).unwrap();
        let region = "gb".parse().unwrap();
        let phone = property("phone").normalise_in("020 7946 0000", region).unwrap();
        assert_eq!(phone.value, "+442079460000");
        assert_eq!(phone.original.as_deref(), Some("020 7946 0000"));
        let name = property("name").normalise_in("Oskel", region).unwrap();
        assert_eq!(name, property("name").normalise("Oskel").unwrap());
    }

    #[test]
    fn a_wrong_value_says_why_and_can_be_kept() {
        let wrong = [
            (PropertyKind::Name, "Oskel\u{202E}dnavraT", "reorder"),
            (PropertyKind::Name, " \u{200B} ", "other than spaces"),
            (PropertyKind::Date, "2024-02-30", "calendar"),
            (PropertyKind::Country, "Atlantis", "country"),
            (PropertyKind::Phone, "020 7946 0000", "plus sign"),
            (PropertyKind::Latitude, "91", "latitude"),
            (PropertyKind::Ip, "300.1.1.1", "IP address"),
            (PropertyKind::Gender, "7", "male, female or other"),
            (PropertyKind::Entity, "two words", "entity id"),
        ];
        for (kind, raw, said) in wrong {
            let message = normalised(kind, raw).unwrap_err().to_string();
            assert!(message.contains(said), "{kind:?}: {message}");
        }
        let kept = kept("Oskel\u{202E}dnavraT");
        assert_eq!(kept.value, "OskeldnavraT");
        assert_eq!(kept.original.as_deref(), Some("Oskel\u{202E}dnavraT"));
    }
}
