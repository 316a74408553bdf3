//! The app's addresses, on the browser's history.
//!
//! Why our own: a dozen addresses, known at compile time; a router crate is 44 kB of a 250 kB budget.

mod desk;

use crate::storage::records::Subject;

pub use desk::{Desk, Include, RowAt, Sum};

/// A page of the app, with what it is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Page {
    /// What is due, waiting, sent.
    Home,
    /// Signing in.
    SignIn,
    /// Filling in one section; sections count from 1.
    Fill(Subject, usize),
    /// Every answer before sending.
    Check(Subject),
    /// A report on its way, or its receipt.
    Sent(String),
    /// A report as the server has it.
    Report(String),
    /// Coming in by a link, with its secret.
    Join(String),
    /// A page of the desk, which is another program.
    Desk(Desk),
    /// Account, language, about.
    Account,
    /// No such address.
    Nowhere,
}

impl Page {
    /// The page at an address without its query.
    pub fn at(path: &str) -> Page {
        let pieces: Vec<String> = path.split('/').filter(|piece| !piece.is_empty()).map(decode).collect();
        let pieces: Vec<&str> = pieces.iter().map(String::as_str).collect();
        let subject =
            |form: &str, org_unit: &str, period: &str| Subject { form: form.into(), org_unit: org_unit.into(), period: period.into() };
        match pieces.as_slice() {
            [] => Page::Home,
            ["sign-in"] => Page::SignIn,
            ["fill", form, unit, period] => Page::Fill(subject(form, unit, period), 1),
            ["fill", form, unit, period, section] => {
                section.parse().map_or(Page::Nowhere, |section| Page::Fill(subject(form, unit, period), section))
            }
            ["check", form, unit, period] => Page::Check(subject(form, unit, period)),
            ["sent", id] => Page::Sent((*id).into()),
            ["report", id] => Page::Report((*id).into()),
            ["join", secret] => Page::Join((*secret).into()),
            ["desk", rest @ ..] => Desk::at(rest).map_or(Page::Nowhere, Page::Desk),
            // As these were addressed once.
            ["review" | "totals", ..] => Desk::at(&pieces).map_or(Page::Nowhere, Page::Desk),
            ["account"] => Page::Account,
            _ => Page::Nowhere,
        }
    }

    /// The page's address.
    pub fn path(&self) -> String {
        let of =
            |head: &str, subject: &Subject| [head, &encode(&subject.form), &encode(&subject.org_unit), &encode(&subject.period)].join("/");
        match self {
            Page::Home | Page::Nowhere => "/".into(),
            Page::SignIn => "/sign-in".into(),
            Page::Fill(subject, section) => [of("/fill", subject), section.to_string()].join("/"),
            Page::Check(subject) => of("/check", subject),
            Page::Sent(id) => ["/sent/", &encode(id)].concat(),
            Page::Report(id) => ["/report/", &encode(id)].concat(),
            Page::Join(secret) => ["/join/", &encode(secret)].concat(),
            Page::Desk(page) => ["/desk", &page.path()].concat(),
            Page::Account => "/account".into(),
        }
    }

    /// The page's name in `data-page`, for tests.
    pub fn name(&self) -> &'static str {
        match self {
            Page::Home => "home",
            Page::SignIn => "sign-in",
            Page::Fill(..) => "fill",
            Page::Check(_) => "check",
            Page::Sent(_) => "sent",
            Page::Report(_) => "report",
            Page::Join(_) => "join",
            Page::Desk(page) => page.name(),
            Page::Account => "account",
            Page::Nowhere => "nowhere",
        }
    }
}

/// A piece of an address as text (RFC 3986, section 2.1); what is no percent-encoding stays.
fn decode(piece: &str) -> String {
    let bytes = piece.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let hex = piece.get(at + 1..at + 3).and_then(|hex| u8::from_str_radix(hex, 16).ok());
        match hex {
            Some(byte) if bytes[at] == b'%' => {
                out.push(byte);
                at += 3;
            }
            _ => {
                out.push(bytes[at]);
                at += 1;
            }
        }
    }
    String::from_utf8(out).unwrap_or_else(|_| piece.to_string())
}

/// A text as a piece of an address.
pub fn encode(text: &str) -> String {
    const HEX: &[u8; 16] = b"0123456789ABCDEF";
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.extend(['%', char::from(HEX[usize::from(byte >> 4)]), char::from(HEX[usize::from(byte & 15)])]);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_page_is_found_at_its_address() {
        let subject = Subject { form: "clb-thang".into(), org_unit: "24848-C01".into(), period: "2026-10".into() };
        let totals = Sum::from(Subject { org_unit: "68".into(), ..subject.clone() });
        let estimates = Sum { include: Include::Estimate, ..totals.clone() };
        for page in [
            Page::Home,
            Page::SignIn,
            Page::Fill(subject.clone(), 3),
            Page::Check(subject),
            Page::Sent("a/b c".into()),
            Page::Report("ă".into()),
            Page::Join("abc".into()),
            Page::Desk(Desk::Review),
            Page::Desk(Desk::People(None)),
            Page::Desk(Desk::People(Some("24848".into()))),
            Page::Desk(Desk::Connections),
            Page::Desk(Desk::OwnData),
            Page::Desk(Desk::Decide("x y".into())),
            Page::Desk(Desk::Totals(None)),
            Page::Desk(Desk::Totals(Some(totals.clone()))),
            Page::Desk(Desk::Courses(totals.clone())),
            Page::Desk(Desk::Figure(totals, "members/members_closing".into())),
            Page::Desk(Desk::Totals(Some(estimates.clone()))),
            Page::Desk(Desk::Courses(estimates.clone())),
            Page::Desk(Desk::Figure(estimates, "with/a".into())),
            Page::Desk(Desk::Targets),
            Page::Desk(Desk::Units),
            Page::Desk(Desk::Unit("24848-C01".into())),
            Page::Desk(Desk::Registers),
            Page::Desk(Desk::Register("so-vb".into())),
            Page::Desk(Desk::Import("so-vb".into())),
            Page::Desk(Desk::Slip(RowAt { form: "a".into(), unit: "24848".into(), year: "2026".into(), number: 12 })),
            Page::Desk(Desk::Compose(RowAt { form: "a b".into(), unit: "24848".into(), year: "2026".into(), number: 1 })),
            Page::Desk(Desk::Clubs),
            Page::Account,
        ] {
            assert_eq!(Page::at(&page.path()), page);
        }
    }

    #[test]
    fn what_was_bookmarked_before_the_desk_leads_there() {
        for (old, page) in [("/review", Desk::Review), ("/review/x", Desk::Decide("x".into())), ("/totals", Desk::Totals(None))] {
            assert_eq!(Page::at(old), Page::Desk(page));
        }
    }

    #[test]
    fn other_addresses_lead_nowhere() {
        for path in ["/x", "/fill/a", "/fill/a/b/c/first", "/review/1/2", "/desk/x", "/desk/review/1/2", "/desk/totals/with/all/a/b/c"] {
            assert_eq!(Page::at(path), Page::Nowhere, "{path}");
        }
        assert_eq!(Page::at("/sent/%E4%ZZ%"), Page::Sent("%E4%ZZ%".into()));
    }
}
