//! Hooks are told, each in the order of the audit: the next event is sent when the one before it was taken. One that is not taken is tried
//! again, later and later, and after five days in vain the hook stops until somebody lets it go on. All of that is kept in the database, so
//! that a restart forgets nothing.

use std::collections::HashSet;
use std::sync::Arc;
use std::time::{Duration, Instant};

use phieu_store::{Delivery, Hook, HookState, Moment, ReportEvent};
use serde_json::json;
use tokio::task::JoinSet;
use ureq::unversioned::transport::DefaultConnector;

use super::events::{after, kind, to_json};
use super::guard::Outside;
use super::sign::signature;
use crate::app::App;
use crate::clock::{DAY_MS, iso, later};
use crate::refusal::Refusal;

/// How often it is looked whether there is something to tell.
const LOOK_AGAIN: Duration = Duration::from_millis(500);
/// How long a try may take.
const PATIENCE: Duration = Duration::from_secs(10);
/// How many hooks are told at once.
const AT_ONCE: usize = 8;
/// How long after each vain try the next one comes, in seconds; the last one again and again.
const WAITS: [i64; 8] = [5, 30, 120, 600, 3_600, 3 * 3_600, 6 * 3_600, 12 * 3_600];
/// After how long in vain a hook stops.
const GIVEN_UP_MS: i64 = 5 * DAY_MS;
/// After how many events, or after how long, a hook gives its place to another.
const IN_A_TURN: usize = 50;
const TURN: Duration = Duration::from_secs(30);
/// The status of a receiver that wants to hear no more.
const GONE: u16 = 410;

/// Tells hooks until it is stopped.
pub(crate) async fn tell(app: Arc<App>) {
    let (mut busy, mut turned) = (HashSet::new(), HashSet::new());
    let mut telling = JoinSet::new();
    loop {
        match app.store.due_hooks(app.now()).await {
            Ok(due) => {
                // Those that were not told in the last turn come first.
                let (before, waiting): (Vec<Hook>, Vec<Hook>) = due.into_iter().partition(|hook| turned.contains(&hook.id));
                turned.retain(|id| before.iter().any(|hook| hook.id == *id));
                for hook in waiting.into_iter().chain(before) {
                    if busy.len() < AT_ONCE && busy.insert(hook.id) {
                        let app = Arc::clone(&app);
                        telling.spawn(async move {
                            let id = hook.id;
                            if let Err(refusal) = all(&app, hook).await {
                                eprintln!("phieu: webhook {id} was not told: {refusal:?}");
                            }
                            id
                        });
                    }
                }
            }
            Err(error) => eprintln!("phieu: webhooks cannot be read: {error}"),
        }
        tokio::time::sleep(LOOK_AGAIN).await;
        while let Some(done) = telling.try_join_next() {
            match done {
                Ok(id) => {
                    busy.remove(&id);
                    turned.insert(id);
                }
                // Which one broke off is not told; none is busy after the others are done.
                Err(_) if telling.is_empty() => busy.clear(),
                Err(_) => {}
            }
        }
    }
}

/// Tells a hook what it has before it, until something is not taken or its turn is over.
async fn all(app: &App, hook: Hook) -> Result<(), Refusal> {
    let mut state = hook.state.clone();
    let (began, mut told) = (Instant::now(), 0);
    loop {
        let Some(account) = app.store.account(&hook.login).await? else { return Ok(()) };
        let page = after(app, &account.on(app.today()), state.after).await?;
        for event in page.events.iter().filter(|event| is_wanted(&hook, event)) {
            let delivery = attempt(app, &hook, event).await;
            state = next(&state, &delivery);
            if !app.store.told(hook.id, Some(&delivery), &state).await? || !delivery.problem.is_empty() {
                return Ok(());
            }
            told += 1;
            if told >= IN_A_TURN || began.elapsed() >= TURN {
                return Ok(());
            }
        }
        state.after = page.last;
        if !app.store.told(hook.id, None, &state).await? || !page.more {
            return Ok(());
        }
    }
}

fn is_wanted(hook: &Hook, event: &ReportEvent) -> bool {
    hook.events.is_empty() || hook.events.split(' ').any(|word| word == kind(event))
}

/// How a hook goes on after a try.
fn next(state: &HookState, delivery: &Delivery) -> HookState {
    if delivery.problem.is_empty() {
        return HookState { is_on: true, after: delivery.line, tries: 0, failing_since: None, next_at: Moment(0) };
    }
    let since = state.failing_since.unwrap_or(delivery.at);
    let wait = usize::try_from(state.tries).ok().and_then(|tries| WAITS.get(tries)).or(WAITS.last()).copied().unwrap_or_default();
    HookState {
        is_on: delivery.status != Some(GONE) && delivery.at.0 - since.0 < GIVEN_UP_MS,
        after: state.after,
        tries: state.tries.saturating_add(1),
        failing_since: Some(since),
        next_at: later(delivery.at, wait * 1000),
    }
}

/// Sends an event once.
async fn attempt(app: &App, hook: &Hook, event: &ReportEvent) -> Delivery {
    let at = app.now();
    let body = json!({ "type": kind(event), "timestamp": iso(event.at), "data": to_json(event) }).to_string();
    let (id, seconds) = (format!("evt_{}", event.line), at.0.div_euclid(1000));
    let signed = signature(&hook.secret, &id, seconds, &body).unwrap_or_default();
    let (url, inside) = (hook.url.clone(), app.inside_hooks);
    let sending = tokio::task::spawn_blocking(move || {
        send(&url, inside, &[("webhook-id", id), ("webhook-timestamp", seconds.to_string()), ("webhook-signature", signed)], body)
    });
    let answered = sending.await.unwrap_or_else(|error| Err(error.to_string()));
    let (status, problem) = match answered {
        Ok(status @ 200..300) => (Some(status), String::new()),
        Ok(status) => (Some(status), format!("HTTP {status}")),
        Err(problem) => (None, problem),
    };
    Delivery { line: event.line, at, status, problem }
}

/// A request without redirects and proxies, to an address that the guard lets through. What is answered beside the status is not read.
fn send(url: &str, inside: bool, headers: &[(&str, String)], body: String) -> Result<u16, String> {
    let config = ureq::Agent::config_builder()
        .http_status_as_error(false)
        .https_only(!inside)
        .max_redirects(0)
        .proxy(None)
        .user_agent(concat!("phieu/", env!("CARGO_PKG_VERSION")))
        .timeout_global(Some(PATIENCE))
        .build();
    let agent = ureq::Agent::with_parts(config, DefaultConnector::default(), Outside { inside });
    let mut request = agent.post(url).header("content-type", "application/json");
    for (name, value) in headers {
        request = request.header(*name, value);
    }
    request.send(body).map(|response| response.status().as_u16()).map_err(|error| error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tried(at: i64, status: u16) -> Delivery {
        Delivery { line: 7, at: Moment(at), status: Some(status), problem: if status == 200 { String::new() } else { "no".to_owned() } }
    }

    #[test]
    fn tries_come_later_and_later_and_end_after_five_days() {
        let mut state = HookState { is_on: true, after: 6, tries: 0, failing_since: None, next_at: Moment(0) };
        let mut waits = Vec::new();
        while state.is_on {
            let at = state.next_at;
            state = next(&state, &tried(at.0, 503));
            assert_eq!(state.after, 6, "what was not taken stays the next");
            waits.push((state.next_at.0 - at.0) / 1000);
        }
        assert_eq!(waits[..9], [5, 30, 120, 600, 3_600, 10_800, 21_600, 43_200, 43_200]);
        let last = state.next_at.0 - waits.last().map_or(0, |wait| wait * 1000);
        assert!((GIVEN_UP_MS..GIVEN_UP_MS + 12 * 3_600_000).contains(&last), "{last}");
    }

    #[test]
    fn nothing_is_sent_into_the_own_network() {
        let refused = ureq::Error::HostNotFound.to_string();
        for url in ["https://127.0.0.1:9/", "https://localhost:9/", "https://[::1]:9/"] {
            assert_eq!(send(url, false, &[], String::new()), Err(refused.clone()), "{url}");
        }
        assert!(send("http://127.0.0.1:9/", false, &[], String::new()).is_err(), "nor without https");
    }

    #[test]
    fn one_that_is_taken_goes_on_and_one_that_is_gone_stops() {
        let failing = HookState { is_on: true, after: 6, tries: 3, failing_since: Some(Moment(1)), next_at: Moment(9) };
        let taken = HookState { is_on: true, after: 7, tries: 0, failing_since: None, next_at: Moment(0) };
        assert_eq!(next(&failing, &tried(10, 200)), taken);
        assert!(!next(&taken, &tried(10, GONE)).is_on);
    }
}
