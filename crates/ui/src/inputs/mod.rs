//! The kinds of question, one file each.

mod date;
mod file;
mod given;
mod many;
mod note;
mod number;
mod one;
mod text;

use phieu_form::Type;

use crate::dom::View;
use crate::question::Asked;

pub use given::given;
pub use note::note;

/// What a question of this type is answered with.
pub fn input(asked: Asked, field_type: Type) -> View {
    match field_type {
        Type::Integer => number::number(asked, false),
        Type::Decimal | Type::Range => number::number(asked, true),
        Type::Date | Type::PartialDate => date::date(asked).into(),
        Type::SelectOne(_) => one::one(asked),
        Type::SelectMultiple(_) | Type::Rank(_) => many::many(asked).into(),
        Type::File | Type::Audio | Type::Video => file::file(asked, false),
        Type::Image => file::file(asked, true),
        Type::Text | Type::Time | Type::DateTime | Type::Barcode | Type::Acknowledge => text::text(asked).into(),
        Type::Geopoint | Type::Geotrace | Type::Geoshape => text::text(asked).into(),
        Type::Note | Type::Calculate | Type::Hidden | Type::Metadata(_) => given(asked).into(),
    }
}
