//! What a vessel says of itself.

/// The static part of what a vessel sends: messages 5, 19 and 24. What is empty or zero was not
/// said.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Particulars<'a> {
    /// Milliseconds since 1970, UTC.
    pub time: i64,
    /// The MMSI.
    pub mmsi: u32,
    /// The name.
    pub name: &'a str,
    /// The call sign.
    pub callsign: &'a str,
    /// The IMO number.
    pub imo: u32,
    /// The draught in metres.
    pub draught: f64,
    /// Where it stands in its source; alerts cite it.
    pub line: u64,
}

/// Whether an IMO number has the check digit of its six other digits (IMO Resolution A.1117(30):
/// the last digit of the sum of each multiplied by 7 to 2).
pub fn is_imo_number(imo: u32) -> bool {
    let digit = |place: u32| imo / 10_u32.pow(6 - place) % 10;
    let sum: u32 = (0..6).map(|place| digit(place) * (7 - place)).sum();
    (1_000_000..10_000_000).contains(&imo) && sum % 10 == imo % 10
}

#[cfg(test)]
mod tests {
    use super::is_imo_number;

    #[test]
    fn check_digits() {
        // The resolution's own example, and neighbours of it.
        assert!(is_imo_number(9_074_729));
        assert!(!is_imo_number(9_074_728) && !is_imo_number(9_047_729));
        assert!(!is_imo_number(0) && !is_imo_number(u32::MAX));
    }
}
