//! Everything that the author's page itself says, one file per language. Findings are in English, as in the command line.

mod en;
mod vi;

pub use en::EN;
pub use vi::VI;

/// Every sentence, by what it is for; `{}` is a place for a value.
#[derive(Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct Texts {
    pub tag: &'static str,
    pub title: &'static str,
    pub skip: &'static str,
    pub to_app: &'static str,
    pub other_language: &'static str,
    pub gallery: &'static str,
    pub private: &'static str,
    pub choose: &'static str,
    pub choose_other: &'static str,
    pub drop: &'static str,
    pub reading: &'static str,
    pub file_failed: &'static str,
    pub previewed: &'static str,
    pub preview_lost: &'static str,
    pub all_well: &'static str,
    pub counted: &'static str,
    pub no_form: &'static str,
    pub tabs: &'static str,
    pub tab_findings: &'static str,
    pub tab_definition: &'static str,
    pub tab_answers: &'static str,
    pub tab_sample: &'static str,
    pub tab_schema: &'static str,
    pub findings: &'static str,
    pub head_sheet: &'static str,
    pub head_row: &'static str,
    pub head_column: &'static str,
    pub head_said: &'static str,
    pub error: &'static str,
    pub warning: &'static str,
    pub hint: &'static str,
    pub file: &'static str,
    pub whole_row: &'static str,
    pub rows_of: &'static str,
    pub rows_shown: &'static str,
    pub rows_all: &'static str,
    pub rows_told: &'static str,
    pub rows_more: &'static str,
    pub download: &'static str,
    pub download_json: &'static str,
    pub answers_about: &'static str,
    pub sample_about: &'static str,
    pub schema_about: &'static str,
    pub definition_about: &'static str,
    pub trial: &'static str,
    pub trial_about: &'static str,
    pub section_of: &'static str,
    pub go_on: &'static str,
    pub go_back: &'static str,
    pub check: &'static str,
    pub all_clear: &'static str,
    pub again: &'static str,
}

/// The texts of a language tag; Vietnamese where there are none.
pub fn of(tag: &str) -> &'static Texts {
    if tag.starts_with("en") { &EN } else { &VI }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_language_is_found_by_its_tag() {
        assert_eq!([of("en-GB").tag, of("vi").tag, of("fr").tag], ["en", "vi", "vi"]);
    }
}
