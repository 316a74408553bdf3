//! The kinds of question, one file each.

mod acknowledge;
mod date;
mod file;
mod given;
mod many;
mod moment;
mod note;
mod number;
mod one;
mod range;
mod rank;
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
        Type::Decimal => number::number(asked, true),
        Type::Range => range::range(asked),
        Type::Date | Type::PartialDate => date::date(asked).into(),
        Type::SelectOne(_) => one::one(asked),
        Type::SelectMultiple(_) => many::many(asked).into(),
        Type::Rank(_) => rank::rank(asked),
        Type::Time => moment::moment(asked, false).into(),
        Type::DateTime => moment::moment(asked, true).into(),
        Type::Acknowledge => acknowledge::acknowledge(asked).into(),
        Type::File => file::file(asked, ""),
        Type::Image => file::file(asked, "image/*"),
        Type::Audio => file::file(asked, "audio/*"),
        Type::Video => file::file(asked, "video/*"),
        Type::Text | Type::Barcode | Type::Geopoint | Type::Geotrace | Type::Geoshape => text::text(asked).into(),
        Type::Note | Type::Calculate | Type::Hidden | Type::Metadata(_) => given(asked).into(),
    }
}
