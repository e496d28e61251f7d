//! The same page seen by different people.

use std::collections::BTreeSet;

use serde_json::Value;

use super::client::Client;
use super::node::Node;

const DESKS: [(&str, &str); 5] = [
    ("analyst", "westmark"),
    ("analyst", "littoral"),
    ("watch-officer", "westmark"),
    ("safeguarding-officer", "kestane"),
    ("oversight", "westmark"),
];

/// Entities that are looked at for each desk.
const MOST: usize = 60;

/// Every id that a few searches give.
fn ids(client: &Client) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for question in ["report", "op", "boat", "phone", "an", "ma", "sa"] {
        let page = client.get(&format!("/search?q={question}&limit=50")).json();
        for hit in page["hits"].as_array().unwrap() {
            found.insert(hit["entity"]["id"].as_str().unwrap().to_owned());
        }
    }
    found
}

fn may_read(label: &Value, agency: &str) -> bool {
    let audiences = label["releasable_to"].as_array().unwrap();
    label["originator"] == agency
        || audiences.iter().any(|audience| {
            *audience == "everyone"
                || *audience == format!("agency:{agency}")
                || audience.as_str().unwrap().starts_with("group:")
        })
}

#[test]
fn every_statement_shown_is_one_its_label_releases() {
    let node = Node::start();
    let mut seen = BTreeSet::new();
    for (role, agency) in DESKS {
        let client = node.as_role(role, agency);
        let ids = ids(&client);
        assert!(!ids.is_empty(), "{role} of {agency} sees nothing");
        for id in ids.iter().take(MOST) {
            let entity = client.get(&format!("/entities/{id}")).json();
            let statements = entity["statements"].as_array().unwrap();
            assert!(!statements.is_empty(), "{id}");
            for statement in statements {
                let label = &statement["label"];
                assert!(may_read(label, agency), "{role} of {agency} reads {statement}");
                assert!(!statement["grade"]["codes"].as_str().unwrap().is_empty());
                assert!(!statement["report"]["id"].as_str().unwrap().is_empty());
            }
            seen.insert((id.clone(), statements.len()));
        }
    }
    let entities: BTreeSet<&String> = seen.iter().map(|(id, _)| id).collect();
    assert!(entities.len() < seen.len(), "everybody sees the same of everything");
}

#[test]
fn an_entity_has_a_timeline_places_and_neighbours() {
    let node = Node::start();
    let client = node.log_in("a.harrowmere");
    let (mut moments, mut places, mut ties) = (0, 0, 0);
    for id in ids(&client).iter().take(MOST) {
        let part = |name: &str| client.get(&format!("/entities/{id}/{name}")).json();
        let timeline = part("timeline");
        let timeline = timeline.as_array().unwrap();
        let dates: Vec<&str> =
            timeline.iter().filter_map(|moment| moment["from"].as_str()).collect();
        assert!(dates.is_sorted(), "{dates:?}");
        moments += timeline.len();
        for place in part("places")["features"].as_array().unwrap() {
            let [east, north] = [0, 1].map(|at| place["geometry"]["coordinates"][at].as_f64());
            assert!(east.unwrap().abs() <= 180.0 && north.unwrap().abs() <= 90.0);
            places += 1;
        }
        let around = part("neighbours");
        let nodes = around["nodes"].as_array().unwrap();
        assert_eq!(nodes[0]["id"], id.as_str());
        let known: BTreeSet<&str> = nodes.iter().map(|node| node["id"].as_str().unwrap()).collect();
        for edge in around["edges"].as_array().unwrap() {
            assert!(known.contains(edge["source"].as_str().unwrap()));
            assert!(known.contains(edge["target"].as_str().unwrap()));
            let rests_on = edge["evidence"].as_array().unwrap();
            assert_eq!(rests_on.len(), edge["statements"].as_array().unwrap().len(), "{edge}");
            ties += 1;
        }
    }
    assert!(moments > 0 && places > 0 && ties > 0, "{moments} {places} {ties}");
}

#[test]
fn reports_are_listed_and_read() {
    let node = Node::start();
    let client = node.log_in("a.harrowmere");
    let list = client.get("/reports?limit=5").json();
    assert!(list["total"].as_u64().unwrap() > 5);
    for report in list["reports"].as_array().unwrap() {
        let id = report["id"].as_str().unwrap();
        let page = client.get(&format!("/reports/{id}")).json();
        assert_eq!(page["meta"]["title"], report["title"]);
        assert!(!page["text"].as_str().unwrap().is_empty(), "{id}");
    }
    let first = list["reports"][0]["id"].clone();
    let second = client.get("/reports?limit=5&offset=1").json()["reports"][0]["id"].clone();
    assert_ne!(first, second);
    assert_eq!(client.get("/reports/nobody").status, 404);
}

#[test]
fn as_of_before_the_first_day_there_is_nothing() {
    let node = Node::start();
    let client = node.log_in("a.harrowmere");
    let id = ids(&client).pop_first().unwrap();
    let path = format!("/entities/{id}?as_of=2001-01-01T00:00:00Z");
    assert_eq!(client.get(&path).status, 404);
}

#[test]
fn the_words_of_the_node_are_told() {
    let node = Node::start();
    let client = node.log_in("a.harrowmere");
    let ontology = client.get("/ontology").json();
    let schemata = ontology["schemata"].as_array().unwrap();
    assert!(schemata.iter().any(|schema| schema["name"] == "Vessel"));
    let agencies = client.get("/agencies").json();
    assert!(agencies.as_array().unwrap().iter().any(|agency| agency["id"] == "westmark"));
}
