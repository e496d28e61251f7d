//! Writes FollowTheMoney entities of invented people: `generate STATEMENTS FIRST_PERSON > FILE`.

use std::io::{BufWriter, Write};

use bench_spine::{Person, STATEMENTS_EACH};

fn main() -> std::io::Result<()> {
    let numbers: Vec<u64> = std::env::args().skip(1).filter_map(|word| word.parse().ok()).collect();
    let [statements, first] = numbers[..] else {
        return Err(std::io::Error::other("generate STATEMENTS FIRST_PERSON"));
    };
    let mut out = BufWriter::with_capacity(1 << 20, std::io::stdout().lock());
    for number in first..first + statements / STATEMENTS_EACH {
        let person = Person(number);
        writeln!(
            out,
            concat!(
                r#"{{"id":"{}","schema":"Person","properties":{{"name":["{}"],"alias":["{}"],"#,
                r#""phone":["{}"],"passportNumber":["{}"],"birthDate":["{}"],"#,
                r#""nationality":["af"],"address":["{}"],"topics":["crime.traffick.human"]}}}}"#
            ),
            person.id(),
            person.name(),
            person.alias(),
            person.phone(),
            person.document(),
            person.birth_date(),
            person.address(),
        )?;
    }
    out.flush()
}
