//! The checks that a new partner runs against its own node.

use std::collections::HashSet;
use std::fmt::Write as _;

use crossbearing_model::Instant;
use serde::Serialize;
use serde_json::Value;

use super::client::{Client, Got, MEDIA_TYPE, Sent, Server};

/// How far the server's clock may be off, in seconds.
const CLOCK_S: i64 = 60;
/// Pages that are followed to see whether paging comes to an end or repeats itself.
const PAGES: usize = 25;

/// What one check found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Outcome {
    /// It is as the standard wants it.
    Passed,
    /// It is not.
    Failed,
    /// It could not be checked.
    Skipped,
}

/// One check.
#[derive(Debug, Serialize)]
pub(crate) struct Check {
    /// What was checked.
    pub(crate) name: &'static str,
    /// What for: protocol, objects, clock, node.
    pub(crate) area: &'static str,
    /// What was found.
    pub(crate) outcome: Outcome,
    /// What was expected and what came.
    pub(crate) detail: String,
}

/// Everything that was checked.
#[derive(Debug, Default, Serialize)]
pub(crate) struct Report {
    pub(crate) checks: Vec<Check>,
}

type Found = anyhow::Result<String>;

impl Report {
    /// How many checks ended so.
    pub(crate) fn count(&self, outcome: Outcome) -> usize {
        self.checks.iter().filter(|check| check.outcome == outcome).count()
    }

    fn check(&mut self, area: &'static str, name: &'static str, found: Found) -> bool {
        let (outcome, detail) = match found {
            Ok(detail) => (Outcome::Passed, detail),
            Err(error) => (Outcome::Failed, format!("{error:#}")),
        };
        self.checks.push(Check { name, area, outcome, detail });
        outcome == Outcome::Passed
    }

    fn skip(&mut self, area: &'static str, name: &'static str, why: &str) {
        let outcome = Outcome::Skipped;
        self.checks.push(Check { name, area, outcome, detail: why.to_owned() });
    }
}

/// Runs every check against the server at `address`.
pub(crate) fn run(
    client: &Client,
    address: &str,
    collection: Option<&str>,
    now: Instant,
) -> Report {
    let mut report = Report::default();
    let discovery = format!("{}/", address.trim_end_matches('/'));
    let nameless = Sent { nameless: true, ..Sent::NOTHING };
    report.check("protocol", "discovery answers in the form of TAXII 2.1", {
        client.get(&discovery).and_then(|got| {
            in_form(&got, 200)?;
            let told = got.json();
            anyhow::ensure!(told["title"].is_string(), "the answer has no title");
            Ok(format!("{}", told["title"]))
        })
    });
    report.check("protocol", "nobody is answered without a name", {
        client.send("GET", &discovery, nameless).and_then(|got| {
            expect(&got, &[401])?;
            anyhow::ensure!(
                got.header("www-authenticate").is_some(),
                "WWW-Authenticate is missing"
            );
            Ok("401 with WWW-Authenticate".to_owned())
        })
    });
    report.check("protocol", "a form that it does not write is refused with 406", {
        let sent =
            Sent { accept: "application/vnd.oasis.taxii+json; version=2.0", ..Sent::NOTHING };
        client.send("GET", &discovery, sent).and_then(|got| in_form(&got, 406))
    });
    report.check("clock", "the server's clock is right", {
        client.get(&discovery).and_then(|got| clock(&got, now))
    });
    let wanted = collection.unwrap_or_default();
    let server = match collection {
        Some(_) => Server::find(client, &discovery, wanted),
        None => first_collection(client, &discovery),
    };
    match server {
        Ok(server) => {
            let detail = format!("{} {}", server.described["title"], server.collection);
            report.check("protocol", "the collection is found", Ok(detail));
            collections(&mut report, client, &server);
            reading(&mut report, client, &server);
            paging(&mut report, client, &server);
            filters(&mut report, client, &server);
            writing(&mut report, client, &server);
        }
        Err(error) => {
            report.check("protocol", "the collection is found", Err(error));
            report.skip("protocol", "reading, paging, filters, writing", "no collection was found");
        }
    }
    report
}

/// Asks the node protocol of the node behind a partner's card for what only a signed greeting gets.
pub(crate) fn node(report: &mut Report, client: &Client, address: &str) {
    let address = address.trim_end_matches('/');
    for (name, path) in [
        ("an unsigned greeting is refused", "/exchange/v1/outbox"),
        ("an unsigned envelope is refused", "/exchange/v1/inbox"),
    ] {
        let sent = Sent {
            accept: "application/json",
            content_type: "application/json",
            body: b"{}",
            nameless: true,
        };
        let found = client.send("POST", &format!("{address}{path}"), sent).and_then(|got| {
            anyhow::ensure!(
                (400..500).contains(&got.status),
                "a refusal (4xx) was expected, and {} came",
                got.status
            );
            Ok(format!("{}: {}", got.status, got.json()["detail"]))
        });
        report.check("node", name, found);
    }
}

fn first_collection(client: &Client, discovery: &str) -> anyhow::Result<Server> {
    let told = client.get(discovery)?.good(discovery)?.json();
    let root = told["default"].as_str().or_else(|| told["api_roots"][0].as_str());
    let list = match root {
        Some(root) if root.starts_with("http") => format!("{root}collections/"),
        Some(root) => {
            let host_to = discovery.match_indices('/').nth(2).map_or(discovery.len(), |at| at.0);
            format!("{}{root}collections/", &discovery[..host_to])
        }
        None => format!("{discovery}collections/"),
    };
    let told = client.get(&list)?.good(&list)?.json();
    let readable = told["collections"].as_array().into_iter().flatten();
    let mut readable = readable.filter(|one| one["can_read"] == true);
    let id = readable.next().and_then(|one| one["id"].as_str().map(str::to_owned));
    let id = id.ok_or_else(|| anyhow::anyhow!("{list} names no collection that may be read"))?;
    Server::find(client, discovery, &id)
}

fn collections(report: &mut Report, client: &Client, server: &Server) {
    report.check("protocol", "the API root says its versions and limits", {
        client.get(&server.root).and_then(|got| {
            in_form(&got, 200)?;
            let told = got.json();
            let versions = told["versions"].as_array().cloned().unwrap_or_default();
            anyhow::ensure!(versions.contains(&MEDIA_TYPE.into()), "versions lacks {MEDIA_TYPE}");
            let limit = told["max_content_length"].as_u64();
            let limit = limit.ok_or_else(|| anyhow::anyhow!("max_content_length is missing"))?;
            Ok(format!("at most {limit} bytes a request"))
        })
    });
    report.check("protocol", "the collection describes itself", {
        client.get(&server.collection).and_then(|got| {
            in_form(&got, 200)?;
            let told = got.json();
            for name in ["id", "title", "can_read", "can_write"] {
                anyhow::ensure!(!told[name].is_null(), "{name} is missing");
            }
            Ok(told["id"].to_string())
        })
    });
    report.check("protocol", "a collection that is not there is a 404", {
        let nowhere = format!("{}collections/00000000-0000-4000-8000-000000000000/", server.root);
        client.get(&nowhere).and_then(|got| in_form(&got, 404))
    });
    report.check("protocol", "a method that is not there is a 405", {
        let got = client.send("DELETE", &server.collection, Sent::NOTHING);
        got.and_then(|got| expect(&got, &[405]))
    });
}

fn reading(report: &mut Report, client: &Client, server: &Server) {
    let page = client.get(&format!("{}objects/?limit=20", server.collection));
    let page = page.and_then(|got| {
        in_form(&got, 200)?;
        Ok(got)
    });
    let page = match page {
        Ok(page) => page,
        Err(error) => {
            report.check("protocol", "objects are given", Err(error));
            return;
        }
    };
    let told = page.json();
    let objects = told["objects"].as_array().cloned().unwrap_or_default();
    report.check("protocol", "objects are given", Ok(format!("{} objects", objects.len())));
    if objects.is_empty() {
        return report.skip(
            "objects",
            "every object is one of STIX 2.1",
            "the collection is empty",
        );
    }
    report.check("protocol", "the first and last time of a page are given to the microsecond", {
        let time = |name| {
            let time = page.header(name).ok_or_else(|| anyhow::anyhow!("{name} is missing"))?;
            let fraction = time.split_once('.').map_or(0, |(_, rest)| rest.len() - 1);
            anyhow::ensure!(fraction == 6, "{name} is {time}: six digits and Z are expected");
            Ok(time.to_owned())
        };
        time("x-taxii-date-added-first").and_then(|first| {
            let last = time("x-taxii-date-added-last")?;
            anyhow::ensure!(first <= last, "the first, {first}, is after the last, {last}");
            Ok(format!("{first} to {last}"))
        })
    });
    let found = objects.iter().try_for_each(stix);
    report.check(
        "objects",
        "every object is one of STIX 2.1",
        found.map(|()| format!("{} objects", objects.len())),
    );
    let id = objects.last().and_then(|object| object["id"].as_str()).unwrap_or_default();
    report.check("protocol", "one object is found by its id, with its versions", {
        client.get(&format!("{}objects/{id}/", server.collection)).and_then(|got| {
            in_form(&got, 200)?;
            let told = got.json();
            anyhow::ensure!(told["objects"][0]["id"] == id, "another object came");
            let versions = client.get(&format!("{}objects/{id}/versions/", server.collection))?;
            in_form(&versions, 200)?;
            let count = versions.json()["versions"].as_array().map_or(0, Vec::len);
            anyhow::ensure!(count > 0, "no version is named");
            Ok(format!("{id}: {count} version"))
        })
    });
    report.check("protocol", "an object that is not there is a 404", {
        let nobody = "identity--00000000-0000-4000-8000-000000000000";
        let got = client.get(&format!("{}objects/{nobody}/", server.collection));
        got.and_then(|got| in_form(&got, 404))
    });
}

/// Follows pages of a few objects: nothing twice, nothing out of order, manifest and objects alike.
fn paging(report: &mut Report, client: &Client, server: &Server) {
    let mut names = HashSet::new();
    let mut listed = Vec::new();
    let walk = |list: &str, names: &mut HashSet<String>, all: &mut Vec<String>| -> Found {
        let (mut next, mut last): (Option<String>, String) = (None, String::new());
        for page in 0..PAGES {
            let mut address = format!("{}{list}/?limit=7", server.collection);
            if let Some(next) = &next {
                let _ = write!(address, "&next={next}");
            }
            let got = client.get(&address)?.good(&address)?;
            let told = got.json();
            let records = told["objects"].as_array().cloned().unwrap_or_default();
            anyhow::ensure!(records.len() <= 7, "7 were asked for, and {} came", records.len());
            if let Some(first) = got.header("x-taxii-date-added-first") {
                anyhow::ensure!(*first > *last, "page {page} begins at {first}, not after {last}");
            }
            if let Some(time) = got.header("x-taxii-date-added-last") {
                time.clone_into(&mut last);
            }
            for record in &records {
                let id = record["id"].as_str().unwrap_or_default();
                let version = record["version"].as_str().or(record["modified"].as_str());
                // An observable has no version, and may come with each of those who hold it.
                if let Some(version) = version {
                    let name = format!("{id} {version}");
                    anyhow::ensure!(names.insert(name.clone()), "{name} comes twice");
                }
                all.push(id.to_owned());
            }
            if told["more"] != true {
                return Ok(format!("{} objects on {} pages, to the end", all.len(), page + 1));
            }
            next = told["next"].as_str().map(str::to_owned);
            anyhow::ensure!(next.is_some(), "there is more, and no cursor to it");
        }
        Ok(format!("{} objects on {PAGES} pages", all.len()))
    };
    let found = walk("objects", &mut names, &mut listed);
    report.check("paging", "pages neither repeat nor go back", found);
    let mut manifest = Vec::new();
    let found = walk("manifest", &mut HashSet::new(), &mut manifest).and_then(|detail| {
        let both = manifest.len().min(listed.len());
        anyhow::ensure!(manifest[..both] == listed[..both], "it names other objects");
        Ok(detail)
    });
    report.check("paging", "the manifest names the same objects in the same order", found);
    report.check("paging", "added_after leaves out what was added at that time", {
        let address = format!("{}manifest/?limit=2", server.collection);
        client.get(&address).and_then(|got| {
            let records = got.json()["objects"].as_array().cloned().unwrap_or_default();
            let [first, second] = records.as_slice() else {
                return Ok("the collection has fewer than two objects".to_owned());
            };
            let time = first["date_added"].as_str().unwrap_or_default();
            let address = format!("{address}&added_after={}", time.replace(':', "%3A"));
            let told = client.get(&address)?.json();
            anyhow::ensure!(
                told["objects"][0] == *second,
                "after {time} came {}",
                told["objects"][0]
            );
            Ok(format!("after {time} comes {}", second["date_added"]))
        })
    });
}

fn filters(report: &mut Report, client: &Client, server: &Server) {
    let ask = |query: &str| client.get(&format!("{}objects/?{query}", server.collection));
    report.check("filters", "match[type] gives that type alone", {
        ask("limit=50&match%5Btype%5D=identity").and_then(|got| {
            in_form(&got, 200)?;
            let told = got.json();
            let mut other = told["objects"]
                .as_array()
                .into_iter()
                .flatten()
                .filter(|one| one["type"] != "identity");
            let other = other.next();
            anyhow::ensure!(other.is_none(), "{} came", other.unwrap_or(&Value::Null)["type"]);
            Ok(String::new())
        })
    });
    report.check("filters", "match[spec_version] that nothing has gives nothing", {
        ask("match%5Bspec_version%5D=2.0").and_then(|got| {
            in_form(&got, 200)?;
            anyhow::ensure!(got.json()["objects"].is_null(), "objects came");
            Ok(String::new())
        })
    });
    for (name, query) in [
        ("a limit of 0 is a 400", "limit=0"),
        ("a limit in words is a 400", "limit=many"),
        ("a time that is none is a 400", "added_after=yesterday"),
        ("a cursor that is none is a 400", "next=%2F%2F%2F"),
    ] {
        report.check("filters", name, ask(query).and_then(|got| in_form(&got, 400)));
    }
}

fn writing(report: &mut Report, client: &Client, server: &Server) {
    let objects = format!("{}objects/", server.collection);
    let post = |content_type: &'static str, body: &'static [u8]| {
        client.send("POST", &objects, Sent { content_type, body, ..Sent::NOTHING })
    };
    if server.described["can_write"] != true {
        report.check("writing", "who may not write is refused with 403", {
            post(MEDIA_TYPE, b"{\"objects\":[]}").and_then(|got| in_form(&got, 403))
        });
        return report.skip("writing", "what is sent is checked", "this token may not write");
    }
    report.check("writing", "a form that it does not read is refused with 415", {
        post("application/json", b"{\"objects\":[]}").and_then(|got| in_form(&got, 415))
    });
    report.check("writing", "what is no JSON is refused", {
        post(MEDIA_TYPE, b"{").and_then(|got| expect(&got, &[400, 422]))
    });
    report.check("writing", "an envelope without objects is refused", {
        post(MEDIA_TYPE, b"{\"objects\":[]}").and_then(|got| expect(&got, &[400, 422]))
    });
    report.check("writing", "a broken object is told in the status and nothing of it is kept", {
        let broken =
            br#"{"objects":[{"type":"identity","id":"identity--0","spec_version":"2.1"}]}"#;
        post(MEDIA_TYPE, broken).and_then(|got| {
            expect(&got, &[202, 422])?;
            if got.status == 422 {
                return Ok("refused whole".to_owned());
            }
            let status = got.json();
            anyhow::ensure!(
                status["failure_count"] == 1,
                "failure_count is {}",
                status["failure_count"]
            );
            let id = status["id"].as_str().unwrap_or_default();
            let later = client.get(&format!("{}status/{id}/", server.root))?;
            in_form(&later, 200)?;
            anyhow::ensure!(later.json()["id"] == id, "the status cannot be asked for again");
            Ok(format!("status {id}"))
        })
    });
}

/// What every object has.
fn stix(object: &Value) -> anyhow::Result<()> {
    let text = |name: &str| object[name].as_str().unwrap_or_default();
    let (kind, id) = (text("type"), text("id"));
    anyhow::ensure!(
        id.split_once("--").is_some_and(|(front, uuid)| front == kind && uuid.len() == 36),
        "{id}: an id is its type, two dashes and a UUID"
    );
    anyhow::ensure!(
        text("spec_version") == "2.1",
        "{id}: spec_version is {}",
        object["spec_version"]
    );
    for name in ["created", "modified"] {
        let time = text(name);
        anyhow::ensure!(
            time.is_empty() || (time.parse::<Instant>().is_ok() && time.ends_with('Z')),
            "{id}: {name} is {time}"
        );
    }
    let markings = object["object_marking_refs"].as_array().into_iter().flatten();
    for marking in markings {
        let marking = marking.as_str().unwrap_or_default();
        anyhow::ensure!(marking.starts_with("marking-definition--"), "{id}: marked with {marking}");
    }
    Ok(())
}

fn expect(got: &Got, statuses: &[u16]) -> Found {
    anyhow::ensure!(
        statuses.contains(&got.status),
        "{statuses:?} was expected, and {} came",
        got.status
    );
    Ok(got.status.to_string())
}

fn in_form(got: &Got, status: u16) -> Found {
    expect(got, &[status])?;
    let form = got.header("content-type").unwrap_or_default().replace(' ', "");
    anyhow::ensure!(form == MEDIA_TYPE, "{MEDIA_TYPE} was expected, and {form} came");
    Ok(status.to_string())
}

fn clock(got: &Got, now: Instant) -> Found {
    let date = got.header("date").ok_or_else(|| anyhow::anyhow!("the answer has no Date"))?;
    let at = http_date(date).ok_or_else(|| anyhow::anyhow!("{date} is no date of HTTP"))?;
    let off = (at.millis() - now.millis()) / 1000;
    anyhow::ensure!(
        off.abs() <= CLOCK_S,
        "it is {off} s off: embargoes and greetings need it right"
    );
    Ok(format!("{off} s off"))
}

/// `Sun, 06 Nov 1994 08:49:37 GMT`.
fn http_date(text: &str) -> Option<Instant> {
    const MONTHS: [&str; 12] =
        ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let words: Vec<&str> = text.split_whitespace().collect();
    let [_, day, month, year, time, "GMT"] = words.as_slice() else { return None };
    let month = MONTHS.iter().position(|one| one == month)? + 1;
    format!("{year}-{month:02}-{day:0>2}T{time}Z").parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_of_http_are_read() {
        let at = http_date("Sun, 06 Nov 1994 08:49:37 GMT").unwrap();
        assert_eq!(at.to_string(), "1994-11-06T08:49:37Z");
        assert_eq!(http_date("yesterday"), None);
    }
}
