//! What truly happens, or is truly so, and can be reported.

use crate::day::Day;
use crate::identity::{Kind, TruthId};
use crate::invention::places::Place;
use crate::word::Word;
use crate::world::belongings::Vessel;

/// What sort of episode.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum EpisodeKind {
    /// Who somebody is and what they do.
    Profile,
    /// A house where people wait.
    House,
    /// A telephone and whom it is used by.
    Phone,
    /// A boat over the sea.
    Crossing,
    /// A drive with passengers.
    Journey,
    Meeting,
    /// A vehicle seen somewhere.
    Sighting,
    /// Boats or engines on their way.
    Supply,
    /// Value sent through hawala offices.
    Transfer,
    /// Money from account to account.
    Payment,
    Seizure,
    Advert,
    Arrest,
    Charge,
    /// A conviction and its sentence.
    Trial,
}

/// One episode. What a kind has no use for is empty.
#[derive(Debug, Clone)]
pub(crate) struct Episode {
    pub(crate) cell: u32,
    pub(crate) number: usize,
    pub(crate) kind: EpisodeKind,
    pub(crate) day: Day,
    /// Positions in the cell's people: the subject, the other one, a third and fourth, passengers.
    pub(crate) people: Vec<usize>,
    pub(crate) place: &'static Place,
    pub(crate) to: &'static Place,
    pub(crate) vessel: Option<Vessel>,
    /// Persons on board, or how many things.
    pub(crate) count: usize,
    pub(crate) children: usize,
    pub(crate) amount: usize,
    pub(crate) currency: &'static str,
    /// The key of the phrase for the offence or the goods.
    pub(crate) topic: &'static str,
    pub(crate) court: &'static str,
    pub(crate) months: usize,
    /// A code that releases money.
    pub(crate) code: String,
    /// The number of the advert that this one copies.
    pub(crate) copy_of: Option<usize>,
}

/// Under which words an episode is stated.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Shape {
    pub(crate) schema: Option<Word>,
    /// The key of what such an event is called; only events have names.
    pub(crate) called: &'static str,
    /// What the subject, the other and every further person is to it.
    pub(crate) people: [Option<Word>; 3],
    pub(crate) place: Option<Word>,
    pub(crate) to: Option<Word>,
    pub(crate) count: Option<Word>,
    pub(crate) amount: Option<Word>,
    pub(crate) topic: Option<Word>,
}

impl EpisodeKind {
    pub(crate) fn shape(self) -> Shape {
        use Word as W;
        let none = Shape::default();
        match self {
            Self::Profile | Self::House | Self::Phone => none,
            Self::Crossing => Shape {
                schema: Some(W::Crossing),
                called: "event.crossing",
                people: [Some(W::Pilot), Some(W::Facilitator), Some(W::Passengers)],
                place: Some(W::StartLocation),
                to: Some(W::EndLocation),
                count: Some(W::PersonsOnBoard),
                amount: Some(W::PricePerPerson),
                ..none
            },
            Self::Journey => Shape {
                schema: Some(W::Trip),
                called: "event.trip",
                people: [Some(W::Involved), Some(W::Involved), Some(W::Passengers)],
                place: Some(W::StartLocation),
                to: Some(W::EndLocation),
                count: Some(W::PersonsOnBoard),
                ..none
            },
            Self::Meeting => Shape {
                schema: Some(W::Meeting),
                called: "event.meeting",
                people: [Some(W::Participants); 3],
                place: Some(W::Place),
                ..none
            },
            Self::Sighting => Shape {
                schema: Some(W::Sighting),
                called: "event.sighting",
                people: [Some(W::Involved), None, None],
                place: Some(W::Place),
                ..none
            },
            Self::Supply => Shape {
                schema: Some(W::Consignment),
                people: [Some(W::Sender), Some(W::Receiver), None],
                place: Some(W::Origin),
                to: Some(W::Destination),
                count: Some(W::Quantity),
                topic: Some(W::Goods),
                ..none
            },
            Self::Transfer => Shape {
                schema: Some(W::ValueTransfer),
                people: [Some(W::Payer), Some(W::Beneficiary), None],
                amount: Some(W::Amount),
                ..none
            },
            Self::Payment => Shape {
                schema: Some(W::Payment),
                people: [Some(W::Payer), Some(W::Beneficiary), None],
                amount: Some(W::Amount),
                ..none
            },
            Self::Seizure => Shape {
                schema: Some(W::Seizure),
                called: "event.seizure",
                people: [Some(W::TakenFrom), None, None],
                place: Some(W::Place),
                count: Some(W::Quantity),
                topic: Some(W::Goods),
                ..none
            },
            Self::Advert => Shape { schema: Some(W::Advert), amount: Some(W::Price), ..none },
            Self::Arrest => Self::proceeding(W::Arrest, "event.arrest"),
            Self::Charge => Self::proceeding(W::Charge, "event.charge"),
            Self::Trial => Self::proceeding(W::Conviction, "event.conviction"),
        }
    }

    fn proceeding(schema: Word, called: &'static str) -> Shape {
        Shape {
            schema: Some(schema),
            called,
            people: [Some(Word::PersonOf), None, None],
            place: Some(Word::Place),
            topic: Some(Word::Offence),
            ..Shape::default()
        }
    }

    /// What a report of it is called in files, and the name of its templates.
    pub(crate) fn form(self) -> &'static str {
        match self {
            Self::Profile => "profile",
            Self::House => "safe-house",
            Self::Phone => "telephone",
            Self::Crossing => "crossing",
            Self::Journey => "journey",
            Self::Meeting => "meeting",
            Self::Sighting => "sighting",
            Self::Supply => "supply",
            Self::Transfer => "transfer",
            Self::Payment => "payment",
            Self::Seizure => "seizure",
            Self::Advert => "advert",
            Self::Arrest => "arrest",
            Self::Charge => "charge",
            Self::Trial => "trial",
        }
    }
}

impl Episode {
    pub(crate) fn truth_id(&self) -> TruthId {
        let kind = if self.kind == EpisodeKind::Advert { Kind::Advert } else { Kind::Event };
        TruthId::new(kind, self.cell, self.number)
    }

    pub(crate) fn sentence_id(&self) -> TruthId {
        TruthId::new(Kind::Sentence, self.cell, self.number)
    }

    pub(crate) fn vessel_id(&self) -> TruthId {
        TruthId::new(Kind::Vessel, self.cell, self.number)
    }

    /// The word under which the person at `at` in the list belongs to it.
    pub(crate) fn part(&self, at: usize) -> Option<Word> {
        self.kind.shape().people[at.min(2)]
    }
}
