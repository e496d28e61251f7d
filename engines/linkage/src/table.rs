//! Records as columns of numbered values: equal texts are one number, so that a comparison of two
//! values is made once and an equality costs nothing.

use std::collections::HashMap;

/// One column.
#[derive(Debug, Clone, Default)]
pub struct Column {
    /// Its name.
    pub name: String,
    /// For each record the number of its value; 0 is a missing one.
    pub values: Vec<u32>,
    /// The distinct texts by number; the first is empty.
    pub texts: Vec<String>,
    /// How many records hold each.
    pub counts: Vec<u32>,
}

/// A table of records.
#[derive(Debug, Clone, Default)]
pub struct Table {
    /// The columns.
    pub columns: Vec<Column>,
    /// How many records there are.
    pub records: usize,
    numbers: Vec<HashMap<String, u32>>,
}

impl Table {
    /// An empty table with the columns named.
    pub fn new<S: AsRef<str>>(names: &[S]) -> Self {
        let column = |name: &S| Column {
            name: name.as_ref().trim().to_owned(),
            values: Vec::new(),
            texts: vec![String::new()],
            counts: vec![0],
        };
        Self {
            columns: names.iter().map(column).collect(),
            records: 0,
            numbers: vec![HashMap::new(); names.len()],
        }
    }

    /// Adds a record. Values are trimmed and lower-cased; missing fields are missing values.
    pub fn push<S: AsRef<str>>(&mut self, fields: &[S]) {
        for (place, (column, numbers)) in self.columns.iter_mut().zip(&mut self.numbers).enumerate()
        {
            let text = fields.get(place).map_or("", |field| field.as_ref().trim());
            let number = number(text, column, numbers);
            column.counts[number as usize] += 1;
            column.values.push(number);
        }
        self.records += 1;
    }

    /// The number of each value of a record.
    pub(crate) fn numbers(&self, record: usize) -> impl Iterator<Item = (&Column, u32)> {
        self.columns.iter().map(move |column| (column, column.values[record]))
    }

    /// The place of a column.
    pub fn place(&self, name: &str) -> Option<usize> {
        self.columns.iter().position(|column| column.name == name)
    }
}

impl Column {
    /// The text of a record's value; empty if missing.
    pub fn text(&self, record: usize) -> &str {
        let number = self.values.get(record).copied().unwrap_or(0);
        self.texts.get(number as usize).map_or("", String::as_str)
    }
}

fn number(text: &str, column: &mut Column, numbers: &mut HashMap<String, u32>) -> u32 {
    if text.is_empty() {
        return 0;
    }
    if let Some(number) = numbers.get(text) {
        return *number;
    }
    let folded = text.to_lowercase();
    let known = numbers.get(&folded).copied();
    let number = known.unwrap_or_else(|| {
        let number = column.texts.len() as u32;
        column.texts.push(folded.clone());
        column.counts.push(0);
        numbers.insert(folded.clone(), number);
        number
    });
    if folded != text {
        numbers.insert(text.to_owned(), number);
    }
    number
}

#[cfg(test)]
mod tests {
    use super::Table;

    #[test]
    fn equal_texts_are_one_number_and_empty_ones_none() {
        let mut table = Table::new(&["name", "town"]);
        table.push(&["Ada", "Lund"]);
        table.push(&["ada ", ""]);
        table.push(&["Bo"]);
        assert_eq!(table.columns[0].values, [1, 1, 2]);
        assert_eq!(table.columns[1].values, [1, 0, 0]);
        assert_eq!(table.columns[0].counts, [0, 2, 1]);
    }
}
