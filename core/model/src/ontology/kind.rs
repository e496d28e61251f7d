//! What kind of value a property takes.

use serde::{Deserialize, Serialize};

/// The kind of a property's values: how they are checked, written and compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum PropertyKind {
    /// A name of a person, organisation, vessel or place, in its own script.
    Name,
    /// A number or code given by some authority or system.
    Identifier,
    /// The number of a passport, identity card, licence or social security.
    DocumentNumber,
    /// A telephone number (ITU-T E.164).
    Phone,
    /// An e-mail address.
    Email,
    /// A web address.
    Url,
    /// An IP address, version 4 or 6.
    Ip,
    /// An international bank account number (ISO 13616).
    Iban,
    /// A bank identifier code (ISO 9362).
    Bic,
    /// An IMO number of a ship or ship owner.
    Imo,
    /// A maritime mobile service identity (ITU-R M.585).
    Mmsi,
    /// An address of a crypto-currency.
    #[serde(rename = "crypto")]
    CryptoAddress,
    /// The machine-readable zone of a travel document (ICAO 9303).
    Mrz,
    /// The registration plate of a road vehicle.
    Plate,
    /// An account name at an online service.
    Handle,
    /// A country or territory, as a code in lower case (ISO 3166-1 alpha-2 and others in use).
    Country,
    /// A language (ISO 639-3).
    Language,
    /// A gender as registers write it.
    Gender,
    /// A topic of the FollowTheMoney vocabulary, such as `crime.traffick.human`.
    Topic,
    /// A category of data subject.
    Category,
    /// A date as precise as its source.
    Date,
    /// A number, with a unit if need be.
    Number,
    /// Degrees north, from -90 to 90.
    Latitude,
    /// Degrees east, from -180 to 180.
    Longitude,
    /// A point on the earth, as `latitude,longitude` in degrees.
    Coordinates,
    /// A postal address or place in words.
    Address,
    /// A short text.
    Short,
    /// A text of any length.
    Text,
    /// A text with HTML marks.
    Html,
    /// A JSON document.
    Json,
    /// A media type, such as `image/png`.
    MimeType,
    /// A digest of a file.
    Checksum,
    /// Another entity, by id.
    Entity,
}

impl PropertyKind {
    /// The type that FollowTheMoney gives such values.
    pub fn followthemoney_type(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Identifier
            | Self::DocumentNumber
            | Self::Iban
            | Self::Bic
            | Self::Imo
            | Self::Mmsi
            | Self::CryptoAddress
            | Self::Plate => "identifier",
            Self::Phone => "phone",
            Self::Email => "email",
            Self::Url => "url",
            Self::Ip => "ip",
            Self::Country => "country",
            Self::Language => "language",
            Self::Gender => "gender",
            Self::Topic => "topic",
            Self::Date => "date",
            Self::Number | Self::Latitude | Self::Longitude => "number",
            Self::Address => "address",
            Self::Short | Self::Handle | Self::Category | Self::Coordinates | Self::Mrz => "string",
            Self::Text => "text",
            Self::Html => "html",
            Self::Json => "json",
            Self::MimeType => "mimetype",
            Self::Checksum => "checksum",
            Self::Entity => "entity",
        }
    }

    /// Whether a value by itself tells who or what it belongs to, so that the whole system can be
    /// asked for it: a selector.
    pub fn is_selector(self) -> bool {
        matches!(
            self,
            Self::Identifier
                | Self::DocumentNumber
                | Self::Phone
                | Self::Email
                | Self::Url
                | Self::Ip
                | Self::Iban
                | Self::Bic
                | Self::Imo
                | Self::Mmsi
                | Self::CryptoAddress
                | Self::Mrz
                | Self::Plate
                | Self::Handle
                | Self::Checksum
        )
    }

    /// Whether values of this kind can identify a person, unless the ontology says otherwise.
    ///
    /// Free text counts, because it may name the person.
    pub fn identifies(self) -> bool {
        self.is_selector()
            || matches!(
                self,
                Self::Name
                    | Self::Address
                    | Self::Text
                    | Self::Html
                    | Self::Json
                    | Self::Coordinates
            )
    }
}
