//! Thrift's compact protocol, in which Parquet writes what it says of its data.

use crate::error::{Error, Result};

/// Types of fields and of elements of lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Type {
    True = 1,
    False = 2,
    Byte = 3,
    Int32 = 5,
    Int64 = 6,
    Bytes = 8,
    List = 9,
    Struct = 12,
}

/// Nothing of ours nests deeper.
const DEEPEST: usize = 12;

/// Writes a struct, field by field in the order of their numbers.
#[derive(Debug)]
pub(crate) struct Writer {
    out: Vec<u8>,
    /// The number of the last field of each struct that is open.
    last: Vec<u8>,
}

impl Writer {
    pub(crate) fn new() -> Self {
        Self { out: Vec::new(), last: vec![0] }
    }

    pub(crate) fn int(&mut self, number: u8, value: i32) {
        self.field(number, Type::Int32);
        zigzag(value.into(), &mut self.out);
    }

    pub(crate) fn long(&mut self, number: u8, value: i64) {
        self.field(number, Type::Int64);
        zigzag(value, &mut self.out);
    }

    pub(crate) fn byte(&mut self, number: u8, value: u8) {
        self.field(number, Type::Byte);
        self.out.push(value);
    }

    pub(crate) fn flag(&mut self, number: u8, value: bool) {
        self.field(number, if value { Type::True } else { Type::False });
    }

    pub(crate) fn bytes(&mut self, number: u8, value: &[u8]) {
        self.field(number, Type::Bytes);
        self.element_bytes(value);
    }

    pub(crate) fn begin(&mut self, number: u8) {
        self.field(number, Type::Struct);
        self.begin_element();
    }

    pub(crate) fn list(&mut self, number: u8, of: Type, length: usize) {
        self.field(number, Type::List);
        if length < 15 {
            self.out.push((length as u8) << 4 | of as u8);
        } else {
            self.out.push(0xf0 | of as u8);
            varint(length as u64, &mut self.out);
        }
    }

    pub(crate) fn element_int(&mut self, value: i32) {
        zigzag(value.into(), &mut self.out);
    }

    pub(crate) fn element_bytes(&mut self, value: &[u8]) {
        varint(value.len() as u64, &mut self.out);
        self.out.extend_from_slice(value);
    }

    pub(crate) fn begin_element(&mut self) {
        self.last.push(0);
    }

    /// Closes the struct that was opened last.
    pub(crate) fn end(&mut self) {
        self.out.push(0);
        self.last.pop();
    }

    /// The bytes; every struct is closed but the outermost.
    pub(crate) fn finish(mut self) -> Vec<u8> {
        self.out.push(0);
        self.out
    }

    fn field(&mut self, number: u8, kind: Type) {
        let last = self.last.last_mut();
        let step = number - last.as_deref().copied().unwrap_or(0);
        if let Some(last) = last {
            *last = number;
        }
        self.out.push(step << 4 | kind as u8);
    }
}

/// A value that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Value<'a> {
    Int(i64),
    Bytes(&'a [u8]),
    List(Vec<Value<'a>>),
    Struct(Vec<(i16, Value<'a>)>),
}

impl<'a> Value<'a> {
    /// Reads a struct from the front of `bytes`.
    pub(crate) fn read(bytes: &mut &'a [u8]) -> Result<Self> {
        structure(bytes, 0)
    }

    /// A field of a struct.
    pub(crate) fn field(&self, number: i16) -> Result<&Self> {
        self.find(number).ok_or(Error::damaged("a field is missing"))
    }

    pub(crate) fn find(&self, number: i16) -> Option<&Self> {
        let Self::Struct(fields) = self else { return None };
        fields.iter().find(|(at, _)| *at == number).map(|(_, value)| value)
    }

    pub(crate) fn int(&self) -> Result<i64> {
        match self {
            Self::Int(value) => Ok(*value),
            _ => Err(Error::damaged("a number is missing")),
        }
    }

    /// A number that counts or measures something in memory.
    pub(crate) fn size(&self) -> Result<usize> {
        usize::try_from(self.int()?).map_err(|_| Error::damaged("a size is negative"))
    }

    pub(crate) fn bytes(&self) -> Result<&'a [u8]> {
        match self {
            Self::Bytes(bytes) => Ok(bytes),
            _ => Err(Error::damaged("bytes are missing")),
        }
    }

    pub(crate) fn list(&self) -> Result<&[Self]> {
        match self {
            Self::List(values) => Ok(values),
            _ => Err(Error::damaged("a list is missing")),
        }
    }
}

fn structure<'a>(bytes: &mut &'a [u8], depth: usize) -> Result<Value<'a>> {
    if depth > DEEPEST {
        return Err(Error::damaged("it nests too deeply"));
    }
    let mut fields = Vec::new();
    let mut last = 0_i16;
    loop {
        let head = byte(bytes)?;
        if head == 0 {
            return Ok(Value::Struct(fields));
        }
        let number = match head >> 4 {
            0 => unzigzag(unvarint(bytes)?) as i16,
            step => last.wrapping_add(i16::from(step)),
        };
        last = number;
        let value = match head & 15 {
            1 => Value::Int(1),
            2 => Value::Int(0),
            kind => value(bytes, kind, depth)?,
        };
        fields.push((number, value));
    }
}

fn value<'a>(bytes: &mut &'a [u8], kind: u8, depth: usize) -> Result<Value<'a>> {
    match kind {
        1..=3 => byte(bytes).map(|it| Value::Int(it.into())),
        4..=6 => unvarint(bytes).map(|it| Value::Int(unzigzag(it))),
        7 => take(bytes, 8).map(Value::Bytes),
        8 => {
            let length = unvarint(bytes)?;
            take(bytes, usize::try_from(length).unwrap_or(usize::MAX)).map(Value::Bytes)
        }
        9 | 10 => {
            let head = byte(bytes)?;
            let length = match head >> 4 {
                15 => unvarint(bytes)?,
                length => length.into(),
            };
            // Every element takes a byte at least.
            if length > bytes.len() as u64 {
                return Err(Error::damaged("a list ends beyond the file"));
            }
            let elements = (0..length).map(|_| match head & 15 {
                12 => structure(bytes, depth + 1),
                kind => value(bytes, kind, depth + 1),
            });
            if depth > DEEPEST {
                return Err(Error::damaged("it nests too deeply"));
            }
            elements.collect::<Result<_>>().map(Value::List)
        }
        12 => structure(bytes, depth + 1),
        _ => Err(Error::damaged("a field is of no known type")),
    }
}

fn byte(bytes: &mut &[u8]) -> Result<u8> {
    take(bytes, 1).map(|it| it.first().copied().unwrap_or(0))
}

fn take<'a>(bytes: &mut &'a [u8], length: usize) -> Result<&'a [u8]> {
    let cut = bytes.split_at_checked(length);
    let (taken, rest) = cut.ok_or(Error::damaged("it ends in the middle"))?;
    *bytes = rest;
    Ok(taken)
}

pub(crate) fn varint(mut value: u64, out: &mut Vec<u8>) {
    while value >= 128 {
        out.push(value as u8 | 128);
        value >>= 7;
    }
    out.push(value as u8);
}

pub(crate) fn unvarint(bytes: &mut &[u8]) -> Result<u64> {
    let (mut value, mut shift) = (0, 0);
    loop {
        let byte = byte(bytes)?;
        let part = u64::from(byte & 127).checked_shl(shift);
        value |= part.ok_or(Error::damaged("a number is too long"))?;
        if byte & 128 == 0 {
            return Ok(value);
        }
        shift += 7;
    }
}

pub(crate) fn zigzag(value: i64, out: &mut Vec<u8>) {
    varint(((value << 1) ^ (value >> 63)) as u64, out);
}

pub(crate) fn unzigzag(value: u64) -> i64 {
    (value >> 1) as i64 ^ -((value & 1) as i64)
}

#[cfg(test)]
mod tests {
    use super::{Type, Value, Writer};

    #[test]
    fn a_struct_goes_there_and_back() {
        let mut writer = Writer::new();
        writer.int(1, -7);
        writer.begin(2);
        writer.bytes(1, b"name");
        writer.flag(2, true);
        writer.end();
        writer.list(5, Type::Int32, 20);
        for it in 0..20 {
            writer.element_int(it);
        }
        writer.long(9, i64::MIN);
        let bytes = writer.finish();
        let mut rest = &bytes[..];
        let read = Value::read(&mut rest).expect("whole");
        assert!(rest.is_empty());
        let inner = Value::Struct(vec![(1, Value::Bytes(b"name")), (2, Value::Int(1))]);
        let list = Value::List((0..20).map(Value::Int).collect());
        let expected = [(1, Value::Int(-7)), (2, inner), (5, list), (9, Value::Int(i64::MIN))];
        assert_eq!(read, Value::Struct(expected.to_vec()));
    }

    #[test]
    fn what_nests_without_end_is_refused() {
        for depth_bomb in [vec![0x1c; 10_000], vec![0x19; 10_000]] {
            assert!(Value::read(&mut &depth_bomb[..]).is_err());
        }
    }
}
