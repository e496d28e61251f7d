//! What the server counts about itself, in the text form of Prometheus.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use axum::extract::{MatchedPath, Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::state::App;

/// Upper bounds of the buckets of answer times, in seconds.
const BUCKETS: [f64; 9] = [0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1.0, 5.0];

/// Counts by route, which has no ids in it.
#[derive(Default)]
pub(crate) struct Metrics {
    routes: Mutex<BTreeMap<(String, u16), Times>>,
}

#[derive(Default, Clone)]
struct Times {
    buckets: [u64; BUCKETS.len()],
    count: u64,
    seconds: f64,
}

impl Metrics {
    fn observe(&self, route: &str, status: u16, took: Duration) {
        let seconds = took.as_secs_f64();
        let mut routes = self.routes.lock().unwrap_or_else(PoisonError::into_inner);
        let times = routes.entry((route.to_owned(), status)).or_default();
        times.count += 1;
        times.seconds += seconds;
        for (count, bound) in times.buckets.iter_mut().zip(BUCKETS) {
            *count += u64::from(seconds <= bound);
        }
    }

    fn write(&self, out: &mut String) {
        let name = "crossbearing_http_request_seconds";
        let routes = self.routes.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let _ = writeln!(out, "# HELP {name} Time from request to answer, by route and status.");
        let _ = writeln!(out, "# TYPE {name} histogram");
        for ((route, status), times) in routes {
            let of = format!("route=\"{route}\",status=\"{status}\"");
            for (count, bound) in times.buckets.iter().zip(BUCKETS) {
                let _ = writeln!(out, "{name}_bucket{{{of},le=\"{bound}\"}} {count}");
            }
            let _ = writeln!(out, "{name}_bucket{{{of},le=\"+Inf\"}} {}", times.count);
            let _ = writeln!(out, "{name}_sum{{{of}}} {}", times.seconds);
            let _ = writeln!(out, "{name}_count{{{of}}} {}", times.count);
        }
    }
}

/// Counts every answer.
pub(crate) async fn count(State(app): State<App>, request: Request, next: Next) -> Response {
    let route = request.extensions().get::<MatchedPath>().map(|path| path.as_str().to_owned());
    let method = request.method().clone();
    let started = tokio::time::Instant::now();
    let response = next.run(request).await;
    let route = format!("{method} {}", route.as_deref().unwrap_or("other"));
    app.metrics.observe(&route, response.status().as_u16(), started.elapsed());
    response
}

/// `GET /metrics`.
pub(crate) async fn page(State(app): State<App>) -> impl IntoResponse {
    let mut out = String::new();
    app.metrics.write(&mut out);
    for (name, help, value) in [
        ("crossbearing_log_leaves", "Leaves of the transparency log.", app.log.size()),
        ("crossbearing_busy_workers", "Ledger calls under way.", app.workers.busy() as u64),
    ] {
        let _ = writeln!(out, "# HELP {name} {help}\n# TYPE {name} gauge\n{name} {value}");
    }
    ([("content-type", "text/plain; version=0.0.4; charset=utf-8")], out)
}
