//! Writing XML: elements opened and closed in turn, texts and attributes made safe.

/// XML being written.
pub(crate) struct Xml(String);

impl Xml {
    pub(crate) fn new() -> Xml {
        Xml("<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>".to_owned())
    }

    pub(crate) fn open(&mut self, name: &str, attributes: &[(&str, &str)]) -> &mut Xml {
        self.tag(name, attributes, ">")
    }

    pub(crate) fn empty(&mut self, name: &str, attributes: &[(&str, &str)]) -> &mut Xml {
        self.tag(name, attributes, "/>")
    }

    pub(crate) fn close(&mut self, name: &str) -> &mut Xml {
        self.0.extend(["</", name, ">"]);
        self
    }

    /// Words. What XML has no place for, such as a bell, is left out.
    pub(crate) fn text(&mut self, text: &str) -> &mut Xml {
        for sign in text.chars() {
            match sign {
                '&' => self.0.push_str("&amp;"),
                '<' => self.0.push_str("&lt;"),
                '>' => self.0.push_str("&gt;"),
                '"' => self.0.push_str("&quot;"),
                '\t' | '\n' | '\r' => self.0.push(' '),
                '\u{0}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => {}
                sign => self.0.push(sign),
            }
        }
        self
    }

    fn tag(&mut self, name: &str, attributes: &[(&str, &str)], end: &str) -> &mut Xml {
        self.0.extend(["<", name]);
        for (name, value) in attributes {
            self.0.extend([" ", name, "=\""]);
            self.text(value);
            self.0.push('"');
        }
        self.0.push_str(end);
        self
    }

    pub(crate) fn finish(self) -> String {
        self.0
    }
}
