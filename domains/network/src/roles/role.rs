//! The roles along the business.

use crate::kind::words;

words!(
    /// A role in the business of smuggling people.
    Role, "the role",
    "organiser, recruiter, money-holder, cash-courier, supplier, forger, driver, housekeeper, launcher, skipper or receiver",
    /// Runs it.
    Organiser = "organiser",
    /// Finds customers and advertises.
    Recruiter = "recruiter",
    /// Holds the money until the crossing has worked; a hawaladar.
    MoneyHolder = "money-holder",
    /// Carries cash.
    CashCourier = "cash-courier",
    /// Buys and stores boats, engines, life jackets.
    Supplier = "supplier",
    /// Makes papers.
    Forger = "forger",
    /// Moves people and goods over land.
    Driver = "driver",
    /// Houses people on the way.
    Housekeeper = "housekeeper",
    /// Leads people to the beach and launches the boat.
    Launcher = "launcher",
    /// Steers the boat.
    Skipper = "skipper",
    /// Meets people on arrival.
    Receiver = "receiver",
);

/// A stage of the business, in the order in which a journey passes through them.
pub const STAGES: [&str; 7] = ["recruit", "pay", "supply", "move", "house", "cross", "arrive"];

impl Role {
    /// The stage of the business that the role serves, as a place in [`STAGES`]; the organiser
    /// serves none by hand.
    pub fn stage(self) -> Option<usize> {
        match self {
            Self::Organiser => None,
            Self::Recruiter => Some(0),
            Self::MoneyHolder | Self::CashCourier => Some(1),
            Self::Supplier | Self::Forger => Some(2),
            Self::Driver => Some(3),
            Self::Housekeeper => Some(4),
            Self::Launcher | Self::Skipper => Some(5),
            Self::Receiver => Some(6),
        }
    }
}
