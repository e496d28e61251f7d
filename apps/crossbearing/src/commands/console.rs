//! What several commands share: the folder, who asks and why, the label of what comes in, progress.

use std::collections::BTreeSet;
use std::io::{IsTerminal as _, Write as _};
use std::path::PathBuf;

use anyhow::{Context as _, bail};
use clap::Args;
use crossbearing_access::{Policy, Role, View, Viewer};
use crossbearing_ledger::{AsOf, Ledger};
use crossbearing_log::{Draft, Kind};
use crossbearing_model::{
    AgencyId, Audience, EntityId, Grade, Instant, Label, LabelSpec, PrincipalId, PurposeId, Tlp,
};
use indicatif::{ProgressBar, ProgressStyle};

use super::served::Served;
use crate::accounts::Accounts;
use crate::folder::{DataFolder, NodeSettings};
use crate::server::{LocalLogin, now};

/// Where the node's data is.
#[derive(Debug, Args)]
pub(crate) struct FolderArguments {
    /// The data folder.
    #[arg(
        long,
        short,
        value_name = "FOLDER",
        default_value = "data",
        env = "CROSSBEARING_DATA_FOLDER"
    )]
    folder: PathBuf,
}

impl FolderArguments {
    /// Opens the folder for this program alone.
    pub(crate) fn open(&self) -> anyhow::Result<DataFolder> {
        DataFolder::open(&self.folder)
    }

    /// The server that runs on the folder, if one does.
    pub(crate) fn served(&self) -> Option<Served> {
        Served::on(&self.folder)
    }

    /// Where it is.
    pub(crate) fn path(&self) -> &std::path::Path {
        &self.folder
    }
}

/// Who asks, and why: as at a login, and logged as one.
#[derive(Debug, Args)]
pub(crate) struct AskerArguments {
    /// The account in whose name.
    #[arg(long = "as", value_name = "USER", env = "CROSSBEARING_USER")]
    user: PrincipalId,
    /// The operation for which.
    #[arg(long, value_name = "OPERATION", env = "CROSSBEARING_PURPOSE")]
    purpose: PurposeId,
    /// The reason, for the transparency log.
    #[arg(long, value_name = "TEXT", default_value = "at the command line")]
    because: String,
}

impl AskerArguments {
    /// The same, to be let in by a server.
    pub(crate) fn login(&self) -> LocalLogin {
        LocalLogin {
            user: self.user.clone(),
            purpose: self.purpose.clone(),
            because: self.because.clone(),
        }
    }
}

/// Somebody who asks at the command line.
pub(crate) struct Asker {
    pub(crate) viewer: Viewer,
    /// In the order in which the log names them.
    roles: Vec<Role>,
    because: String,
}

impl AskerArguments {
    /// Finds the account and checks that the purpose is one of its own and in force.
    pub(crate) fn enter(&self, accounts: &Accounts) -> anyhow::Result<Asker> {
        let person = accounts.person(&self.user)?;
        if person.closed {
            bail!("the account {} is closed", self.user);
        }
        let purposes = accounts.purposes_of(&self.user)?;
        let known = || purposes.iter().map(|purpose| purpose.id.as_str()).collect::<Vec<_>>();
        let purpose =
            purposes.iter().find(|purpose| purpose.id == self.purpose).with_context(|| {
                format!(
                    "{} may not state {}: choose one of {}",
                    self.user,
                    self.purpose,
                    known().join(", ")
                )
            })?;
        purpose.check(now())?;
        let viewer = Viewer {
            groups: accounts.groups(&person.agency)?,
            principal: person.id,
            agency: person.agency,
            roles: person.roles.iter().copied().collect(),
            clearance: person.clearance,
            purpose: purpose.id.clone(),
            given_by: None,
        };
        Ok(Asker { viewer, roles: person.roles, because: self.because.clone() })
    }
}

impl Asker {
    /// What the asker may see now.
    pub(crate) fn view(&self, ledger: &Ledger) -> anyhow::Result<View> {
        Ok(ledger.view(&self.viewer, now())?)
    }

    /// Writes down what the asker did to which objects, before it is answered.
    pub(crate) fn note(
        &self,
        folder: &DataFolder,
        kind: Kind,
        objects: impl IntoIterator<Item = EntityId>,
    ) -> anyhow::Result<()> {
        self.note_because(folder, &self.because, kind, objects)
    }

    /// [`Self::note`], for a reason of its own.
    pub(crate) fn note_because(
        &self,
        folder: &DataFolder,
        reason: &str,
        kind: Kind,
        objects: impl IntoIterator<Item = EntityId>,
    ) -> anyhow::Result<()> {
        self.note_to(folder, reason, kind, objects, Vec::new())
    }

    /// [`Self::note_because`], naming whose people learn something by it.
    pub(crate) fn note_to(
        &self,
        folder: &DataFolder,
        reason: &str,
        kind: Kind,
        objects: impl IntoIterator<Item = EntityId>,
        recipients: Vec<AgencyId>,
    ) -> anyhow::Result<()> {
        let ledger = folder.ledger()?;
        let agency = &self.viewer.agency;
        let logged = |object: EntityId| ledger.logged_id(agency, object);
        let principal = self.viewer.principal.clone();
        let draft = Draft::new(kind, principal, self.viewer.purpose.clone())
            .acting_for(agency.clone(), self.roles.iter().map(|role| role.as_str()))
            .because(reason)
            .about(objects.into_iter().map(logged))
            .to(recipients)
            .under(Policy::VERSION);
        folder.log()?.append(&draft.in_parts(), now())?;
        Ok(())
    }
}

/// As of when to answer.
#[derive(Debug, Args)]
pub(crate) struct AsOfArguments {
    /// Answer with what was recorded by this time (RFC 3339).
    #[arg(long, value_name = "TIME")]
    as_of: Option<Instant>,
}

impl AsOfArguments {
    pub(crate) fn as_of(&self) -> AsOf {
        self.as_of.map_or(AsOf::Now, AsOf::At)
    }
}

/// How what comes in is graded and labelled.
#[derive(Debug, Args)]
pub(crate) struct LabelArguments {
    /// Grade of source and information, such as 3x5x2/2C, 6x6/B2, 4x4/A1.
    #[arg(long, default_value = "3x5x2/2D")]
    grade: Grade,
    /// A file with the whole label (TOML or JSON); the options below are then not used.
    #[arg(long, value_name = "FILE")]
    label: Option<PathBuf>,
    /// Whom to release to beside the node's own agency: `everyone`, `agency:ID`, `group:ID`.
    #[arg(long = "release-to", value_name = "AUDIENCE", value_parser = audience)]
    release_to: Vec<Audience>,
    /// Traffic light: clear, green, amber, amber-strict, red.
    #[arg(long, value_parser = tlp, default_value = "amber")]
    tlp: Tlp,
    /// When it is to be reviewed; by default on the first of January after next.
    #[arg(long, value_name = "TIME")]
    review: Option<Instant>,
}

impl LabelArguments {
    /// The grade.
    pub(crate) fn grade(&self) -> Grade {
        self.grade
    }

    /// The label, checked: its own rules, and that everyone it names is known here.
    pub(crate) fn label(&self, folder: &DataFolder) -> anyhow::Result<Label> {
        let label = self.read_label(folder.settings())?;
        folder.accounts()?.check_audience(&label)?;
        Ok(label)
    }

    fn read_label(&self, settings: &NodeSettings) -> anyhow::Result<Label> {
        if let Some(path) = &self.label {
            let text = std::fs::read_to_string(path)
                .with_context(|| format!("{} cannot be read", path.display()))?;
            let is_json = path.extension().is_some_and(|extension| extension == "json");
            let label = if is_json {
                serde_json::from_str(&text).map_err(anyhow::Error::from)
            } else {
                toml::from_str(&text).map_err(anyhow::Error::from)
            };
            return label.with_context(|| path.display().to_string());
        }
        let review = match self.review {
            Some(review) => review,
            None => first_of_january_after_next()?,
        };
        Ok(Label::seal(LabelSpec {
            releasable_to: self.release_to.iter().cloned().collect::<BTreeSet<_>>(),
            tlp: self.tlp,
            ..LabelSpec::for_agency(settings.agency.clone(), review)
        })?)
    }
}

/// The same for a whole year, so that importing a file again under it adds nothing.
fn first_of_january_after_next() -> anyhow::Result<Instant> {
    let year: i32 = now().day()[..4].parse()?;
    Ok(format!("{:04}-01-01T00:00:00Z", year + 2).parse()?)
}

fn audience(text: &str) -> Result<Audience, String> {
    let wrong = |error: crossbearing_model::Error| error.to_string();
    match text.split_once(':') {
        None if text == "everyone" => Ok(Audience::Everyone),
        Some(("agency", id)) => id.parse().map(Audience::Agency).map_err(wrong),
        Some(("group", id)) => id.parse().map(Audience::Group).map_err(wrong),
        _ => Err("write everyone, agency:ID or group:ID".to_owned()),
    }
}

fn tlp(text: &str) -> Result<Tlp, String> {
    let text = serde_json::Value::String(text.to_owned());
    serde_json::from_value(text)
        .map_err(|_| "write clear, green, amber, amber-strict or red".to_owned())
}

/// A progress bar on a terminal, nothing elsewhere. `total` is 0 if it is not known.
pub(crate) fn progress(total: u64, unit: &str) -> ProgressBar {
    if !std::io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let (bar, form) = if total == 0 {
        (ProgressBar::new_spinner(), format!("{{spinner}} {{human_pos}} {unit} ({{per_sec}})"))
    } else {
        let form = format!("{{wide_bar}} {{percent}} % of {{human_len}} {unit}, {{eta}} left");
        (ProgressBar::new(total), form)
    };
    match ProgressStyle::with_template(&form) {
        Ok(style) => bar.with_style(style),
        Err(_) => bar,
    }
}

/// `1 statement`, `2 statements`.
pub(crate) fn counted(count: u64, word: &str) -> String {
    format!("{count} {word}{}", if count == 1 { "" } else { "s" })
}

/// Writes one line to standard output.
pub(crate) fn say(line: impl std::fmt::Display) -> anyhow::Result<()> {
    writeln!(std::io::stdout().lock(), "{line}")?;
    Ok(())
}

/// Writes a value as JSON to standard output.
pub(crate) fn say_json(value: &impl serde::Serialize) -> anyhow::Result<()> {
    say(serde_json::to_string_pretty(value)?)
}
