//! XML as small trees, each element with its line and column.
//!
//! What could hurt is refused: document types with their entities, depth and size beyond the limits. Namespaces are left to
//! prefixes, as forms use the same few of them.

use phieu_form::{Element, Place};
use quick_xml::events::{BytesStart, Event};

use crate::SyntaxError;

/// A file is at most this large, in bytes.
pub const LARGEST: usize = 64 * 1024 * 1024;

/// Elements stand at most this deep in one another.
pub const DEEPEST: usize = 64;

/// A file has at most this many elements: a sheet of a million cells in OpenDocument has two million.
pub const MOST_ELEMENTS: usize = 4_000_000;

/// An element has at most this many attributes: the reader compares each with all before it.
pub const MOST_ATTRIBUTES: usize = 100;

/// An element.
#[derive(Clone, Debug, Default)]
pub struct Node {
    /// With its prefix, as written.
    pub name: String,
    /// Names with their prefixes, and values.
    pub attributes: Vec<(String, String)>,
    /// Elements and texts in order.
    pub children: Vec<Child>,
    /// Where it begins.
    pub place: Place,
}

/// What stands in an element.
#[derive(Clone, Debug)]
pub enum Child {
    /// An element.
    Node(Node),
    /// A text, entities resolved.
    Text(String),
}

impl Node {
    /// The name without its prefix.
    pub fn local(&self) -> &str {
        local(&self.name)
    }

    /// The value of an attribute, whatever its prefix.
    pub fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(each, _)| local(each) == name).map(|(_, value)| value.as_str())
    }

    /// The elements in it.
    pub fn elements(&self) -> impl Iterator<Item = &Node> {
        self.children.iter().filter_map(|child| match child {
            Child::Node(node) => Some(node),
            Child::Text(_) => None,
        })
    }

    /// The first element of this local name.
    pub fn element(&self, name: &str) -> Option<&Node> {
        self.elements().find(|each| each.local() == name)
    }

    /// The text directly in it, trimmed where there is anything else.
    pub fn text(&self) -> String {
        let texts = self.children.iter().filter_map(|child| match child {
            Child::Text(text) => Some(text.as_str()),
            Child::Node(_) => None,
        });
        texts.collect()
    }

    /// As data of a form: the text is kept where there are no elements.
    pub fn to_element(&self) -> Element {
        let children: Vec<Element> = self.elements().map(Node::to_element).collect();
        let text = if children.is_empty() { self.text() } else { String::new() };
        let attributes = self.attributes.iter().filter(|(name, _)| !name.starts_with("xmlns")).cloned().collect();
        Element { name: self.name.clone(), attributes, text, children }
    }
}

fn local(name: &str) -> &str {
    name.rsplit_once(':').map_or(name, |(_, local)| local)
}

/// Reads a document and returns its root element.
pub fn parse(file: &str, text: &str) -> Result<Node, Vec<SyntaxError>> {
    let error = |place: Place, message: String| vec![SyntaxError { file: file.to_owned(), place, message }];
    if text.len() > LARGEST {
        return Err(error(Place::default(), format!("the file has {} bytes; at most {LARGEST} are read", text.len())));
    }
    let mut reader = quick_xml::Reader::from_str(text);
    let mut places = Places { text, offset: 0, place: Place { row: 1, column: 1 } };
    let mut open: Vec<Node> = vec![Node::default()];
    let mut elements = 0;
    loop {
        let place = places.at(reader.buffer_position() as usize);
        let event = reader.read_event().map_err(|wrong| error(places.at(reader.error_position() as usize), wrong.to_string()))?;
        if matches!(event, Event::Start(_) | Event::Empty(_)) {
            elements += 1;
            if elements > MOST_ELEMENTS {
                return Err(error(place, format!("the file has more than {MOST_ELEMENTS} elements")));
            }
        }
        match event {
            Event::Start(start) => {
                if open.len() > DEEPEST {
                    return Err(error(place, format!("elements stand more than {DEEPEST} deep")));
                }
                open.push(element(&start, place).map_err(|message| error(place, message))?);
            }
            Event::Empty(start) => {
                let node = element(&start, place).map_err(|message| error(place, message))?;
                add(&mut open, Child::Node(node));
            }
            Event::End(_) => {
                let Some(node) = open.pop() else { break };
                add(&mut open, Child::Node(node));
            }
            Event::Text(text) => push_text(&mut open, &text),
            Event::CData(text) => push_text(&mut open, &text),
            Event::GeneralRef(reference) => {
                let name = &*reference;
                let text =
                    resolve(name).ok_or_else(|| error(place, format!("the entity `&{name};` is not known; only XML's own are read")))?;
                push_text(&mut open, &text);
            }
            Event::DocType(_) => return Err(error(place, "a document type is not read: remove `<!DOCTYPE …>`".to_owned())),
            Event::Eof => break,
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) => {}
        }
    }
    let ends = places.at(text.len());
    if let [_, unclosed, ..] = &open[..] {
        return Err(error(ends, format!("`<{}>` is never closed", unclosed.name)));
    }
    let root = open
        .pop()
        .and_then(|document| document.children.into_iter().find_map(|child| if let Child::Node(node) = child { Some(node) } else { None }));
    root.ok_or_else(|| error(ends, "expected an XML element, found none".to_owned()))
}

fn add(open: &mut [Node], child: Child) {
    if let Some(parent) = open.last_mut() {
        parent.children.push(child);
    }
}

fn push_text(open: &mut [Node], text: &str) {
    let Some(parent) = open.last_mut() else { return };
    if let Some(Child::Text(before)) = parent.children.last_mut() {
        before.push_str(text);
    } else {
        parent.children.push(Child::Text(text.to_owned()));
    }
}

/// XML's five entities, and characters by number.
fn resolve(name: &str) -> Option<String> {
    let character = match name {
        "lt" => '<',
        "gt" => '>',
        "amp" => '&',
        "apos" => '\'',
        "quot" => '"',
        _ => {
            let digits = name.strip_prefix('#')?;
            let number = match digits.strip_prefix(['x', 'X']) {
                Some(hexadecimal) => u32::from_str_radix(hexadecimal, 16).ok()?,
                None => digits.parse().ok()?,
            };
            char::from_u32(number)?
        }
    };
    Some(character.to_string())
}

fn element(start: &BytesStart<'_>, place: Place) -> Result<Node, String> {
    let mut node = Node { name: start.name().as_ref().to_owned(), place, ..Node::default() };
    for attribute in start.attributes() {
        if node.attributes.len() == MOST_ATTRIBUTES {
            return Err(format!("`<{}>` has more than {MOST_ATTRIBUTES} attributes", node.name));
        }
        let attribute = attribute.map_err(|wrong| wrong.to_string())?;
        node.attributes.push((attribute.key.as_ref().to_owned(), unescape(&attribute.value)?));
    }
    Ok(node)
}

/// An attribute's value: entities resolved, line breaks and tabs as spaces (XML 1.0, section 3.3.3).
fn unescape(value: &str) -> Result<String, String> {
    let mut text = String::with_capacity(value.len());
    let mut rest = value;
    while let Some(start) = rest.find('&') {
        let (before, after) = rest.split_at(start);
        text.push_str(&before.replace(['\n', '\r', '\t'], " "));
        let (name, after) = after[1..].split_once(';').ok_or("a `&` that begins no entity must be written `&amp;`")?;
        text.push_str(&resolve(name).ok_or_else(|| format!("the entity `&{name};` is not known; only XML's own are read"))?);
        rest = after;
    }
    text.push_str(&rest.replace(['\n', '\r', '\t'], " "));
    Ok(text)
}

/// Line and column of places that are asked for in order.
struct Places<'t> {
    text: &'t str,
    offset: usize,
    place: Place,
}

impl Places<'_> {
    fn at(&mut self, offset: usize) -> Place {
        let passed = self.text.get(self.offset..offset).unwrap_or_default();
        for character in passed.chars() {
            if character == '\n' {
                self.place = Place { row: self.place.row + 1, column: 1 };
            } else {
                self.place.column += 1;
            }
        }
        self.offset = offset.max(self.offset);
        self.place
    }
}

/// Writes an element; what has texts in it stays on one line.
pub fn print(node: &Node) -> String {
    let mut text = String::new();
    write(&mut text, node, 0, true);
    text
}

fn write(text: &mut String, node: &Node, depth: usize, own_line: bool) {
    let indent = if own_line { "  ".repeat(depth) } else { String::new() };
    let end = if own_line { "\n" } else { "" };
    let attributes: String = node.attributes.iter().map(|(name, value)| format!(" {name}=\"{}\"", escape_attribute(value))).collect();
    text.push_str(&format!("{indent}<{}{attributes}", node.name));
    if node.children.is_empty() {
        text.push_str("/>");
        return text.push_str(end);
    }
    text.push('>');
    let lines = own_line && node.children.iter().all(|child| matches!(child, Child::Node(_)));
    if lines {
        text.push('\n');
    }
    for child in &node.children {
        match child {
            Child::Node(node) => write(text, node, depth + 1, lines),
            Child::Text(each) => text.push_str(&escape(each)),
        }
    }
    let indent = if lines { indent } else { String::new() };
    text.push_str(&format!("{indent}</{}>{end}", node.name));
}

/// Escapes a value for an attribute: line breaks and tabs would be read as spaces.
fn escape_attribute(text: &str) -> String {
    escape(text).replace('\n', "&#10;").replace('\r', "&#13;").replace('\t', "&#9;")
}

/// The text of what was escaped.
pub fn unescaped(text: &str) -> String {
    let pairs = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&apos;", "'"), ("&amp;", "&")];
    pairs.into_iter().fold(text.to_owned(), |text, (entity, character)| text.replace(entity, character))
}

/// Escapes a text for XML.
pub fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            _ => escaped.push(character),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn elements_have_places_and_texts() {
        let root = parse("a.xml", "<a>\n  <b x='1 &amp; 2'>&#65;b<![CDATA[<]]></b>\n</a>").expect("it is well-formed");
        let b = root.element("b").expect("there is one");
        assert_eq!((b.place, b.attribute("x"), b.text().as_str()), (Place { row: 2, column: 3 }, Some("1 & 2"), "Ab<"));
    }

    #[test]
    fn what_could_hurt_is_refused() {
        let deep = "<a>".repeat(100);
        for text in ["<!DOCTYPE a [<!ENTITY b 'c'>]><a/>", "<a>&b;</a>", "<a", "<a></b>", "<a>", "", &deep] {
            assert!(parse("a.xml", text).is_err(), "{text}");
        }
    }

    #[track_caller]
    fn refused(text: &str, said: &str) {
        let errors = parse("a.xml", text).expect_err(said);
        assert!(errors[0].message.contains(said), "{errors:?}");
    }

    #[test]
    fn entities_that_grow_or_come_from_elsewhere_are_refused() {
        let laughs: String = (1..10).map(|n| format!("<!ENTITY l{n} \"{}\">", format!("&l{};", n - 1).repeat(10))).collect();
        refused(&format!("<!DOCTYPE a [<!ENTITY l0 'ha'>{laughs}]><a>&l9;</a>"), "a document type is not read");
        refused("<!DOCTYPE a SYSTEM 'file:///etc/passwd'><a/>", "a document type is not read");
        refused("<!DOCTYPE a [<!ENTITY x SYSTEM 'http://example.org/'>]><a>&x;</a>", "a document type is not read");
        refused("<!DOCTYPE a [<!ENTITY % p SYSTEM 'x'> %p;]><a/>", "a document type is not read");
        refused("<a>&x;</a>", "the entity `&x;` is not known");
        refused("<a b='&x;'/>", "the entity `&x;` is not known");
    }

    #[test]
    fn what_is_too_large_is_refused() {
        let nested = |depth: usize| format!("{}{}", "<a>".repeat(depth), "</a>".repeat(depth));
        assert!(parse("a.xml", &nested(DEEPEST)).is_ok());
        refused(&nested(DEEPEST + 1), "elements stand more than 64 deep");
        refused(&"<a>".repeat(1_000_000), "elements stand more than 64 deep");
        let with = |count: usize| format!("<a {}/>", (0..count).map(|n| format!("a{n}='' ")).collect::<String>());
        assert!(parse("a.xml", &with(MOST_ATTRIBUTES)).is_ok());
        refused(&with(MOST_ATTRIBUTES + 1), "has more than 100 attributes");
        refused(&with(200_000), "has more than 100 attributes");
        refused(&format!("<a>{}</a>", "<b/>".repeat(MOST_ELEMENTS)), "more than 4000000 elements");
        refused(&" ".repeat(LARGEST + 1), "at most 67108864 are read");
    }
}
