//! The columns of every sheet: one table of names and what they mean.
//!
//! What is known to the compiler, what an unknown heading is compared with, and what the reference of columns lists come from here.
//! A heading with a language after it (`label::vi`) is the column before the `::`. The sentences stand in statics of their own,
//! so that a build that shows no reference does not carry them.

use crate::Sheet;

macro_rules! sheets {
    ($($sheet:ident { $($name:literal $about:literal;)* })*) => {
        /// The names of a sheet's columns.
        pub fn columns(sheet: Sheet) -> &'static [&'static str] {
            match sheet { $(Sheet::$sheet => &[$($name,)*],)* }
        }

        /// What each of them means, in the same order.
        pub fn about_columns(sheet: Sheet) -> &'static [&'static str] {
            match sheet { $(Sheet::$sheet => &[$($about,)*],)* }
        }
    };
}

sheets! {
    Survey {
        "type" "What the row is: a type of question, `begin group`, `end group`, `begin repeat`, `end repeat`, `csv-external` or `xml-external`.";
        "name" "The name in expressions and in the answers; once in its group.";
        "code" "The code on the paper form: `N1`. phieu's own.";
        "label" "What is asked. Per language; may name answers and holds Markdown.";
        "hint" "Help in a line. Per language.";
        "guidance_hint" "Help at length, unfolded on demand. Per language.";
        "unit" "Unit of measure, shown beside the entry. Per language. phieu's own.";
        "required" "Whether an answer must be given: `yes`, or an expression.";
        "required_message" "Said when a required answer is missing. Per language.";
        "constraint" "What an answer must satisfy, an expression; `.` is the answer. Not asked of a blank.";
        "constraint_message" "Said when the constraint does not hold. Per language.";
        "relevant" "Whether the question, group or repeat applies, an expression. What does not apply is kept but not sent.";
        "readonly" "Another spelling of `read_only`.";
        "read_only" "Whether a person may not change the answer: `yes`, or an expression.";
        "calculation" "What the value is, an expression; computed again whenever something in it changes.";
        "default" "What the question begins with: a text, or an expression.";
        "choice_filter" "Which choices are offered, an expression seen from a choice: `province = ${province}`.";
        "repeat_count" "How many rows a repeat has, an expression; without it people add and remove rows.";
        "appearance" "How the question is drawn, words with spaces between them.";
        "aggregate" "How its figures add up over units: `sum`, `last`, `recompute`, `count`, `concat` or `none`. phieu's own.";
        "personal" "Whether the answer tells of a person: `personal`, or `sensitive` as health, faith and numbers of papers are. It stays out of totals and is erased when the form's `retention` is over. phieu's own.";
        "parameters" "`name=value` pairs; which ones, the type says.";
        "image" "Another spelling of `media::image`.";
        "audio" "Another spelling of `media::audio`.";
        "video" "Another spelling of `media::video`.";
        "note" "For the author only; it has no effect.";
        "disabled" "`yes`: the row is left out.";
        "body" "`body::name` becomes the attribute of that name of the XForm's control.";
        "bind" "`bind::name` becomes the attribute of that name of the XForm's bind.";
        "control" "Another spelling of `body`.";
        "instance" "`instance::name` becomes the attribute of that name of the XForm's node.";
        "media" "`media::image`, `media::big-image`, `media::audio`, `media::video`: what is shown with the label. Per language.";
        "trigger" "`${name}`, several with commas: whenever one of them changes, the calculation is done once and kept.";
        "itemset" "Where choices come from that are nodes, an expression; the parameters `value` and `label` say which parts of them.";
        "initial_rows" "How many rows a repeat begins with; 1 where it is left out. phieu's own.";
        "save_to" "A property of an entity: kept, but entities are refused.";
        "autoplay" "Whether sound or film begins by itself: kept for ODK, without effect here.";
        "intent" "Another application to ask: kept for ODK, without effect here.";
        "query" "A query for choices on the device: kept for ODK, without effect here.";
        "compact_tag" "The tag in ODK's compact representation: kept for ODK, without effect here.";
    }
    Choices {
        "list_name" "The list that the choice belongs to.";
        "name" "The value that is kept; without spaces, once in its list.";
        "label" "What is shown. Per language; may name answers, of the row of the question that offers it.";
        "media" "`media::image`, `media::big-image`, `media::audio`, `media::video`: what is shown with the label. Per language.";
    }
    ExternalChoices {
        "list_name" "The list that the choice belongs to; `select_one_external` names it.";
        "name" "The value that is kept.";
        "label" "What is shown.";
        "media" "As in the sheet `choices`.";
    }
    Settings {
        "window" "Which days a period runs over: `state`, from the 15th to the 14th, or `calendar`. phieu's own.";
        "form_id" "The form's id, as in reports.";
        "id_string" "Another spelling of `form_id`.";
        "form_title" "The title. Per language.";
        "version" "The version, as in reports; a version that is published does not change.";
        "default_language" "The language of columns that name none, and the one that is shown where a text is not translated.";
        "code" "The code on the paper form. phieu's own.";
        "period_type" "How often it is reported: the kind of its periods. phieu's own.";
        "estimate" "The kinds of its periods that are reported as an estimate first, before they end. phieu's own.";
        "programmes" "The programmes that its mid-term and final reviews are about, with spaces between them. phieu's own.";
        "filled_by" "The kind of unit that fills it in. phieu's own.";
        "reviewed_by" "The kinds of unit that review it one after the other, from near to far. phieu's own.";
        "readers" "`reviewer`: whole reports are read by their unit and by the one that reviews them; where it is left out, also from above. phieu's own.";
        "register" "The repeat that is kept as a register the year round; then the form is never overdue. phieu's own.";
        "register_title" "The question of a row that tells one row from another. phieu's own.";
        "register_day" "The date of a row on which it came in or happened. phieu's own.";
        "register_due" "The date of a row by which it is to be done. phieu's own.";
        "register_state" "The `select_one` of a row that says how far it is: the columns of the board. phieu's own.";
        "register_done" "Names of its choices after which nothing is left to do, with spaces between them. phieu's own.";
        "register_slip" "The heading of the paper that is handed out for one row, such as a receipt. Per language. phieu's own.";
        "purpose" "What personal answers are asked for, in plain words. Per language. phieu's own.";
        "retention" "How many months after the end of its period personal answers are kept. phieu's own.";
        "instances" "Ids of other forms whose reports expressions read, with spaces between them. phieu's own.";
        "style" "The class of the XForm's body, such as `pages`: kept for ODK.";
        "name" "The name of the root element, as absolute paths write it; `data` where it is left out.";
        "instance_name" "An expression that names a report: kept for ODK.";
        "note" "For the author only; it has no effect.";
        "allow_choice_duplicates" "`yes`: a name may stand twice in a list.";
        "public_key" "The key of ODK's encryption: kept for ODK, without effect here.";
        "submission_url" "Where ODK sends reports: kept for ODK, without effect here.";
        "auto_send" "Whether ODK sends by itself: kept for ODK, without effect here.";
        "auto_delete" "Whether ODK deletes what is sent: kept for ODK, without effect here.";
        "client_editable" "Whether sent reports can be edited: kept for ODK, without effect here.";
        "namespaces" "Prefixes of the XForm with their addresses.";
        "prefix" "Of ODK's compact representation: kept for ODK.";
        "delimiter" "Of ODK's compact representation: kept for ODK.";
        "attribute" "`attribute::name` becomes the attribute of that name of the XForm's root node.";
        "instance_xmlns" "The namespace of the XForm's root node.";
        "omit_instanceID" "`yes`: the XForm has no instance ID.";
        "clean_text_values" "Of ODK's converter: kept, without effect here.";
    }
    Rules {
        "id" "The rule's id; once in the form.";
        "severity" "`error` blocks, `explain` lets through with a written explanation, `warning` only tells.";
        "relevant" "When the rule applies, an expression; always where it is left out.";
        "constraint" "What must be true, an expression.";
        "each" "The repeat over whose rows it is asked; where it is left out, once for the form.";
        "fields" "The questions it concerns; it waits until those that apply are answered, and is told at them.";
        "message" "What is said when it does not hold. Per language; may name answers.";
        "note" "For the author only; it has no effect.";
    }
    Actions {
        "action" "`setvalue` or `setgeopoint`.";
        "event" "When: `odk-instance-first-load`, `odk-instance-load`, `odk-new-repeat`, `xforms-value-changed`; several with spaces between them.";
        "target" "The question that is set, a path or `${name}`.";
        "value" "The value, an expression.";
        "observed" "The question whose change, or the repeat whose new row, is waited for.";
    }
    Texts {
        "id" "The id by which `jr:itext` asks for the text.";
        "label" "The text. Per language.";
    }
    Entities {
        "list_name" "The list of entities.";
        "label" "What an entity is called, an expression.";
        "create_if" "When one is made, an expression.";
        "update_if" "When one is changed, an expression.";
        "entity_id" "Which one is changed, an expression.";
        "repeat" "The repeat whose rows are entities.";
    }
}
