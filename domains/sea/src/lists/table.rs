//! Lists as tables: CSV (RFC 4180) with a line of names.
//!
//! Known columns: `mmsi`, `imo`, `callsign`, `name`, `flag`, `type`, `length`, `owner`, `reason`.
//! Any may be absent or empty, but every row has at least one of the first four.

use crossbearing_tracks::is_imo_number;

use super::row::Row;
use crate::error::{Error, Result};

/// The most rows of a list: more than all sea-going ships there are.
const MOST: usize = 500_000;
/// The longest cell, in bytes.
const LONGEST: usize = 1000;

const COLUMNS: [&str; 9] =
    ["mmsi", "imo", "callsign", "name", "flag", "type", "length", "owner", "reason"];

/// Reads a table; an error names the line and the column.
pub(super) fn read(text: &str) -> Result<Vec<Row>> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::All).from_reader(text.as_bytes());
    let header = reader.headers().map_err(|error| at(1, "", error))?.clone();
    let columns = header.iter().map(column).collect::<Result<Vec<_>>>()?;
    for (idx, name) in columns.iter().enumerate() {
        if columns[..idx].contains(name) {
            return Err(at(1, name, "the column is there twice"));
        }
    }
    let mut rows = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|error| {
            let line = error.position().map_or(0, csv::Position::line);
            at(line, "", error)
        })?;
        let line = record.position().map_or(0, csv::Position::line);
        if rows.len() >= MOST {
            return Err(at(line, "", format!("there are more than {MOST} vessels")));
        }
        rows.push(row(line, &columns, &record)?);
    }
    if rows.is_empty() {
        return Err(at(2, "", "there is no vessel under the line of names"));
    }
    Ok(rows)
}

/// Reads bytes as a table, whatever they are: for fuzzing.
pub fn fuzz_table(bytes: &[u8]) {
    let rows = read(&String::from_utf8_lossy(bytes)).unwrap_or_default();
    debug_assert!(rows.iter().all(|row| !row.key().is_empty()), "known by something");
}

/// The column of a name; spaces, hyphens and capitals do not matter.
fn column(name: &str) -> Result<&'static str> {
    let plain: String = name.chars().filter(char::is_ascii_alphanumeric).collect();
    let plain = match plain.to_ascii_lowercase().as_str() {
        "imonumber" => "imo".to_owned(),
        "vesselname" | "shipname" => "name".to_owned(),
        "vesseltype" | "shiptype" => "type".to_owned(),
        "lengthm" | "loa" => "length".to_owned(),
        "why" => "reason".to_owned(),
        plain => plain.to_owned(),
    };
    COLUMNS.iter().find(|known| **known == plain).copied().ok_or_else(|| {
        at(1, name, format!("the column is not known: known are {}", COLUMNS.join(", ")))
    })
}

fn row(line: u64, columns: &[&'static str], record: &csv::StringRecord) -> Result<Row> {
    let mut row = Row::default();
    for (name, cell) in columns.iter().zip(record) {
        if cell.is_empty() {
            continue;
        }
        if cell.len() > LONGEST || cell.chars().any(char::is_control) {
            return Err(at(
                line,
                name,
                "the cell has over 1000 characters, or some that do not print",
            ));
        }
        let wrong = |what: &str| at(line, name, format!("`{cell}` is {what}"));
        let plain = || cell.to_owned();
        match *name {
            "mmsi" => {
                row.mmsi = Some(mmsi(cell).ok_or_else(|| wrong("no MMSI: write nine digits"))?);
            }
            "imo" => {
                let imo = imo(cell);
                let what =
                    "no IMO number: write seven digits, the last of which is the check digit";
                row.imo = Some(imo.ok_or_else(|| wrong(what))?);
            }
            "flag" => row.flag = flag(cell).ok_or_else(|| wrong("no flag: write two letters"))?,
            "length" => {
                let length =
                    length(cell).ok_or_else(|| wrong("no length: write metres, 1 to 600"))?;
                row.length = Some(length);
            }
            "callsign" => row.callsign = cell.to_uppercase(),
            "name" => row.name = cell.to_uppercase(),
            "type" => row.kind = plain(),
            "owner" => row.owner = plain(),
            _ => row.reason = plain(),
        }
    }
    if row.key().is_empty() {
        return Err(at(line, "", "the vessel has no MMSI, IMO number, call sign or name"));
    }
    Ok(row)
}

fn mmsi(cell: &str) -> Option<u32> {
    (cell.len() == 9 && is_digits(cell)).then(|| cell.parse().ok())?
}

fn imo(cell: &str) -> Option<u32> {
    let digits = cell.trim_start_matches("IMO").trim_start();
    let number = (digits.len() == 7 && is_digits(digits)).then(|| digits.parse().ok())??;
    is_imo_number(number).then_some(number)
}

fn flag(cell: &str) -> Option<String> {
    (cell.len() == 2 && cell.bytes().all(|it| it.is_ascii_alphabetic()))
        .then(|| cell.to_ascii_uppercase())
}

fn length(cell: &str) -> Option<u16> {
    let metres: f64 = cell.parse().ok()?;
    (1.0..=600.0).contains(&metres).then(|| metres.round() as u16)
}

fn is_digits(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit())
}

fn at(line: u64, column: &str, reason: impl std::fmt::Display) -> Error {
    let column = if column.is_empty() { String::new() } else { format!(", column {column}") };
    Error::malformed(format!("table, line {line}{column}"), reason)
}

#[cfg(test)]
mod tests {
    use super::{fuzz_table, read};

    const TEXT: &str = "MMSI,IMO number,Name,Flag,Type,Length (m),Owner,Why\n\
        211000001,9074729,Silver Tern,de,Yacht,18.6,\"Tern Charter, Ltd\",seen twice\n\
        ,,grey heron,,,,,\n";

    #[test]
    fn a_table_is_read_whatever_the_order_and_case() {
        let rows = read(TEXT).expect("rows");
        assert_eq!(rows[0].owner, "Tern Charter, Ltd");
        assert_eq!((rows[0].length, rows[0].flag.as_str()), (Some(19), "DE"));
        assert_eq!((rows[0].key(), rows[1].key()), ("IMO 9074729".into(), "GREY HERON".into()));
    }

    #[test]
    fn what_is_wrong_is_told_by_line_and_column() {
        for (from, to, expected) in [
            ("9074729", "9074728", "table, line 2, column imo: "),
            ("211000001", "21100000", "table, line 2, column mmsi: "),
            ("18.6", "0", "table, line 2, column length: "),
            ("grey heron", "", "table, line 3: the vessel has no"),
            ("Owner", "Colour", "table, line 1, column Colour: "),
            ("Why", "Owner", "table, line 1, column owner: the column is there twice"),
            ("grey heron,", "", "table, line 3: "),
        ] {
            let error = read(&TEXT.replacen(from, to, 1)).expect_err(to).to_string();
            assert!(error.starts_with(expected), "{error}");
        }
        assert!(read("").is_err() && read("mmsi\n").is_err());
    }

    #[test]
    fn no_bytes_break_it() {
        for cut in 0..TEXT.len() {
            fuzz_table(&TEXT.as_bytes()[..cut]);
            let mut bent = TEXT.as_bytes().to_vec();
            bent[cut] ^= 0x22;
            fuzz_table(&bent);
        }
    }
}
