//! The words of adverts and of their copies.

use std::sync::LazyLock;

use crate::invention::{field, lines};
use crate::random::Random;
use crate::world::cell::Cell;
use crate::world::episode::Episode;

const STREAM: u64 = 6;

/// The text of an advert. A copy is its original respelled so that a search for the same words
/// does not find it.
pub(crate) fn text(cell: &Cell, episode: &Episode) -> String {
    match episode.copy_of.and_then(|number| cell.episodes.get(number)) {
        Some(original) => respelled(&text(cell, original), &mut stream(episode)),
        None => original(cell, episode, &mut stream(episode)),
    }
}

/// The language of an advert's text, as a BCP 47 tag.
pub(crate) fn language(cell: &Cell, episode: &Episode) -> &'static str {
    let original = episode.copy_of.and_then(|number| cell.episodes.get(number));
    wording(&mut stream(original.unwrap_or(episode))).0
}

fn stream(episode: &Episode) -> Random {
    Random::of(u64::from(episode.cell), &[STREAM, episode.number as u64])
}

fn wording(random: &mut Random) -> (&'static str, &'static str) {
    random.pick(&WORDINGS)
}

fn original(cell: &Cell, episode: &Episode, random: &mut Random) -> String {
    let person = &cell.people[episode.people[0]];
    let (_, wording) = wording(random);
    let account = person.account.as_ref().map_or("", |account| &account.username);
    let phone = person.phones.first().map(|phone| phone.written(1)).unwrap_or_default();
    wording
        .replace("{from}", episode.place.name)
        .replace("{to}", episode.to.name)
        .replace("{price}", &episode.amount.to_string())
        .replace("{account}", account)
        .replace("{phone}", &phone)
}

fn respelled(text: &str, random: &mut Random) -> String {
    let way = random.below(3);
    let mut copy = String::with_capacity(text.len() + 16);
    for (at, c) in text.chars().enumerate() {
        match (way, c) {
            (0, 'o') => copy.push('0'),
            (0, 'e') if at % 2 == 0 => copy.push('3'),
            (1, ' ') if at % 3 == 0 => copy.push_str("  "),
            (1, '.') => copy.push('!'),
            (2, 'a') if at % 2 == 0 => copy.push('@'),
            (2, 'i') => copy.push('1'),
            _ => copy.push(c),
        }
    }
    copy.push_str([" ✅", " 🌊", " ⭐"][way]);
    copy
}

static WORDINGS: LazyLock<Vec<(&str, &str)>> = LazyLock::new(|| {
    lines(include_str!("../../data/adverts.txt"))
        .map(|fields| (field(&fields, 0), field(&fields, 1)))
        .collect()
});

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Plan;
    use crate::world::episode::EpisodeKind;

    #[test]
    fn adverts_name_a_price_and_copies_differ_from_their_original() {
        let plan = Plan::new(5, 50).unwrap();
        let cell = Cell::new(&plan, 0);
        let adverts: Vec<_> =
            cell.episodes.iter().filter(|episode| episode.kind == EpisodeKind::Advert).collect();
        assert!(adverts.iter().any(|advert| advert.copy_of.is_some()));
        for advert in adverts {
            let text = text(&cell, advert);
            assert!(!text.contains(['{', '}']), "{text}");
            if let Some(original) = advert.copy_of {
                assert_ne!(text, super::text(&cell, &cell.episodes[original]));
            } else {
                assert!(text.contains(&advert.amount.to_string()), "{text}");
            }
        }
    }
}
