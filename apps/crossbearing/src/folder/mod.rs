//! The data folder: everything that one node keeps, in one place.
//!
//! ```text
//! node.toml     which node this is
//! ledger.db     the statements
//! log.db        the transparency log
//! log.key       the key that signs it; readable by its owner only
//! accounts.db   who may log in
//! decisions.db  what people decided about proposals, and whom they watch for
//! sea/          the desk of the sea: its feeds, what they said, alerts
//! charts.db     charts that people saved
//! safeguarding.db  who asks to open a pseudonym; what is proposed about the protection register
//! exercise/     the log of the exercise at sea, in the folder of an exercise only
//! exchange.db   partners, what was given to them, what is still to be sent
//! node.key      the key that signs what goes to partners; readable by its owner only
//! serving.json  where a server runs on the folder, and the secret that the command line shows it
//! in-use        locked by the program that works on the folder
//! ```

mod lock;
mod serving;
mod settings;

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context as _, bail};
use base64ct::{Base64, Encoding as _};
use crossbearing_access::PseudonymKey;
use crossbearing_exchange::node::{Identity as Identified, NodeKey};
use crossbearing_ledger::{Ledger, Setup};
use crossbearing_log::{Log, LogKey};
use crossbearing_model::Ontology;

use crate::accounts::{Accounts, Agency};
use crate::desks::{Charts, Decisions, Safeguarding, Watches};
use crate::exchange::Exchange;
use crate::secret::random;

use lock::Lock;
pub(crate) use serving::Serving;
pub(crate) use settings::{Identity, NodeSettings};

const EXERCISE: &str = "exercise";
const SETTINGS: &str = "node.toml";
const LEDGER: &str = "ledger.db";
const LOG: &str = "log.db";
const LOG_KEY: &str = "log.key";
const ACCOUNTS: &str = "accounts.db";
const DECISIONS: &str = "decisions.db";
pub(crate) const SEA: &str = "sea";
const EXCHANGE: &str = "exchange.db";
const NODE_KEY: &str = "node.key";
const CHARTS: &str = "charts.db";
const SAFEGUARDING: &str = "safeguarding.db";
const ONTOLOGY: &str = "ontology.toml";

/// A data folder that this program works on and no other does.
pub(crate) struct DataFolder {
    path: PathBuf,
    settings: NodeSettings,
    ontology: Arc<Ontology>,
    _lock: Lock,
}

impl DataFolder {
    /// Makes a folder for a new node. It must not be there yet, or be empty.
    pub(crate) fn create(path: &Path, settings: &NodeSettings) -> anyhow::Result<Self> {
        let is_empty = !path.exists()
            || fs::read_dir(path)
                .with_context(|| format!("{} cannot be read", path.display()))?
                .next()
                .is_none();
        if !is_empty {
            bail!("{} is not empty: choose another folder", path.display());
        }
        fs::create_dir_all(path).with_context(|| format!("{} cannot be made", path.display()))?;
        for_owner_only(path, 0o700)?;
        let key = LogKey::from_seed(settings.node.as_str(), random()?)?;
        let key_file = path.join(LOG_KEY);
        fs::write(&key_file, key.to_secret_text() + "\n")?;
        for_owner_only(&key_file, 0o600)?;
        settings.write(&path.join(SETTINGS))?;
        let folder = Self::open(path)?;
        let agency = Agency {
            id: folder.settings.agency.clone(),
            name: folder.settings.agency_name.clone(),
            groups: std::collections::BTreeSet::new(),
        };
        folder.accounts()?.put_agency(&agency)?;
        folder.decisions()?;
        folder.charts()?;
        folder.safeguarding()?;
        folder.ledger()?;
        folder.log()?;
        folder.exchange()?;
        Ok(folder)
    }

    /// The NMEA log of the exercise at sea, in a folder of its own that is made if it is not there;
    /// beside it are its truth and its places (see `crossbearing_exercise::Ships::write_to`).
    pub(crate) fn exercise_log(&self) -> anyhow::Result<PathBuf> {
        let folder = self.path.join(EXERCISE);
        fs::create_dir_all(&folder)
            .with_context(|| format!("{} cannot be made", folder.display()))?;
        Ok(folder.join("ships.nmea"))
    }

    /// Opens a folder, and keeps other programs from working on it.
    pub(crate) fn open(path: &Path) -> anyhow::Result<Self> {
        let settings = path.join(SETTINGS);
        if !settings.exists() {
            bail!(
                "{} is not a data folder: make one with `crossbearing init {}`",
                path.display(),
                path.display()
            );
        }
        let lock = Lock::take(path)?;
        let ontology = Arc::new(ontology(path)?);
        let settings = NodeSettings::read(&settings)?;
        Ok(Self { path: path.to_owned(), settings, ontology, _lock: lock })
    }

    /// Where it is.
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// Which node it is.
    pub(crate) fn settings(&self) -> &NodeSettings {
        &self.settings
    }

    /// The statements.
    pub(crate) fn ledger(&self) -> anyhow::Result<Ledger> {
        let setup = Setup {
            ontology: Arc::clone(&self.ontology),
            pseudonym_key: PseudonymKey::from_bytes(random()?),
        };
        Ledger::open(&self.path.join(LEDGER), setup)
            .with_context(|| format!("{} cannot be opened", self.path.join(LEDGER).display()))
    }

    /// The transparency log.
    pub(crate) fn log(&self) -> anyhow::Result<Log> {
        let file = self.path.join(LOG_KEY);
        let text = fs::read_to_string(&file)
            .with_context(|| format!("{} cannot be read", file.display()))?;
        let key = text.parse::<LogKey>().with_context(|| file.display().to_string())?;
        Ok(Log::open(&self.path.join(LOG), key)?)
    }

    /// The log of the folder at `path`, for reading only: another program may work on the folder.
    pub(crate) fn log_beside(path: &Path) -> anyhow::Result<Log> {
        if !path.join(LOG).exists() {
            bail!("{} is not a data folder", path.display());
        }
        let text = fs::read_to_string(path.join(LOG_KEY))?;
        Ok(Log::open(&path.join(LOG), text.parse::<LogKey>()?)?)
    }

    /// Who may log in.
    pub(crate) fn accounts(&self) -> anyhow::Result<Accounts> {
        Ok(Accounts::open(&self.path.join(ACCOUNTS))?)
    }

    /// Whom people watch for, in the file of decisions.
    pub(crate) fn watches(&self) -> anyhow::Result<Watches> {
        let file = self.path.join(DECISIONS);
        Watches::open(&file).with_context(|| format!("{} cannot be opened", file.display()))
    }

    /// Where the desk of the sea is.
    pub(crate) fn sea(&self) -> PathBuf {
        self.path.join(SEA)
    }

    /// The dealings with partners, with the node's key, which is made if it is not there.
    pub(crate) fn exchange(&self) -> anyhow::Result<Exchange> {
        let file = self.path.join(NODE_KEY);
        if !file.exists() {
            let seed = Base64::encode_string(&random::<32>()?);
            fs::write(&file, "")?;
            for_owner_only(&file, 0o600)?;
            fs::write(&file, seed + "\n")?;
        }
        let text = fs::read_to_string(&file)
            .with_context(|| format!("{} cannot be read", file.display()))?;
        let seed = Base64::decode_vec(text.trim()).ok().and_then(|seed| seed.try_into().ok());
        let seed: [u8; 32] =
            seed.with_context(|| format!("{} holds no key: restore a backup", file.display()))?;
        let identity = Identified {
            node: self.settings.node.clone(),
            agency: self.settings.agency.clone(),
            key: NodeKey::from_seed(seed),
        };
        Exchange::open(&self.path.join(EXCHANGE), identity, self.settings.agency_name.clone())
    }

    /// What people decided about proposals.
    pub(crate) fn decisions(&self) -> anyhow::Result<Decisions> {
        let file = self.path.join(DECISIONS);
        Decisions::open(&file).with_context(|| format!("{} cannot be opened", file.display()))
    }

    /// What the safeguarding desk keeps.
    pub(crate) fn safeguarding(&self) -> anyhow::Result<Safeguarding> {
        let file = self.path.join(SAFEGUARDING);
        Safeguarding::open(&file).with_context(|| format!("{} cannot be opened", file.display()))
    }

    /// The charts that people saved.
    pub(crate) fn charts(&self) -> anyhow::Result<Charts> {
        let file = self.path.join(CHARTS);
        Charts::open(&file).with_context(|| format!("{} cannot be opened", file.display()))
    }
}

/// The files of a folder that a backup holds.
pub(crate) const KEPT: [&str; 10] =
    [SETTINGS, LOG_KEY, LEDGER, LOG, ACCOUNTS, DECISIONS, CHARTS, SAFEGUARDING, EXCHANGE, NODE_KEY];

/// Those of them without which it is no data folder.
pub(crate) const ALWAYS_THERE: [&str; 6] = [SETTINGS, LOG_KEY, LEDGER, LOG, ACCOUNTS, DECISIONS];

/// The ontology that comes with the program, with what the site's own file adds.
fn ontology(path: &Path) -> anyhow::Result<Ontology> {
    let file = path.join(ONTOLOGY);
    if !file.exists() {
        return Ok(Ontology::standard().clone());
    }
    let text = fs::read_to_string(&file)?;
    Ontology::standard().extend(&text).with_context(|| file.display().to_string())
}

/// Lets nobody but the owner in.
#[cfg(unix)]
fn for_owner_only(path: &Path, mode: u32) -> anyhow::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    fs::set_permissions(path, fs::Permissions::from_mode(mode))?;
    Ok(())
}

#[cfg(not(unix))]
fn for_owner_only(_: &Path, _: u32) -> anyhow::Result<()> {
    Ok(())
}
