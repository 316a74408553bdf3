//! `phieu serve` as a process: killed in the middle of a send, started again, a taken port, a clean end.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

struct Process {
    child: Child,
    address: String,
    output: String,
}

impl Process {
    /// Starts on a free port and waits until it says where it is.
    fn start(data: &Path, more: &[&str]) -> Process {
        let mut command = Command::new(env!("CARGO_BIN_EXE_phieu"));
        command.args(["serve", "--port", "0", "--data"]).arg(data).args(more).stdout(Stdio::piped());
        let mut process = Process { child: command.spawn().expect("phieu runs"), address: String::new(), output: String::new() };
        let mut lines = BufReader::new(process.child.stdout.take().expect("its output")).lines();
        while process.address.is_empty() {
            let line = lines.next().expect("phieu says where it is").expect("text");
            process.output.push_str(&line);
            process.output.push('\n');
            if let Some((_, rest)) = line.split_once("http://") {
                process.address = rest.split('/').next().unwrap_or_default().to_owned();
            }
        }
        process
    }

    /// The end without warning.
    fn kill(self) {
        drop(self);
    }

    fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(&self.address).expect("a connection");
        stream.set_read_timeout(Some(Duration::from_secs(30))).expect("a time limit");
        stream
    }

    fn write(&self, method: &str, path: &str, cookie: &str, body: &str) -> TcpStream {
        let mut stream = self.connect();
        let head = format!(
            "{method} {path} HTTP/1.1\r\nhost: {}\r\nconnection: close\r\ncookie: {cookie}\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n",
            self.address,
            body.len()
        );
        stream.write_all(head.as_bytes()).and_then(|()| stream.write_all(body.as_bytes())).expect("sent");
        stream
    }

    /// A request and its answer: status, headers as text, body.
    fn ask(&self, method: &str, path: &str, cookie: &str, body: &str) -> (u16, String, Value) {
        let mut answer = Vec::new();
        self.write(method, path, cookie, body).read_to_end(&mut answer).expect("an answer");
        let text = String::from_utf8(answer).expect("text");
        let (head, body) = text.split_once("\r\n\r\n").expect("a head and a body");
        let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).expect("a status");
        (status, head.to_owned(), serde_json::from_str(body).unwrap_or(Value::Null))
    }

    fn sign_in(&self, login: &str) -> String {
        let password = self.output.lines().find_map(|line| line.trim().strip_prefix("password: ")).expect("the password is printed");
        self.sign_in_with(login, password)
    }

    fn sign_in_with(&self, login: &str, password: &str) -> String {
        let credentials = json!({ "account": login, "password": password }).to_string();
        let (status, head, _) = self.ask("POST", "/api/v1/session", "", &credentials);
        assert_eq!(status, 200, "{login} signs in with what was printed");
        let line = head.lines().find_map(|line| line.strip_prefix("set-cookie: ")).expect("a cookie");
        line.split(';').next().unwrap_or_default().to_owned()
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn folder(name: &str) -> PathBuf {
    let path = std::env::temp_dir().join(format!("phieu-serve-{}-{name}", std::process::id()));
    let _ = std::fs::remove_dir_all(&path);
    path
}

/// The monthly report that a demonstration club still owes, filled in so that it follows its last approved one.
fn owed_report(process: &Process, cookie: &str) -> Value {
    let (_, _, body) = process.ask("GET", "/api/v1/duties", cookie, "");
    let owed = |duty: &&Value| duty["form"] == "clb-thang" && duty.get("report_id").is_none();
    let duty = body["duties"].as_array().into_iter().flatten().find(owed).expect("a month is owed").clone();
    let (_, _, reports) = process.ask("GET", "/api/v1/reports?state=approved&form=clb-thang", cookie, "");
    let last = reports["reports"][0]["report_id"].as_str().expect("an approved report");
    let (_, _, stored) = process.ask("GET", &format!("/api/v1/reports/{last}"), cookie, "");
    let mut answers = stored["answers"].clone();
    let carried = [
        ("members", "members_closing", "members_opening"),
        ("income_fund", "capital_closing", "capital_opening"),
        ("loans", "loans_closing", "loans_opening"),
        ("activity_fund", "activity_fund_closing", "activity_fund_opening"),
    ];
    for (group, closing, opening) in carried {
        answers[group][opening] = duty["context"]["instances"]["previous"][group][closing].clone();
    }
    let zero = [
        ("members", &["members_joined", "members_left"][..]),
        ("income_fund", &["capital_added", "interest_capitalised", "capital_withdrawn"]),
        ("loans", &["new_borrowers", "new_loans", "principal_repaid", "loans_written_off"]),
        ("activity_fund", &["fees_collected", "golden_heart_donations", "interest_transferred", "joint_income", "activity_spending"]),
    ];
    for (group, names) in zero {
        for name in names {
            answers[group][name] = 0.into();
        }
    }
    answers["income_fund"].as_object_mut().expect("a group").remove("capital_added_sources");
    answers["meeting"]["meeting_on"] = duty["period_start"].clone();
    let explanations = stored["explanations"].clone();
    json!({ "form": duty["form"], "version": duty["version"], "org_unit": duty["org_unit"]["code"], "period": duty["period"], "answers": answers, "explanations": explanations })
}

#[test]
fn killed_between_storing_and_answering_nothing_is_lost_or_doubled() {
    let data = folder("killed");
    let process = Process::start(&data, &[]);
    let cookie = process.sign_in("longlanh");
    let report = owed_report(&process, &cookie).to_string();
    let id = "0190c3a2-0000-7000-8000-00000000dead";
    let path = format!("/api/v1/reports/{id}/revisions/1");

    // The answer is never read: as if the connection had gone with it.
    let unread = process.write("PUT", &path, &cookie, &report);
    let patience = Instant::now() + Duration::from_secs(30);
    while process.ask("GET", &format!("/api/v1/reports/{id}"), &cookie, "").0 != 200 {
        assert!(Instant::now() < patience, "the report is stored: {:?}", process.ask("PUT", &path, &cookie, &report));
    }
    process.kill();
    drop(unread);

    let process = Process::start(&data, &[]);
    let (status, _, receipt) = process.ask("PUT", &path, &cookie, &report);
    assert_eq!((status, &receipt["status"], &receipt["revision"]), (200, &json!("submitted"), &json!(1)), "{receipt}");
    let (_, _, stored) = process.ask("GET", &format!("/api/v1/reports/{id}"), &cookie, "");
    assert_eq!(stored["received_at"], receipt["received_at"], "the receipt is the first one's");
    assert_eq!(stored["revisions"].as_array().map(Vec::len), Some(1));
    assert_eq!(stored["history"].as_array().map(Vec::len), Some(1));
    process.kill();
    std::fs::remove_dir_all(data).expect("removed");
}

#[test]
fn killed_at_any_moment_of_a_send_the_same_send_again_is_right() {
    let data = folder("any-moment");
    let mut process = Process::start(&data, &[]);
    let cookie = process.sign_in("longlanh");
    let report = owed_report(&process, &cookie).to_string();
    let id = "0190c3a2-0000-7000-8000-00000000cafe";
    let path = format!("/api/v1/reports/{id}/revisions/1");
    for microseconds in [0, 500, 2_000, 8_000] {
        let unread = process.write("PUT", &path, &cookie, &report);
        std::thread::sleep(Duration::from_micros(microseconds));
        process.kill();
        drop(unread);
        process = Process::start(&data, &[]);
    }
    let (status, _, receipt) = process.ask("PUT", &path, &cookie, &report);
    assert!(matches!(status, 200 | 201), "{status} {receipt}");
    let (_, _, stored) = process.ask("GET", &format!("/api/v1/reports/{id}"), &cookie, "");
    assert_eq!(stored["revisions"].as_array().map(Vec::len), Some(1));
    assert_eq!(stored["history"].as_array().map(Vec::len), Some(1));
    process.kill();
    std::fs::remove_dir_all(data).expect("removed");
}

#[test]
fn an_empty_start_tells_its_one_account_once() {
    let data = folder("empty");
    let process = Process::start(&data, &["--empty"]);
    let cookie = process.sign_in("quan-tri");
    let (_, _, me) = process.ask("GET", "/api/v1/session", &cookie, "");
    assert_eq!(me["roles"][0], "administrator");
    assert_eq!(process.output.lines().filter(|line| line.contains("password: ")).count(), 1);
    process.kill();
    let process = Process::start(&data, &["--empty"]);
    assert!(!process.output.contains("password"), "the second start tells nothing: {}", process.output);
    process.kill();
    std::fs::remove_dir_all(data).expect("removed");
}

#[test]
fn a_first_start_that_was_broken_off_begins_anew() {
    let data = folder("broken-off");
    std::fs::create_dir_all(&data).expect("a folder");
    std::fs::write(data.join("phieu.part"), b"half a database").expect("a file");
    std::fs::write(data.join("phieu.part-wal"), b"half a log").expect("a file");
    let process = Process::start(&data, &["--empty"]);
    process.sign_in("quan-tri");
    assert!(!data.join("phieu.part").exists() && data.join("phieu.db").exists());
    process.kill();
    std::fs::remove_dir_all(data).expect("removed");
}

#[test]
fn what_keeps_a_server_from_starting_is_said_with_its_remedy() {
    let taken = TcpListener::bind("127.0.0.1:0").expect("a port");
    let port = taken.local_addr().expect("an address").port().to_string();
    let data = folder("taken");
    let run = |arguments: &[&str]| {
        let output = Command::new(env!("CARGO_BIN_EXE_phieu")).arg("serve").args(arguments).output().expect("phieu runs");
        (output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned())
    };
    let folder = data.to_str().expect("a plain name");
    let (code, said) = run(&["--port", &port, "--data", folder]);
    assert_eq!(code, Some(2));
    assert!(said.contains(&port) && said.contains("--port"), "{said}");
    assert!(!data.exists(), "nothing is made for a server that cannot run");
    let (code, said) = run(&["--port", "0", "--data", folder, "--app", "/nowhere"]);
    assert_eq!(code, Some(2));
    assert!(said.contains("/nowhere") && said.contains("--app"), "{said}");
    let file = std::env::temp_dir().join(format!("phieu-serve-file-{}", std::process::id()));
    std::fs::write(&file, b"no folder").expect("a file");
    let (code, said) = run(&["--port", "0", "--data", file.to_str().expect("a plain name")]);
    assert_eq!(code, Some(2), "{said}");
    std::fs::remove_file(file).expect("removed");
}

#[cfg(unix)]
#[test]
fn the_folder_of_the_database_is_its_owners_alone() {
    use std::os::unix::fs::PermissionsExt;
    let data = folder("private");
    let process = Process::start(&data, &["--empty"]);
    assert_eq!(std::fs::metadata(&data).expect("a folder").permissions().mode() & 0o777, 0o700);
    process.kill();
    std::fs::remove_dir_all(data).expect("removed");
}

#[cfg(unix)]
#[test]
fn asked_to_end_it_ends_and_leaves_a_whole_database() {
    let data = folder("asked");
    let mut process = Process::start(&data, &["--empty"]);
    let status = Command::new("kill").arg(process.child.id().to_string()).status().expect("kill runs");
    assert!(status.success());
    assert_eq!(process.child.wait().expect("it ends").code(), Some(0));
    let log = std::fs::metadata(data.join("phieu.db-wal")).map_or(0, |log| log.len());
    assert_eq!(log, 0, "the log is written into the database");
    std::fs::remove_dir_all(data).expect("removed");
}

#[test]
fn an_empty_server_is_peopled_from_the_command_line() {
    let data = folder("peopled");
    let folder = data.to_str().expect("a plain name");
    let run = |arguments: &[&str]| {
        let output = Command::new(env!("CARGO_BIN_EXE_phieu")).args(arguments).args(["--data", folder]).output().expect("phieu runs");
        (output.status.code(), String::from_utf8_lossy(&output.stdout).into_owned(), String::from_utf8_lossy(&output.stderr).into_owned())
    };
    let club = |code: &'static str, kind: &'static str, parent: &'static str| {
        run(&["unit", "add", code, "--name", "CLB Một", "--kind", kind, "--parent", parent, "--on", "2026-01-01"])
    };
    let person = |login: &str, unit: &str, role: &str| run(&["account", login, "--name", "Người Một", "--unit", unit, "--role", role]);
    assert_eq!(club("24848-C01", "club", "24848").0, Some(2), "there is no database yet");
    let process = Process::start(&data, &["--empty"]);
    assert_eq!(club("24848-C01", "club", "24848").0, Some(0));
    let (code, told, _) = person("mot", "24848-C01", "club_secretary");
    assert_eq!(code, Some(0));
    let sign_in = |told: &str| {
        let password = told.trim().rsplit(' ').next().unwrap_or_default();
        process.ask("POST", "/api/v1/session", "", &json!({ "account": "mot", "password": password }).to_string())
    };
    let (status, _, me) = sign_in(&told);
    assert_eq!((status, &me["org_unit"]["name"]), (200, &json!("CLB Một")), "the running server knows them at once");
    let (_, again, _) = person("mot", "24848-C01", "viewer");
    assert_eq!((sign_in(&told).0, sign_in(&again).0), (401, 200), "a new password takes the old one's place");

    let (code, _, said) = person("quan-tri", "24848-C01", "viewer");
    assert!(code == Some(2) && said.contains("last administrator"), "{said}");
    process.sign_in("quan-tri");
    let (code, told, _) = person("hai", "VN", "administrator");
    assert_eq!(code, Some(0));
    let password = told.trim().rsplit(' ').next().unwrap_or_default();
    let (_, _, own) = process.ask("GET", "/api/v1/account", &process.sign_in_with("hai", password), "");
    let made = &own["history"][0];
    assert_eq!((&made["by"], &made["event"]), (&json!("phieu account"), &json!("begin")), "who made an administrator is found: {own}");
    assert_eq!(made["details"]["role"], "administrator");
    assert_eq!(person("quan-tri", "24848-C01", "viewer").0, Some(0), "there is another one");
    assert_eq!(person("hai", "VN", "administrator").0, Some(0), "who goes on with the role only gets a new password");

    for (code, kind, parent) in [
        ("24848-C01", "fund", "24848"),
        ("24848-C01", "club", "24846"),
        ("24848-C02", "commune", "24848"),
        ("24848-C02", "club", "68"),
        ("24848-C02", "club", "99999"),
        ("24848-C02", "king", "24848"),
        ("c", "club", "24848"),
    ] {
        let (code, _, said) = club(code, kind, parent);
        assert!(code == Some(2) && !said.is_empty(), "{said}");
    }
    assert_eq!(club("24848-C02", "club", "24848").0, Some(0));
    let unit = |arguments: &[&str]| run(&[&["unit"], arguments].concat());
    assert_eq!(unit(&["ask-from", "24848", "2026-01-01"]).0, Some(0));
    let merge = ["merge", "--from", "24848-C01", "--from", "24848-C02", "--into", "24848-C01", "--name", "CLB Chung"];
    let (code, _, said) = unit(&merge);
    assert!(code == Some(2) && said.contains("clb-thang"), "what is still open is named: {said}");
    let (code, changed, said) = unit(&[&merge[..], &["--despite-duties"]].concat());
    assert!(code == Some(0) && changed.contains("CLB Chung"), "{changed} {said}");
    assert_eq!(unit(&["ask-from", "24848-C01", "2026-03-01"]).0, Some(0));
    let (_, shown, _) = unit(&["show", "24848-C01"]);
    assert_eq!(shown.lines().map(|line| line.contains("CLB Chung")).collect::<Vec<_>>(), [false, true], "{shown}");
    let (_, found, _) = unit(&["find", "xã lạc dương"]);
    assert!(found.starts_with("24848 ") && found.contains("Xã Lạc Dương, Tỉnh Lâm Đồng"), "{found}");
    assert_eq!(unit(&["find", "lac duong", "--at", "yesterday"]).0, Some(2));
    for (login, unit, role) in [
        ("hai", "99999", "viewer"),
        ("hai", "24848", "king"),
        ("hai", "24848", "club_secretary"),
        ("Hai Ba", "24848", "viewer"),
        ("", "24848", "viewer"),
    ] {
        let (code, _, said) = person(login, unit, role);
        assert!(code == Some(2) && !said.is_empty(), "{said}");
    }
    process.kill();
    std::fs::remove_dir_all(data).expect("removed");
}

/// What the server writes down for whoever runs it: no answer, no name, no secret, whatever goes well or wrong.
#[test]
fn nothing_that_people_write_is_in_the_servers_log() {
    const MARK: &str = "Dấu vết";
    let data = folder("log");
    std::fs::create_dir_all(&data).expect("a folder");
    let log = data.with_extension("log");
    let file = std::fs::File::create(&log).expect("a log");
    let mut command = Command::new(env!("CARGO_BIN_EXE_phieu"));
    command.args(["serve", "--port", "0", "--data"]).arg(&data);
    command.stdout(file.try_clone().expect("the same file")).stderr(file);
    let mut process = Process { child: command.spawn().expect("phieu runs"), address: String::new(), output: String::new() };
    let read = || std::fs::read_to_string(&log).unwrap_or_default();
    let begun = Instant::now();
    while process.address.is_empty() && begun.elapsed() < Duration::from_secs(300) {
        std::thread::sleep(Duration::from_millis(50));
        process.output = read();
        let address = process.output.split_once("http://").and_then(|(_, rest)| rest.split_once('/'));
        process.address = address.map(|(address, _)| address.to_owned()).unwrap_or_default();
    }
    let printed = read();
    let commune = process.sign_in("xalacduong");
    let invitation = json!({ "org_unit": "24848-C01", "role": "club_secretary", "name": MARK }).to_string();
    let (status, _, link) = process.ask("POST", "/api/v1/links", &commune, &invitation);
    assert_eq!(status, 201, "{link}");
    let secret = link["path"].as_str().and_then(|path| path.strip_prefix("/join/")).expect("a secret").to_owned();
    let person = json!({ "name": MARK, "password": MARK, "consent": "2026.1" }).to_string();
    let (status, head, me) = process.ask("POST", &format!("/api/v1/join/{secret}"), "", &person);
    assert_eq!(status, 201, "{me}");
    let cookie = head.lines().find_map(|line| line.strip_prefix("set-cookie: ")).and_then(|line| line.split(';').next()).expect("a cookie");

    let mut report = owed_report(&process, cookie);
    report["answers"]["closing"]["difficulties"] = MARK.into();
    report["answers"]["closing"]["prepared_by"] = MARK.into();
    let path = |number: u32| format!("/api/v1/reports/0190c3a2-0000-7000-8000-{number:012x}/revisions/1");
    assert_eq!(process.ask("PUT", &path(1), cookie, &report.to_string()).0, 201);
    let mut wrong = report.clone();
    wrong["answers"]["members"]["members_closing"] = MARK.into();
    assert_eq!(process.ask("PUT", &path(2), cookie, &wrong.to_string()).0, 409);
    assert_eq!(process.ask("POST", "/api/v1/check", cookie, &wrong.to_string()).0, 200);
    for broken in [format!("{{\"{MARK}\""), json!({ "form": MARK }).to_string(), json!([MARK]).to_string()] {
        assert_eq!(process.ask("PUT", &path(3), cookie, &broken).0, 400);
    }
    let guess = json!({ "account": MARK, "password": MARK }).to_string();
    assert_eq!(process.ask("POST", "/api/v1/session", "", &guess).0, 401);
    let proof = json!({ "password": MARK }).to_string();
    assert_eq!(process.ask("POST", "/api/v1/account/erasure", cookie, &proof).0, 204);
    process.kill();
    let whole = read();
    let after = whole.strip_prefix(&printed).expect("the log only grows");
    for told in [MARK, &secret, cookie] {
        assert!(!after.contains(told), "{told} is in the log: {after}");
    }
    let _ = std::fs::remove_dir_all(&data);
    let _ = std::fs::remove_file(&log);
}
