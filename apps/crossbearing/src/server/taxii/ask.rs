//! What clients ask: the server, its collection, and what is in it.

use std::fmt::Write as _;

use axum::Router;
use axum::extract::{FromRequestParts, Path, Query, State};
use axum::http::HeaderMap;
use axum::http::request::Parts;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use crossbearing_exchange::stix::stamp;
use crossbearing_log::Kind;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::answer::{MEDIA_TYPE, Refusal, STIX, Told};
use super::collection::{Item, Page, Sight};
use super::negotiate::accepts;
use super::query::Wanted;
use super::{ALIAS, Asker, ROOT, collection_id, receive, remove};
use crate::accounts::Scope;
use crate::server::LARGEST_REQUEST;
use crate::server::state::App;

type Answer = Result<Told, Refusal>;
type Pairs = Query<Vec<(String, String)>>;

/// Every address below the API root's collections.
pub(super) fn routes() -> Router<App> {
    let one = format!("{ROOT}/collections/{{collection}}");
    Router::new()
        .route("/taxii2/", get(discovery))
        .route(&format!("{ROOT}/"), get(root))
        .route(&format!("{ROOT}/collections/"), get(collections))
        .route(&format!("{one}/"), get(collection))
        .route(&format!("{one}/manifest/"), get(manifest))
        .route(&format!("{one}/objects/"), get(objects).post(receive::objects))
        .route(&format!("{one}/objects/{{object}}/"), get(object).delete(remove::object))
        .route(&format!("{one}/objects/{{object}}/versions/"), get(versions))
        .route(&format!("{ROOT}/status/{{status}}/"), get(receive::status))
}

async fn discovery(State(app): State<App>, headers: HeaderMap, _: Asker) -> Answer {
    accepts(&headers)?;
    let told = json!({
        "title": format!("Crossbearing, node {}", app.settings.node),
        "description": "What this node's ledger holds for whoever asks, as STIX 2.1.",
        "default": format!("{ROOT}/"),
        "api_roots": [format!("{ROOT}/")],
    });
    Ok(Told::ok(told.to_string()))
}

async fn root(State(app): State<App>, headers: HeaderMap, _: Asker) -> Answer {
    accepts(&headers)?;
    let told = json!({
        "title": format!("Node {}", app.settings.node),
        "versions": [MEDIA_TYPE],
        "max_content_length": LARGEST_REQUEST,
    });
    Ok(Told::ok(told.to_string()))
}

fn described(app: &App, asker: &Asker) -> Value {
    json!({
        "id": collection_id(&app.settings.node),
        "title": "Statements",
        "description": "Everything that you may see of this node's ledger.",
        "alias": ALIAS,
        "can_read": asker.may_read(),
        "can_write": asker.may_write(),
        "media_types": [STIX],
    })
}

async fn collections(State(app): State<App>, headers: HeaderMap, asker: Asker) -> Answer {
    accepts(&headers)?;
    Ok(Told::ok(json!({"collections": [described(&app, &asker)]}).to_string()))
}

async fn collection(
    State(app): State<App>,
    headers: HeaderMap,
    asker: Asker,
    Path(collection): Path<String>,
) -> Answer {
    accepts(&headers)?;
    super::find(&app, &collection)?;
    Ok(Told::ok(described(&app, &asker).to_string()))
}

async fn objects(asked: Asked<String>) -> Answer {
    let (page, wanted) = page_of_all(asked).await?;
    Ok(Told::ok(envelope(&page, &wanted)).added(added(&page)))
}

async fn object(asked: Asked<(String, String)>) -> Answer {
    let (page, wanted) = page_of_one(asked).await?;
    Ok(Told::ok(envelope(&page, &wanted)).added(added(&page)))
}

async fn manifest(asked: Asked<String>) -> Answer {
    let (page, wanted) = page_of_all(asked).await?;
    let record = |item: &Item| {
        json!({
            "id": item.id, "date_added": micros(item.added), "version": item.version,
            "media_type": STIX,
        })
    };
    let records = page.items.iter().map(record).collect();
    Ok(Told::ok(listed("objects", records, &page, &wanted)).added(added(&page)))
}

async fn versions(asked: Asked<(String, String)>) -> Answer {
    let (page, wanted) = page_of_one(asked).await?;
    let records = page.items.iter().map(|item| json!(item.version)).collect();
    Ok(Told::ok(listed("versions", records, &page, &wanted)).added(added(&page)))
}

/// A request for a part of a collection, checked as far as every such request is.
struct Asked<P> {
    app: App,
    asker: Asker,
    path: P,
    pairs: Vec<(String, String)>,
}

impl<P: DeserializeOwned + Send> FromRequestParts<App> for Asked<P> {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Response> {
        let asker = Asker::from_request_parts(parts, app).await;
        let asker = asker.map_err(IntoResponse::into_response)?;
        let path = Path::<P>::from_request_parts(parts, app).await;
        let Path(path) = path.map_err(IntoResponse::into_response)?;
        let pairs = Pairs::from_request_parts(parts, app).await;
        let Query(pairs) = pairs.map_err(IntoResponse::into_response)?;
        accepts(&parts.headers).map_err(IntoResponse::into_response)?;
        asker.must_have(Scope::Read).map_err(IntoResponse::into_response)?;
        Ok(Self { app: app.clone(), asker, path, pairs })
    }
}

async fn page_of_all(asked: Asked<String>) -> Result<(Page, Wanted), Refusal> {
    super::find(&asked.app, &asked.path)?;
    page(&asked.app, asked.asker, Wanted::read(&asked.pairs)?).await
}

/// What was asked of one object; that there is none such is an answer of its own.
async fn page_of_one(asked: Asked<(String, String)>) -> Result<(Page, Wanted), Refusal> {
    let Asked { app, asker, path: (collection, object), mut pairs } = asked;
    super::find(&app, &collection)?;
    pairs.retain(|(name, _)| name != "match[id]" && name != "match[type]");
    let bare = pairs.iter().all(|(name, _)| name == "limit");
    pairs.push(("match[id]".to_owned(), object.clone()));
    if object.contains(',') {
        return Err(Refusal::absent("no object has this id"));
    }
    let (page, wanted) = page(&app, asker.clone(), Wanted::read(&pairs)?).await?;
    if page.items.is_empty() {
        let any = [("match[id]".to_owned(), object)];
        let exists =
            !bare && !self::page(&app, asker, Wanted::read(&any)?).await?.0.items.is_empty();
        if !exists {
            return Err(Refusal::absent("no object has this id"));
        }
    }
    Ok((page, wanted))
}

/// Reads a page, and writes down what is given to whom before it is given.
async fn page(app: &App, asker: Asker, wanted: Wanted) -> Result<(Page, Wanted), Refusal> {
    let done = app.run(move |node| {
        let view = node.view(&asker.caller)?;
        let sight = Sight { view: &view, now: node.now(), recalled: &asker.recalled };
        let page = node.taxii.collections.page(&node.ledger, sight, &wanted);
        if let Ok(page) = &page {
            let objects = page.entities.iter().cloned();
            node.note_because(&asker.caller, &asker.reason("pull"), Kind::Disclosure, objects)?;
        }
        Ok((page, wanted))
    });
    let (page, wanted) = done.await?;
    Ok((page?, wanted))
}

fn envelope(page: &Page, wanted: &Wanted) -> String {
    let size: usize = page.items.iter().map(|item| item.json.len() + 1).sum();
    let mut body = String::with_capacity(size + 100);
    body.push('{');
    if let (true, Some(last)) = (page.more, page.items.last()) {
        let _ = write!(body, "\"more\":true,\"next\":\"{}\"", wanted.cursor(last.added));
        body.push_str(if page.items.is_empty() { "" } else { "," });
    }
    for (at, item) in page.items.iter().enumerate() {
        body.push_str(if at == 0 { "\"objects\":[" } else { "," });
        body.push_str(&item.json);
    }
    body.push_str(if page.items.is_empty() { "}" } else { "]}" });
    body
}

/// A list without objects in it; `next` is more than the standard asks for here.
fn listed(name: &str, records: Vec<Value>, page: &Page, wanted: &Wanted) -> String {
    let mut told = serde_json::Map::new();
    if let (true, Some(last)) = (page.more, page.items.last()) {
        told.insert("more".to_owned(), json!(true));
        told.insert("next".to_owned(), json!(wanted.cursor(last.added)));
    }
    if !records.is_empty() {
        told.insert(name.to_owned(), Value::Array(records));
    }
    Value::Object(told).to_string()
}

fn added(page: &Page) -> Option<(String, String)> {
    let (first, last) = (page.items.first()?, page.items.last()?);
    Some((micros(first.added), micros(last.added)))
}

/// A time of TAXII has six digits behind the second.
fn micros(at: i64) -> String {
    let mut text = stamp(at);
    if text.len() == "2026-05-01T12:00:00.000Z".len() {
        text.insert_str(text.len() - 1, "000");
    }
    text
}
