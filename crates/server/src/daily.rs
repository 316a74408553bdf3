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

/// The last day, as a count of days, on which all of it was done.
#[derive(Debug)]
pub(crate) struct LastDone(AtomicI64);

impl Default for LastDone {
    fn default() -> LastDone {
        LastDone(AtomicI64::new(i64::MIN))
    }
}

/// Does it at the first request of a day. Where something cannot be done the next request tries again; none is refused for it.
pub(crate) async fn on_the_day(State(app): State<Arc<App>>, request: Request, next: Next) -> Response {
    if let Err(refusal) = do_once(&app).await {
        eprintln!("phieu: what is to be done each day was not done: {refusal:?}");
    }
    next.run(request).await
}

/// Does it, unless it was done today.
pub(crate) async fn do_once(app: &App) -> Result<(), Refusal> {
    let (today, done) = (app.today(), &app.daily.0);
    if done.load(Ordering::Acquire) < today.days() {
        app.store.carry_out_planned(today, app.now()).await?;
        app.store.forget_once(once::forgotten(app)).await?;
        app.store.drop_stale(uploads::stale(app)).await?;
        done.store(today.days(), Ordering::Release);
    }
    Ok(())
}
