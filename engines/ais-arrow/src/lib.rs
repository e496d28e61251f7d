//! AIS messages as Arrow record batches: one table of all types with all their fields, in the order
//! of the messages, for whatever reads Arrow or writes Parquet.
//!
//! How a message was received comes first (`time`, `source`, `channel`, `own`, `type`, `repeat`,
//! `mmsi`, `defects`), then the fields of all layouts, each name once; a row has no value where its
//! message has no such field, or where the field stands for "not available". Where layouts differ in
//! the kind of a field, the wider kind holds all: 64 bits those of 32, decimal numbers whole ones,
//! and the elements of lists have the fields of all their variants.
//!
//! ```
//! use crossbearing_ais::{Decoder, Options, Units};
//! use crossbearing_ais_arrow::Batches;
//!
//! let mut batches = Batches::new(Units::Scaled);
//! let mut decoder = Decoder::new(Options::default());
//! let line = b"!AIVDM,1,1,,A,15RTgt0PAso;90TKcjM8h6g208CQ,0*4A\n";
//! let mut full = Ok(None);
//! decoder.feed(line, |message| full = batches.push(message));
//! assert_eq!(full?, None);
//! let batch = batches.take()?.expect("a row");
//! assert_eq!((batch.num_rows(), batch.schema()), (1, batches.schema()));
//! # Ok::<(), crossbearing_ais_arrow::ArrowError>(())
//! ```

mod batches;
mod columns;
mod reception;
mod rows;

pub use arrow_array::RecordBatch;
pub use arrow_schema::{ArrowError, SchemaRef};
pub use batches::{BATCH_ROWS, Batches};
pub use columns::UnknownColumn;
