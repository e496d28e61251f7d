//! The transparency log: who looked is written down, and nobody can change it unnoticed.

use crossbearing_log::{NodeHash, PublicKey, verify};
use serde_json::Value;

use super::client::Client;
use super::node::{Node, program};

fn hashes(list: &Value) -> Vec<NodeHash> {
    let list = list.as_array().unwrap().iter();
    list.map(|hash| hash.as_str().unwrap().parse().unwrap()).collect()
}

fn checkpoint(client: &Client) -> crossbearing_log::Checkpoint {
    let page = client.get("/log/checkpoint").json();
    let key: PublicKey = page["key"].as_str().unwrap().parse().unwrap();
    verify::checkpoint(page["note"].as_str().unwrap(), &key).unwrap()
}

#[test]
fn whoever_looks_is_written_down_before_the_answer() {
    let node = Node::start();
    let analyst = node.log_in("a.harrowmere");
    let found = analyst.get("/search?q=op&limit=2").json();
    let id = found["hits"][0]["entity"]["id"].as_str().unwrap();
    assert_eq!(analyst.get(&format!("/entities/{id}")).status, 200);

    let oversight = node.as_role("oversight", "westmark");
    let page = oversight.get("/log?actor=a.harrowmere&kind=consultation").json();
    assert_eq!(page["total"], 2);
    let leaf = &page["leaves"][0];
    assert_eq!(leaf["objects"], serde_json::json!([id]));
    assert_eq!((&leaf["action"], &leaf["role"]), (&"consultation".into(), &"analyst".into()));
    assert_eq!(leaf["justification"], "tests the program");
    assert!(!page.to_string().contains("q=op"), "the log holds a question");
}

#[test]
fn oversight_finds_who_looked_at_a_person() {
    let node = Node::start();
    let (analyst, other) = (node.log_in("a.harrowmere"), node.log_in("t.pellsted"));
    let found = analyst.get("/search?q=op&limit=3").json();
    let id = found["hits"][0]["entity"]["id"].as_str().unwrap();
    for client in [&analyst, &other] {
        client.get(&format!("/entities/{id}"));
    }
    assert_eq!(analyst.get("/entities/nobody-knows-this").status, 404);
    assert_eq!(analyst.get("/reports/nobody-knows-this").status, 404);
    analyst.get("/search?q=zzzzzzzzzz");

    let oversight = node.as_role("oversight", "westmark");
    let looked = oversight.get(&format!("/log?object={id}")).json();
    let users: Vec<_> =
        looked["leaves"].as_array().unwrap().iter().map(|leaf| &leaf["user"]).collect();
    assert_eq!(users, ["t.pellsted", "a.harrowmere", "a.harrowmere"]);
    assert_eq!((&looked["total"], &looked["leaves"][0]["today"]), (&3.into(), &false.into()));
    let by = oversight.get(&format!("/log?object={id}&actor=t.pellsted")).json();
    assert_eq!(by["total"], 1);
    let agency = by["leaves"][0]["agency"].as_str().unwrap();
    assert!(by["leaves"][0]["leaf"].as_str().unwrap().contains(&format!(r#""agency":"{agency}""#)));
    // A look that finds nothing is a look.
    let nothing = oversight.get("/log?object=nobody-knows-this").json();
    assert_eq!(nothing["total"], 2, "{nothing}");
    let all = oversight.get("/log?actor=a.harrowmere").json();
    assert_eq!((&all["total"], &all["leaves"][0]["objects"]), (&5.into(), &serde_json::json!([])));
}

#[test]
fn the_log_names_a_protected_person_by_pseudonym_whoever_looks() {
    let node = Node::start();
    let guardian = node.as_role("safeguarding-officer", "westmark");
    let mut ids = std::collections::BTreeSet::new();
    for question in ["an", "ma", "sa", "el", "ka", "ar", "sh", "no", "mi"] {
        let found = guardian.get(&format!("/search?q={question}&schema=Person&limit=50")).json();
        for hit in found["hits"].as_array().unwrap() {
            ids.insert(hit["entity"]["id"].as_str().unwrap().to_owned());
        }
    }
    // The one of them whom an analyst of the same agency knows by a pseudonym only.
    let analyst = node.log_in("a.harrowmere");
    let oversight = node.as_role("oversight", "westmark");
    let hidden = ids.iter().find(|id| analyst.get(&format!("/entities/{id}")).status == 404);
    let hidden = hidden.expect("the exercise protects nobody");
    assert_eq!(guardian.get(&format!("/entities/{hidden}")).status, 200);
    let latest = oversight.get("/log?limit=1").json();
    let named = latest["leaves"][0]["objects"][0].as_str().unwrap().to_owned();
    assert!(named.starts_with("protected-"), "{latest}");
    assert_eq!(analyst.get(&format!("/entities/{named}")).status, 200);
    let looked = oversight.get(&format!("/log?object={named}")).json();
    let users: std::collections::BTreeSet<_> =
        looked["leaves"].as_array().unwrap().iter().map(|leaf| leaf["user"].to_string()).collect();
    assert!(users.len() > 1, "officer and analyst looked: {users:?}");
}

#[test]
fn proofs_from_the_server_hold_on_the_readers_side() {
    let node = Node::start();
    let analyst = node.log_in("a.harrowmere");
    analyst.get("/search?q=report");
    let old = checkpoint(&analyst);
    for _ in 0..5 {
        analyst.get("/search?q=boat");
    }
    let new = checkpoint(&analyst);
    assert!(new.size > old.size);

    let oversight = node.as_role("oversight", "westmark");
    let query = format!("from={}&to={}", old.size, new.size);
    let proof = oversight.get(&format!("/log/proofs/consistency?{query}")).json();
    verify::consistency(old.size, old.root, new.size, new.root, &hashes(&proof["path"])).unwrap();

    let page = oversight.get("/log?limit=200").json();
    for leaf in page["leaves"].as_array().unwrap() {
        let index = leaf["index"].as_u64().unwrap();
        let query = format!("leaf={index}&size={}", new.size);
        let proof = oversight.get(&format!("/log/proofs/inclusion?{query}")).json();
        let bytes = leaf["leaf"].as_str().unwrap().as_bytes();
        verify::inclusion(bytes, index, new.size, &hashes(&proof["path"]), new.root).unwrap();
    }
    assert_eq!(oversight.get("/log/proofs/inclusion?leaf=99999").status, 404);
    assert_eq!(oversight.get("/log/proofs/consistency?from=0").status, 404);
}

#[test]
fn an_exported_log_is_checked_offline_and_changes_are_found() {
    let mut node = Node::start();
    let analyst = node.log_in("a.harrowmere");
    for word in ["report", "boat", "phone"] {
        analyst.get(&format!("/search?q={word}"));
    }
    let key = analyst.get("/log/checkpoint").json()["key"].as_str().unwrap().to_owned();
    let data = node.data();
    let target = data.join("../exported");
    let (data, target_text) = (data.to_str().unwrap(), target.to_str().unwrap());
    let exported = program(&["log", "export", "--folder", data, target_text]);
    assert!(exported.status.success(), "while the server runs");
    node.stop();

    let verify = || program(&["log", "verify", target_text, "--key", &key]);
    let checked = verify();
    let said = String::from_utf8_lossy(&checked.stdout).into_owned();
    assert!(checked.status.success() && said.contains("in order: 3 leaves"), "{said}");

    let leaves = target.join("leaves.jsonl");
    let text = std::fs::read_to_string(&leaves).unwrap();
    std::fs::write(&leaves, text.replacen("a.harrowmere", "t.pellsted", 1)).unwrap();
    let checked = verify();
    let said = String::from_utf8_lossy(&checked.stderr).into_owned();
    assert!(!checked.status.success() && said.contains("line 1"), "{said}");
}

#[test]
fn a_killed_server_has_kept_every_leaf_it_answered_for() {
    let mut node = Node::start();
    for round in 1..=3 {
        let analyst = node.log_in("a.harrowmere");
        let answered = (0..4).filter(|_| analyst.get("/search?q=report").status == 200).count();
        assert_eq!(answered, 4);
        node.kill();
        node.serve();
        let oversight = node.as_role("oversight", "westmark");
        assert_eq!(oversight.get("/log?actor=a.harrowmere").json()["total"], round * 4);
    }
}
