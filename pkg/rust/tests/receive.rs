//! The program, started and asked over HTTP.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};

use serde_json::{Value, json};

/// A running program; it ends with the test.
struct Program {
    child: Child,
    address: String,
}

impl Program {
    fn start(file: &str) -> Program {
        let mut child = Command::new(file).stdout(Stdio::piped()).spawn().expect("the program starts");
        let mut address = String::new();
        BufReader::new(child.stdout.take().expect("its output")).read_line(&mut address).expect("an address");
        Program { child, address: address.trim().to_owned() }
    }

    fn send(&self, body: &Value) -> (u16, Value) {
        let agent: ureq::Agent = ureq::Agent::config_builder().http_status_as_error(false).build().into();
        let request = agent.post(format!("{}/club-months", self.address)).header("content-type", "application/json");
        let mut response = request.send(body.to_string()).expect("an answer");
        let text = response.body_mut().read_to_string().expect("a text");
        (response.status().as_u16(), serde_json::from_str(&text).unwrap_or_else(|error| panic!("{text}: {error}")))
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        // Its own end is not waited for when it is gone already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn receives(file: &str) {
    let program = Program::start(file);
    let base: Value = serde_json::from_str(include_str!("../../../tests/forms/clb-thang/base.json")).expect("JSON");
    assert_eq!(program.send(&base), (201, json!({"members": 54})));

    let mut wrong = base.clone();
    wrong["report"]["answers"]["members"]["members_closing"] = json!(55);
    let (status, verdict) = program.send(&wrong);
    assert_eq!((status, &verdict["valid"]), (422, &json!(false)));
    assert!(verdict["issues"].as_array().is_some_and(|issues| issues.iter().any(|issue| issue["facts"]["rule"] == "members-balance")));

    let mut other = base.clone();
    other["report"]["form"] = json!("quy");
    let (status, said) = program.send(&other);
    assert_eq!((status, &said["code"]), (400, &json!("other_form")));
    assert_eq!(program.send(&json!([])).0, 400);
}

#[test]
fn with_axum() {
    receives(env!("CARGO_BIN_EXE_receive-axum"));
}

#[test]
fn with_actix() {
    receives(env!("CARGO_BIN_EXE_receive-actix"));
}
