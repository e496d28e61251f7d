//! Ships' numbers: IMO with its check digit, MMSI after its word.

use crate::mention::{Candidate, Confidence, Kind};
use crate::selectors::{end, start};
use crate::token::{Shape, Tokens};

/// Finds numbers that follow the words IMO and MMSI.
pub(crate) fn find(tokens: &Tokens<'_>, found: &mut Vec<Candidate>) {
    for index in 0..tokens.len() {
        if tokens.word(index) == "IMO" {
            found.extend(number_after(tokens, index, 7).filter(|&at| is_imo(tokens.word(at))).map(
                |at| {
                    let value = format!("IMO{}", tokens.word(at));
                    Candidate::new(
                        start(tokens, index),
                        end(tokens, at),
                        Kind::Imo,
                        value,
                        Confidence::Strong,
                    )
                },
            ));
        } else if tokens.is(index, "MMSI") {
            let at = number_after(tokens, index, 9)
                .filter(|&at| tokens.word(at).starts_with(['2', '3', '4', '5', '6', '7', '9']));
            found.extend(at.map(|at| {
                Candidate::new(
                    start(tokens, index),
                    end(tokens, at),
                    Kind::Mmsi,
                    tokens.word(at),
                    Confidence::Strong,
                )
            }));
        }
    }
}

/// The number of so many digits after a word, `number`, `no.` and marks left aside.
fn number_after(tokens: &Tokens<'_>, index: usize, n_digits: usize) -> Option<usize> {
    const FURTHEST: usize = 4;
    let skipped = |at: usize| {
        matches!(tokens.word(at), ":" | "." | "#" | "-" | "(" | "=")
            || tokens.is_any(at, &["number", "no", "nr", "is", "of"])
    };
    let at = (index + 1..=index + FURTHEST).find(|&at| !skipped(at))?;
    (tokens.shape(at) == Shape::Number && tokens.word(at).len() == n_digits).then_some(at)
}

/// IMO Resolution A.1117(30): the last digit is the sum of the first six, times 7 to 2, modulo 10.
fn is_imo(digits: &str) -> bool {
    let digits: Vec<u32> = digits.chars().filter_map(|c| c.to_digit(10)).collect();
    let sum: u32 =
        digits.iter().take(6).zip((2..=7).rev()).map(|(digit, weight)| digit * weight).sum();
    digits.get(6) == Some(&(sum % 10))
}

#[cfg(test)]
mod tests {
    use crate::selectors::values;

    #[test]
    fn numbers_after_their_words() {
        assert_eq!(
            values("the Morvane Star (IMO 9074729, MMSI: 235012345)", None),
            ["imo IMO9074729", "mmsi 235012345"]
        );
        assert_eq!(values("IMO 9074728, 9074729, MMSI 12345", None), [""; 0]);
    }
}
