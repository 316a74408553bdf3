//! The officers' desk: the pages of reviewers, provinces, the centre and administrators, one file each with what it says.
//!
//! It shows what the server has and keeps nothing; without a network it says so. Frame, signing in and the drawing of a report
//! are those of the app.

mod asking;
mod choosing;
mod closings;
mod clubs;
mod compared;
mod compose;
mod connections;
mod decide;
mod many;
mod paged;
mod people;
mod received;
mod registers;
mod review;
mod tables;
mod targets;
mod totals;
mod units;

use phieu_ui::dom::View;

use crate::pages::{Drawn, nowhere, opening, sign_in};
use crate::router::{Desk, Page};

/// Draws a page of the desk.
pub fn draw(drawn: Drawn) -> View {
    match drawn {
        Drawn::Opening => opening(),
        Drawn::SignIn => sign_in(),
        Drawn::Page(Page::Desk(page)) => match page {
            Desk::Review => review::page(),
            Desk::Decide(id) => decide::page(id),
            Desk::Received => received::page(),
            Desk::Closings => closings::page(),
            Desk::Totals(at) => totals::page(at),
            Desk::Figure(sum, path) => totals::figure::page(sum, path),
            Desk::Courses(subject) => totals::courses::page(subject),
            Desk::Targets => targets::page(),
            Desk::Units => units::page(),
            Desk::Unit(code) => units::unit(code),
            Desk::Registers => registers::page(),
            Desk::Register(form) => registers::one(form),
            Desk::Import(form) => registers::import(form),
            Desk::Slip(row) => registers::slip(row),
            Desk::Compose(row) => compose::page(row),
            Desk::Clubs => clubs::page(),
            Desk::People(code) => people::page(code),
            Desk::Named => people::named(),
            Desk::Connections => connections::page(),
            Desk::OwnData => people::own_data(),
        },
        Drawn::Work(_) | Drawn::Page(_) => nowhere(),
    }
}
