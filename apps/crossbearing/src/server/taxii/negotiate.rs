//! Which forms a client reads and sends.

use axum::http::{HeaderMap, header};

use super::answer::Refusal;

/// Refuses clients that would not read what they are sent. One that says nothing reads anything.
pub(super) fn accepts(headers: &HeaderMap) -> Result<(), Refusal> {
    let mut said = headers.get_all(header::ACCEPT).iter().peekable();
    if said.peek().is_none() {
        return Ok(());
    }
    let mut ranges = said.filter_map(|value| value.to_str().ok()).flat_map(|line| line.split(','));
    if ranges.any(is_acceptable) { Ok(()) } else { Err(Refusal::not_acceptable()) }
}

/// Refuses what is not sent as TAXII 2.1.
pub(super) fn sends(headers: &HeaderMap) -> Result<(), Refusal> {
    let form = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let form = form.ok_or_else(Refusal::wrong_form)?;
    let (kind, version, _) = parts(form);
    let known =
        kind == "application/taxii+json" && matches!(version.as_deref(), None | Some("2.1"));
    if known { Ok(()) } else { Err(Refusal::wrong_form()) }
}

fn is_acceptable(range: &str) -> bool {
    let (kind, version, wanted) = parts(range);
    match kind.as_str() {
        _ if !wanted => false,
        "*/*" | "application/*" => true,
        "application/taxii+json" => matches!(version.as_deref(), None | Some("2.1")),
        _ => false,
    }
}

/// The media type, its version, and whether it is wanted at all (`q` above 0).
fn parts(range: &str) -> (String, Option<String>, bool) {
    let mut parts = range.split(';').map(str::trim);
    let kind = parts.next().unwrap_or_default().to_ascii_lowercase();
    let (mut version, mut wanted) = (None, true);
    for part in parts {
        let Some((name, value)) = part.split_once('=') else { continue };
        let value = value.trim().trim_matches('"');
        match name.trim().to_ascii_lowercase().as_str() {
            "version" => version = Some(value.to_owned()),
            "q" => wanted = value.parse::<f32>().is_ok_and(|q| q > 0.0),
            _ => {}
        }
    }
    (kind, version, wanted)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_are_compared_as_http_wants_it() {
        for good in [
            "application/taxii+json;version=2.1",
            "application/taxii+json; version=\"2.1\"",
            "application/taxii+json",
            "text/html, Application/TAXII+JSON ; version=2.1",
            "*/*",
            "application/*;q=0.1",
        ] {
            assert!(good.split(',').any(is_acceptable), "{good}");
        }
        for bad in [
            "application/vnd.oasis.taxii+json; version=2.0",
            "application/taxii+json;version=2.0",
            "application/json",
            "application/stix+json;version=2.1",
            "*/*;q=0",
            "",
        ] {
            assert!(!bad.split(',').any(is_acceptable), "{bad}");
        }
    }
}
