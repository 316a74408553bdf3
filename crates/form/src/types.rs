//! The types of a question, and how its figures add up.

use crate::ListId;

/// What a question holds. The names follow the XLSForm reference; `partial_date` is ours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Type {
    /// A whole number from −(2⁵³−1) to 2⁵³−1.
    Integer,
    /// A decimal number, an IEEE 754 double.
    Decimal,
    /// Unicode text.
    Text,
    /// A day, `YYYY-MM-DD`; with appearance `year` or `month-year` its first day.
    Date,
    /// A day of which only the year, or the year and month, may be known: `1954`, `1954-03`, `1954-03-05`.
    PartialDate,
    /// One name of a choice list.
    SelectOne(ListId),
    /// Names of a choice list, in the order they were chosen, each once.
    SelectMultiple(ListId),
    /// A text shown; holds nothing.
    Note,
    /// A computed value that is not shown.
    Calculate,
    /// A value that is kept and not shown.
    Hidden,
    /// The name of an attached file.
    File,
    /// The name of an attached picture.
    Image,
    /// The name of an attached sound.
    Audio,
    /// The name of an attached film.
    Video,
    /// A number between the parameters `start` and `end`, in steps of `step`.
    Range,
    /// A time of day, `hh:mm`, with seconds and an offset from UTC where they are known.
    Time,
    /// A day and a time of day, `YYYY-MM-DDThh:mm:ss.sss+hh:mm`.
    DateTime,
    /// All names of a choice list, in an order.
    Rank(ListId),
    /// `latitude longitude altitude accuracy`, in degrees and metres; the last two may be missing.
    Geopoint,
    /// Points with `;` between them.
    Geotrace,
    /// Points with `;` between them, the last one the first again.
    Geoshape,
    /// What a barcode says.
    Barcode,
    /// `OK` once somebody has said so.
    Acknowledge,
    /// What the device knows of the filling in.
    Metadata(Metadata),
}

/// What the device knows of the filling in, taken once from the context.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Metadata {
    /// When it began.
    Start,
    /// When it was last worked on.
    End,
    /// The day it began.
    Today,
    /// The device.
    Deviceid,
    /// Who is logged in.
    Username,
    /// Their address.
    Email,
    /// Their number.
    Phonenumber,
}

impl Metadata {
    /// All, with their names in the type column.
    pub const ALL: [(&'static str, Metadata); 7] = [
        ("start", Metadata::Start),
        ("end", Metadata::End),
        ("today", Metadata::Today),
        ("deviceid", Metadata::Deviceid),
        ("username", Metadata::Username),
        ("email", Metadata::Email),
        ("phonenumber", Metadata::Phonenumber),
    ];

    /// What it holds, for the reference of types.
    pub fn about(self) -> &'static str {
        match self {
            Metadata::Start => "When the filling in began.",
            Metadata::End => "When it was last worked on.",
            Metadata::Today => "The day on which it began.",
            Metadata::Deviceid => "The device's name, where the device tells it.",
            Metadata::Username => "Who is logged in, where the device tells it.",
            Metadata::Email => "Their address, where the device tells it.",
            Metadata::Phonenumber => "Their number, where the device tells it.",
        }
    }

    /// The name in the type column.
    pub fn name(self) -> &'static str {
        Metadata::ALL.iter().find(|(_, each)| *each == self).map_or("", |(name, _)| name)
    }
}

/// Types of ODK that are refused by name, each with the reason.
pub const REFUSED_TYPES: [(&str, &str); 3] = [
    ("audit", "records what happens on the device"),
    ("background-audio", "records what happens on the device"),
    ("osm", "asks another application on the device"),
];

impl Type {
    /// The type's name in the survey sheet, without its list.
    pub fn name(self) -> &'static str {
        match self {
            Type::Integer => "integer",
            Type::Decimal => "decimal",
            Type::Text => "text",
            Type::Date => "date",
            Type::PartialDate => "partial_date",
            Type::SelectOne(_) => "select_one",
            Type::SelectMultiple(_) => "select_multiple",
            Type::Note => "note",
            Type::Calculate => "calculate",
            Type::Hidden => "hidden",
            Type::File => "file",
            Type::Image => "image",
            Type::Audio => "audio",
            Type::Video => "video",
            Type::Range => "range",
            Type::Time => "time",
            Type::DateTime => "datetime",
            Type::Rank(_) => "rank",
            Type::Geopoint => "geopoint",
            Type::Geotrace => "geotrace",
            Type::Geoshape => "geoshape",
            Type::Barcode => "barcode",
            Type::Acknowledge => "acknowledge",
            Type::Metadata(metadata) => metadata.name(),
        }
    }

    /// What a question of this type holds, for the reference of types.
    pub fn about(self) -> &'static str {
        match self {
            Type::Integer => "A whole number from −9007199254740991 to 9007199254740991.",
            Type::Decimal => "A decimal number with a point.",
            Type::Text => "Text. The parameter `max` says how many characters it may have.",
            Type::Date => "A day. With the appearance `year` or `month-year` the first day of the year or month.",
            Type::PartialDate => "A day of which only the year, or the year and month, may be known. phieu's own; ODK has no such type.",
            Type::SelectOne(_) => "The name of one choice of the list that stands after the type.",
            Type::SelectMultiple(_) => {
                "The names of choices of the list that stands after the type, each once; with spaces between them in expressions."
            }
            Type::Note => "Nothing: a text that is shown.",
            Type::Calculate => "What its `calculation` gives, or its `default`; nobody is asked.",
            Type::Hidden => "A value that is kept and that nobody is asked for.",
            Type::File => "The name of an attached file.",
            Type::Image => "The name of an attached picture.",
            Type::Audio => "The name of an attached sound.",
            Type::Video => "The name of an attached film.",
            Type::Range => "A number between the parameters `start` and `end`, in steps of `step`.",
            Type::Time => "A time of day, with seconds and the offset from UTC where they are known.",
            Type::DateTime => "A day with a time of day.",
            Type::Rank(_) => "The names of all choices of the list that stands after the type, in an order.",
            Type::Geopoint => "A place: latitude and longitude in degrees, then altitude and accuracy in metres where they are known.",
            Type::Geotrace => "Places with `;` between them: a line.",
            Type::Geoshape => "Places with `;` between them, the last one the first again: an area.",
            Type::Barcode => "What a barcode says.",
            Type::Acknowledge => "`OK` once somebody has said so.",
            Type::Metadata(metadata) => metadata.about(),
        }
    }

    /// The type of this name; for the selects the list is given apart.
    pub fn parse(name: &str, list: ListId) -> Option<Type> {
        Some(match name {
            "integer" | "int" => Type::Integer,
            "decimal" => Type::Decimal,
            "text" | "string" => Type::Text,
            "date" => Type::Date,
            "partial_date" => Type::PartialDate,
            "select_one" => Type::SelectOne(list),
            "select_multiple" => Type::SelectMultiple(list),
            "note" => Type::Note,
            "calculate" => Type::Calculate,
            "hidden" => Type::Hidden,
            "file" => Type::File,
            "image" | "photo" => Type::Image,
            "audio" => Type::Audio,
            "video" => Type::Video,
            "range" => Type::Range,
            "time" => Type::Time,
            "datetime" | "dateTime" => Type::DateTime,
            "rank" => Type::Rank(list),
            "geopoint" => Type::Geopoint,
            "geotrace" => Type::Geotrace,
            "geoshape" => Type::Geoshape,
            "barcode" => Type::Barcode,
            "acknowledge" => Type::Acknowledge,
            name => Type::Metadata(Metadata::ALL.iter().find(|(each, _)| *each == name)?.1),
        })
    }

    /// All names, for hints to authors.
    pub const NAMES: [&str; 30] = [
        "integer",
        "decimal",
        "text",
        "date",
        "partial_date",
        "select_one",
        "select_multiple",
        "note",
        "calculate",
        "hidden",
        "file",
        "image",
        "audio",
        "video",
        "range",
        "time",
        "datetime",
        "rank",
        "geopoint",
        "geotrace",
        "geoshape",
        "barcode",
        "acknowledge",
        "start",
        "end",
        "today",
        "deviceid",
        "username",
        "email",
        "phonenumber",
    ];

    /// Whether the answer is a number.
    pub fn is_number(self) -> bool {
        matches!(self, Type::Integer | Type::Decimal | Type::Range)
    }

    /// The choice list, for the selects.
    pub fn list(self) -> Option<ListId> {
        match self {
            Type::SelectOne(list) | Type::SelectMultiple(list) | Type::Rank(list) => Some(list),
            _ => None,
        }
    }

    /// Whether a person answers it: it is drawn as a question.
    pub fn is_question(self) -> bool {
        !matches!(self, Type::Note) && !self.is_kept()
    }

    /// Whether it holds a value that nobody is asked for.
    pub fn is_kept(self) -> bool {
        matches!(self, Type::Calculate | Type::Hidden | Type::Metadata(_))
    }

    /// Whether it holds names of its list, several of them.
    pub fn is_several(self) -> bool {
        matches!(self, Type::SelectMultiple(_) | Type::Rank(_))
    }
}

/// Whether an answer tells of a person (column `personal`; Law 91/2025/QH15, article 2).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Personal {
    /// Of nobody.
    #[default]
    No,
    /// Of a person: a name, a day of birth, a dwelling.
    Personal,
    /// Of a person, and sensitive: health, ethnicity, faith, the number of a paper.
    Sensitive,
}

impl Personal {
    /// The words of the column.
    pub const ALL: [(&'static str, Personal); 2] = [("personal", Personal::Personal), ("sensitive", Personal::Sensitive)];

    /// The word in the column; none for an answer of nobody.
    pub fn name(self) -> Option<&'static str> {
        Personal::ALL.iter().find(|(_, each)| *each == self).map(|(name, _)| *name)
    }
}

/// How a field's figures become one figure over units (column `aggregate`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Aggregate {
    /// Added: turns, money, and persons counted once in their unit.
    Sum,
    /// The last value in the period.
    Last,
    /// Computed again from the totals: rates.
    Recompute,
    /// Units that gave an answer.
    Count,
    /// Texts one after the other, with their unit.
    Concat,
    /// Not aggregated.
    #[default]
    None,
}

impl Aggregate {
    /// All, with their names in the column.
    pub const ALL: [(&'static str, Aggregate); 6] = [
        ("sum", Aggregate::Sum),
        ("last", Aggregate::Last),
        ("recompute", Aggregate::Recompute),
        ("count", Aggregate::Count),
        ("concat", Aggregate::Concat),
        ("none", Aggregate::None),
    ];

    /// The name in the column.
    pub fn name(self) -> &'static str {
        Aggregate::ALL.iter().find(|(_, each)| *each == self).map_or("none", |(name, _)| name)
    }
}
