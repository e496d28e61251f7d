//! Who may ask what: every endpoint, asked by nobody, by an analyst, by oversight and by an
//! administrator. An endpoint that is not asked here stands in `uncovered_endpoints.txt`.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::client::Client;
use super::node::Node;

/// What an endpoint answers to nobody, an analyst, oversight, an administrator.
struct Case {
    operation: &'static str,
    method: &'static str,
    path: &'static str,
    body: Option<Value>,
    expected: [u16; 4],
}

fn case(operation: &'static str, request: &'static str, expected: [u16; 4]) -> Case {
    let (method, path) = request.split_once(' ').unwrap();
    Case { operation, method, path, body: None, expected }
}

impl Case {
    fn with(self, body: Value) -> Self {
        Self { body: Some(body), ..self }
    }
}

fn cases() -> Vec<Case> {
    let desks = [records(), safeguarding(), identity(), network(), partners(), sea(), accounts()];
    desks.into_iter().flatten().collect()
}

fn records() -> Vec<Case> {
    let reason = json!({"reason": "tests access"});
    let retract = "POST /statements/nobody/0000000000000000000000000000000000000000/retract";
    let correct = "POST /statements/nobody/0000000000000000000000000000000000000000/correct";
    vec![
        case("session", "GET /session", [401, 200, 200, 200]),
        case("log_in", "POST /session", [422; 4]).with(json!({})),
        case("demo_people", "GET /demo/people", [200; 4]),
        case("search", "GET /search?q=report", [401, 200, 200, 200]),
        case("entity", "GET /entities/nobody", [401, 404, 404, 404]),
        case("entity_pdf", "GET /entities/nobody/pdf", [401, 404, 404, 404]),
        case("timeline", "GET /entities/nobody/timeline", [401, 404, 404, 404]),
        case("places", "GET /entities/nobody/places", [401, 404, 404, 404]),
        case("neighbours", "GET /entities/nobody/neighbours", [401, 404, 404, 404]),
        case("reports", "GET /reports", [401, 200, 200, 200]),
        case("leads", "GET /leads", [401, 200, 200, 200]),
        case("report", "GET /reports/nobody", [401, 404, 404, 404]),
        case("original", "GET /reports/nobody/original", [401, 404, 404, 404]),
        case("decide", "POST /reports/nobody/decisions", [401, 404, 403, 403])
            .with(json!({"decisions": []})),
        case("retract", retract, [401, 404, 403, 403]).with(reason.clone()),
        case("correct", correct, [401, 404, 403, 403])
            .with(json!({"value": "x", "reason": "tests access"})),
        case("reviews", "GET /reviews", [401, 200, 200, 200]),
        case("dispose", "POST /disposals", [401, 200, 403, 403])
            .with(json!({"statements": [], "reason": "tests access"})),
        case("note_export", "POST /exports", [401, 200, 200, 200])
            .with(json!({"what": "neighbours as CSV", "objects": ["nobody"]})),
        case("make_file", "POST /exports/stix", [401, 404, 404, 404])
            .with(json!({"objects": ["nobody"]})),
        case("log", "GET /log", [401, 403, 200, 403]),
        case("checkpoint", "GET /log/checkpoint", [401, 200, 200, 200]),
        case("inclusion_proof", "GET /log/proofs/inclusion?leaf=999999", [401, 403, 404, 403]),
        case("consistency_proof", "GET /log/proofs/consistency?from=0", [401, 403, 404, 403]),
    ]
}

fn safeguarding() -> Vec<Case> {
    let decision = json!({"agree": true, "grant": true, "reason": "tests the access"});
    vec![
        case("safeguarding_waiting", "GET /safeguarding/waiting", [401, 200, 200, 200]),
        case("safeguarding_told", "GET /safeguarding/pseudonyms/nobody", [401, 404, 404, 404]),
        case("safeguarding_requests", "GET /safeguarding/requests", [401, 200, 200, 200]),
        case("safeguarding_ask", "POST /safeguarding/requests", [401, 404, 404, 404])
            .with(json!({"person": "nobody", "reason": "tests the access", "days": 1})),
        case("safeguarding_withdraw_request", "DELETE /safeguarding/requests/999", [401, 404, 404, 404]),
        case("safeguarding_decide_request", "POST /safeguarding/requests/999/decision", [401, 404, 404, 404])
            .with(decision.clone()),
        case("safeguarding_revoke", "POST /safeguarding/requests/999/revocation", [401, 404, 404, 404])
            .with(decision.clone()),
        case("safeguarding_read_answer", "POST /safeguarding/requests/999/read", [401, 404, 404, 404]),
        case("safeguarding_register", "GET /safeguarding/register", [401, 403, 403, 403]),
        case("safeguarding_name", "POST /safeguarding/register/nobody/named", [401, 403, 403, 403])
            .with(json!({"users": ["a.harrowmere"]})),
        case("safeguarding_proposals", "GET /safeguarding/proposals", [401, 200, 200, 200]),
        case("safeguarding_propose", "POST /safeguarding/proposals", [401, 404, 403, 403])
            .with(json!({"person": "nobody", "kind": "end", "reason": "tests the access"})),
        case("safeguarding_withdraw_proposal", "DELETE /safeguarding/proposals/999", [401, 404, 403, 403]),
        case("safeguarding_confirm", "POST /safeguarding/proposals/999/decision", [401, 404, 403, 403])
            .with(decision),
        case("safeguarding_categorise", "POST /safeguarding/categories", [401, 404, 403, 403])
            .with(json!({"person": "nobody", "category": "contact", "report": "nothing", "reason": "tests the access"})),
    ]
}

fn identity() -> Vec<Case> {
    let reason = json!({"reason": "tests access"});
    vec![
        case("identity_queue", "GET /identity/queue", [401, 200, 200, 200]),
        case("identity_conflicts", "GET /identity/conflicts", [401, 200, 200, 200]),
        case("identity_find", "GET /identity/find?q=nobody", [401, 200, 200, 200]),
        case("identity_cluster", "GET /identity/clusters/nobody", [401, 404, 404, 404]),
        case("identity_pair", "GET /identity/pair?left=nobody&right=other", [401, 404, 404, 404]),
        case("identity_judge", "POST /identity/judgements", [401, 404, 403, 403])
            .with(json!({"left": "nobody", "right": "other", "verdict": "same"})),
        case("identity_undo", "POST /identity/judgements/nobody/undo", [401, 404, 403, 403])
            .with(reason.clone()),
        // A record that is not there is joined with nobody.
        case("identity_split", "POST /identity/records/nobody/split", [401, 422, 403, 403])
            .with(reason.clone()),
        case("identity_training", "GET /identity/training", [401, 200, 200, 200]),
        case("identity_train", "POST /identity/training", [401, 200, 403, 403])
            .with(json!({"train": false})),
        case("identity_watches", "GET /identity/watches", [401, 200, 200, 200]),
        case("identity_watch", "POST /identity/watches", [401, 422, 422, 422]).with(json!({})),
        case("identity_watch_end", "DELETE /identity/watches/999", [401, 404, 404, 404]),
        case("identity_watch_seen", "POST /identity/watches/999/seen", [401, 404, 404, 404]),
    ]
}

fn network() -> Vec<Case> {
    vec![
        case("network_summary", "POST /network/summary", [401, 200, 200, 200]).with(json!({})),
        case("network_chart", "POST /network/chart", [401, 200, 200, 200]).with(json!({})),
        case("network_chart_pdf", "POST /network/chart/pdf", [401, 422, 422, 422]).with(json!({})),
        case("network_around", "POST /network/around/nobody", [401, 404, 404, 404]).with(json!({})),
        case("network_ways", "POST /network/ways", [401, 404, 404, 404])
            .with(json!({"from": "nobody", "to": "nobody-else"})),
        case("network_roles", "POST /network/roles", [401, 200, 200, 200]).with(json!({})),
        case("network_plan", "POST /network/plans", [401, 202, 202, 202])
            .with(json!({"goal": "block", "budget": 0, "seconds": 1})),
        case("network_planned", "GET /network/plans/none", [401, 404, 404, 404]),
        case("network_plan_pdf", "GET /network/plans/none/pdf", [401, 404, 404, 404]),
        case("stop_network_plan", "DELETE /network/plans/none", [401, 404, 404, 404]),
        case("network_what_if", "POST /network/what-if", [401, 404, 404, 404])
            .with(json!({"gone": ["nobody"]})),
        case("network_charts", "GET /network/charts", [401, 200, 200, 200]),
        case("save_network_chart", "POST /network/charts", [401, 422, 403, 403])
            .with(json!({"name": "nothing on it"})),
        case("saved_network_chart", "GET /network/charts/999", [401, 404, 404, 404]),
        case("delete_network_chart", "DELETE /network/charts/999", [401, 404, 403, 403]),
    ]
}

fn partners() -> Vec<Case> {
    let recall = json!({"report": "nobody", "reason": "order", "note": "tests access", "days": 3});
    let decision = json!({"agree": false});
    let card = json!({"node": "nobody", "agency": "nobody", "name": "Nobody", "key": "none"});
    let partner = json!({"card": card, "purpose": "none", "ceiling": "official",
        "until": "2099-01-01T00:00:00Z", "gives": true, "takes": true});
    vec![
        case("exchange_partners", "GET /exchange/partners", [401, 200, 200, 200]),
        case("exchange_card", "GET /exchange/card", [401, 200, 200, 200]),
        case("exchange_waiting", "GET /exchange/waiting", [401, 200, 200, 200]),
        case("exchange_put_partner", "PUT /exchange/partners/nobody", [401, 403, 403, 422])
            .with(partner),
        case("exchange_revoke", "POST /exchange/partners/nobody/revocation", [401, 403, 403, 404])
            .with(json!({"reason": "the key was lost"})),
        case("exchange_call", "POST /exchange/partners/nobody/calls", [401, 404, 403, 404]),
        case(
            "exchange_preview",
            "GET /exchange/partners/nobody/preview/nobody",
            [401, 422, 422, 422],
        ),
        case("exchange_recalls", "GET /exchange/recalls", [401, 200, 200, 200]),
        case("exchange_recall", "POST /exchange/recalls", [401, 422, 403, 403]).with(recall),
        case("exchange_asks", "GET /exchange/asks", [401, 200, 403, 403]),
        case("exchange_ask", "POST /exchange/asks", [401, 403, 403, 403])
            .with(json!({"partner": "nobody", "text": "tests access", "urgency": "ordinary"})),
        case("exchange_reply", "POST /exchange/asks/none/reply", [401, 404, 403, 403])
            .with(json!({"outcome": "refused", "text": "tests access"})),
        case("sanitised_copies", "GET /exchange/sanitised/nobody", [401, 404, 404, 404]),
        case("link_sanitised_copy", "POST /exchange/sanitised/nobody", [401, 422, 403, 403])
            .with(json!({"copy": "none", "partner": "nobody"})),
        case("blind_page", "GET /exchange/blind", [401, 200, 200, 200]),
        case("blind_ask", "POST /exchange/blind", [401, 422, 403, 403])
            .with(json!({"partner": "nobody"})),
        case("blind_withdraw", "POST /exchange/blind/asks/none/withdraw", [401, 404, 403, 403]),
        case("blind_decide", "POST /exchange/blind/hits/none/decision", [401, 404, 403, 403])
            .with(decision),
        case("blind_admit", "POST /exchange/blind/admissions", [401, 403, 403, 403])
            .with(json!({"entity": "nobody", "admit": false})),
        case("blind_audit", "GET /exchange/blind/audit", [401, 403, 200, 403]),
    ]
}

fn sea() -> Vec<Case> {
    vec![
        case("sea_picture", "GET /sea/picture", [401, 200, 200, 200]),
        case("sea_coverage", "GET /sea/coverage", [401, 200, 200, 200]),
        case("sea_vessels", "GET /sea/vessels", [401, 200, 200, 200]),
        case("sea_vessel", "GET /sea/vessels/1", [401, 404, 404, 404]),
        case(
            "sea_track",
            "GET /sea/vessels/1/track?from=2026-01-01T00:00:00Z",
            [401, 200, 200, 200],
        ),
        case("sea_alerts", "GET /sea/alerts", [401, 200, 200, 200]),
        case(
            "sea_acknowledge",
            "POST /sea/alerts/0011223344556677/acknowledge",
            [401, 404, 403, 403],
        ),
        case("sea_assign", "POST /sea/alerts/0011223344556677/assign", [401, 404, 404, 404])
            .with(json!({"to": "nobody"})),
        case("sea_close", "POST /sea/alerts/0011223344556677/close", [401, 404, 403, 403])
            .with(json!({"outcome": "harmless", "reason": "tests access"})),
        case("sea_evidence", "GET /sea/alerts/0011223344556677/evidence", [401, 404, 404, 404]),
        case("sea_replay", "GET /sea/alerts/0011223344556677/replay", [401, 404, 404, 404]),
        case("sea_cap", "GET /sea/alerts/0011223344556677/cap", [401, 404, 404, 404]),
        case(
            "sea_tracks",
            "GET /sea/tracks?from=2026-01-01T00:00:00Z&to=2026-01-02T00:00:00Z",
            [401, 200, 200, 200],
        ),
        case(
            "sea_density",
            "GET /sea/density?from=2026-01-01T00:00:00Z&to=2026-01-02T00:00:00Z",
            [401, 200, 200, 200],
        ),
        case("sea_watch", "GET /sea/watch", [401, 200, 200, 200]),
        case("sea_share", "POST /sea/alerts/0011223344556677/share", [401, 404, 403, 403])
            .with(json!({"role": "analyst"})),
        case("sea_record", "POST /sea/alerts/0011223344556677/record", [401, 404, 403, 403])
            .with(json!({"grade": "6x6/B2"})),
        case("sea_vessel_records", "GET /sea/vessels/1/records", [401, 200, 200, 200]),
        case("sea_vessel_photos", "GET /sea/vessels/1/photos", [401, 200, 200, 200]),
        case("entity_photos", "GET /entities/nobody/photos", [401, 404, 404, 404]),
        case("small_photo", "GET /photos/nobody/small", [401, 404, 404, 404]),
        case("photo", "GET /photos/nobody/picture?people=true", [401, 404, 404, 404]),
        case("photo_original", "POST /photos/nobody/original", [401, 404, 404, 404])
            .with(json!({"reason": "tests access"})),
        case("sea_places", "GET /sea/places", [401, 200, 200, 200]),
        case("sea_zones", "GET /sea/zones", [401, 200, 200, 200]),
        case("sea_put_places", "PUT /sea/places", [401, 403, 403, 422]).with(json!({})),
        case("sea_tile_json", "GET /sea/tiles/vessels.json", [401, 200, 200, 200]),
        case("sea_tile", "GET /sea/tiles/vessels/22/0/0.mvt", [401, 204, 204, 204]),
        case("sea_coast", "GET /sea/coast", [401, 404, 404, 404]),
        case("sea_put_coast", "PUT /sea/coast?attribution=invented", [401, 403, 403, 422])
            .with(json!({})),
        case("sea_remove_coast", "DELETE /sea/coast", [401, 403, 403, 204]),
        case("sea_lists", "GET /sea/lists", [401, 200, 200, 200]),
        case("sea_list", "GET /sea/lists/none", [401, 404, 404, 404]),
        case("sea_put_list", "PUT /sea/lists/none", [401, 422, 403, 422]).with(json!({
            "title": "none", "kind": "watch", "grade": "6x6/B2", "table": ""
        })),
        case("sea_remove_list", "DELETE /sea/lists/none", [401, 422, 403, 422]),
        case("sea_feeds", "GET /sea/feeds", [401, 200, 200, 200]),
        case("sea_put_feed", "PUT /sea/feeds/none", [401, 403, 403, 422]).with(feed()),
        case("sea_remove_feed", "DELETE /sea/feeds/none", [401, 403, 403, 404]),
    ]
}

fn accounts() -> Vec<Case> {
    vec![
        case("ontology", "GET /ontology", [401, 200, 200, 200]),
        case("agencies", "GET /agencies", [401, 200, 200, 200]),
        case("tokens", "GET /tokens", [401, 200, 200, 200]),
        case("make_token", "POST /tokens", [401, 422, 422, 422]).with(json!({})),
        case("withdraw_token", "DELETE /tokens/999", [401, 404, 404, 404]),
        case("people", "GET /people", [401, 403, 403, 200]),
        case("add_person", "POST /people", [401, 403, 403, 404]).with(json!({
            "user": "new", "name": "New", "agency": "none", "roles": ["analyst"],
            "password": "a long first password",
        })),
        case("close_person", "DELETE /people/nobody", [401, 403, 403, 404]),
        case("set_password", "PUT /people/nobody/password", [401, 403, 403, 404])
            .with(json!({"password": "a long new password"})),
        case("grant_purpose", "PUT /people/nobody/purposes/none", [401, 403, 403, 404]),
        case("put_purpose", "PUT /purposes/wrong", [401, 403, 403, 422]).with(json!({
            "title": "Ends first", "valid_from": "2026-01-01T00:00:00Z",
            "valid_until": "2025-01-01T00:00:00Z",
        })),
        case("log_out", "DELETE /session", [401, 204, 204, 204]),
    ]
}

/// A feed that would read a file from outside the desk's folder.
fn feed() -> Value {
    json!({
        "id": "none", "title": "None", "grade": "6x6/B2",
        "source": {"kind": "file", "path": "/etc/passwd"},
        "label": {"originator": "westmark", "review": "2030-01-01T00:00:00Z"},
    })
}

/// Covered by tests of their own, as they take a form or answer with a stream.
const ELSEWHERE: [&str; 7] = [
    "events",
    "sea_stream",
    "add_report",
    "add_photo",
    "table_columns",
    "preview_mapping",
    "import",
];

#[test]
fn every_endpoint_asks_who_is_there() {
    let node = Node::start();
    let callers = [
        node.client(),
        node.log_in("a.harrowmere"),
        node.as_role("oversight", "westmark"),
        node.as_role("administrator", "westmark"),
    ];
    for Case { operation, method, path, body, expected } in cases() {
        let ask = |client: &Client| {
            client.send(method, path, &[("x-crossbearing", "1")], body.as_ref()).status
        };
        let answers: Vec<u16> = callers.iter().map(ask).collect();
        assert_eq!(answers, expected, "{operation}: {method} {path}");
    }
}

#[test]
fn forms_and_streams_ask_who_is_there() {
    let node = Node::start();
    let form = [("x-crossbearing", "1"), ("content-type", "multipart/form-data; boundary=b")];
    for (method, path) in [
        ("GET", "/events"),
        ("GET", "/sea/stream"),
        ("POST", "/reports"),
        ("POST", "/photos"),
        ("POST", "/imports"),
        ("POST", "/mappings/columns"),
        ("POST", "/mappings/preview"),
    ] {
        assert_eq!(node.client().send(method, path, &form, None).status, 401, "{path}");
    }
    for path in ["/reports", "/photos", "/imports"] {
        let oversight = node.as_role("oversight", "westmark");
        assert_eq!(oversight.send("POST", path, &form, None).status, 403, "{path}");
    }
}

#[test]
fn the_list_of_uncovered_endpoints_only_shrinks() {
    let description = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/openapi.json");
    let description: Value =
        serde_json::from_str(&std::fs::read_to_string(description).unwrap()).unwrap();
    let operations = description["paths"].as_object().unwrap().values().flat_map(|item| {
        item.as_object().unwrap().values().filter_map(|operation| operation["operationId"].as_str())
    });
    let covered: BTreeSet<&str> =
        cases().iter().map(|case| case.operation).chain(ELSEWHERE).collect();
    let uncovered: Vec<&str> = operations.filter(|name| !covered.contains(name)).collect();
    let listed = include_str!("uncovered_endpoints.txt").lines();
    let listed: Vec<&str> = listed.filter(|line| !line.starts_with('#')).collect();
    assert_eq!(uncovered, listed, "cover the new endpoint, or take the covered one off the list");
}
