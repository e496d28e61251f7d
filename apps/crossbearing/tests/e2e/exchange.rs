//! Two real nodes: one serves, the other calls it.

use std::io::{BufRead as _, BufReader, Write as _};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};

use tempfile::TempDir;

use crate::program::{complaint, run, said};

/// Two nodes that are partners; `south-1` serves.
struct Pair {
    place: TempDir,
    server: Option<Child>,
    address: String,
}

impl Pair {
    fn new() -> Self {
        let mut pair =
            Self { place: tempfile::tempdir().unwrap(), server: None, address: String::new() };
        for (name, user) in [("north", "ines"), ("south", "bela")] {
            let folder = pair.folder(name);
            let folder = folder.to_str().unwrap();
            said(&["init", folder, "--node", &format!("{name}-1"), "--agency", name]);
            let user_command = ["user", "--folder", folder];
            let purpose =
                ["purpose", "op-lantern", "--title", "Lantern", "--until", "2100-01-01T00:00:00Z"];
            said(&[&user_command[..], &purpose].concat());
            let add = ["add", user, "--name", user, "--agency", name, "--role", "analyst"];
            said(&[&user_command[..], &add, &["--purpose", "op-lantern"]].concat());
            let card = said(&["partner", "--folder", folder, "card"]);
            std::fs::write(pair.file(&format!("{name}.json")), card).unwrap();
        }
        pair.befriend("south", "north", &[]);
        pair.serve();
        pair
    }

    fn folder(&self, name: &str) -> PathBuf {
        self.place.path().join(name)
    }

    fn file(&self, name: &str) -> String {
        self.place.path().join(name).to_str().unwrap().to_owned()
    }

    /// Makes `other` a partner of `node`.
    fn befriend(&self, node: &str, other: &str, more: &[&str]) {
        let folder = self.folder(node);
        let card = self.file(&format!("{other}.json"));
        let add = ["partner", "--folder", folder.to_str().unwrap(), "add", &card];
        let terms = ["--purpose", "op-lantern", "--until", "2100-01-01T00:00:00Z"];
        said(&[&add[..], &terms, more].concat());
    }

    fn serve(&mut self) {
        let mut server = Command::new(env!("CARGO_BIN_EXE_crossbearing"))
            .args(["serve", "--address", "127.0.0.1:0", "--folder"])
            .arg(self.folder("south"))
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(server.stdout.take().unwrap()).read_line(&mut line).unwrap();
        line.trim().clone_into(&mut self.address);
        self.server = Some(server);
        self.befriend("north", "south", &["--address", &self.address.clone()]);
    }

    /// Ends the server at once, as a loss of power does.
    fn kill(&mut self) {
        if let Some(mut server) = self.server.take() {
            let _ = server.kill();
            let _ = server.wait();
        }
    }

    /// What the program says to `words` about the northern node.
    fn north(&self, words: &[&str]) -> String {
        let folder = self.folder("north");
        let (command, rest) = words.split_first().unwrap();
        said(&[&[*command, "--folder", folder.to_str().unwrap()], rest].concat())
    }

    /// A case filed in the north, released to the south, and one that is not.
    fn file_cases(&self) {
        let entity = |id: &str, name: &str| {
            format!(
                r#"{{"id":"{id}","schema":"Person","properties":{{"name":["{name}"],"phone":["+44 7700 900123"]}}}}"#
            )
        };
        std::fs::write(self.file("shared.json"), entity("p-1", "Tarvand Oskel")).unwrap();
        std::fs::write(self.file("kept.json"), entity("p-2", "Ovrin Talmat")).unwrap();
        let asker = ["--as", "ines", "--purpose", "op-lantern"];
        let shared = ["--release-to", "agency:south", "--report", "r-shared"];
        let file = self.file("shared.json");
        self.north(&[&["import"], &asker[..], &shared, &[&file]].concat());
        let file = self.file("kept.json");
        self.north(&[&["import"], &asker[..], &["--report", "r-kept", &file]].concat());
    }

    /// What the southern analyst finds, while the southern server is down.
    fn south_finds(&mut self, words: &str) -> String {
        self.kill();
        let folder = self.folder("south");
        let asker =
            ["--as", "bela", "--purpose", "op-lantern", "--folder", folder.to_str().unwrap()];
        let found = said(&[&["search"], &asker[..], &[words]].concat());
        self.serve();
        found
    }

    fn post(&self, path: &str, body: &[u8]) -> (u16, String) {
        self.send(path, body).unwrap()
    }

    fn send(&self, path: &str, body: &[u8]) -> Result<(u16, String), ureq::Error> {
        let agent: ureq::Agent =
            ureq::Agent::config_builder().http_status_as_error(false).build().into();
        let mut answer = agent.post(format!("{}{path}", self.address)).send(body)?;
        Ok((answer.status().as_u16(), answer.body_mut().read_to_string()?))
    }
}

impl Drop for Pair {
    fn drop(&mut self) {
        self.kill();
    }
}

#[test]
fn what_is_released_arrives_once_and_a_recall_takes_it_back() {
    let mut pair = Pair::new();
    pair.file_cases();
    let preview =
        pair.north(&["exchange", "preview", "south-1", "--as", "ines", "--purpose", "op-lantern"]);
    assert!(preview.contains("Tarvand Oskel") && !preview.contains("Ovrin Talmat"), "{preview}");
    let synced = pair.north(&["exchange", "sync"]);
    assert!(synced.contains("3 statements made ready"), "{synced}");
    assert!(pair.north(&["exchange", "sync"]).contains("0 statements made ready, 0 envelopes"));
    let found = pair.south_finds("Oskel");
    assert!(found.contains("p-1"), "{found}");
    assert!(!pair.south_finds("Talmat").contains("p-2"));

    let recall = ["exchange", "recall", "--report", "r-shared", "--reason", "inaccurate"];
    let asker = ["--note", "wrong man", "--as", "ines", "--purpose", "op-lantern"];
    let told = pair.north(&[&recall[..], &asker].concat());
    assert!(told.contains("1 to be told (south-1)"), "{told}");
    assert!(pair.north(&["exchange", "status"]).contains("waits until"));
    pair.north(&["exchange", "sync"]);
    let status = pair.north(&["exchange", "status"]);
    assert!(status.contains("answered") && status.contains("south-1 erased 3"), "{status}");
    let status = pair.north(&["exchange", "status", "--json"]);
    let status: serde_json::Value = serde_json::from_str(&status).unwrap();
    let attestation = &status["recalls"][0]["receipts"][0]["attestation"];
    prove(attestation);
    assert!(!pair.south_finds("Oskel").contains("p-1"));
    assert!(pair.north(&["exchange", "sync"]).contains("0 statements made ready"));
}

/// Checks the receipt's proof as an overseer would: leaf, checkpoint, key, nothing else.
fn prove(attestation: &serde_json::Value) {
    use base64ct::{Base64, Encoding as _};
    use crossbearing_log::{NodeHash, PublicKey, verify};
    let text = |name: &str| attestation[name].as_str().unwrap();
    let key: PublicKey = text("log_key").parse().unwrap();
    let checkpoint = verify::checkpoint(text("checkpoint"), &key).unwrap();
    let hash = |hash: &serde_json::Value| {
        let bytes = Base64::decode_vec(hash.as_str().unwrap()).unwrap();
        NodeHash::from_bytes(bytes.try_into().unwrap())
    };
    let proof: Vec<NodeHash> = attestation["proof"].as_array().unwrap().iter().map(hash).collect();
    let (leaf, index) = (text("leaf"), attestation["index"].as_u64().unwrap());
    assert!(leaf.contains("erasure"), "{leaf}");
    verify::inclusion(leaf.as_bytes(), index, checkpoint.size, &proof, checkpoint.root).unwrap();
}

#[test]
fn a_break_is_made_good_and_a_revoked_partner_gets_nothing() {
    let mut pair = Pair::new();
    pair.file_cases();
    pair.kill();
    let folder = pair.folder("north");
    let sync = ["exchange", "--folder", folder.to_str().unwrap(), "sync"];
    let failed = run(&sync);
    assert!(complaint(&failed).contains("stays in the outbox"));
    pair.serve();
    assert!(pair.north(&["exchange", "sync"]).contains("1 envelopes given"));
    assert!(pair.south_finds("Oskel").contains("p-1"));
    pair.kill();
    let south = pair.folder("south");
    said(&["partner", "--folder", south.to_str().unwrap(), "revoke", "north-1"]);
    pair.serve();
    let refused = run(&sync);
    assert!(String::from_utf8_lossy(&refused.stdout).contains("revoked"), "{refused:?}");
}

#[test]
fn what_no_partner_signed_is_refused() {
    let pair = Pair::new();
    for path in ["/exchange/v1/inbox", "/exchange/v1/outbox"] {
        for body in [&b""[..], b"{}", b"[[[[", b"\xFF\xFE", br#"{"signed":"{}","signature":""}"#] {
            let (status, text) = pair.post(path, body);
            assert!((400..500).contains(&status), "{status} {text}");
        }
    }
    let forged = r#"{"signed":"{\"version\":1,\"from\":\"north-1\",\"to\":\"south-1\",\"seq\":1,\"sent_at\":\"2026-05-01T12:00:00Z\",\"body\":{\"bundle\":{\"purpose\":\"x\",\"statements\":\"\"}}}","signature":"AAAA"}"#;
    let (status, text) = pair.post("/exchange/v1/inbox", forged.as_bytes());
    assert!(status == 403 && text.contains("the signature is not that of north-1"), "{text}");
    let later = forged.replace("\\\"version\\\":1", "\\\"version\\\":9");
    assert!(pair.post("/exchange/v1/inbox", later.as_bytes()).1.contains("version 9 is not known"));
    // The refusal may come while it is still being sent.
    let sent = pair.send("/exchange/v1/inbox", &vec![b' '; 9 << 20]);
    assert!(sent.is_err() || sent.is_ok_and(|(status, _)| status == 413));
    assert!(pair.post("/exchange/v1/inbox", b"{}").0 < 500, "it still answers");
}

#[test]
fn a_sender_that_stops_in_the_middle_blocks_nobody() {
    let pair = Pair::new();
    let host = pair.address.strip_prefix("http://").unwrap();
    let mut slow = std::net::TcpStream::connect(host).unwrap();
    let head = format!(
        "POST /exchange/v1/inbox HTTP/1.1\r\nhost: {host}\r\ncontent-length: 1000\r\n\r\n{{"
    );
    slow.write_all(head.as_bytes()).unwrap();
    pair.file_cases();
    assert!(pair.north(&["exchange", "sync"]).contains("1 envelopes given"));
    drop(slow);
}
