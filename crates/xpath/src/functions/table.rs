//! The one table of functions: file, name, arguments, how few and how many of them, documentation.
//!
//! Whatever lists, documents or checks functions reads it from here. Sorted by name; a test holds that.
//! The sentences of documentation go to a static of their own, so that a build which never shows them does not carry them.

use super::*;

/// As many as one likes.
const MANY: usize = usize::MAX;

macro_rules! table {
    ($($file:ident $name:literal ($arguments:literal) $min:literal $max:tt $($mark:ident)*, $about:literal;)*) => {
        /// Every function that an expression may call, sorted by name.
        pub static FUNCTIONS: &[Function] = &[$(
            Function {
                name: $name,
                arguments: $arguments,
                min: $min,
                max: $max,
                step: 1,
                needs_nodes: false,
                evaluate: $file::evaluate,
            }$(.$mark())*,
        )*];

        static ABOUT: &[&str] = &[$($about,)*];
    };
}

impl Function {
    /// The first argument must be nodes.
    const fn nodes(self) -> Function {
        Function { needs_nodes: true, ..self }
    }

    /// Arguments above the fewest come in pairs.
    const fn pairs(self) -> Function {
        Function { step: 2, ..self }
    }

    /// One sentence of documentation.
    pub fn about(&self) -> &'static str {
        let place = FUNCTIONS.iter().position(|function| function.name == self.name);
        place.and_then(|place| ABOUT.get(place)).copied().unwrap_or_default()
    }
}

table! {
    abs "abs" ("number") 1 1,
        "The number without its sign.";
    acos "acos" ("number") 1 1,
        "The angle in radians whose cosine is the number.";
    area "area" ("line or nodes") 1 1,
        "The area in square metres inside a closed line of places, on a sphere; 0 with fewer than three.";
    asin "asin" ("number") 1 1,
        "The angle in radians whose sine is the number.";
    atan "atan" ("number") 1 1,
        "The angle in radians whose tangent is the number.";
    atan2 "atan2" ("y, x") 2 2,
        "The angle in radians of the point (x, y).";
    base64_decode "base64-decode" ("text") 1 1,
        "The text that was written in base 64; empty where it is not base 64 of UTF-8.";
    boolean "boolean" ("value") 1 1,
        "The value as true or false: a number that is not 0, a text that is not empty, at least one node.";
    boolean_from_string "boolean-from-string" ("text") 1 1,
        "True for `true` and `1`, whatever the case; else false.";
    ceiling "ceiling" ("number") 1 1,
        "The smallest whole number that is not below the number.";
    checklist "checklist" ("least, most, answer or nodes, …") 2 MANY,
        "Whether the number of true answers is between the two bounds; -1 means no bound.";
    coalesce "coalesce" ("value, value, …") 2 MANY,
        "The first value that is not blank; a number that is not one counts as blank.";
    concat "concat" ("value or nodes, …") 0 MANY,
        "The texts one after another; of nodes, every one.";
    contains "contains" ("text, part") 2 2,
        "Whether the text contains the part.";
    cos "cos" ("number") 1 1,
        "The cosine of an angle in radians.";
    count "count" ("nodes") 1 1 nodes,
        "The number of nodes.";
    count_non_empty "count-non-empty" ("nodes") 1 1 nodes,
        "The number of nodes that are not blank.";
    count_selected "count-selected" ("list") 1 1,
        "The number of words in the list.";
    current "current" ("") 0 0,
        "The node that the expression belongs to, also inside predicates.";
    date "date" ("value") 1 1,
        "The value as a date: days since 1970-01-01 or a text; empty where it is none.";
    date_time "date-time" ("value") 1 1,
        "The value as a date with time: days since 1970-01-01 or a text; empty where it is none.";
    decimal_date_time "decimal-date-time" ("value") 1 1,
        "The days since 1970-01-01T00:00Z of a date or a date with time.";
    decimal_time "decimal-time" ("text") 1 1,
        "The part of the day that has passed at a time `hh:mm:ss.sss+hh:mm`, in local time.";
    digest "digest" ("text, algorithm, encoding?") 2 3,
        "The digest of a text by MD5, SHA-1, SHA-256, SHA-384 or SHA-512, written in base64 or hex (base64 if left out).";
    distance "distance" ("line or nodes, …") 1 MANY,
        "The length in metres of a line of places, on a sphere.";
    ends_with "ends-with" ("text, part") 2 2,
        "Whether the text ends with the part.";
    exp "exp" ("number") 1 1,
        "e to the power of the number.";
    exp10 "exp10" ("number") 1 1,
        "10 to the power of the number.";
    false_ "false" ("") 0 0,
        "False.";
    floor "floor" ("number") 1 1,
        "The greatest whole number that is not above the number.";
    format_date "format-date" ("date, pattern") 2 2,
        "The date written by a pattern: `%d/%m/%Y`; empty where it is none. Names (`%b`, `%a`) are in the language being read.";
    format_date_time "format-date-time" ("date, pattern") 2 2,
        "The date and time written by a pattern: `%d/%m/%Y %H:%M`; empty where it is none.";
    geofence "geofence" ("place, line") 2 2,
        "Whether the place lies inside the closed line of places.";
    id "id" ("value or nodes") 1 1,
        "The elements with these ids.";
    if_ "if" ("condition, then, else") 3 3,
        "The second value where the condition is true, else the third; the other is not evaluated.";
    indexed_repeat "indexed-repeat" ("field, repeat, index, …") 3 MANY nodes pairs,
        "The field within the index-th instance of the repeat; with further pairs, of the repeats inside it.";
    instance "instance" ("id") 1 1,
        "The root of a secondary instance: a choice list, or what is known from outside.";
    int "int" ("number") 1 1,
        "The number without its fraction: `int(-1.9)` is -1.";
    intersects "intersects" ("line") 1 1,
        "Whether a line of places crosses or touches itself.";
    join "join" ("separator, value or nodes, …") 1 MANY,
        "The texts one after another with the separator between them; of nodes, every one.";
    choice_name "jr:choice-name" ("value, question") 2 2,
        "The label of a choice; the question is named in quotes: `'${name}'`.";
    itext "jr:itext" ("id") 1 1,
        "The text with this id in the language being read.";
    lang "lang" ("language") 1 1,
        "Whether the context node is in this language, by the nearest `xml:lang`.";
    last "last" ("") 0 0,
        "The number of nodes in the context.";
    local_name "local-name" ("nodes?") 0 1 nodes,
        "The name of the first node, without its prefix.";
    log "log" ("number") 1 1,
        "The natural logarithm.";
    log10 "log10" ("number") 1 1,
        "The logarithm to base 10.";
    max "max" ("value or nodes, …") 1 MANY,
        "The greatest of all numbers; not a number where there is none or one is blank.";
    min "min" ("value or nodes, …") 1 MANY,
        "The least of all numbers; not a number where there is none or one is blank.";
    name "name" ("nodes?") 0 1 nodes,
        "The name of the first node, with its prefix.";
    namespace_uri "namespace-uri" ("nodes?") 0 1 nodes,
        "The namespace of the first node.";
    normalize_space "normalize-space" ("text?") 0 1,
        "The text without white space at its ends, and with one space wherever there was any inside.";
    not "not" ("value") 1 1,
        "True where the value is false.";
    now "now" ("") 0 0,
        "Today's date and time with the offset from UTC.";
    number "number" ("value?") 0 1,
        "The value as a number: a text is read, a date counts days since 1970-01-01, true is 1.";
    once "once" ("value") 1 1,
        "The context node's own value if it has one, else the value given: it is set once and then stays.";
    pi "pi" ("") 0 0,
        "The ratio of a circle's circumference to its diameter.";
    position "position" ("node?") 0 1 nodes,
        "The place of the context node among those being looked at; with a node, its place among its siblings of the same name. Counted from 1.";
    pow "pow" ("base, exponent") 2 2,
        "The base to the power of the exponent.";
    property "property" ("name") 1 1,
        "A property of the device or its user, such as `username`.";
    pulldata "pulldata" ("instance, column, key column, key") 4 4,
        "The column of the row of an instance whose key column has this value.";
    random "random" ("") 0 0,
        "A random number from 0 up to, but not including, 1.";
    randomize "randomize" ("nodes, seed?") 1 2 nodes,
        "The nodes in a random order; always the same one for the same seed, a number or a text.";
    regex "regex" ("text, pattern") 2 2,
        "Whether the regular expression is found in the text; `^…$` asks for the whole text.";
    round "round" ("number, digits?") 1 2,
        "The nearest number with so many digits after the point (0 if left out, negative for tens, hundreds…); halves away from zero.";
    selected "selected" ("list, value") 2 2,
        "Whether the value is one of the words of the list.";
    selected_at "selected-at" ("list, index") 2 2,
        "The word at this place of the list, counted from 0; empty where there is none.";
    sin "sin" ("number") 1 1,
        "The sine of an angle in radians.";
    sqrt "sqrt" ("number") 1 1,
        "The square root; not a number where the number is negative.";
    starts_with "starts-with" ("text, part") 2 2,
        "Whether the text starts with the part.";
    string "string" ("value?") 0 1,
        "The value as text; of nodes, the first.";
    string_length "string-length" ("text?") 0 1,
        "The number of characters (Unicode code points).";
    substr "substr" ("text, start, end?") 2 3,
        "The characters from start up to before end, counted from 0; negative ones count from the end.";
    substring "substring" ("text, start, length?") 2 3,
        "So many characters from the start-th on, counted from 1.";
    substring_after "substring-after" ("text, part") 2 2,
        "What stands after the first occurrence of the part; empty where there is none.";
    substring_before "substring-before" ("text, part") 2 2,
        "What stands before the first occurrence of the part; empty where there is none.";
    sum "sum" ("nodes") 1 1 nodes,
        "The sum of the numbers of the nodes; not a number where one is blank.";
    tan "tan" ("number") 1 1,
        "The tangent of an angle in radians.";
    today "today" ("") 0 0,
        "Today's date.";
    translate "translate" ("text, from, to") 3 3,
        "The text with each character of `from` replaced by the one at its place in `to`, or removed where there is none.";
    true_ "true" ("") 0 0,
        "True.";
    uuid "uuid" ("length?") 0 1,
        "A new random identifier; with a length, so many random letters and digits.";
    version "version" ("") 0 0,
        "The version of the form.";
    weighted_checklist "weighted-checklist" ("least, most, answer, weight, …") 4 MANY pairs,
        "Whether the weights of the true answers add up to between the two bounds; -1 means no bound.";
}

/// Functions that ODK has and phieu refuses by name, with the reason.
pub const UNSUPPORTED: [(&str, &str); 1] = [(
    "extract-signed",
    "it reads the signed codes of some countries' identity cards, and the arithmetic that it needs weighs more than all other functions",
)];
