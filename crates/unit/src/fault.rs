//! What can be wrong with units over time. One enum with codes; the sentences for readers are made at the edges.

use std::fmt;

use phieu_report::{Date, OrgUnitCode};

/// One thing wrong, with the unit it is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// No unit has this code.
    UnknownUnit(OrgUnitCode),
    /// The code is another unit's already: codes are given once.
    Taken(OrgUnitCode),
    /// The unit has ended.
    Ended(OrgUnitCode),
    /// The change would begin before, or on, the day on which the unit's last version began.
    TooEarly(OrgUnitCode, Date),
    /// The unit still has units under it, which are named.
    HasChildren(OrgUnitCode, Vec<OrgUnitCode>),
    /// The unit that is to stand above another does not exist on that day.
    NoParent(OrgUnitCode, Date),
    /// A unit of this kind does not stand there.
    Level(OrgUnitCode),
    /// The unit in which another went on does not exist on that day.
    Absent(OrgUnitCode, Date),
    /// Not a name: empty, or longer than 200 characters.
    Name(OrgUnitCode),
    /// Several become one, or one becomes several; here too few are named.
    Few,
    /// The unit is named twice.
    Twice(OrgUnitCode),
    /// The unit named as a child is none of the unit that is split.
    NotAChild(OrgUnitCode),
    /// Shares are more than 0, and 1 at most together.
    Share(OrgUnitCode),
    /// A version ends before it begins.
    Empty(OrgUnitCode, Date),
    /// Between two versions the unit was nothing.
    Gap(OrgUnitCode, Date),
    /// Two versions hold on one day.
    Overlap(OrgUnitCode, Date),
}

impl Fault {
    /// The code that programs compare.
    pub fn code(&self) -> &'static str {
        match self {
            Fault::UnknownUnit(_) => "unknown_unit",
            Fault::Taken(_) => "taken",
            Fault::Ended(_) => "ended",
            Fault::TooEarly(..) => "too_early",
            Fault::HasChildren(..) => "has_children",
            Fault::NoParent(..) => "no_parent",
            Fault::Absent(..) => "absent",
            Fault::Level(_) => "level",
            Fault::Name(_) => "name",
            Fault::Few => "few",
            Fault::Twice(_) => "twice",
            Fault::NotAChild(_) => "not_a_child",
            Fault::Share(_) => "share",
            Fault::Empty(..) => "empty",
            Fault::Gap(..) => "gap",
            Fault::Overlap(..) => "overlap",
        }
    }

    /// The unit that it is about.
    pub fn unit(&self) -> Option<&OrgUnitCode> {
        match self {
            Fault::Few => None,
            Fault::UnknownUnit(code)
            | Fault::Taken(code)
            | Fault::Ended(code)
            | Fault::TooEarly(code, _)
            | Fault::HasChildren(code, _)
            | Fault::NoParent(code, _)
            | Fault::Absent(code, _)
            | Fault::Level(code)
            | Fault::Name(code)
            | Fault::Twice(code)
            | Fault::NotAChild(code)
            | Fault::Share(code)
            | Fault::Empty(code, _)
            | Fault::Gap(code, _)
            | Fault::Overlap(code, _) => Some(code),
        }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match self {
            Fault::UnknownUnit(code) => write!(f, "there is no unit {code}"),
            Fault::Taken(code) => write!(f, "{code} is already another unit: codes are never given twice"),
            Fault::Ended(code) => write!(f, "{code} has ended"),
            Fault::TooEarly(code, first) => write!(f, "{code} is as it is since {first}: the day must be after that"),
            Fault::HasChildren(code, children) => {
                let names: Vec<&str> = children.iter().take(10).map(OrgUnitCode::as_str).collect();
                let more = if children.len() > names.len() { "…" } else { "" };
                write!(f, "{code} still has units under it: {}{more}", names.join(", "))
            }
            Fault::NoParent(code, day) => write!(f, "the unit above {code} does not exist on {day}"),
            Fault::Absent(code, day) => write!(f, "there is no unit {code} on {day}"),
            Fault::Level(code) => write!(f, "a unit of the kind of {code} does not stand there"),
            Fault::Name(code) => write!(f, "{code} needs a name of 1 to 200 characters"),
            Fault::Few => f.write_str("name at least two units: several become one, or one becomes several"),
            Fault::Twice(code) => write!(f, "{code} is named twice"),
            Fault::NotAChild(code) => write!(f, "{code} is not under the unit that is split"),
            Fault::Share(code) => write!(f, "the share of {code} must be more than 0, and all shares 1 at most together"),
            Fault::Empty(code, day) => write!(f, "the version of {code} from {day} ends before it begins"),
            Fault::Gap(code, day) => write!(f, "{code} has no version on {day}, between two others"),
            Fault::Overlap(code, day) => write!(f, "{code} has two versions on {day}"),
        }
    }
}

impl std::error::Error for Fault {}
