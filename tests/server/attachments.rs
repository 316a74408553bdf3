//! Copies of papers: brought for a name that the report gives, handed out to those who may read the report, told in the audit of people.

use serde_json::{Value, json};

use crate::house::{House, Visitor, commune_report, new_id};

const DOCUMENTS: &str = include_str!("../forms/so-vb/base.json");
const PDF: &[u8] = b"%PDF-1.7 a scan";

/// A register of documents whose first row names a copy.
fn with_copy(commune: &Visitor) -> String {
    let id = new_id();
    let mut report = commune_report(DOCUMENTS, "2026");
    report["answers"]["book"]["documents"][0]["doc_copy"] = "Kết luận 58.pdf".into();
    let answer = commune.put(&id, 1, &report);
    assert_eq!(answer.status, 201, "{}", answer.body);
    id
}

fn path(id: &str, name: &str) -> String {
    format!("/api/v1/reports/{id}/files/{}", name.replace(' ', "%20").replace("ế", "%E1%BA%BF").replace("ậ", "%E1%BA%AD"))
}

#[test]
fn a_copy_is_brought_and_had_again() {
    let house = House::new();
    let (commune, province) = (house.visitor("commune"), house.visitor("province"));
    let id = with_copy(&commune);
    let address = path(&id, "Kết luận 58.pdf");
    house.refused(404, "unknown_file", || commune.get(&address));
    let answer = commune.send_bytes("PUT", &address, PDF);
    assert_eq!(answer.status, 201, "{}", answer.body);
    assert_eq!(
        (&answer.body["name"], &answer.body["kind"], &answer.body["size"]),
        (&json!("Kết luận 58.pdf"), &json!("application/pdf"), &json!(PDF.len()))
    );
    let had = province.get(&address);
    assert_eq!((had.status, had.bytes.as_slice(), had.header("content-type")), (200, PDF, "application/pdf"));
    assert_eq!((had.header("content-disposition"), had.header("x-content-type-options")), ("attachment", "nosniff"));
    let named: Vec<Value> = province.get("/api/v1/registers/so-vb").body["entries"]
        .as_array()
        .into_iter()
        .flatten()
        .map(|entry| entry["files"].clone())
        .collect();
    assert_eq!(named.iter().filter(|files| **files == json!(["Kết luận 58.pdf"])).count(), 1, "{named:?}");
    let audit = house.dump().into_iter().filter(|line| line.contains("attach{")).count();
    assert_eq!(audit, 1, "it is a line of the audit of people");
    assert_eq!(commune.send_bytes("PUT", &address, b"\xff\xd8\xff better").status, 201, "another takes its place");
    assert_eq!(province.get(&address).header("content-type"), "image/jpeg");
}

#[test]
fn what_is_not_named_not_a_scan_or_anothers_is_refused() {
    let house = House::new();
    let commune = house.visitor("commune");
    let id = with_copy(&commune);
    let address = path(&id, "Kết luận 58.pdf");
    house.refused(422, "file_not_named", || commune.send_bytes("PUT", &path(&id, "other.pdf"), PDF));
    house.refused(422, "file_unknown", || commune.send_bytes("PUT", &address, b"<html><script>"));
    house.refused(413, "file_too_large", || commune.send_bytes("PUT", &address, &[b"%PDF-".as_slice(), &vec![b'x'; 8 << 20]].concat()));
    house.refused(404, "unknown_report", || commune.send_bytes("PUT", &path(&new_id(), "a.pdf"), PDF));
    house.refused(403, "foreign_unit", || house.visitor("province").send_bytes("PUT", &address, PDF));
    house.refused(403, "foreign_unit", || house.visitor("other-commune").get(&address));
    house.refused(401, "not_signed_in", || house.get(&address));
    let close = json!({ "form": "so-vb", "period": "2026", "closed": true, "reason": "Đã quyết toán." });
    assert_eq!(house.visitor("province").send("POST", "/api/v1/closings", &close).status, 200);
    house.refused(409, "period_locked", || commune.send_bytes("PUT", &address, PDF));
}

#[test]
fn a_copy_is_erased_for_a_reason_by_who_is_in_charge() {
    let house = House::new();
    let (commune, province) = (house.visitor("commune"), house.visitor("province"));
    let id = with_copy(&commune);
    let address = path(&id, "Kết luận 58.pdf");
    let because = json!({ "reason": "Đơn ngày 20/11/2026" });
    assert_eq!(commune.send_bytes("PUT", &address, PDF).status, 201);
    assert_eq!(commune.send_bytes("PUT", &address, PDF).status, 201, "the same again");
    let lines = |event: &str| house.dump().into_iter().filter(|line| line.contains(event)).count();
    assert_eq!(lines("attach{"), 1, "is kept no second time");
    house.refused(422, "reason_missing", || province.send("DELETE", &address, &json!({})));
    house.refused(403, "foreign_unit", || house.visitor("other-commune").send("DELETE", &address, &because));
    assert_eq!(province.send("DELETE", &address, &because).status, 204);
    house.refused(404, "unknown_file", || commune.get(&address));
    house.refused(404, "unknown_file", || province.send("DELETE", &address, &because));
    assert_eq!(lines("erase_copy{"), 1);
    assert_eq!(commune.send_bytes("PUT", &address, PDF).status, 201, "it may be brought again");
}

#[test]
fn what_was_approved_with_a_copy_keeps_it() {
    let house = House::new();
    let commune = house.visitor("commune");
    let id = with_copy(&commune);
    let address = path(&id, "Kết luận 58.pdf");
    // No form of the catalogue with copies is reviewed.
    house.execute("update report set status = 'approved'");
    assert_eq!(commune.send_bytes("PUT", &address, PDF).status, 201, "one that was not brought yet");
    house.refused(409, "status_forbids", || commune.send_bytes("PUT", &address, b"%PDF-1.7 another"));
    assert_eq!(commune.send_bytes("PUT", &address, PDF).status, 201, "the same again");
}
