//! What follows a hit: both are told, and nothing opens until both agree.

use crate::{Error, Result};

/// One of the two parties.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Side {
    /// The one that asked.
    Asker,
    /// The one that holds the key.
    KeyHolder,
}

/// Where a match stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum State {
    /// The tag is in no table.
    NoHit,
    /// Both hold the item and both are told; neither sees what the other knows of it.
    Hit,
    /// Both agreed, for one and the same purpose.
    Opened,
    /// One side said no. It stays so: who wants to try again asks again.
    Declined,
}

impl State {
    /// The state in words.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::NoHit => "no hit",
            Self::Hit => "a hit",
            Self::Opened => "opened",
            Self::Declined => "declined",
        }
    }
}

/// One item that was asked for, and what became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Match {
    state: State,
    asker: Option<String>,
    key_holder: Option<String>,
}

impl Match {
    /// A match of an item whose tag the table holds, or does not.
    pub fn new(held: bool) -> Self {
        let state = if held { State::Hit } else { State::NoHit };
        Self { state, asker: None, key_holder: None }
    }

    /// Where it stands.
    pub fn state(&self) -> State {
        self.state
    }

    /// The purpose for which a side agreed.
    pub fn agreed(&self, side: Side) -> Option<&str> {
        match side {
            Side::Asker => self.asker.as_deref(),
            Side::KeyHolder => self.key_holder.as_deref(),
        }
    }

    /// One side agrees to open it, for a purpose. It opens when both have agreed for the same one.
    /// Agreeing again for another purpose takes the earlier agreement's place.
    pub fn agree(&mut self, side: Side, purpose: &str) -> Result<State> {
        self.must_be_hit("agreed to")?;
        let purpose = Some(purpose.to_owned());
        match side {
            Side::Asker => self.asker = purpose,
            Side::KeyHolder => self.key_holder = purpose,
        }
        if self.asker.is_some() && self.asker == self.key_holder {
            self.state = State::Opened;
        }
        Ok(self.state)
    }

    /// One side says no.
    pub fn decline(&mut self) -> Result<State> {
        self.must_be_hit("declined")?;
        self.state = State::Declined;
        Ok(self.state)
    }

    fn must_be_hit(&self, event: &'static str) -> Result<()> {
        if self.state == State::Hit {
            return Ok(());
        }
        Err(Error::State { state: self.state.as_str(), event })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_opens_when_both_agree_for_one_purpose() {
        let mut found = Match::new(true);
        assert_eq!(found.agree(Side::Asker, "op-lantern"), Ok(State::Hit));
        assert_eq!(found.agree(Side::Asker, "op-lantern"), Ok(State::Hit), "nobody agrees twice");
        assert_eq!(found.agree(Side::KeyHolder, "op-harbour"), Ok(State::Hit));
        assert_eq!(found.agree(Side::KeyHolder, "op-lantern"), Ok(State::Opened));
        assert_eq!(found.agreed(Side::KeyHolder), Some("op-lantern"));
        assert!(found.decline().is_err(), "what is opened is opened");
    }

    #[test]
    fn a_no_is_final_and_nothing_opens_without_a_hit() {
        let mut found = Match::new(true);
        assert_eq!(found.decline(), Ok(State::Declined));
        assert!(found.agree(Side::Asker, "op-lantern").is_err());
        let error = Match::new(false).agree(Side::Asker, "x").unwrap_err().to_string();
        assert_eq!(error, "the match is no hit: it cannot be agreed to");
    }
}
