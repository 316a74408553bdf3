//! The few sentences that the drawing itself says, one file per language. The form's own texts are the form's.

mod en;
mod vi;

pub use en::EN;
pub use vi::VI;

/// Every sentence, by what it is for.
#[derive(Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct Texts {
    pub optional: &'static str,
    pub more_help: &'static str,
    pub kind_error: &'static str,
    pub kind_explain: &'static str,
    pub kind_explained: &'static str,
    pub kind_warning: &'static str,
    pub kind_remark: &'static str,
    pub kind_refused: &'static str,
    pub pointer: &'static str,
    pub explanation: &'static str,
    pub day: &'static str,
    pub month: &'static str,
    pub year: &'static str,
    pub unchoose: &'static str,
    pub search: &'static str,
    pub search_none: &'static str,
    pub search_more: &'static str,
    pub pick_file: &'static str,
    pub pick_image: &'static str,
    pub drop_file: &'static str,
    pub taking_file: &'static str,
    pub taking_image: &'static str,
    pub image_absent: &'static str,
    pub not_calculated: &'static str,
    pub previous: &'static str,
    pub take_previous: &'static str,
    pub doubt: &'static str,
    pub doubt_whole: &'static str,
    pub old_font: &'static str,
    pub old_font_take: &'static str,
    pub row: &'static str,
    pub row_add: &'static str,
    pub row_remove: &'static str,
    pub row_ask: &'static str,
    pub row_keep: &'static str,
    pub row_none: &'static str,
    pub blank: &'static str,
    pub change: &'static str,
    pub summary_title: &'static str,
    pub summary_missing: &'static str,
    pub acknowledge: &'static str,
    pub rank_up: &'static str,
    pub rank_down: &'static str,
    pub rank_keep: &'static str,
    pub loose_title: &'static str,
    pub take_image: &'static str,
    pub take_audio: &'static str,
    pub take_video: &'static str,
    pub pick_audio: &'static str,
    pub pick_video: &'static str,
    pub draw_here: &'static str,
    pub draw_sign: &'static str,
    pub draw_again: &'static str,
    pub draw_kept: &'static str,
    pub draw_instead: &'static str,
    pub pick_to_draw: &'static str,
    pub scan: &'static str,
    pub scan_none: &'static str,
    pub scan_hidden: &'static str,
    pub scan_clear: &'static str,
    pub show_typed: &'static str,
    pub open_address: &'static str,
    pub less: &'static str,
    pub more: &'static str,
    pub tap_scale: &'static str,
    pub geo_take: &'static str,
    pub geo_clear: &'static str,
    pub geo_more: &'static str,
    pub geo_taking: &'static str,
    pub geo_refused: &'static str,
    pub geo_unavailable: &'static str,
    pub geo_accuracy: &'static str,
    pub latitude: &'static str,
    pub longitude: &'static str,
    pub geo_add: &'static str,
    pub geo_wrong: &'static str,
    pub geo_point: &'static str,
    pub geo_remove: &'static str,
    pub geo_undo: &'static str,
    pub geo_closed: &'static str,
    pub geo_sketch: &'static str,
    pub media_kept: &'static str,
    pub media_lost: &'static str,
    pub media_large: &'static str,
    pub up: &'static str,
    pub down: &'static str,
}

/// The texts of a language tag; Vietnamese where there are none.
pub fn of(language: &str) -> &'static Texts {
    if language.starts_with("en") { &EN } else { &VI }
}

/// A sentence with its places `{}` filled in order. `{s}` after a place is the plural of English: nothing where 1 stands in the place.
pub fn put(template: &str, values: &[&str]) -> String {
    let mut out = String::with_capacity(template.len() + 16);
    let mut values = values.iter();
    for (place, piece) in template.split("{}").enumerate() {
        let value = if place > 0 { values.next().unwrap_or(&"") } else { "" };
        out.push_str(value);
        out.push_str(&piece.replace("{s}", if value == "1" { "" } else { "s" }));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_filled_in_order() {
        assert_eq!(put("{} và {}", &["một", "hai"]), "một và hai");
        assert_eq!(put("không", &[]), "không");
        assert_eq!(put("{} photo{s} of {} report{s}", &["1", "2"]), "1 photo of 2 reports");
    }

    #[test]
    fn a_language_is_found_by_its_tag() {
        assert_eq!(of("en-GB"), &EN);
        assert_eq!(of("vi"), &VI);
        assert_eq!(of("fr"), &VI);
    }
}
