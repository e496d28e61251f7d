//! AIS logs become tables that other programs read.

use crate::program::{complaint, run, said, start};
use crate::python::{PARQUET, python, told};

/// A position, a voyage in two parts, a speed that is not known, and a cut-off message.
const LOG: &str = "\
\\s:north,c:1700000000*55\\!AIVDM,1,1,,A,15RTgt0PAso;90TKcjM8h6g208CQ,0*4A
!AIVDM,2,1,1,A,55?MbV02;H;s<HtKR20EHE:0@T4@Dn2222222216L961O5Gf0NSQEp6ClRp8,0*1C
!AIVDM,2,2,1,A,88888888880,2*25
!AIVDM,1,1,,B,15RTgt0POwo;90TKcjM8h6g208CQ,0*43
!AIVDM,1,1,,A,15RTgt0PAso;90TKcjM,0*63
";

/// Sentences of every type, with lists among them.
const EVERY_TYPE: &str = include_str!("../../../../engines/ais/tests/data/every_type.nmea");

/// Compares each value of an Arrow stream and of a Parquet file with the JSON lines of the same
/// messages.
const READER: &str = r#"
import datetime, json, sys, duckdb, pyarrow as pa, pyarrow.parquet as pq
stream, table, lines = sys.argv[1:]
read = pa.ipc.open_stream(stream).read_all()
read.validate(full=True)
assert pq.read_table(table).equals(read)
assert str(read.schema.field('time').type) == 'timestamp[ms, tz=UTC]', read.schema
said = [json.loads(line) for line in open(lines)]
assert len(said) == read.num_rows
full = [name for name in read.column_names if read[name].null_count < read.num_rows]
names = ', '.join(f'"{name}"' for name in full)
found = duckdb.sql(f"select {names} from '{table}'").fetchall()
assert duckdb.sql('select count(mmsi) from read').fetchall()[0][0] == len(found) == len(said)
words = {'fastleft': -720, 'fastright': 720, 'fast': 102.2}

def agrees(row, line):
    for name, value in row.items():
        told = line.get(name)
        if name == 'shipname' and line.get('part') == 'B':
            # What another message said.
            assert value is None
        elif value is None:
            assert told in (None, 'n/a', 'nan'), (name, told)
        elif isinstance(value, datetime.datetime):
            assert value == datetime.datetime.fromisoformat(told.replace('Z', '+00:00'))
        elif isinstance(value, list) and value and isinstance(value[0], dict):
            assert len(value) == len(told)
            for element, other in zip(value, told):
                agrees(element, other)
        elif name == 'own':
            assert value == (told or False)
        else:
            # A code that lines give as its meaning only is a number here.
            is_meaning = isinstance(told, str) and told not in words and not isinstance(value, str)
            assert is_meaning or value == words.get(str(told), told), (name, value, told)

n_values = 0
for row, other, line in zip(read.select(full).to_pylist(), found, said):
    agrees(row, line)
    for (name, value), same in zip(row.items(), other):
        n_values += value is not None
        assert isinstance(value, datetime.datetime) or value == same, (name, value, same)
    for name in line:
        assert name in row or name in ('class', 'scaled') or name.endswith('_text'), name
print(n_values)
"#;

#[test]
fn tables_say_what_the_lines_say() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let (log, stream, table, lines) =
        (path("log.nmea"), path("log.arrow"), path("log.parquet"), path("log.jsonl"));
    // More messages than a batch holds.
    std::fs::write(&log, LOG.repeat(2_100) + EVERY_TYPE).unwrap();
    said(&["ais", "decode", "--format", "parquet", "--out", &table, &log]);
    std::fs::write(&stream, run(&["ais", "decode", "--format", "arrow", &log]).stdout).unwrap();
    std::fs::write(&lines, said(&["ais", "decode", &log])).unwrap();
    let Some(python) = python(&PARQUET) else { return };
    let n_values: usize = told(&python, READER, &[&stream, &table, &lines]).trim().parse().unwrap();
    assert!(n_values > 60 * 2_100, "{n_values}");
}

/// Says how many rows and columns a stream and a file have.
const SHAPE: &str = r"
import sys, pyarrow as pa, pyarrow.parquet as pq
for table in [pa.ipc.open_stream(sys.argv[1]).read_all(), pq.read_table(sys.argv[2])]:
    print(table.num_rows, *table.column_names[:2], table.num_columns > 300)
";

#[test]
fn a_log_without_messages_is_an_empty_table_and_columns_are_chosen() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let (log, stream, table) = (path("log.nmea"), path("log.arrow"), path("log.parquet"));
    let shape = |log_text: &str, words: &[&str]| {
        std::fs::write(&log, log_text).unwrap();
        for (format, out) in [("arrow", &stream), ("parquet", &table)] {
            let ask = ["ais", "decode", "--format", format, "--out", out, &log];
            said(&[&ask[..], words].concat());
        }
        python(&PARQUET).map(|python| told(&python, SHAPE, &[&stream, &table]))
    };
    let Some(empty) = shape("", &[]) else { return };
    assert_eq!(empty, "0 time source True\n".repeat(2));
    let chosen = shape(LOG, &["--columns", "mmsi,speed"]);
    assert_eq!(chosen.unwrap(), "4 mmsi speed False\n".repeat(2));
    let misspelt = ["ais", "decode", "--format", "arrow", "--columns", "mmsi,sped", &log];
    assert!(complaint(&run(&misspelt)).contains("no message has a field `sped`"));
}

#[test]
fn a_reader_of_a_stream_may_go() {
    let folder = tempfile::tempdir().unwrap();
    let log = folder.path().join("log.nmea");
    std::fs::write(&log, LOG.repeat(20_000)).unwrap();
    let mut program = start(&["ais", "decode", "--format", "arrow", log.to_str().unwrap()]);
    drop(program.stdout.take());
    let output = program.wait_with_output().unwrap();
    assert!(output.status.success() && output.stderr.is_empty(), "{output:?}");
}

#[test]
fn a_file_that_cannot_be_written_leaves_nothing_behind() {
    let folder = tempfile::tempdir().unwrap();
    let log = folder.path().join("log.nmea");
    std::fs::write(&log, LOG).unwrap();
    let log = log.to_str().unwrap();
    for format in ["arrow", "parquet"] {
        let asked =
            |out: &str| complaint(&run(&["ais", "decode", "--format", format, "--out", out, log]));
        let absent = folder.path().join("absent/log");
        assert!(asked(absent.to_str().unwrap()).contains("cannot write"), "{}", absent.display());
        assert!(asked(folder.path().to_str().unwrap()).contains("is a folder"));
        let whole = folder.path().join("whole");
        let missing = folder.path().join("missing.nmea");
        let words = ["ais", "decode", "--format", format, "--out", whole.to_str().unwrap(), log];
        complaint(&run(&[&words[..], &[missing.to_str().unwrap()]].concat()));
    }
    let left: Vec<_> =
        std::fs::read_dir(folder.path()).unwrap().map(|it| it.unwrap().file_name()).collect();
    assert_eq!(left, ["log.nmea"]);
}
