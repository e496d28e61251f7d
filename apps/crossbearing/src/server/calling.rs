//! The thread that calls partners while the server runs.

use std::sync::Arc;
use std::time::Duration;

use super::state::App;

/// How long to rest when a turn failed.
const REST: Duration = Duration::from_secs(5);

/// Begins to call partners. The thread ends with the server; a call that it cuts off loses nothing,
/// as no crash does.
pub(super) fn begin(app: &App) -> std::io::Result<()> {
    let app = Arc::clone(app);
    std::thread::Builder::new().name("exchange-calls".to_owned()).spawn(move || run(&app))?;
    Ok(())
}

fn run(app: &App) {
    while !*app.stopping.borrow() {
        let stores = (&app.ledger, &app.log);
        let rest = app.exchange.turn(stores, &app.accounts, || app.now());
        let rest = rest.unwrap_or_else(|error| {
            tracing::error!(error = format!("{error:#}"), "dealings with partners failed");
            REST
        });
        app.known.refresh();
        app.exchange.wait(rest);
    }
}
