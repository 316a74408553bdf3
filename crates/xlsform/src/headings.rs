//! One spelling for the headings of a form, however an author wrote them.
//!
//! The names are those of the XLSForm reference; the other spellings are the ones that years of forms use. What is not
//! known here stays as it is written, since any column of the choices is an author's own.

use phieu_form::Sheet;

/// The canonical heading: `Label : Tiếng Việt (vi)` is `label::Tiếng Việt (vi)`, `image` is `media::image`.
pub fn heading(sheet: Sheet, written: &str) -> String {
    let parts = parts(written);
    let first = plain(&parts[0]);
    let known = table(sheet).iter().find(|(spelling, _)| *spelling == first).map(|(_, heading)| *heading);
    let head = match (known, parts.len()) {
        (Some(heading), _) => heading.to_owned(),
        // A prefix whose rest is a name in XML: kept to the letter.
        (None, 2..) if PREFIXES.contains(&first.as_str()) => first,
        (None, _) if is_own(sheet, &first) => first,
        (None, _) => parts[0].clone(),
    };
    let rest = parts[1..].iter().enumerate();
    let rest = rest.map(|(index, part)| if head == "media" && index == 0 { plain(part).replace('_', "-") } else { part.clone() });
    std::iter::once(head.clone()).chain(rest).collect::<Vec<_>>().join("::")
}

/// The sheet of a name, whatever its case; `None` for sheets that are not a form's.
pub fn sheet(name: &str) -> Option<Sheet> {
    let name = plain(name);
    ALL_SHEETS.into_iter().find(|sheet| sheet.name() == name)
}

/// Every sheet that a workbook can have.
pub const ALL_SHEETS: [Sheet; 8] =
    [Sheet::Survey, Sheet::Choices, Sheet::Settings, Sheet::Rules, Sheet::ExternalChoices, Sheet::Actions, Sheet::Texts, Sheet::Entities];

/// Headings that go on with a name of their own after `::`.
const PREFIXES: [&str; 6] = ["bind", "body", "control", "instance", "attribute", "media"];

/// The parts of a heading between `::`, or between single colons where there is no double one and it is no `jr:` name.
fn parts(written: &str) -> Vec<String> {
    let trimmed = written.split_whitespace().collect::<Vec<_>>().join(" ");
    let double = trimmed.contains("::");
    let qualified = ["jr:", "odk:", "orx:"].iter().any(|prefix| trimmed.starts_with(prefix));
    let parts: Vec<String> = if double {
        trimmed.split("::").map(|part| part.trim().to_owned()).collect()
    } else if qualified {
        vec![trimmed]
    } else {
        trimmed.split(':').map(|part| part.trim().to_owned()).collect()
    };
    parts
}

/// Lower case, one `_` for spaces.
fn plain(text: &str) -> String {
    text.trim().to_lowercase().split([' ', '\t']).filter(|word| !word.is_empty()).collect::<Vec<_>>().join("_")
}

/// Headings known to a sheet whose only difference may be their case.
fn is_own(sheet: Sheet, heading: &str) -> bool {
    let own: &[&str] = match sheet {
        Sheet::Survey => &SURVEY_OWN,
        Sheet::Choices | Sheet::ExternalChoices => &["list_name", "name", "label", "geometry"],
        Sheet::Settings => &SETTINGS_OWN,
        Sheet::Rules => &["id", "severity", "fields", "relevant", "constraint", "message", "each"],
        Sheet::Actions => &["action", "event", "target", "value", "observed"],
        Sheet::Texts => &["id", "label"],
        Sheet::Entities => &["list_name", "label", "create_if", "update_if", "entity_id", "repeat"],
    };
    own.contains(&heading)
}

const SURVEY_OWN: [&str; 30] = [
    "type",
    "name",
    "label",
    "hint",
    "guidance_hint",
    "required",
    "required_message",
    "constraint",
    "constraint_message",
    "relevant",
    "read_only",
    "calculation",
    "default",
    "trigger",
    "appearance",
    "parameters",
    "choice_filter",
    "repeat_count",
    "initial_rows",
    "itemset",
    "save_to",
    "autoplay",
    "disabled",
    "intent",
    "code",
    "unit",
    "aggregate",
    "note",
    "query",
    "compact_tag",
];

const SETTINGS_OWN: [&str; 14] = [
    "form_id",
    "form_title",
    "version",
    "default_language",
    "instance_name",
    "style",
    "public_key",
    "submission_url",
    "auto_send",
    "auto_delete",
    "client_editable",
    "allow_choice_duplicates",
    "namespaces",
    "name",
];

fn table(sheet: Sheet) -> &'static [(&'static str, &'static str)] {
    match sheet {
        Sheet::Survey => &SURVEY,
        Sheet::Choices | Sheet::ExternalChoices => &CHOICES,
        Sheet::Settings => &SETTINGS,
        Sheet::Entities => &[("dataset", "list_name")],
        Sheet::Rules | Sheet::Actions | Sheet::Texts => &[],
    }
}

/// Other spellings in the survey sheet.
const SURVEY: [(&str, &str); 30] = [
    ("command", "type"),
    ("tag", "name"),
    ("value", "name"),
    ("caption", "label"),
    ("relevance", "relevant"),
    ("skip_logic", "relevant"),
    ("readonly", "read_only"),
    ("calculate", "calculation"),
    ("choice_filters", "choice_filter"),
    ("count", "repeat_count"),
    ("jr:count", "repeat_count"),
    ("constraining_message", "constraint_message"),
    ("constraintmsg", "constraint_message"),
    ("jr:constraintmsg", "constraint_message"),
    ("requiredmsg", "required_message"),
    ("jr:requiredmsg", "required_message"),
    ("no_app_error_string", "bind::jr:noAppErrorString"),
    ("noapperrorstring", "bind::jr:noAppErrorString"),
    ("jr:noapperrorstring", "bind::jr:noAppErrorString"),
    ("preload", "bind::jr:preload"),
    ("preload_params", "bind::jr:preloadParams"),
    ("jr:preload", "bind::jr:preload"),
    ("jr:preloadparams", "bind::jr:preloadParams"),
    ("image", "media::image"),
    ("big-image", "media::big-image"),
    ("big_image", "media::big-image"),
    ("audio", "media::audio"),
    ("video", "media::video"),
    ("rows", "body::rows"),
    ("parameter", "parameters"),
];

/// Other spellings in the choices sheet.
const CHOICES: [(&str, &str); 7] = [
    ("value", "name"),
    ("caption", "label"),
    ("image", "media::image"),
    ("big-image", "media::big-image"),
    ("big_image", "media::big-image"),
    ("audio", "media::audio"),
    ("video", "media::video"),
];

/// Other spellings in the settings sheet.
const SETTINGS: [(&str, &str); 7] = [
    ("id_string", "form_id"),
    ("set_form_id", "form_id"),
    ("title", "form_title"),
    ("set_form_title", "form_title"),
    ("default_lang", "default_language"),
    ("instance_id", "instance_id"),
    ("form_version", "version"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_have_one_spelling() {
        let cases = [
            (Sheet::Survey, "Type", "type"),
            (Sheet::Survey, " Choice  Filter ", "choice_filter"),
            (Sheet::Survey, "label:English", "label::English"),
            (Sheet::Survey, "constraint_message :: English (en)", "constraint_message::English (en)"),
            (Sheet::Survey, "caption::vi", "label::vi"),
            (Sheet::Survey, "image::en", "media::image::en"),
            (Sheet::Survey, "media:Big_Image:vi", "media::big-image::vi"),
            (Sheet::Survey, "jr:count", "repeat_count"),
            (Sheet::Survey, "bind::jr:noAppErrorString::vi", "bind::jr:noAppErrorString::vi"),
            (Sheet::Survey, "noAppErrorString::English", "bind::jr:noAppErrorString::English"),
            (Sheet::Survey, "body::accuracyThreshold", "body::accuracyThreshold"),
            (Sheet::Survey, "readonly", "read_only"),
            (Sheet::Choices, "list name", "list_name"),
            (Sheet::Choices, "Tỉnh", "Tỉnh"),
            (Sheet::Settings, "title", "form_title"),
            (Sheet::Settings, "id_string", "form_id"),
        ];
        for (sheet, written, expected) in cases {
            assert_eq!(heading(sheet, written), expected, "{written}");
        }
    }

    #[test]
    fn a_canonical_heading_stays() {
        for heading_text in SURVEY_OWN {
            assert_eq!(heading(Sheet::Survey, heading_text), heading_text);
        }
    }
}
