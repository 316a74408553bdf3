//! Signing in and out.

use serde_json::json;

use crate::house::{House, NOW, PASSWORD};

#[test]
fn one_signs_in_is_known_and_signs_out() {
    let house = House::new();
    let club = house.visitor("club");
    let me = club.get("/api/v1/session");
    assert_eq!(me.status, 200);
    let expected = json!({
        "account": "club",
        "name": "Người club",
        "roles": ["reporter"],
        "org_unit": {
            "code": "24848-C01", "name": "CLB Một", "kind": "club",
            "parent": { "code": "24848", "name": "Xã Lạc Dương", "kind": "commune" },
        },
        "duties": [{
            "role": "club_secretary",
            "label": { "vi": "Thư ký câu lạc bộ", "en": "Club secretary" },
            "org_unit": {
                "code": "24848-C01", "name": "CLB Một", "kind": "club",
                "parent": { "code": "24848", "name": "Xã Lạc Dương", "kind": "commune" },
            },
            "from": "2000-01-01",
            "to": null,
        }],
        "consents": [],
        "language": "vi",
        "helper": null,
    });
    assert_eq!(me.body, expected);
    let out = house.ask("DELETE", "/api/v1/session", &[("cookie", &club.cookie)], None);
    assert_eq!(out.status, 204);
    assert!(out.header("set-cookie").contains("Max-Age=0"), "the browser drops the cookie");
    assert_eq!(club.get("/api/v1/session").code(), "not_signed_in", "the token itself is dead");
}

#[test]
fn the_cookie_is_closed_to_scripts_and_other_sites_and_only_for_https_behind_https() {
    let house = House::new();
    let body = json!({ "account": "club", "password": PASSWORD }).to_string();
    let json_type = ("content-type", "application/json");
    let plain = house.ask("POST", "/api/v1/session", &[json_type], Some(body.as_bytes()));
    let cookie = plain.header("set-cookie");
    for part in ["phieu_session=", "HttpOnly", "SameSite=Strict", "Path=/", "Max-Age=2592000"] {
        assert!(cookie.contains(part), "{part} in {cookie}");
    }
    assert!(!cookie.contains("Secure"));
    let behind = house.ask("POST", "/api/v1/session", &[json_type, ("x-forwarded-proto", "https")], Some(body.as_bytes()));
    assert!(behind.header("set-cookie").contains("Secure"));
    assert_ne!(plain.header("set-cookie"), behind.header("set-cookie"), "every session has a token of its own");
}

#[test]
fn the_database_holds_no_token_and_no_password() {
    let house = House::new();
    let club = house.visitor("club");
    let token = club.cookie.trim_start_matches("phieu_session=").to_owned();
    assert!(token.len() >= 43, "256 bits need 43 letters: {token}");
    let mut stored = Vec::new();
    for file in ["phieu.db", "phieu.db-wal"] {
        stored.extend(std::fs::read(house.folder.join(file)).unwrap_or_default());
    }
    let holds = |text: &str| stored.windows(text.len()).any(|window| window == text.as_bytes());
    assert!(holds("24848-C01"), "the files are the database");
    assert!(!holds(&token), "the token is not in the file");
    assert!(!holds(PASSWORD), "the password is not in the file");
}

#[test]
fn a_wrong_password_and_an_unknown_account_look_the_same() {
    let house = House::new();
    let wrong = house.send("POST", "/api/v1/session", &json!({ "account": "club", "password": "wrong" }));
    let unknown = house.send("POST", "/api/v1/session", &json!({ "account": "nobody", "password": "wrong" }));
    assert_eq!((wrong.status, wrong.code()), (401, "wrong_credentials"));
    assert_eq!((wrong.status, &wrong.body), (unknown.status, &unknown.body));
    for body in [json!({}), json!({ "account": "club" }), json!({ "account": 1, "password": 2 }), json!([])] {
        house.refused(400, "bad_parameter", || house.send("POST", "/api/v1/session", &body));
    }
}

#[test]
fn guessing_is_braked_and_the_brake_is_let_go() {
    let house = House::new();
    let guess = |login: &str| house.send("POST", "/api/v1/session", &json!({ "account": login, "password": "guess" }));
    for login in ["club", "nobody"] {
        for _ in 0..5 {
            assert_eq!(guess(login).code(), "wrong_credentials");
        }
        let braked = guess(login);
        assert_eq!((braked.status, braked.code(), braked.header("retry-after")), (429, "too_many_attempts", "60"));
    }
    let right = json!({ "account": "club", "password": PASSWORD });
    assert_eq!(house.send("POST", "/api/v1/session", &right).status, 429, "even the right password waits");
    house.wait(60_000);
    assert_eq!(house.send("POST", "/api/v1/session", &right).status, 200);
    assert_eq!(guess("club").code(), "wrong_credentials", "signing in forgives");
}

#[test]
fn a_session_ends_after_thirty_days() {
    let house = House::new();
    let club = house.visitor("club");
    house.wait(30 * 24 * 3_600_000 - 1);
    assert_eq!(club.get("/api/v1/session").status, 200);
    house.wait(1);
    assert_eq!(club.get("/api/v1/session").code(), "not_signed_in");
}

#[test]
fn what_needs_sign_in_says_so() {
    let house = House::new();
    for path in [
        "/api/v1/session",
        "/api/v1/duties",
        "/api/v1/reports",
        "/api/v1/totals?form=clb-thang&period=2026-10",
        "/api/v1/units",
        "/api/v1/periods?form=clb-thang",
    ] {
        house.refused(401, "not_signed_in", || house.get(path));
        house.refused(401, "not_signed_in", || house.ask("GET", path, &[("cookie", "phieu_session=made-up")], None));
    }
}

#[test]
fn a_sentence_is_in_the_readers_language() {
    let house = House::new();
    let sentence = |wanted: &[(&str, &str)]| house.ask("GET", "/api/v1/session", wanted, None).body["message"].clone();
    assert_eq!(sentence(&[]), "Hãy đăng nhập để tiếp tục.");
    assert_eq!(sentence(&[("accept-language", "en-GB,en;q=0.9,vi;q=0.1")]), "Sign in to go on.");
    assert_eq!(sentence(&[("accept-language", "fr")]), "Hãy đăng nhập để tiếp tục.");
}

#[test]
fn the_clock_is_the_servers_own() {
    let house = House::new();
    let now = house.get("/api/health").body["now"].clone();
    assert_eq!(now, "2026-11-22T08:00:00.000+07:00");
    assert_eq!(NOW, 1_795_309_200_000);
}

#[test]
fn an_account_has_one_count_of_tries_however_it_is_typed() {
    let house = House::new();
    let phone = json!({ "name": "Nguyễn Thị Một", "phone": "0912345678" });
    assert_eq!(house.visitor("club").send("PUT", "/api/v1/account", &phone).status, 204);
    let sign_in = |login: &str, password: &str| house.send("POST", "/api/v1/session", &json!({ "account": login, "password": password }));
    for (typed, sixth) in [
        (["club", " club", "0912345678", "0912.345.678", "+84 912 345 678"], "(091) 2345678"),
        (["0987654321", "0987 654 321", "+84987654321", "84987654321", " 0987654321"], "098-765-4321"),
        (["nobody", " nobody", "nobody ", "nobody", "\tnobody"], "nobody  "),
    ] {
        for typed in typed {
            assert_eq!(sign_in(typed, "guess").code(), "wrong_credentials", "{typed}");
        }
        assert_eq!(sign_in(sixth, "guess").code(), "too_many_attempts", "{sixth}");
    }
    house.wait(60_000);
    assert_eq!(sign_in("0912 345 678", PASSWORD).status, 200);
    assert_eq!(sign_in("club", "guess").code(), "wrong_credentials", "signing in by the number forgives the name");
}
