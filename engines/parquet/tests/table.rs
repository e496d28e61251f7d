//! Tables go there and back, and damage is found.
#![expect(clippy::unwrap_used, reason = "a test fails where it unwraps")]

use crossbearing_parquet::{Cells, Column, Error, File, Kind, Writer};
use proptest::prelude::*;

fn columns() -> Vec<Column> {
    vec![
        Column::new("mmsi", Kind::Unsigned),
        Column::new("lon", Kind::Decimal { digits: 10, decimals: 7 }),
        Column::optional("speed", Kind::Decimal { digits: 5, decimals: 1 }),
        Column::optional("name", Kind::Text),
    ]
}

type Row = (i32, i64, Option<i16>, Option<String>);

fn write(groups: &[Vec<Row>]) -> Vec<u8> {
    let mut writer = Writer::new(Vec::new(), columns()).unwrap();
    for rows in groups {
        let mut cells: Vec<Cells> = columns().iter().map(Cells::of).collect();
        for (mmsi, lon, speed, name) in rows {
            cells[0].whole((*mmsi).into());
            cells[1].whole(*lon);
            match speed {
                Some(speed) => cells[2].whole((*speed).into()),
                None => cells[2].absent(),
            }
            match name {
                Some(name) => cells[3].text(name),
                None => cells[3].absent(),
            }
        }
        writer.group(&cells).unwrap();
    }
    writer.finish().unwrap()
}

proptest! {
    #[test]
    fn numbers_go_there_and_back(
        groups in prop::collection::vec(prop::collection::vec(any::<Row>(), 1..300), 0..3)
    ) {
        let bytes = write(&groups);
        let file = File::open(&bytes).unwrap();
        prop_assert_eq!(file.n_groups(), groups.len());
        for (number, rows) in groups.iter().enumerate() {
            let mmsi: Vec<i64> = rows.iter().map(|it| it.0.into()).collect();
            prop_assert_eq!(file.range(number, 0), mmsi.iter().min().copied().zip(mmsi.iter().max().copied()));
            prop_assert_eq!(file.whole(number, 0, 0).unwrap(), mmsi);
            let lon: Vec<i64> = rows.iter().map(|it| it.1).collect();
            prop_assert_eq!(file.whole(number, 1, 0).unwrap(), lon);
            let speed: Vec<i64> = rows.iter().map(|it| it.2.map_or(i64::MIN, i64::from)).collect();
            prop_assert_eq!(file.whole(number, file.column("speed").unwrap(), i64::MIN).unwrap(), speed);
            let error = file.whole(number, 3, 0).unwrap_err().to_string();
            prop_assert!(error.contains("no whole numbers"), "{}", error);
        }
    }

    #[test]
    fn noise_does_no_harm(mut bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        prop_assert!(File::open(&bytes).is_err());
        // As a footer that its checksum has passed.
        let sum = crc32(&bytes);
        let length = (bytes.len() as u32).to_le_bytes();
        bytes.splice(0..0, *b"PAR1");
        bytes.splice(4..4, sum);
        bytes.extend(length);
        bytes.extend(b"PAR1");
        if let Ok(file) = File::open(&bytes) {
            for group in 0..file.n_groups() {
                let _ = file.whole(group, 0, 0);
            }
        }
    }
}

fn crc32(bytes: &[u8]) -> [u8; 4] {
    crc32fast::hash(bytes).to_le_bytes()
}

#[test]
fn damage_of_any_byte_is_found_or_does_not_matter() {
    let rows: Vec<Row> = (0..40).map(|it| (it, it.into(), Some(3), Some("A".into()))).collect();
    let bytes = write(&[rows]);
    let read = |bytes: &[u8]| -> Result<[Vec<i64>; 3], Error> {
        let file = File::open(bytes)?;
        Ok([file.whole(0, 0, 0)?, file.whole(0, 1, 0)?, file.whole(0, 2, 0)?])
    };
    let whole = read(&bytes).unwrap();
    for at in 0..bytes.len() {
        for bit in 0..8 {
            let mut damaged = bytes.clone();
            damaged[at] ^= 1 << bit;
            // Some bits of a page's head say nothing to this reader.
            assert!(read(&damaged).is_err() || read(&damaged).unwrap() == whole, "byte {at}");
        }
        assert!(read(&bytes[..at]).is_err(), "cut at {at}");
    }
}

#[test]
fn what_is_no_table_is_refused() {
    let mut writer = Writer::new(Vec::new(), columns()).unwrap();
    let mut cells: Vec<Cells> = columns().iter().map(Cells::of).collect();
    cells[0].whole(1);
    assert!(writer.group(&cells).is_err());
    cells[1].text("not a number");
    cells[2].absent();
    cells[3].absent();
    assert!(writer.group(&cells).unwrap_err().to_string().contains("missing"));
    cells[0].clear();
    cells[0].whole(1 << 40);
    cells[1].clear();
    cells[1].whole(1);
    assert!(writer.group(&cells).unwrap_err().to_string().contains("32 bits"));
}
