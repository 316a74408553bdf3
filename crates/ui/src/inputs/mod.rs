//! The kinds of question, one file each.

mod acknowledge;
mod choices;
mod date;
mod draw;
mod file;
mod given;
mod moment;
mod note;
mod number;
mod place;
mod range;
mod rank;
mod scan;
mod text;

use phieu_form::Type;

use crate::dom::View;
use crate::question::Asked;

pub use choices::{LONG_LIST, choices, head, is_folded, offered, offered_now};
pub use given::given;
pub use note::note;
pub use text::address;

/// What a question of this type is answered with.
pub fn input(asked: Asked, field_type: Type) -> View {
    match field_type {
        Type::Integer => number::number(asked, false),
        Type::Decimal => number::number(asked, true),
        Type::Range => range::range(asked),
        Type::Date | Type::PartialDate => date::date(asked).into(),
        Type::SelectOne(_) => choices(asked, false),
        Type::SelectMultiple(_) => choices(asked, true),
        Type::Rank(_) => rank::rank(asked),
        Type::Time => moment::moment(asked, false).into(),
        Type::DateTime => moment::moment(asked, true).into(),
        Type::Acknowledge => acknowledge::acknowledge(asked).into(),
        Type::Image if ["signature", "draw", "annotate"].iter().any(|word| asked.appears(word)) => draw::draw(asked),
        Type::File | Type::Image | Type::Audio | Type::Video => file::file(asked, field_type),
        Type::Text => text::text(asked),
        Type::Barcode => text::barcode(asked),
        Type::Geopoint => place::point(asked),
        Type::Geotrace => place::trace(asked, false),
        Type::Geoshape => place::trace(asked, true),
        Type::Note | Type::Calculate | Type::Hidden | Type::Metadata(_) => given(asked).into(),
    }
}
