//! What stands beside an entity's own object: its selectors as observables, and relationships to
//! them and to the entities it points to.

use std::collections::HashSet;

use crossbearing_model::PropertyKind;

use super::account::Account;
use super::extension;
use super::id::{ObjectId, related_uuid, sco_uuid};
use super::object::{Making, unwritable, written};
use super::sketch::ObjectType;
use crate::Result;

impl Making<'_, '_> {
    /// Observables and relationships for what is said of the entity.
    pub(super) fn beside(
        &self,
        take: &mut dyn FnMut(&str, ObjectType, &str) -> Result<()>,
    ) -> Result<()> {
        let mut made = HashSet::new();
        for said in &self.standing {
            let Some(property) = self.schema.property(&said.property) else { continue };
            let kind = property.kind();
            if !made.insert((said.property.as_ref(), said.value.as_str())) {
                continue;
            }
            let target = match kind {
                PropertyKind::Entity => {
                    said.value.parse().ok().and_then(|entity| self.end(&entity))
                }
                PropertyKind::Email | PropertyKind::Url | PropertyKind::Phone
                    if is_told(&said.property) && property.normalise(&said.value).is_ok() =>
                {
                    self.selector(kind, &said.value, take)?
                }
                _ => None,
            };
            let Some(target) = target.filter(|target| *target != self.own_id) else { continue };
            let uuid = related_uuid(self.primary, &said.property, &said.value);
            let id = ObjectId { kind: "relationship", uuid }.to_string();
            let mut fields = self.versioned(ObjectType::Relationship, &id);
            fields.text("relationship_type", "related-to");
            fields.text("description", property.label().to_owned());
            fields.text("source_ref", self.own_id.as_str());
            fields.text("target_ref", target);
            fields.json("extensions", extension::derived().map_err(unwritable)?);
            take(&id, ObjectType::Relationship, &written(&fields)?)?;
        }
        Ok(())
    }

    /// Writes a selector as an observable of its own, and returns its id.
    fn selector(
        &self,
        kind: PropertyKind,
        value: &str,
        take: &mut dyn FnMut(&str, ObjectType, &str) -> Result<()>,
    ) -> Result<Option<String>> {
        let (kind, account) = match kind {
            PropertyKind::Email => (ObjectType::EmailAddr, None),
            PropertyKind::Url => (ObjectType::Url, None),
            _ => (ObjectType::UserAccount, Some(Account::of(value))),
        };
        let id = match &account {
            Some(account) => account.id(),
            None => {
                ObjectId { kind: kind.as_str(), uuid: sco_uuid(&[("value", value)]) }.to_string()
            }
        };
        if id == self.own_id {
            return Ok(None);
        }
        let mut fields = self.observable(kind, &id);
        match account {
            Some(account) => account.write(&mut fields),
            None => fields.text("value", value.to_owned()),
        }
        fields.json("extensions", extension::derived().map_err(unwritable)?);
        take(&id, kind, &written(&fields)?)?;
        Ok(Some(id))
    }
}

/// Whether a selector that a property holds is that of the entity: pages where something was read are
/// not.
pub fn is_told(property: &str) -> bool {
    !matches!(property, "sourceUrl" | "publisherUrl" | "alephUrl" | "wikipediaUrl")
}
