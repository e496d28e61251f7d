//! Correcting, retracting, disposing, and who hears of it.

use serde_json::{Value, json};

use super::client::Client;
use super::node::{Node, program};

/// A name of a person that this agency originated.
fn own_name(client: &Client, agency: &str) -> Value {
    for question in ["an", "ma", "sa", "el", "ka", "ar"] {
        let page = client.get(&format!("/search?q={question}&schema=Person&limit=50")).json();
        for hit in page["hits"].as_array().unwrap() {
            let id = hit["entity"]["id"].as_str().unwrap();
            let entity = client.get(&format!("/entities/{id}")).json();
            let own = entity["statements"].as_array().unwrap().iter().find(|statement| {
                statement["label"]["originator"] == agency
                    && statement["property"] == "name"
                    && statement["superseded_by"].is_null()
                    && !statement["value"].as_str().unwrap().contains('[')
            });
            if let Some(own) = own {
                return own.clone();
            }
        }
    }
    panic!("{agency} has named nobody");
}

fn path(statement: &Value, step: &str) -> String {
    let part = |name: &str| statement[name].as_str().unwrap();
    format!("/statements/{}/{}/{step}", part("entity"), part("id"))
}

fn again(client: &Client, statement: &Value) -> Value {
    let entity = client.get(&format!("/entities/{}", statement["entity"].as_str().unwrap())).json();
    let statements = entity["statements"].as_array().unwrap();
    statements.iter().find(|other| other["id"] == statement["id"]).unwrap().clone()
}

#[test]
fn a_correction_takes_the_place_and_both_stay() {
    let node = Node::start();
    let client = node.log_in("a.harrowmere");
    let name = own_name(&client, "westmark");
    let correction = json!({"value": "Velmo  Kasht", "reason": "misread in the scan"});
    let answer = client.post(&path(&name, "correct"), &correction);
    assert_eq!(answer.status, 200, "{}", answer.text);
    let later = answer.json()["statement"].clone();
    assert_eq!(again(&client, &name)["superseded_by"], later);
    let corrected = json!({"entity": name["entity"], "id": later});
    assert_eq!(again(&client, &corrected)["value"], "Velmo Kasht");
    let other = json!({"value": "Velmo Kashti", "reason": "misread again"});
    let twice = client.post(&path(&name, "correct"), &other);
    assert_eq!(twice.status, 409, "{}", twice.text);
}

#[test]
fn a_retraction_keeps_its_reason_and_is_logged_with_it() {
    let node = Node::start();
    let client = node.log_in("a.harrowmere");
    let name = own_name(&client, "westmark");
    let no_reason = client.post(&path(&name, "retract"), &json!({"reason": ""}));
    assert_eq!(no_reason.status, 422);
    let retraction = json!({"reason": "the source has withdrawn it"});
    assert_eq!(client.post(&path(&name, "retract"), &retraction).status, 200);
    assert!(!again(&client, &name)["superseded_by"].is_null());
    let oversight = node.as_role("oversight", "westmark");
    let page = oversight.get("/log?kind=alteration").json();
    assert_eq!(page["leaves"][0]["justification"], "the source has withdrawn it");
}

#[test]
fn only_the_originator_changes_a_statement() {
    let node = Node::start();
    let theirs = own_name(&node.log_in("a.harrowmere"), "westmark");
    let retraction = json!({"reason": "we know better"});
    let other = node.as_role("analyst", "littoral").post(&path(&theirs, "retract"), &retraction);
    assert!(matches!(other.status, 403 | 404), "{}", other.text);
    let oversight = node.as_role("oversight", "westmark");
    assert_eq!(oversight.post(&path(&theirs, "retract"), &retraction).status, 403);
}

#[test]
fn what_is_disposed_of_is_gone_and_the_log_keeps_that_it_happened() {
    let node = Node::start();
    let client = node.log_in("a.harrowmere");
    let name = own_name(&client, "westmark");
    let disposal = json!({
        "statements": [{"entity": name["entity"], "statement": name["id"]}],
        "reason": "no longer needed",
    });
    assert_eq!(client.post("/disposals", &disposal).json()["statements"], 1);
    assert_eq!(client.post("/disposals", &disposal).status, 404);
    let oversight = node.as_role("oversight", "westmark");
    let page = oversight.get("/log?kind=erasure").json();
    assert_eq!(page["leaves"][0]["objects"], json!([name["id"]]));
    assert!(!page.to_string().contains(name["value"].as_str().unwrap()));
}

#[test]
fn a_disposal_reaches_backups_and_what_is_restored_from_them() {
    let mut node = Node::start();
    let client = node.log_in("a.harrowmere");
    let name = own_name(&client, "westmark");
    let data = node.data();
    let beside = |name: &str| data.join("..").join(name).to_str().unwrap().to_owned();
    let data = data.to_str().unwrap();
    let (backup, again, late) = (beside("backup"), beside("again"), beside("late"));
    let done = |words: &[&str]| {
        let output = program(words);
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        (output.status.success(), said + &String::from_utf8_lossy(&output.stderr))
    };
    assert!(done(&["backup", "--folder", data, &backup]).0, "while a server runs");
    assert!(done(&["prune-backup", "--check", "--folder", data, &backup]).0);

    let disposal = json!({
        "statements": [{"entity": name["entity"], "statement": name["id"]}],
        "reason": "no longer needed",
    });
    assert_eq!(client.post("/disposals", &disposal).status, 200);
    let (clean, said) = done(&["prune-backup", "--check", "--folder", data, &backup]);
    assert!(!clean && said.contains("holds what was disposed of"), "{said}");
    let (restored, said) = done(&["restore", &backup, &again, "--disposals", data]);
    assert!(restored && said.contains("1 statements and 0 files were disposed of since"), "{said}");
    let (pruned, said) = done(&["prune-backup", "--folder", data, &backup]);
    assert!(pruned && said.contains("1 statements and 0 files erased"), "{said}");
    assert!(done(&["prune-backup", "--check", "--folder", data, &backup]).0);
    assert!(done(&["restore", &backup, &late]).0);
    for folder in [&again, &late] {
        let (clean, said) = done(&["prune-backup", "--check", "--folder", data, folder]);
        assert!(clean, "{said}");
    }
    // Not a word of it is left in the files, unless somebody else says it too.
    let purpose = node.purpose_of("a.harrowmere");
    node.stop();
    let shown = |folder: &str| {
        let who = ["show", "--as", "a.harrowmere", "--purpose", &purpose, "--json", "--folder"];
        done(&[&who[..], &[folder, name["entity"].as_str().unwrap()]].concat()).1
    };
    assert_eq!(shown(&again), shown(data));
    assert_eq!(shown(&late), shown(data));
    let other = beside("other");
    assert!(program(&["init", &other, "--node", "other-1", "--agency", "other"]).status.success());
    assert!(!done(&["prune-backup", "--folder", &other, &backup]).0, "of another folder");
}

#[test]
fn the_file_of_a_report_goes_with_the_last_statement_that_names_it_from_backups_too() {
    let mut node = Node::start();
    let client = node.log_in("a.harrowmere");
    let file = "notes.txt:Seen at the ramp: three men and a trailer, plate unread.";
    let made = client.form("/reports", &[("grade", "3x5x2/1A"), ("file", file)]);
    assert_eq!(made.status, 201, "{}", made.text);
    let report = made.json()["id"].as_str().unwrap().to_owned();
    let original = format!("/reports/{report}/original");
    assert!(client.get(&original).text.contains("three men"));
    let data = node.data();
    let backup = data.join("../backup").to_str().unwrap().to_owned();
    let data = data.to_str().unwrap();
    let done = |words: &[&str]| {
        let output = program(words);
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        (output.status.success(), said + &String::from_utf8_lossy(&output.stderr))
    };
    assert!(done(&["backup", "--folder", data, &backup]).0);

    let entity = client.get(&format!("/entities/{report}")).json();
    let of = |property: &str| {
        let statements = entity["statements"].as_array().unwrap().iter();
        let found = statements.filter(|statement| statement["property"] == property);
        found.map(|found| json!({"entity": report, "statement": found["id"]})).collect::<Vec<_>>()
    };
    let dispose = |statements: Vec<Value>| {
        let body = json!({"statements": statements, "reason": "no longer needed"});
        client.post("/disposals", &body).status
    };
    assert_eq!(dispose(of("bodyText")), 200);
    assert_eq!(client.get(&original).status, 200, "a statement still names it");
    let digest = entity["statements"].as_array().unwrap().iter();
    let digest = digest.clone().find(|one| one["property"] == "contentHash").unwrap()["value"]
        .as_str()
        .unwrap()
        .to_owned();
    assert_eq!(dispose(of("contentHash")), 200);
    let leaf = node.as_role("oversight", "westmark").get("/log?kind=erasure").json();
    let objects = leaf["leaves"][0]["objects"].to_string();
    assert!(objects.contains(&format!("sha256-{digest}")), "{objects}");

    let (clean, _) = done(&["prune-backup", "--check", "--folder", data, &backup]);
    assert!(!clean);
    let (pruned, said) = done(&["prune-backup", "--folder", data, &backup]);
    assert!(pruned && said.contains("2 statements and 1 files erased"), "{said}");
    assert!(done(&["prune-backup", "--check", "--folder", data, &backup]).0);
    node.stop();
    for folder in [data, &backup] {
        let bytes = std::fs::read(format!("{folder}/ledger.db")).unwrap();
        let word = b"three men and a trailer";
        assert!(!bytes.windows(word.len()).any(|at| at == word), "{folder} still holds the file");
    }
}

#[test]
fn reviews_are_the_own_agencys() {
    let node = Node::start();
    let client = node.log_in("a.harrowmere");
    let due = client.get("/reviews?until=2200-01-01T00:00:00Z").json();
    let due = due.as_array().unwrap();
    assert!(!due.is_empty());
    for review in due {
        assert_eq!(review["statement"]["label"]["originator"], "westmark");
    }
    assert!(due.is_sorted_by_key(|review| review["due"].as_str().unwrap().to_owned()));
}

#[test]
fn who_may_see_a_change_hears_of_it() {
    let mut node = Node::start();
    let client = node.log_in("a.harrowmere");
    let name = own_name(&client, "westmark");
    let mut events = node.log_in("t.pellsted").events();
    let mut blind = node.as_role("administrator", "westmark").events();
    let retraction = json!({"reason": "the source has withdrawn it"});
    assert_eq!(client.post(&path(&name, "retract"), &retraction).status, 200);
    let (event, data) = events.next();
    assert_eq!((event.as_str(), data), ("change", json!({"entity": name["entity"]}).to_string()));
    node.stop();
    // An administrator sees no content: the stream ends without a change.
    assert_eq!(blind.next().0, "end");
}
