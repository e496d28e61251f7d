//! Reading a table, whole or of one vessel.

use std::fs::File;
use std::ops::Range;
use std::path::Path;

use parquet::column::reader::{ColumnReader, ColumnReaderImpl};
use parquet::data_type::DataType;
use parquet::errors::ParquetError;
use parquet::file::metadata::RowGroupMetaData;
use parquet::file::page_index::column_index::ColumnIndexMetaData;
use parquet::file::reader::{FileReader as _, RowGroupReader};
use parquet::file::serialized_reader::{ReadOptionsBuilder, SerializedFileReader};
use parquet::file::statistics::Statistics;

use super::Result;
use super::sealed::Sealed;

/// A group has no more rows than this, whatever its footer says.
const MOST_ROWS: usize = 1 << 22;

/// A table that is read.
pub(crate) struct Table {
    file: SerializedFileReader<Sealed>,
}

impl Table {
    /// Opens a file to read the rows of vessels.
    pub(crate) fn open(path: &Path) -> Result<Self> {
        Self::of(Sealed::open(File::open(path)?)?)
    }

    /// Opens a file to read all of it.
    pub(crate) fn whole(bytes: Vec<u8>) -> Result<Self> {
        Self::of(Sealed::whole(bytes)?)
    }

    fn of(file: Sealed) -> Result<Self> {
        let options = ReadOptionsBuilder::new();
        let options = if file.has_index() { options.with_page_index() } else { options };
        Ok(Self { file: SerializedFileReader::new_with_options(file, options.build())? })
    }

    /// Hands on the columns of rows, a group at a time: those of one vessel, or all. `absent` stands
    /// for values that are not there.
    pub(crate) fn rows<const N: usize>(
        &self,
        vessel: Option<u32>,
        absent: i64,
        mut take: impl FnMut([&[i64]; N]),
    ) -> Result<()> {
        let mut columns = [const { Vec::new() }; N];
        for number in 0..self.file.num_row_groups() {
            let pages = self.pages(number, vessel);
            if pages.is_empty() {
                continue;
            }
            let group = self.file.get_row_group(number)?;
            read(&*group, 0, &pages, absent, &mut columns[0])?;
            let of_vessel = match vessel.map(i64::from) {
                None => 0..pages.len(),
                Some(vessel) => {
                    columns[0].partition_point(|it| *it < vessel)
                        ..columns[0].partition_point(|it| *it <= vessel)
                }
            };
            if of_vessel.is_empty() {
                continue;
            }
            let rows = pages.start + of_vessel.start..pages.start + of_vessel.end;
            for (number, column) in columns.iter_mut().enumerate().skip(1) {
                read(&*group, number, &rows, absent, column)?;
            }
            let first = columns[0].get(of_vessel).unwrap_or_default();
            let slices = std::array::from_fn(|idx| if idx == 0 { first } else { &columns[idx] });
            take(slices);
        }
        Ok(())
    }

    /// The rows of those pages of a group that may have the vessel's; those of all, if none is named.
    fn pages(&self, number: usize, vessel: Option<u32>) -> Range<usize> {
        let metadata = self.file.metadata();
        let group = metadata.row_group(number);
        let n_rows = usize::try_from(group.num_rows()).unwrap_or(0).min(MOST_ROWS);
        let Some(vessel) = vessel else { return 0..n_rows };
        if !may_have(group, vessel) {
            return 0..0;
        }
        let index = metadata.column_index().and_then(|it| it.get(number)?.first());
        let offsets = metadata.offset_index().and_then(|it| it.get(number)?.first());
        let (Some(ColumnIndexMetaData::INT32(index)), Some(offsets)) = (index, offsets) else {
            return 0..n_rows;
        };
        let pages = offsets.page_locations();
        let first = index.max_values().partition_point(|most| (*most as u32) < vessel);
        let end = index.min_values().partition_point(|least| (*least as u32) <= vessel);
        let row = |page: usize| {
            let location = pages.get(page);
            location.map_or(n_rows, |it| it.first_row_index as usize).min(n_rows)
        };
        row(first)..row(end.max(first))
    }
}

/// Whether a group may have rows of a vessel.
fn may_have(group: &RowGroupMetaData, vessel: u32) -> bool {
    let Some(Statistics::Int32(range)) = group.columns().first().and_then(|it| it.statistics())
    else {
        return true;
    };
    let (least, most) = (range.min_opt().copied(), range.max_opt().copied());
    least.is_none_or(|it| it as u32 <= vessel) && most.is_none_or(|it| it as u32 >= vessel)
}

/// Reads rows of a column.
fn read(
    group: &dyn RowGroupReader,
    number: usize,
    rows: &Range<usize>,
    absent: i64,
    out: &mut Vec<i64>,
) -> Result<()> {
    out.clear();
    if number >= group.num_columns() {
        return Err(ParquetError::General("it lacks a column".to_owned()));
    }
    let is_optional = group.metadata().column(number).column_descr().max_def_level() > 0;
    let mut levels = is_optional.then(Vec::new);
    match group.get_column_reader(number)? {
        ColumnReader::Int32ColumnReader(reader) => {
            let values = values(reader, rows, levels.as_mut())?;
            spread(values.into_iter().map(i64::from), levels, absent, out);
        }
        ColumnReader::Int64ColumnReader(reader) => {
            let values = values(reader, rows, levels.as_mut())?;
            spread(values.into_iter(), levels, absent, out);
        }
        _ => return Err(ParquetError::General("a column holds no whole numbers".to_owned())),
    }
    if out.len() == rows.len() {
        Ok(())
    } else {
        Err(ParquetError::General("a column has fewer rows than it says".to_owned()))
    }
}

/// The values of some rows, those that are there.
fn values<T: DataType>(
    mut reader: ColumnReaderImpl<T>,
    rows: &Range<usize>,
    mut levels: Option<&mut Vec<i16>>,
) -> Result<Vec<T::T>> {
    if rows.start > 0 {
        reader.skip_records(rows.start)?;
    }
    let (mut values, mut n_read) = (Vec::with_capacity(rows.len()), 0);
    while n_read < rows.len() {
        let levels = levels.as_deref_mut();
        let (n_records, ..) =
            reader.read_records(rows.len() - n_read, levels, None, &mut values)?;
        if n_records == 0 {
            break;
        }
        n_read += n_records;
    }
    Ok(values)
}

/// Puts what stands for absent values where there are none.
fn spread(
    mut values: impl Iterator<Item = i64>,
    levels: Option<Vec<i16>>,
    absent: i64,
    out: &mut Vec<i64>,
) {
    match levels {
        None => out.extend(values),
        Some(levels) => {
            let value = |level| if level > 0 { values.next() } else { None };
            out.extend(levels.into_iter().map(value).map(|it| it.unwrap_or(absent)));
        }
    }
}
