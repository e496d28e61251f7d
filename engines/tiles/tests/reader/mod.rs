//! A reader of tiles that shares nothing with the writer. It fails where the format is broken.

use std::collections::BTreeMap;

pub(crate) struct Layer {
    pub(crate) name: String,
    pub(crate) extent: u64,
    pub(crate) n_values: usize,
    pub(crate) features: Vec<Read>,
}

pub(crate) struct Read {
    pub(crate) id: u64,
    pub(crate) kind: u64,
    pub(crate) properties: Vec<String>,
    pub(crate) paths: Vec<Vec<(i64, i64)>>,
}

impl Read {
    /// Twice the area of each ring.
    pub(crate) fn rings(&self) -> Vec<i64> {
        self.paths.iter().map(|path| twice(path)).collect()
    }

    /// The area of what lies in the tile itself, without its margin.
    pub(crate) fn area_inside(&self) -> f64 {
        let inside = |path: &Vec<(i64, i64)>| {
            let path: Vec<(f64, f64)> = path.iter().map(|(x, y)| (*x as f64, *y as f64)).collect();
            let flip = |path: Vec<(f64, f64)>| -> Vec<_> {
                path.into_iter().map(|(x, y)| (y, x)).collect()
            };
            let path = half(&half(&path, 0.0, 1.0), 4096.0, -1.0);
            let path = half(&half(&flip(path), 0.0, 1.0), 4096.0, -1.0);
            let next = path.iter().cycle().skip(1);
            // Flipped once: the sign turns.
            -path.iter().zip(next).map(|(a, b)| a.0 * b.1 - b.0 * a.1).sum::<f64>() / 2.0
        };
        self.paths.iter().map(inside).sum()
    }
}

/// What of a path lies on one side of a column.
fn half(path: &[(f64, f64)], side: f64, sign: f64) -> Vec<(f64, f64)> {
    let mut out = Vec::new();
    for (at, a) in path.iter().enumerate() {
        let b = path[(at + 1) % path.len()];
        let (here, there) = ((a.0 - side) * sign, (b.0 - side) * sign);
        if here >= 0.0 {
            out.push(*a);
        }
        if (here >= 0.0) != (there >= 0.0) {
            let part = here / (here - there);
            out.push((side, a.1 + part * (b.1 - a.1)));
        }
    }
    out
}

fn twice(path: &[(i64, i64)]) -> i64 {
    let next = path.iter().cycle().skip(1);
    path.iter().zip(next).map(|(a, b)| a.0 * b.1 - b.0 * a.1).sum()
}

enum Field<'a> {
    Number(u64),
    Double(f64),
    Bytes(&'a [u8]),
}

impl<'a> Field<'a> {
    fn number(&self) -> u64 {
        match self {
            Self::Number(value) => *value,
            _ => panic!("no number"),
        }
    }

    fn bytes(&self) -> &'a [u8] {
        match self {
            Self::Bytes(bytes) => bytes,
            _ => panic!("no bytes"),
        }
    }
}

fn varint(bytes: &mut &[u8]) -> u64 {
    let mut value = 0;
    for shift in (0..64).step_by(7) {
        let byte = bytes[0];
        *bytes = &bytes[1..];
        value |= u64::from(byte & 0x7f) << shift;
        if byte < 0x80 {
            return value;
        }
    }
    panic!("no end of a number")
}

fn fields(mut bytes: &[u8]) -> Vec<(u64, Field<'_>)> {
    let mut fields = Vec::new();
    while !bytes.is_empty() {
        let key = varint(&mut bytes);
        let field = match key & 7 {
            0 => Field::Number(varint(&mut bytes)),
            1 => {
                let (value, rest) = bytes.split_at(8);
                bytes = rest;
                Field::Double(f64::from_le_bytes(value.try_into().unwrap()))
            }
            2 => {
                let length = varint(&mut bytes) as usize;
                let (value, rest) = bytes.split_at(length);
                bytes = rest;
                Field::Bytes(value)
            }
            other => panic!("wire type {other}"),
        };
        fields.push((key >> 3, field));
    }
    fields
}

pub(crate) fn read(tile: &[u8]) -> Vec<Layer> {
    fields(tile)
        .iter()
        .map(|(number, field)| (*number == 3).then(|| layer(field.bytes())).unwrap())
        .collect()
}

fn layer(bytes: &[u8]) -> Layer {
    let (mut name, mut extent, mut version) = (String::new(), 0, 0);
    let (mut keys, mut values, mut features) = (Vec::new(), Vec::new(), Vec::new());
    for (number, field) in fields(bytes) {
        match number {
            1 => name = String::from_utf8(field.bytes().to_vec()).unwrap(),
            2 => features.push(field.bytes()),
            3 => keys.push(String::from_utf8(field.bytes().to_vec()).unwrap()),
            4 => values.push(value(field.bytes())),
            5 => extent = field.number(),
            15 => version = field.number(),
            other => panic!("field {other}"),
        }
    }
    assert_eq!(version, 2);
    let features = features.into_iter().map(|it| feature(it, &keys, &values)).collect();
    Layer { name, extent, n_values: values.len(), features }
}

fn value(bytes: &[u8]) -> String {
    let all = fields(bytes);
    assert_eq!(all.len(), 1, "a value says one thing");
    match &all[0] {
        (1, Field::Bytes(text)) => String::from_utf8(text.to_vec()).unwrap(),
        (3, Field::Double(value)) => value.to_string(),
        (5, Field::Number(value)) => value.to_string(),
        (7, Field::Number(value)) => (*value == 1).to_string(),
        (other, _) => panic!("value of kind {other}"),
    }
}

fn feature(bytes: &[u8], keys: &[String], values: &[String]) -> Read {
    let by_number: BTreeMap<u64, Field<'_>> = fields(bytes).into_iter().collect();
    let packed = |number: u64| {
        let mut bytes = by_number.get(&number).map_or(&[][..], Field::bytes);
        let mut all = Vec::new();
        while !bytes.is_empty() {
            all.push(varint(&mut bytes) as u32);
        }
        all
    };
    let tags = packed(2);
    let mut properties: Vec<String> = tags
        .chunks(2)
        .map(|pair| format!("{}={}", keys[pair[0] as usize], values[pair[1] as usize]))
        .collect();
    properties.sort();
    Read {
        id: by_number.get(&1).map_or(0, Field::number),
        kind: by_number[&3].number(),
        properties,
        paths: paths(&packed(4)),
    }
}

fn paths(commands: &[u32]) -> Vec<Vec<(i64, i64)>> {
    let (mut paths, mut at, mut cursor) = (Vec::<Vec<_>>::new(), 0, (0_i64, 0_i64));
    while at < commands.len() {
        let (id, count) = (commands[at] & 7, commands[at] >> 3);
        at += 1;
        if id == 7 {
            assert_eq!(count, 1);
            assert!(paths.last().unwrap().len() >= 3 && twice(paths.last().unwrap()) != 0);
            continue;
        }
        for _ in 0..count {
            let step = |value: u32| i64::from((value >> 1) as i32 ^ -((value & 1) as i32));
            cursor = (cursor.0 + step(commands[at]), cursor.1 + step(commands[at + 1]));
            at += 2;
            match id {
                1 => paths.push(vec![cursor]),
                2 => paths.last_mut().unwrap().push(cursor),
                other => panic!("command {other}"),
            }
        }
    }
    paths
}
