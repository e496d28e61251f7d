//! TAXII over HTTP: our own conformance check, our own client, and the standard's.

use std::process::Command;

use serde_json::{Value, json};

use super::client::Client;
use super::node::Node;
use crate::program;
use crate::python::python;

const FORM: &str = "application/taxii+json;version=2.1";

/// A token of this user with these scopes.
fn token(node: &Node, user: &str, scopes: &[&str]) -> String {
    let client = node.log_in(user);
    let expires = client.get("/session").json()["expires_at"].clone();
    let wanted = json!({
        "name": "exchange", "scopes": scopes, "purpose": node.purpose_of(user),
        "justification": "tests the exchange", "expires": expires,
    });
    client.post("/tokens", &wanted).json()["text"].as_str().unwrap().to_owned()
}

fn ask(client: &Client, method: &str, path: &str, body: Option<&Value>) -> (u16, Value) {
    let headers = [("accept", FORM), ("content-type", FORM)];
    let answer = client.send(method, &format!("//taxii2/{path}"), &headers, body);
    let told = if answer.text.is_empty() { Value::Null } else { answer.json() };
    (answer.status, told)
}

fn identity(number: u32, name: &str) -> Value {
    json!({
        "type": "identity", "spec_version": "2.1", "name": name, "identity_class": "individual",
        "id": format!("identity--0c3ae5a8-9b1f-4b43-8f4d-7a1a6e6c{number:04}"),
        "created": "2026-01-01T00:00:00.000Z", "modified": "2026-01-01T00:00:00.000Z",
    })
}

#[test]
fn the_server_keeps_to_the_standard() {
    let node = Node::start();
    let token = token(&node, "a.harrowmere", &["read", "write"]);
    let url = format!("{}/taxii2/", node.address());
    let said = program::said(&["conformance", &url, "--token", &token, "--json"]);
    let report: Value = serde_json::from_str(&said).unwrap();
    let checks = report["checks"].as_array().unwrap();
    assert!(checks.len() > 25, "{said}");
    assert!(checks.iter().all(|check| check["outcome"] == "passed"), "{said}");
}

#[test]
fn what_is_sent_comes_back_as_it_was_and_goes_when_it_is_removed() {
    let node = Node::start();
    let client = node.client().with_token(&token(&node, "a.harrowmere", &["read", "write"]));
    let objects = "root/collections/statements/objects/";
    let sent = json!({"objects": [identity(1, "Ovrin Talmat"), {"type": "identity"}, {
        "type": "indicator", "spec_version": "2.1",
        "id": "indicator--0c3ae5a8-9b1f-4b43-8f4d-7a1a6e6c3b05", "name": "An advert",
        "created": "2026-01-01T00:00:00.000Z", "modified": "2026-01-01T00:00:00.000Z",
        "pattern": "[url:value = 'https://example.org/a']", "pattern_type": "stix",
        "valid_from": "2026-01-01T00:00:00Z",
    }]});
    let (status, told) = ask(&client, "POST", objects, Some(&sent));
    assert_eq!(
        (status, &told["success_count"], &told["failure_count"]),
        (202, &json!(2), &json!(1))
    );
    let again =
        ask(&client, "GET", &format!("root/status/{}/", told["id"].as_str().unwrap()), None);
    assert_eq!((again.0, &again.1["total_count"]), (200, &json!(3)));
    for object in [&sent["objects"][0], &sent["objects"][2]] {
        let id = object["id"].as_str().unwrap();
        let (status, told) = ask(&client, "GET", &format!("{objects}{id}/"), None);
        let mut back = told["objects"][0].clone();
        back.as_object_mut().unwrap().remove("extensions");
        assert_eq!((status, &back), (200, object));
        assert_eq!(ask(&client, "DELETE", &format!("{objects}{id}/"), None).0, 200);
        assert_eq!(ask(&client, "GET", &format!("{objects}{id}/"), None).0, 404);
    }
}

#[test]
fn nobody_sends_in_the_name_of_another_agency() {
    let node = Node::start();
    let client = node.client().with_token(&token(&node, "a.harrowmere", &["read", "write"]));
    let mut object = identity(2, "Tarvand Oskel");
    object["extensions"] = json!({"extension-definition--5c1f2f0e-7d0b-4a57-9a43-5f0f3cfb6f10": {
        "extension_type": "property-extension", "version": "1", "entity": "p-1",
        "citations": [{"citation": 1, "report": "r-1", "grade": "6x6/A1", "basis": "fact",
            "origin": "elsewhere", "label": {"originator": "elsewhere", "review": "2030-01-01T00:00:00Z"}}],
        "statements": [{"entity": "p-1", "schema": "Person", "property": "name",
            "value": "Tarvand Oskel", "cite": 1}],
    }});
    let sent = json!({"objects": [object]});
    let (status, told) = ask(&client, "POST", "root/collections/statements/objects/", Some(&sent));
    assert_eq!((status, &told["failure_count"]), (202, &json!(1)));
    assert!(told["failures"][0]["message"].as_str().unwrap().contains("claims to be elsewhere's"));
    let read_only = node.client().with_token(&token(&node, "a.harrowmere", &["read"]));
    let refused = ask(&read_only, "POST", "root/collections/statements/objects/", Some(&sent));
    assert_eq!(refused.0, 403);
}

#[test]
fn every_address_asks_who_is_there() {
    let node = Node::start();
    let scopes = ["read", "write"];
    let user = |role| node.user(role, "westmark");
    let callers = [
        node.client(),
        node.client().with_token(&token(&node, "a.harrowmere", &scopes)),
        node.client().with_token(&token(&node, &user("oversight"), &scopes)),
        node.client().with_token(&token(&node, &user("administrator"), &scopes)),
    ];
    let collection = "root/collections/statements/";
    let nobody = "objects/identity--00000000-0000-4000-8000-000000000000/";
    let empty = json!({"objects": []});
    for (method, path, expected) in [
        ("GET", String::new(), [401, 200, 200, 200]),
        ("GET", "root/".to_owned(), [401, 200, 200, 200]),
        ("GET", "root/collections/".to_owned(), [401, 200, 200, 200]),
        ("GET", collection.to_owned(), [401, 200, 200, 200]),
        ("GET", format!("{collection}objects/"), [401, 200, 200, 200]),
        ("GET", format!("{collection}manifest/"), [401, 200, 200, 200]),
        ("GET", format!("{collection}{nobody}"), [401, 404, 404, 404]),
        ("GET", format!("{collection}{nobody}versions/"), [401, 404, 404, 404]),
        ("DELETE", format!("{collection}{nobody}"), [401, 404, 403, 403]),
        ("POST", format!("{collection}objects/"), [401, 422, 403, 403]),
        ("GET", "root/status/none/".to_owned(), [401, 404, 404, 404]),
    ] {
        let body = (method == "POST").then_some(&empty);
        let answers: Vec<u16> =
            callers.iter().map(|client| ask(client, method, &path, body).0).collect();
        assert_eq!(answers, expected, "{method} {path}");
    }
    // The schema of the extension is for everybody.
    assert_eq!(node.client().send("GET", "//schemas/stix-extension-1.json", &[], None).status, 200);
}

#[test]
fn another_node_pulls_everything_and_nothing_is_lost() {
    let node = Node::start();
    let token = token(&node, "a.harrowmere", &["read", "write"]);
    let url = format!("{}/taxii2/", node.address());
    let other = program::Node::new();
    let data = other.data();
    let pull = [
        "taxii",
        "pull",
        &url,
        "--collection",
        "statements",
        "--token",
        &token,
        "--as",
        "ines",
        "--purpose",
        "op-lantern",
        "--into",
        data.to_str().unwrap(),
    ];
    let said = program::said(&pull);
    assert!(said.contains("go on with --added-after"), "{said}");
    let last = said.trim().rsplit(' ').next().unwrap();
    let again = program::said(&[&pull[..], &["--added-after", last]].concat());
    assert!(again.starts_with("0 statements added, 0 known before"), "{again}");
}

/// Walks through the collection with the client of the standard, and compares with the manifest.
const READER: &str = r"
import sys
from taxii2client.v21 import Server, as_pages
url, token = sys.argv[1:]
server = Server(url, user='any', password=token)
collection = server.default.collections[0]
ids = []
for page in as_pages(collection.get_objects, per_request=100):
    ids += [o['id'] for o in page.get('objects', [])]
listed = []
for page in as_pages(collection.get_manifest, per_request=100):
    listed += [o['id'] for o in page.get('objects', [])]
assert ids and ids == listed, (len(ids), len(listed))
print(len(ids))
";

#[test]
fn the_client_of_the_standard_reads_it_whole() {
    let Some(python) = python(&["taxii2-client==2.3.0"]) else { return };
    let node = Node::start();
    let token = token(&node, "a.harrowmere", &["read"]);
    let url = format!("{}/taxii2/", node.address());
    let output = Command::new(python).args(["-c", READER, &url, &token]).output().unwrap();
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let mut count = 0;
    let client = node.client().with_token(&token);
    let mut next = String::new();
    loop {
        let path = format!("root/collections/statements/manifest/?limit=5000{next}");
        let (_, told) = ask(&client, "GET", &path, None);
        count += told["objects"].as_array().unwrap().len();
        match told["next"].as_str() {
            Some(cursor) => next = format!("&next={cursor}"),
            None => break,
        }
    }
    assert_eq!(said.trim(), count.to_string());
}
