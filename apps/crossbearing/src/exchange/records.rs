//! What the office asks of the ledger and the transparency log.

use base64ct::{Base64, Encoding as _};
use crossbearing_exchange::node::{Attestation, Deed, DeedKind, Records};
use crossbearing_exchange::{Error, Result};
use crossbearing_ledger::Ledger;
use crossbearing_log::{Draft, Kind, Log};
use crossbearing_model::{
    EntityId, Instant, NodeId, PrincipalId, PurposeId, Statement, StatementId,
};

/// Under which name the office acts in ledger and log.
const ACTOR: &str = "exchange";

pub(super) struct NodeRecords<'a> {
    pub(super) ledger: &'a Ledger,
    pub(super) log: &'a Log,
    pub(super) now: Instant,
}

impl Records for NodeRecords<'_> {
    fn record(&mut self, statements: Vec<Statement>, from: &NodeId) -> Result<()> {
        let by: PrincipalId = actor()?;
        match self.ledger.append(statements.into(), self.now, &by) {
            Ok(_) => Ok(()),
            Err(error) if is_theirs(&error) => {
                Err(Error::refused(format!("the ledger does not take what {from} sent: {error}")))
            }
            Err(error) => Err(Error::keep("the ledger", &error)),
        }
    }

    fn erase(&mut self, statements: &[(EntityId, StatementId)]) -> Result<()> {
        self.ledger.erase_received(statements).map_err(|error| Error::keep("the ledger", &error))
    }

    fn attest(&mut self, deed: &Deed) -> Result<Attestation> {
        let kind = match deed.kind {
            DeedKind::Received | DeedKind::Refused => Kind::Collection,
            DeedKind::Given => Kind::Disclosure,
            DeedKind::Erased => Kind::Erasure,
            DeedKind::Matched => Kind::Combination,
            DeedKind::Asked => Kind::Consultation,
        };
        let purpose: PurposeId = ACTOR.parse().map_err(|error| Error::keep("the log", &error))?;
        let reason: String = deed.reason.chars().filter(|c| !c.is_control()).take(250).collect();
        let objects = deed.statements.iter().filter_map(|id| id.to_string().parse().ok());
        let draft = Draft::new(kind, actor()?, purpose).because(reason).about(objects);
        self.write(&draft.in_parts()).map_err(|error| Error::keep("the log", &error))
    }
}

impl NodeRecords<'_> {
    /// Writes the leaves and proves the last one.
    fn write(&self, drafts: &[Draft]) -> crossbearing_log::Result<Attestation> {
        let written = self.log.append(drafts, self.now)?;
        let index = written.end.saturating_sub(1);
        let checkpoint = self.log.checkpoint();
        let proof = self.log.inclusion_proof(index, checkpoint.checkpoint.size)?;
        Ok(Attestation {
            leaf: String::from_utf8_lossy(&self.log.entry(index)?.bytes).into_owned(),
            index,
            proof: proof.iter().map(|hash| Base64::encode_string(hash.as_bytes())).collect(),
            checkpoint: checkpoint.note,
            log_key: self.log.public_key().to_string(),
        })
    }
}

fn actor() -> Result<PrincipalId> {
    ACTOR.parse().map_err(|error| Error::keep("the log", &error))
}

/// Whether the ledger's no is about what was sent, not about the ledger.
fn is_theirs(error: &crossbearing_ledger::Error) -> bool {
    use crossbearing_ledger::Error as Fault;
    matches!(
        error,
        Fault::UnknownTerm { .. }
            | Fault::TooLong { .. }
            | Fault::NoSuchStatement { .. }
            | Fault::LabelDiffers { .. }
            | Fault::AlreadySuperseded { .. }
            | Fault::NeedsSecondPerson { .. }
    )
}
