//! What `serve` answers from: the site as it is, with what is wrong shown and what cannot be made kept.
#![cfg(feature = "serve")]

use reconnect_gen::config;
use reconnect_gen::output::{self, Purpose};
use reconnect_gen::path::SourcePath;
use reconnect_gen::serve::snapshot::{Look, Snapshot};
use reconnect_gen::serve::tag::{Tag, without_tag};
use reconnect_gen::serve::{Answer, Token};
use reconnect_gen::session::Session;
use reconnect_gen::tree::Tree;
use std::collections::BTreeMap;
use std::sync::Arc;

const CALL: &str = "---\nsummary: One call.\n---\n# Call\n\nDial, then [write](2-write.md).\n";

/// An author at work: files that change, and the snapshots that follow.
struct Author {
    files: BTreeMap<String, String>,
    session: Session,
    tag: Arc<Tag>,
    snapshot: Option<Snapshot>,
}

impl Author {
    fn new() -> Self {
        let tag = Arc::new(Tag { base: "/".into(), token: Token::random().expect("random numbers") });
        let mut author = Self { files: BTreeMap::new(), session: Session::showing(true), tag, snapshot: None };
        for (path, text) in [
            ("content/index.md", "# A guide\n\nBegin.\n"),
            ("content/1-call.md", CALL),
            ("content/2-write.md", "---\nsummary: One letter.\n---\n# Write\n\nText.\n"),
            ("content/3-later.md", "---\ndraft: true\nsummary: Later.\n---\n# Later\n\nText.\n"),
        ] {
            author.files.insert(path.into(), text.into());
        }
        author.look();
        author
    }

    fn tree(&self) -> Tree {
        let pair =
            |(path, text): (&String, &String)| (SourcePath::new(path).unwrap(), text.clone().into_bytes().into());
        Tree::from_pairs(self.files.iter().map(pair))
    }

    /// Saves a file and looks; gives what would stop a build.
    fn save(&mut self, path: &str, text: &str) -> Vec<String> {
        self.files.insert(path.into(), text.into());
        self.look()
    }

    fn look(&mut self) -> Vec<String> {
        let tree = self.tree();
        let book = SourcePath::new("book.toml").unwrap();
        // A broken book.toml leaves the settings as they were; here there never are any but the defaults.
        let (config, said) = match config::parse(&book, tree.text(&book)) {
            Ok((config, said)) => (config, said),
            Err(said) => (config::parse(&book, None).unwrap_or_else(|_| panic!("no book.toml is fine")).0, said),
        };
        if let Some(edit) = self.session.edit((tree, Some(config), said), &|| true) {
            let before = self.snapshot.take();
            let next = Snapshot::new(&edit.tree, edit.compiled.as_ref(), edit.said, before.as_ref(), &self.tag);
            self.snapshot = Some(next);
        }
        self.snapshot().errors().iter().map(|d| d.code.slug().to_owned()).collect()
    }

    fn snapshot(&self) -> &Snapshot {
        self.snapshot.as_ref().expect("a snapshot")
    }

    fn page(&self, path: &str) -> String {
        match self.snapshot().answer(path) {
            Answer::File { bytes, .. } => String::from_utf8(bytes.to_vec()).expect("text"),
            _ => panic!("no page at {path}"),
        }
    }

    fn state(&self, path: &str) -> serde_json::Value {
        serde_json::from_str(&self.snapshot().state(path)).expect("JSON")
    }
}

#[test]
fn a_good_site_is_what_build_writes() {
    let mut author = Author::new();
    author.save("content/worksheets/a.md", "# A sheet\n\nWhat?\n___\n");
    let tree = author.tree();
    let (config, _) = config::parse(&SourcePath::new("book.toml").unwrap(), None).unwrap_or_else(|_| panic!());
    let compiled = reconnect_gen::compile(&tree, &config, true).0.expect("a site");
    let (output, _) =
        output::plan(&compiled.book, &compiled.theme, &tree, Purpose::Publish).unwrap_or_else(|_| panic!());
    assert!(output.files.len() > 8);
    for (index, (path, _)) in output.files.iter().enumerate() {
        let built = output.render(index).unwrap_or_else(|d| panic!("{d:?}"));
        match author.snapshot().answer(path.as_str()) {
            Answer::File { bytes, media_type } if path.as_str().ends_with(".html") => {
                let served = String::from_utf8(bytes.to_vec()).expect("text");
                assert!(served.contains("live.js"), "{path}");
                assert_eq!(without_tag(&served).as_bytes(), &*built, "{path}");
                assert_eq!(media_type, "text/html; charset=utf-8");
            }
            Answer::File { bytes, .. } => assert_eq!(bytes, built, "{path}"),
            _ => panic!("{path} is not answered"),
        }
    }
}

#[test]
fn a_folder_is_its_index_and_nothing_else_is_found() {
    let author = Author::new();
    assert_eq!(author.page(""), author.page("index.html"));
    assert!(matches!(author.snapshot().answer("call"), Answer::NotFound { .. }));
    assert!(matches!(author.snapshot().answer("content/1-call.md"), Answer::NotFound { .. }));
    let mut author = Author::new();
    author.save("content/worksheets/a.md", "# A sheet\n\nWhat?\n___\n");
    assert!(matches!(author.snapshot().answer("worksheets"), Answer::Redirect(to) if to == "worksheets/"));
    assert!(author.page("worksheets/").contains("A sheet"));
}

#[cfg(feature = "pdf")]
#[test]
fn a_worksheet_is_served_as_pdf_and_a_draft_too() {
    let mut author = Author::new();
    author.save("content/worksheets/a.md", "---\ndraft: true\n---\n# A sheet\n\nWhat?\n___\n");
    assert!(author.page("worksheets/a.html").contains("a-a4-large.pdf"));
    for file in ["worksheets/a-a4-large.pdf", "worksheets/worksheets-letter.pdf"] {
        let Answer::File { bytes, media_type } = author.snapshot().answer(file) else { panic!("{file} is not served") };
        assert_eq!(media_type, "application/pdf");
        assert!(bytes.starts_with(b"%PDF-"), "{file}");
    }
}

#[test]
fn a_broken_link_is_marked_under_a_banner_and_both_go_when_it_is_mended() {
    let mut author = Author::new();
    let before = author.state("call.html");
    let said = author.save("content/1-call.md", &CALL.replace("then [write](2-write.md)", "<b>[write](a\"b.md)"));
    assert_eq!(said, ["broken-link"]);
    let page = author.page("call.html");
    assert!(page.contains("<span class=\"broken-link\" title=\"a&quot;b.md\">write</span>"), "{page}");
    assert!(page.contains("1 error") && page.contains("error[broken-link]") && page.contains("content/1-call.md:6"));
    assert!(!page.contains("<b>"), "what an author wrote is escaped in the banner");
    assert!(author.page("write.html").contains("error[broken-link]"), "the banner is on every page");
    let broken = author.state("call.html");
    assert_ne!(before["page"], broken["page"]);
    assert!(broken["banner"].as_str().is_some_and(|b| b.contains("broken-link")));
    assert_eq!(author.save("content/1-call.md", CALL), Vec::<String>::new());
    assert_eq!(author.state("call.html"), before);
}

#[test]
fn a_page_that_cannot_be_made_stays_as_it_was_and_the_others_go_on() {
    let mut author = Author::new();
    let before = without_tag(&author.page("call.html"));
    let said = author.save("content/1-call.md", "---\nsummary: [\n---\n# Call them\n");
    assert!(!said.is_empty());
    assert_eq!(without_tag(&author.page("call.html")), before);
    author.save("content/2-write.md", "---\nsummary: One letter.\n---\n# Write\n\nOther words.\n");
    assert!(author.page("write.html").contains("Other words"));
    assert_eq!(without_tag(&author.page("call.html")), before);
}

#[test]
fn a_broken_book_toml_or_no_content_leaves_the_site_as_it_was() {
    let mut author = Author::new();
    let before = without_tag(&author.page("call.html"));
    assert!(!author.save("book.toml", "[book\n").is_empty());
    assert_eq!(without_tag(&author.page("call.html")), before);
    let files = std::mem::take(&mut author.files);
    assert_eq!(author.look(), ["no-content"]);
    assert_eq!(without_tag(&author.page("call.html")), before);
    author.files = files;
    author.files.remove("book.toml");
    assert_eq!(author.look(), Vec::<String>::new());
}

#[test]
fn a_file_that_cannot_be_read_stays_as_it_was() {
    let mut author = Author::new();
    let before = without_tag(&author.page("call.html"));
    author.files.remove("content/1-call.md");
    let call = SourcePath::new("content/1-call.md").unwrap();
    let (config, _) = config::parse(&SourcePath::new("book.toml").unwrap(), None).unwrap_or_else(|_| panic!());
    let edit = author.session.edit((author.tree().without(call), Some(config), Vec::new()), &|| true).expect("an edit");
    let next = Snapshot::new(&edit.tree, edit.compiled.as_ref(), edit.said, author.snapshot.as_ref(), &author.tag);
    author.snapshot = Some(next);
    assert_eq!(without_tag(&author.page("call.html")), before);
    author.look();
    assert!(matches!(author.snapshot().answer("call.html"), Answer::NotFound { .. }), "it is gone for good");
}

#[test]
fn a_template_that_fails_leaves_the_last_good_theme_and_the_new_words() {
    let mut author = Author::new();
    author.save("book.toml", "[output.html]\ntheme = \"mine\"\n");
    author.save("themes/mine/templates/step.html", "<body>{{ page.body }} first</body>");
    assert!(author.page("call.html").contains("first"));
    // It cannot be read; then, it uses what is not there.
    for text in ["<body>{{ page.body", "<body>{{ page.bdy }} second</body>"] {
        author.save("themes/mine/templates/step.html", text);
        author.save("content/1-call.md", &CALL.replace("Dial", "Ring"));
        let page = author.page("call.html");
        assert!(page.contains("first") && page.contains("Ring") && page.contains("error[template"), "{text}: {page}");
        assert!(!author.page("index.html").contains("second"));
        author.save("content/1-call.md", CALL);
    }
    let faults = author.snapshot().look(&Look::All, &|| true);
    assert_eq!(faults.first().map(|d| d.code.slug()), Some("template-error"));
    author.save("themes/mine/templates/step.html", "<body>{{ page.body }} third</body>");
    assert!(author.page("call.html").contains("third") && !author.page("call.html").contains("error["));
}

#[test]
fn a_template_that_fails_from_the_start_is_told_in_the_place_of_its_pages_alone() {
    let mut author = Author::new();
    author.files.insert("book.toml".into(), "[output.html]\ntheme = \"mine\"\n".into());
    author.files.insert("themes/mine/templates/step.html".into(), "{{ page.nothing }}".into());
    (author.session, author.snapshot) = (Session::showing(true), None);
    author.look();
    match author.snapshot().answer("call.html") {
        Answer::Unavailable { bytes } => assert!(String::from_utf8_lossy(&bytes).contains("error[template-error]")),
        _ => panic!("there is no theme to stand in"),
    }
    assert!(author.page("index.html").contains("Begin"));
}

#[test]
fn a_site_may_begin_broken() {
    let tag = Arc::new(Tag { base: "/".into(), token: Token::random().expect("random numbers") });
    let mut author = Author { files: BTreeMap::new(), session: Session::showing(true), tag, snapshot: None };
    assert_eq!(author.look(), ["no-content"]);
    match author.snapshot().answer("") {
        Answer::Unavailable { bytes } => {
            let page = String::from_utf8(bytes.to_vec()).expect("text");
            assert!(page.contains("error[no-content]") && page.contains("live.js"));
        }
        _ => panic!("there is nothing to show"),
    }
    author.save("content/index.md", "# A\n");
    author.save("content/1-call.md", "---\nsummary: [\n---\n");
    assert!(author.page("").contains("1-call.md"));
    assert!(matches!(author.snapshot().answer("call.html"), Answer::NotFound { .. }));
    author.save("content/1-call.md", CALL);
    assert!(author.page("call.html").contains("Dial"));
}

#[test]
fn a_style_sheet_is_exchanged_and_a_page_is_another_only_when_it_is() {
    let mut author = Author::new();
    author.save("book.toml", "[output.html]\ntheme = \"mine\"\n");
    author.save("themes/mine/assets/mine.css", "p { color: teal }");
    let before = author.state("call.html");
    author.save("themes/mine/assets/mine.css", "p { color: navy }");
    let after = author.state("call.html");
    assert_eq!(before["page"], after["page"]);
    assert_ne!(before["styles"], after["styles"]);
    author.save("content/2-write.md", "---\nsummary: One letter.\n---\n# Write\n\nOther words.\n");
    assert_eq!(author.state("call.html"), after, "an edit elsewhere");
    assert_ne!(author.state("nowhere.html")["page"], after["page"]);
    assert_eq!(author.state("nowhere.html")["gone"], true);
}
