//! One value of a row becomes one or more statements' values.

use crossbearing_model::{Name, Normalised, Property};

use crate::mapping::clean::Cleaning;
use crate::mapping::spec::Wrong;
use crate::mapping::template::Template;

/// Where a value comes from; `C` is a column's name, later its number.
#[derive(Debug, Clone)]
pub(crate) enum Source<C> {
    Column(C),
    Constant(String),
    Template(Template<C>),
    /// The id of another entity of the row, by its number in the table.
    Entity(usize),
}

/// A condition on a row.
#[derive(Debug, Clone)]
pub(crate) struct When<C> {
    pub(crate) column: C,
    pub(crate) is: Vec<String>,
    pub(crate) is_not: Vec<String>,
}

impl When<usize> {
    /// Whether a row meets it.
    pub(crate) fn holds<'r>(&self, value: impl Fn(usize) -> &'r str) -> bool {
        let value = value(self.column).trim();
        let is = |other: &String| other.eq_ignore_ascii_case(value);
        let wanted = if self.is.is_empty() {
            !value.is_empty() || !self.is_not.is_empty()
        } else {
            self.is.iter().any(is)
        };
        wanted && !self.is_not.iter().any(is)
    }
}

/// How one property of an entity gets its values.
#[derive(Debug, Clone)]
pub(crate) struct Value<C> {
    /// The property in each schema that the entity can have; none where it lacks it.
    pub(crate) properties: Vec<Option<Property>>,
    pub(crate) name: Name,
    pub(crate) source: Source<C>,
    pub(crate) split: Option<String>,
    pub(crate) cleaning: Cleaning,
    pub(crate) lang: Option<Name>,
    pub(crate) when: Option<When<C>>,
    pub(crate) wrong: Wrong,
}

impl<C> Value<C> {
    /// The values that a text gives: split, cleaned and normalised.
    pub(crate) fn read(
        &self,
        property: &Property,
        text: &str,
        give: &mut impl FnMut(Normalised),
    ) -> Result<(), String> {
        match &self.split {
            None => self.read_one(property, text, give),
            Some(between) => text
                .split(between.as_str())
                .try_for_each(|part| self.read_one(property, part, give)),
        }
    }

    fn read_one(
        &self,
        property: &Property,
        raw: &str,
        give: &mut impl FnMut(Normalised),
    ) -> Result<(), String> {
        let cleaned = match self.cleaning.apply(raw) {
            Ok(cleaned) => cleaned,
            Err(reason) => return self.malformed(property, raw, reason, give),
        };
        if cleaned.is_empty() {
            return Ok(());
        }
        match property.normalise(&cleaned) {
            Ok(normalised) => {
                let written = raw.trim();
                let original = (normalised.value != written).then(|| written.to_owned());
                give(Normalised { value: normalised.value, original });
                Ok(())
            }
            Err(error) => self.malformed(property, &cleaned, error.to_string(), give),
        }
    }

    fn malformed(
        &self,
        property: &Property,
        raw: &str,
        reason: String,
        give: &mut impl FnMut(Normalised),
    ) -> Result<(), String> {
        match self.wrong {
            Wrong::Refuse => return Err(reason),
            Wrong::Keep => {
                let kept = property.keep(raw.trim());
                if !kept.value.is_empty() {
                    give(kept);
                }
            }
            Wrong::Drop => {}
        }
        Ok(())
    }
}
