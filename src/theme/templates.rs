//! Templates: the layers of a theme as one set of templates, and what they write.
//!
//! In: the template files of all layers, and views. Out: pages as bytes. Templates that a small site has no page for, and those of
//! places to write, are not compiled before a page asks for one: at a dozen pages to compile all of them is a third of the work.

use super::faults;
use super::words::{self, Spoken};
use crate::diag::{Code, Diagnostic, Span};
use crate::escape::{self, Quotes};
use crate::tree::Tree;
use std::io;
use std::sync::OnceLock;
use tera::Tera;
use tera::value::Key;

/// The most bytes that a page may have.
pub(super) const MOST_OUTPUT: usize = 64 << 20;

/// Room for what most pages have, so that it is not made step by step.
const USUAL_OUTPUT: usize = 24 << 10;

/// Built-in templates for pages of which a site has one or none, and those for places to write. No other template may name them,
/// but for [`FORM`].
const RARE: [&str; 9] = [
    FORM,
    "form-keep.html",
    "hiding.html",
    "pdf.html",
    "print-sheets.html",
    "print.html",
    "search.html",
    "worksheet.html",
    "worksheets.html",
];

/// The template of a page with places to write. `base.html` names it, for a page that has a `form`; for others it is empty.
const FORM: &str = "form.html";

/// The templates of a theme with all its layers.
pub(super) struct Templates {
    usual: Tera,
    /// The others by their whole names, where nothing can be wrong with any template: they are all built in.
    rare: Vec<(String, &'static str)>,
    /// All, once a page has asked for a rare one.
    all: OnceLock<Tera>,
    /// The folders of the layers in the site, to name the place of a fault.
    layers: Vec<String>,
}

/// What a template writes, up to [`MOST_OUTPUT`]: loops in loops write without end from a line or two.
struct Capped<'a> {
    bytes: Vec<u8>,
    is_full: bool,
    insert: Option<&'a Insert<'a>>,
}

/// Something long that many pages have, of which a template prints only a mark.
pub struct Insert<'a> {
    /// The mark.
    pub mark: &'a str,
    /// Writes what stands for it.
    pub write: &'a dyn Fn(&mut Vec<u8>),
}

impl io::Write for Capped<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.write_all(bytes).map(|()| bytes.len())
    }

    fn write_all(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.is_full |= self.bytes.len() + bytes.len() > MOST_OUTPUT;
        if self.is_full {
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        match self.insert {
            // What a template prints comes in one piece, mostly.
            Some(insert) if bytes == insert.mark.as_bytes() => (insert.write)(&mut self.bytes),
            _ => self.bytes.extend_from_slice(bytes),
        }
        Ok(())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Templates {
    /// Compiles the templates of `layers`, which speak `spoken`. `Err` where one cannot be used.
    pub(super) fn load(layers: &[String], files: &Tree, spoken: &Spoken) -> Result<Self, Vec<Diagnostic>> {
        let mut usual = engine(spoken);
        let prefixes: Vec<String> = layers.iter().map(|l| format!("{}/", l.trim_start_matches("themes/"))).collect();
        let fault = |e: tera::Error| vec![faults::diagnostic(&e, layers)];
        usual.set_fallback_prefixes(prefixes.clone()).map_err(fault)?;
        let (mut own, mut built_in, mut faults) = (Vec::new(), Vec::new(), Vec::new());
        for (layer, prefix) in layers.iter().zip(&prefixes) {
            let folder = format!("{layer}/templates");
            for (path, bytes) in files.below(&folder) {
                let name = format!("{prefix}{}", path.as_str().strip_prefix(&format!("{folder}/")).unwrap_or_default());
                let of_program = super::built_in_bytes(path).filter(|built_in| bytes == built_in);
                match (of_program.and_then(|text| std::str::from_utf8(text).ok()), std::str::from_utf8(bytes)) {
                    (Some(text), _) => built_in.push((name, text)),
                    (None, Ok(text)) => own.push((name, text)),
                    (None, Err(_)) => faults.push(
                        Diagnostic::new(Code::NotUtf8, "the template is not UTF-8 text").at(Span::start_of(path)),
                    ),
                }
            }
        }
        // What an author wrote is compiled at once, with all that it names: it may have faults to tell.
        let is_rare = |name: &str| own.is_empty() && RARE.iter().any(|rare| name.rsplit('/').next() == Some(rare));
        let (rare, built_in): (Vec<_>, Vec<_>) = built_in.into_iter().partition(|(name, _)| is_rare(name));
        let empty =
            rare.iter().filter(|(name, _)| name.ends_with(&format!("/{FORM}"))).map(|(name, _)| (name.clone(), ""));
        let at_once: Vec<(String, &str)> = own.into_iter().chain(built_in).chain(empty).collect();
        if !faults.is_empty() {
            faults.extend(syntax_faults(&at_once, layers, spoken));
            return Err(faults);
        }
        usual.add_raw_templates(at_once.iter().map(|(name, text)| (name, *text))).map_err(|e| {
            let each = syntax_faults(&at_once, layers, spoken);
            if each.is_empty() { fault(e) } else { each }
        })?;
        Ok(Self { usual, rare, all: OnceLock::new(), layers: layers.to_vec() })
    }

    /// True where none is an author's.
    pub(super) fn is_built_in(&self) -> bool {
        !self.rare.is_empty()
    }

    /// True where there is a template of that name.
    pub(super) fn has(&self, name: &str) -> bool {
        self.usual.contains_template(name) || self.is_rare(name)
    }

    fn is_rare(&self, name: &str) -> bool {
        self.rare.iter().any(|(whole, _)| whole == name || whole.split_once('/').is_some_and(|(_, file)| file == name))
    }

    /// Those among which is what `name` needs for a page with these views, if it is anywhere.
    fn among(&self, name: &str, context: &tera::Context) -> &Tera {
        let form = || context.get("page")?.as_map()?.get(&Key::Str("form"));
        let has_form = || form().is_some_and(|form| !form.is_none());
        if self.rare.is_empty() || !(self.is_rare(name) || has_form()) {
            return &self.usual;
        }
        self.all.get_or_init(|| {
            let mut all = self.usual.clone();
            // A test compiles them for every built-in theme. If they could not be, a page that asks for one would say so.
            let _ = all.add_raw_templates(self.rare.iter().map(|(name, text)| (name, *text)));
            all
        })
    }

    /// Renders a template, with what `insert` writes in the place of its mark. `Err` where the template uses something that is
    /// not there, or does not come to an end.
    pub(super) fn render(
        &self,
        name: &str,
        context: &tera::Context,
        insert: Option<&Insert<'_>>,
    ) -> Result<Vec<u8>, Diagnostic> {
        let mut page = Capped { bytes: Vec::with_capacity(USUAL_OUTPUT), is_full: false, insert };
        let rendered = self.among(name, context).render_to(name, context, &mut page);
        if page.is_full {
            return Err(faults::too_large(name));
        }
        rendered.map_err(|e| faults::diagnostic(&e, &self.layers))?;
        let mut page = page.bytes;
        // A template may have printed it among other things.
        if let Some(insert) = insert
            && let Some(at) = memchr::memmem::find(&page, insert.mark.as_bytes())
        {
            let mut whole = Vec::with_capacity(page.len());
            (insert.write)(&mut whole);
            page.splice(at..at + insert.mark.len(), whole);
        }
        Ok(page)
    }
}

/// The template engine with what templates may call, and nothing to render yet.
fn engine(spoken: &Spoken) -> Tera {
    let mut tera = Tera::new();
    words::register(&mut tera, spoken);
    tera.register_filter("safe", safe);
    tera.set_escape_fn(escaped);
    tera
}

/// As the engine's own, which goes byte by byte, and without control characters. So the marks of the program, which are made of
/// them, are in no text of an author's.
fn escaped(text: &str, out: &mut dyn io::Write) -> io::Result<()> {
    escape::pieces(text, Quotes::Both, |piece| out.write_all(piece.as_bytes()))
}

/// The filter `safe`, as the engine has it, but that the text is not copied: whole pages go through it.
fn safe(text: &tera::Value, _: tera::Kwargs, _: &tera::State<'_>) -> tera::Value {
    if text.is_string() { text.clone().mark_safe() } else { tera::Value::safe_string(&text.to_string()) }
}

/// What is wrong in each template on its own: together, since they extend each other, only the first fault is told.
fn syntax_faults(named: &[(String, &str)], layers: &[String], spoken: &Spoken) -> Vec<Diagnostic> {
    let fault = |(name, text): &(String, &str)| {
        let e = engine(spoken).add_raw_template(name, text).err()?;
        matches!(e.kind(), tera::ErrorKind::SyntaxError(_)).then(|| faults::diagnostic(&e, layers))
    };
    named.iter().filter_map(fault).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::path::SourcePath;
    use crate::tree::Bytes;
    use tera::Context;

    fn load(layers: &[&str], files: &Tree) -> Templates {
        let layers: Vec<String> = layers.iter().map(|layer| format!("themes/{layer}")).collect();
        Templates::load(&layers, files, &Spoken::default()).unwrap_or_else(|said| panic!("{said:?}"))
    }

    #[test]
    fn rare_templates_of_every_built_in_theme_are_there_when_asked_for() {
        for layers in [&["booklet"][..], &["plain", "booklet"]] {
            let templates = load(layers, &super::super::embedded());
            let nothing = Context::new();
            for rare in RARE {
                assert!(rare == FORM || !templates.usual.contains_template(rare));
                let whole = format!("booklet/{rare}");
                for name in [rare, &whole] {
                    assert!(templates.has(name) && templates.among(name, &nothing).contains_template(name), "{name}");
                }
            }
            assert!(
                templates.has("step.html") && templates.among("step.html", &nothing).contains_template("step.html")
            );
            assert!(!templates.has("other.html") && !templates.has("t.html"));
        }
    }

    #[test]
    fn a_page_with_places_to_write_has_the_templates_for_them() {
        let templates = load(&["booklet"], &super::super::embedded());
        let page =
            |page: serde_json::Value| Context::from_serialize(&serde_json::json!({ "page": page })).expect("views");
        let is_usual = |views| std::ptr::eq(templates.among("step.html", &views), &raw const templates.usual);
        assert!(is_usual(Context::new()) && is_usual(page(serde_json::json!({ "form": null }))));
        assert!(!is_usual(page(serde_json::json!({ "form": {} }))));
    }

    #[test]
    fn rare_templates_are_named_by_rare_ones_alone_but_for_the_form_of_a_page_that_has_one() {
        for (path, bytes) in super::super::embedded().iter().filter(|(p, _)| p.as_str().contains("/templates/")) {
            let text = std::str::from_utf8(bytes).expect("text");
            let (_, file) = path.as_str().rsplit_once('/').expect("a folder");
            let names = |rare: &&str| text.contains(&format!("\"{rare}\""));
            let named: Vec<&str> = RARE.into_iter().filter(names).collect();
            let guarded = format!("{{%- if page.form %}}\n{{%- include \"{FORM}\" %}}");
            match file {
                "base.html" => assert!(named == [FORM] && text.matches(FORM).count() == 1 && text.contains(&guarded)),
                _ => assert!(named.is_empty() || RARE.contains(&file), "{file} {named:?}"),
            }
        }
    }

    #[test]
    fn with_a_template_of_an_authors_all_are_compiled_at_once() {
        let own = SourcePath::new("themes/booklet/templates/mine.html").expect("a path");
        let files =
            super::super::embedded().with(Tree::from_pairs([(own, Bytes::from_static(b"{% include 'print.html' %}"))]));
        let templates = load(&["booklet"], &files);
        assert!(templates.rare.is_empty() && RARE.iter().all(|rare| templates.usual.contains_template(rare)));
    }
}
