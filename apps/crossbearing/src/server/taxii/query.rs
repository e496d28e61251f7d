//! What a request asks for: the part of a collection, and how much of it.

use base64ct::{Base64UrlUnpadded, Encoding as _};
use crossbearing_model::Instant;
use sha2::{Digest as _, Sha256};

use super::answer::Refusal;

/// The most objects of one answer.
pub(super) const MOST: usize = 5000;
/// As many where the client does not say.
const USUAL: usize = 1000;
/// The most values of one filter.
const MOST_VALUES: usize = 1000;

/// What is asked for.
#[derive(Debug, Default)]
pub(super) struct Wanted {
    /// Only what was added after this microsecond.
    pub(super) after: Option<i64>,
    pub(super) limit: usize,
    pub(super) ids: Vec<String>,
    pub(super) types: Vec<String>,
    /// Only these versions; any if none are given.
    pub(super) versions: Vec<i64>,
    /// Nothing has the version of the standard that is asked for.
    pub(super) other_spec: bool,
    /// Of the filters: a cursor goes with the filters that it was given for.
    pub(super) fingerprint: [u8; 8],
}

impl Wanted {
    /// Reads the query of an address; what it does not know is no filter of the standard.
    pub(super) fn read(pairs: &[(String, String)]) -> Result<Self, Refusal> {
        let mut wanted = Self { limit: USUAL, ..Self::default() };
        let mut next = None;
        let mut filters = Sha256::new();
        let mut sorted: Vec<_> = pairs.iter().collect();
        sorted.sort();
        for (name, value) in sorted {
            match name.as_str() {
                "limit" => wanted.limit = limit(value)?,
                "next" => next = Some(value),
                "added_after" => {
                    let at = micros(value).ok_or_else(|| bad_time("added_after", value))?;
                    wanted.after = wanted.after.max(Some(at));
                }
                "match[id]" => wanted.ids.extend(values(value)?),
                "match[type]" => wanted.types.extend(values(value)?),
                "match[version]" => wanted.version(value)?,
                "match[spec_version]" => {
                    wanted.other_spec = !values(value)?.iter().any(|version| version == "2.1");
                }
                _ => continue,
            }
            if name != "limit" && name != "next" {
                filters.update(format!("{}:{name}{}:{value}", name.len(), value.len()));
            }
        }
        wanted.fingerprint.copy_from_slice(&filters.finalize()[..8]);
        if let Some(next) = next {
            wanted.after = wanted.after.max(Some(wanted.follow(next)?));
        }
        Ok(wanted)
    }

    fn version(&mut self, value: &str) -> Result<(), Refusal> {
        for value in values(value)? {
            // One version of each object is kept, so the first and the last are all.
            if matches!(value.as_str(), "all" | "first" | "last") {
                self.versions.clear();
                return Ok(());
            }
            self.versions.push(micros(&value).ok_or_else(|| bad_time("match[version]", &value))?);
        }
        Ok(())
    }

    /// The cursor from which the answer behind `last` is read.
    pub(super) fn cursor(&self, last: i64) -> String {
        let mut bytes = last.to_be_bytes().to_vec();
        bytes.extend(self.fingerprint);
        Base64UrlUnpadded::encode_string(&bytes)
    }

    fn follow(&self, cursor: &str) -> Result<i64, Refusal> {
        let refused = || {
            Refusal::bad(
                "next is not a cursor of this server for these filters: send the value \
                of the answer before, and the same filters",
            )
        };
        let mut bytes = [0; 16];
        let decoded = Base64UrlUnpadded::decode(cursor, &mut bytes).map_err(|_| refused())?;
        let (last, fingerprint) = decoded.split_first_chunk::<8>().ok_or_else(refused)?;
        if *fingerprint != self.fingerprint {
            return Err(refused());
        }
        Ok(i64::from_be_bytes(*last))
    }
}

fn limit(value: &str) -> Result<usize, Refusal> {
    match value.parse::<u64>() {
        Ok(limit) if limit > 0 => Ok((limit as usize).min(MOST)),
        _ => Err(Refusal::bad("limit is a whole number above 0")),
    }
}

fn values(list: &str) -> Result<Vec<String>, Refusal> {
    let values: Vec<String> =
        list.split(',').map(str::trim).filter(|one| !one.is_empty()).map(str::to_owned).collect();
    match values.len() {
        0 => Err(Refusal::bad("a filter without a value: leave it out, or name values")),
        1..=MOST_VALUES => Ok(values),
        _ => Err(Refusal::bad(format!("a filter has at most {MOST_VALUES} values"))),
    }
}

fn bad_time(name: &str, value: &str) -> Refusal {
    let value: String = value.chars().take(40).collect();
    Refusal::bad(format!("{name} {value:?} is no time: send RFC 3339, 2026-05-01T12:00:00.000000Z"))
}

/// Microseconds since 1970. What is finer is cut off, which changes no answer: objects are added on
/// whole microseconds.
pub(super) fn micros(text: &str) -> Option<i64> {
    if !text.ends_with('Z') || text.len() > 40 {
        return None;
    }
    let millis = text.parse::<Instant>().ok()?.millis();
    let fraction = text.split_once('.').map_or("", |(_, rest)| rest);
    let digits: String = fraction.chars().filter(char::is_ascii_digit).collect();
    let finer: i64 = format!("{digits:0<6}").get(3..6)?.parse().ok()?;
    // Instants before 1970 are cut towards it.
    if millis < 0 { Some(millis * 1000) } else { Some(millis * 1000 + finer) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pairs(query: &[(&str, &str)]) -> Vec<(String, String)> {
        query.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    }

    #[test]
    fn a_cursor_goes_with_its_filters_and_no_others() {
        let wanted = Wanted::read(&pairs(&[("match[type]", "identity"), ("limit", "3")])).unwrap();
        let cursor = wanted.cursor(1_234_567);
        let same = [("limit", "9"), ("next", &cursor), ("match[type]", "identity")];
        assert_eq!(Wanted::read(&pairs(&same)).unwrap().after, Some(1_234_567));
        let other = [("next", cursor.as_str()), ("match[type]", "report")];
        assert!(Wanted::read(&pairs(&other)).is_err());
        for wrong in ["", "x", "AAAA", "?????", &"A".repeat(500)] {
            assert!(Wanted::read(&pairs(&[("next", wrong)])).is_err(), "{wrong}");
        }
    }

    #[test]
    fn times_are_read_to_the_microsecond() {
        assert_eq!(micros("1970-01-01T00:00:01.000001Z"), Some(1_000_001));
        assert_eq!(micros("1970-01-01T00:00:01.5Z"), Some(1_500_000));
        assert_eq!(micros("1970-01-01T00:00:01.123456789Z"), Some(1_123_456));
        assert_eq!(micros("1970-01-01T00:00:01Z"), Some(1_000_000));
        for wrong in
            ["", "yesterday", "2026-01-01", "2026-13-01T00:00:00Z", "2026-01-01T00:00:00+02:00"]
        {
            assert_eq!(micros(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn wrong_filters_are_refused() {
        for (name, value) in [
            ("limit", "0"),
            ("limit", "-1"),
            ("limit", "many"),
            ("added_after", "soon"),
            ("match[version]", "newest"),
            ("match[id]", ""),
        ] {
            assert!(Wanted::read(&pairs(&[(name, value)])).is_err(), "{name}={value}");
        }
        assert_eq!(Wanted::read(&pairs(&[("limit", "99999999")])).unwrap().limit, MOST);
        assert!(Wanted::read(&pairs(&[("match[spec_version]", "2.0")])).unwrap().other_spec);
    }
}
