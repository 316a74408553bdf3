//! The styles of a document in Word: one row each.

use crate::Style;
use crate::xml::Xml;

/// A style: its id in the file, the name under which Word lists it, alignment, size in half points, room above in twentieths of a point,
/// and whether its first line is indented.
pub(crate) struct Look {
    pub(crate) id: &'static str,
    name: &'static str,
    align: &'static str,
    size: u16,
    above: u16,
    indented: bool,
}

const ALL: [Style; 10] = [
    Style::Text,
    Style::Head,
    Style::Kind,
    Style::About,
    Style::Heading,
    Style::Recipient,
    Style::Signer,
    Style::Cell,
    Style::Number,
    Style::Note,
];

/// How a style looks.
pub(crate) fn look(style: Style) -> Look {
    let row = |id, name, align, size, above, indented| Look { id, name, align, size, above, indented };
    match style {
        Style::Text => row("Words", "Words", "both", 28, 120, true),
        Style::Head => row("Head", "Head", "center", 24, 40, false),
        Style::Kind => row("Title", "Title", "center", 32, 360, false),
        Style::About => row("Subtitle", "Subtitle", "center", 28, 0, false),
        Style::Heading => row("Heading1", "heading 1", "both", 28, 240, true),
        Style::Recipient => row("Recipient", "Recipient", "left", 22, 0, false),
        Style::Signer => row("Signer", "Signer", "center", 28, 0, false),
        Style::Cell => row("Cell", "Cell", "left", 24, 20, false),
        Style::Number => row("Number", "Number", "right", 24, 20, false),
        Style::Note => row("Note", "Note", "right", 18, 0, false),
    }
}

/// The part `styles.xml`.
pub(crate) fn part(language: &str) -> String {
    let mut xml = Xml::new();
    xml.open("w:styles", &[("xmlns:w", crate::file::WORDS)]);
    xml.open("w:docDefaults", &[]).open("w:rPrDefault", &[]).open("w:rPr", &[]);
    let font = "Times New Roman";
    xml.empty("w:rFonts", &[("w:ascii", font), ("w:hAnsi", font), ("w:cs", font), ("w:eastAsia", font)]);
    xml.empty("w:sz", &[("w:val", "28")]).empty("w:lang", &[("w:val", language)]);
    xml.close("w:rPr").close("w:rPrDefault").close("w:docDefaults");
    xml.open("w:style", &[("w:type", "paragraph"), ("w:default", "1"), ("w:styleId", "Normal")]);
    xml.empty("w:name", &[("w:val", "Normal")]).close("w:style");
    for style in ALL {
        add(&mut xml, style);
    }
    xml.close("w:styles");
    xml.finish()
}

fn add(xml: &mut Xml, style: Style) {
    let Look { id, name, align, size, above, indented } = look(style);
    xml.open("w:style", &[("w:type", "paragraph"), ("w:styleId", id)]);
    xml.empty("w:name", &[("w:val", name)]).empty("w:basedOn", &[("w:val", "Normal")]).empty("w:qFormat", &[]);
    xml.open("w:pPr", &[]);
    if style == Style::Heading {
        xml.empty("w:keepNext", &[]);
    }
    xml.empty("w:spacing", &[("w:before", &above.to_string()), ("w:after", "0")]);
    if indented {
        // One centimetre.
        xml.empty("w:ind", &[("w:firstLine", "567")]);
    }
    xml.empty("w:jc", &[("w:val", align)]);
    if style == Style::Heading {
        xml.empty("w:outlineLvl", &[("w:val", "0")]);
    }
    xml.close("w:pPr").open("w:rPr", &[]);
    xml.empty("w:sz", &[("w:val", &size.to_string())]);
    xml.close("w:rPr").close("w:style");
}
