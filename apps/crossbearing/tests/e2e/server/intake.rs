//! Reports and tables come in, are read, and become statements as people decide.

use serde_json::{Value, json};

use super::client::Client;
use super::node::Node;

const TEXT: &str = "Tarvand Oskel (AKA Velmo Kasht), 24, was arrested in Calais on 6 December 2025. \
    His phone was +44 20 7946 0018.";

fn filed(client: &Client) -> String {
    let answer = client.form(
        "/reports",
        &[
            ("title", "Arrest in Calais"),
            ("grade", "3x5x2/2B"),
            ("date", "2025-12-08"),
            ("file", &format!("note.txt:{TEXT}")),
        ],
    );
    assert_eq!(answer.status, 201, "{}", answer.text);
    answer.json()["id"].as_str().unwrap().to_owned()
}

fn report(client: &Client, id: &str) -> Value {
    client.get(&format!("/reports/{id}")).json()
}

fn status_of<'v>(report: &'v Value, list: &str, kind: &str) -> &'v Value {
    let list = report[list].as_array().unwrap();
    list.iter().find(|one| one["kind"] == kind).unwrap_or_else(|| panic!("no {kind}: {report}"))
}

#[test]
fn a_report_is_read_and_confirmed_into_statements() {
    let node = Node::start();
    let client = node.log_in("a.harrowmere");
    let id = filed(&client);
    let before = report(&client, &id);
    assert_eq!(
        (&before["meta"]["title"], &before["meta"]["grade"]["codes"]),
        (&json!("Arrest in Calais"), &json!("2B"))
    );
    assert_eq!(before["text"].as_str().unwrap().trim(), TEXT);
    assert!(before["statements"].as_array().unwrap().is_empty(), "a machine asserted something");
    let person = status_of(&before, "findings", "person");
    let phone = status_of(&before, "mentions", "phone");
    assert_eq!((&person["status"], &phone["status"]), (&json!("proposed"), &json!("proposed")));

    let decisions = json!({"decisions": [
        {"key": person["key"], "verdict": "confirm"},
        {"key": phone["key"], "verdict": "dismiss", "reason": "the number of the office"},
    ]});
    let after = client.post(&format!("/reports/{id}/decisions"), &decisions);
    assert_eq!(after.status, 200, "{}", after.text);
    let after = after.json();
    assert_eq!(status_of(&after, "findings", "person")["status"], "confirmed");
    assert_eq!(status_of(&after, "mentions", "phone")["status"], "dismissed");
    assert_eq!(status_of(&after, "mentions", "phone")["reason"], "the number of the office");
    let alias =
        after["statements"].as_array().unwrap().iter().find(|one| one["property"] == "alias");
    let alias = alias.unwrap();
    assert_eq!(alias["value"], "Velmo Kasht");
    let [start, end] = ["start", "end"].map(|end| alias["passage"][end].as_u64().unwrap() as usize);
    assert_eq!(&after["text"].as_str().unwrap()[start..end], "Velmo Kasht");

    // A name that a text writes so that only a reader who knows it would see it.
    let again = client.form(
        "/reports",
        &[
            ("title", "A note"),
            ("grade", "3x5x2/2B"),
            ("file", "note.txt:the engines were paid for by velmo kasht in cash"),
        ],
    );
    let again = report(&client, again.json()["id"].as_str().unwrap());
    let known = status_of(&again, "mentions", "known");
    assert_eq!((&known["status"], &known["text"]), (&json!("known"), &json!("velmo kasht")));
    assert_eq!(known["entity"]["id"], alias["entity"]);

    let found = client.get("/search?q=velmo%20kasht").json();
    assert_eq!(found["hits"][0]["entity"]["id"], alias["entity"]);
    let original = client.get(&format!("/reports/{id}/original"));
    assert_eq!(original.text, TEXT);
    assert!(original.header("content-disposition").starts_with("attachment"));
}

#[test]
fn decisions_are_recorded_together_or_not_at_all() {
    let node = Node::start();
    let client = node.log_in("a.harrowmere");
    let id = filed(&client);
    let key = status_of(&report(&client, &id), "findings", "person")["key"].clone();
    let wrong = json!({"decisions": [
        {"key": key, "verdict": "confirm"},
        {"key": "000000000000000000000000", "verdict": "confirm"},
    ]});
    assert_eq!(client.post(&format!("/reports/{id}/decisions"), &wrong).status, 422);
    let after = report(&client, &id);
    assert!(after["statements"].as_array().unwrap().is_empty());
    assert_eq!(status_of(&after, "findings", "person")["status"], "proposed");
}

/// A report of westmark's, released to littoral.
fn shared(client: &Client, onward: &str, text: &str) -> String {
    let label = json!({
        "originator": "westmark",
        "releasable_to": [{"agency": "littoral"}],
        "review": "2030-01-01T00:00:00Z",
        "onward": onward,
    });
    let file = format!("note.txt:{text}");
    let parts = [("title", "Shared"), ("grade", "3x5x2/2B"), ("file", &file)];
    let label = label.to_string();
    let answer = client.form("/reports", &[&parts[..], &[("label", &label)]].concat());
    assert_eq!(answer.status, 201, "{}", answer.text);
    answer.json()["id"].as_str().unwrap().to_owned()
}

#[test]
fn a_partner_confirms_in_its_own_name_and_no_wider() {
    let node = Node::start();
    let (own, partner) = (node.log_in("a.harrowmere"), node.as_role("analyst", "littoral"));
    for (onward, reaches_the_originator) in [("ask", false), ("yes", true)] {
        let id = shared(&own, onward, TEXT);
        let person = status_of(&report(&partner, &id), "findings", "person")["key"].clone();
        let decision = json!({"decisions": [{"key": person, "verdict": "confirm"}]});
        let after = partner.post(&format!("/reports/{id}/decisions"), &decision);
        assert_eq!(after.status, 200, "{}", after.text);
        let after = after.json();
        assert_eq!(status_of(&after, "findings", "person")["status"], "confirmed");
        let statements = after["statements"].as_array().unwrap();
        assert!(!statements.is_empty());
        for statement in statements {
            let label = &statement["label"];
            assert_eq!(
                (&label["originator"], &statement["report"]["id"]),
                (&json!("littoral"), &json!(id))
            );
            assert_eq!(label["review"], "2030-01-01T00:00:00Z");
            let tlp = if reaches_the_originator { "amber" } else { "amber-strict" };
            assert_eq!((&label["tlp"], &label["onward"]), (&json!(tlp), &json!(onward)));
        }
        // What the originator's own people decided stays their own.
        let theirs = report(&own, &id);
        assert_eq!(theirs["statements"].as_array().unwrap().is_empty(), !reaches_the_originator);
        let status = &status_of(&theirs, "findings", "person")["status"];
        assert_ne!(status, "confirmed");
    }
}

#[test]
fn whoever_does_not_see_a_report_whole_does_not_decide_what_it_says() {
    let node = Node::start();
    let (own, guardian) =
        (node.log_in("a.harrowmere"), node.as_role("safeguarding-officer", "westmark"));
    let mut hidden = None;
    for question in ["an", "ma", "sa", "el", "ka", "ar", "sh", "no", "mi"] {
        let found = guardian.get(&format!("/search?q={question}&schema=Person&limit=50")).json();
        for hit in found["hits"].as_array().unwrap() {
            let id = hit["entity"]["id"].as_str().unwrap();
            if hidden.is_none() && own.get(&format!("/entities/{id}")).status == 404 {
                hidden = hit["entity"]["caption"].as_str().map(str::to_owned);
            }
        }
    }
    let hidden = hidden.expect("the exercise protects nobody");
    let id = shared(&guardian, "yes", &format!("{hidden} was seen with Tarvand Oskel. {TEXT}"));
    for client in [&own, &node.as_role("analyst", "littoral")] {
        let seen = report(client, &id);
        assert!(!seen["text"].as_str().unwrap().contains(&hidden), "{seen}");
        let person = status_of(&seen, "findings", "person")["key"].clone();
        let decision = json!({"decisions": [{"key": person, "verdict": "confirm"}]});
        let refused = client.post(&format!("/reports/{id}/decisions"), &decision);
        assert_eq!(refused.status, 403, "{}", refused.text);
        assert!(refused.text.contains("hidden from you"), "{}", refused.text);
    }
}

#[test]
fn another_agency_does_not_learn_of_a_report_that_is_not_released() {
    let node = Node::start();
    let id = filed(&node.log_in("a.harrowmere"));
    let other = node.as_role("analyst", "littoral");
    assert_eq!(other.get(&format!("/reports/{id}")).status, 404);
    let decisions = json!({"decisions": []});
    assert_eq!(other.post(&format!("/reports/{id}/decisions"), &decisions).status, 404);
    assert_eq!(other.get("/search?q=arrest%20in%20calais").json()["total"]["count"], 0);
}

#[test]
fn a_form_that_cannot_be_used_says_why() {
    let node = Node::start();
    let client = node.log_in("a.harrowmere");
    let refused = |parts: &[(&str, &str)]| {
        let answer = client.form("/reports", parts);
        assert_eq!(answer.status, 422, "{}", answer.text);
        answer.json()["detail"].as_str().unwrap().to_owned()
    };
    assert!(refused(&[("grade", "3x5x2/2B")]).contains("text or a file"));
    assert!(refused(&[("text", TEXT)]).contains("grade"));
    assert!(refused(&[("text", TEXT), ("grade", "7x7")]).contains("3x5x2/1A"));
    let label = r#"{"originator":"littoral","review":"2030-01-01T00:00:00Z"}"#;
    assert!(
        refused(&[("text", TEXT), ("grade", "3x5x2/2B"), ("label", label)]).contains("westmark")
    );
    let endless = r#"{"originator":"westmark"}"#;
    assert!(
        refused(&[("text", TEXT), ("grade", "3x5x2/2B"), ("label", endless)]).contains("review")
    );
    let partner = r#"{"originator":"westmark","releasable_to":[{"agency":"atlantis"}],"review":"2030-01-01T00:00:00Z"}"#;
    assert!(
        refused(&[("text", TEXT), ("grade", "3x5x2/2B"), ("label", partner)])
            .contains("atlantis, which is not known here")
    );
    let unknown = r#"{"originator":"westmark","releasable_to":[{"agency":"x y"}]}"#;
    assert!(
        refused(&[("text", TEXT), ("grade", "3x5x2/2B"), ("label", unknown)]).contains("label")
    );
}

const MAPPING: &str = r#"
[[tables]]
name = "people"
file = "people.csv"

[tables.entities.person]
schema = "Person"
id = "register-{id}"
properties.name = "name"
properties.birthDate = "born"
"#;

#[test]
fn a_table_is_previewed_and_comes_in_whole_or_not() {
    let node = Node::start();
    let client = node.log_in("a.harrowmere");
    let send = |path: &str, table: &str| {
        let file = format!("people.csv:{table}");
        client.form(path, &[("file", &file), ("mapping", MAPPING), ("grade", "3x5x2/2B")])
    };
    let good = "id,name,born\n1,Tarvand Oskel,1990-02-03\n2,Velmo Kasht,1991\n";
    let columns = send("/mappings/columns", good).json();
    assert!(columns["columns"].as_array().is_some_and(|names| names.len() > 1), "{columns}");
    let preview = send("/mappings/preview", good);
    assert_eq!(preview.status, 200, "{}", preview.text);
    let preview = preview.json();
    assert_eq!(preview["columns"], json!(["id", "name", "born"]));
    assert_eq!(preview["entities"][0]["entity"]["caption"], "Tarvand Oskel");

    let broken = send("/imports", "id,name,born\n1,Tarvand Oskel,1990-02-31\n");
    assert_eq!(broken.status, 422, "{}", broken.text);
    assert!(broken.text.contains("line 2") && broken.text.contains("born"), "{}", broken.text);

    let imported = send("/imports", good);
    assert_eq!(imported.status, 200, "{}", imported.text);
    let id = imported.json()["report"].as_str().unwrap().to_owned();
    assert!(report(&client, &id)["statements"].as_array().unwrap().len() >= 4);
}

#[test]
fn followthemoney_entities_come_in() {
    let node = Node::start();
    let client = node.log_in("a.harrowmere");
    let entity = r#"{"id":"p-1","schema":"Person","properties":{"name":["Tarvand Oskel"]}}"#;
    let file = format!("people.ftm.json:{entity}\n");
    let parts = [("file", file.as_str()), ("grade", "6x6/B2"), ("title", "A list")];
    let imported = client.form("/imports", &parts);
    assert_eq!(imported.status, 200, "{}", imported.text);
    assert_eq!(client.get("/entities/p-1").json()["caption"], "Tarvand Oskel");
}
