//! From columns back to types. What does not parse was not written by this version: it is named, never guessed.

use phieu_report::{Date, Event, FormId, OrgUnitCode, Period, ReportId, Revision, Status, Version};
use serde::de::DeserializeOwned;

use crate::Error;

fn corrupt(what: &'static str, value: impl Into<String>) -> Error {
    Error::Corrupt { what, value: value.into() }
}

macro_rules! read_text {
    ($name:ident, $type:ty, $what:literal) => {
        pub(super) fn $name(text: String) -> Result<$type, Error> {
            <$type>::parse(&text).map_err(|_| corrupt($what, text))
        }
    };
}

read_text!(unit_code, OrgUnitCode, "unit code");
read_text!(form_id, FormId, "form id");
read_text!(version, Version, "form version");
read_text!(period, Period, "period");
read_text!(report_id, ReportId, "report id");
read_text!(status, Status, "status");
read_text!(event, Event, "event");
read_text!(date, Date, "date");

pub(super) fn revision(number: i64) -> Result<Revision, Error> {
    let small = u32::try_from(number).ok().and_then(|n| Revision::try_from(n).ok());
    small.ok_or_else(|| corrupt("revision", number.to_string()))
}

pub(super) fn approvals(number: i64) -> Result<u8, Error> {
    u8::try_from(number).map_err(|_| corrupt("number of approvals", number.to_string()))
}

pub(super) fn json<T: DeserializeOwned>(what: &'static str, bytes: &[u8]) -> Result<T, Error> {
    serde_json::from_slice(bytes).map_err(|_| corrupt(what, String::from_utf8_lossy(bytes)))
}
