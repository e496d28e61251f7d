//! A pairing in numbers, and what each of them is about.

use crate::compare::agreement::How;
use crate::compare::pairing::{Pairing, Partner};
use crate::name::{Part, Token, Tokens};
use crate::train::{Shape, Trend};

/// What a feature speaks of: where its share goes in an explanation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum About {
    /// The tokens that were paired.
    Pairs,
    /// Any pair of names of such lengths.
    Start,
    /// Tokens left on both sides.
    Conflict,
    /// Tokens left on one side only.
    Extra,
    /// The order of the tokens.
    Order,
    /// Initials.
    Initials,
    /// Known forms of one name.
    Nicknames,
    /// Short forms.
    Shorts,
    /// Family names.
    Family,
    /// Given names.
    Given,
    /// Numbers.
    Numbers,
}

/// A number that describes a pairing.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Feature {
    pub(crate) name: &'static str,
    pub(crate) about: About,
    pub(crate) shape: Shape,
}

const fn feature(name: &'static str, about: About, trend: Trend, knots: &'static [f32]) -> Feature {
    Feature { name, about, shape: Shape { knots, trend } }
}

/// How many features there are.
pub(crate) const COUNT: usize = 26;

/// Every feature. The first two are for two names of one token each, the others for longer ones.
/// Rarities and log-odds are in nats.
pub(crate) const FEATURES: [Feature; COUNT] = {
    use About::{
        Conflict, Extra, Family, Given, Initials, Nicknames, Numbers, Order, Pairs, Shorts, Start,
    };
    use Trend::{Falls, Free, Rises};
    [
        feature(
            "single_log_odds",
            Pairs,
            Rises,
            &[-5.0, -3.0, -2.0, -1.0, 0.0, 1.0, 2.0, 3.5, 6.0],
        ),
        feature("single_rarity", Pairs, Rises, &[0.0, 5.0, 7.0, 9.0, 11.0]),
        feature("several", Start, Free, &[0.0, 1.0]),
        feature(
            "agreed_rarity",
            Pairs,
            Rises,
            &[0.0, 4.0, 8.0, 11.0, 14.0, 18.0, 22.0, 30.0, 40.0],
        ),
        feature("agreed", Pairs, Free, &[0.0, 0.5, 1.0, 1.5, 2.0, 2.5, 3.0, 4.0]),
        feature("weakest_log_odds", Pairs, Rises, &[-2.2, -1.0, 0.0, 1.0, 2.0, 3.0, 6.0]),
        feature("mean_log_odds", Pairs, Rises, &[-2.2, 0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0]),
        feature("shorter_covered", Pairs, Rises, &[0.0, 0.25, 0.4, 0.5, 0.67, 0.8, 0.9, 1.0]),
        feature("longer_covered", Pairs, Rises, &[0.0, 0.2, 0.35, 0.5, 0.67, 0.8, 0.9, 1.0]),
        feature("conflicts", Conflict, Falls, &[0.0, 1.0, 2.0, 3.0, 4.0]),
        feature("conflict_rarity", Conflict, Falls, &[0.0, 5.0, 8.0, 11.0, 16.0, 22.0, 33.0]),
        feature("agreed_despite_conflict", Pairs, Free, &[0.0, 5.0, 8.0, 11.0, 16.0, 22.0, 33.0]),
        feature("extras", Extra, Free, &[0.0, 1.0, 2.0, 3.0, 5.0]),
        feature("inversions", Order, Falls, &[0.0, 1.0, 2.0]),
        feature("initials", Initials, Free, &[0.0, 1.0, 2.0]),
        feature("nicknames", Nicknames, Free, &[0.0, 1.0, 2.0]),
        feature("shorts", Shorts, Free, &[0.0, 1.0, 2.0]),
        feature("family_disagrees", Family, Falls, &[0.0, 1.0]),
        feature("family_agrees", Family, Rises, &[0.0, 4.0, 6.0, 8.0, 10.0, 11.0]),
        feature("given_disagrees", Given, Falls, &[0.0, 1.0]),
        feature("given_agrees", Given, Rises, &[0.0, 4.0, 6.0, 8.0, 10.0, 11.0]),
        feature("first_agrees", Given, Free, &[0.0, 0.5, 1.0]),
        feature("one_token_only", Start, Free, &[0.0, 1.0]),
        feature("all_agree", Pairs, Rises, &[0.0, 1.0]),
        feature("number_conflict", Numbers, Falls, &[0.0, 1.0]),
        feature("conflicts_alike", Conflict, Rises, &[0.0, 0.3, 0.5, 0.7, 0.85, 1.0]),
    ]
};

/// The features of a pairing. A name without tokens gives none.
pub(crate) fn features(pairing: &Pairing, a: &impl Tokens, b: &impl Tokens) -> [f32; COUNT] {
    let mut values = [0.0; COUNT];
    match (a.count(), b.count()) {
        (0, _) | (_, 0) => {}
        (1, 1) => single(pairing, (a, b), &mut values),
        _ => several(pairing, (a, b), &mut values),
    }
    values
}

/// Two one-token names: the token's own log-odds say nearly all.
fn single(pairing: &Pairing, (a, b): (&impl Tokens, &impl Tokens), values: &mut [f32; COUNT]) {
    let log_odds = pairing.pairs().first().map_or(-5.0, |pair| pair.log_odds);
    values[0] = log_odds;
    values[1] = if log_odds > 0.0 { a.token(0).rarity.min(b.token(0).rarity) } else { 0.0 };
}

fn several(pairing: &Pairing, (a, b): (&impl Tokens, &impl Tokens), values: &mut [f32; COUNT]) {
    let (n, m) = (a.count() as f32, b.count() as f32);
    let said = Said::new(pairing, a, b);
    let pairs = pairing.pairs().len();
    let alone = (pairing.left_alone().count(), pairing.right_alone().count());
    let conflicts = alone.0.min(alone.1);
    let flag = |yes: bool| f32::from(u8::from(yes));
    values[2] = 1.0;
    values[3] = said.rarity;
    values[4] = said.agreed;
    values[5] = said.weakest;
    values[6] = if pairs == 0 { -2.2 } else { said.sum / pairs as f32 };
    values[7] = said.agreed / n.min(m);
    values[8] = said.agreed / n.max(m);
    values[9] = conflicts as f32;
    values[10] = conflict_rarity(pairing, a, b);
    values[11] = if conflicts > 0 { said.rarity } else { 0.0 };
    values[12] = alone.0.abs_diff(alone.1) as f32;
    values[13] = inversions(pairing, a, b);
    values[14] = said.initials;
    values[15] = said.nicknames;
    values[16] = said.shorts;
    values[17] = flag(both_alone(pairing, (a, b), Part::is_family));
    values[18] = said.family;
    values[19] = flag(both_alone(pairing, (a, b), |part| part == Part::Given));
    values[20] = said.given;
    values[21] = said.first;
    values[22] = flag(n.min(m) < 2.0);
    values[23] = flag(alone == (0, 0));
    values[24] = flag(
        pairing.left_alone().any(|place| a.part(place) == Part::Number)
            || pairing.right_alone().any(|place| b.part(place) == Part::Number),
    );
    values[25] = if conflicts > 0 { conflicts_alike(pairing, (a, b)) } else { 0.0 };
}

/// What the paired tokens say together.
#[derive(Default)]
struct Said {
    rarity: f32,
    agreed: f32,
    sum: f32,
    weakest: f32,
    initials: f32,
    nicknames: f32,
    shorts: f32,
    family: f32,
    given: f32,
    first: f32,
}

impl Said {
    fn new(pairing: &Pairing, a: &impl Tokens, b: &impl Tokens) -> Self {
        let weakest = if pairing.pairs().is_empty() { -2.2 } else { 6.0 };
        let mut said = Self { weakest, ..Self::default() };
        for pair in pairing.pairs() {
            let tokens = (a.token(pair.left), b.token(pair.right));
            said.add(pair, tokens, (a.part(pair.left), b.part(pair.right)));
        }
        said
    }

    fn add(&mut self, pair: &Partner, (left, right): (&Token, &Token), parts: (Part, Part)) {
        let share = 1.0 / (1.0 + (-pair.log_odds).exp());
        let rarity = left.rarity.min(right.rarity);
        self.rarity += share * rarity;
        self.agreed += share;
        self.sum += pair.log_odds;
        self.weakest = self.weakest.min(pair.log_odds);
        match pair.how {
            How::Initial => self.initials += 1.0,
            How::Nickname => self.nicknames += 1.0,
            How::Short => self.shorts += 1.0,
            How::Same | How::Sounds => {}
        }
        if pair.log_odds > 0.0 && parts.0.is_family() && parts.1.is_family() {
            self.family = self.family.max(rarity);
        }
        if pair.log_odds > 0.0 && parts == (Part::Given, Part::Given) {
            self.given = self.given.max(rarity);
        }
        if (pair.left, pair.right) == (0, 0) {
            self.first = share;
        }
    }
}

/// How much rarity stands against rarity among tokens without a partner.
fn conflict_rarity(pairing: &Pairing, a: &impl Tokens, b: &impl Tokens) -> f32 {
    let left: f32 = pairing.left_alone().map(|place| a.token(place).rarity).sum();
    let right: f32 = pairing.right_alone().map(|place| b.token(place).rarity).sum();
    left.min(right)
}

/// How alike in their consonants the likest two tokens are that found no partner: from 0 to 1.
fn conflicts_alike(pairing: &Pairing, (a, b): (&impl Tokens, &impl Tokens)) -> f32 {
    let mut likest = 0.0f32;
    for left in pairing.left_alone() {
        for right in pairing.right_alone() {
            likest = likest.max(a.token(left).shape.likeness(&b.token(right).shape));
        }
    }
    likest
}

/// Pairs that stand in another order, unless a known custom explains it.
fn inversions(pairing: &Pairing, a: &impl Tokens, b: &impl Tokens) -> f32 {
    if a.family_first() != b.family_first() {
        return 0.0;
    }
    let steps = pairing.pairs().windows(2).filter(|w| w[0].right > w[1].right).count();
    steps as f32
}

/// Whether both names have a part of a kind that is without a partner.
fn both_alone(
    pairing: &Pairing,
    (a, b): (&impl Tokens, &impl Tokens),
    wanted: fn(Part) -> bool,
) -> bool {
    pairing.left_alone().any(|place| wanted(a.part(place)))
        && pairing.right_alone().any(|place| wanted(b.part(place)))
}
