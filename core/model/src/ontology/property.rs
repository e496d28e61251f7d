//! One thing that can be said of an entity.

use super::PropertyKind;
use super::match_key::match_key;
use super::normalise::{Normalised, kept, normalised};
use super::spec::PropertySpec;
use crate::identifiers::{Country, Phone};
use crate::{Name, Result};

/// A property of a schema.
#[expect(clippy::struct_excessive_bools, reason = "four independent facts, each asked by name")]
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Property {
    name: Name,
    label: String,
    about: String,
    kind: PropertyKind,
    range: Option<Name>,
    reverse: Option<Name>,
    format: Option<Name>,
    identifying: bool,
    hidden: bool,
    deprecated: bool,
    followthemoney: bool,
}

impl Property {
    /// The name in files and statements, such as `birthDate`.
    pub fn name(&self) -> &Name {
        &self.name
    }

    /// The name on a screen, such as `birth date`.
    pub fn label(&self) -> &str {
        &self.label
    }

    /// What it means, where the label does not say enough; else empty.
    pub fn description(&self) -> &str {
        &self.about
    }

    /// The kind of its values.
    pub fn kind(&self) -> PropertyKind {
        self.kind
    }

    /// For a property that points to another entity, the schema of that entity.
    pub fn range(&self) -> Option<&Name> {
        self.range.as_ref()
    }

    /// For a property that points to another entity, how that entity calls the way back.
    pub fn reverse(&self) -> Option<&Name> {
        self.reverse.as_ref()
    }

    /// For an identifier, the system it comes from, such as `lei`.
    pub fn format(&self) -> Option<&Name> {
        self.format.as_ref()
    }

    /// Whether it can tell who a person is: hidden while the person is a pseudonym.
    pub fn identifying(&self) -> bool {
        self.identifying
    }

    /// Whether a page leaves it out unless asked.
    pub fn is_hidden(&self) -> bool {
        self.hidden
    }

    /// Whether old data has it and new data should not.
    pub fn is_deprecated(&self) -> bool {
        self.deprecated
    }

    /// Whether FollowTheMoney has it.
    pub fn is_followthemoney(&self) -> bool {
        self.followthemoney
    }

    /// The value in the form that the ledger keeps, checked, and the value as given if it differs.
    ///
    /// A value that is none of its kind is an error that says why; [`Self::keep`] is the way to
    /// record it all the same.
    pub fn normalise(&self, raw: &str) -> Result<Normalised> {
        normalised(self.kind, raw)
    }

    /// As [`Self::normalise`], for values written in `region`: there a phone number needs no
    /// country's code.
    pub fn normalise_in(&self, raw: &str, region: Country) -> Result<Normalised> {
        match self.kind {
            PropertyKind::Phone => {
                let value = Phone::parse_in(raw, region)?.to_string();
                Ok(Normalised::of(raw, value.into()))
            }
            _ => self.normalise(raw),
        }
    }

    /// The value as given, unchecked, for importers that lose nothing: only characters that hide
    /// or reorder text are taken out of the value, and then the original keeps them.
    pub fn keep(&self, raw: &str) -> Normalised {
        kept(raw)
    }

    /// What two spellings of the same value share, to look it up by; see
    /// [`PropertyKind::match_key`].
    pub fn match_key(&self, value: &str) -> Option<String> {
        match_key(self.kind, value)
    }

    pub(super) fn resolve(name: &Name, spec: &PropertySpec, followthemoney: bool) -> Self {
        let kind = spec.kind;
        Self {
            name: Name::clone(name),
            label: spec.label.clone().unwrap_or_else(|| words(name)),
            about: spec.about.clone().unwrap_or_default(),
            kind,
            range: spec.range.clone(),
            reverse: spec.reverse.clone(),
            format: spec.format.clone(),
            identifying: spec.identifying.unwrap_or_else(|| kind.identifies()),
            hidden: spec.hidden,
            deprecated: spec.deprecated,
            followthemoney,
        }
    }
}

impl PropertyKind {
    /// What two spellings of the same value share, or nothing for kinds that are not looked up by
    /// their value.
    ///
    /// The digits of a phone number, the folded letters of a name or handle, the letters and
    /// digits of a document number in upper case.
    pub fn match_key(self, value: &str) -> Option<String> {
        match_key(self, value)
    }
}

/// `birthDate` as `birth date`; also for schemata: `BankAccount` as `bank account`.
pub(super) fn words(name: &str) -> String {
    let mut words = String::with_capacity(name.len() + 4);
    for c in name.chars() {
        if c.is_ascii_uppercase() && !words.is_empty() {
            words.push(' ');
        }
        words.push(c.to_ascii_lowercase());
    }
    words
}
