//! What people do in a smuggling network, along the whole business.

use crossbearing_model::SubjectCategory;
use serde::Serialize;

/// A role along the business model, or none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum NetworkRole {
    /// Runs it.
    Organiser,
    /// Finds customers and advertises.
    Recruiter,
    /// Holds the money until the crossing has worked: a hawaladar.
    MoneyHolder,
    /// Carries cash between offices.
    CashCourier,
    /// Buys and stores boats.
    BoatSupplier,
    /// Buys engines.
    EngineSupplier,
    /// Drives people and boats.
    Driver,
    /// Houses people on the way.
    SafeHouseKeeper,
    /// Leads people to the beach and launches the boat.
    Launcher,
    /// Steers the boat.
    Skipper,
    /// Makes documents.
    Forger,
    /// Meets people on arrival.
    Receiver,
    /// Pays to be carried, or is made to go.
    Traveller,
    /// Knows somebody in the network.
    Bystander,
}

use NetworkRole as R;

/// The members of a network in the order of their numbers; every further person travels.
const MEMBERS: [R; 28] = [
    R::Organiser,
    R::MoneyHolder,
    R::Recruiter,
    R::BoatSupplier,
    R::Launcher,
    R::Skipper,
    R::Driver,
    R::SafeHouseKeeper,
    R::Receiver,
    R::EngineSupplier,
    R::CashCourier,
    R::Forger,
    R::Recruiter,
    R::Launcher,
    R::Skipper,
    R::Driver,
    R::Driver,
    R::SafeHouseKeeper,
    R::MoneyHolder,
    R::Organiser,
    R::Skipper,
    R::Recruiter,
    R::Driver,
    R::Bystander,
    R::Bystander,
    R::Bystander,
    R::Bystander,
    R::Bystander,
];

/// The number of the first traveller of a cell.
pub(crate) const FIRST_TRAVELLER: usize = MEMBERS.len();

/// The numbers of the network's own people.
pub(crate) const CREW: std::ops::Range<usize> = 0..23;

impl NetworkRole {
    /// The role of the person numbered `number` in a cell.
    pub(crate) fn of(number: usize) -> Self {
        MEMBERS.get(number).copied().unwrap_or(R::Traveller)
    }

    /// The numbers of those who have the role in every cell.
    pub(crate) fn holders(self) -> impl Iterator<Item = usize> {
        (0..MEMBERS.len()).filter(move |number| MEMBERS[*number] == self)
    }

    /// Whose orders the person numbered `number` takes.
    pub(crate) fn superior(number: usize) -> Option<usize> {
        const DEPUTY: usize = 19;
        match Self::of(number) {
            _ if number == 0 => None,
            R::Traveller | R::Bystander => None,
            R::Organiser | R::MoneyHolder | R::BoatSupplier | R::Recruiter => Some(0),
            R::CashCourier => Some(1),
            R::EngineSupplier => Some(3),
            R::Skipper => Some(4),
            R::Launcher | R::Driver | R::SafeHouseKeeper | R::Forger | R::Receiver => Some(DEPUTY),
        }
    }

    /// What the person numbered `number` truly is to a case before any court has spoken.
    pub(crate) fn category(number: usize) -> SubjectCategory {
        match Self::of(number) {
            R::Traveller => match number % 11 {
                1 | 6 => SubjectCategory::Child,
                3 => SubjectCategory::Victim,
                9 => SubjectCategory::Witness,
                _ => SubjectCategory::Smuggled,
            },
            R::Bystander if number.is_multiple_of(2) => SubjectCategory::Other,
            R::Bystander => SubjectCategory::Contact,
            _ => SubjectCategory::Suspect,
        }
    }

    /// The key of its phrase.
    pub(crate) fn key(self) -> &'static str {
        match self {
            R::Organiser => "role.organiser",
            R::Recruiter => "role.recruiter",
            R::MoneyHolder => "role.money-holder",
            R::CashCourier => "role.cash-courier",
            R::BoatSupplier => "role.boat-supplier",
            R::EngineSupplier => "role.engine-supplier",
            R::Driver => "role.driver",
            R::SafeHouseKeeper => "role.safe-house-keeper",
            R::Launcher => "role.launcher",
            R::Skipper => "role.skipper",
            R::Forger => "role.forger",
            R::Receiver => "role.receiver",
            R::Traveller => "role.traveller",
            R::Bystander => "role.bystander",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everyone_in_the_crew_answers_to_the_organiser_in_the_end() {
        for number in CREW {
            let mut at = number;
            for _ in 0..4 {
                at = NetworkRole::superior(at).unwrap_or(at);
            }
            assert_eq!(at, 0, "{number}");
        }
    }

    #[test]
    fn a_cell_of_fifty_has_children_and_victims_among_its_travellers() {
        let categories: Vec<_> = (FIRST_TRAVELLER..50).map(NetworkRole::category).collect();
        assert!(categories.contains(&SubjectCategory::Child));
        assert!(categories.contains(&SubjectCategory::Victim));
        assert!(categories.iter().all(|category| category.is_protected()));
    }
}
