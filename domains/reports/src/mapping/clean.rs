//! What is done to a value before the ontology reads it.

use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::mapping::spec::{CleanSpec, ValueSpec};

/// The cleaning of one value, in this order: replace, clean, rewrite, date.
#[derive(Debug, Clone, Default)]
pub(crate) struct Cleaning {
    replace: Vec<[String; 2]>,
    steps: Vec<CleanSpec>,
    rewrite: BTreeMap<String, String>,
    date: Option<DateForm>,
}

impl Cleaning {
    pub(crate) fn of(spec: &ValueSpec) -> Result<Self, String> {
        if let Some([wanted, _]) = spec.replace.iter().find(|[wanted, _]| wanted.is_empty()) {
            return Err(format!("replace: \"{wanted}\" is empty: name the text to replace"));
        }
        Ok(Self {
            replace: spec.replace.clone(),
            steps: spec.clean.clone(),
            rewrite: spec.is.clone(),
            date: spec.date.as_deref().map(DateForm::parse).transpose()?,
        })
    }

    /// The value, cleaned; the error says why it is not a date.
    pub(crate) fn apply<'v>(&self, raw: &'v str) -> Result<Cow<'v, str>, String> {
        let mut value: Cow<'v, str> = raw.trim().into();
        for [wanted, instead] in &self.replace {
            if value.contains(wanted.as_str()) {
                value = value.replace(wanted.as_str(), instead).into();
            }
        }
        for step in &self.steps {
            value = cleaned(value, *step);
        }
        if let Some(other) = self.rewrite.get(value.as_ref()) {
            value = other.clone().into();
        }
        match &self.date {
            Some(form) if !value.is_empty() => form.read(&value).map(Cow::Owned),
            _ => Ok(value),
        }
    }
}

fn cleaned(value: Cow<'_, str>, step: CleanSpec) -> Cow<'_, str> {
    match step {
        CleanSpec::Upper => value.to_uppercase().into(),
        CleanSpec::Lower => value.to_lowercase().into(),
        CleanSpec::Alphanumeric => value.chars().filter(|c| c.is_alphanumeric()).collect(),
        CleanSpec::Digits => value.chars().filter(char::is_ascii_digit).collect(),
        CleanSpec::Unquote => {
            value.trim_matches(['"', '\'', '“', '”', '‘', '’', '«', '»', ' ']).to_owned().into()
        }
        CleanSpec::SurnameLast => match value.split_once(',') {
            Some((surname, first)) if !first.trim().is_empty() => {
                format!("{} {}", first.trim(), surname.trim()).into()
            }
            _ => value,
        },
    }
}

/// How a column writes its dates.
#[derive(Debug, Clone, PartialEq, Eq)]
struct DateForm {
    text: String,
    parts: Vec<DatePart>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum DatePart {
    Year,
    Month,
    MonthName,
    Day,
    Mark(char),
}

impl DateForm {
    fn parse(text: &str) -> Result<Self, String> {
        let mut parts = Vec::new();
        let mut rest = text;
        while let Some(c) = rest.chars().next() {
            let length = rest.chars().take_while(|&other| other == c).count();
            let part = match (c, length) {
                ('Y', 4) => DatePart::Year,
                ('M', 1 | 2) => DatePart::Month,
                ('M', 3 | 4) => DatePart::MonthName,
                ('D', 1 | 2) => DatePart::Day,
                (c, _) if !c.is_alphanumeric() => {
                    parts.push(DatePart::Mark(c));
                    rest = &rest[c.len_utf8()..];
                    continue;
                }
                _ => {
                    return Err(format!(
                        "\"{text}\" is not a form of dates: write it with YYYY, MM or MMM, and DD"
                    ));
                }
            };
            parts.push(part);
            rest = &rest[length..];
        }
        Ok(Self { text: text.to_owned(), parts })
    }

    /// The date in ISO 8601; what is left out at the start or the end of the form may be missing.
    fn read(&self, value: &str) -> Result<String, String> {
        let wrong = || format!("\"{value}\" is not a date in the form {}", self.text);
        let (mut year, mut month, mut day) = (None, None, None);
        let mut rest = value.trim();
        for part in &self.parts {
            match part {
                DatePart::Mark(mark) => {
                    rest = rest.trim_start().strip_prefix(*mark).unwrap_or(rest);
                    if *mark == ' ' {
                        rest = rest.trim_start();
                    }
                }
                DatePart::MonthName => {
                    let end = rest.find(|c: char| !c.is_alphabetic()).unwrap_or(rest.len());
                    month = Some(month_number(&rest[..end]).ok_or_else(wrong)?);
                    rest = &rest[end..];
                }
                DatePart::Year => year = Some(number(&mut rest, 4).ok_or_else(wrong)?),
                DatePart::Month => month = Some(number(&mut rest, 2).ok_or_else(wrong)?),
                DatePart::Day => day = Some(number(&mut rest, 2).ok_or_else(wrong)?),
            }
        }
        if !rest.trim().is_empty() {
            return Err(wrong());
        }
        match (year, month, day) {
            (Some(year), Some(month), Some(day)) => Ok(format!("{year:04}-{month:02}-{day:02}")),
            (Some(year), Some(month), None) => Ok(format!("{year:04}-{month:02}")),
            (Some(year), None, None) => Ok(format!("{year:04}")),
            _ => Err(wrong()),
        }
    }
}

fn number(rest: &mut &str, most: usize) -> Option<u16> {
    let n_digits = rest.bytes().take(most).take_while(u8::is_ascii_digit).count();
    let number = rest[..n_digits].parse().ok()?;
    *rest = &rest[n_digits..];
    Some(number)
}

fn month_number(name: &str) -> Option<u16> {
    const MONTHS: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let name = name.to_lowercase();
    let at = MONTHS.iter().position(|month| name.len() >= 3 && month.starts_with(&name))?;
    Some(at as u16 + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_in_the_forms_that_tables_have() {
        let read = |form: &str, value: &str| DateForm::parse(form).unwrap().read(value);
        assert_eq!(read("DD/MM/YYYY", "6/12/2024").unwrap(), "2024-12-06");
        assert_eq!(read("D MMM YYYY", "06 Dec 2024").unwrap(), "2024-12-06");
        assert_eq!(read("MMMM D, YYYY", "December 6, 2024").unwrap(), "2024-12-06");
        assert_eq!(read("YYYYMMDD", "20241206").unwrap(), "2024-12-06");
        assert!(read("DD/MM/YYYY", "2024-12-06").is_err());
        assert!(read("DD/MM/YYYY", "6/12/2024 x").is_err());
        assert!(DateForm::parse("hh:mm").is_err());
    }

    #[test]
    fn steps_follow_one_another() {
        let spec: ValueSpec = toml::from_str(
            "replace = [['_', ' ']]\nclean = ['unquote', 'surname-last']\nis = { 'A B' = 'C' }",
        )
        .unwrap();
        let cleaning = Cleaning::of(&spec).unwrap();
        assert_eq!(cleaning.apply(" 'OSKEL,_Tarvand' ").unwrap(), "Tarvand OSKEL");
        assert_eq!(cleaning.apply("B, A").unwrap(), "C");
    }
}
