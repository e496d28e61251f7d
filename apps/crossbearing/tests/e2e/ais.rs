//! AIS logs become tables that other programs read.

use crate::program::{complaint, run, said};
use crate::python::{PARQUET, python, told};

/// A position, a voyage in two parts, a speed that is not known, and a cut-off message.
const LOG: &str = "\
\\s:north,c:1700000000*55\\!AIVDM,1,1,,A,15RTgt0PAso;90TKcjM8h6g208CQ,0*4A
!AIVDM,2,1,1,A,55?MbV02;H;s<HtKR20EHE:0@T4@Dn2222222216L961O5Gf0NSQEp6ClRp8,0*1C
!AIVDM,2,2,1,A,88888888880,2*25
!AIVDM,1,1,,B,15RTgt0POwo;90TKcjM8h6g208CQ,0*43
!AIVDM,1,1,,A,15RTgt0PAso;90TKcjM,0*63
";

/// Compares each cell of a Parquet file with the CSV of the same messages.
const READER: &str = r#"
import csv, sys, datetime, duckdb, pyarrow.parquet as pq
table, lines = sys.argv[1:]
read = pq.read_table(table, page_checksum_verification=True)
assert str(read.schema.field('time').type) == 'timestamp[ms, tz=UTC]', read.schema
rows = list(csv.DictReader(open(lines, newline='')))
found = duckdb.sql(f"select * from '{table}'").fetchall()
assert list(rows[0]) == read.column_names, read.column_names
assert len(rows) == read.num_rows == len(found)
n_values = 0
for row, other, line in zip(read.to_pylist(), found, rows):
    for (name, value), same in zip(row.items(), other):
        said = line[name]
        if value is None:
            assert said in ('', 'n/a', 'nan') and same is None, (name, said, same)
            continue
        n_values += 1
        if isinstance(value, datetime.datetime):
            assert value == datetime.datetime.fromisoformat(said.replace('Z', '+00:00'))
            continue
        assert value == same, (name, value, same)
        if isinstance(value, bool):
            assert said == str(value).lower(), (name, said)
        elif isinstance(value, (int, float)):
            words = {'fastleft': -720, 'fastright': 720, 'fast': 102.2}
            said = words[said] if said in words else float(said)
            assert abs(said - value) < 1e-6, (name, said, value)
        else:
            assert value == said, (name, value, said)
print(n_values)
"#;

#[test]
fn a_parquet_file_says_what_the_lines_say() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let (log, table, lines) = (path("log.nmea"), path("log.parquet"), path("log.csv"));
    // More messages than a group of rows holds.
    std::fs::write(&log, LOG.repeat(16_400)).unwrap();
    said(&["ais", "decode", "--format", "parquet", "--out", &table, &log]);
    std::fs::write(&lines, said(&["ais", "decode", "--format", "csv", &log])).unwrap();
    let Some(python) = python(&PARQUET) else { return };
    let n_values: usize = told(&python, READER, &[&table, &lines]).trim().parse().unwrap();
    assert_eq!(n_values % 16_400, 0);
    assert!(n_values > 40 * 16_400, "{n_values}");
}

#[test]
fn a_file_that_cannot_be_written_leaves_nothing_behind() {
    let folder = tempfile::tempdir().unwrap();
    let log = folder.path().join("log.nmea");
    std::fs::write(&log, LOG).unwrap();
    let log = log.to_str().unwrap();
    let asked =
        |out: &str| complaint(&run(&["ais", "decode", "--format", "parquet", "--out", out, log]));
    let absent = folder.path().join("absent/log.parquet");
    assert!(asked(absent.to_str().unwrap()).contains("cannot write"), "{}", absent.display());
    assert!(asked(folder.path().to_str().unwrap()).contains("is a folder"));
    let whole = folder.path().join("whole.parquet");
    let missing = folder.path().join("missing.nmea");
    let words = ["ais", "decode", "--format", "parquet", "--out", whole.to_str().unwrap(), log];
    complaint(&run(&[&words[..], &[missing.to_str().unwrap()]].concat()));
    let left: Vec<_> =
        std::fs::read_dir(folder.path()).unwrap().map(|it| it.unwrap().file_name()).collect();
    assert_eq!(left, ["log.nmea"]);
}
