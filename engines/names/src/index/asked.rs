//! A token of a query, ready to be compared with thousands of a list's.

use std::cell::OnceCell;

use crate::channel::{Profile, Side};
use crate::compare::{Reading, agreement_by};
use crate::model::Model;
use crate::name::Token;
use crate::script::Script;
use crate::spelling::Spelling;

/// Scripts that there are.
const SCRIPTS: usize = 6;

/// A token of a query.
pub(super) struct Asked<'a> {
    model: &'a Model,
    token: &'a Token,
    whole: Laid<'a>,
    bare: Option<Laid<'a>>,
    /// The likeliest Latin spelling, which stands for the token before other scripts than its own.
    latin: OnceCell<Laid<'a>>,
}

impl<'a> Asked<'a> {
    pub(super) fn new(model: &'a Model, token: &'a Token) -> Self {
        Self {
            model,
            token,
            whole: Laid::new(&token.spelling),
            bare: token.bare().map(Laid::new),
            latin: OnceCell::new(),
        }
    }

    /// Log-odds that a token of the list is this one: what comparing the two says.
    pub(super) fn log_odds(&self, token: &Token) -> f32 {
        let alike = |reading, spelling: &Spelling| self.sound_alike(reading, (spelling, token));
        agreement_by(self.model, (self.token, token), alike).log_odds
    }

    /// What [`Model::sound_alike`] says.
    fn sound_alike(&self, reading: Reading, (other, token): (&Spelling, &Token)) -> Option<f32> {
        let mine = if reading == Reading::Bare { self.bare.as_ref()? } else { &self.whole };
        if mine.spelling.is_empty() || other.is_empty() {
            return None;
        }
        let left = |laid: &Laid<'a>, script| laid.score(self.model, script, Side::Left, other);
        let right = |script, latin: &Spelling| mine.score(self.model, script, Side::Right, latin);
        match (self.token.script, token.script) {
            (Script::Latin, Script::Latin) => {
                let letters = mine.spelling.len() + other.len();
                let score = left(mine, Script::Latin)?.max(right(Script::Latin, other)?);
                self.model.log_odds(Script::Latin, score, letters)
            }
            (Script::Latin, script) => {
                let letters = mine.spelling.len() + other.len();
                self.model.log_odds(script, left(mine, script)?, letters)
            }
            (script, Script::Latin) => {
                let letters = mine.spelling.len() + other.len();
                self.model.log_odds(script, right(script, other)?, letters)
            }
            (my_script, script) => {
                let spelling = || Laid::new(self.model.latin_spelling(self.token));
                let as_latin = self.latin.get_or_init(spelling);
                let letters = as_latin.spelling.len() + other.len();
                let through = self.model.log_odds(script, left(as_latin, script)?, letters)?;
                let latin = self.model.latin_spelling(token);
                let letters = mine.spelling.len() + latin.len();
                let back = self.model.log_odds(my_script, right(my_script, latin)?, letters)?;
                Some(f32::midpoint(through, back))
            }
        }
    }
}

/// A spelling, laid out for the channels it is needed in when it is first needed there.
struct Laid<'a> {
    spelling: &'a Spelling,
    left: [OnceCell<Option<Profile>>; SCRIPTS],
    right: [OnceCell<Option<Profile>>; SCRIPTS],
}

impl<'a> Laid<'a> {
    fn new(spelling: &'a Spelling) -> Self {
        Self { spelling, left: Default::default(), right: Default::default() }
    }

    fn score(&self, model: &Model, script: Script, side: Side, other: &Spelling) -> Option<f32> {
        let profiles = if side == Side::Left { &self.left } else { &self.right };
        let lay = || Some(Profile::new(model.channel(script)?, self.spelling, side));
        profiles[script as usize].get_or_init(lay).as_ref().map(|profile| profile.score(other))
    }
}

#[cfg(test)]
mod tests {
    use super::Asked;
    use crate::channel::Workspace;
    use crate::compare::agreement;
    use crate::model::Model;

    #[test]
    fn asking_says_what_comparing_says() {
        let model = Model::shipped();
        let names = [
            "Karvan Ziarmal Abdulrahman al-Tarvandi Nuruddin K. 77",
            "Karwan Zyarmal Abd Tarvandi Nouruddin Bob Robert Karvanabadshahpurnagarwala",
            "کاروان زیارمل عبدالرحمن الترواندي نورالدین",
            "Карван Зиармал Абдулрахман Тарванди Нуруддин",
            "קרבן זיארמל עבדול",
            "Καρβαν Ζιαρμαλ",
            "ირაკლი 武",
        ];
        let tokens: Vec<_> = names.iter().flat_map(|name| model.prepare(name).tokens).collect();
        let mut workspace = Workspace::default();
        for a in &tokens {
            let asked = Asked::new(model, a);
            for b in &tokens {
                let plainly = agreement(model, a, b, &mut workspace).log_odds;
                let said = asked.log_odds(b);
                assert!(
                    (plainly - said).abs() < 1e-5,
                    "{} {}: {plainly} {said}",
                    a.text(),
                    b.text()
                );
            }
        }
    }
}
