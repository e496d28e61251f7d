//! Messages as columns: rows in, columns out.
//!
//! A message is first only copied, as bits, into the block of its layout. When a block is full,
//! each field is taken out of all its rows at once: the field's place is then a constant of a
//! short loop without branches, which is several times faster than taking all fields out of one
//! message after the other, and needs no code of its own for any message type.

mod batch;
mod block;
mod words;

use crate::message::Message;
use crate::messages::LayoutId;
pub use batch::{Batch, Column, ListColumn, Receptions, Strings};
use block::Block;

/// How many rows a batch has at most; small enough for a few blocks to stay in the cache.
pub const BATCH_ROWS: usize = 256;

/// Gathers messages into batches of columns, one for each layout.
///
/// ```
/// use crossbearing_ais::{Column, Columns, Decoder, Options};
///
/// let mut decoder = Decoder::new(Options::default());
/// let mut columns = Columns::default();
/// decoder.feed(b"!AIVDM,1,1,,A,15RTgt0PAso;90TKcjM8h6g208CQ,0*4A\n", |message| {
///     columns.push(message, |_| {});
/// });
/// columns.finish(|batch| {
///     assert_eq!((batch.layout.name, batch.mmsi), ("position_a", &[371_798_000][..]));
///     let Some(Column::Number(speed)) = batch.column("speed") else { return };
///     assert_eq!(speed[..], [123]);
/// });
/// ```
#[derive(Debug, Default)]
pub struct Columns {
    blocks: Vec<Option<Box<Block>>>,
}

impl Columns {
    /// Adds a message; `sink` gets the batch that this fills, if it does.
    #[inline(always)]
    #[expect(clippy::inline_always, reason = "small, and called for every message")]
    pub fn push(&mut self, message: &Message<'_>, sink: impl FnOnce(&Batch<'_>)) {
        let Some(Some(block)) = self.blocks.get_mut(message.id.index()) else {
            return self.first(message);
        };
        if block.push(message) {
            block.flush(sink);
        }
    }

    /// Hands on the batches that are not full, in the order of their layouts.
    pub fn finish(&mut self, mut sink: impl FnMut(&Batch<'_>)) {
        for block in self.blocks.iter_mut().flatten() {
            block.flush(&mut sink);
        }
    }

    /// The first message of its layout. It cannot fill its block.
    #[cold]
    fn first(&mut self, message: &Message<'_>) {
        if self.blocks.is_empty() {
            self.blocks.resize_with(LayoutId::COUNT, || None);
        }
        let mut block = Box::new(Block::new(message.layout));
        block.push(message);
        self.blocks[message.id.index()] = Some(block);
    }
}
