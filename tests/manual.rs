//! The manual in `docs/manual`: it is a guide without a fault, and it names everything that the program knows.
//!
//! `BLESS=1` writes the part of the page of messages that the program knows itself: read it before you commit it.

#![allow(clippy::disallowed_methods, reason = "the manual is read from a real disk")]

mod support;

use reconnect_gen::diag::{Code, Diagnostic};
use reconnect_gen::tree::disk::Disk;
use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;
use support::diff::diff;
use support::{program, repository, run};

/// The line of the page of messages below which nobody writes by hand.
const MADE: &str = "<!-- Made by tests/manual.rs from here on. -->\n";

fn page(name: &str) -> (PathBuf, String) {
    let path = repository().join("docs/manual/content").join(name);
    let text = fs::read_to_string(&path).unwrap_or_else(|e| panic!("{name}: {e}"));
    (path, text)
}

#[test]
fn the_manual_is_a_guide_without_a_fault() {
    let (tree, config, mut faults) = reconnect_gen::read(&mut Disk::new(repository().join("docs/manual")));
    let config = config.expect("the settings of the manual");
    let (compiled, more) = reconnect_gen::compile(&tree, &config, false);
    faults.extend(more);
    let compiled = compiled.expect("the manual");
    match reconnect_gen::output::plan(&compiled.book, &compiled.theme, &tree, reconnect_gen::output::Purpose::Publish) {
        Ok((output, more)) => {
            faults.extend(more);
            faults.extend((0..output.files.len()).filter_map(|i| output.render(i).err()));
        }
        Err(more) => faults.extend(more),
    }
    let told: Vec<String> =
        faults.iter().map(|Diagnostic { message, span, .. }| format!("{span:?}: {message}")).collect();
    assert!(told.is_empty(), "{}", told.join("\n"));
}

/// What the page says: by level and name, what `explain` says of each code.
fn messages() -> String {
    let mut told: Vec<(String, &str, String)> = Vec::new();
    for code in Code::ALL.iter().map(|c| c.slug()) {
        let out = run(program(repository()).args(["explain", code])).stdout;
        let (head, text) = out.trim_end().split_once("\n\n").expect("a head and a text");
        let level = head.trim_start_matches(code).trim_matches([' ', '(', ')']);
        told.push((format!("{}{}", level[..1].to_uppercase(), &level[1..]), code, text.to_owned()));
    }
    told.sort();
    let mut page = String::new();
    for level in ["Error", "Warning", "Note"] {
        page.push_str(&format!("\n## {level}s\n"));
        for (_, code, text) in told.iter().filter(|(l, ..)| l == level) {
            page.push_str(&format!("\n### {code}\n\n*{level}.* {text}\n"));
        }
    }
    assert_eq!(page.matches("\n### ").count(), Code::ALL.len(), "a level that is not on the page");
    page
}

#[test]
fn every_message_is_explained_as_the_program_explains_it() {
    let (path, text) = page("reference-diagnostics.md");
    let (intro, found) = text.split_once(MADE).expect("the line below which nobody writes");
    let wanted = messages();
    if std::env::var_os("BLESS").is_some() {
        fs::write(path, format!("{intro}{MADE}{wanted}")).expect("the page");
    } else {
        assert!(found == wanted, "BLESS=1 brings the page up to date\n{}", diff(found, &wanted));
    }
}

/// The names of the fields of every struct in `source` whose name `counts`, as authors write them.
fn fields(source: &str, counts: fn(&str) -> bool) -> Vec<String> {
    let mut names = Vec::new();
    let mut inside = false;
    for line in source.lines().map(str::trim).filter(|l| !l.starts_with("//")) {
        if let Some((_, rest)) = line.split_once("struct ") {
            inside = counts(rest.trim_end_matches(" {"));
        } else if line == "}" {
            inside = false;
        } else if let Some((name, _)) = line.split_once(": ").filter(|_| inside && line.ends_with(',')) {
            let name = name.rsplit(' ').next().unwrap_or(name).trim_start_matches("r#");
            names.push(name.to_owned());
        }
    }
    assert!(names.len() > 8, "the source is written in another way now: {names:?}");
    names
}

/// That `page` names each of these between backticks.
fn assert_named(page_name: &str, names: impl IntoIterator<Item = String>) {
    let (_, text) = page(page_name);
    let spans: BTreeSet<&str> = text.split('`').skip(1).step_by(2).map(|s| s.trim_matches(['[', ']'])).collect();
    let all = spans.iter().flat_map(|s| s.split('.')).chain(spans.iter().copied()).collect::<BTreeSet<&str>>();
    let missing: Vec<String> = names.into_iter().filter(|n| !all.contains(n.as_str())).collect();
    assert!(missing.is_empty(), "{page_name} does not name {missing:?}");
}

fn kebab(names: Vec<String>) -> impl Iterator<Item = String> {
    names.into_iter().map(|n| n.replace('_', "-"))
}

#[test]
fn every_key_of_the_front_matter_is_in_the_manual() {
    // Wherever they are in that room; those of worksheet fields are another page's.
    let room = fs::read_dir(repository().join("src/parse")).expect("src/parse").flatten().map(|e| e.path());
    let files = room.filter(|p| p.extension().is_some_and(|e| e == "rs") && !p.ends_with("fields.rs"));
    let source: String = files.map(|p| fs::read_to_string(p).expect("a source")).collect();
    let keys = fields(&source, |name| name.ends_with("Keys"));
    assert_named("reference-front-matter.md", kebab(keys));
}

#[test]
fn every_key_of_the_settings_is_in_the_manual() {
    let source = include_str!("../src/config/keys.rs");
    let keys = fields(source, |_| true);
    assert_named("reference-book-toml.md", kebab(keys));
    let (_, foreign) = source.split_once("ONLY_MDBOOK").expect("the keys of mdBook");
    assert_named("reference-book-toml.md", foreign.split('"').skip(1).step_by(2).map(str::to_owned));
}

#[test]
fn every_key_of_a_worksheet_field_is_in_the_manual() {
    let source = include_str!("../src/parse/fields.rs");
    assert_named("2-write/7-worksheets.md", kebab(fields(source, |name| name == "Keys")));
    let kinds = source.lines().find(|l| l.starts_with("const KINDS")).expect("the kinds of fields");
    assert_named("2-write/7-worksheets.md", kinds.split('"').skip(1).step_by(2).map(str::to_owned));
}

#[test]
fn every_value_of_a_template_is_in_the_manual() {
    let sources = [include_str!("../src/view/mod.rs"), include_str!("../src/view/kinds.rs")];
    let mut wanted: Vec<String> = sources.iter().flat_map(|source| fields(source, |_| true)).collect();
    let (_, text) = page("reference-templates.md");
    let rows = text.lines().filter_map(|l| l.strip_prefix("| `")?.split_once("` | "));
    let mut found: Vec<&str> = rows.map(|(name, _)| name).filter(|name| !name.ends_with(".html")).collect();
    wanted.sort();
    found.sort_unstable();
    assert_eq!(found, wanted, "the rows of reference-templates.md, and the fields of the views");
}

#[test]
fn every_template_and_block_is_in_the_manual() {
    let templates = repository().join("themes/booklet/templates");
    let mut names = Vec::new();
    for path in fs::read_dir(templates).expect("the templates").flatten().map(|e| e.path()) {
        names.push(path.file_name().expect("a name").to_string_lossy().into_owned());
        let text = fs::read_to_string(path).expect("a template");
        let blocks = text.split(" block ").skip(1).filter_map(|rest| rest.split([' ', '-', '%']).next());
        names.extend(blocks.map(str::to_owned));
    }
    assert_named("3-make-it-yours/3-a-theme-of-your-own.md", names);
}
