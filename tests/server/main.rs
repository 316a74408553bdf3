//! The server as its clients meet it: a real socket, a real database file, a real HTTP client, and a clock that stands still.
//!
//! Refusals are told by their code, and each is followed by a look into the database: nothing stored may have changed.

mod administrators;
mod attachments;
mod calendar;
mod closing;
mod context;
mod demo;
mod door;
mod duties;
mod events;
mod files;
mod hostile;
mod house;
mod joining;
mod keys;
mod levels;
mod listing;
mod once;
mod openapi;
mod openrosa;
mod own_data;
mod parts;
mod people;
mod registers;
mod retention;
mod review;
mod schema;
mod sending;
mod session;
mod targets;
mod totals;
mod unit_changes;
mod unit_import;
mod unit_plans;
mod units;
mod uploads;
mod webhooks;
