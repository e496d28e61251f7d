//! Whether everyone whom a label names is known here.

use crossbearing_model::{Audience, Label};

use super::{Accounts, Error, Result};

impl Accounts {
    /// Refuses a label that releases to somebody whom nobody has entered here: that is more likely a
    /// slip than a partner.
    pub(crate) fn check_audience(&self, label: &Label) -> Result<()> {
        let agencies = self.agencies()?;
        for audience in &label.spec().releasable_to {
            let (known, what, name) = match audience {
                Audience::Everyone => continue,
                Audience::Agency(id) => {
                    (agencies.iter().any(|agency| agency.id == *id), "agency", id.as_str())
                }
                Audience::Group(id) => {
                    let known = agencies.iter().any(|agency| agency.groups.contains(id));
                    (known, "group", id.as_str())
                }
            };
            if !known {
                return Err(Error::Invalid(format!(
                    "the label releases to the {what} {name}, which is not known here: add it with `crossbearing user agency`, or correct the label"
                )));
            }
        }
        Ok(())
    }
}
