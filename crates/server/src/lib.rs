//! The HTTP face of phieu: sign-in, reports with their revisions, review, totals, and the app's files.
//!
//! The only crate that knows HTTP. It validates through the public crate `phieu`, like anybody else's back end, and keeps what holds in a
//! `phieu_store`. It never edits an answer, believes no clock but its own, and answers every refusal with a code, a sentence and a status.
//!
//! ```no_run
//! # async fn start() -> Result<(), Box<dyn std::error::Error>> {
//! let server = phieu_server::Server::start(phieu_server::Options::new("data")).await?;
//! let listener = tokio::net::TcpListener::bind("127.0.0.1:8080").await?;
//! server.serve(listener, std::future::pending()).await?;
//! # Ok(())
//! # }
//! ```

mod activity;
mod app;
mod app_files;
mod attachments;
mod body;
mod calendar;
mod clock;
mod closing;
mod compared;
mod context;
mod daily;
mod demo;
mod duties;
mod feed;
mod filled_in;
mod first_start;
mod flags;
mod forms;
mod headers;
mod helper;
mod icalendar;
mod language;
mod listing;
mod manage;
mod manage_units;
mod openapi;
mod openrosa;
mod parts;
mod password;
mod people;
mod personal;
mod preview;
mod programs;
mod query;
mod reach;
mod refusal;
mod registers;
mod review;
mod reviewing;
mod reviews;
mod routes;
mod row_words;
mod session;
mod start;
mod submit;
mod taking;
mod targets;
mod throttle;
mod token;
mod totals;
mod unit_changes;
mod unit_import;
mod unit_life;
mod unit_plans;
mod unit_search;
mod units;
mod uploads;

pub use clock::{Clock, system_clock, today_and_now};
pub use first_start::{FirstAccount, FirstStart};
pub use forms::FormError;
pub use language::Language;
pub use manage::{ManageError, NewAccount, put_account, rebuild_totals, retain, verify_audit, verify_people_audit};
pub use manage_units::{UnitRequest, import_units, manage_units, unit_life};
pub use openapi::document as openapi_document;
pub use password::{HashCost, HashError};
pub use people::retention::Retained;
pub use phieu_catalog::demo::History;
pub use preview::{Previewed, serve_preview};
pub use refusal::{Code, Refusal};
pub use row_words::row_problem;
pub use start::{Options, Server, StartError};

pub use unit_import::RowError;

pub use phieu_store::{AuditFault, AuditMark};
pub use phieu_unit as unit;
