//! Files in pieces: a photograph goes on where it broke off, also after a restart, and is kept as one that came at once.

use phieu_report::digest;
use serde_json::{Value, json};

use crate::house::{Answer, CLUB, House, new_id, report};

const PIECE: usize = 64 * 1024;

fn photo() -> Vec<u8> {
    let noise = (0..150_000_u32).map(|at| (at.wrapping_mul(2_654_435_761) >> 24) as u8);
    [0xff, 0xd8, 0xff, 0xe0].into_iter().chain(noise).collect()
}

/// The club's report of a month that names a photograph.
fn with_photo(house: &House, cookie: &str) -> String {
    let (id, mut report) = (new_id(), report(CLUB, "2026-10"));
    report["answers"]["closing"]["photo"] = "anh.jpg".into();
    let headers = [("cookie", cookie), ("content-type", "application/json")];
    let path = format!("/api/v1/reports/{id}/revisions/1");
    assert_eq!(house.ask("PUT", &path, &headers, Some(report.to_string().as_bytes())).status, 201);
    id
}

fn address(id: &str, whole: &str) -> String {
    format!("/api/v1/reports/{id}/files/anh.jpg/{whole}")
}

/// Sends the bytes of a file of so many from a place on.
fn piece(house: &House, cookie: &str, path: &str, (offset, size): (usize, usize), bytes: &[u8]) -> Answer {
    let (offset, size) = (offset.to_string(), size.to_string());
    let headers = [
        ("cookie", cookie),
        ("content-type", "application/partial-upload"),
        ("upload-offset", offset.as_str()),
        ("upload-length", size.as_str()),
    ];
    house.ask("PATCH", path, &headers, Some(bytes))
}

#[test]
fn a_photograph_goes_on_where_it_broke_off() {
    let mut house = House::new();
    let cookie = house.visitor("club").cookie;
    let photo = photo();
    let id = with_photo(&house, &cookie);
    let path = address(&id, &digest(&photo));
    let ask = |house: &House, method: &str, path: &str| house.ask(method, path, &[("cookie", &cookie)], None);
    assert_eq!(ask(&house, "GET", &path).body, json!({ "offset": 0, "size": null, "complete": false }));
    let send = |house: &House, from: usize, to: usize| piece(house, &cookie, &path, (from, photo.len()), &photo[from..to]);
    let told = json!({ "offset": PIECE, "size": photo.len(), "complete": false });
    assert_eq!((send(&house, 0, PIECE).body, send(&house, 0, PIECE).status), (told.clone(), 200), "twice counts once");
    house.restart();
    let head = ask(&house, "HEAD", &path);
    let said = ["upload-offset", "upload-length", "upload-complete"].map(|name| head.header(name).to_owned());
    assert_eq!((head.status, said), (200, [PIECE.to_string(), photo.len().to_string(), "?0".to_owned()]));
    assert_eq!(ask(&house, "GET", &path).body, told);
    let refusal = house.refused(409, "upload_offset", || send(&house, 2 * PIECE, photo.len()));
    assert_eq!(refusal["details"]["offset"], PIECE);
    house.refused(404, "unknown_file", || ask(&house, "GET", &format!("/api/v1/reports/{id}/files/anh.jpg")));
    assert_eq!(send(&house, PIECE, 2 * PIECE).status, 200);
    let told = json!({ "offset": 2 * PIECE, "size": photo.len(), "complete": false });
    assert_eq!(send(&house, 2 * PIECE, 2 * PIECE).body, told, "an empty piece changes nothing");
    let whole = json!({ "offset": photo.len(), "size": photo.len(), "complete": true });
    for _ in 0..2 {
        assert_eq!(send(&house, 2 * PIECE, photo.len()).body, whole, "an answer that was lost is given again");
    }
    assert_eq!((ask(&house, "GET", &path).body, ask(&house, "HEAD", &path).header("upload-complete")), (whole, "?1"));
    let commune = house.visitor("commune");
    let had = commune.get(&format!("/api/v1/reports/{id}/files/anh.jpg"));
    assert_eq!((had.bytes == photo, had.header("content-type"), had.header("content-disposition")), (true, "image/jpeg", "inline"));
    let kept = json!([{ "name": "anh.jpg", "digest": digest(&photo), "kind": "image/jpeg", "size": photo.len() }]);
    assert_eq!(commune.get(&format!("/api/v1/reports/{id}")).body["files"], kept);
    assert_eq!(house.dump().iter().filter(|line| line.contains("attach{")).count(), 1, "one line of the audit of people");
    house.refused(403, "foreign_unit", || house.visitor("other-club").get(&format!("/api/v1/reports/{id}/files/anh.jpg")));
}

#[test]
fn what_nobody_goes_on_with_goes_with_the_first_request_of_a_day() {
    const DAY: i64 = 86_400_000;
    let house = House::new();
    let cookie = house.visitor("club").cookie;
    let photo = photo();
    let whole = digest(&photo);
    let path = address(&with_photo(&house, &cookie), &whole);
    assert_eq!(piece(&house, &cookie, &path, (0, photo.len()), &photo[..PIECE]).status, 200);
    let is_here = |house: &House| house.dump().iter().any(|line| line.contains(&whole));
    for (days, expected) in [(29, true), (1, true), (1, false)] {
        house.wait(days * DAY);
        house.get("/api/health");
        assert_eq!(is_here(&house), expected);
    }
}

#[test]
fn what_is_not_the_file_or_not_ones_own_is_refused() {
    let house = House::new();
    let cookie = house.visitor("club").cookie;
    let photo = photo();
    let id = with_photo(&house, &cookie);
    let (whole, size) = (digest(&photo), photo.len());
    let path = address(&id, &whole);
    let send = |path: &str, at: (usize, usize), bytes: &[u8]| piece(&house, &cookie, path, at, bytes);
    house.refused(422, "file_not_named", || send(&path.replace("anh.jpg", "x.jpg"), (0, size), &photo[..9]));
    house.refused(404, "unknown_report", || send(&address(&new_id(), &whole), (0, size), &photo[..9]));
    house.refused(400, "bad_parameter", || send(&address(&id, "ab"), (0, size), &photo[..9]));
    house.refused(400, "bad_parameter", || house.ask("PATCH", &path, &[("cookie", &cookie), ("upload-offset", "0")], Some(&photo[..9])));
    house.refused(413, "file_too_large", || send(&path, (0, (8 << 20) + 1), &photo[..9]));
    house.refused(413, "too_large", || send(&path, (0, 1 << 20), &vec![0xff; (256 << 10) + 1]));
    house.refused(422, "file_unknown", || send(&path, (0, size), b"<html><script>"));
    house.refused(401, "not_signed_in", || piece(&house, "", &path, (0, size), &photo[..9]));
    for other in ["other-club", "commune", "onlooker"] {
        let cookie = house.visitor(other).cookie;
        house.refused(403, "foreign_unit", || piece(&house, &cookie, &path, (0, size), &photo[..9]));
        house.refused(403, "foreign_unit", || house.ask("GET", &path, &[("cookie", &cookie)], None));
    }
    let other = [&photo[..size - 1], b"?"].concat();
    assert_eq!(send(&path, (0, size), &other[..PIECE]).status, 200);
    let refusal = send(&path, (PIECE, size), &other[PIECE..]);
    assert_eq!((refusal.status, refusal.code()), (422, "file_damaged"));
    let begun: Value = house.ask("GET", &path, &[("cookie", &cookie)], None).body;
    assert_eq!(begun["offset"], 0, "what is not the file is dropped");
    let close = json!({ "form": "clb-thang", "period": "2026-10", "closed": true, "reason": "Đã quyết toán." });
    assert_eq!(house.visitor("province").send("POST", "/api/v1/closings", &close).status, 200);
    house.refused(409, "period_locked", || send(&path, (0, size), &photo[..PIECE]));
}
