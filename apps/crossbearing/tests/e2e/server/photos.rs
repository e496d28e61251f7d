//! Photos of vessels: added, looked at, refused, hidden from others, taken back, disposed of.

use crossbearing_reports::pictures::{jpeg, said};
use serde_json::{Value, json};

use super::client::{Answer, Client};
use super::node::{Node, program};

/// A picture made up of two fields.
fn picture(shade: u8) -> Vec<u8> {
    let pixel = |idx: usize| if idx % 64 < 32 { [shade, 40, 90] } else { [230, 240, shade] };
    jpeg(64, &(0..64 * 48).map(pixel).collect::<Vec<_>>()).unwrap()
}

/// With what a camera says beside the pixels.
fn with_owner(file: &[u8], owner: &str) -> Vec<u8> {
    let said = [&b"Exif\0\0MM\0*"[..], owner.as_bytes()].concat();
    let length = (said.len() as u16 + 2).to_be_bytes();
    [&file[..2], b"\xff\xe1", &length, &said, &file[2..]].concat()
}

fn add(client: &Client, people: &str, file: (&str, &[u8])) -> Answer {
    let parts = [
        ("caption", "Low in the water, two engines"),
        ("taken", "2026-05-01T04:10:00Z"),
        ("by", "patrol aircraft"),
        ("shows_people", people),
        ("mmsi", "211000001"),
        ("grade", "6x6/B2"),
    ];
    client.form_with("/photos", &parts, Some(file))
}

/// The officer's agency as the labels of the exercise name it.
const AGENCY: &str = "westmark";

fn photos(client: &Client) -> Value {
    client.get("/sea/vessels/211000001/photos").json()
}

/// What was written to the log about an object, the latest first.
fn reasons(overseer: &Client, object: &str) -> Vec<(String, String)> {
    let log = overseer.get(&format!("/log?object={object}")).json();
    let entries = log["leaves"].as_array().unwrap().iter();
    let word = |entry: &Value, field: &str| entry[field].as_str().unwrap_or_default().to_owned();
    entries.map(|entry| (word(entry, "action"), word(entry, "justification"))).collect()
}

#[test]
fn a_photo_is_added_and_seen_by_those_who_may_see_its_report() {
    let node = Node::start();
    let watch = node.as_role("watch-officer", AGENCY);
    let file = with_owner(&picture(20), "Owner of the camera");
    let added = add(&watch, "no", ("boat.jpg", &file));
    assert_eq!(added.status, 201, "{}", added.text);
    let (id, report) = (added.json()["id"].clone(), added.json()["report"].clone());
    let (id, report) = (id.as_str().unwrap(), report.as_str().unwrap());

    let listed = photos(&watch);
    assert_eq!((listed[0]["id"].as_str(), &listed[0]["kept"]), (Some(id), &json!(true)));
    assert_eq!(listed[0]["taken"], "2026-05-01T04:10:00Z");
    assert_eq!(listed[0]["grade"]["text"], "6x6/B2");
    for path in ["small", "picture"] {
        let seen = watch.get(&format!("/photos/{id}/{path}"));
        assert_eq!((seen.status, seen.header("content-type")), (200, "image/jpeg"));
        assert_eq!(seen.header("x-content-type-options"), "nosniff");
        assert_eq!(seen.header("cache-control"), "no-store");
        assert!(!said(&seen.bytes).unwrap().contains("Owner"));
    }
    let original = |client: &Client, reason: &str| {
        client.post(&format!("/photos/{id}/original"), &json!({ "reason": reason }))
    };
    assert_eq!(original(&watch, "").status, 422);
    let given = original(&watch, "evidence for the court");
    assert_eq!((given.status, given.header("content-type")), (200, "application/octet-stream"));
    assert!(given.bytes == file);

    // Each look is in the log, and the file's giving out as a disclosure.
    let overseer = node.as_role("oversight", AGENCY);
    let said_of = reasons(&overseer, id);
    let count = |kind: &str| said_of.iter().filter(|(of, _)| of == kind).count();
    assert_eq!((count("collection"), count("disclosure")), (1, 1), "{said_of:?}");
    assert!(count("consultation") >= 3, "{said_of:?}");
    assert!(said_of.contains(&("disclosure".to_owned(), "evidence for the court".to_owned())));

    // For another agency there is none, and asking for it tells nothing.
    let people = node.client().get("/demo/people").json();
    let other = people
        .as_array()
        .unwrap()
        .iter()
        .find(|one| one["role"] == "analyst" && one["agency"] != AGENCY);
    let stranger = node.log_in(other.unwrap()["user"].as_str().unwrap());
    assert_eq!(photos(&stranger), json!([]));
    for path in ["small", "picture", "picture?people=true"] {
        let hidden = stranger.get(&format!("/photos/{id}/{path}"));
        let never = stranger.get(&format!("/photos/nobody/{path}"));
        assert_eq!((hidden.status, never.status), (404, 404));
        assert_eq!(hidden.json()["title"], never.json()["title"]);
    }
    assert_eq!(original(&stranger, "evidence for the court").status, 404);
    // Who files the same file sees their own, and not that it was there before.
    let again = add(&stranger, "no", ("same.jpg", &file));
    assert_eq!(again.status, 201, "{}", again.text);
    assert_eq!(photos(&stranger).as_array().unwrap().len(), 1);
    let theirs = again.json()["id"].as_str().unwrap().to_owned();
    assert_eq!(stranger.get(&format!("/photos/{theirs}/small")).status, 200);
    assert_eq!(photos(&watch).as_array().unwrap().len(), 1);

    // Taken back, it is shown no longer.
    let statement = listed[0]["statement"].as_str().unwrap();
    let path = format!("/statements/{id}/{statement}/retract");
    assert_eq!(watch.post(&path, &json!({"reason": "another vessel"})).status, 200);
    assert_eq!(
        (photos(&watch), watch.get(&format!("/photos/{id}/small")).status),
        (json!([]), 404)
    );

    // Disposed of with its report, its file is gone for its agency, and stays for the other.
    let mut all = watch.get(&format!("/entities/{report}")).json()["statements"].clone();
    let of_photo = watch.get(&format!("/entities/{id}")).json()["statements"].clone();
    all.as_array_mut().unwrap().extend(of_photo.as_array().unwrap().iter().cloned());
    let named = |of: &Value| json!({"entity": of["entity"], "statement": of["id"]});
    let statements: Vec<Value> = all.as_array().unwrap().iter().map(named).collect();
    let gone = watch.post("/disposals", &json!({"statements": statements, "reason": "not needed"}));
    assert_eq!(gone.status, 200, "{}", gone.text);
    assert_eq!(watch.get(&format!("/reports/{report}/original")).status, 404);
    assert_eq!(stranger.get(&format!("/photos/{theirs}/picture")).status, 200);
}

#[test]
fn people_are_veiled_until_somebody_asks_to_see_them() {
    let node = Node::start();
    let watch = node.as_role("watch-officer", AGENCY);
    let added = add(&watch, "yes", ("boat.jpg", &picture(90)));
    let id = added.json()["id"].as_str().unwrap().to_owned();
    let look = |path: &str| watch.get(&format!("/photos/{id}/{path}")).bytes;
    let veiled = look("small");
    assert_eq!(look("picture"), veiled);
    assert_ne!(look("small?people=true"), veiled);
    assert_ne!(look("picture?people=true"), veiled);
    let overseer = node.as_role("oversight", AGENCY);
    let asked = reasons(&overseer, &id);
    let asked = asked.iter().filter(|(_, because)| because.contains("asked to see the people"));
    assert_eq!(asked.count(), 2);
}

#[test]
fn what_is_no_photo_or_says_too_little_is_refused_in_words() {
    let node = Node::start();
    let watch = node.as_role("watch-officer", AGENCY);
    let refused = |people: &str, file: (&str, &[u8])| {
        let answer = add(&watch, people, file);
        assert_eq!(answer.status, 422, "{}", answer.text);
        answer.json()["detail"].as_str().unwrap().to_owned()
    };
    let whole = picture(7);
    let message = refused("no", ("boat.jpg", b"<svg onload='alert(1)'>"));
    assert!(message.contains("give JPEG, PNG or WebP"), "{message}");
    let message = refused("no", ("--boat.jpg", &whole[..200]));
    assert!(message.contains("--boat.jpg"), "{message}");
    let large = [&whole[..], &vec![0; 21 << 20]].concat();
    let message = refused("no", ("boat.jpg", &large));
    assert!(message.contains("at most 20.0 MB"), "{message}");
    let message = refused("perhaps", ("boat.jpg", &whole));
    assert!(message.contains("shows_people"), "{message}");
    assert_eq!(photos(&watch), json!([]));
    let parts = [("caption", "x"), ("taken", "2099-01-01"), ("shows_people", "no"), ("mmsi", "1")];
    let answer = watch.form_with("/photos", &parts, Some(("boat.jpg", &whole)));
    assert_eq!(answer.status, 422, "{}", answer.text);
}

#[test]
fn a_photo_is_added_and_listed_at_the_command_line() {
    let mut node = Node::start();
    let user = node.user("watch-officer", AGENCY);
    let purpose = node.purpose_of(&user);
    node.kill();
    let file = node.data().join("boat.jpg");
    std::fs::write(&file, picture(3)).unwrap();
    let data = node.data();
    let asker = ["--as", &user, "--purpose", &purpose, "--folder", data.to_str().unwrap()];
    let said = |words: &[&str]| {
        let output = program(&[&["sea", "photo"], words, &asker[..]].concat());
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    };
    let file = file.to_str().unwrap();
    let id = said(&[
        "add",
        "211000001",
        file,
        "--taken",
        "2026-05-01",
        "--caption",
        "a boat",
        "--grade",
        "6x6/B2",
        "--shows-people",
        "no",
    ]);
    let listed: Value = serde_json::from_str(&said(&["list", "211000001"])).unwrap();
    assert_eq!((listed["id"].as_str(), &listed["caption"]), (Some(id.trim()), &json!("a boat")));
    node.serve();
    let watch = node.log_in(&user);
    assert_eq!(watch.get(&format!("/photos/{}/picture", id.trim())).status, 200);
}
