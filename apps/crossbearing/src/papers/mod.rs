//! What leaves as a printed document: a plan as a briefing, a chart, a record as a dossier.
//!
//! A paper is made of what its viewer sees and nothing else. It carries the narrowest label of
//! everything that it shows, on every page; whoever prints it writes that down as a disclosure,
//! of every object that it shows, before the file is there.

mod briefing;
mod chart;
mod dossier;
mod marking;
mod picture;
mod sources;

use std::fmt::Write as _;

use crossbearing_access::{View, Viewer};
use crossbearing_ledger::{AsOf, Ledger};
use crossbearing_model::{AgencyId, EntityId, Instant, Label, LabelSpec, Maker};
use crossbearing_paper::{Block, Document, Furniture, Look, Printed, Rich};
use sha2::{Digest as _, Sha256};

use crate::server::must_be_asked;

pub(crate) use briefing::{Briefed, briefing};
pub(crate) use chart::{Drawn, chart};
pub(crate) use dossier::dossier;

/// What a document says, before it is known for whom it is printed.
#[derive(Debug, Clone)]
pub(crate) struct Paper {
    /// What sort of document it is, as its identifier begins: `briefing`.
    pub(crate) kind: &'static str,
    pub(crate) title: String,
    pub(crate) blocks: Vec<Block>,
    pub(crate) notes: Vec<Rich>,
    /// The labels of everything that it shows.
    pub(crate) labels: Vec<Label>,
    /// The reports and sources that its notes name.
    pub(crate) cited: Vec<EntityId>,
    /// Everything that it shows, for the log.
    pub(crate) objects: Vec<EntityId>,
}

/// For whom a document is printed, when, and what for.
pub(crate) struct Occasion<'a> {
    pub(crate) viewer: &'a Viewer,
    /// The viewer's name.
    pub(crate) name: &'a str,
    /// What the operation is called.
    pub(crate) purpose: &'a str,
    pub(crate) at: Instant,
}

/// The label of what shows everything that carries `labels`.
pub(crate) fn narrowest(
    labels: &[Label],
    viewer: &Viewer,
    now: Instant,
) -> crossbearing_model::Result<Label> {
    let maker = Maker {
        principal: viewer.principal.clone(),
        agency: viewer.agency.clone(),
        purpose: viewer.purpose.clone(),
    };
    let review = now.plus_millis(365 * 24 * 3_600_000);
    let otherwise = LabelSpec::for_agency(viewer.agency.clone(), review);
    Label::narrowest(labels, &maker, otherwise)
}

/// Why a document was not printed.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Error {
    #[error(transparent)]
    Label(#[from] crossbearing_model::Error),
    #[error(transparent)]
    Paper(#[from] crossbearing_paper::Error),
    /// Something that it shows was given on that condition.
    #[error(
        "{originator} is to be asked before any further use of what it gave: send a request, or \
         leave it out"
    )]
    AskFirst { originator: AgencyId },
}

impl Paper {
    /// Takes the labels of what the notes say into account: the titles of reports, the names of
    /// sources.
    pub(crate) fn with_cited(
        mut self,
        ledger: &Ledger,
        view: &View,
        as_of: AsOf,
    ) -> crossbearing_ledger::Result<Self> {
        for id in &self.cited {
            let Some(record) = ledger.entity(view, as_of, id)? else { continue };
            let said = record
                .statements
                .iter()
                .filter(|read| read.stands() && read.statement.value == record.caption.value);
            self.labels.extend(said.map(|read| read.statement.citation.label.clone()));
        }
        self.labels.sort_unstable();
        self.labels.dedup();
        self.objects.extend(self.cited.iter().cloned());
        self.objects.sort_unstable();
        self.objects.dedup();
        Ok(self)
    }

    /// Prints it for somebody.
    pub(crate) fn print(&self, occasion: &Occasion<'_>) -> Result<Printed, Error> {
        let viewer = occasion.viewer;
        if let Some(asks) = self.labels.iter().find(|label| must_be_asked(label, &viewer.agency)) {
            return Err(Error::AskFirst { originator: asks.spec().originator.clone() });
        }
        let label = narrowest(&self.labels, viewer, occasion.at)?;
        let roles: Vec<&str> = viewer.roles.iter().map(|role| role.as_str()).collect();
        let furniture = Furniture {
            marking: marking::words(&label),
            marking_colour: marking::colour(&label),
            identifier: self.identifier(occasion),
            foot: vec![
                format!(
                    "Printed by {} ({}), {}, {}, on {}",
                    occasion.name,
                    viewer.principal,
                    roles.join(" and "),
                    viewer.agency,
                    minute(occasion.at)
                ),
                format!("For {} ({})", occasion.purpose, viewer.purpose),
                "A view of the records as this reader may see them; this printing is in the log."
                    .to_owned(),
            ],
        };
        // The whole marking: the boxes at a page's edges have room for one line.
        let handling = format!("Handling of this paper: {}.", marking::words(&label));
        let mut blocks = self.blocks.clone();
        let handling = Rich::default().and_look(handling, Look::Faint);
        blocks.insert(blocks.len().min(1), Block::Paragraph(handling));
        let document = Document {
            title: self.title.clone(),
            language: "en".to_owned(),
            furniture,
            blocks,
            notes: self.notes.clone(),
        };
        Ok(crossbearing_paper::print(&document)?)
    }

    /// Names this printing: the same paper printed for somebody else, or later, is another one.
    pub(crate) fn identifier(&self, occasion: &Occasion<'_>) -> String {
        let mut hash = Sha256::new();
        hash.update(format!("{:?}{:?}", self.blocks, self.notes));
        hash.update(format!("{} {}", occasion.viewer.principal, occasion.at));
        let digest = hash.finalize();
        let mut name = format!("{}-", self.kind);
        for byte in digest.iter().take(6) {
            // Writing to a text does not fail.
            let _ = write!(name, "{byte:02x}");
        }
        name
    }
}

/// The time to the minute.
fn minute(at: Instant) -> String {
    let text = at.to_string();
    let (day, time) = text.split_once('T').unwrap_or((&text, ""));
    format!("{day} {} UTC", time.get(..5).unwrap_or(time))
}

/// A protected person's pseudonym as people say it; other captions as they are.
pub(crate) fn said(caption: &str) -> String {
    let digits = caption.strip_prefix("protected-").filter(|digits| {
        digits.len() >= 8 && digits.chars().all(|digit| digit.is_ascii_hexdigit())
    });
    let parts = digits.and_then(|digits| Some((digits.get(..4)?, digits.get(4..8)?)));
    parts.map_or_else(|| caption.to_owned(), |(one, two)| format!("Protected {one} {two}"))
}

#[cfg(test)]
mod tests {
    use crossbearing_access::{Role, Viewer};
    use crossbearing_model::{Handling, Instant, Label, LabelSpec};

    use super::{Error, Occasion, Paper};

    fn paper_of(originator: &str, handling: Handling) -> Paper {
        let spec = LabelSpec {
            handling,
            ..LabelSpec::for_agency(originator.parse().unwrap(), Instant::from_millis(1 << 42))
        };
        Paper {
            kind: "dossier",
            title: "A person".to_owned(),
            blocks: Vec::new(),
            notes: Vec::new(),
            labels: vec![Label::seal(spec).unwrap()],
            cited: Vec::new(),
            objects: Vec::new(),
        }
    }

    #[test]
    fn what_another_agency_is_to_be_asked_of_first_is_not_printed() {
        let (name, agency) = ("ines".parse().unwrap(), "north".parse().unwrap());
        let viewer = Viewer::new(name, agency, Role::Analyst, "op-lantern".parse().unwrap());
        let at = Instant::from_millis(1 << 41);
        let occasion = Occasion { viewer: &viewer, name: "Ines", purpose: "Lantern", at };
        let refused = paper_of("south", Handling::H2).print(&occasion).unwrap_err();
        assert!(
            matches!(refused, Error::AskFirst { originator } if originator.as_str() == "south")
        );
        for free in [paper_of("south", Handling::H1), paper_of("north", Handling::H2)] {
            assert!(free.print(&occasion).unwrap().bytes.starts_with(b"%PDF"));
        }
    }
}
