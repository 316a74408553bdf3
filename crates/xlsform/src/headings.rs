//! One spelling for the headings of a form, however an author wrote them.
//!
//! The names are those of the XLSForm reference; the other spellings are the ones that years of forms use. What is not
//! known here stays as it is written, since any column of the choices is an author's own.

use phieu_form::Sheet;

/// The canonical heading: `Label : Tiếng Việt (vi)` is `label::Tiếng Việt (vi)`, `image` is `media::image`.
pub fn heading(sheet: Sheet, written: &str) -> String {
    let parts = parts(sheet, written);
    let (head, rest) = spelled_out(sheet, &parts).unwrap_or_else(|| (head(sheet, &parts), &parts[1..]));
    let rest = rest.iter().enumerate();
    let rest = rest.map(|(index, part)| if head == "media" && index == 0 { plain(part).replace('_', "-") } else { part.clone() });
    std::iter::once(head.clone()).chain(rest).collect::<Vec<_>>().join("::")
}

fn head(sheet: Sheet, parts: &[String]) -> String {
    let first = plain(&parts[0]);
    let known = table(sheet).iter().find(|(spelling, _)| *spelling == first).map(|(_, heading)| *heading);
    match (known, parts.len()) {
        (Some(heading), _) => heading.to_owned(),
        // What XForms call `control`, the body, XLSForms call both.
        (None, 2..) if first == "control" => "body".to_owned(),
        // A prefix whose rest is a name in XML: kept to the letter.
        (None, 2..) if PREFIXES.contains(&first.as_str()) => first,
        (None, _) if is_own(sheet, &first) => first,
        (None, _) => parts[0].clone(),
    }
}

/// Attributes of an XForm that have a heading of their own: `bind::relevant` is `relevant`. What is left names a language.
fn spelled_out(sheet: Sheet, parts: &[String]) -> Option<(String, &[String])> {
    let [first, second, rest @ ..] = parts else { return None };
    let (first, second) = (plain(first), second.trim().to_lowercase());
    let found = ATTRIBUTES.iter().find(|(prefixes, name, _)| prefixes.contains(&first.as_str()) && *name == second);
    found.filter(|_| sheet == Sheet::Survey).map(|(_, _, heading)| ((*heading).to_owned(), rest))
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

/// Attributes that are columns, by their prefixes and their names in lower case.
const ATTRIBUTES: [(&[&str], &str, &str); 9] = [
    (&["bind"], "relevant", "relevant"),
    (&["bind"], "required", "required"),
    (&["bind"], "constraint", "constraint"),
    (&["bind"], "readonly", "read_only"),
    (&["bind"], "calculate", "calculation"),
    (&["bind"], "jr:constraintmsg", "constraint_message"),
    (&["bind"], "jr:requiredmsg", "required_message"),
    (&["body", "control"], "appearance", "appearance"),
    (&["body", "control"], "jr:count", "repeat_count"),
];

/// The parts of a heading between `::`, or between single colons where there is no double one and the first part has a
/// meaning here. `jr:count` is one part.
fn parts(sheet: Sheet, written: &str) -> Vec<String> {
    let visible: String = written.chars().filter(|each| !INVISIBLE.contains(each)).collect();
    let trimmed = visible.split_whitespace().collect::<Vec<_>>().join(" ");
    if trimmed.contains("::") {
        return trimmed.split("::").map(|part| part.trim().to_owned()).collect();
    }
    let mut parts: Vec<String> = Vec::new();
    for part in trimmed.split(':').map(str::trim) {
        match parts.last_mut() {
            Some(before) if NAMESPACES.contains(&before.as_str()) => *before = format!("{before}:{part}"),
            _ => parts.push(part.to_owned()),
        }
    }
    let first = plain(&parts[0]);
    let is_known = PREFIXES.contains(&first.as_str()) || is_own(sheet, &first) || table(sheet).iter().any(|(each, _)| *each == first);
    if is_known { parts } else { vec![trimmed] }
}

/// Characters that come along from web pages and are not seen.
pub(crate) const INVISIBLE: [char; 4] = ['\u{200b}', '\u{200e}', '\u{feff}', '\u{2060}'];

/// The namespaces whose names stand in headings.
const NAMESPACES: [&str; 3] = ["jr", "odk", "orx"];

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

const SURVEY_OWN: [&str; 31] = [
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
    "personal",
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

/// Other spellings of a sheet's headings, each with the heading it stands for.
pub fn spellings(sheet: Sheet) -> impl Iterator<Item = (&'static str, &'static str)> {
    table(sheet).iter().copied()
}

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
            (Sheet::Survey, "bind::relevant", "relevant"),
            (Sheet::Survey, "Bind : Relevant", "relevant"),
            (Sheet::Survey, "bind::readonly", "read_only"),
            (Sheet::Survey, "bind::calculate", "calculation"),
            (Sheet::Survey, "bind:jr:constraintMsg", "constraint_message"),
            (Sheet::Survey, "bind::jr:constraintMsg::Vietnamese (vi)", "constraint_message::Vietnamese (vi)"),
            (Sheet::Survey, "bind:jr:requiredMsg:vi", "required_message::vi"),
            (Sheet::Survey, "bind:jr:preload", "bind::jr:preload"),
            (Sheet::Survey, "jr:constraintMsg:vi", "constraint_message::vi"),
            (Sheet::Survey, "control::appearance", "appearance"),
            (Sheet::Survey, "body:jr:count", "repeat_count"),
            (Sheet::Survey, "control::rows", "body::rows"),
            (Sheet::Survey, "\u{feff}Label\u{a0}::\u{a0}Vietnamese\u{a0}(vi)\u{200b}", "label::Vietnamese (vi)"),
            (Sheet::Survey, "Ghi chú: nội bộ", "Ghi chú: nội bộ"),
            (Sheet::Choices, "hxl:tag", "hxl:tag"),
            (Sheet::Choices, "label:vi", "label::vi"),
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
