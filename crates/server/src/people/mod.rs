//! The people around the reports: what their roles let them do, who manages whom, how they come in, and what is kept of them.

pub(crate) mod fields;
pub(crate) mod link;
pub(crate) mod manage;
pub(crate) mod named;
pub(crate) mod own;
mod redacting;
pub(crate) mod request;
pub(crate) mod retention;
pub(crate) mod role;

use phieu_store::{LinkState, PeopleRefusal};

use crate::refusal::{Code, Refusal};

impl From<PeopleRefusal> for Refusal {
    fn from(refusal: PeopleRefusal) -> Refusal {
        match refusal {
            PeopleRefusal::Unknown => Code::UnknownPerson,
            PeopleRefusal::Link(LinkState::Revoked) => Code::LinkRevoked,
            PeopleRefusal::Link(LinkState::Expired) => Code::LinkExpired,
            PeopleRefusal::Link(LinkState::Used | LinkState::Open) => Code::LinkUsed,
            PeopleRefusal::OtherLink => Code::BadParameter,
            PeopleRefusal::PhoneTaken => Code::PhoneTaken,
            PeopleRefusal::HasDuty => Code::HasDuty,
            PeopleRefusal::Ended => Code::DutyEnded,
            PeopleRefusal::LastOne => Code::LastAdministrator,
        }
        .into()
    }
}
