//! `crossbearing taxii`.

use std::path::PathBuf;
use std::sync::Arc;

use anyhow::Context as _;
use clap::{Args, Subcommand};
use crossbearing_exchange::OnDefect;
use crossbearing_exchange::stix::each_object;
use crossbearing_log::Kind;
use crossbearing_model::{Basis, Citation, EntityId, NodeId, Statement};

use super::console::{AskerArguments, FolderArguments, LabelArguments, counted, say};
use crate::folder::DataFolder;
use crate::importing::{Form, Importing};
use crate::server::now;
use crate::taxii::{Client, Server};

/// The most objects, and the most bytes, of one request.
const TOGETHER: usize = 500;
const MOST_BYTES: usize = 8 << 20;

/// Arguments of `crossbearing taxii`.
#[derive(Debug, Subcommand)]
pub(crate) enum Taxii {
    /// Take what a server's collection holds into a data folder.
    Pull(Box<Pull>),
    /// Send the objects of a STIX bundle to a server's collection.
    Push(Push),
}

/// Which server, and who asks.
#[derive(Debug, Args)]
pub(super) struct ServerArguments {
    /// The address of the server's discovery or of an API root.
    pub(super) address: String,
    /// An API token.
    #[arg(long, env = "CROSSBEARING_TAXII_TOKEN", hide_env_values = true)]
    token: Option<String>,
    /// User and password, for a server that asks for those.
    #[arg(
        long,
        value_name = "USER:PASSWORD",
        env = "CROSSBEARING_TAXII_LOGIN",
        hide_env_values = true
    )]
    login: Option<String>,
}

impl ServerArguments {
    pub(super) fn client(&self) -> Client {
        Client::new(self.token.as_deref(), self.login.as_deref())
    }
}

/// Arguments of `crossbearing taxii pull`.
#[derive(Debug, Args)]
#[command(
    after_help = "What programs of Crossbearing say comes in as they said it; what others say comes in under one report, with the grade and label given here. The last line says from which time to go on.\n\nExample:\n  crossbearing taxii pull http://127.0.0.1:9443/taxii2/ --collection statements --token cbt_... --into data --as ines --purpose op-lantern\n  crossbearing taxii pull https://south.example:9440/taxii2/ --collection statements --partner south-1 --into data --as ines --purpose op-lantern"
)]
pub(crate) struct Pull {
    #[command(flatten)]
    server: ServerArguments,
    /// The collection's id, alias or title.
    #[arg(long)]
    collection: String,
    /// The data folder.
    #[arg(long, value_name = "FOLDER")]
    into: Option<PathBuf>,
    /// Show this node's certificate to the partner's node of this name, instead of a token.
    #[arg(long, value_name = "NODE")]
    partner: Option<NodeId>,
    /// Only what was added after this time, as an earlier pull gave it.
    #[arg(long, value_name = "TIME")]
    added_after: Option<String>,
    /// The id of the report that other producers' objects cite.
    #[arg(long, value_name = "ID")]
    report: Option<EntityId>,
    #[command(flatten)]
    label: LabelArguments,
    #[command(flatten)]
    asker: AskerArguments,
    #[command(flatten)]
    folder: FolderArguments,
}

/// Arguments of `crossbearing taxii push`.
#[derive(Debug, Args)]
#[command(
    after_help = "Export the bundle first: that decides, and writes down, what leaves.\n\nExample:\n  crossbearing taxii push http://127.0.0.1:9443/taxii2/ --collection statements --token cbt_... case.stix.json"
)]
pub(crate) struct Push {
    #[command(flatten)]
    server: ServerArguments,
    /// The collection's id, alias or title.
    #[arg(long)]
    collection: String,
    /// The bundle.
    bundle: PathBuf,
}

impl Taxii {
    pub(crate) fn run(self) -> anyhow::Result<()> {
        match self {
            Self::Pull(pull) => pull.run(),
            Self::Push(push) => push.run(),
        }
    }
}

impl Pull {
    fn client(&self, folder: &DataFolder) -> anyhow::Result<Client> {
        let Some(node) = &self.partner else { return Ok(self.server.client()) };
        let (ledger, log, exchange) = (folder.ledger()?, folder.log()?, folder.exchange()?);
        let known = exchange.at_office((&ledger, &log), now(), |office| office.partner(node))?;
        let known = known.with_context(|| format!("{node} is no partner of this node"))?;
        Ok(Client::of_a_node(exchange.agent(&known)?))
    }

    fn run(self) -> anyhow::Result<()> {
        let folder = match &self.into {
            Some(path) => DataFolder::open(path)?,
            None => self.folder.open()?,
        };
        let asker = self.asker.enter(&folder.accounts()?)?;
        let client = self.client(&folder)?;
        let server = Server::find(&client, &self.server.address, &self.collection)?;
        let ledger = folder.ledger()?;
        let id = server.described["id"].as_str().unwrap_or("collection");
        let report = match &self.report {
            Some(report) => report.clone(),
            None => format!("taxii-{id}").parse()?,
        };
        let citation = Arc::new(Citation {
            report: report.clone(),
            grade: self.label.grade(),
            label: self.label.label(&folder)?,
            basis: Basis::Fact,
            origin: folder.settings().node.clone(),
        });
        asker.note(&folder, Kind::Collection, [report.clone()])?;
        let title = format!("Collection {} of {}", server.described["title"], server.root);
        let title = Statement::new(report, "Report", "title", title, Arc::clone(&citation));
        let by = &asker.viewer.principal;
        ledger.append(vec![title].into(), now(), by)?;
        let form = Form::named("stix").context("STIX is read")?;
        let (mut page, mut last) = (None, self.added_after.clone());
        loop {
            let next = server.page(&client, self.added_after.as_deref(), page.as_ref())?;
            let mut importing = Importing {
                ledger: &ledger,
                by,
                clock: now,
                progress: &mut |_| {},
                aside: None,
                goes_on: true,
            };
            let imported = importing.run(next.body.as_slice(), form, &citation, OnDefect::GoOn)?;
            say(format_args!(
                "{} added, {} known before, {} not as they were",
                counted(imported.added, "statement"),
                imported.known,
                imported.defects
            ))?;
            imported.first_defects.iter().try_for_each(|line| say(format_args!("  {line}")))?;
            last = next.last.clone().or(last);
            if !next.goes_on() {
                break;
            }
            page = Some(next);
        }
        match last {
            Some(last) => say(format_args!("go on with --added-after {last}")),
            None => say("the collection is empty"),
        }
    }
}

impl Push {
    fn run(self) -> anyhow::Result<()> {
        let client = self.server.client();
        let server = Server::find(&client, &self.server.address, &self.collection)?;
        let bundle = std::fs::read(&self.bundle)
            .with_context(|| format!("{} cannot be read", self.bundle.display()))?;
        let (mut waiting, mut bytes, mut objects) = (Vec::new(), 0, Vec::new());
        let mut broken = 0_u64;
        each_object(&bundle, MOST_BYTES, &mut |object| match object {
            Ok(object) => {
                bytes += object.len();
                waiting.push(object.to_owned());
                if waiting.len() == TOGETHER || bytes >= MOST_BYTES {
                    objects.push(std::mem::take(&mut waiting));
                    bytes = 0;
                }
            }
            Err(_) => broken += 1,
        })?;
        objects.push(waiting);
        let (mut taken, mut failed) = (0, 0);
        for batch in objects.iter().filter(|batch| !batch.is_empty()) {
            let status = server.send(&client, batch)?;
            taken += status["success_count"].as_u64().unwrap_or(0);
            failed += status["failure_count"].as_u64().unwrap_or(0);
            for failure in status["failures"].as_array().into_iter().flatten() {
                say(format_args!("  {}: {}", failure["id"], failure["message"]))?;
            }
        }
        say(format_args!("{taken} objects taken, {failed} refused, {broken} not sent"))
    }
}
