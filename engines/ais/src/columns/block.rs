//! Messages of one layout, gathered as rows of bits until their columns are taken out.

use super::BATCH_ROWS;
use super::batch::{Batch, Column, ListColumn, Receptions, Strings};
use super::words::{Target, Words};
use crate::bits::{MAX_BITS, sign_extend, unsigned};
use crate::layout::{Field, Kind, Layout, List};
use crate::message::{Message, raw, text};
use crate::simd::{Simd, Work};

/// Where type, repeat indicator and MMSI start, and how many bits they have.
const HEAD: [(usize, usize); 3] = [(0, 6), (6, 2), (8, 30)];

/// Rows of bits, what is known besides, and room for their columns.
#[derive(Debug)]
pub(super) struct Block {
    layout: &'static Layout,
    simd: Option<Simd>,
    n_rows: usize,
    /// The bits of the shortest message.
    shortest: usize,
    rows: Rows,
    time: [i64; BATCH_ROWS],
    line: [u64; BATCH_ROWS],
    source: [u32; BATCH_ROWS],
    defects: [u32; BATCH_ROWS],
    n_bits: [u16; BATCH_ROWS],
    channel: [u8; BATCH_ROWS],
    talker: [[u8; 2]; BATCH_ROWS],
    own: [bool; BATCH_ROWS],
    /// Type, repeat indicator and MMSI.
    head: [Vec<i32>; 3],
    columns: Vec<Column>,
    /// Where the numbers are.
    words: Words,
}

/// The bits of the rows, in rows of one of three widths, with eight bytes to read beyond.
#[derive(Debug)]
enum Rows {
    Narrow(Vec<[u8; 32]>),
    Middle(Vec<[u8; 64]>),
    Wide(Vec<[u8; MAX_BITS / 8 + 8]>),
}

impl Block {
    pub(super) fn new(layout: &'static Layout) -> Self {
        let open_end = layout.fields().any(|(_, field)| field.width == 0);
        let n_bytes = usize::from(layout.max_bits).div_ceil(8) + 8;
        let rows = match n_bytes {
            ..=32 if !open_end => Rows::Narrow(vec![[0; 32]; BATCH_ROWS]),
            ..=64 if !open_end => Rows::Middle(vec![[0; 64]; BATCH_ROWS]),
            _ => Rows::Wide(vec![[0; MAX_BITS / 8 + 8]; BATCH_ROWS]),
        };
        let mut words = Words::default();
        for (idx, place) in HEAD.into_iter().enumerate() {
            words.add(Target::Head(idx), place, false);
        }
        for (idx, (start, field)) in layout.fields().enumerate() {
            words.add_field(idx, start, field);
        }
        Self {
            layout,
            simd: Simd::detect(),
            n_rows: 0,
            shortest: usize::MAX,
            rows,
            time: [0; BATCH_ROWS],
            line: [0; BATCH_ROWS],
            source: [0; BATCH_ROWS],
            defects: [0; BATCH_ROWS],
            n_bits: [0; BATCH_ROWS],
            channel: [0; BATCH_ROWS],
            talker: [[0; 2]; BATCH_ROWS],
            own: [false; BATCH_ROWS],
            head: [Vec::new(), Vec::new(), Vec::new()],
            columns: layout.fields().map(|(_, field)| empty(field)).collect(),
            words,
        }
    }

    /// Adds a message; returns whether the block is now full.
    #[inline(always)]
    #[expect(clippy::inline_always, reason = "small, and called for every message")]
    pub(super) fn push(&mut self, message: &Message<'_>) -> bool {
        // A full block is flushed at once, so the row is always one of the block's.
        let row = self.n_rows % BATCH_ROWS;
        let reception = &message.reception;
        self.time[row] = reception.time.unwrap_or(Receptions::NO_TIME);
        self.line[row] = reception.line;
        self.source[row] = reception.source_id;
        self.defects[row] = message.defects.bits();
        self.n_bits[row] = message.payload.len() as u16;
        self.shortest = self.shortest.min(message.payload.len());
        self.channel[row] = reception.channel;
        self.talker[row] = reception.talker;
        self.own[row] = reception.own;
        self.rows.set(row, message.payload.bytes());
        self.n_rows = row + 1;
        self.n_rows == BATCH_ROWS
    }

    /// Takes the columns out, hands them on and empties the block.
    #[inline(never)]
    pub(super) fn flush(&mut self, sink: impl FnOnce(&Batch<'_>)) {
        let n_rows = std::mem::take(&mut self.n_rows);
        if n_rows == 0 {
            return;
        }
        match self.simd {
            Some(simd) => simd.within(TakeOut { block: self, n_rows }),
            None => self.take_out(n_rows),
        }
        sink(&self.batch(n_rows));
    }

    /// Takes all columns out of the rows.
    #[inline(always)]
    #[expect(clippy::inline_always, reason = "so that it uses the registers of its caller")]
    fn take_out(&mut self, n_rows: usize) {
        let (head, columns) = (&mut self.head, &mut self.columns);
        match &self.rows {
            Rows::Narrow(rows) => self.words.take_out(n_rows, rows, head, columns),
            Rows::Middle(rows) => self.words.take_out(n_rows, rows, head, columns),
            Rows::Wide(rows) => self.words.take_out(n_rows, rows, head, columns),
        }
        let n_bits = &self.n_bits[..n_rows];
        for ((start, field), column) in self.layout.fields().zip(&mut self.columns) {
            self.rows.column(n_bits, start, field, column);
            if start + usize::from(field.width) > self.shortest {
                clear_absent(n_bits, start + usize::from(field.width), column);
            }
        }
        self.shortest = usize::MAX;
    }

    fn batch(&self, n_rows: usize) -> Batch<'_> {
        Batch {
            layout: self.layout,
            kind: &self.head[0],
            repeat: &self.head[1],
            mmsi: &self.head[2],
            receptions: Receptions {
                time: &self.time[..n_rows],
                source: &self.source[..n_rows],
                line: &self.line[..n_rows],
                channel: &self.channel[..n_rows],
                talker: &self.talker[..n_rows],
                own: &self.own[..n_rows],
                defects: &self.defects[..n_rows],
                n_bits: &self.n_bits[..n_rows],
            },
            columns: &self.columns,
        }
    }
}

/// The taking out of all columns with wide registers.
struct TakeOut<'a> {
    block: &'a mut Block,
    n_rows: usize,
}

impl Work for TakeOut<'_> {
    type Output = ();

    #[inline(always)]
    #[expect(clippy::inline_always, reason = "so that it uses the registers of its caller")]
    fn run(self) {
        self.block.take_out(self.n_rows);
    }
}

impl Rows {
    #[inline]
    fn set(&mut self, row: usize, bytes: &[u8]) {
        match self {
            Self::Narrow(rows) => copy(bytes, &mut rows[row]),
            Self::Middle(rows) => copy(bytes, &mut rows[row]),
            Self::Wide(rows) => copy(bytes, &mut rows[row]),
        }
    }

    fn row(&self, row: usize) -> &[u8] {
        match self {
            Self::Narrow(rows) => &rows[row],
            Self::Middle(rows) => &rows[row],
            Self::Wide(rows) => &rows[row],
        }
    }

    /// Takes a field that starts at bit `start` out of all rows, whose bits `n_bits` says.
    #[inline(always)]
    #[expect(clippy::inline_always, reason = "so that it uses the registers of its caller")]
    fn column(&self, n_bits: &[u16], start: usize, field: &Field, column: &mut Column) {
        let rows = || (0..n_bits.len()).map(|row| (self.row(row), usize::from(n_bits[row])));
        match column {
            Column::Number(out) if field.kind_is_last() => {
                out.clear();
                out.extend(rows().map(|(row, n_bits)| {
                    raw(row, start, n_bits, field).unwrap_or_default() as i32
                }));
            }
            // Others were taken out together, but for those that are always zero.
            Column::Number(out) => out.resize(n_bits.len(), 0),
            Column::Wide(out) => {
                out.clear();
                out.extend(rows().map(|(row, _)| unsigned(row, start, field.width.into()) as i64));
            }
            Column::Text(out) => {
                out.clear();
                for (row, n_bits) in rows() {
                    text(row, start, n_bits, field, &mut out.bytes);
                    out.ends.push(out.bytes.len() as u32);
                }
            }
            Column::Data(out) => {
                out.clear();
                for (row, n_bits) in rows() {
                    data(row, start, n_bits, field, out);
                }
            }
            Column::List(out) => {
                if let Kind::List(list) = field.kind {
                    out.clear();
                    for (row, n_bits) in rows() {
                        elements(row, start - usize::from(field.start), n_bits, field, list, out);
                    }
                }
            }
            Column::Constant(_) => {}
        }
    }
}

/// Sets numbers to zero in the messages that end before bit `end`.
fn clear_absent(n_bits: &[u16], end: usize, column: &mut Column) {
    let absent = |n_bits: &u16| usize::from(*n_bits) < end;
    match column {
        Column::Number(numbers) => {
            let rows = numbers.iter_mut().zip(n_bits).filter(|(_, n_bits)| absent(n_bits));
            rows.for_each(|(number, _)| *number = 0);
        }
        Column::Wide(numbers) => {
            let rows = numbers.iter_mut().zip(n_bits).filter(|(_, n_bits)| absent(n_bits));
            rows.for_each(|(number, _)| *number = 0);
        }
        _ => {}
    }
}

/// Copies as much as there is room for.
#[inline]
fn copy<const N: usize>(from: &[u8], to: &mut [u8; N]) {
    if let Some(from) = from.first_chunk() {
        *to = *from;
    }
}

fn data(row: &[u8], start: usize, n_bits: usize, field: &Field, out: &mut Strings) {
    let Kind::Data(left) = field.kind else { return };
    let end = n_bits.saturating_sub(usize::from(left));
    for at in (start..end).step_by(8) {
        let width = (end - at).min(8);
        out.bytes.push((unsigned(row, at, width) << (8 - width)) as u8);
    }
    out.ends.push(out.bytes.len() as u32);
}

/// Adds the elements of the list of one row.
fn elements(
    row: &[u8],
    at: usize,
    n_bits: usize,
    field: &Field,
    list: &'static List,
    out: &mut ListColumn,
) {
    for (start, fields) in list.elements(row, at, usize::from(field.start), n_bits) {
        let variant = list.variants.iter().position(|it| std::ptr::eq(*it, fields)).unwrap_or(0);
        out.variants.push(variant as u8);
        let end = start + usize::from(list.stride);
        for (field, column) in fields.iter().zip(&mut out.columns[variant]) {
            element_field(row, start, end, field, column);
        }
    }
    out.ends.push(out.variants.len() as u32);
}

/// Adds one field of an element that spans the bits `start..end`.
fn element_field(row: &[u8], start: usize, end: usize, field: &Field, column: &mut Column) {
    let at = start + usize::from(field.start);
    let width = usize::from(field.width);
    match (column, field.kind) {
        (Column::Number(out), _) => {
            let value = unsigned(row, at, width);
            out.push(if field.is_signed() {
                sign_extend(value, width) as i32
            } else {
                value as i32
            });
        }
        (Column::Wide(out), _) => out.push(unsigned(row, at, width) as i64),
        (Column::Text(out), _) => {
            text(row, at, end, field, &mut out.bytes);
            out.ends.push(out.bytes.len() as u32);
        }
        (Column::List(out), Kind::List(list)) => elements(row, start, end, field, list, out),
        _ => {}
    }
}

/// A column for a field, with nothing in it.
fn empty(field: &Field) -> Column {
    match field.kind {
        Kind::Text | Kind::TextThen(_) => Column::Text(Strings::default()),
        Kind::Data(_) => Column::Data(Strings::default()),
        Kind::Constant(word) => Column::Constant(word),
        Kind::List(list) => {
            let columns = list.variants.iter().map(|fields| fields.iter().map(empty).collect());
            Column::List(ListColumn { columns: columns.collect(), ..ListColumn::default() })
        }
        _ if field.width > 32 => Column::Wide(Vec::new()),
        _ => Column::Number(Vec::new()),
    }
}

#[cfg(test)]
mod tests {
    use crate::columns::{BATCH_ROWS, Column, Columns};
    use crate::{Decoder, Options};

    /// Every number of every batch is what the message itself says.
    #[test]
    fn columns_say_what_messages_say() {
        let lines = [
            "!AIVDM,1,1,,A,15RTgt0PAso;90TKcjM8h6g208CQ,0*4A\n",
            "!AIVDM,1,1,,A,16SteH0P00Jt63hHaa6SagvJ087r,0*42\n",
            "!AIVDM,1,1,,A,403OviQuMGCqWrRO9>E6fE700@GO,0*4D\n",
            "!AIVDM,1,1,,A,15RTgt0PAso;90TKcjM,0*63\n",
        ]
        .concat()
        .repeat(300);
        let mut decoder = Decoder::new(Options::default());
        let mut columns = Columns::default();
        let mut expected = Vec::new();
        let mut n_rows = [0; 2];
        let mut from_columns = Vec::new();
        let mut take = |batch: &super::Batch<'_>| {
            assert!(batch.len() <= BATCH_ROWS);
            n_rows[usize::from(batch.layout.name == "base_station")] += batch.len();
            let Some(Column::Number(lat)) = batch.column("lat") else { panic!("no latitude") };
            let lines = batch.receptions.line.iter().zip(batch.mmsi).zip(lat);
            from_columns.extend(lines.map(|((line, mmsi), lat)| (*line, *mmsi, *lat)));
        };
        decoder.feed(lines.as_bytes(), |message| {
            let lat = message.raw("lat").unwrap_or(0);
            expected.push((message.reception.line, message.mmsi() as i32, lat as i32));
            columns.push(message, &mut take);
        });
        columns.finish(&mut take);
        from_columns.sort_unstable();
        assert_eq!(n_rows, [900, 300]);
        assert!(from_columns == expected);
    }

    #[test]
    fn texts_and_stamps() {
        let line = "!AIVDM,2,1,1,A,55?MbV02;H;s<HtKR20EHE:0@T4@Dn2222222216L961O5Gf0NSQEp6ClRp8,0*1C\n\
                    !AIVDM,2,2,1,A,88888888880,2*25\n";
        let mut decoder = Decoder::new(Options::default());
        let mut columns = Columns::default();
        decoder.feed(line.as_bytes(), |message| columns.push(message, |_| {}));
        let mut seen = 0;
        columns.finish(|batch| {
            seen += 1;
            let Some(Column::Text(name)) = batch.column("shipname") else { panic!("no name") };
            assert_eq!(name.row(0), Some(&b"EVER DIADEM"[..]));
            let Some(Column::Number(eta)) = batch.column("eta") else { panic!("no time") };
            assert_eq!(eta[0], 5 << 16 | 15 << 11 | 14 << 6);
        });
        assert_eq!(seen, 1);
    }
}
