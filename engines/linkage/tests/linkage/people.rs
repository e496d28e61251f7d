//! Small invented tables.

use crossbearing_linkage::{Aids, Block, Clustering, Compare, Kind, Plan, Synonyms, Table};

pub(crate) const COLUMNS: [&str; 5] = ["id", "name", "words", "born", "phone"];

const NAMES: [&str; 6] = ["karvan", "karwan", "", "shirin", "sherin", "dastan"];
const WORDS: [&str; 5] = ["karvan ziarmal", "ziarmal karwan", "shirin olvand", "", "dastan olvand"];
const BORN: [&str; 5] = ["1984-12-18", "1984-18-12", "1984-01-01", "", "1961-02-03"];
const PHONES: [&str; 4] = ["+33639980001", "", "+33639980002", "+33639980003"];

/// Which value each column has.
pub(crate) type Row = (usize, usize, usize, usize);

pub(crate) fn fields(place: usize, row: Row) -> [String; 5] {
    let (name, words, born, phone) = row;
    [
        format!("p-{place}"),
        pick(&NAMES, name),
        pick(&WORDS, words),
        pick(&BORN, born),
        pick(&PHONES, phone),
    ]
}

fn pick(values: &[&str], number: usize) -> String {
    values[number % values.len()].to_owned()
}

pub(crate) fn table(rows: &[Row]) -> Table {
    let mut table = Table::new(&COLUMNS);
    for (place, row) in rows.iter().enumerate() {
        table.push(&fields(place, *row));
    }
    table
}

fn compare(column: &str, kind: Kind) -> Compare {
    Compare { column: column.to_owned(), kind, by: None, term_frequency: true, share: 1.0 }
}

pub(crate) fn plan(most: usize) -> Plan {
    let block =
        |keys: &[&str]| Block { keys: keys.iter().map(|it| (*it).to_owned()).collect(), most };
    Plan {
        id: "id".to_owned(),
        compare: vec![
            compare("name", Kind::Name),
            compare("words", Kind::Words),
            compare("born", Kind::Date),
            compare("phone", Kind::Digits),
        ],
        block: vec![
            block(&["words:sounds", "words:sounds"]),
            block(&["name:forms", "born:year"]),
            block(&["phone"]),
            block(&["name:prefix", "born:decade", "words:first_word"]),
        ],
        stop_words: vec!["of".to_owned()],
        cluster: Clustering::default(),
        ..Plan::default()
    }
}

pub(crate) fn aids() -> Aids {
    let groups = [vec!["dastan", "das"]];
    Aids { synonyms: Synonyms::new(groups.into_iter()), ..Aids::default() }
}
