//! What nobody should send: too much, too deep, no JSON, no sense. It gets an answer with a code, and nothing stored changes.

use std::io::{Read, Write};
use std::net::TcpStream;

use serde_json::json;

use crate::house::{Answer, CLUB, House, new_id, report};

const LIMIT: usize = 256 * 1024;

fn takers() -> Vec<(&'static str, String)> {
    let id = new_id();
    vec![
        ("POST", "/api/v1/check".to_owned()),
        ("POST", "/api/v1/session".to_owned()),
        ("PUT", format!("/api/v1/reports/{id}/revisions/1")),
        ("POST", format!("/api/v1/reports/{id}/decisions")),
    ]
}

#[test]
fn too_large_a_body_is_refused_by_its_real_size() {
    let house = House::new();
    let club = house.visitor("club");
    let mut large = report(CLUB, "2026-10");
    large["answers"]["closing"]["difficulties"] = "á".repeat(LIMIT / 2).into();
    for (method, path) in takers() {
        house.refused(413, "too_large", || club.send(method, &path, &large));
        house.refused(413, "too_large", || club.send_bytes(method, &path, &vec![b' '; 3 * LIMIT]));
    }
    let mut fits = serde_json::to_vec(&report(CLUB, "2026-10")).expect("JSON");
    fits.resize(LIMIT, b' ');
    assert_eq!(club.send_bytes("POST", "/api/v1/check", &fits).status, 200, "the limit itself is allowed");
    fits.push(b' ');
    house.refused(413, "too_large", || club.send_bytes("POST", "/api/v1/check", &fits));
}

#[test]
fn deep_nesting_is_refused_and_the_server_lives() {
    let house = House::new();
    let club = house.visitor("club");
    for (open, close) in [("[", "]"), ("{\"a\":", "}")] {
        let deep = format!("{}1{}", open.repeat(40_000), close.repeat(40_000));
        for (method, path) in takers() {
            house.refused(400, "bad_json", || club.send_bytes(method, &path, deep.as_bytes()));
        }
    }
    let mut nested = json!(1);
    for _ in 0..100 {
        nested = json!({ "members": nested });
    }
    let mut odd = report(CLUB, "2026-10");
    odd["answers"] = nested;
    let answer = club.send("POST", "/api/v1/check", &odd);
    assert_eq!((answer.status, &answer.body["valid"]), (200, &json!(false)));
    assert_eq!(house.get("/api/health").status, 200);
}

#[test]
fn no_json_is_refused_with_its_place() {
    let house = House::new();
    let club = house.visitor("club");
    for (method, path) in takers() {
        let refusal = house.refused(400, "bad_json", || club.send_bytes(method, &path, b"{\"form\": \n oops}"));
        assert_eq!(refusal["details"]["line"], 2);
        for bytes in [&b""[..], b"\xff\xfe", b"{\"a\":\"\xc3\x28\"}", b"\0", b"NaN", b"{} {}"] {
            house.refused(400, "bad_json", || club.send_bytes(method, &path, bytes));
        }
    }
}

#[test]
fn only_json_is_taken() {
    let house = House::new();
    let club = house.visitor("club");
    let sent = report(CLUB, "2026-10").to_string();
    for (method, path) in takers() {
        for kind in ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", "application/jsonp", ""] {
            let headers = [("cookie", club.cookie.as_str()), ("content-type", kind)];
            house.refused(415, "unsupported_media_type", || house.ask(method, &path, &headers, Some(sent.as_bytes())));
        }
    }
    let headers = [("content-type", "Application/JSON; charset=utf-8")];
    assert_eq!(house.ask("POST", "/api/v1/check", &headers, Some(sent.as_bytes())).status, 200);
}

/// A small generator with a fixed seed: the same bytes on every run.
struct Random(u64);

impl Random {
    fn byte(&mut self) -> u8 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 56) as u8
    }
}

#[test]
fn ten_thousand_random_bytes_are_refused_in_every_place() {
    let house = House::new();
    let club = house.visitor("club");
    let mut random = Random(20_261_122);
    for _ in 0..5 {
        let noise: Vec<u8> = (0..10_000).map(|_| random.byte()).collect();
        for (method, path) in takers() {
            house.refused(400, "bad_json", || club.send_bytes(method, &path, &noise));
        }
    }
}

#[test]
fn a_report_damaged_at_any_byte_is_answered_and_never_half_stored() {
    let house = House::new();
    let club = house.visitor("club");
    let whole = report(CLUB, "2026-10").to_string().into_bytes();
    let mut random = Random(7);
    let before = house.dump();
    for _ in 0..300 {
        let mut damaged = whole.clone();
        let at = (usize::from(random.byte()) * 256 + usize::from(random.byte())) % damaged.len();
        damaged[at] = random.byte();
        let answer: Answer = club.send_bytes("POST", "/api/v1/check", &damaged);
        assert!(matches!(answer.status, 200 | 400 | 404 | 422), "{} {}", answer.status, answer.body);
    }
    assert_eq!(house.dump(), before);
}

/// Bytes straight into the socket, and what comes back until the server closes; `breaks_off` says that nothing more will come.
fn raw(house: &House, bytes: &[u8], breaks_off: bool) -> Vec<u8> {
    let mut stream = TcpStream::connect(&house.address).expect("a connection");
    stream.set_read_timeout(Some(std::time::Duration::from_secs(5))).expect("a time limit");
    // The server may have closed already: what counts is what it did.
    let _ = stream.write_all(bytes);
    if breaks_off {
        let _ = stream.shutdown(std::net::Shutdown::Write);
    }
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer);
    answer
}

#[test]
fn a_connection_that_talks_nonsense_or_breaks_off_harms_nobody() {
    let house = House::new();
    let club = house.visitor("club");
    let before = house.dump();
    let mut random = Random(99);
    let noise: Vec<u8> = (0..10_000).map(|_| random.byte()).collect();
    raw(&house, &noise, true);
    let id = new_id();
    let sent = report(CLUB, "2026-10").to_string();
    let head = format!(
        "PUT /api/v1/reports/{id}/revisions/1 HTTP/1.1\r\nhost: {}\r\ncookie: {}\r\nconnection: close\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n",
        house.address,
        club.cookie,
        sent.len()
    );
    let half = [head.as_bytes(), &sent.as_bytes()[..sent.len() / 2]].concat();
    raw(&house, &half, true);
    assert_eq!(house.dump(), before, "half a report is none");
    let whole = [head.as_bytes(), sent.as_bytes()].concat();
    let answer = String::from_utf8_lossy(&raw(&house, &whole, false)).into_owned();
    assert!(answer.starts_with("HTTP/1.1 201"), "{answer}");
    assert_eq!(club.put(&id, 1, &report(CLUB, "2026-10")).status, 200, "the sender who heard nothing asks again");
}
