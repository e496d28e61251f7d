//! Every format, registered once: name, documentation, extension, reader, writer.

use std::io::{BufRead, Seek, Write};

use crossbearing_model::{Ontology, Statement};

use crate::followthemoney::{EntityReader, EntityWriter, StatementFileReader};
use crate::misp::{EventReader, EventWriter};
use crate::native::{StatementReader, StatementWriter};
use crate::stix::{BundleReader, BundleWriter, ObjectWriter, Producer, Subject, Survey};
use crate::table::{CsvWriter, SheetWriter};
use crate::{Batch, ReadOptions, Result};

/// A format.
pub struct Format {
    /// The word for it on the command line and in the API.
    pub name: &'static str,
    /// What it is, in one line.
    pub about: &'static str,
    /// How names of its files end.
    pub extension: &'static str,
    /// Its media type.
    pub media_type: &'static str,
    /// Whether a second file goes beside it, which holds every statement whole.
    pub has_side_file: bool,
    /// Whether a writer wants to see everything once before it is written.
    pub surveys: bool,
    /// Whether it tells of statements that no longer stand, too.
    pub tells_all: bool,
    reader: Option<MakeReader>,
    writer: Option<MakeWriter>,
}

type MakeReader = for<'a> fn(Input<'a>, &'a Ontology, ReadOptions) -> Result<Box<dyn Reader + 'a>>;
type MakeWriter = for<'a> fn(Outlet<'a>) -> Result<Box<dyn Writer + 'a>>;

/// Where a reader reads.
pub type Input<'a> = Box<dyn BufRead + 'a>;

/// A file that a writer writes.
pub trait Output: Write + Seek {}

impl<T: Write + Seek> Output for T {}

/// What a writer is given.
pub struct Outlet<'a> {
    /// The file, best a buffered one.
    pub output: Box<dyn Output + 'a>,
    /// The file beside it, for formats that have one.
    pub side: Option<Box<dyn Output + 'a>>,
    /// The words.
    pub ontology: &'a Ontology,
    /// Who writes.
    pub producer: &'a Producer,
    /// Random bits, for what is to be unlike any other file.
    pub random: u128,
}

/// Reads statements.
pub trait Reader {
    /// Reads the next piece of the file; false at its end.
    fn read(&mut self, batch: &mut Batch) -> Result<bool>;
}

/// Writes statements, entity by entity.
pub trait Writer {
    /// Sees an entity that will be written later.
    fn survey(&mut self, _statements: &[Statement]) {}
    /// Writes everything that is said of one entity.
    fn write(&mut self, subject: &Subject<'_>) -> Result<()>;
    /// Ends the file.
    fn finish(self: Box<Self>) -> Result<()>;
}

/// Every format.
pub static FORMATS: &[Format] = &[
    Format {
        name: "ftm",
        about: "FollowTheMoney entities, one JSON object a line, and a side file beside them",
        extension: "ftm.json",
        media_type: "application/x-ndjson",
        has_side_file: true,
        surveys: false,
        tells_all: false,
        reader: Some(|input, ontology, options| {
            Ok(Box::new(EntityReader::new(input, ontology, options)))
        }),
        writer: Some(|outlet| {
            let side = outlet.side.unwrap_or_else(|| Box::new(std::io::Cursor::new(Vec::new())));
            Ok(Box::new(EntityWriter::new(outlet.output, side, outlet.ontology)?))
        }),
    },
    Format {
        name: "statements",
        about: "Crossbearing's own statements, one JSON object a line",
        extension: "jsonl",
        media_type: "application/x-ndjson",
        has_side_file: false,
        surveys: false,
        tells_all: true,
        reader: Some(|input, _, options| {
            Ok(Box::new(StatementReader::new(input, options.line_limit)))
        }),
        writer: Some(|outlet| Ok(Box::new(StatementWriter::new(outlet.output)?))),
    },
    Format {
        name: "stix",
        about: "a STIX 2.1 bundle, with every statement in an extension",
        extension: "stix.json",
        media_type: "application/stix+json;version=2.1",
        has_side_file: false,
        surveys: true,
        tells_all: true,
        reader: Some(|input, ontology, options| {
            Ok(Box::new(BundleReader::new(input, ontology, options)))
        }),
        writer: Some(|outlet| {
            let objects = ObjectWriter { ontology: outlet.ontology, producer: outlet.producer };
            let writer = BundleWriter::new(outlet.output, objects, outlet.random)?;
            let survey = Survey::default();
            Ok(Box::new(Bundle { writer, survey, ontology: outlet.ontology }))
        }),
    },
    Format {
        name: "misp",
        about: "MISP events, one a report",
        extension: "misp.json",
        media_type: "application/json",
        has_side_file: false,
        surveys: false,
        tells_all: false,
        reader: Some(|input, ontology, options| {
            Ok(Box::new(EventReader::new(input, ontology, options)))
        }),
        writer: Some(|outlet| Ok(Box::new(EventWriter::new(outlet.output, outlet.ontology)))),
    },
    Format {
        name: "csv",
        about: "a table of statements, one a row",
        extension: "csv",
        media_type: "text/csv",
        has_side_file: false,
        surveys: false,
        tells_all: false,
        reader: None,
        writer: Some(|outlet| Ok(Box::new(CsvWriter::new(outlet.output)?))),
    },
    Format {
        name: "xlsx",
        about: "a workbook with a sheet of statements, one a row",
        extension: "xlsx",
        media_type: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        has_side_file: false,
        surveys: false,
        tells_all: false,
        reader: None,
        writer: Some(|outlet| Ok(Box::new(SheetWriter::new(outlet.output)?))),
    },
    Format {
        name: "ftm-statements-csv",
        about: "FollowTheMoney statements, a table with a row of headers",
        extension: "csv",
        media_type: "text/csv",
        has_side_file: false,
        surveys: false,
        tells_all: false,
        reader: Some(|input, ontology, options| {
            Ok(Box::new(Table(StatementFileReader::csv(input, ontology, options)?)))
        }),
        writer: None,
    },
    Format {
        name: "ftm-statements-json",
        about: "FollowTheMoney statements, one JSON object a line",
        extension: "json",
        media_type: "application/x-ndjson",
        has_side_file: false,
        surveys: false,
        tells_all: false,
        reader: Some(|input, ontology, options| {
            Ok(Box::new(Table(StatementFileReader::json(input, ontology, options))))
        }),
        writer: None,
    },
];

impl Format {
    /// The format of this name.
    pub fn named(name: &str) -> Option<&'static Self> {
        FORMATS.iter().find(|format| format.name == name)
    }

    /// Whether it can be read.
    pub fn reads(&self) -> bool {
        self.reader.is_some()
    }

    /// Whether it can be written.
    pub fn writes(&self) -> bool {
        self.writer.is_some()
    }

    /// A reader; none for a format that is only written.
    pub fn reader<'a>(
        &self,
        input: Input<'a>,
        ontology: &'a Ontology,
        options: ReadOptions,
    ) -> Option<Result<Box<dyn Reader + 'a>>> {
        self.reader.map(|make| make(input, ontology, options))
    }

    /// A writer; none for a format that is only read.
    pub fn writer<'a>(&self, outlet: Outlet<'a>) -> Option<Result<Box<dyn Writer + 'a>>> {
        self.writer.map(|make| make(outlet))
    }
}

impl<R: BufRead> Reader for EntityReader<'_, R> {
    fn read(&mut self, batch: &mut Batch) -> Result<bool> {
        Self::read(self, batch)
    }
}

impl<R: BufRead> Reader for StatementReader<R> {
    fn read(&mut self, batch: &mut Batch) -> Result<bool> {
        batch.clear();
        batch.statements.extend(Self::read(self)?);
        Ok(!batch.statements.is_empty())
    }
}

impl<R: BufRead> Reader for BundleReader<'_, R> {
    fn read(&mut self, batch: &mut Batch) -> Result<bool> {
        Self::read(self, batch)
    }
}

impl<R: BufRead> Reader for EventReader<'_, R> {
    fn read(&mut self, batch: &mut Batch) -> Result<bool> {
        Self::read(self, batch)
    }
}

struct Table<R>(R);

impl<R: BufRead> Reader for Table<StatementFileReader<'_, R>> {
    fn read(&mut self, batch: &mut Batch) -> Result<bool> {
        self.0.read(batch)
    }
}

impl<W: Write, S: Write> Writer for EntityWriter<'_, W, S> {
    fn write(&mut self, subject: &Subject<'_>) -> Result<()> {
        Self::write(self, subject.statements)
    }

    fn finish(self: Box<Self>) -> Result<()> {
        Self::finish(*self).map(drop)
    }
}

impl<W: Write> Writer for StatementWriter<W> {
    fn write(&mut self, subject: &Subject<'_>) -> Result<()> {
        subject.statements.iter().try_for_each(|said| Self::write(self, said))
    }

    fn finish(self: Box<Self>) -> Result<()> {
        Self::finish(*self).map(drop)
    }
}

struct Bundle<'a, W> {
    writer: BundleWriter<'a, W>,
    survey: Survey,
    ontology: &'a Ontology,
}

impl<W: Write> Writer for Bundle<'_, W> {
    fn survey(&mut self, statements: &[Statement]) {
        self.survey.add(self.ontology, statements);
    }

    fn write(&mut self, subject: &Subject<'_>) -> Result<()> {
        self.writer.write(subject, &self.survey)
    }

    fn finish(self: Box<Self>) -> Result<()> {
        self.writer.finish().map(drop)
    }
}

impl<W: Write> Writer for EventWriter<'_, W> {
    fn write(&mut self, subject: &Subject<'_>) -> Result<()> {
        Self::write(self, subject.statements);
        Ok(())
    }

    fn finish(self: Box<Self>) -> Result<()> {
        Self::finish(*self).map(drop)
    }
}

impl<W: Write> Writer for CsvWriter<W> {
    fn write(&mut self, subject: &Subject<'_>) -> Result<()> {
        subject.statements.iter().try_for_each(|said| Self::write(self, said))
    }

    fn finish(self: Box<Self>) -> Result<()> {
        Self::finish(*self)
    }
}

impl<W: Write + Seek> Writer for SheetWriter<W> {
    fn write(&mut self, subject: &Subject<'_>) -> Result<()> {
        subject.statements.iter().try_for_each(|said| Self::write(self, said))
    }

    fn finish(self: Box<Self>) -> Result<()> {
        Self::finish(*self)
    }
}
