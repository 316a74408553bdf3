//! The same over HTTP with actix: `POST /club-months` with `{"report": {…}, "context": {…}}`.
//!
//! 201 with what was counted; 422 with the verdict where something blocks; 400 where it is no report of this form. Actix runs one
//! copy of the app for each core; all of them share one validator, which is compiled once.

use std::error::Error;

use actix_web::web::{Data, Json};
use actix_web::{App, HttpResponse, HttpServer, post};
use phieu::Validator;
use phieu_rust_example::club_month;
use serde_json::{Value, json};

#[actix_web::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let validator = Data::new(Validator::from_toml("clb-thang.toml", club_month::TOML)?);
    let server = HttpServer::new(move || App::new().app_data(validator.clone()).service(receive)).bind("127.0.0.1:0")?;
    for address in server.addrs() {
        println!("http://{address}");
    }
    Ok(server.run().await?)
}

#[post("/club-months")]
async fn receive(validator: Data<Validator>, Json(body): Json<Value>) -> HttpResponse {
    let verdict = match validator.check(&body["report"], Some(&body["context"]), "vi") {
        Ok(verdict) => verdict,
        Err(error) => return HttpResponse::BadRequest().json(json!({"code": error.code(), "message": error.sentence("vi")})),
    };
    if verdict["valid"] != true {
        return HttpResponse::UnprocessableEntity().json(verdict);
    }
    match club_month::Report::from_json(&body["report"]) {
        Ok(report) => HttpResponse::Created().json(json!({"members": report.answers.members.members_closing})),
        Err(error) => HttpResponse::InternalServerError().json(json!({"message": error.to_string()})),
    }
}
