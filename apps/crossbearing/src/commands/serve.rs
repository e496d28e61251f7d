//! `crossbearing serve`.

use std::io::IsTerminal as _;
use std::net::SocketAddr;

use clap::Args;
use tracing_subscriber::EnvFilter;

use super::console::{FolderArguments, say};
use crate::secret::Secret;
use crate::server::{Node, SeaDesk, Settings, serve};

/// Arguments of `crossbearing serve`.
#[derive(Debug, Args)]
#[command(
    after_help = "The address in use is printed on standard output when the server is ready; port 0 takes a free one.\nThe server's log goes to standard error: as JSON lines, or as text on a terminal. RUST_LOG sets what is in it.\n\nExample:\n  crossbearing serve --folder data --address 127.0.0.1:8440"
)]
pub(crate) struct Serve {
    #[command(flatten)]
    folder: FolderArguments,
    /// Where to listen.
    #[arg(long, value_name = "ADDRESS:PORT", default_value = "127.0.0.1:8440")]
    address: SocketAddr,
    /// Where to listen for partners, over TLS with the node's own key.
    #[arg(long, value_name = "ADDRESS:PORT")]
    partners: Option<SocketAddr>,
    /// Clients come through a proxy that speaks TLS: cookies are marked for TLS only.
    #[arg(long)]
    behind_tls: bool,
}

impl Serve {
    /// Serves the folder until asked to stop.
    pub(crate) fn run(self) -> anyhow::Result<()> {
        write_log_to_stderr();
        if !self.address.ip().is_loopback() && !self.behind_tls {
            tracing::warn!("listens beyond this machine without TLS: put a proxy in front of it");
        }
        let folder = self.folder.open()?;
        let secret = Secret::draw()?;
        let exercise = folder.settings().exercise.as_ref();
        let settings = Settings {
            node: folder.settings().node.clone(),
            demo_password: exercise.map(|exercise| exercise.password.clone()),
            behind_tls: self.behind_tls,
            local: Some(secret.digest()),
        };
        let node = Node::new(
            (folder.ledger()?, folder.log()?),
            folder.accounts()?,
            (folder.decisions()?, folder.charts()?, folder.watches()?, folder.safeguarding()?),
            (folder.exchange()?, SeaDesk::open(&folder.sea())?),
            settings,
        );
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .enable_all()
            .max_blocking_threads(node.most_threads())
            .build()?;
        let served =
            runtime.block_on(serve(node, (self.address, self.partners), |address, partners| {
                folder.note_serving(&format!("http://{address}"), secret.reveal())?;
                say(format_args!("http://{address}"))?;
                partners
                    .map_or(Ok(()), |address| say(format_args!("https://{address} for partners")))
            }));
        folder.forget_serving();
        served
    }
}

fn write_log_to_stderr() {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info"));
    let lines = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    if std::io::stderr().is_terminal() {
        lines.init();
    } else {
        lines.json().init();
    }
}
