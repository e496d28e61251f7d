//! Accounts and telephone numbers as observables.

use super::field::Fields;
use super::id::{ObjectId, sco_uuid};

/// The name of an account, and of the service where it is, if the standard has a word for that.
pub(super) struct Account<'v> {
    service: Option<&'v str>,
    login: &'v str,
}

impl<'v> Account<'v> {
    /// Of a handle, `service:name` or a name alone, or of a telephone number.
    pub(super) fn of(value: &'v str) -> Self {
        const SERVICES: [&str; 3] = ["facebook", "skype", "twitter"];
        match value.split_once(':') {
            Some((service, login)) if SERVICES.contains(&service) => {
                Self { service: Some(service), login }
            }
            _ => Self { service: None, login: value },
        }
    }

    pub(super) fn id(&self) -> String {
        let uuid = match self.service {
            Some(service) => sco_uuid(&[("account_login", self.login), ("account_type", service)]),
            None => sco_uuid(&[("account_login", self.login)]),
        };
        ObjectId { kind: "user-account", uuid }.to_string()
    }

    pub(super) fn write(&self, fields: &mut Fields<'_>) {
        if let Some(service) = self.service {
            fields.text("account_type", service.to_owned());
        }
        fields.text("account_login", self.login.to_owned());
    }
}

/// The UUID of the account that a handle or telephone number names.
pub fn account_uuid(value: &str) -> u128 {
    ObjectId::parse(&Account::of(value).id()).map_or(0, |id| id.uuid)
}
