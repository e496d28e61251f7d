//! Real nodes that serve at the same time and call one another over TLS with their own keys.

use std::io::{BufRead as _, BufReader};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tempfile::TempDir;

use crate::program::{complaint, run, said};

/// How long anything may take to come through.
const PATIENCE: Duration = Duration::from_secs(90);

/// Nodes that all serve, each a partner of its neighbours in a chain.
struct Chain {
    place: TempDir,
    names: Vec<String>,
    servers: Vec<Child>,
    addresses: Vec<String>,
    for_partners: Vec<String>,
}

impl Chain {
    /// Makes the nodes, has `file` put reports into them, and starts them; each agrees to `terms`
    /// with its neighbours.
    fn start(names: &[&str], terms: &[&str], file: impl FnOnce(&Self)) -> Self {
        let mut chain = Self {
            place: tempfile::tempdir().unwrap(),
            names: names.iter().map(|name| (*name).to_owned()).collect(),
            servers: Vec::new(),
            addresses: Vec::new(),
            for_partners: Vec::new(),
        };
        for name in names {
            chain.make(name);
        }
        file(&chain);
        for at in 0..names.len() {
            chain.serve(at);
        }
        for at in 1..names.len() {
            chain.befriend(at, at - 1, terms);
            chain.befriend(at - 1, at, terms);
        }
        chain
    }

    fn make(&self, name: &str) {
        let folder = self.folder(name);
        let folder = folder.to_str().unwrap();
        said(&["init", folder, "--node", &format!("{name}-1"), "--agency", name]);
        let user = ["user", "--folder", folder];
        let until = ["--until", "2100-01-01T00:00:00Z"];
        let purpose = ["purpose", "op-lantern", "--title", "Lantern"];
        said(&[&user[..], &purpose, &until].concat());
        for (role, who) in
            [("analyst", "ana"), ("oversight", "otto"), ("safeguarding-officer", "sal")]
        {
            let add = ["add", who, "--name", who, "--agency", name, "--role", role];
            said(&[&user[..], &add, &["--purpose", "op-lantern"]].concat());
        }
        for other in self.names.iter().filter(|other| *other != name) {
            let agency = ["agency", other, "--name", other, "--group", "coast"];
            said(&[&user[..], &agency].concat());
        }
    }

    fn serve(&mut self, at: usize) {
        let mut server = Command::new(env!("CARGO_BIN_EXE_crossbearing"))
            .args(["serve", "--address", "127.0.0.1:0", "--partners", "127.0.0.1:0", "--folder"])
            .arg(self.folder(&self.names[at]))
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(server.stdout.take().unwrap()).lines();
        self.addresses.push(lines.next().unwrap().unwrap());
        let partners = lines.next().unwrap().unwrap();
        self.for_partners.push(partners.split(' ').next().unwrap().to_owned());
        self.servers.push(server);
    }

    /// Makes `other` a partner of `at`, while both serve.
    fn befriend(&self, at: usize, other: usize, terms: &[&str]) {
        let card = self.cli(other, &["partner", "card", "--address", &self.for_partners[other]]);
        std::fs::write(self.card_file(at, other), card).unwrap();
        self.agree(at, other, terms);
    }

    /// Agrees to other terms with a partner.
    fn agree(&self, at: usize, other: usize, terms: &[&str]) {
        let file = self.card_file(at, other);
        let add = ["partner", "add", file.to_str().unwrap(), "--purpose", "op-lantern"];
        let until = ["--until", "2100-01-01T00:00:00Z", "--every", "2"];
        self.cli(at, &[&add[..], &until, terms].concat());
    }

    fn card_file(&self, at: usize, other: usize) -> PathBuf {
        self.place.path().join(format!("{at}-{other}.json"))
    }

    fn folder(&self, name: &str) -> PathBuf {
        self.place.path().join(name)
    }

    fn cli(&self, at: usize, words: &[&str]) -> String {
        let folder = self.folder(&self.names[at]);
        let (command, rest) = words.split_first().unwrap();
        said(&[&[*command, "--folder", folder.to_str().unwrap()], rest].concat())
    }

    /// What a node says to the analyst.
    fn ana(&self, at: usize, words: &[&str]) -> String {
        self.cli(at, &[words, &["--as", "ana", "--purpose", "op-lantern"]].concat())
    }

    /// The API of a node, asked with a token that its command line got for `who`.
    fn api(&self, at: usize, who: &str, path: &str, body: Option<&Value>) -> (u16, Value) {
        let serving = self.folder(&self.names[at]).join("serving.json");
        let serving: Value =
            serde_json::from_str(&std::fs::read_to_string(serving).unwrap()).unwrap();
        let login = json!({"user": who, "purpose": "op-lantern", "because": "a test"});
        let secret = serving["secret"].as_str().unwrap();
        let local = format!("{}/local/v1/session", self.addresses[at]);
        let (status, session) = send(&local, secret, Some(&login));
        assert_eq!(status, 200, "{session}");
        let token = session["token"].as_str().unwrap();
        send(&format!("{}/api/v1{path}", self.addresses[at]), token, body)
    }

    /// Files a record at a node.
    fn file(&self, at: usize, report: &str, record: &Value, release: &str) {
        let label = json!({
            "originator": self.names[at], "releasable_to": serde_json::from_str::<Value>(release).unwrap(),
            "review": "2100-01-01T00:00:00Z", "tlp": "green", "onward": "yes",
        });
        self.file_under(at, report, record, &label);
    }

    /// Files a record at a node under a label.
    fn file_under(&self, at: usize, report: &str, record: &Value, label: &Value) {
        let file = self.place.path().join(format!("{report}.json"));
        std::fs::write(&file, record.to_string()).unwrap();
        let label_file = self.place.path().join(format!("{report}.label.json"));
        std::fs::write(&label_file, label.to_string()).unwrap();
        let (file, label) = (file.to_str().unwrap(), label_file.to_str().unwrap());
        let folder = self.folder(&self.names[at]);
        let import = ["import", "--report", report, "--label", label, file, "--as", "ana"];
        let more = ["--purpose", "op-lantern", "--folder", folder.to_str().unwrap()];
        said(&[&import[..], &more].concat());
    }

    fn stop(&mut self, at: usize) {
        let _ = self.servers[at].kill();
        let _ = self.servers[at].wait();
    }

    /// What a node's analyst finds.
    fn finds(&self, at: usize, words: &str) -> bool {
        let path = format!("/search?q={words}");
        let (status, found) = self.api(at, "ana", &path, None);
        assert_eq!(status, 200, "{found}");
        found.to_string().contains("p-oskel")
    }
}

impl Drop for Chain {
    fn drop(&mut self) {
        for at in 0..self.servers.len() {
            self.stop(at);
        }
    }
}

fn host(address: &str) -> String {
    address.split("://").nth(1).unwrap().to_owned()
}

fn send(address: &str, token: &str, body: Option<&Value>) -> (u16, Value) {
    let agent: ureq::Agent =
        ureq::Agent::config_builder().http_status_as_error(false).build().into();
    let bearer = format!("Bearer {token}");
    let answer = match body {
        Some(body) => agent
            .post(address)
            .header("authorization", &bearer)
            .content_type("application/json")
            .send(body.to_string()),
        None => agent.get(address).header("authorization", &bearer).call(),
    };
    let mut answer = answer.unwrap();
    let text = answer.body_mut().read_to_string().unwrap();
    (answer.status().as_u16(), serde_json::from_str(&text).unwrap_or(Value::Null))
}

/// Asks until `done`, for as long as anything may take; how long it took.
fn until(what: &str, mut done: impl FnMut() -> bool) -> Duration {
    let begun = Instant::now();
    while !done() {
        assert!(begun.elapsed() < PATIENCE, "{what} did not happen");
        std::thread::park_timeout(Duration::from_millis(30));
    }
    begun.elapsed()
}

fn oskel() -> Value {
    json!({"id": "p-oskel", "schema": "Person",
        "properties": {"name": ["Tarvand Oskel"], "phone": ["+44 7700 900123"]}})
}

#[test]
fn a_recall_goes_down_a_chain_of_five_by_itself() {
    let names = ["north", "south", "east", "west", "isle"];
    let relays: Vec<&str> = names.iter().flat_map(|name| ["--relays", name]).collect();
    let chain = Chain::start(&names, &relays, |chain| {
        chain.file(0, "r-oskel", &oskel(), r#"["everyone"]"#);
    });
    until("the report reaches the end", || chain.finds(4, "Oskel"));

    let told = chain.ana(
        0,
        &[
            "exchange",
            "recall",
            "--report",
            "r-oskel",
            "--reason",
            "inaccurate",
            "--note",
            "wrong man",
        ],
    );
    assert!(told.contains("1 to be told (south-1)"), "{told}");
    let took = until("the recall reaches the end", || !chain.finds(4, "Oskel"));
    println!("a recall reached five nodes in {took:?}");
    until("everybody's receipt comes back", || {
        let (_, recalls) = chain.api(0, "ana", "/exchange/recalls", None);
        recalls[0]["receipts"].as_array().is_some_and(|receipts| receipts.len() == 4)
    });
    let (_, recalls) = chain.api(0, "ana", "/exchange/recalls", None);
    assert_eq!(recalls[0]["waiting"], json!([]), "{recalls}");
    assert!((1..4).all(|at| !chain.finds(at, "Oskel")));
}

#[test]
fn two_agencies_learn_that_both_hold_a_number_and_open_it_together() {
    let terms = ["--match-per-day", "200", "--match-per-case", "150"];
    let chain = Chain::start(&["north", "south"], &terms, |chain| {
        chain.file(0, "r-north", &oskel(), "[]");
        let quiet = json!({"id": "p-quiet", "schema": "Person",
            "properties": {"name": ["Ovrin Talmat"], "email": ["ovrin@example.org"]}});
        chain.file(0, "r-quiet", &quiet, "[]");
        let theirs = json!({"id": "p-south", "schema": "Person",
            "properties": {"name": ["T. Oskel"], "phone": ["0044 7700 900123"]}});
        chain.file(1, "r-south", &theirs, "[]");
        let victim = json!({"id": "p-victim", "schema": "Person", "properties": {
            "name": ["Lena Marvik"], "email": ["ovrin@example.org"], "subjectCategory": ["victim"]}});
        chain.file(1, "r-victim", &victim, "[]");
    });
    let asked = chain.ana(0, &["blind", "ask", "south-1"]);
    assert!(asked.contains("2 selectors asked of south-1"), "{asked}");
    let hits = |at: usize| {
        let (status, page) = chain.api(at, "ana", "/exchange/blind", None);
        assert_eq!(status, 200, "{page}");
        page["hits"].as_array().unwrap().clone()
    };
    until("the hit is told to both", || hits(0).len() == 1 && hits(1).len() == 1);
    let (ours, theirs) = (&hits(0)[0], &hits(1)[0]);
    assert_eq!((&ours["kind"], &ours["state"]), (&json!("phone"), &json!("hit")));
    assert_eq!(ours["key"], theirs["key"]);
    assert_eq!(ours["records"], json!(["p-oskel"]), "what only a victim holds is no hit");
    assert_eq!(theirs["records"], json!(["p-south"]));
    assert_eq!(ours["theirs"], Value::Null, "still blind");

    // One side alone opens nothing.
    let hit = ours["hit"].as_str().unwrap();
    let agreed = chain.ana(0, &["blind", "open", hit]);
    assert!(agreed.contains("waits for the other side"), "{agreed}");
    until("the other side hears of it", || hits(1)[0]["they_agreed"] == "op-lantern");
    assert_eq!(hits(1)[0]["theirs"], Value::Null);
    chain.ana(1, &["blind", "open", hit]);
    until("both are told", || !hits(0)[0]["theirs"].is_null() && !hits(1)[0]["theirs"].is_null());
    let told = hits(0)[0]["theirs"].to_string();
    assert!(told.contains("T. Oskel") && told.contains("ana"), "{told}");
    assert!(hits(1)[0]["theirs"].to_string().contains("Tarvand Oskel"));

    // Both supervisors see the same ask, its size and both leaves, and no selector.
    let audit = |at: usize| chain.api(at, "otto", "/exchange/blind/audit", None).1;
    let (mine, other) = (audit(0), audit(1));
    assert_eq!(mine[0]["evaluations"], 16, "{mine}");
    for field in ["ask", "evaluations", "case", "asker_leaf", "holder_leaf", "hits"] {
        assert_eq!(mine[0][field], other[0][field], "{field}");
    }
    assert!(!mine.to_string().contains("447700900123"));
    assert_eq!(chain.api(0, "ana", "/exchange/blind/audit", None).0, 403);

    // The quota of the case is counted by the key holder, padding included: 9 asks of 16 fit.
    for _ in 0..9 {
        chain.ana(0, &["blind", "ask", "south-1"]);
    }
    until("the quota is used up", || {
        chain.ana(0, &["blind", "status"]).contains("evaluations left today")
    });
}

#[test]
fn protected_people_take_part_only_by_a_safeguarding_officers_word() {
    let child = json!({"id": "p-child", "schema": "Person", "properties": {
        "name": ["Mila Torvan"], "phone": ["+44 7700 900456"], "subjectCategory": ["child"]}});
    let terms = ["--match-per-day", "500"];
    let chain = Chain::start(&["north", "south"], &terms, |chain| {
        chain.file(0, "r-child", &child, "[]");
    });
    let folder = chain.folder("north");
    let ask = ["blind", "--folder", folder.to_str().unwrap(), "ask", "south-1", "p-child"];
    let asker = |who| ["--as", who, "--purpose", "op-lantern"];
    let refused = complaint(&run(&[&ask[..], &asker("ana")].concat()));
    assert!(refused.contains("can take part"), "{refused}");
    let refused = complaint(&run(&[&ask[..], &["--with-protected"], &asker("ana")].concat()));
    assert!(refused.contains("safeguarding officer"), "{refused}");
    let done = said(&[&ask[..], &["--with-protected"], &asker("sal")].concat());
    assert!(done.contains("1 selectors asked"), "{done}");
}

#[test]
fn requests_have_clocks_and_leave_lets_a_report_go_on() {
    let relays = ["--relays", "north", "--relays", "south", "--relays", "east"];
    let chain = Chain::start(&["north", "south", "east"], &relays, |chain| {
        let label = r#"["everyone"]"#;
        chain.file(0, "r-oskel", &oskel(), label);
        // As it was filed it may be passed on; this one asks first.
        let asks =
            json!({"id": "p-asks", "schema": "Person", "properties": {"name": ["Ovrin Talmat"]}});
        let file = chain.place.path().join("asks.json");
        std::fs::write(&file, asks.to_string()).unwrap();
        let folder = chain.folder("north");
        let import = ["import", "--report", "r-asks", "--release-to", "everyone", "--tlp", "green"];
        let more = ["--as", "ana", "--purpose", "op-lantern", "--folder", folder.to_str().unwrap()];
        said(&[&import[..], &more, &[file.to_str().unwrap()]].concat());
    });
    let sees = |at: usize| {
        let (_, found) = chain.api(at, "ana", "/search?q=Talmat", None);
        found.to_string().contains("p-asks")
    };
    until("the neighbour has it", || sees(1));
    until("what may go on has gone on", || chain.finds(2, "Oskel"));
    assert!(!sees(2), "nobody asked its originator");

    let ask = json!({"partner": "north-1", "text": "East works on him too", "urgency": "urgent",
        "report": "r-asks", "onward_to": "east"});
    let (status, asked) = chain.api(1, "ana", "/exchange/asks", Some(&ask));
    assert_eq!(status, 200, "{asked}");
    assert_eq!(asked["state"], "open");
    let id = asked["id"].as_str().unwrap().to_owned();
    let page = |at: usize| chain.api(at, "ana", "/exchange/asks", None).1;
    until("the originator is asked", || page(0)["asks"][0]["id"] == asked["id"]);
    let limit = |ask: &Value| {
        let at = |field: &str| {
            ask[field].as_str().unwrap().parse::<crossbearing_model::Instant>().unwrap().millis()
        };
        (at("due") - at("asked_at")) / 3_600_000
    };
    assert_eq!(limit(&page(1)["asks"][0]), 72);
    let reply = json!({"outcome": "granted", "text": "For this operation"});
    let path = format!("/exchange/asks/{id}/reply");
    let (status, answer) = chain.api(0, "ana", &path, Some(&reply));
    assert_eq!(status, 200, "{answer}");
    until("the leave is applied", || sees(2));
    let again = chain.api(0, "ana", &path, Some(&reply));
    assert_eq!(again.0, 403, "{}", again.1);
}

#[test]
fn a_preview_shows_what_leaves_and_what_the_partner_would_read() {
    let chain = Chain::start(&["north", "south"], &[], |chain| {
        chain.file(0, "r-oskel", &oskel(), "[]");
        let more = json!({"id": "p-oskel", "schema": "Person",
            "properties": {"alias": ["The Ferryman"]}});
        chain.file(0, "r-shared", &more, r#"[{"agency": "south"}]"#);
    });
    let path = "/exchange/partners/south-1/preview/p-oskel";
    let (status, lines) = chain.api(0, "ana", path, None);
    assert_eq!(status, 200, "{lines}");
    let state = |value: &str| {
        let lines = lines.as_array().unwrap();
        let line = lines.iter().find(|line| line["value"] == value).unwrap();
        line["state"].as_str().unwrap().to_owned()
    };
    assert_eq!(state("Tarvand Oskel"), "stays");
    assert!(["leaves", "has-left"].contains(&state("The Ferryman").as_str()));
    assert_eq!(chain.api(0, "ana", "/exchange/partners/nobody/preview/p-oskel", None).0, 422);
    assert_eq!(chain.api(0, "ana", "/exchange/partners/south-1/preview/nobody", None).0, 404);
}

#[test]
fn nobody_but_a_partner_is_let_in_over_tls() {
    let chain = Chain::start(&["north", "south"], &[], |_| ());
    // A node that is nobody's partner calls north's address, under north's card.
    said(&[
        "init",
        chain.folder("rogue").to_str().unwrap(),
        "--node",
        "rogue-1",
        "--agency",
        "rogue",
    ]);
    let rogue = chain.folder("rogue");
    let rogue = rogue.to_str().unwrap();
    let card = chain.cli(0, &["partner", "card", "--address", &chain.for_partners[0]]);
    let file = chain.place.path().join("north.json");
    std::fs::write(&file, &card).unwrap();
    let terms = ["--purpose", "op-lantern", "--until", "2100-01-01T00:00:00Z"];
    said(&[&["partner", "--folder", rogue, "add", file.to_str().unwrap()], &terms[..]].concat());
    let refused = run(&["exchange", "--folder", rogue, "sync"]);
    let text = String::from_utf8_lossy(&refused.stdout).into_owned();
    assert!(text.contains("no partner's"), "{text}");

    // South's card with north's address: whoever answers there has not south's key.
    let card = chain.cli(1, &["partner", "card", "--address", &chain.for_partners[0]]);
    std::fs::write(&file, card).unwrap();
    said(&[&["partner", "--folder", rogue, "add", file.to_str().unwrap()], &terms[..]].concat());
    let refused = run(&["exchange", "--folder", rogue, "sync", "south-1"]);
    let text = String::from_utf8_lossy(&refused.stdout).into_owned();
    assert!(!refused.status.success() && text.contains("cannot be reached"), "{text}");

    // Without TLS there is nothing to talk to.
    let plain = format!("http://{}/exchange/v1/outbox", host(&chain.for_partners[0]));
    let agent: ureq::Agent = ureq::Agent::config_builder().build().into();
    assert!(agent.post(&plain).send("{}").is_err());
}

#[test]
fn a_partners_certificate_opens_taxii_to_what_leaves_for_it_and_to_nothing_else() {
    let everyone = r#"["everyone"]"#;
    let mut chain = Chain::start(&["north", "south"], &["--take-nothing"], |chain| {
        chain.file(0, "r-oskel", &oskel(), everyone);
        let person = |id: &str, name: &str| json!({"id": id, "schema": "Person", "properties": {"name": [name]}});
        chain.file(0, "r-kept", &person("p-kept", "Ovrin Talmat"), "[]");
        chain.file(0, "r-back", &person("p-back", "Corvin Ravel"), everyone);
    });
    let recall = ["exchange", "recall", "--report", "r-back", "--reason", "inaccurate"];
    chain.ana(0, &[&recall[..], &["--note", "wrong man"]].concat());
    chain.stop(1);

    let address = format!("{}/taxii2/", chain.for_partners[0]);
    let folder = |name| chain.folder(name).to_str().unwrap().to_owned();
    let asker = ["--as", "ana", "--purpose", "op-lantern"];
    let pull = |into: &str| {
        let from = ["taxii", "pull", &address, "--collection", "statements"];
        run(&[&from[..], &["--partner", "north-1", "--into", into], &asker].concat())
    };
    let pulled = pull(&folder("south"));
    let text = String::from_utf8_lossy(&pulled.stdout).into_owned();
    assert!(pulled.status.success() && text.contains("go on with --added-after"), "{pulled:?}");
    let finds = |words: &str| {
        said(&[&["search", "--folder", &folder("south")], &asker[..], &[words]].concat())
    };
    assert!(finds("Oskel").contains("p-oskel"));
    assert!(!finds("Talmat").contains("p-kept"), "it is the north's alone");
    assert!(!finds("Ravel").contains("p-back"), "it was called back");

    // What was agreed has to give, and whoever is no partner gets nothing at all.
    chain.agree(0, 1, &["--give-nothing"]);
    assert!(complaint(&pull(&folder("south"))).contains("gives nothing now"));
    chain.cli(0, &["partner", "revoke", "south-1"]);
    assert!(complaint(&pull(&folder("south"))).contains("no partner's"));
}

#[test]
fn what_is_under_embargo_is_not_there_one_millisecond_before_its_end() {
    let ends = now().plus_millis(12_000);
    let chain = Chain::start(&["north", "south"], &[], |chain| {
        let label = json!({
            "originator": "north", "releasable_to": ["everyone"], "review": "2100-01-01T00:00:00Z",
            "tlp": "green", "onward": "yes", "embargo_until": ends.to_string(),
        });
        chain.file_under(0, "r-oskel", &oskel(), &label);
    });
    assert!(chain.finds(0, "Oskel"), "its originator sees it");
    let count = || chain.api(1, "ana", "/search?q=Oskel", None).1.to_string();
    let before = count();
    until("the embargo ends", || {
        let answer = count();
        // The answer was made before this moment.
        let is_there = answer.contains("p-oskel");
        assert!(!(is_there && now() < ends), "seen before {ends}");
        assert!(is_there || answer == before || now() >= ends, "a trace before {ends}: {answer}");
        is_there
    });
    assert!(now() >= ends);
}

#[expect(clippy::disallowed_methods, reason = "the nodes have this machine's clock")]
fn now() -> crossbearing_model::Instant {
    use std::time::{SystemTime, UNIX_EPOCH};
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
    crossbearing_model::Instant::from_millis(since.as_millis() as i64)
}
