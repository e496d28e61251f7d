//! Conditions on messages, such as `type=1,2,3 and speed>30`.

use crate::error::Error;
use crate::message::Message;

/// A condition: comparisons joined by `and`, all of which must hold.
///
/// A comparison is a field name, one of `=`, `!=`, `<`, `<=`, `>`, `>=` and `~`, and a value; `=`
/// takes several values with commas between them, and `~` asks whether a text contains the value.
/// Numbers are in the field's unit. Besides fields of the message there are `type`, `mmsi`,
/// `repeat`, `channel`, `source`, `own` and `defect`. A message without the field fails.
///
/// ```
/// use crossbearing_ais::{Condition, Decoder, Options};
///
/// let fast = Condition::parse("type=1,2,3 and speed>12")?;
/// let mut decoder = Decoder::new(Options::default());
/// let mut holds = false;
/// decoder.feed(b"!AIVDM,1,1,,A,15RTgt0PAso;90TKcjM8h6g208CQ,0*4A\n", |message| {
///     holds = fast.holds(message);
/// });
/// assert!(holds);
/// # Ok::<(), crossbearing_ais::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Condition {
    comparisons: Vec<Comparison>,
}

#[derive(Debug, Clone, PartialEq)]
struct Comparison {
    name: String,
    operator: Operator,
    values: Vec<Wanted>,
}

/// A value as written, and the number that it may be.
#[derive(Debug, Clone, PartialEq)]
struct Wanted {
    text: String,
    number: Option<f64>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Operator {
    Is,
    IsNot,
    Below,
    AtMost,
    Above,
    AtLeast,
    Contains,
}

/// Operators as written; longer ones come before their beginnings.
const OPERATORS: [(&str, Operator); 7] = [
    ("!=", Operator::IsNot),
    ("<=", Operator::AtMost),
    (">=", Operator::AtLeast),
    ("=", Operator::Is),
    ("<", Operator::Below),
    (">", Operator::Above),
    ("~", Operator::Contains),
];

impl Condition {
    /// Reads a condition.
    pub fn parse(text: &str) -> Result<Self, Error> {
        let comparisons = text.split(" and ").map(Comparison::parse).collect::<Result<_, _>>()?;
        Ok(Self { comparisons })
    }

    /// Whether it holds for a message.
    pub fn holds(&self, message: &Message<'_>) -> bool {
        self.comparisons.iter().all(|comparison| comparison.holds(message))
    }
}

impl Comparison {
    fn parse(text: &str) -> Result<Self, Error> {
        let wrong = |reason| Error::Condition { text: text.trim().to_owned(), reason };
        let (at, sign, operator) = OPERATORS
            .iter()
            .filter_map(|(sign, operator)| Some((text.find(sign)?, *sign, *operator)))
            .min_by_key(|(at, sign, _)| (*at, std::cmp::Reverse(sign.len())))
            .ok_or_else(|| wrong("there is no comparison"))?;
        let (name, value) = (text[..at].trim(), text[at + sign.len()..].trim());
        if name.is_empty() || value.is_empty() {
            return Err(wrong("a name and a value are needed"));
        }
        let values: Vec<Wanted> = value.split(',').map(Wanted::new).collect();
        let ordered = !matches!(operator, Operator::Is | Operator::IsNot | Operator::Contains);
        if ordered && values.iter().any(|value| value.number.is_none()) {
            return Err(wrong("only numbers have an order"));
        }
        if ordered && values.len() > 1 {
            return Err(wrong("one value is enough"));
        }
        Ok(Self { name: name.to_owned(), operator, values })
    }

    fn holds(&self, message: &Message<'_>) -> bool {
        let reception = &message.reception;
        match self.name.as_str() {
            "channel" => self.text_holds(&char::from(reception.channel).to_string()),
            "source" => reception.source.is_some_and(|source| self.text_holds(source)),
            "own" => self.text_holds(if reception.own { "true" } else { "false" }),
            "defect" => message.defects.names().any(|name| self.text_holds(name)),
            name => match message.number(name) {
                Some(number) => self.number_holds(number),
                None => message.text(name).is_some_and(|text| self.text_holds(&text)),
            },
        }
    }

    fn text_holds(&self, text: &str) -> bool {
        let among = || self.values.iter().any(|value| value.text == text);
        match self.operator {
            Operator::Is => among(),
            Operator::IsNot => !among(),
            Operator::Contains => self.values.iter().any(|value| text.contains(&value.text)),
            _ => false,
        }
    }

    fn number_holds(&self, number: f64) -> bool {
        let among =
            || self.values.iter().any(|value| value.number.is_some_and(|it| near(it, number)));
        let first = self.values.first().and_then(|value| value.number).unwrap_or(f64::NAN);
        match self.operator {
            Operator::Is => among(),
            Operator::IsNot => !among(),
            Operator::Below => number < first,
            Operator::AtMost => number <= first,
            Operator::Above => number > first,
            Operator::AtLeast => number >= first,
            Operator::Contains => false,
        }
    }
}

impl Wanted {
    fn new(text: &str) -> Self {
        let number = match text.trim() {
            "true" => Some(1.0),
            "false" => Some(0.0),
            text => text.parse().ok(),
        };
        Self { text: text.trim().to_owned(), number }
    }
}

/// Whether two numbers agree to the last decimal that any field has.
fn near(one: f64, other: f64) -> bool {
    (one - other).abs() < 1e-7
}

#[cfg(test)]
mod tests {
    use super::Condition;
    use crate::{Decoder, Options};

    #[test]
    fn conditions_hold_or_not() {
        let line = b"\\s:north*26\\!AIVDM,1,1,,A,15RTgt0PAso;90TKcjM8h6g208CQ,0*4A\n";
        for (text, expected) in [
            ("type=1,2,3", true),
            ("type=4,5", false),
            ("type!=4", true),
            ("speed>=12.3 and speed<=12.3", true),
            ("speed < 12.3", false),
            ("source=north and channel=A and own=false", true),
            ("source~ort", true),
            ("defect=short", false),
            ("accuracy=true", true),
            ("shipname~X", false),
            ("mmsi=371798000", true),
        ] {
            let condition = Condition::parse(text).expect("a condition");
            let mut holds = None;
            Decoder::new(Options::default()).feed(line, |message| {
                holds = Some(condition.holds(message));
            });
            assert_eq!(holds, Some(expected), "{text}");
        }
    }

    #[test]
    fn nonsense_is_refused() {
        for text in ["", "speed", "=3", "speed>", "shipname<A", "speed>1,2", "a=1 and "] {
            assert!(Condition::parse(text).is_err(), "{text}");
        }
    }
}
