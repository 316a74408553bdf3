//! What the phone keeps, and what the server says: the shapes, all of them JSON.
//!
//! Every record that a person made carries the account that made it: phones are shared, drafts are not.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// A text in Vietnamese and English.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Title {
    /// Vietnamese.
    #[serde(default)]
    pub vi: String,
    /// English.
    #[serde(default)]
    pub en: String,
}

impl Title {
    /// The text in a language; Vietnamese where the other is not written.
    pub fn get(&self, language: &str) -> &str {
        if language == "en" && !self.en.is_empty() { &self.en } else { &self.vi }
    }
}

/// An organisation unit as the server names it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Unit {
    /// The code: `24848-C01`.
    pub code: String,
    /// The name.
    #[serde(default)]
    pub name: String,
    /// `centre`, `province`, `commune`, `club`, `fund`.
    #[serde(default)]
    pub kind: String,
    /// The unit above.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent: Option<Box<Unit>>,
}

/// Who is signed in.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Me {
    /// The account's name for signing in.
    pub account: String,
    /// The person's name.
    #[serde(default)]
    pub name: String,
    /// `reporter`, `reviewer`, `viewer`.
    #[serde(default)]
    pub roles: Vec<String>,
    /// The unit the person works for; blank for one without a duty.
    #[serde(default, deserialize_with = "or_blank")]
    pub org_unit: Unit,
    /// What the person does for which unit today.
    #[serde(default, rename = "duties")]
    pub seats: Vec<Seat>,
    /// Whom to call for help.
    #[serde(default)]
    pub helper: Option<Helper>,
}

/// Who helps by telephone.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Helper {
    /// How the person is called.
    pub name: String,
    /// 10 or 11 digits.
    pub phone: String,
}

impl Helper {
    /// The number as people read it out: `0900 000 048`.
    pub fn read_out(&self) -> String {
        let (head, tail) = self.phone.split_at_checked(4).unwrap_or((&self.phone, ""));
        let (middle, tail) = tail.split_at_checked(3).unwrap_or((tail, ""));
        [head, middle, tail].join(" ").trim_end().to_string()
    }
}

/// A duty that a person has: what the person is, and where.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Seat {
    /// How the role is called.
    #[serde(default)]
    pub label: Title,
    /// The unit.
    #[serde(default)]
    pub org_unit: Unit,
}

/// What a person agreed to on this phone before a form that asks of others.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Agreed {
    /// Whose account.
    pub account: String,
    /// The form.
    pub form: String,
    /// The version whose purpose was read.
    pub version: String,
    /// Whether the server has it.
    pub told: bool,
}

fn or_blank<'de, D: serde::Deserializer<'de>>(unit: D) -> Result<Unit, D::Error> {
    Option::<Unit>::deserialize(unit).map(Option::unwrap_or_default)
}

impl Me {
    /// Whether the person has this role.
    pub fn is(&self, role: &str) -> bool {
        self.roles.iter().any(|each| each == role)
    }
}

/// What a reviewer wrote about a field.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Remark {
    /// The field; empty for the whole report.
    #[serde(default)]
    pub path: String,
    /// What is to be done.
    #[serde(default)]
    pub text: String,
}

/// One report that a unit owes, or has given.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Duty {
    /// The form's id.
    pub form: String,
    /// The form's version to fill in.
    pub version: String,
    /// The form's title.
    #[serde(default)]
    pub title: Title,
    /// Who reports.
    pub org_unit: Unit,
    /// The period's id.
    pub period: String,
    /// `YYYY-MM-DD`.
    #[serde(default)]
    pub due: String,
    /// `due`, `overdue`, `submitted`, `returned`, `approved`, `upcoming`, `replaced`, `locked`.
    #[serde(default)]
    pub state: String,
    /// The report given, if there is one.
    #[serde(default)]
    pub report_id: Option<String>,
    /// Its last revision.
    #[serde(default)]
    pub revision: Option<u32>,
    /// Remarks at fields.
    #[serde(default)]
    pub remarks: Vec<Remark>,
    /// The remark about the whole.
    #[serde(default)]
    pub remark: Option<String>,
    /// How far its review has come; null where it is not with the server.
    #[serde(default)]
    pub standing: Value,
    /// What a check may know from outside.
    #[serde(default)]
    pub context: Value,
}

/// A form, a unit and a period: what a draft is of.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Subject {
    /// The form's id.
    pub form: String,
    /// The unit's code.
    pub org_unit: String,
    /// The period's id.
    pub period: String,
}

/// The unit of what is only practised. No unit has such a code, so that no server takes a report of it.
pub const PRACTICE: &str = "tap-dien";

impl Subject {
    /// Whether it is only practised: invented figures, kept apart from drafts, never sent.
    pub fn is_practice(&self) -> bool {
        self.org_unit == PRACTICE
    }
}

impl Duty {
    /// What the duty is about.
    pub fn subject(&self) -> Subject {
        Subject { form: self.form.clone(), org_unit: self.org_unit.code.clone(), period: self.period.clone() }
    }
}

/// A report that is being filled in.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Draft {
    /// Who made it.
    pub account: String,
    /// What it is of.
    pub subject: Subject,
    /// The form's version it is filled in.
    pub version: String,
    /// The form's title, for lists without the form.
    pub title: Title,
    /// The unit's name, for lists without the duty.
    pub unit_name: String,
    /// The report's id, made on this phone at the first save or given by the server for a returned one.
    pub report_id: String,
    /// The revision that sending makes.
    pub revision: u32,
    /// Nested by group.
    pub answers: Value,
    /// By rule.
    #[serde(default)]
    pub explanations: BTreeMap<String, String>,
    /// What the checks knew from outside.
    #[serde(default)]
    pub context: Value,
    /// `YYYY-MM-DD`.
    #[serde(default)]
    pub due: String,
    /// When it was kept, in milliseconds since 1970.
    pub updated: f64,
    /// Counts the saves; a save that does not follow the one it knows is refused, so that two windows never overwrite each other.
    pub stamp: u32,
    /// A reviewer's remarks at fields.
    #[serde(default)]
    pub remarks: Vec<Remark>,
    /// A reviewer's remark about the whole.
    #[serde(default)]
    pub remark: Option<String>,
    /// What the server said when it refused what was sent.
    #[serde(default)]
    pub refusal: Option<Refusal>,
    /// Answers that found no place when the draft was moved to a newer version of its form: question and answer, for reading.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub left_over: Vec<(String, String)>,
}

impl Draft {
    /// Its key among the drafts.
    pub fn key(&self) -> String {
        draft_key(&self.account, &self.subject)
    }
}

/// The key of a draft: one for an account, form, unit and period.
pub fn draft_key(account: &str, subject: &Subject) -> String {
    [account, &subject.form, &subject.org_unit, &subject.period].join("|")
}

/// Why the server did not take a report.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Refusal {
    /// The error's code.
    pub code: String,
    /// The server's sentence.
    pub message: String,
    /// The issues of its verdict, or other details.
    #[serde(default)]
    pub details: Value,
}

/// A sealed report on its way.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Parcel {
    /// The draft it was made from, so that it can become one again.
    pub draft: Draft,
    /// The bytes to send; the same ones at every attempt.
    pub body: String,
    /// The phone's clock at sealing, RFC 3339.
    pub sealed_at: String,
    /// Attempts so far.
    #[serde(default)]
    pub attempts: u32,
    /// Not before this time, in milliseconds since 1970.
    #[serde(default)]
    pub next_at: f64,
    /// Set where sending again would not help: a person has to decide.
    #[serde(default)]
    pub stopped: Option<Refusal>,
}

/// A report that the server has.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Receipt {
    /// The report's id.
    pub report_id: String,
    /// Who sent it.
    pub account: String,
    /// What it is of.
    pub subject: Subject,
    /// The form's version.
    pub version: String,
    /// The form's title.
    pub title: Title,
    /// The unit's name.
    pub unit_name: String,
    /// The revision that was taken.
    pub revision: u32,
    /// The status it has with the server.
    pub status: String,
    /// When the server took it, as it says.
    pub received_at: String,
    /// What was sent.
    pub body: String,
    /// The names of its files that the server does not have yet.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub files: Vec<String>,
    /// Why some of them are not sent, by name: the server's sentence, or a blank where their bytes are gone from this phone.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub stuck: BTreeMap<String, String>,
}

impl Receipt {
    /// Whether files of it go on by themselves.
    pub fn sends_on(&self) -> bool {
        self.files.iter().any(|name| !self.stuck.contains_key(name))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_read_out_in_groups() {
        for (phone, said) in [("0900000048", "0900 000 048"), ("02633123456", "0263 312 3456"), ("113", "113")] {
            assert_eq!(Helper { phone: phone.into(), ..Helper::default() }.read_out(), said);
        }
    }
}
