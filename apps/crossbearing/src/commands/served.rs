//! Asking the server that runs on the folder, where one does.

use std::path::Path;
use std::time::Duration;

use anyhow::{Context as _, bail};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::folder::Serving;
use crate::server::{LocalLogin, LocalPartners, LocalPartnersDone, LocalToken};

/// The largest answer that is read, in bytes.
const LARGEST: u64 = 64 << 20;

/// A server that runs on a folder and answers.
pub(crate) struct Served {
    serving: Serving,
    agent: ureq::Agent,
}

/// The server, asked in the name of one account.
pub(crate) struct ServedSession<'s> {
    served: &'s Served,
    token: String,
}

impl Served {
    /// The server on the folder at `path`, if one answers.
    pub(super) fn on(path: &Path) -> Option<Self> {
        let config = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .proxy(None)
            .timeout_connect(Some(Duration::from_secs(2)))
            .timeout_global(Some(Duration::from_secs(300)));
        let served = Self { serving: Serving::on(path)?, agent: config.build().into() };
        // Another server may have the address by now: only the right one knows the secret.
        let card = LocalPartners::Card { address: String::new() };
        let answer = served.post::<LocalPartnersDone>("/local/v1/partners", &card);
        answer.is_ok().then_some(served)
    }

    /// Asks for what needs no account.
    pub(crate) fn post<T: DeserializeOwned>(
        &self,
        path: &str,
        body: &impl Serialize,
    ) -> anyhow::Result<T> {
        self.send(&self.serving.secret, path, Some(&serde_json::to_vec(body)?))
    }

    /// Begins to act for an account.
    pub(crate) fn log_in(&self, login: &LocalLogin) -> anyhow::Result<ServedSession<'_>> {
        let LocalToken { token } = self.post("/local/v1/session", login)?;
        Ok(ServedSession { served: self, token })
    }

    fn send<T: DeserializeOwned>(
        &self,
        token: &str,
        path: &str,
        body: Option<&[u8]>,
    ) -> anyhow::Result<T> {
        let address = format!("{}{path}", self.serving.address);
        let bearer = format!("Bearer {token}");
        let answer = match body {
            Some(body) => self
                .agent
                .post(&address)
                .header("authorization", &bearer)
                .content_type("application/json")
                .send(body),
            None => self.agent.get(&address).header("authorization", &bearer).call(),
        };
        let mut answer = answer.with_context(|| format!("{address} cannot be reached"))?;
        let bytes = answer.body_mut().with_config().limit(LARGEST).read_to_vec()?;
        if !answer.status().is_success() {
            let said: serde_json::Value = serde_json::from_slice(&bytes).unwrap_or_default();
            bail!("{}", said["detail"].as_str().unwrap_or("the server refused"));
        }
        // An answer without content is a null.
        let bytes = if bytes.is_empty() { b"null".to_vec() } else { bytes };
        serde_json::from_slice(&bytes).with_context(|| format!("the answer of {address}"))
    }
}

impl ServedSession<'_> {
    /// Asks the API.
    pub(crate) fn get<T: DeserializeOwned>(&self, path: &str) -> anyhow::Result<T> {
        self.served.send(&self.token, &format!("/api/v1{path}"), None)
    }

    /// Has the API do something.
    pub(crate) fn post<T: DeserializeOwned>(
        &self,
        path: &str,
        body: &impl Serialize,
    ) -> anyhow::Result<T> {
        let body = serde_json::to_vec(body)?;
        self.served.send(&self.token, &format!("/api/v1{path}"), Some(&body))
    }

    /// Has the API do something that gives no answer.
    pub(crate) fn tell(&self, path: &str, body: &impl Serialize) -> anyhow::Result<()> {
        self.post::<()>(path, body)
    }
}
