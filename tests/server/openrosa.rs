//! OpenRosa as ODK's clients speak it: the list, the form with what its rules know, what was filled in, and what is told of it.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use crate::house::{Answer, CLUB, House, PASSWORD, new_id, report};

const FORM: &str = "clb-thang.24848-C01.2026-10";

/// A client with somebody's account.
struct Client<'a> {
    house: &'a House,
    line: String,
}

impl<'a> Client<'a> {
    fn new(house: &'a House, login: &str, secret: &str) -> Client<'a> {
        Client { house, line: format!("Basic {}", STANDARD.encode(format!("{login}:{secret}"))) }
    }

    fn get(&self, path: &str) -> (Answer, String) {
        let answer = self.house.ask("GET", path, &[("authorization", &self.line), ("x-openrosa-version", "1.0")], None);
        let text = String::from_utf8(answer.bytes.clone()).expect("text");
        (answer, text)
    }

    /// Sends parts, each its name, its file's name and its text; gives the status and the message.
    fn send(&self, parts: &[(&str, &str, &str)]) -> (u16, String) {
        self.send_bytes(&parts.iter().map(|(name, file, text)| (*name, *file, text.as_bytes())).collect::<Vec<_>>())
    }

    /// The same with bytes; a part whose file has no name is a plain field.
    fn send_bytes(&self, parts: &[(&str, &str, &[u8])]) -> (u16, String) {
        let mut body = Vec::new();
        for (name, file, bytes) in parts {
            let file = if file.is_empty() { String::new() } else { format!("; filename=\"{file}\"\r\nContent-Type: image/jpeg") };
            body.extend(format!("--cut\r\nContent-Disposition: form-data; name=\"{name}\"{file}\r\n\r\n").bytes());
            body.extend(bytes.iter().chain(b"\r\n"));
        }
        body.extend(b"--cut--\r\n");
        let headers = [("authorization", self.line.as_str()), ("content-type", "multipart/form-data; boundary=cut")];
        let answer = self.house.ask("POST", "/openrosa/submission", &headers, Some(&body));
        assert_eq!(answer.header("x-openrosa-version"), "1.0");
        let text = String::from_utf8(answer.bytes).expect("text");
        assert!(text.starts_with("<OpenRosaResponse xmlns=\"http://openrosa.org/http/response\"><message nature=\"submit_"), "{text}");
        let message = text.split_once('>').and_then(|(_, rest)| rest.split_once('>')).map_or("", |(_, rest)| rest);
        (answer.status, message.trim_end_matches("</message></OpenRosaResponse>").to_owned())
    }

    fn fill(&self, xml: &str) -> (u16, String) {
        self.send(&[("xml_submission_file", "submission.xml", xml)])
    }
}

/// What stands between two marks.
fn between<'t>(text: &'t str, from: &str, to: &str) -> &'t str {
    text.split_once(from).and_then(|(_, rest)| rest.split_once(to)).map_or("", |(inside, _)| inside)
}

/// The instance of a form, filled in with answers as JavaRosa would: what is not answered stays an empty element.
fn filled(form: &str, answers: &Value, instance: &str) -> String {
    let mut id = between(form, "<instance>", "</instance>").to_owned();
    for (group, members) in answers.as_object().expect("groups") {
        for (name, value) in members.as_object().expect("answers") {
            let text = match value {
                Value::String(text) => text.clone(),
                Value::Array(names) => names.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(" "),
                other => other.to_string(),
            };
            let inside = between(&id, &format!("<{group}>"), &format!("</{group}>")).to_owned();
            let changed = inside.replacen(&format!("<{name}/>"), &format!("<{name}>{text}</{name}>"), 1);
            assert_ne!(inside, changed, "{group} has {name}");
            id = id.replacen(&inside, &changed, 1);
        }
    }
    id.replacen("<instanceID/>", &format!("<instanceID>uuid:{instance}</instanceID>"), 1)
}

fn version_of(list: &str) -> String {
    let entry = list.split("<xform>").find(|entry| entry.contains(&format!("<formID>{FORM}</formID>"))).unwrap_or_default();
    between(entry, "<version>", "</version>").to_owned()
}

#[test]
fn a_report_is_fetched_filled_in_sent_and_kept_once() {
    let house = House::new();
    let client = Client::new(&house, "club", PASSWORD);
    let (answer, list) = client.get("/openrosa/formList");
    assert_eq!(
        (answer.status, answer.header("content-type"), answer.header("x-openrosa-version")),
        (200, "text/xml; charset=utf-8", "1.0")
    );
    assert!(list.contains(&format!("<formID>{FORM}</formID>")) && list.contains("CLB Một – tháng 10/2026</name>"), "{list}");
    assert!(!list.contains("24848-C02"), "nothing of another club");
    let version = version_of(&list);
    assert!(list.contains(&format!("<downloadUrl>http://{}/openrosa/forms/{FORM}/{version}.xml</downloadUrl>", house.address)), "{list}");
    let (answer, form) = client.get(&format!("/openrosa/forms/{FORM}/{version}.xml"));
    assert_eq!(answer.status, 200);
    let hash = format!("md5:{}", md5_of(&answer.bytes));
    assert!(list.contains(&hash), "the list tells the digest of what is fetched");
    assert!(form.contains(&format!("id=\"{FORM}\" version=\"{version}\"")), "{}", between(&form, "<instance>", ">"));
    assert!(form.contains("<instance id=\"unit\">") && form.contains("<code>24848-C01</code>"), "the rules know the unit");

    let mut answers = report(CLUB, "2026-10")["answers"].clone();
    let instance = "6b1f0c5e-0000-4000-8000-00000000000a";
    // Ticked in whatever order, they are the same choices.
    let xml = filled(&form, &answers, instance);
    let ticked = ">members donors<";
    assert!(xml.contains(ticked), "{xml}");
    for order in [ticked, ">donors members<", ticked] {
        assert_eq!(client.fill(&xml.replacen(ticked, order, 1)), (201, "Đã nhận báo cáo.".to_owned()), "{order}");
    }
    answers["income_fund"]["capital_added_sources"] = json!(["donors", "members"]);
    let club = house.visitor("club");
    let stored = club.get(&format!("/api/v1/reports/{instance}")).body;
    assert_eq!((&stored["answers"], &stored["status"], &stored["revision"]), (&answers, &json!("submitted"), &json!(1)));
    assert_eq!(stored["history"].as_array().map(Vec::len), Some(1), "the same twice is one");
    let (_, list) = client.get("/openrosa/formList");
    assert!(!list.contains(FORM), "what is sent leaves the list");
    let other = filled(&form, &answers, "6b1f0c5e-0000-4000-8000-00000000000b").replacen("<members_joined>3<", "<members_joined>2<", 1);
    assert_eq!(client.fill(&other).0, 409, "what waits for a decision is not overwritten");
    let decision = json!({ "revision": 1, "action": "return", "remark": "Xem lại." });
    assert_eq!(house.visitor("commune").decide(instance, &decision).status, 200);
    assert!(client.get("/openrosa/formList").1.contains(FORM), "what came back is to be made again");
    let mut corrected = answers.clone();
    corrected["meeting"]["meeting_attendance"] = json!(48);
    assert_eq!(client.fill(&filled(&form, &corrected, "6b1f0c5e-0000-4000-8000-00000000000c")).0, 201);
    assert_eq!(client.fill(&xml).0, 201, "the first one sent again is still that one");
    let stored = club.get(&format!("/api/v1/reports/{instance}")).body;
    assert_eq!((&stored["answers"], &stored["revision"]), (&corrected, &json!(2)));
}

#[test]
fn the_same_choices_are_the_same_answer_however_they_came() {
    let house = House::new();
    let client = Client::new(&house, "club", PASSWORD);
    let (_, form) = client.get(&format!("/openrosa/forms/{FORM}/any.xml"));
    let sent = report(CLUB, "2026-10");
    let id = new_id();
    let club = house.visitor("club");
    assert_eq!(club.put(&id, 1, &sent).status, 201);
    let xml = filled(&form, &sent["answers"], "6b1f0c5e-0000-4000-8000-000000000012");
    let before = house.dump();
    for order in [">members donors<", ">donors members<"] {
        assert_eq!(client.fill(&xml.replacen(">members donors<", order, 1)).0, 201, "{order}");
    }
    assert_eq!(house.dump(), before, "the report is there, as it was sent");
    for other in [">donors<", ">donors members donors<", ">donors members other<"] {
        assert_eq!(client.fill(&xml.replacen(">members donors<", other, 1)).0, 409, "{other}");
    }
}

#[test]
fn what_does_not_hold_is_told_in_sentences_and_not_kept() {
    let house = House::new();
    let client = Client::new(&house, "club", PASSWORD);
    let (_, form) = client.get(&format!("/openrosa/forms/{FORM}/any.xml"));
    let answers = report(CLUB, "2026-10")["answers"].clone();
    let instance = "6b1f0c5e-0000-4000-8000-00000000000d";
    let before = house.dump();
    let mut wrong = answers.clone();
    wrong["members"]["members_closing"] = json!(60);
    let (status, told) = client.fill(&filled(&form, &wrong, instance));
    assert_eq!(status, 422);
    assert!(told.contains("\n– ") && told.contains("60"), "{told}");
    let good = filled(&form, &answers, instance);
    let (status, told) = client.fill(&good.replacen("<members_joined>3<", "<members_joined>3,5<", 1));
    assert!(status == 422 && told.contains("3,5"), "what is no number is not mended: {told}");
    let (status, told) =
        client.fill(&good.replacen("<members_joined>3</members_joined>", "<members_joined>3</members_joined><lost>1</lost>", 1));
    assert!(status == 422 && told.contains("lost"), "{told}");
    for twice in
        ["<members_joined>3</members_joined><members_joined>4</members_joined>", "<members_joined>3</members_joined></members><members>"]
    {
        let (status, told) = client.fill(&good.replacen("<members_joined>3</members_joined>", twice, 1));
        assert_eq!(status, 422, "of two answers none is put aside: {told}");
    }
    for broken in ["", "<data", "<!DOCTYPE x [<!ENTITY a \"b\">]><data id=\"x\"/>", "<data/>"] {
        assert!(matches!(client.fill(broken).0, 400 | 404), "{broken}");
    }
    assert_eq!(client.send(&[("xml_submission_file", "a.xml", &good), ("photo.jpg", "photo.jpg", "x")]).0, 422);
    assert_eq!(client.send(&[("other", "a.xml", &good)]).0, 400);
    assert_eq!(client.fill(&good.replacen("uuid:6b1f", "uuid:x", 1)).0, 400);
    assert_eq!(client.fill(&good.replacen("24848-C01.2026-10", "24848-C02.2026-10", 1)).0, 403, "another unit's");
    assert_eq!(client.fill(&good.replacen("24848-C01.2026-10", "24848-C01.2027-10", 1)).0, 422, "a period that has not begun");
    assert_eq!(house.dump(), before);
    assert_eq!(client.fill(&good).0, 201);
}

#[test]
fn what_is_to_be_explained_is_explained_in_the_form() {
    let house = House::new();
    let client = Client::new(&house, "club", PASSWORD);
    let (_, form) = client.get(&format!("/openrosa/forms/{FORM}/any.xml"));
    let mut answers = report(CLUB, "2026-10")["answers"].clone();
    answers["activity_fund"]["fees_collected"] = json!(540_000);
    answers["activity_fund"]["activity_fund_closing"] = json!(2_960_000);
    let instance = "6b1f0c5e-0000-4000-8000-00000000000e";
    let xml = filled(&form, &answers, instance);
    let (status, told) = client.fill(&xml);
    assert_eq!(status, 422, "{told}");
    let explained = xml.replacen("<phieu_explanation/>", "<phieu_explanation>Thu gộp phí ba tháng.</phieu_explanation>", 1);
    assert_ne!(explained, xml);
    let (status, told) = client.fill(&explained);
    assert_eq!(status, 201, "{told}");
    let stored = house.visitor("club").get(&format!("/api/v1/reports/{instance}")).body;
    assert_eq!(stored["explanations"], json!({ "fees-high": "Thu gộp phí ba tháng." }));
}

#[test]
fn nobody_comes_in_without_an_account_or_a_key_for_it() {
    let house = House::new();
    for path in ["/openrosa/formList", &format!("/openrosa/forms/{FORM}/1.xml")] {
        let answer = house.get(path);
        assert_eq!((answer.status, answer.header("www-authenticate")), (401, "Basic realm=\"phieu\", charset=\"UTF-8\""));
    }
    assert_eq!(Client::new(&house, "club", "guess").get("/openrosa/formList").0.status, 401);
    assert_eq!(Client::new(&house, "onlooker", PASSWORD).get("/openrosa/formList").1.matches("<xform>").count(), 0);
    assert_eq!(Client::new(&house, "other-club", PASSWORD).get(&format!("/openrosa/forms/{FORM}/1.xml")).0.status, 404);
    let club = house.visitor("club");
    let key = |scope: &str| {
        let made = club.send("POST", "/api/v1/keys", &json!({ "name": "ODK Collect", "scopes": [scope] })).body;
        made["key"].as_str().expect("a key").to_owned()
    };
    let (fit, unfit) = (key("reports:submit"), key("reports:read"));
    assert_eq!(Client::new(&house, "club", &fit).get("/openrosa/formList").0.status, 200);
    assert_eq!(Client::new(&house, "club", &unfit).get("/openrosa/formList").0.status, 403);
    assert_eq!(Client::new(&house, "other-club", &fit).get("/openrosa/formList").0.status, 401, "a key is its own account's");
    let line = format!("Basic {}", STANDARD.encode(format!("club:{fit}")));
    let greeted = house.ask("HEAD", "/openrosa/submission", &[("authorization", &line)], None);
    assert_eq!((greeted.status, greeted.header("x-openrosa-accept-content-length")), (204, "9437184"));
    assert_eq!(greeted.header("location"), format!("http://{}/openrosa/submission", house.address));
}

#[test]
fn photographs_come_with_it_or_after_it() {
    const FIRST: &[u8] = b"\xff\xd8\xff first";
    let house = House::new();
    let client = Client::new(&house, "club", PASSWORD);
    let (_, form) = client.get(&format!("/openrosa/forms/{FORM}/any.xml"));
    let mut answers = report(CLUB, "2026-10")["answers"].clone();
    answers["closing"]["photo"] = "1732600000000.jpg".into();
    let instance = "6b1f0c5e-0000-4000-8000-00000000000f";
    let xml = filled(&form, &answers, instance);
    let whole = ("xml_submission_file", "submission.xml", xml.as_bytes());
    let photo = |bytes: &'static [u8]| ("1732600000000.jpg", "1732600000000.jpg", bytes);
    let before = house.dump();
    assert_eq!(client.send_bytes(&[whole, ("x.jpg", "x.jpg", FIRST)]).0, 422, "no answer names it");
    assert_eq!(client.send_bytes(&[whole, photo(b"<html><script>")]).0, 422, "no picture");
    let large: &'static [u8] = Vec::leak([FIRST, &vec![0; 8 << 20]].concat());
    assert_eq!(client.send_bytes(&[whole, photo(large)]).0, 413);
    assert_eq!(house.dump(), before, "and then nothing is kept");
    // A client that may send only so much at once sends what was filled in first, and again with each file.
    assert_eq!(client.send_bytes(&[whole, ("*isIncomplete*", "", b"yes")]).0, 201);
    let commune = house.visitor("commune");
    let at = format!("/api/v1/reports/{instance}");
    assert_eq!(commune.get(&at).body["files"], json!([]), "it is told that none has come yet");
    for _ in 0..2 {
        assert_eq!(client.send_bytes(&[whole, photo(FIRST)]), (201, "Đã nhận báo cáo.".to_owned()));
    }
    assert_eq!(commune.get(&format!("{at}/files/1732600000000.jpg")).bytes, FIRST);
    let stored = commune.get(&at).body;
    assert_eq!((&stored["revision"], stored["files"].as_array().map(Vec::len)), (&json!(1), Some(1)));
    assert_eq!(house.dump().iter().filter(|line| line.contains("attach{")).count(), 1);
}

#[test]
fn a_photograph_of_a_report_of_before_is_asked_about_as_one_that_comes_alone() {
    const PHOTO: &[u8] = b"\xff\xd8\xff first";
    let house = House::new();
    let client = Client::new(&house, "club", PASSWORD);
    let (_, form) = client.get(&format!("/openrosa/forms/{FORM}/any.xml"));
    let mut answers = report(CLUB, "2026-10")["answers"].clone();
    answers["closing"]["photo"] = "a.jpg".into();
    let instance = "6b1f0c5e-0000-4000-8000-000000000010";
    let first = filled(&form, &answers, instance);
    let with_photo = |xml: &str| client.send_bytes(&[("xml_submission_file", "submission.xml", xml.as_bytes()), ("a.jpg", "a.jpg", PHOTO)]);
    assert_eq!(client.fill(&first).0, 201);
    let close = |closed: bool| {
        let said = json!({ "form": "clb-thang", "period": "2026-10", "closed": closed, "reason": "Đã quyết toán." });
        assert_eq!(house.visitor("province").send("POST", "/api/v1/closings", &said).status, 200);
    };
    let club = house.visitor("club");
    let at = format!("/api/v1/reports/{instance}");
    close(true);
    let before = house.dump();
    let alone = [("cookie", club.cookie.as_str()), ("content-type", "application/octet-stream")];
    let alone = house.ask("PUT", &format!("{at}/files/a.jpg"), &alone, Some(PHOTO));
    assert_eq!((with_photo(&first).0, alone.status, alone.code()), (409, 409, "period_locked"));
    assert_eq!(house.dump(), before);
    close(false);
    let decision = json!({ "revision": 1, "action": "return", "remark": "Xem lại." });
    assert_eq!(house.visitor("commune").decide(instance, &decision).status, 200);
    let mut without = answers.clone();
    without["closing"].as_object_mut().expect("answers").remove("photo");
    assert_eq!(client.fill(&filled(&form, &without, "6b1f0c5e-0000-4000-8000-000000000011")).0, 201);
    assert_eq!(with_photo(&first).0, 422, "the last revision does not name it");
    let stored = club.get(&at).body;
    assert_eq!((&stored["revision"], &stored["files"]), (&json!(2), &json!([])));
}

fn md5_of(bytes: &[u8]) -> String {
    use md5::Digest;
    md5::Md5::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}
