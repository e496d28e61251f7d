//! Prints what a text file says: `cargo run -p crossbearing-mentions --example read FILE [DATE] [REGION]`.

#![expect(clippy::print_stdout, reason = "an example that prints")]

use std::error::Error;

use crossbearing_mentions::{Context, Extractor};

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let file = arguments.next().ok_or("give a text file")?;
    let report_date = arguments.next().map(|date| date.parse()).transpose()?;
    let context = Context { report_date, region: arguments.next(), ..Context::default() };
    let text = std::fs::read_to_string(file)?;
    let reading = Extractor::new().read(&text, &context);
    for mention in &reading.mentions {
        println!(
            "{:?} {:?} {:?} = {}",
            mention.confidence, mention.kind, mention.text, mention.value
        );
    }
    for (number, person) in reading.persons.iter().enumerate() {
        println!("\nperson {number} {:?} {}", person.confidence, list(&person.names));
        println!(
            "  aliases {} ages {} nationalities {} role {:?} born {:?} description {:?}, {} mentions",
            list(&person.aliases),
            list(&person.ages),
            list(&person.nationalities),
            person.role.as_ref().map(|r| &r.value),
            person.born.as_ref().map(|b| &b.value),
            person.description.as_ref().map(|d| &d.value),
            person.mentions.len()
        );
    }
    for event in &reading.events {
        println!("\n{:?} of {:?}, {:?}", event.kind, event.person, event.confidence);
        for (what, said) in [
            ("date", &event.date),
            ("place", &event.place),
            ("court", &event.court),
            ("term", &event.term),
            ("fine", &event.fine),
            ("offence", &event.offence),
            ("object", &event.object),
            ("absence", &event.in_absence),
        ] {
            if let Some(said) = said {
                println!("  {what}: {} ({:?})", said.value, said.span.of(&text));
            }
        }
    }
    Ok(())
}

fn list(said: &[crossbearing_mentions::Said]) -> String {
    let values: Vec<_> = said.iter().map(|said| said.value.as_str()).collect();
    format!("[{}]", values.join(" | "))
}
