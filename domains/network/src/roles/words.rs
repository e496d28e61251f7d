//! What reports call a role, in the languages that reports come in.

use super::Role;

/// Word stems by role. The first role of which one stands in the text is meant, so the more special
/// words come first: a "launch leader" is not the leader.
const WORDS: [(Role, &[&str]); 11] = [
    (Role::Launcher, &["launch", "beach leader", "chef de plage", "الشاطئ", "ساحل"]),
    (
        Role::CashCourier,
        &["cash courier", "courier of money", "transporteur de fonds", "ناقل أموال", "پیک پول"],
    ),
    (
        Role::MoneyHolder,
        &[
            "money",
            "hawala",
            "saraf",
            "sarraf",
            "treasurer",
            "fonds",
            "banquier",
            "أمين الأموال",
            "حوال",
            "صراف",
            "پول",
        ],
    ),
    (
        Role::Supplier,
        &["suppl", "fournisseur", "boat seller", "engine seller", "مورّد", "مورد", "تأمین"],
    ),
    (Role::Forger, &["forger", "forged", "document maker", "faussaire", "مزوّر", "مزور", "جاعل"]),
    (Role::Driver, &["driver", "drives", "chauffeur", "سائق", "راننده"]),
    (
        Role::Housekeeper,
        &["safe-house", "safe house", "housekeep", "logeur", "حارس المنزل", "نگهبان خانه"],
    ),
    (Role::Skipper, &["skipper", "pilot", "helmsman", "steers", "قائد القارب", "سکاندار"]),
    (Role::Receiver, &["arrival", "receives people", "arrivée", "مستقبل", "رابط ورود"]),
    (Role::Recruiter, &["recruit", "advertis", "recruteur", "مجنّد", "مجند", "جذب"]),
    (
        Role::Organiser,
        &["organis", "organiz", "leader", "head of", "boss", "chef", "منظم", "سازمان"],
    ),
];

/// The role that a report's words mean, if any.
pub(super) fn role_of(text: &str) -> Option<Role> {
    // A joiner that does not show splits Persian words.
    let text: String = text.to_lowercase().chars().filter(|c| *c != '\u{200c}').collect();
    let is_meant = |stems: &[&str]| stems.iter().any(|stem| text.contains(stem));
    WORDS.iter().find(|(_, stems)| is_meant(stems)).map(|(role, _)| *role)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_of_four_languages() {
        let meant = [
            ("Organiser", Role::Organiser),
            ("launch leader", Role::Launcher),
            ("fournisseur de moteurs", Role::Supplier),
            ("cash courier", Role::CashCourier),
            ("أمين الأموال", Role::MoneyHolder),
            ("سازمان\u{200c}دهنده", Role::Organiser),
            ("قائد القارب", Role::Skipper),
        ];
        for (text, role) in meant {
            assert_eq!(role_of(text), Some(role), "{text}");
        }
        assert_eq!(role_of("cousin"), None);
    }
}
