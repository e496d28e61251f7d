//! Invented people in any number, the same for the writer of the file and for the load that asks
//! for them.

/// Statements that the file has for each person.
pub const STATEMENTS_EACH: u64 = 8;

const SYLLABLES: [&str; 64] = [
    "ba", "bel", "bor", "cal", "cor", "da", "dor", "dun", "el", "eth", "fa", "fen", "gar", "gil",
    "hal", "hes", "il", "ir", "jor", "ka", "kel", "kor", "la", "lin", "lor", "ma", "mer", "mir",
    "na", "nel", "nor", "ol", "or", "os", "pa", "pel", "quin", "ra", "ren", "ros", "sa", "sel",
    "sor", "ta", "tel", "tor", "ul", "ur", "va", "vel", "vor", "wa", "wen", "wil", "xan", "ya",
    "yel", "yor", "za", "zel", "zir", "zor", "thal", "brin",
];

/// The `n`-th person.
#[derive(Debug, Clone, Copy)]
pub struct Person(pub u64);

impl Person {
    /// The id.
    pub fn id(self) -> String {
        format!("bench-{:08x}", self.0)
    }

    /// Given name and surname: some thousands of the one, some hundred thousands of the other, the
    /// first of each the most common.
    pub fn name(self) -> String {
        let given = skewed(self.mixed(1), 4_000);
        let surname = skewed(self.mixed(2), 250_000);
        format!("{} {}", word(given, 2), word(surname, 3))
    }

    /// The name without its last two letters.
    pub fn unfinished_name(self) -> String {
        let name = self.name();
        name[..name.len() - 2].to_owned()
    }

    /// The name with another letter in the third place from the end.
    pub fn name_with_a_slip(self) -> String {
        let name = self.name();
        let slip = name.len() - 3;
        format!("{}y{}", &name[..slip], &name[slip + 1..])
    }

    /// The given name that most people have.
    pub fn common_name() -> String {
        word(0, 2)
    }

    /// A nickname.
    pub fn alias(self) -> String {
        format!("{} {}", word(skewed(self.mixed(3), 4_000), 2), word(self.mixed(4) % 4_096, 2))
    }

    /// A telephone number of a range that no operator has.
    pub fn phone(self) -> String {
        format!("+4477009{:05}", self.0 % 100_000)
    }

    /// A document number that nobody else has.
    pub fn document(self) -> String {
        format!("XB{:08}", self.0)
    }

    /// A day of birth.
    pub fn birth_date(self) -> String {
        let day = self.mixed(5);
        format!("{:04}-{:02}-{:02}", 1950 + day % 55, 1 + day / 64 % 12, 1 + day / 1024 % 28)
    }

    /// Where the person was seen.
    pub fn address(self) -> String {
        format!(
            "{} {} Street, {}",
            self.0 % 300,
            word(self.mixed(6) % 4_096, 2),
            word(self.mixed(7) % 4_096, 2)
        )
    }

    /// A number that depends on the person and `salt` alone (`SplitMix64`).
    fn mixed(self, salt: u64) -> u64 {
        let mut z = self.0.wrapping_mul(0x9e37_79b9_7f4a_7c15).wrapping_add(salt << 56);
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }
}

/// A number below `count`, small ones more often: the square of an even draw.
fn skewed(draw: u64, count: u64) -> u64 {
    let even = (draw >> 11) as f64 / (1_u64 << 53) as f64;
    (even * even * count as f64) as u64
}

fn word(mut number: u64, syllables: u32) -> String {
    let mut word = String::new();
    for _ in 0..syllables {
        word.push_str(SYLLABLES[(number % 64) as usize]);
        number /= 64;
    }
    word[..1].to_uppercase() + &word[1..]
}
