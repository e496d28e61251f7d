//! Tables and judgements from CSV files.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};
use crossbearing_linkage::{Judgements, Linkage, Table};

/// Reads the files into one table; their columns must be the same.
pub(super) fn table(files: &[PathBuf]) -> anyhow::Result<Table> {
    let mut table: Option<(Table, Vec<String>)> = None;
    for path in files {
        let (header, mut reader) = open(path)?;
        let (table, known) = table.get_or_insert_with(|| (Table::new(&header), header.clone()));
        same_columns(path, &header, known)?;
        let mut record = csv::StringRecord::new();
        let within = || format!("in {}", path.display());
        while reader.read_record(&mut record).with_context(within)? {
            let fields: Vec<&str> = record.iter().collect();
            table.push(&fields);
        }
    }
    table.map(|(table, _)| table).context("no file to read")
}

/// Hands every record of a file to `take`; its columns must be the table's.
pub(super) fn each_record(
    path: &Path,
    known: &[String],
    mut take: impl FnMut(&[&str]) -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    let (header, mut reader) = open(path)?;
    same_columns(path, &header, known)?;
    let mut record = csv::StringRecord::new();
    let within = || format!("in {}", path.display());
    while reader.read_record(&mut record).with_context(within)? {
        let mut fields: Vec<&str> = record.iter().collect();
        fields.resize(known.len(), "");
        take(&fields)?;
    }
    Ok(())
}

fn open(path: &Path) -> anyhow::Result<(Vec<String>, csv::Reader<std::fs::File>)> {
    let shown = path.display();
    let mut reader = csv::ReaderBuilder::new()
        .trim(csv::Trim::All)
        .flexible(true)
        .from_path(path)
        .with_context(|| format!("cannot read {shown}"))?;
    let header = reader.headers().with_context(|| format!("{shown} is not UTF-8 CSV"))?;
    let header = header.iter().map(|name| name.trim_start_matches('\u{feff}').to_owned()).collect();
    Ok((header, reader))
}

fn same_columns(path: &Path, header: &[String], known: &[String]) -> anyhow::Result<()> {
    if known != header {
        let (found, first) = (header.join(", "), known.join(", "));
        bail!("{} has the columns {found}; the first file has {first}", path.display());
    }
    Ok(())
}

/// Reads judgements about the records of a linkage, whose ids stand in the column `id`.
pub(super) fn judgements(path: &Path, linkage: &Linkage, id: usize) -> anyhow::Result<Judgements> {
    let column = &linkage.table().columns[id];
    let places: HashMap<&str, u32> = (0..linkage.table().records)
        .rev()
        .map(|place| (column.text(place), place as u32))
        .collect();
    let place = |text: &str| {
        let found = places.get(text.trim().to_lowercase().as_str());
        found.copied().with_context(|| format!("no record `{text}`"))
    };
    let mut judgements = Judgements::default();
    let shown = path.display();
    let mut reader =
        csv::Reader::from_path(path).with_context(|| format!("cannot read {shown}"))?;
    for row in reader.records() {
        let row = row.with_context(|| format!("in {shown}"))?;
        let field = |place: usize| row.get(place).unwrap_or_default();
        let pair = (place(field(0))?, place(field(1))?);
        match field(2).trim() {
            "same" => judgements.same.push(pair),
            "different" => judgements.different.push(pair),
            other => bail!("{shown}: `{other}` is no verdict; say same or different"),
        }
    }
    Ok(judgements)
}
