//! Expressions inside of texts: `<output value="…"/>` as a cell has it.

use phieu_xlsform::{escape_xml, unescape_xml};

const BEGIN: &str = "<output value=\"";
const END: &str = "\"/>";

/// A text with each of its expressions said as `say` says it; where that says nothing, `…` stands for the value.
pub fn outputs(text: &str, mut say: impl FnMut(&str) -> Option<String>) -> String {
    let mut said = String::new();
    let mut rest = text;
    while let Some((before, (value, after))) = rest.split_once(BEGIN).and_then(|(before, from)| Some((before, from.split_once(END)?))) {
        said.push_str(before);
        match say(&unescape_xml(value)) {
            Some(expression) => said.extend([BEGIN, &escape_xml(&expression), END]),
            None => said.push('…'),
        }
        rest = after;
    }
    said + rest
}
