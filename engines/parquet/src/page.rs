//! One column of one group as a page, with the page of its dictionary if it has one.

use std::collections::HashMap;

use crate::cells::{Cells, Values, texts};
use crate::delta;
use crate::error::{Error, Result};
use crate::hybrid;
use crate::schema::{Column, Physical};
use crate::thrift::{Value, Writer};

/// How values are encoded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Encoding {
    Plain = 0,
    Levels = 3,
    Delta = 5,
    Dictionary = 8,
}

/// Pages hold no more than this, in bytes.
const LARGEST: usize = 1 << 28;
/// Texts that a dictionary has room for; a column of more is written plainly.
const DICTIONARY: usize = 1 << 15;

/// A column of a group, ready to be written.
#[derive(Debug)]
pub(crate) struct Chunk {
    /// All pages with their heads.
    pub(crate) bytes: Vec<u8>,
    /// How many of them are the dictionary's.
    pub(crate) n_dictionary: usize,
    pub(crate) n_uncompressed: usize,
    pub(crate) encoding: Encoding,
    /// The least and the greatest value, where that is of use.
    pub(crate) range: Option<(i64, i64)>,
}

/// Writes the pages of a column.
pub(crate) fn write(column: &Column, cells: &Cells) -> Result<Chunk> {
    let mut levels = Vec::new();
    if column.is_optional {
        let present: Vec<u32> = cells.present.iter().map(|it| u32::from(*it)).collect();
        hybrid::encode(&present, 1, &mut levels);
        let length = (levels.len() as u32).to_le_bytes();
        levels.splice(0..0, length);
    }
    let mut chunk = Chunk {
        bytes: Vec::new(),
        n_dictionary: 0,
        n_uncompressed: 0,
        encoding: Encoding::Plain,
        range: None,
    };
    let mut body = levels;
    match &cells.values {
        Values::Whole(numbers) => {
            chunk.range = numbers.iter().min().copied().zip(numbers.iter().max().copied());
            if !numbers.is_empty() {
                delta::encode(numbers, column.kind.physical(), &mut body);
                chunk.encoding = Encoding::Delta;
            }
        }
        Values::Double(numbers) => {
            body.extend(numbers.iter().flat_map(|it| it.to_le_bytes()));
        }
        Values::Flag(flags) => {
            let bits: Vec<u64> = flags.iter().map(|it| u64::from(*it)).collect();
            delta::pack(&bits, 1, &mut body);
        }
        Values::Text { ends, bytes } => {
            if let Some((dictionary, places)) = dictionary(ends, bytes) {
                let n_words = dictionary.len();
                let words = plain(dictionary.into_iter());
                chunk.page(&words, n_words, |head, encoding| {
                    head.begin(7);
                    head.int(1, n_words as i32);
                    head.int(2, encoding as i32);
                    head.end();
                    2
                })?;
                chunk.n_dictionary = chunk.bytes.len();
                let width = (usize::BITS - (n_words - 1).leading_zeros()).max(1) as u8;
                body.push(width);
                hybrid::encode(&places, width, &mut body);
                chunk.encoding = Encoding::Dictionary;
            } else {
                body.extend(plain(texts(ends, bytes)));
            }
        }
    }
    chunk.page(&body, cells.len(), |head, encoding| {
        head.begin(5);
        head.int(1, cells.len() as i32);
        head.int(2, encoding as i32);
        head.int(3, Encoding::Levels as i32);
        head.int(4, Encoding::Levels as i32);
        head.end();
        0
    })?;
    Ok(chunk)
}

impl Chunk {
    /// Adds a page; `about` writes what is particular to its kind, and returns that.
    fn page(
        &mut self,
        body: &[u8],
        n_values: usize,
        about: impl Fn(&mut Writer, Encoding) -> i32,
    ) -> Result<()> {
        if body.len() > LARGEST || n_values > i32::MAX as usize {
            return Err(Error::shape("a column of a group is too long: write smaller groups"));
        }
        let packed = snap::raw::Encoder::new().compress_vec(body);
        let packed = packed.map_err(|_| Error::shape("a column of a group cannot be packed"))?;
        // The kind comes before what is particular to it.
        let kind = about(&mut Writer::new(), self.encoding);
        let mut head = Writer::new();
        head.int(1, kind);
        head.int(2, body.len() as i32);
        head.int(3, packed.len() as i32);
        head.int(4, crc32fast::hash(&packed) as i32);
        about(&mut head, self.encoding);
        let head = head.finish();
        self.n_uncompressed += head.len() + body.len();
        self.bytes.extend(head);
        self.bytes.extend(packed);
        Ok(())
    }
}

/// The different texts, and for each text which of them it is; none if there is no text or if most
/// are different.
fn dictionary<'a>(ends: &'a [usize], bytes: &'a [u8]) -> Option<(Vec<&'a [u8]>, Vec<u32>)> {
    let mut known = HashMap::<&[u8], u32>::new();
    let (mut words, mut places) = (Vec::new(), Vec::with_capacity(ends.len()));
    for text in texts(ends, bytes) {
        let place = *known.entry(text).or_insert_with(|| {
            words.push(text);
            words.len() as u32 - 1
        });
        places.push(place);
        if words.len() > DICTIONARY {
            return None;
        }
    }
    (!words.is_empty()).then_some((words, places))
}

fn plain<'a>(texts: impl Iterator<Item = &'a [u8]>) -> Vec<u8> {
    let mut out = Vec::new();
    for text in texts {
        out.extend_from_slice(&(text.len() as u32).to_le_bytes());
        out.extend_from_slice(text);
    }
    out
}

/// Reads a page of `length` whole numbers back; `absent` stands where there is none.
pub(crate) fn read(
    mut bytes: &[u8],
    column: (Physical, bool),
    length: usize,
    absent: i64,
) -> Result<Vec<i64>> {
    let (physical, is_optional) = column;
    let head = Value::read(&mut bytes)?;
    let about = head.field(5)?;
    let (n_unpacked, n_packed) = (head.field(2)?.size()?, head.field(3)?.size()?);
    let packed = bytes.get(..n_packed).ok_or(Error::damaged("a page ends beyond the file"))?;
    if crc32fast::hash(packed) as i32 != head.field(4)?.int()? as i32 {
        return Err(Error::damaged("a page is not what its checksum says"));
    }
    let says = snap::raw::decompress_len(packed).unwrap_or(usize::MAX);
    if says != n_unpacked || says > LARGEST || about.field(1)?.size()? != length {
        return Err(Error::damaged("a page is of another size than it says"));
    }
    let body = snap::raw::Decoder::new().decompress_vec(packed);
    let body = body.map_err(|_| Error::damaged("a page cannot be unpacked"))?;
    let (present, body) = levels(&body, is_optional, length)?;
    let n_present = present.as_ref().map_or(length, |it| it.iter().filter(|it| **it).count());
    let encoding = about.field(2)?.int()?;
    let numbers = match n_present {
        0 => Vec::new(),
        _ if encoding == Encoding::Delta as i64 => delta::decode(body, n_present, physical)?,
        _ => return Err(Error::damaged("its numbers are packed in another way")),
    };
    let Some(present) = present else { return Ok(numbers) };
    let mut numbers = numbers.into_iter();
    let each = present.into_iter().map(|it| if it { numbers.next() } else { None });
    Ok(each.map(|number| number.unwrap_or(absent)).collect())
}

/// Which rows have a value, if that is said, and what follows it.
fn levels(body: &[u8], is_optional: bool, length: usize) -> Result<(Option<Vec<bool>>, &[u8])> {
    if !is_optional {
        return Ok((None, body));
    }
    let cut = body
        .split_first_chunk::<4>()
        .and_then(|(n_bytes, rest)| rest.split_at_checked(u32::from_le_bytes(*n_bytes) as usize));
    let (levels, rest) = cut.ok_or(Error::damaged("a page ends in the middle"))?;
    Ok((Some(hybrid::decode_bits(levels, length)?), rest))
}
