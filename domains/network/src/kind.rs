//! What stands in a network, and what ties it together: few words, so that a chart can be read.

use crossbearing_model::{Ontology, Schema};

macro_rules! words {
    ($(#[$doc:meta])* $name:ident, $what:literal, $expected:literal,
        $($(#[$variant_doc:meta])* $variant:ident = $word:literal),* $(,)?) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $($(#[$variant_doc])* $variant),* }

        impl $name {
            /// All of them, in the order in which a legend lists them.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// The word as it is written.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $word),* }
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::Error;
            fn from_str(text: &str) -> Result<Self, $crate::Error> {
                let found = Self::ALL.iter().copied().find(|known| known.as_str() == text);
                found.ok_or_else(|| $crate::Error::Unknown {
                    what: $what,
                    text: text.chars().take(40).collect(),
                    expected: $expected,
                })
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }
    };
}
pub(crate) use words;

/// Where knowledge comes from, and what the response does: no part of the network.
const PROVENANCE: [&str; 8] =
    ["Report", "Source", "Agency", "Operation", "Note", "Mention", "Similar", "Commitment"];

words!(
    /// What a node is.
    NodeKind, "the kind",
    "person, organisation, phone, handle, account, vehicle, vessel, house, goods, document, event or place",
    /// A person.
    Person = "person",
    /// A company, a network, an office.
    Organisation = "organisation",
    /// A telephone number or device.
    Phone = "phone",
    /// An account at an online service.
    Handle = "handle",
    /// A bank account or wallet.
    Account = "account",
    /// A car, a lorry.
    Vehicle = "vehicle",
    /// A ship or boat.
    Vessel = "vessel",
    /// A building that is used: a safe house, a store.
    House = "house",
    /// Boats and engines on their way, equipment.
    Goods = "goods",
    /// A passport, an advert.
    Document = "document",
    /// Something that happened: a crossing, a meeting, an arrest.
    Event = "event",
    /// A town, a beach, an address.
    Place = "place",
);

words!(
    /// What sort of tie it is.
    Layer, "the layer",
    "command, association, family, membership, ownership, communication, payment, transport, supply, housing, meeting, online, papers, justice or place",
    /// Who gives orders to whom.
    Command = "command",
    /// Who works with whom.
    Association = "association",
    /// Who is related to whom.
    Family = "family",
    /// Who belongs to or works for what.
    Membership = "membership",
    /// Who holds, owns or runs what.
    Ownership = "ownership",
    /// Calls, numbers, accounts of services.
    Communication = "communication",
    /// Money, hawala included.
    Payment = "payment",
    /// Journeys, crossings, vehicles, vessels.
    Transport = "transport",
    /// Boats, engines and other goods.
    Supply = "supply",
    /// Where people are kept.
    Housing = "housing",
    /// Who met whom, who was seen with what.
    Meeting = "meeting",
    /// Adverts and referrals.
    Online = "online",
    /// Identity papers and other documents.
    Papers = "papers",
    /// Arrests, charges, seizures.
    Justice = "justice",
    /// Where something is or happened.
    Place = "place",
);

impl NodeKind {
    /// What an entity of `schema` is in the network; nothing for links and for where knowledge
    /// comes from.
    pub(crate) fn of(ontology: &Ontology, schema: &str) -> Option<Self> {
        let schema = ontology.schema(schema)?;
        let is = |name: &str| schema.is_a(name);
        if PROVENANCE.iter().any(|name| is(name)) || (schema.edge().is_some() && !is("Event")) {
            return None;
        }
        let by_ancestor = [
            ("Organization", Self::Organisation),
            ("LegalEntity", Self::Person),
            ("Vessel", Self::Vessel),
            ("Vehicle", Self::Vehicle),
            ("PhoneNumber", Self::Phone),
            ("Device", Self::Phone),
            ("BankAccount", Self::Account),
            ("CryptoWallet", Self::Account),
            ("UserAccount", Self::Handle),
            ("RealEstate", Self::House),
            ("Identification", Self::Document),
            ("Document", Self::Document),
            ("Event", Self::Event),
            ("Address", Self::Place),
            ("Route", Self::Place),
            ("Territory", Self::Place),
            ("Asset", Self::Goods),
        ];
        by_ancestor.into_iter().find(|(ancestor, _)| is(ancestor)).map(|(_, kind)| kind)
    }

    /// Whether such a node acts: whoever does can be met, paid, told.
    pub fn acts(self) -> bool {
        matches!(self, Self::Person | Self::Organisation)
    }
}

impl Layer {
    /// The layer of what an entity of `schema` says of another one of the kind `target`.
    pub(crate) fn of(schema: &Schema, target: NodeKind) -> Self {
        if target == NodeKind::Place {
            return Self::Place;
        }
        let by_ancestor = [
            ("Family", Self::Family),
            ("Command", Self::Command),
            ("Control", Self::Command),
            ("Membership", Self::Membership),
            ("Employment", Self::Membership),
            ("Directorship", Self::Ownership),
            ("Ownership", Self::Ownership),
            ("Payment", Self::Payment),
            ("Debt", Self::Payment),
            ("BankAccount", Self::Payment),
            ("CryptoWallet", Self::Payment),
            ("HawalaOffice", Self::Payment),
            ("Call", Self::Communication),
            ("Message", Self::Communication),
            ("PhoneNumber", Self::Communication),
            ("Device", Self::Communication),
            ("UserAccount", Self::Communication),
            ("Advert", Self::Online),
            ("Referral", Self::Online),
            ("Trip", Self::Transport),
            ("Leg", Self::Transport),
            ("Encounter", Self::Transport),
            ("Detection", Self::Transport),
            ("Vehicle", Self::Transport),
            ("Consignment", Self::Supply),
            ("Equipment", Self::Supply),
            ("RealEstate", Self::Housing),
            ("Identification", Self::Papers),
            ("Proceeding", Self::Justice),
            ("Seizure", Self::Justice),
            ("CourtCaseParty", Self::Justice),
            ("Event", Self::Meeting),
            ("Document", Self::Papers),
            ("Asset", Self::Ownership),
            ("Organization", Self::Ownership),
        ];
        let found = by_ancestor.into_iter().find(|(ancestor, _)| schema.is_a(ancestor));
        found.map_or(Self::Association, |(_, layer)| layer)
    }

    /// Whether such ties hold a network together: being in one town, or before one court, does not.
    pub fn binds(self) -> bool {
        !matches!(self, Self::Place | Self::Justice)
    }
}
