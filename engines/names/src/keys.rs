//! Keys of a name that two spellings of it, in whichever scripts, are likely to share: for matching
//! where names themselves cannot be compared, because only equality can be asked for.

use std::collections::BTreeSet;

use crate::fold::ascii;
use crate::model::Model;
use crate::name::{Name, Token};
use crate::script::Script;
use crate::sounds;

/// Latin spellings of a token of another script that give keys.
const SPELLINGS: usize = 2;
/// Consonant classes in a token's key.
const LONGEST: usize = 6;
/// Tokens of a name that give keys.
const MOST_TOKENS: usize = 4;

/// The keys of a name: for each pair of its tokens, the consonant classes of both, in the order of
/// the alphabet. A name of one token has none: one shape is shared by too many.
///
/// Vowels, doubled letters, the order of the tokens and a third name do not matter; a slip in a
/// consonant does. A token in another script has the keys of its two likeliest Latin spellings.
///
/// ```
/// use crossbearing_names::{Model, match_keys};
///
/// let model = Model::shipped();
/// let shared = |left, right| {
///     match_keys(model, left).intersection(&match_keys(model, right)).count() > 0
/// };
/// assert!(shared("Karvan Ziarmal", "Ziarmal, Karvan"));
/// assert!(!shared("Karvan Ziarmal", "Ovrin Talmat"));
/// ```
pub fn match_keys(model: &Model, text: &str) -> BTreeSet<String> {
    let name: Name = model.prepare(text);
    let shapes: Vec<BTreeSet<String>> =
        name.tokens.iter().take(MOST_TOKENS).map(|token| shapes(model, token)).collect();
    let mut keys = BTreeSet::new();
    for (place, left) in shapes.iter().enumerate() {
        for right in shapes.iter().skip(place + 1) {
            for (one, other) in left.iter().flat_map(|one| right.iter().map(move |two| (one, two)))
            {
                keys.insert(format!("{}-{}", one.min(other), one.max(other)));
            }
        }
    }
    keys
}

/// The shapes of a token's likeliest spellings; none where there are fewer than two consonants.
fn shapes(model: &Model, token: &Token) -> BTreeSet<String> {
    let spellings = match token.script {
        Script::Latin | Script::Other => vec![ascii(token.text())],
        script => model.romanisations(token.text(), script, SPELLINGS),
    };
    let letter = |class: u8| char::from(b'a' + class.min(25));
    let shape = |spelling: &String| -> Option<String> {
        // One and the same letter of Arabic and Cyrillic names is written w or v.
        let classes = sounds::skeleton(&spelling.replace('w', "v"), LONGEST);
        (classes.len() > 1).then(|| classes.into_iter().map(letter).collect())
    };
    spellings.iter().filter_map(shape).collect()
}

#[cfg(test)]
mod tests {
    use super::match_keys;
    use crate::model::Model;

    #[test]
    fn spellings_in_three_scripts_share_a_key() {
        let model = Model::shipped();
        let keys = match_keys(model, "Karvan Ziarmal");
        for other in ["Karwan Zyarmal", "Карван Зиармал", "Ziarmal Karvan Omid"] {
            let theirs = match_keys(model, other);
            assert!(keys.intersection(&theirs).count() > 0, "{other}: {keys:?} {theirs:?}");
        }
        assert!(match_keys(model, "Karvan").is_empty(), "one token is no name");
        assert!(match_keys(model, "").is_empty());
    }
}
