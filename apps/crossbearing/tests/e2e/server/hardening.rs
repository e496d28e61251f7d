//! What a hostile page, client or neighbour meets.

use std::process::Stdio;

use serde_json::json;

use super::node::{Node, PASSWORD, serve_command};

#[test]
fn another_sites_page_changes_nothing() {
    let node = Node::start();
    let client = node.log_in("a.harrowmere");
    let body = json!({"statements": [], "reason": "none"});
    let sent =
        |headers: &[(&str, &str)]| client.send("POST", "/disposals", headers, Some(&body)).status;
    assert_eq!(sent(&[]), 403);
    assert_eq!(sent(&[("x-crossbearing", "1"), ("sec-fetch-site", "cross-site")]), 403);
    assert_eq!(sent(&[("x-crossbearing", "1"), ("sec-fetch-site", "same-origin")]), 200);
}

#[test]
fn every_answer_has_the_security_headers_and_a_name() {
    let node = Node::start();
    let client = node.client();
    for path in ["/session", "/no/such/thing", "//", "//healthz", "//no.such.file"] {
        let answer = client.get(path);
        let policy = answer.header("content-security-policy");
        assert!(policy.contains("default-src 'none'"), "{path}: {policy}");
        assert!(!policy.contains("unsafe-eval") && !policy.contains("http"), "{path}: {policy}");
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(answer.header("x-request-id").len(), 16, "{path}");
    }
}

#[test]
fn an_error_is_a_problem_with_a_code_to_quote() {
    let node = Node::start();
    let client = node.log_in("a.harrowmere");
    for (path, status) in [
        ("/entities/nobody", 404),
        ("/no/such/thing", 404),
        ("/search?q=a&limit=many", 422),
        ("/search?q=a&as_of=yesterday", 422),
        ("/entities/a%20b", 422),
        ("/log", 403),
    ] {
        let answer = client.get(path);
        assert_eq!(answer.status, status, "{path}");
        assert_eq!(answer.header("content-type"), "application/problem+json", "{path}");
        let problem = answer.json();
        assert_eq!(problem["status"], status, "{path}");
        assert_eq!(problem["instance"], answer.header("x-request-id"), "{path}");
        assert!(!problem["title"].as_str().unwrap().is_empty(), "{path}");
    }
    let broken = client.send("POST", "/disposals", &[("x-crossbearing", "1")], Some(&json!([])));
    assert_eq!((broken.status, broken.json()["status"].clone()), (422, json!(422)));
}

#[test]
fn nothing_secret_and_no_content_is_in_the_servers_log() {
    let mut node = Node::start();
    let client = node.log_in("a.harrowmere");
    let hit = client.get("/search?q=quarterdeck").json();
    assert_eq!(hit["total"]["count"], 0);
    let (log, _) = node.stop();
    assert!(log.contains("answered"), "{log}");
    for word in ["quarterdeck", PASSWORD, "crossbearing_session=", "tests the program"] {
        assert!(!log.contains(word), "{word} is in the log");
    }
}

#[test]
fn a_second_server_on_the_same_folder_is_refused() {
    let node = Node::start();
    let second = serve_command(&node.data()).stdin(Stdio::null()).output().unwrap();
    let message = String::from_utf8_lossy(&second.stderr).into_owned();
    assert!(!second.status.success() && message.contains("another program"), "{message}");
}

#[test]
fn the_server_stops_when_asked_though_somebody_listens() {
    let mut node = Node::start();
    let mut events = node.log_in("a.harrowmere").events();
    let (log, code) = node.stop();
    assert_eq!(code, Some(0), "{log}");
    assert_eq!(events.next().0, "end");
}

#[test]
fn an_oversized_request_is_refused() {
    let node = Node::start();
    let client = node.client();
    // Just too large: the server reads it whole before it answers, so no reset overtakes the answer.
    let answer = client.log_in("a.harrowmere", &"x".repeat(17 << 10), "x", "tests");
    assert_eq!(answer.status, 413, "{}", answer.text);
}

#[test]
fn metrics_count_answers_by_route() {
    let node = Node::start();
    node.log_in("a.harrowmere").get("/entities/nobody");
    let page = node.client().get("//metrics").text;
    let line = "crossbearing_http_request_seconds_count{route=\"GET /api/v1/entities/{id}\",status=\"404\"} 1";
    assert!(page.contains(line), "{page}");
    assert!(!page.contains("nobody"), "an id is in the metrics");
}
