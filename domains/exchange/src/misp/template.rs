//! The object templates of MISP that are written and read, and which property each attribute holds.
//! Names, UUIDs and versions are those of misp-objects.

/// An attribute of a template.
#[derive(Debug, Clone, Copy)]
pub(super) struct Relation {
    /// Its name in the template.
    pub(super) name: &'static str,
    /// Its type.
    pub(super) kind: &'static str,
    /// The property of ours that it holds.
    pub(super) property: &'static str,
}

/// A template.
#[derive(Debug, Clone, Copy)]
pub(super) struct Template {
    pub(super) name: &'static str,
    pub(super) uuid: &'static str,
    pub(super) version: &'static str,
    pub(super) category: &'static str,
    /// The schema of what it describes.
    pub(super) schema: &'static str,
    /// The service, for an account at one.
    pub(super) service: Option<&'static str>,
    /// One of these relations at least has to be there.
    pub(super) needs: &'static [&'static str],
    pub(super) relations: &'static [Relation],
}

const fn relation(name: &'static str, kind: &'static str, property: &'static str) -> Relation {
    Relation { name, kind, property }
}

/// The category in which MISP keeps attributes of a type.
pub(super) fn category(kind: &str) -> &'static str {
    match kind {
        "first-name" | "middle-name" | "last-name" | "full-name" | "date-of-birth" | "gender"
        | "place-of-birth" | "nationality" | "passport-number" | "phone-number" => "Person",
        "iban" | "bic" | "bank-account-nr" => "Financial fraud",
        "email" => "Social network",
        "email-src" => "Payload delivery",
        "link" => "External analysis",
        "url" => "Network activity",
        _ => "Other",
    }
}

/// Every template; of several for one schema the first that fits is written.
pub(super) const TEMPLATES: &[Template] = &[
    Template {
        name: "person",
        uuid: "a15b0477-e9d1-4b9c-9546-abe78a4f4248",
        version: "21",
        category: "misc",
        schema: "Person",
        service: None,
        needs: &["first-name", "last-name", "full-name", "alias", "handle"],
        relations: &[
            relation("full-name", "full-name", "name"),
            relation("alias", "text", "alias"),
            relation("first-name", "first-name", "firstName"),
            relation("middle-name", "middle-name", "middleName"),
            relation("last-name", "last-name", "lastName"),
            relation("date-of-birth", "date-of-birth", "birthDate"),
            relation("place-of-birth", "place-of-birth", "birthPlace"),
            relation("gender", "gender", "gender"),
            relation("nationality", "nationality", "nationality"),
            relation("passport-number", "passport-number", "passportNumber"),
            relation("e-mail", "email-src", "email"),
            relation("phone-number", "phone-number", "phone"),
            relation("address", "text", "address"),
            relation("occupation", "text", "profession"),
            relation("role", "text", "subjectCategory"),
            relation("text", "text", "notes"),
        ],
    },
    Template {
        name: "phone",
        uuid: "d7e4fbdd-b551-4862-bddb-a0b470a38509",
        version: "6",
        category: "misc",
        schema: "PhoneNumber",
        service: None,
        needs: &["msisdn", "imsi", "iccid", "text"],
        relations: &[
            relation("msisdn", "text", "number"),
            relation("imsi", "text", "imsi"),
            relation("iccid", "text", "iccid"),
            relation("text", "text", "notes"),
        ],
    },
    Template {
        name: "ftm-Vessel",
        uuid: "2ee3df38-7756-4179-abea-ba8d2fbb7c6c",
        version: "1",
        category: "followthemoney",
        schema: "Vessel",
        service: None,
        needs: &["name"],
        relations: &[
            relation("name", "text", "name"),
            relation("alias", "text", "alias"),
            relation("imoNumber", "text", "imoNumber"),
            relation("mmsi", "text", "mmsi"),
            relation("callSign", "text", "callSign"),
            relation("flag", "text", "flag"),
            relation("type", "text", "type"),
            relation("model", "text", "model"),
            relation("buildDate", "text", "buildDate"),
            relation("registrationNumber", "text", "registrationNumber"),
            relation("registrationPort", "text", "registrationPort"),
            relation("tonnage", "text", "tonnage"),
            relation("description", "text", "description"),
            relation("notes", "text", "notes"),
        ],
    },
    Template {
        name: "vehicle",
        uuid: "683c076c-f695-4ff2-8efa-e98a418049f4",
        version: "5",
        category: "misc",
        schema: "Vehicle",
        service: None,
        needs: &["license-plate-number", "vin", "model", "type", "description", "exterior-color"],
        relations: &[
            relation("license-plate-number", "text", "plate"),
            relation("vin", "text", "vin"),
            relation("model", "text", "model"),
            relation("type", "text", "type"),
            relation("exterior-color", "text", "colour"),
            relation("description", "text", "description"),
        ],
    },
    Template {
        name: "bank-account",
        uuid: "b4712203-95a8-4883-80e9-b566f5df11c9",
        version: "3",
        category: "financial",
        schema: "BankAccount",
        service: None,
        needs: &["account", "iban"],
        relations: &[
            relation("iban", "iban", "iban"),
            relation("account", "bank-account-nr", "accountNumber"),
            relation("institution-name", "text", "bankName"),
            relation("swift", "bic", "bic"),
            relation("account-name", "text", "name"),
            relation("currency-code", "text", "currency"),
            relation("personal-account-type", "text", "accountType"),
            relation("text", "text", "notes"),
        ],
    },
    Template {
        name: "telegram-account",
        uuid: "06f02ecf-5afb-42c5-9cb0-b362e222f52c",
        version: "2",
        category: "misc",
        schema: "UserAccount",
        service: Some("telegram"),
        needs: &["id", "phone", "username"],
        relations: &[
            relation("username", "text", "username"),
            relation("id", "text", "accountId"),
            relation("phone", "text", "phone"),
        ],
    },
    Template {
        name: "facebook-account",
        uuid: "b9862b95-7d78-4938-a2b5-13e45c60f25a",
        version: "1",
        category: "misc",
        schema: "UserAccount",
        service: Some("facebook"),
        needs: &["account-name", "account-id", "link", "description"],
        relations: &[
            relation("account-name", "text", "username"),
            relation("account-id", "text", "accountId"),
            relation("link", "link", "profileUrl"),
            relation("description", "text", "description"),
        ],
    },
    Template {
        name: "instagram-account",
        uuid: "656ced16-23f3-4322-925d-c9c961684999",
        version: "1",
        category: "misc",
        schema: "UserAccount",
        service: Some("instagram"),
        needs: &["account-name", "account-id", "link", "description"],
        relations: &[
            relation("account-name", "text", "username"),
            relation("account-id", "text", "accountId"),
            relation("link", "link", "profileUrl"),
            relation("description", "text", "description"),
        ],
    },
    Template {
        name: "twitter-account",
        uuid: "8066563f-881e-4f6a-9d6c-a9d15b8658bb",
        version: "7",
        category: "misc",
        schema: "UserAccount",
        service: Some("twitter"),
        needs: &["name", "id", "link", "description"],
        relations: &[
            relation("name", "text", "username"),
            relation("id", "text", "accountId"),
            relation("displayed-name", "text", "displayName"),
            relation("link", "link", "profileUrl"),
            relation("followers", "text", "followers"),
            relation("description", "text", "description"),
        ],
    },
    Template {
        name: "user-account",
        uuid: "49606b06-22f0-4ac8-8eee-2f12ad46f3d3",
        version: "6",
        category: "misc",
        schema: "UserAccount",
        service: None,
        needs: &["username", "user-id"],
        relations: &[
            relation("username", "text", "username"),
            relation("user-id", "text", "accountId"),
            relation("display-name", "text", "displayName"),
            relation("account-type", "text", "service"),
            relation("email", "email", "email"),
            relation("link", "link", "profileUrl"),
            relation("description", "text", "description"),
        ],
    },
    Template {
        name: "organization",
        uuid: "f750e12b-127a-432c-b022-b3f9153c4e2a",
        version: "9",
        category: "misc",
        schema: "LegalEntity",
        service: None,
        needs: &["name", "alias"],
        relations: &[
            relation("name", "text", "name"),
            relation("alias", "text", "alias"),
            relation("address", "text", "address"),
            relation("e-mail", "email-src", "email"),
            relation("phone-number", "phone-number", "phone"),
            relation("registration-number", "text", "registrationNumber"),
            relation("VAT", "text", "vatCode"),
            relation("sector", "text", "sector"),
            relation("description", "text", "description"),
        ],
    },
    Template {
        name: "intelligence-report",
        uuid: "a88289fe-9afb-54b7-97a6-f51c6a004942",
        version: "1",
        category: "misc",
        schema: "Report",
        service: None,
        needs: &["report-id", "date-time", "narrative"],
        relations: &[
            relation("report-id", "text", "reference"),
            relation("narrative", "text", "description"),
            relation("conclusion", "text", "summary"),
            relation("comment", "comment", "notes"),
            relation("reporting-unit", "text", "agency"),
            relation("report-type", "text", "form"),
        ],
    },
];

/// How a report's source is assessed; one beside each grade of a report.
pub(super) const ASSESSMENT: Template = Template {
    name: "intelligence-source-assessment",
    uuid: "2d3a5895-6c54-50b5-bd25-ce33e974c50a",
    version: "1",
    category: "misc",
    schema: "",
    service: None,
    needs: &["source-id"],
    relations: &[],
};
