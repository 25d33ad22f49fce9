//! A page of HTML as a tree. The program's pages are well formed, so a small reader is enough.

/// An element with what is in it.
#[derive(Debug, Default)]
pub(crate) struct Element {
    pub(crate) name: String,
    attributes: Vec<(String, String)>,
    pub(crate) inside: Vec<Node>,
}

#[derive(Debug)]
pub(crate) enum Node {
    Element(Element),
    Text(String),
}

/// Elements without an end tag (HTML 13.1.2).
const VOID: [&str; 13] =
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"];
/// Elements whose text has no tags in it.
const RAW: [&str; 3] = ["script", "style", "textarea"];

impl Element {
    /// Reads a page. Panics where tags do not answer each other.
    pub(crate) fn read(page: &str) -> Self {
        let mut open = vec![Self::default()];
        let mut rest = page;
        while let Some(at) = rest.find('<') {
            push_text(&mut open, &rest[..at]);
            rest = &rest[at..];
            if rest.starts_with("<!") {
                let end = if rest.starts_with("<!--") { "-->" } else { ">" };
                rest = after(rest, end);
            } else if let Some(closing) = rest.strip_prefix("</") {
                let name = closing.split('>').next().unwrap_or_default().trim();
                close(&mut open, name);
                rest = after(rest, ">");
            } else {
                let (element, is_closed, behind) = tag(&rest[1..]);
                rest = behind;
                let name = element.name.clone();
                open.push(element);
                if RAW.contains(&name.as_str()) {
                    let end = rest.find(&format!("</{name}")).expect("an end tag");
                    push_text(&mut open, &rest[..end]);
                    rest = &rest[end..];
                } else if is_closed || VOID.contains(&name.as_str()) {
                    close(&mut open, &name);
                }
            }
        }
        assert_eq!(open.len(), 1, "`{}` has no end tag", open[open.len() - 1].name);
        open.swap_remove(0)
    }

    pub(crate) fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(n, _)| n == name).map(|(_, value)| value.as_str())
    }

    /// Names and values, in the order of the page.
    pub(crate) fn attributes(&self) -> impl Iterator<Item = (&str, &str)> {
        self.attributes.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }

    pub(crate) fn is(&self, names: &[&str]) -> bool {
        names.contains(&self.name.as_str())
    }

    pub(crate) fn has_class(&self, class: &str) -> bool {
        self.attribute("class").is_some_and(|all| all.split(' ').any(|c| c == class))
    }

    /// The elements directly in it.
    pub(crate) fn elements(&self) -> impl Iterator<Item = &Element> {
        self.inside.iter().filter_map(|node| match node {
            Node::Element(element) => Some(element),
            Node::Text(_) => None,
        })
    }

    /// It and all elements in it, in the order of the page.
    pub(crate) fn all(&self) -> Vec<&Element> {
        let mut out = vec![self];
        self.elements().for_each(|element| out.extend(element.all()));
        out
    }

    pub(crate) fn find(&self, wanted: impl Fn(&Element) -> bool) -> Option<&Element> {
        self.all().into_iter().find(|element| wanted(element))
    }

    /// What it says, with one space between words and `…` for each place to type.
    pub(crate) fn words(&self) -> String {
        fn push(element: &Element, out: &mut String) {
            for node in &element.inside {
                match node {
                    Node::Text(text) => out.push_str(text),
                    Node::Element(inner) if inner.is(&["textarea"]) => out.push('…'),
                    Node::Element(inner) => push(inner, out),
                }
            }
        }
        let mut out = String::new();
        push(self, &mut out);
        spaced(&out)
    }
}

/// One space between words.
pub(crate) fn spaced(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn after<'a>(text: &'a str, end: &str) -> &'a str {
    text.split_once(end).map_or("", |(_, rest)| rest)
}

fn push_text(open: &mut [Element], text: &str) {
    if let Some(element) = open.last_mut().filter(|_| !text.is_empty()) {
        element.inside.push(Node::Text(decoded(text)));
    }
}

fn close(open: &mut Vec<Element>, name: &str) {
    let element = open.pop().expect("an element");
    assert_eq!(element.name, name, "an end tag");
    open.last_mut().expect("an end tag too many").inside.push(Node::Element(element));
}

/// A start tag behind its `<`: the element, whether it ends in `/>`, and what follows.
fn tag(text: &str) -> (Element, bool, &str) {
    let end = text.find(|c: char| c.is_whitespace() || c == '>' || c == '/').expect("a tag");
    let mut element = Element { name: text[..end].to_owned(), ..Element::default() };
    let mut rest = text[end..].trim_start();
    loop {
        if let Some(behind) = rest.strip_prefix("/>") {
            return (element, true, behind);
        }
        if let Some(behind) = rest.strip_prefix('>') {
            return (element, false, behind);
        }
        let end = rest.find(|c: char| c.is_whitespace() || matches!(c, '=' | '>')).expect("an attribute");
        let name = rest[..end].to_owned();
        rest = &rest[end..];
        let mut value = String::new();
        if let Some(quoted) = rest.strip_prefix("=\"") {
            let (inside, behind) = quoted.split_once('"').expect("a closing quote");
            value = decoded(inside);
            rest = behind;
        }
        element.attributes.push((name, value));
        rest = rest.trim_start();
    }
}

/// Text without character references.
fn decoded(text: &str) -> String {
    let mut parts = text.split('&');
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (name, rest) = part.split_once(';').unwrap_or_else(|| panic!("`&{part}` is no character reference"));
        let number = name.strip_prefix('#').map(|n| match n.strip_prefix('x') {
            Some(hex) => u32::from_str_radix(hex, 16),
            None => n.parse(),
        });
        out.push(match (name, number) {
            (_, Some(number)) => number.ok().and_then(char::from_u32).expect("a character"),
            ("amp", _) => '&',
            ("lt", _) => '<',
            ("gt", _) => '>',
            ("quot", _) => '"',
            ("apos", _) => '\'',
            ("nbsp", _) => '\u{a0}',
            _ => panic!("`&{name};` is not known here"),
        });
        out.push_str(rest);
    }
    out
}
