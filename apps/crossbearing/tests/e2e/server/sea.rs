//! The desk of the sea: what was acknowledged survives, an alert goes its way, and nobody sees a
//! feed whose label is not for them.

use std::fmt::Write as _;
use std::io::{BufRead as _, BufReader, Write as _};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::time::{Duration, Instant};

use crossbearing_ais::{Units, Value, Values, encode, sentences};
use parquet::file::reader::{FileReader as _, SerializedFileReader};
use serde_json::{Value as Json, json};

use super::client::Client;
use super::node::{Node, program};

/// The longest that a state is waited for.
const PATIENCE: Duration = Duration::from_secs(60);

fn position(mmsi: u32, lat: f64, status: f64) -> String {
    let number = |name: &str, value: f64| (name.to_owned(), Value::Number(value));
    let values = vec![
        number("type", 1.0),
        number("mmsi", f64::from(mmsi)),
        number("lat", lat),
        number("lon", 1.25),
        number("speed", 5.0),
        number("course", 0.0),
        number("heading", 0.0),
        number("status", status),
    ];
    let payload = encode(&Values(values), Units::Scaled).unwrap();
    sentences(&payload, "AIVDM", 'A', 0).remove(0) + "\n"
}

fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

/// Puts a feed that listens in the place of the exercise's; its label is for nobody but its agency.
fn listening(data: &Path, port: u16) {
    let feeds = format!(
        "[[feed]]\nid = \"mast\"\ntitle = \"Mast\"\ngrade = \"6x6/B2\"\n\
         [feed.source]\nkind = \"listen\"\naddress = \"127.0.0.1:{port}\"\nacknowledge = true\n\
         [feed.label]\noriginator = \"westmark\"\nreview = \"2030-01-01T00:00:00Z\"\n"
    );
    std::fs::write(data.join("sea/feeds.toml"), feeds).unwrap();
}

fn connect(port: u16) -> TcpStream {
    let start = Instant::now();
    loop {
        match TcpStream::connect(("127.0.0.1", port)) {
            Ok(stream) => return stream,
            Err(error) => assert!(start.elapsed() < PATIENCE, "{error}"),
        }
        std::thread::yield_now();
    }
}

/// Asks until the answer passes.
fn wait_for(client: &Client, path: &str, passes: impl Fn(&Json) -> bool) -> Json {
    let start = Instant::now();
    loop {
        let answer = client.get(path);
        if answer.status == 200 && passes(&answer.json()) {
            return answer.json();
        }
        assert!(start.elapsed() < PATIENCE, "{path}: {}", answer.text);
        std::thread::yield_now();
    }
}

/// An analyst of an agency that is not the host's.
fn other(node: &Node) -> Json {
    let people = node.client().get("/demo/people").json();
    let is_other = |it: &&Json| it["role"] == "analyst" && it["agency"] != "westmark";
    people.as_array().unwrap().iter().find(is_other).unwrap().clone()
}

fn other_agency(node: &Node) -> String {
    other(node)["agency"].as_str().unwrap().to_owned()
}

fn other_analyst(node: &Node) -> String {
    other(node)["user"].as_str().unwrap().to_owned()
}

#[test]
fn nothing_acknowledged_is_lost_when_the_power_goes() {
    let port = free_port();
    let mut node = Node::start_after(|data| listening(data, port));
    let mut sender = connect(port);
    let mut acknowledged = BufReader::new(sender.try_clone().unwrap());
    let (mut sent, mut safe) = (0_u64, 0_u64);
    let mut ends = Vec::new();
    for mmsi in 211_000_000.. {
        // Apart from each other: thousands at one place would keep the rules about pairs busy.
        let line = position(mmsi, f64::from(mmsi % 800) * 0.1 - 40.0, 0.0);
        sent += line.len() as u64;
        ends.push(sent);
        if sender.write_all(line.as_bytes()).is_err() {
            break;
        }
        // Some are acknowledged while others are still on their way.
        if ends.len() % 500 == 0 {
            let mut word = String::new();
            acknowledged.read_line(&mut word).unwrap();
            safe = word.trim_start_matches("$PCBOK,").split('*').next().unwrap().parse().unwrap();
        }
        if ends.len() == 3000 {
            node.kill();
            break;
        }
    }
    let n_safe = ends.iter().filter(|end| **end <= safe).count() as u64;
    assert!(n_safe > 0, "nothing was acknowledged");
    node.serve();
    let watch = node.as_role("watch-officer", "westmark");
    let feeds = watch.get("/sea/feeds").json();
    let vessels = feeds[0]["vessels"].as_u64().unwrap();
    assert!(vessels >= n_safe, "{vessels} of {n_safe} acknowledged are there");

    // Where they were leaves as a table, for whoever may see it and nobody else.
    let (officer, analyst) = (node.user("watch-officer", "westmark"), other_analyst(&node));
    let purposes = [&officer, &analyst].map(|user| node.purpose_of(user));
    node.kill();
    let n_rows = |user: &str, purpose: &str| {
        let (data, out) = (node.data(), node.data().join("past.parquet"));
        let (data, out) = (data.to_str().unwrap(), out.to_str().unwrap());
        let asker = ["--as", user, "--purpose", purpose, "--folder", data];
        let words = ["sea", "history", "--format", "parquet", "--out", out];
        let output = program(&[&words[..], &asker[..]].concat());
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let table = SerializedFileReader::new(std::fs::File::open(out).unwrap()).unwrap();
        table.metadata().file_metadata().num_rows()
    };
    assert_eq!(n_rows(&officer, &purposes[0]) as u64, vessels);
    assert_eq!(n_rows(&analyst, &purposes[1]), 0);
}

#[test]
fn a_call_for_help_is_seen_closed_and_played_again() {
    let port = free_port();
    let node = Node::start_after(|data| listening(data, port));
    let mut sender = connect(port);
    let mut lines = String::new();
    let _ =
        write!(lines, "{}{}", position(211_000_001, 51.0, 0.0), position(972_000_001, 51.1, 14.0));
    sender.write_all(lines.as_bytes()).unwrap();
    let watch = node.as_role("watch-officer", "westmark");
    let queue = wait_for(&watch, "/sea/alerts", |it| it["alerts"][0]["evidence"].is_object());
    let alert = &queue["alerts"][0];
    assert_eq!((&alert["rule"], &alert["severity"]), (&json!("distress"), &json!("danger")));
    let path = format!("/sea/alerts/{}", alert["id"].as_str().unwrap());
    assert_eq!(
        watch.post(&format!("{path}/acknowledge"), &json!({})).json()["state"],
        "acknowledged"
    );
    assert_eq!(watch.post(&format!("{path}/acknowledge"), &json!({})).status, 409);
    let closure = json!({"outcome": "false-alarm", "reason": ""});
    assert_eq!(watch.post(&format!("{path}/close"), &closure).status, 422);
    let closure = json!({"outcome": "false-alarm", "reason": "a test that was announced"});
    assert_eq!(watch.post(&format!("{path}/close"), &closure).json()["state"], "closed");
    let figures = watch.get("/sea/alerts").json()["figures"].clone();
    assert_eq!((&figures[0]["false_alarms"], &figures[0]["false_rate"]), (&json!(1), &json!(1.0)));
    assert!(watch.get(&format!("{path}/replay")).json()["exact"].as_bool().unwrap());
    assert!(
        watch.get(&format!("{path}/cap")).text.contains("urn:oasis:names:tc:emergency:cap:1.2")
    );

    let file = node.data().join("evidence.json");
    let evidence = watch.get(&format!("{path}/evidence")).text;
    std::fs::write(&file, &evidence).unwrap();
    let replayed = program(&["sea", "replay", file.to_str().unwrap()]);
    assert!(replayed.status.success(), "{}", String::from_utf8_lossy(&replayed.stderr));
    assert!(String::from_utf8_lossy(&replayed.stdout).contains("to the word"));
    let forged = evidence.replace("!AIVDM", "!BSVDM");
    std::fs::write(&file, forged).unwrap();
    assert!(!program(&["sea", "replay", file.to_str().unwrap()]).status.success());

    // Somebody of another agency sees none of it.
    let stranger = node.as_role("analyst", &other_agency(&node));
    assert_eq!(stranger.get("/sea/feeds").json(), json!([]));
    assert_eq!(stranger.get("/sea/alerts").json()["alerts"], json!([]));
    assert_eq!(stranger.get(&format!("{path}/replay")).status, 404);
    assert_eq!(stranger.get("/sea/vessels/972000001").status, 404);
}

#[test]
fn an_alert_is_recorded_with_its_evidence_and_leads_to_the_vessel() {
    let port = free_port();
    let node = Node::start_after(|data| listening(data, port));
    connect(port).write_all(position(972_000_001, 51.1, 14.0).as_bytes()).unwrap();
    let watch = node.as_role("watch-officer", "westmark");
    let queue = wait_for(&watch, "/sea/alerts", |it| it["alerts"][0]["evidence"].is_object());
    let path = format!("/sea/alerts/{}", queue["alerts"][0]["id"].as_str().unwrap());
    let record = json!({"grade": "6x6/B2"});
    // Nobody has looked at it yet.
    assert_eq!(watch.post(&format!("{path}/record"), &record).status, 409);
    watch.post(&format!("{path}/acknowledge"), &json!({}));
    let made = watch.post(&format!("{path}/record"), &record);
    assert_eq!(made.status, 201, "{}", made.text);
    let made = made.json();
    let report = made["report"].as_str().unwrap();
    let original = watch.get(&format!("/reports/{report}/original"));
    assert!(original.text.contains("crossbearing-sea-evidence/1"), "{}", original.text);
    let event = watch.get(&format!("/entities/{}", made["event"].as_str().unwrap())).text;
    assert!(event.contains("overboard") && event.contains(report), "{event}");
    let records = watch.get("/sea/vessels/972000001/records").json();
    assert_eq!(records[0]["id"], made["vessels"][0]);
    assert_eq!(watch.post(&format!("{path}/record"), &record).status, 409);
    assert_eq!(watch.get("/sea/alerts").json()["alerts"][0]["recorded"], made["report"]);
    let stranger = node.as_role("analyst", &other_agency(&node));
    assert_eq!(stranger.get(&format!("/reports/{report}")).status, 404);
    assert_eq!(stranger.get("/sea/vessels/972000001/records").json(), json!([]));
}

#[test]
fn lists_and_zones_are_kept_and_what_is_wrong_with_them_is_told() {
    let port = free_port();
    let node = Node::start_after(|data| listening(data, port));
    let watch = node.as_role("watch-officer", "westmark");
    let list = |table: &str| json!({"title": "Yachts", "kind": "watch", "grade": "6x6/B2", "table": table});
    let refused = watch.put("/sea/lists/westmark-yachts", &list("mmsi\n21100001\n"));
    assert!(refused.status == 422 && refused.text.contains("line 2, column mmsi"));
    let put = watch.put("/sea/lists/westmark-yachts", &list("mmsi,reason\n211000001,seen\n"));
    assert_eq!(put.status, 200, "{}", put.text);
    assert_eq!(watch.put("/sea/lists/yachts", &list("mmsi\n211000001\n")).status, 422);
    connect(port).write_all(position(211_000_001, 51.0, 0.0).as_bytes()).unwrap();
    let queue = wait_for(&watch, "/sea/alerts", |it| !it["alerts"][0].is_null());
    assert_eq!(queue["alerts"][0]["rule"], "watch_list");
    assert_eq!(queue["alerts"][0]["list"], "westmark-yachts");
    let stranger = node.as_role("analyst", &other_agency(&node));
    assert_eq!(stranger.get("/sea/lists").json(), json!([]));
    assert_eq!(stranger.get("/sea/alerts").json()["alerts"], json!([]));

    let zones = json!({"type": "FeatureCollection", "features": [
        {"type": "Feature", "properties": {"kind": "port", "name": "Lantern Bay"},
         "geometry": {"type": "Point", "coordinates": [1.0, 50.0]}}]});
    assert_eq!(watch.put("/sea/places", &zones).json()["ports"], 1);
    assert_eq!(watch.get("/sea/places").json()["features"][0]["properties"]["kind"], "port");
    let refused = watch.put("/sea/places", &json!({"features": [{"properties": {"kind": "por"}}]}));
    assert!(refused.status == 422 && refused.text.contains("properties.kind"), "{}", refused.text);

    // A feed that is added over the network connects nowhere unless the administrator lets it.
    let feed = json!({"id": "reach", "title": "Reach", "grade": "6x6/B2",
        "source": {"kind": "tcp", "address": "127.0.0.1:1"},
        "label": {"originator": "westmark", "review": "2030-01-01T00:00:00Z"}});
    assert_eq!(watch.put("/sea/feeds/reach", &feed).status, 403);
}

#[test]
fn tiles_hold_what_the_viewer_may_see_and_the_coast_is_kept_by_clients() {
    let port = free_port();
    let node = Node::start_after(|data| listening(data, port));
    let watch = node.as_role("watch-officer", "westmark");
    connect(port).write_all(position(211_000_001, 51.0, 0.0).as_bytes()).unwrap();
    wait_for(&watch, "/sea/feeds", |it| it[0]["vessels"] == 1);
    let ship = watch.get("/sea/tiles/vessels/7/64/42.mvt");
    assert_eq!((ship.status, ship.header("cache-control")), (200, "no-store"));
    assert_eq!(ship.header("content-type"), "application/vnd.mapbox-vector-tile");
    assert!(ship.text.contains("vessels") && ship.text.contains("speed"));
    assert_eq!(watch.get("/sea/tiles/vessels/7/0/0.mvt").status, 204);
    assert_eq!(watch.get("/sea/tiles/coverage/7/64/42.mvt").status, 200);
    assert_eq!(watch.get("/sea/tiles/density/7/64/42.mvt").status, 200);
    let stranger = node.as_role("analyst", &other_agency(&node));
    for layer in ["vessels", "coverage", "density"] {
        assert_eq!(stranger.get(&format!("/sea/tiles/{layer}/7/64/42.mvt")).status, 204, "{layer}");
    }
    for (path, status, says) in [
        ("vessels/23/0/0.mvt", 422, "zoom 23 is not one of 0 to 22"),
        ("vessels/1/2/0.mvt", 422, "columns and rows are 0 to 1, not 2 and 0"),
        ("vessels/1/0/0", 422, "a number and .mvt"),
        ("vessels/1/-1/0.mvt", 422, ""),
        ("ships/1/0/0.mvt", 404, "vessels, density, coverage, zones, coast"),
        ("density/1/0/0.mvt?from=2026-01-01T00:00:00Z&to=2026-03-01T00:00:00Z", 422, "31 days"),
        ("coast/0/0/0.mvt", 404, "Natural Earth"),
        ("vessels", 404, "vessels.json"),
    ] {
        let refused = watch.get(&format!("/sea/tiles/{path}"));
        assert!(
            refused.status == status && refused.text.contains(says),
            "{path}: {}",
            refused.text
        );
    }
    let document = watch.get("/sea/tiles/vessels.json").json();
    let address = document["tiles"][0].as_str().unwrap();
    assert!(address.starts_with(node.address()) && address.ends_with("/vessels/{z}/{x}/{y}.mvt"));
    assert_eq!(document["vector_layers"][0]["fields"]["speed"], "Knots over ground");

    let square = json!([[[0.0, 50.0], [2.0, 50.0], [2.0, 52.0], [0.0, 52.0], [0.0, 50.0]]]);
    let land = json!({"type": "FeatureCollection", "features": [{"type": "Feature",
        "properties": {"kind": "land"}, "geometry": {"type": "Polygon", "coordinates": square}}]});
    let path = "/sea/coast?attribution=invented&deepest=9";
    assert_eq!(stranger.put(path, &land).status, 403);
    let bad = json!({"features": [{"geometry": {"type": "Point", "coordinates": [1, 2]}}]});
    let refused = watch.put(path, &bad);
    assert!(refused.status == 422 && refused.text.contains("feature 1"), "{}", refused.text);
    let put = watch.put(path, &land);
    assert_eq!((put.status, &put.json()["polygons"]), (200, &json!(1)), "{}", put.text);
    let document = stranger.get("/sea/tiles/coast.json").json();
    assert_eq!((&document["attribution"], &document["maxzoom"]), (&json!("invented"), &json!(9)));
    let tile = stranger.get("/sea/tiles/coast/5/16/10.mvt");
    assert_eq!((tile.status, tile.header("cache-control")), (200, "private, no-cache"));
    assert!(tile.text.contains("coast"));
    let known = [("if-none-match", tile.header("etag"))];
    let again = stranger.send("GET", "/sea/tiles/coast/5/16/10.mvt", &known, None);
    assert_eq!((again.status, again.text.as_str()), (304, ""));
    let named = document["tiles"][0].as_str().unwrap();
    let named = named.split("/api/v1").nth(1).unwrap();
    let named = named.replace("{z}", "9").replace("{x}", "257").replace("{y}", "170");
    let inland = stranger.get(&named);
    assert_eq!(inland.header("cache-control"), "private, max-age=31536000, immutable");
    assert!(inland.status == 200 && inland.text.contains("coast"));
    assert_eq!(watch.send("DELETE", "/sea/coast", &[("x-crossbearing", "1")], None).status, 204);
    assert_eq!(watch.get("/sea/coast").status, 404);
}
