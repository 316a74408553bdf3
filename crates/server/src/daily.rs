//! What the first request of a day does before it is answered: changes of units that are due are carried out, and what has waited too long
//! is dropped.
//!
//! No clock of its own has to run, and whoever asks on that day sees the units of that day.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;

use crate::app::App;
use crate::programs::once;
use crate::refusal::Refusal;
use crate::uploads;

/// The last day, as a count of days, on which what was due was carried out.
#[derive(Debug)]
pub(crate) struct CarriedOut(AtomicI64);

impl Default for CarriedOut {
    fn default() -> CarriedOut {
        CarriedOut(AtomicI64::new(i64::MIN))
    }
}

/// Comes before each request. Where changes cannot be carried out the next request tries again; no request is refused for it.
pub(crate) async fn on_the_day(State(app): State<Arc<App>>, request: Request, next: Next) -> Response {
    match carry_out(&app).await {
        Ok(false) => {}
        Ok(true) => {
            if let Err(refusal) = drop_stale(&app).await {
                eprintln!("phieu: what has waited too long was not dropped: {refusal:?}");
            }
        }
        Err(refusal) => eprintln!("phieu: changes of units that are due were not carried out: {refusal:?}"),
    }
    next.run(request).await
}

/// Carries out the changes of units that are due, unless that was done today. Whether it was done just now.
pub(crate) async fn carry_out(app: &App) -> Result<bool, Refusal> {
    let (today, until) = (app.today(), &app.carried_out.0);
    if until.load(Ordering::Acquire) >= today.days() {
        return Ok(false);
    }
    app.store.carry_out_planned(today, app.now()).await?;
    until.store(today.days(), Ordering::Release);
    Ok(true)
}

/// Drops answers kept for a request sent again, and pieces of files that never became whole. What cannot be dropped today goes another day.
async fn drop_stale(app: &App) -> Result<(), Refusal> {
    app.store.forget_once(once::forgotten_until(app)).await?;
    app.store.drop_stale_uploads(uploads::stale_before(app)).await?;
    Ok(())
}
