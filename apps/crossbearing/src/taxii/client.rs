//! Calling a TAXII server.

use std::fmt::Write as _;
use std::time::Duration;

use anyhow::{Context as _, bail};
use base64ct::{Base64, Encoding as _};
use serde_json::Value;

/// The only form that is asked for and sent.
pub(crate) const MEDIA_TYPE: &str = "application/taxii+json;version=2.1";
/// The largest answer that is read, in bytes.
const LARGEST_ANSWER: u64 = 256 << 20;

/// A client with what it shows of itself.
pub(crate) struct Client {
    agent: ureq::Agent,
    authorization: Option<String>,
}

/// An answer.
pub(crate) struct Got {
    pub(crate) status: u16,
    headers: ureq::http::HeaderMap,
    pub(crate) body: Vec<u8>,
}

impl Got {
    /// A header, if it is there and is text.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// The body; null if it is not JSON.
    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_default()
    }

    /// The answer, if it is one; else what the server says is wrong.
    pub(crate) fn good(self, what: &str) -> anyhow::Result<Self> {
        if (200..300).contains(&self.status) {
            return Ok(self);
        }
        let said = self.json();
        let why =
            ["description", "detail", "title"].into_iter().find_map(|name| said[name].as_str());
        bail!("{what} answers {}: {}", self.status, why.unwrap_or("no reason is given"))
    }
}

/// What a request sends beside its address.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Sent<'a> {
    pub(crate) accept: &'a str,
    pub(crate) content_type: &'a str,
    pub(crate) body: &'a [u8],
    /// Leaves out who asks.
    pub(crate) nameless: bool,
}

impl Sent<'_> {
    pub(crate) const NOTHING: Self =
        Sent { accept: MEDIA_TYPE, content_type: MEDIA_TYPE, body: &[], nameless: false };
}

impl Client {
    /// A client that shows a token, or a user and a password as `user:password`.
    pub(crate) fn new(token: Option<&str>, login: Option<&str>) -> Self {
        let config = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .timeout_connect(Some(Duration::from_secs(10)))
            .timeout_global(Some(Duration::from_secs(300)));
        let basic = login.map(|login| format!("Basic {}", Base64::encode_string(login.as_bytes())));
        let authorization = token.map(|token| format!("Bearer {token}")).or(basic);
        Self { agent: config.build().into(), authorization }
    }

    /// A client that shows this node's certificate to a partner's node.
    pub(crate) fn of_a_node(agent: ureq::Agent) -> Self {
        Self { agent, authorization: None }
    }

    pub(crate) fn get(&self, address: &str) -> anyhow::Result<Got> {
        self.send("GET", address, Sent::NOTHING)
    }

    pub(crate) fn send(&self, method: &str, address: &str, sent: Sent<'_>) -> anyhow::Result<Got> {
        let mut request = ureq::http::Request::builder().method(method).uri(address);
        if !sent.accept.is_empty() {
            request = request.header("accept", sent.accept);
        }
        if !sent.body.is_empty() {
            request = request.header("content-type", sent.content_type);
        }
        if let Some(authorization) = self.authorization.as_deref().filter(|_| !sent.nameless) {
            request = request.header("authorization", authorization);
        }
        let unreachable = || format!("{address} cannot be reached");
        let mut answer = if method == "POST" {
            self.agent.run(request.body(sent.body.to_vec())?).with_context(unreachable)?
        } else {
            self.agent.run(request.body(())?).with_context(unreachable)?
        };
        let body = answer.body_mut().with_config().limit(LARGEST_ANSWER).read_to_vec()?;
        Ok(Got { status: answer.status().as_u16(), headers: answer.headers().clone(), body })
    }
}

/// A server and one of its collections.
pub(crate) struct Server {
    /// The address of the API root, with a slash at its end.
    pub(crate) root: String,
    /// The collection's own address, with a slash at its end.
    pub(crate) collection: String,
    /// What the server says of the collection.
    pub(crate) described: Value,
}

/// What an envelope says of itself.
#[derive(serde::Deserialize)]
struct Head {
    #[serde(default)]
    more: bool,
    #[serde(default)]
    next: Option<String>,
}

/// A page of a collection.
pub(crate) struct Page {
    pub(crate) body: Vec<u8>,
    pub(crate) last: Option<String>,
    next: Option<String>,
}

impl Server {
    /// Finds the collection of this id, alias or title behind `address`, which is that of a
    /// server's discovery or of an API root.
    pub(crate) fn find(client: &Client, address: &str, collection: &str) -> anyhow::Result<Self> {
        let address = with_slash(address);
        let told = client.get(&address)?.good(&address)?.json();
        let root = match told["default"].as_str().or_else(|| told["api_roots"][0].as_str()) {
            Some(root) => with_slash(&absolute(&address, root)?),
            None => address,
        };
        let list = format!("{root}collections/");
        let told = client.get(&list)?.good(&list)?.json();
        let known = told["collections"].as_array().cloned().unwrap_or_default();
        let is_it = |one: &&Value| {
            ["id", "alias", "title"].into_iter().any(|name| one[name].as_str() == Some(collection))
        };
        let Some(described) = known.iter().find(is_it) else {
            let titles: Vec<&str> = known
                .iter()
                .filter_map(|one| one["title"].as_str().or(one["id"].as_str()))
                .collect();
            bail!("{list} has no collection {collection:?}: choose one of {}", titles.join(", "));
        };
        let id = described["id"].as_str().context("the collection has no id")?;
        Ok(Self { collection: format!("{list}{id}/"), root, described: described.clone() })
    }

    /// One page of what was added after a time, or of what follows another page.
    pub(crate) fn page(
        &self,
        client: &Client,
        added_after: Option<&str>,
        before: Option<&Page>,
    ) -> anyhow::Result<Page> {
        let mut address = format!("{}objects/?limit=1000", self.collection);
        if let Some(time) = added_after {
            let _ = write!(address, "&added_after={}", escaped(time));
        }
        if let Some(next) = before.and_then(|page| page.next.as_deref()) {
            let _ = write!(address, "&next={}", escaped(next));
        }
        let got = client.get(&address)?.good(&address)?;
        let head: Head = serde_json::from_slice(&got.body)
            .with_context(|| format!("{address} answers with no envelope"))?;
        let last = got.header("x-taxii-date-added-last").map(str::to_owned);
        let next = head.next.filter(|_| head.more);
        if next.is_some() && next == before.and_then(|page| page.next.clone()) {
            bail!("{address} goes round in circles: it gives the same cursor twice");
        }
        if head.more && next.is_none() {
            bail!(
                "{address} has more and gives no cursor: ask with a time instead (--added-after)"
            );
        }
        Ok(Page { last, next, body: got.body })
    }
}

impl Server {
    /// Sends objects, each as JSON, and waits until the server has said what came of them.
    #[expect(clippy::disallowed_methods, reason = "a server is asked again after a while")]
    pub(crate) fn send(&self, client: &Client, objects: &[String]) -> anyhow::Result<Value> {
        const PATIENCE: usize = 120;
        let body = format!("{{\"objects\":[{}]}}", objects.join(","));
        let address = format!("{}objects/", self.collection);
        let sent = Sent { body: body.as_bytes(), ..Sent::NOTHING };
        let mut status = client.send("POST", &address, sent)?.good(&address)?.json();
        let id = status["id"].as_str().unwrap_or_default().to_owned();
        for _ in 0..PATIENCE {
            if status["status"] != "pending" {
                break;
            }
            std::thread::sleep(Duration::from_secs(1));
            let address = format!("{}status/{id}/", self.root);
            status = client.get(&address)?.good(&address)?.json();
        }
        Ok(status)
    }
}

impl Page {
    /// Whether another page follows.
    pub(crate) fn goes_on(&self) -> bool {
        self.next.is_some()
    }
}

/// An address that may be given from the root of the server.
fn absolute(base: &str, address: &str) -> anyhow::Result<String> {
    if address.starts_with("http://") || address.starts_with("https://") {
        return Ok(address.to_owned());
    }
    let host_from = base.find("://").context("an address begins with http:// or https://")? + 3;
    let host_to = base[host_from..].find('/').map_or(base.len(), |at| host_from + at);
    Ok(format!("{}/{}", &base[..host_to], address.trim_start_matches('/')))
}

fn with_slash(address: &str) -> String {
    format!("{}/", address.trim_end_matches('/'))
}

/// A value in a query: everything but letters, digits and a few signs in percent.
fn escaped(value: &str) -> String {
    let mut out = String::with_capacity(value.len());
    for byte in value.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'~') {
            out.push(char::from(byte));
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_joined_as_the_server_means_them() {
        let base = "http://127.0.0.1:8440/taxii2/";
        assert_eq!(absolute(base, "/taxii2/root/").unwrap(), "http://127.0.0.1:8440/taxii2/root/");
        assert_eq!(absolute(base, "https://x.example/r/").unwrap(), "https://x.example/r/");
        assert!(absolute("nothing", "/r/").is_err());
        assert_eq!(escaped("2026-05-01T12:00:00Z"), "2026-05-01T12%3A00%3A00Z");
    }
}
