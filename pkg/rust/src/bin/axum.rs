//! Receives clubs' monthly reports over HTTP, with axum: `POST /club-months` with `{"report": {…}, "context": {…}}`.
//!
//! 201 with what was counted; 422 with the verdict where something blocks; 400 where it is no report of this form.

use std::error::Error;

use axum::extract::State;
use axum::http::StatusCode;
use axum::routing::post;
use axum::{Json, Router};
use phieu::Validator;
use phieu_rust_example::club_month;
use serde_json::{Value, json};

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let validator = Validator::from_toml("clb-thang.toml", club_month::TOML)?;
    let app = Router::new().route("/club-months", post(receive)).with_state(validator);
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
    println!("http://{}", listener.local_addr()?);
    axum::serve(listener, app).await?;
    Ok(())
}

async fn receive(State(validator): State<Validator>, Json(body): Json<Value>) -> (StatusCode, Json<Value>) {
    let verdict = match validator.check(&body["report"], Some(&body["context"]), "vi") {
        Ok(verdict) => verdict,
        Err(error) => return (StatusCode::BAD_REQUEST, Json(json!({"code": error.code(), "message": error.sentence("vi")}))),
    };
    if verdict["valid"] != true {
        return (StatusCode::UNPROCESSABLE_ENTITY, Json(verdict));
    }
    match club_month::Report::from_json(&body["report"]) {
        Ok(report) => (StatusCode::CREATED, Json(json!({"members": report.answers.members.members_closing}))),
        Err(error) => (StatusCode::INTERNAL_SERVER_ERROR, Json(json!({"message": error.to_string()}))),
    }
}
