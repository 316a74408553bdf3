//! Webhooks as a receiver meets them: signed, in order, tried again, kept over a restart, stopped.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpListener;
use std::sync::atomic::{AtomicU16, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use serde_json::{Value, json};

use crate::house::{CLUB, House, Visitor, new_id, report};

const DAY: i64 = 86_400_000;

/// What came in: the headers in small letters, and the body.
type Came = (Vec<(String, String)>, String);

/// Somebody else's server, which answers with one status and keeps what came.
struct Receiver {
    url: String,
    status: Arc<AtomicU16>,
    came: Arc<Mutex<Vec<Came>>>,
}

impl Receiver {
    fn new(status: u16) -> Receiver {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let url = format!("http://{}/hook", listener.local_addr().expect("an address"));
        let (status, came) = (Arc::new(AtomicU16::new(status)), Arc::new(Mutex::new(Vec::new())));
        let (answered, kept) = (Arc::clone(&status), Arc::clone(&came));
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let Ok(mut stream) = stream else { return };
                let mut reader = BufReader::new(stream.try_clone().expect("a second hold"));
                let mut lines = reader.by_ref().lines().map_while(Result::ok).take_while(|line| !line.is_empty());
                lines.next();
                let headers: Vec<(String, String)> =
                    lines.filter_map(|line| line.split_once(": ").map(|(name, value)| (name.to_lowercase(), value.to_owned()))).collect();
                let length =
                    headers.iter().find(|(name, _)| name == "content-length").and_then(|(_, value)| value.parse().ok()).unwrap_or(0);
                let mut body = vec![0; length];
                reader.read_exact(&mut body).expect("the body");
                kept.lock().expect("kept").push((headers, String::from_utf8(body).expect("text")));
                let _ = write!(stream, "HTTP/1.1 {} x\r\ncontent-length: 0\r\nconnection: close\r\n\r\n", answered.load(Ordering::SeqCst));
            }
        });
        Receiver { url, status, came }
    }

    /// Waits until so many came, and gives their types and units.
    fn told(&self, number: usize) -> Vec<(String, String)> {
        let until = Instant::now() + Duration::from_secs(20);
        while self.came.lock().expect("kept").len() < number && Instant::now() < until {
            std::thread::sleep(Duration::from_millis(20));
        }
        let came = self.came.lock().expect("kept");
        let read = |(_, body): &Came| {
            let body: Value = serde_json::from_str(body).expect("JSON");
            assert_eq!(body["type"], body["data"]["type"]);
            (body["type"].as_str().unwrap_or_default().to_owned(), body["data"]["org_unit"].as_str().unwrap_or_default().to_owned())
        };
        came.iter().map(read).collect()
    }
}

fn made(by: &Visitor, hook: &Value) -> Value {
    let answer = by.send("POST", "/api/v1/webhooks", hook);
    assert_eq!(answer.status, 201, "{}", answer.body);
    answer.body
}

/// Waits until the only hook stands so.
fn until_state(by: &Visitor, state: &str) -> Value {
    let until = Instant::now() + Duration::from_secs(20);
    loop {
        let hook = by.get("/api/v1/webhooks").body["webhooks"][0].clone();
        if hook["state"] == state || Instant::now() > until {
            assert_eq!(hook["state"], state, "{hook}");
            return hook;
        }
        std::thread::sleep(Duration::from_millis(20));
    }
}

#[test]
fn events_come_signed_and_in_order_and_only_those_that_are_wanted() {
    let house = House::new();
    let (club, admin, receiver) = (house.visitor("club"), house.visitor("admin"), Receiver::new(204));
    assert_eq!(club.put(&new_id(), 1, &report(CLUB, "2026-09")).status, 201);
    let hook = made(&admin, &json!({ "url": receiver.url, "events": ["report.submitted", "report.approved"] }));
    let (commune, id) = (house.visitor("commune"), new_id());
    assert_eq!(club.put(&id, 1, &report(CLUB, "2026-10")).status, 201);
    assert_eq!(commune.decide(&id, &json!({ "revision": 1, "action": "return", "remark": "Xem lại." })).status, 200);
    assert_eq!(club.put(&id, 2, &report(CLUB, "2026-10")).status, 201);
    assert_eq!(commune.decide(&id, &json!({ "revision": 2, "action": "approve" })).status, 200);
    let told: Vec<String> = receiver.told(3).into_iter().map(|(kind, _)| kind).collect();
    assert_eq!(told, ["report.submitted", "report.submitted", "report.approved"], "nothing of before, nothing unwanted");
    let came = receiver.came.lock().expect("kept");
    let (headers, body) = &came[0];
    let header = |name: &str| headers.iter().find(|(own, _)| own == name).map(|(_, value)| value.as_str()).unwrap_or_default();
    let key = STANDARD.decode(hook["secret"].as_str().and_then(|secret| secret.strip_prefix("whsec_")).expect("a secret")).expect("base64");
    let mut mac = Hmac::<sha2::Sha256>::new_from_slice(&key).expect("a key");
    mac.update(format!("{}.{}.{body}", header("webhook-id"), header("webhook-timestamp")).as_bytes());
    assert_eq!(header("webhook-signature"), format!("v1,{}", STANDARD.encode(mac.finalize().into_bytes())));
    assert_eq!(header("webhook-timestamp"), (crate::house::NOW / 1000).to_string());
    let ids: std::collections::BTreeSet<_> =
        came.iter().map(|(headers, _)| headers.iter().find(|(name, _)| name == "webhook-id")).collect();
    assert_eq!(ids.len(), 3, "each event has an id of its own");
}

#[test]
fn what_is_not_taken_is_tried_again_later_also_after_a_restart_and_given_up_after_days() {
    let mut house = House::new();
    let receiver = Receiver::new(500);
    let hook = made(&house.visitor("admin"), &json!({ "url": receiver.url }));
    let id = new_id();
    assert_eq!(house.visitor("club").put(&id, 1, &report(CLUB, "2026-10")).status, 201);
    assert_eq!(house.visitor("commune").decide(&id, &json!({ "revision": 1, "action": "approve" })).status, 200);
    assert_eq!(receiver.told(1).len(), 1);
    let failing = until_state(&house.visitor("admin"), "failing");
    assert_eq!((&failing["tries"], &failing["next_at"]), (&json!(1), &json!("2026-11-22T08:00:05.000+07:00")));
    house.restart();
    std::thread::sleep(Duration::from_millis(700));
    assert_eq!(receiver.told(0).len(), 1, "not before its time");
    receiver.status.store(200, Ordering::SeqCst);
    house.wait(5_000);
    let kinds: Vec<String> = receiver.told(3).into_iter().map(|(kind, _)| kind).collect();
    assert_eq!(kinds, ["report.submitted", "report.submitted", "report.approved"]);
    until_state(&house.visitor("admin"), "on");

    receiver.status.store(503, Ordering::SeqCst);
    assert_eq!(house.visitor("club").put(&new_id(), 1, &report(CLUB, "2026-09")).status, 201);
    receiver.told(4);
    until_state(&house.visitor("admin"), "failing");
    house.wait(5 * DAY);
    let admin = house.visitor("admin");
    let off = until_state(&admin, "off");
    assert_eq!(off["tries"], 2);
    let path = format!("/api/v1/webhooks/{}", hook["id"]);
    let log = admin.get(&format!("{path}/deliveries")).body["deliveries"].clone();
    let statuses: Vec<&Value> = log.as_array().into_iter().flatten().map(|one| &one["status"]).collect();
    assert_eq!(statuses, [503, 503, 200, 200, 500]);
    receiver.status.store(200, Ordering::SeqCst);
    assert_eq!(admin.send("PUT", &format!("{path}/state"), &json!({ "on": true })).status, 204);
    assert_eq!(receiver.told(6)[5].0, "report.submitted", "it goes on where it stopped");
    assert_eq!(admin.send("DELETE", &path, &json!({})).status, 204);
    assert_eq!(admin.get("/api/v1/webhooks").body["webhooks"], json!([]));
    let told: Vec<Value> =
        admin.get("/api/v1/account").body["history"].as_array().into_iter().flatten().map(|line| line["event"].clone()).collect();
    assert_eq!(told, ["make_hook", "stop_hook", "resume_hook", "remove_hook"]);
}

#[test]
fn a_program_makes_its_own_and_others_see_nothing_of_it() {
    let house = House::new();
    let (admin, commune, club, receiver) = (house.visitor("admin"), house.visitor("commune"), house.visitor("club"), Receiver::new(200));
    let key = admin.send("POST", "/api/v1/keys", &json!({ "name": "HMIS", "scopes": ["events:read"], "org_unit": "24846" })).body;
    let ask = |method: &str, path: &str, body: Option<&Value>| house.with_key(key["key"].as_str().expect("a key"), method, path, body);
    assert_eq!(ask("POST", "/api/v1/webhooks", Some(&json!({ "url": receiver.url }))).status, 201);
    assert_eq!(club.put(&new_id(), 1, &report(CLUB, "2026-10")).status, 201);
    assert_eq!(house.visitor("third-club").put(&new_id(), 1, &report("24846-C01", "2026-10")).status, 201);
    assert_eq!(receiver.told(1), [("report.submitted".to_owned(), "24846-C01".to_owned())], "only what happens below its unit");
    assert_eq!(admin.get("/api/v1/webhooks").body["webhooks"][0]["account"], key["account"]);
    assert_eq!(commune.get("/api/v1/webhooks").body["webhooks"], json!([]));
    house.refused(404, "unknown_program", || commune.send("DELETE", "/api/v1/webhooks/1", &json!({})));
    house.refused(404, "unknown_program", || commune.get("/api/v1/webhooks/1/deliveries"));
    house.refused(403, "not_manager", || club.send("POST", "/api/v1/webhooks", &json!({ "url": receiver.url })));
    house.refused(422, "hook_address", || admin.send("POST", "/api/v1/webhooks", &json!({ "url": "ftp://example.vn/" })));
    house.refused(400, "bad_parameter", || admin.send("POST", "/api/v1/webhooks", &json!({ "url": receiver.url, "events": ["x"] })));
}

#[test]
fn an_account_has_ten_hooks_at_most() {
    let house = House::new();
    let admin = house.visitor("admin");
    for number in 0..10 {
        made(&admin, &json!({ "url": format!("https://example.vn/{number}") }));
    }
    house.refused(409, "too_many_hooks", || admin.send("POST", "/api/v1/webhooks", &json!({ "url": "https://example.vn/10" })));
}
