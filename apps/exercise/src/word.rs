//! The words of the ontology that an exercise uses.

use std::sync::LazyLock;

use crossbearing_model::Name;

macro_rules! words {
    ($($word:ident = $text:literal),* $(,)?) => {
        /// A schema or a property, by its name in the ontology.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub(crate) enum Word { $($word),* }

        impl Word {
            const TEXTS: &'static [&'static str] = &[$($text),*];
        }
    };
}

words! {
    // schemata
    Person = "Person", Network = "Network", Company = "Company", Address = "Address",
    PhoneNumber = "PhoneNumber", UserAccount = "UserAccount", BankAccount = "BankAccount",
    Vehicle = "Vehicle", Vessel = "Vessel", SafeHouse = "SafeHouse", HawalaOffice = "HawalaOffice",
    Advert = "Advert", Membership = "Membership", Command = "Command", Associate = "Associate",
    Directorship = "Directorship", Crossing = "Crossing", Arrest = "Arrest",
    Charge = "Charge", Conviction = "Conviction", Sentence = "Sentence", Seizure = "Seizure",
    Meeting = "Meeting", Sighting = "Sighting", Consignment = "Consignment",
    ValueTransfer = "ValueTransfer", Payment = "Payment", Trip = "Trip",
    // what anything has
    Name = "name", Alias = "alias", AddressText = "address",
    AddressEntity = "addressEntity", Operator = "operator", Holder = "holder", Owner = "owner",
    Date = "date", Location = "location", Place = "place", Amount = "amount",
    Currency = "currency", Quantity = "quantity", Goods = "goods", Capacity = "capacity",
    // persons
    Nickname = "nickname", BirthDate = "birthDate", Nationality = "nationality", Phone = "phone",
    Gender = "gender", SubjectCategory = "subjectCategory", Age = "age",
    PassportNumber = "passportNumber", PlaceOfResidence = "placeOfResidence",
    DistinguishingMarks = "distinguishingMarks",
    // selectors and things
    Number = "number", Username = "username", Service = "service", Iban = "iban",
    BankName = "bankName", Plate = "plate", VehicleType = "type", Summary = "summary",
    Imo = "imoNumber", Mmsi = "mmsi",
    Length = "length", Engine = "engine", City = "city",
    Latitude = "latitude", Longitude = "longitude", RegistrationNumber = "registrationNumber",
    // links
    Member = "member", Organization = "organization", Role = "role", Superior = "superior",
    Subordinate = "subordinate", PersonOf = "person", AssociateOf = "associate",
    Director = "director",
    // events
    StartLocation = "startLocation", EndLocation = "endLocation", VehicleOf = "vehicle",
    PersonsOnBoard = "personsOnBoard", Children = "children", Pilot = "pilot",
    Facilitator = "facilitator", Passengers = "passengers", PricePerPerson = "pricePerPerson",
    Participants = "participants", Involved = "involved", Subject = "subject", Offence = "offence", Court = "court",
    ConvictionOf = "conviction", DurationMonths = "durationMonths",
    TakenFrom = "takenFrom", Sender = "sender", Receiver = "receiver", Origin = "origin",
    Destination = "destination", Payer = "payer", Beneficiary = "beneficiary",
    PayerAccount = "payerAccount", BeneficiaryAccount = "beneficiaryAccount",
    SendingOffice = "sendingOffice", PayingOffice = "payingOffice", ReleaseCode = "releaseCode",
    // adverts
    Account = "account", Price = "price",
    CopyOf = "copyOf",
}

impl Word {
    /// The word as the ontology writes it.
    pub(crate) fn as_str(self) -> &'static str {
        Self::TEXTS[self as usize]
    }

    /// The word as statements carry it: a shared string, made once.
    pub(crate) fn name(self) -> Name {
        static NAMES: LazyLock<Vec<Name>> =
            LazyLock::new(|| Word::TEXTS.iter().map(|text| Name::from(*text)).collect());
        NAMES[self as usize].clone()
    }
}
