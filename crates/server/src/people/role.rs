//! The roles that a person may have in a unit: one table of what each may do, where it exists, and how it is called.
//!
//! A role of a steering board may do nothing here: it is shown, with who had it before.

use phieu_store::{Account, Duty};
use serde_json::{Value, json};

/// What a role lets a person do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Capability {
    /// Sends the reports of the unit and of the funds under it.
    Reports,
    /// Decides on the reports that the unit reviews, and sees the figures below.
    Reviews,
    /// Sees the figures of the unit and below.
    LooksOn,
    /// Manages people and units, at the unit and below.
    Administers,
    /// Reads, for another body, what the unit has sent to it: approved reports, without what tells of people.
    Receives,
    /// Hands in reports that the unit and those below it made in another program.
    HandsIn,
}

use Capability::{Administers, HandsIn, LooksOn, Receives, Reports, Reviews};

impl Capability {
    pub(crate) const ALL: [Capability; 6] = [Reports, Reviews, Administers, LooksOn, Receives, HandsIn];

    /// The word in answers.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Reports => "reporter",
            Reviews => "reviewer",
            LooksOn => "viewer",
            Administers => "administrator",
            Receives => "receiver",
            HandsIn => "integrator",
        }
    }
}

/// A role.
#[derive(Debug)]
pub(crate) struct Role {
    /// The word for it in data.
    pub(crate) name: &'static str,
    pub(crate) can: &'static [Capability],
    /// The kinds of unit in which it exists.
    pub(crate) kinds: &'static [&'static str],
    vi: &'static str,
    en: &'static str,
}

const ANYWHERE: &[&str] = &["centre", "province", "commune", "branch", "club", "fund"];
const BOARDS: &[&str] = &["centre", "province", "commune"];
const NOTHING: &[Capability] = &[];
/// The role of a program, which has keys and no password.
pub(crate) const INTEGRATOR: &str = "integrator";

const fn role(name: &'static str, can: &'static [Capability], kinds: &'static [&'static str], vi: &'static str, en: &'static str) -> Role {
    Role { name, can, kinds, vi, en }
}

/// Every role, the nearest to the club first.
pub(crate) const ROLES: &[Role] = &[
    role("volunteer", &[Reports], &["commune", "branch", "club", "fund"], "Tình nguyện viên", "Volunteer"),
    role("club_secretary", &[Reports], &["club"], "Thư ký câu lạc bộ", "Club secretary"),
    role("treasurer", &[Reports], &["commune", "club", "fund"], "Thủ quỹ", "Treasurer"),
    role("commune_chair", &[Reports, Reviews], &["commune"], "Chủ tịch Hội cấp xã", "Commune chair"),
    role("reviewer", &[Reviews], BOARDS, "Người duyệt báo cáo", "Reviewer"),
    role("focal_point", &[Reports, LooksOn], BOARDS, "Cán bộ đầu mối", "Focal point"),
    role("viewer", &[LooksOn], ANYWHERE, "Người theo dõi", "Observer"),
    role("province_officer", &[Reviews, LooksOn], &["province"], "Cán bộ Hội cấp tỉnh", "Province officer"),
    role("centre_officer", &[Reviews, LooksOn], &["centre"], "Cán bộ Trung ương Hội", "Centre officer"),
    role("administrator", &[LooksOn, Administers], &["centre", "province"], "Quản trị hệ thống", "Administrator"),
    role("people_committee", &[Receives], BOARDS, "Ủy ban nhân dân (nhận báo cáo)", "People's Committee (receives reports)"),
    role(
        "fatherland_front",
        &[Receives],
        BOARDS,
        "Mặt trận Tổ quốc, đoàn thể (nhận báo cáo)",
        "Fatherland Front and organisations (receives reports)",
    ),
    role(
        "party_committee",
        &[Receives],
        BOARDS,
        "Cấp ủy, tổ chức đảng (nhận báo cáo)",
        "Party committee or organisation (receives reports)",
    ),
    role("department", &[Receives], BOARDS, "Cơ quan chuyên môn (nhận báo cáo)", "Department of the administration (receives reports)"),
    role(INTEGRATOR, &[HandsIn, LooksOn], ANYWHERE, "Phần mềm kết nối", "Connected program"),
    role("board_head", NOTHING, BOARDS, "Trưởng ban chỉ đạo", "Head of the steering board"),
    role("board_deputy", NOTHING, BOARDS, "Phó trưởng ban chỉ đạo", "Deputy head of the steering board"),
    role("board_standing", NOTHING, BOARDS, "Ủy viên thường trực ban chỉ đạo", "Standing member of the steering board"),
    role("board_member", NOTHING, BOARDS, "Ủy viên ban chỉ đạo", "Member of the steering board"),
    role("board_secretary", NOTHING, BOARDS, "Thư ký ban chỉ đạo", "Secretary of the steering board"),
];

impl Role {
    /// Whether it lets its person do something of the association's own work, and not only read for another body.
    pub(crate) fn works(&self) -> bool {
        self.can.iter().any(|what| *what != Receives)
    }

    pub(crate) fn of(name: &str) -> Option<&'static Role> {
        ROLES.iter().find(|role| role.name == name)
    }
}

/// The roles of which one holder must be left: without an administrator nobody lets the next one in.
pub(crate) fn lasting() -> Vec<&'static str> {
    ROLES.iter().filter(|role| role.can.contains(&Administers)).map(|role| role.name).collect()
}

/// The words of all roles, for a message.
pub(crate) fn names() -> String {
    ROLES.iter().map(|role| role.name).collect::<Vec<_>>().join(", ")
}

/// How a role is called, by language; a word that is no role any more stands for itself.
pub(crate) fn label(name: &str) -> Value {
    match Role::of(name) {
        Some(role) => json!({ "vi": role.vi, "en": role.en }),
        None => json!({ "vi": name, "en": name }),
    }
}

/// Whether a duty lets its person do something.
pub(crate) fn lets(duty: &Duty, what: Capability) -> bool {
    Role::of(&duty.role).is_some_and(|role| role.can.contains(&what))
}

/// Whether one of the account's duties does.
pub(crate) fn may(account: &Account, what: Capability) -> bool {
    account.duties.iter().any(|duty| lets(duty, what))
}

/// All that the account's duties let the person do.
pub(crate) fn capabilities(account: &Account) -> impl Iterator<Item = Capability> {
    Capability::ALL.into_iter().filter(|what| may(account, *what))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_role_has_its_own_word_and_names_and_stands_somewhere() {
        let words: BTreeSet<&str> = ROLES.iter().map(|role| role.name).collect();
        let names: BTreeSet<&str> = ROLES.iter().flat_map(|role| [role.vi, role.en]).collect();
        assert_eq!((words.len(), names.len()), (ROLES.len(), 2 * ROLES.len()));
        assert!(ROLES.iter().all(|role| !role.kinds.is_empty()));
        assert!(Role::of("club_secretary").is_some() && Role::of("reporter").is_none());
    }
}
