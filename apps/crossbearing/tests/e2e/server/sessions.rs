//! Logging in for a purpose, and out.

use serde_json::json;

use super::node::{Node, PASSWORD, program};

#[test]
fn a_session_states_its_purpose_and_ends() {
    let node = Node::start();
    let user = node.user("analyst", "westmark");
    let client = node.client();
    let purpose = node.purpose_of(&user);
    let answer = client.log_in(&user, PASSWORD, &purpose, "follows up report 12");
    let cookie = answer.header("set-cookie");
    assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Strict"), "{cookie}");
    let session = client.get("/session").json();
    assert_eq!((&session["user"], &session["purpose"]), (&json!(user), &json!(purpose)));
    assert_eq!(session["justification"], "follows up report 12");
    let answer = client.send("DELETE", "/session", &[("x-crossbearing", "1")], None);
    assert_eq!(answer.status, 204);
    assert_eq!(client.get("/session").status, 401);
}

#[test]
fn a_login_without_a_purpose_in_force_is_refused_and_says_why() {
    let node = Node::start_after(|data| {
        let data = data.to_str().unwrap();
        for arguments in [
            &[
                "purpose",
                "old",
                "--title",
                "Old",
                "--from",
                "2020-01-01T00:00:00Z",
                "--until",
                "2021-01-01T00:00:00Z",
            ][..],
            &["grant", "a.harrowmere", "old"],
            &["purpose", "others", "--title", "Others", "--until", "2099-01-01T00:00:00Z"],
        ] {
            let done = program(&[&["user", "--folder", data], arguments].concat());
            assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
        }
    });
    let user = "a.harrowmere";
    let purpose = node.purpose_of(user);
    let refused = |password: &str, purpose: &str, justification: &str| {
        let answer = node.client().log_in(user, password, purpose, justification);
        (answer.status, answer.json()["detail"].as_str().unwrap().to_owned())
    };
    let (status, detail) = refused(PASSWORD, "old", "looks back");
    assert!(status == 401 && detail.contains("ended on 2021-01-01"), "{status} {detail}");
    let (status, detail) = refused(PASSWORD, "others", "looks around");
    assert!(status == 401 && detail.contains("not one of yours"), "{status} {detail}");
    let (status, detail) = refused(PASSWORD, "no such", "looks around");
    assert!(status == 422 && detail.contains("purpose name"), "{status} {detail}");
    let (status, detail) = refused(PASSWORD, &purpose, " ");
    assert!(status == 422 && detail.contains("why you look"), "{status} {detail}");
    let (status, wrong) = refused("not the password", &purpose, "looks around");
    assert_eq!(status, 401);
    let nobody = node.client().log_in("nobody", "not the password", &purpose, "looks around");
    assert_eq!(nobody.json()["detail"], wrong, "an answer tells who has an account");
}

#[test]
fn guessing_passwords_is_slowed_down() {
    let node = Node::start();
    let client = node.client();
    let attempts = (0..12).map(|_| client.log_in("a.harrowmere", "a guess", "x", "guesses"));
    let last = attempts.last().unwrap();
    assert_eq!(last.status, 429);
    assert!(last.header("retry-after").parse::<u64>().unwrap() >= 1);
}

#[test]
fn a_closed_account_loses_its_sessions() {
    let node = Node::start();
    let analyst = node.log_in("a.harrowmere");
    let administrator = node.as_role("administrator", "westmark");
    let path = "/people/a.harrowmere";
    assert_eq!(administrator.send("DELETE", path, &[("x-crossbearing", "1")], None).status, 204);
    assert_eq!(analyst.get("/session").status, 401);
    let purpose = node.purpose_of("t.pellsted");
    let again = node.client().log_in("a.harrowmere", PASSWORD, &purpose, "comes back");
    assert_eq!(again.status, 401);
}

#[test]
fn a_new_person_logs_in_and_changes_the_password() {
    let node = Node::start();
    let administrator = node.as_role("administrator", "westmark");
    let purpose = node.purpose_of("a.harrowmere");
    let person = json!({
        "user": "new", "name": "Velmo Kasht", "agency": "westmark", "roles": ["analyst"],
        "password": "a long first password", "purposes": [purpose],
    });
    assert_eq!(administrator.post("/people", &person).status, 201);
    assert_eq!(administrator.post("/people", &person).status, 409);
    let client = node.client();
    assert_eq!(client.log_in("new", "a long first password", &purpose, "begins").status, 200);
    let put = |path: &str, body: &serde_json::Value| {
        client.send("PUT", path, &[("x-crossbearing", "1")], Some(body))
    };
    assert_eq!(put("/people/new/password", &json!({"password": "short"})).status, 422);
    let other = json!({"password": "another long password"});
    assert_eq!(put("/people/a.harrowmere/password", &other).status, 403);
    assert_eq!(put("/people/new/password", &other).status, 204);
    assert_eq!(client.get("/session").status, 401);
    assert_eq!(client.log_in("new", "another long password", &purpose, "again").status, 200);
}

#[test]
fn a_token_does_what_its_scopes_allow() {
    let node = Node::start();
    let analyst = node.log_in("a.harrowmere");
    let mut wanted = json!({
        "name": "nightly search", "scopes": ["read"], "purpose": node.purpose_of("a.harrowmere"),
        "justification": "keeps a watch list", "expires": "2020-01-01T00:00:00Z",
    });
    assert_eq!(analyst.post("/tokens", &wanted).status, 422);
    let soon = analyst.get("/session").json()["expires_at"].clone();
    wanted["expires"] = soon;
    let made = analyst.post("/tokens", &wanted).json();
    let token = analyst.with_token(made["text"].as_str().unwrap());
    assert_eq!(token.get("/search?q=op").status, 200);
    assert_eq!(
        token.post("/disposals", &json!({"statements": [], "reason": "tidies"})).status,
        403
    );
    assert_eq!(token.post("/tokens", &wanted).status, 403);
    assert!(!analyst.get("/tokens").text.contains("cbt_"), "a token is shown twice");
    let path = format!("/tokens/{}", made["id"]);
    assert_eq!(analyst.send("DELETE", &path, &[("x-crossbearing", "1")], None).status, 204);
    assert_eq!(token.get("/search?q=op").status, 401);
}
