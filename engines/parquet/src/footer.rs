//! What a file says of its columns and groups, at its end.

use crate::error::{Error, Result};
use crate::page::{Chunk, Encoding};
use crate::schema::{Column, Kind, Physical};
use crate::thrift::{Type, Value, Writer};

/// What Snappy is called.
const SNAPPY: i32 = 1;
/// Rows that a group has at most when it is read.
const MOST_ROWS: usize = 1 << 22;

/// A group that was written.
#[derive(Debug, Default)]
pub(crate) struct Group {
    pub(crate) n_rows: usize,
    pub(crate) chunks: Vec<Written>,
}

/// A column of a group that was written.
#[derive(Debug)]
pub(crate) struct Written {
    pub(crate) at: u64,
    pub(crate) n_bytes: usize,
    pub(crate) n_absent: usize,
    pub(crate) n_dictionary: usize,
    pub(crate) n_uncompressed: usize,
    pub(crate) encoding: Encoding,
    pub(crate) range: Option<(i64, i64)>,
}

impl Written {
    pub(crate) fn new(chunk: &Chunk, at: u64, n_absent: usize) -> Self {
        Self {
            at,
            n_bytes: chunk.bytes.len(),
            n_absent,
            n_dictionary: chunk.n_dictionary,
            n_uncompressed: chunk.n_uncompressed,
            encoding: chunk.encoding,
            range: chunk.range,
        }
    }
}

/// The footer's bytes.
pub(crate) fn write(columns: &[Column], groups: &[Group]) -> Vec<u8> {
    let mut out = Writer::new();
    out.int(1, 2);
    out.list(2, Type::Struct, columns.len() + 1);
    out.begin_element();
    out.bytes(4, b"table");
    out.int(5, columns.len() as i32);
    out.end();
    for column in columns {
        element(column, &mut out);
    }
    out.long(3, groups.iter().map(|group| group.n_rows as i64).sum());
    out.list(4, Type::Struct, groups.len());
    for it in groups {
        group(columns, it, &mut out);
    }
    out.bytes(6, concat!("crossbearing ", env!("CARGO_PKG_VERSION")).as_bytes());
    // Values are ordered as their types have it: without that, nobody may trust ranges.
    out.list(7, Type::Struct, columns.len());
    for _ in columns {
        out.begin_element();
        out.begin(1);
        out.end();
        out.end();
    }
    out.finish()
}

fn element(column: &Column, out: &mut Writer) {
    out.begin_element();
    out.int(1, column.kind.physical() as i32);
    out.int(3, column.is_optional.into());
    out.bytes(4, column.name.as_bytes());
    match column.kind {
        Kind::Whole | Kind::Long | Kind::Double | Kind::Flag => {}
        Kind::Unsigned => {
            out.int(6, 13);
            out.begin(10);
            out.begin(10);
            out.byte(1, 32);
            out.flag(2, false);
            out.end();
            out.end();
        }
        Kind::Time => {
            out.int(6, 9);
            out.begin(10);
            out.begin(8);
            out.flag(1, true);
            out.begin(2);
            out.begin(1);
            out.end();
            out.end();
            out.end();
            out.end();
        }
        Kind::Decimal { digits, decimals } => {
            out.int(6, 5);
            out.int(7, decimals.into());
            out.int(8, digits.into());
            out.begin(10);
            out.begin(5);
            out.int(1, decimals.into());
            out.int(2, digits.into());
            out.end();
            out.end();
        }
        Kind::Text => {
            out.int(6, 0);
            out.begin(10);
            out.begin(1);
            out.end();
            out.end();
        }
    }
    out.end();
}

fn group(columns: &[Column], group: &Group, out: &mut Writer) {
    out.begin_element();
    out.list(1, Type::Struct, columns.len());
    for (column, written) in columns.iter().zip(&group.chunks) {
        out.begin_element();
        out.long(2, written.at as i64);
        out.begin(3);
        chunk(column, group.n_rows, written, out);
        out.end();
        out.end();
    }
    let total = |size: fn(&Written) -> usize| group.chunks.iter().map(size).sum::<usize>() as i64;
    out.long(2, total(|it| it.n_uncompressed));
    out.long(3, group.n_rows as i64);
    out.long(5, group.chunks.first().map_or(0, |it| it.at as i64));
    out.long(6, total(|it| it.n_bytes));
    out.end();
}

fn chunk(column: &Column, n_rows: usize, written: &Written, out: &mut Writer) {
    let physical = column.kind.physical();
    out.int(1, physical as i32);
    let mut encodings = vec![written.encoding, Encoding::Levels];
    if written.n_dictionary > 0 {
        encodings.push(Encoding::Plain);
    }
    out.list(2, Type::Int32, encodings.len());
    for encoding in encodings {
        out.element_int(encoding as i32);
    }
    out.list(3, Type::Bytes, 1);
    out.element_bytes(column.name.as_bytes());
    out.int(4, SNAPPY);
    out.long(5, n_rows as i64);
    out.long(6, written.n_uncompressed as i64);
    out.long(7, written.n_bytes as i64);
    out.long(9, written.at as i64 + written.n_dictionary as i64);
    if written.n_dictionary > 0 {
        out.long(11, written.at as i64);
    }
    out.begin(12);
    out.long(3, written.n_absent as i64);
    if let Some((least, greatest)) = written.range {
        let length = if physical == Physical::Int32 { 4 } else { 8 };
        out.bytes(5, &greatest.to_le_bytes()[..length]);
        out.bytes(6, &least.to_le_bytes()[..length]);
    }
    out.end();
}

/// What a footer says, as far as whole numbers need it.
#[derive(Debug)]
pub(crate) struct Footer {
    pub(crate) columns: Vec<(String, Option<Physical>, bool)>,
    pub(crate) groups: Vec<FoundGroup>,
}

#[derive(Debug)]
pub(crate) struct FoundGroup {
    pub(crate) n_rows: usize,
    pub(crate) chunks: Vec<FoundChunk>,
}

#[derive(Debug)]
pub(crate) struct FoundChunk {
    pub(crate) at: usize,
    pub(crate) n_bytes: usize,
    pub(crate) range: Option<(i64, i64)>,
}

pub(crate) fn read(mut bytes: &[u8]) -> Result<Footer> {
    let value = Value::read(&mut bytes)?;
    let mut columns = Vec::new();
    for element in value.field(2)?.list()?.iter().skip(1) {
        let name = String::from_utf8_lossy(element.field(4)?.bytes()?).into_owned();
        let physical = Physical::of_whole(element.field(1)?.int()?);
        columns.push((name, physical, element.field(3)?.int()? == 1));
    }
    let mut groups = Vec::new();
    for group in value.field(4)?.list()? {
        let n_rows = group.field(3)?.size()?;
        let found = group.field(1)?.list()?;
        if n_rows > MOST_ROWS || found.len() != columns.len() {
            return Err(Error::damaged("a group is of another size than its columns"));
        }
        let chunks = found.iter().map(|chunk| found_chunk(chunk.field(3)?));
        groups.push(FoundGroup { n_rows, chunks: chunks.collect::<Result<_>>()? });
    }
    Ok(Footer { columns, groups })
}

fn found_chunk(chunk: &Value<'_>) -> Result<FoundChunk> {
    if chunk.field(4)?.int()? != i64::from(SNAPPY) {
        return Err(Error::damaged("it is packed in another way"));
    }
    let end = |number| {
        let bytes = chunk.find(12)?.find(number)?.bytes().ok()?;
        let narrow = bytes.try_into().ok().map(|it| i64::from(i32::from_le_bytes(it)));
        narrow.or_else(|| bytes.try_into().ok().map(i64::from_le_bytes))
    };
    Ok(FoundChunk {
        at: chunk.field(9)?.size()?,
        n_bytes: chunk.field(7)?.size()?,
        range: end(6).zip(end(5)),
    })
}
