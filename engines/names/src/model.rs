//! The shipped model: channels, frequencies, word lists, and the weights of evidence.

use std::sync::LazyLock;

use crate::calibration::Calibration;
use crate::channel::{Channel, Workspace};
use crate::compare::Evidence;
use crate::error::NamesError;
use crate::frequency::Frequency;
use crate::name::{Name, Token};
use crate::nicknames::Nicknames;
use crate::romanise::{self, Romaniser};
use crate::script::Script;
use crate::spelling::{Inventory, Spelling};
use crate::train::tables;
use crate::words::{Role, Words};

/// The texts a model is read from.
#[derive(Debug, Clone, Copy)]
pub struct Sources<'a> {
    /// The Latin inventory and the channel between Latin spellings.
    pub latin: &'a str,
    /// The tables of the other scripts.
    pub scripts: [(Script, &'a str); 4],
    /// Rarity of tokens.
    pub frequency: &'a str,
    /// The weights of evidence.
    pub evidence: &'a str,
    /// Honorifics, particles, legal forms.
    pub words: &'a str,
    /// Groups of hypocoristics.
    pub nicknames: &'a str,
}

impl Sources<'static> {
    /// What this crate ships.
    pub const SHIPPED: Self = Self {
        latin: include_str!("../data/latin.tsv"),
        scripts: [
            (Script::Arabic, include_str!("../data/arabic.tsv")),
            (Script::Cyrillic, include_str!("../data/cyrillic.tsv")),
            (Script::Hebrew, include_str!("../data/hebrew.tsv")),
            (Script::Greek, include_str!("../data/greek.tsv")),
        ],
        frequency: include_str!("../data/frequency.tsv"),
        evidence: include_str!("../data/evidence.tsv"),
        words: include_str!("../data/words.tsv"),
        nicknames: include_str!("../data/nicknames.txt"),
    };
}

/// Everything a comparison rests on. Read-only: share one between threads.
#[derive(Debug)]
pub struct Model {
    latin: Inventory,
    latin_channel: Channel,
    latin_calibration: Calibration,
    scripts: Vec<ScriptModel>,
    frequency: Frequency,
    words: Words,
    nicknames: Nicknames,
    pub(crate) evidence: Evidence,
}

/// What is known of one script.
#[derive(Debug)]
struct ScriptModel {
    inventory: Inventory,
    channel: Channel,
    calibration: Calibration,
    romaniser: Romaniser,
}

impl Model {
    /// The shipped model, read on first use.
    pub fn shipped() -> &'static Self {
        static SHIPPED: LazyLock<Model> = LazyLock::new(|| {
            // The texts are compiled in and a test reads them: they cannot fail to parse here.
            Model::read(&Sources::SHIPPED).expect("the shipped tables parse")
        });
        &SHIPPED
    }

    /// Reads a model.
    pub fn read(sources: &Sources<'_>) -> Result<Self, NamesError> {
        let latin = tables::read_inventory(Script::Latin, sources.latin)?;
        let of_latin = tables::read((&latin, Script::Latin), sources.latin)?;
        let frequency = Frequency::read(sources.frequency)?;
        let bigrams = romanise::bigrams(frequency.tokens());
        let mut scripts = Vec::new();
        for (script, text) in sources.scripts {
            let trained = tables::read((&latin, script), text)?;
            let channel = trained.channel();
            let mut romaniser = trained.romaniser;
            romaniser.bigrams.clone_from(&bigrams);
            scripts.push(ScriptModel {
                inventory: trained.other,
                channel,
                calibration: trained.calibration,
                romaniser,
            });
        }
        Ok(Self {
            latin,
            latin_channel: of_latin.channel(),
            latin_calibration: of_latin.calibration,
            scripts,
            frequency,
            words: Words::read(sources.words)?,
            nicknames: Nicknames::read(sources.nicknames),
            evidence: Evidence::read(sources.evidence)?,
        })
    }

    /// Takes a name apart, ready to be compared any number of times.
    pub fn prepare(&self, name: &str) -> Name {
        Name::new(self, name)
    }

    /// The likeliest Latin spelling of a folded token of any script.
    pub fn romanise(&self, token: &str, script: Script) -> String {
        match self.script(script) {
            Some(model) => model.romaniser.romanise(&model.inventory.spell(token)),
            None => token.to_owned(),
        }
    }

    /// The likeliest few Latin spellings of a folded token, best first.
    pub fn romanisations(&self, token: &str, script: Script, most: usize) -> Vec<String> {
        let Some(model) = self.script(script) else { return vec![token.to_owned()] };
        let mut spellings = model.romaniser.candidates(&model.inventory.spell(token));
        spellings.truncate(most);
        spellings
    }

    /// Calibrated log-odds that two spellings are of one token, among hard cases; `None` if they
    /// cannot be compared. Beside each spelling stands the token it is of.
    pub(crate) fn sound_alike(
        &self,
        (a, a_token): (&Spelling, &Token),
        (b, b_token): (&Spelling, &Token),
        workspace: &mut Workspace,
    ) -> Option<f32> {
        if a.is_empty() || b.is_empty() {
            return None;
        }
        let mut score = |script: Script, latin: &Spelling, other: &Spelling| {
            let model = self.script(script)?;
            let score = model.channel.score_in(latin, other, workspace);
            Some(model.calibration.log_odds(score, latin.len() + other.len()))
        };
        match (a_token.script, b_token.script) {
            (Script::Latin, Script::Latin) => {
                let there = self.latin_channel.score_in(a, b, workspace);
                let score = there.max(self.latin_channel.score_in(b, a, workspace));
                Some(self.latin_calibration.log_odds(score, a.len() + b.len()))
            }
            (Script::Latin, script) => score(script, a, b),
            (script, Script::Latin) => score(script, b, a),
            (a_script, b_script) => {
                let through = score(b_script, self.latin_spelling(a_token), b)?;
                let back = score(a_script, self.latin_spelling(b_token), a)?;
                Some(f32::midpoint(through, back))
            }
        }
    }

    /// The channel between Latin and a script; there is none to scripts not learned.
    pub(crate) fn channel(&self, script: Script) -> Option<&Channel> {
        match script {
            Script::Latin => Some(&self.latin_channel),
            _ => self.script(script).map(|model| &model.channel),
        }
    }

    /// What a channel's score says of two spellings with so many letters together.
    pub(crate) fn log_odds(&self, script: Script, score: f32, letters: usize) -> Option<f32> {
        let calibration = match script {
            Script::Latin => &self.latin_calibration,
            _ => &self.script(script)?.calibration,
        };
        Some(calibration.log_odds(score, letters))
    }

    /// The likeliest Latin spelling of a token.
    pub(crate) fn latin_spelling<'a>(&self, token: &'a Token) -> &'a Spelling {
        match token.script {
            Script::Latin => &token.spelling,
            script => token.latin(|| {
                let romaniser = self.script(script).map(|model| &model.romaniser);
                let latin = romaniser.map(|romaniser| romaniser.romanise(&token.spelling));
                self.latin.spell(&latin.unwrap_or_default())
            }),
        }
    }

    /// Two tokens of one script written together.
    pub(crate) fn spell_joined(&self, first: &Token, second: &Token) -> Option<Spelling> {
        let inventory = match first.script {
            _ if first.script != second.script => return None,
            Script::Latin => &self.latin,
            script => &self.script(script)?.inventory,
        };
        Some(inventory.spell_codes(first.spelling.codes().chain(second.spelling.codes())))
    }

    pub(crate) fn spell(&self, token: &str, script: Script) -> Spelling {
        match script {
            Script::Latin => self.latin.spell(token),
            _ => self.script(script).map(|m| m.inventory.spell(token)).unwrap_or_default(),
        }
    }

    /// The rarity of a token, by the hashes of its folded form and its form in plain letters.
    pub(crate) fn rarity(&self, folded: u64, plain: u64) -> f32 {
        let rarity = self.frequency.rarity_of(folded);
        if folded == plain { rarity } else { rarity.min(self.frequency.rarity_of(plain)) }
    }

    /// The rarity of a folded token.
    pub(crate) fn rarity_of(&self, token: &str) -> f32 {
        self.frequency.rarity(token)
    }

    pub(crate) fn role(&self, hash: u64) -> Option<Role> {
        self.words.role(hash)
    }

    pub(crate) fn nickname_groups(&self, plain: u64) -> &[u16] {
        self.nicknames.groups(plain)
    }

    fn script(&self, script: Script) -> Option<&ScriptModel> {
        let place = Script::LEARNED.iter().position(|known| *known == script)?;
        self.scripts.get(place)
    }
}

#[cfg(test)]
mod tests {
    use super::{Model, Sources};

    #[test]
    fn the_shipped_tables_parse() {
        assert!(Model::read(&Sources::SHIPPED).is_ok());
    }
}
