//! Keys against bytes: whatever is edited, a file whose key stays has the bytes that it had.

use reconnect_gen::compile_again;
use reconnect_gen::config::{self, Config};
use reconnect_gen::memo::Memo;
use reconnect_gen::output::keys::{Digests, Keys};
use reconnect_gen::output::{self, Output, Purpose, Recipe};
use reconnect_gen::path::SourcePath;
use reconnect_gen::tree::disk::Disk;
use reconnect_gen::tree::{Bytes, Tree};
use std::collections::BTreeMap;
use std::path::Path;

/// The files of a built site: key and bytes. PDF files are left out, which take their time; they have the keys of the worksheet
/// pages that are printed.
type Built = BTreeMap<String, (Option<u128>, Bytes)>;

fn path(text: &str) -> SourcePath {
    SourcePath::new(text).expect("a path")
}

/// `None` where the site cannot be published.
fn build(files: &BTreeMap<SourcePath, Bytes>, memo: &mut Memo) -> Option<Built> {
    let tree = Tree::from_pairs(files.clone());
    let book = path("book.toml");
    let (config, said): (Config, _) = config::parse(&book, tree.text(&book)).ok()?;
    let (compiled, more) = compile_again(&tree, &config, false, memo);
    let compiled = compiled?;
    let (output, last): (Output, _) = output::plan(&compiled.book, &compiled.theme, &tree, Purpose::Publish).ok()?;
    let stops = said.iter().chain(&more).chain(&last).filter_map(|d| config.judge(d.clone())).any(|d| d.stops());
    if stops {
        return None;
    }
    let keys = Keys::of(&output, &tree, &Digests::of(&tree, b"a program"));
    let pages = output.files.iter().enumerate().filter(|(_, (_, recipe))| !matches!(recipe, Recipe::Pdf(_)));
    let file = |(i, (path, _)): (usize, &(_, Recipe))| {
        let path: &reconnect_gen::path::OutPath = path;
        Some((path.to_string(), (keys.key(&output, i), output.render(i).ok()?)))
    };
    pages.map(file).collect()
}

fn site(folder: &str) -> BTreeMap<SourcePath, Bytes> {
    let (tree, _, _) = reconnect_gen::read(&mut Disk::new(Path::new(env!("CARGO_MANIFEST_DIR")).join(folder)));
    tree.iter().map(|(path, bytes)| (path.clone(), bytes.clone())).collect()
}

/// What an author may do to a text: words, a link, a heading, a callout, a place to write, and every line taken out in its turn.
fn edits(file: &SourcePath, text: &str) -> Vec<(String, String)> {
    let mut out = Vec::new();
    let mut edit = |what: &str, text: String| out.push((format!("{what} in {file}"), text));
    edit("other first words", text.replacen("first words", "first thing", 1));
    edit("words at the end", format!("{text}\nAnd more words.\n"));
    if file.extension() == "md" {
        edit("a heading", format!("{text}\n## Another heading\n\nWith words.\n"));
        edit("a tip", format!("{text}\n> [!TIP]\n> Breathe first.\n"));
        edit("a place to write", format!("{text}\n```worksheet\n- lines: What else?\n  rows: 2\n```\n"));
        edit("a link", format!("{text}\n[The beginning](/index.md)\n"));
        edit("a picture's words", text.replacen("![", "![Other ", 1));
        edit("other words", text.replacen(" the ", " that ", 1));
        edit(
            "other words further on",
            text.chars().rev().collect::<String>().replacen(" eht ", " taht ", 1).chars().rev().collect(),
        );
    }
    let lines: Vec<&str> = text.lines().collect();
    for line in 0..lines.len().min(if file.extension() == "md" { 14 } else { 6 }) {
        let rest: Vec<&str> = lines.iter().enumerate().filter(|(i, _)| *i != line).map(|(_, line)| *line).collect();
        edit(&format!("line {} taken out", line + 1), rest.join("\n") + "\n");
    }
    out
}

/// Makes every edit of every text file, one at a time. Gives how many sites could be published, and how many pages kept their
/// keys where words changed at the end of a page.
fn judge(files: &BTreeMap<SourcePath, Bytes>) -> (usize, usize) {
    let before = build(files, &mut Memo::default()).expect("a site without errors");
    let (mut sites, mut kept) = (0, 0);
    let mut memo = Memo::default();
    let texts: Vec<(SourcePath, String)> =
        files.iter().filter_map(|(p, b)| Some((p.clone(), std::str::from_utf8(b).ok()?.to_owned()))).collect();
    for (file, text) in texts {
        for (what, edited) in edits(&file, &text) {
            let mut files = files.clone();
            files.insert(file.clone(), edited.into_bytes().into());
            let Some(after) = build(&files, &mut memo) else { continue };
            sites += 1;
            for (path, (key, bytes)) in &after {
                let Some((old_key, old_bytes)) = before.get(path) else { continue };
                let is_same = key.is_some() && key == old_key;
                assert!(!is_same || bytes == old_bytes, "{what}: {path} has the key it had, and other bytes");
                kept += usize::from(is_same && what.starts_with("words at the end") && file.extension() == "md");
            }
        }
    }
    (sites, kept)
}

#[test]
fn no_edit_of_the_guide_leaves_a_key_to_other_bytes() {
    let (sites, kept) = judge(&site("."));
    assert!(sites > 300 && kept > 300, "{sites} sites, {kept} keys");
}

#[test]
fn no_edit_of_a_library_leaves_a_key_to_other_bytes() {
    let (sites, kept) = judge(&site("tests/browser/arabic"));
    assert!(sites > 200 && kept > 200, "{sites} sites, {kept} keys");
}

/// Where nothing sums a page up, others show its first words.
#[test]
fn no_edit_of_pages_without_summaries_leaves_a_key_to_other_bytes() {
    let text = |text: &str| Bytes::copy_from_slice(text.as_bytes());
    let files = BTreeMap::from([
        (path("content/index.md"), text("# A guide\n\nThe first words of the cover.\n")),
        (path("content/1-begin/index.md"), text("# Begin\n\nThe first words of the part.\n")),
        (
            path("content/1-begin/1-look.md"),
            text("---\ntopics: [calm]\n---\n# Look\n\nThe first words of a step.\n\nThe others.\n"),
        ),
        (path("content/1-begin/2-write.md"), text("# Write\n\nThe [sheet](../worksheets/sheet.md), and the rest.\n")),
        (path("content/worksheets/sheet.md"), text("# The sheet\n\nThe first words of a sheet.\n\nI feel ____.\n")),
    ]);
    let (sites, kept) = judge(&files);
    assert!(sites > 40 && kept > 5, "{sites} sites, {kept} keys");
}

#[test]
fn the_same_input_has_one_name_and_other_input_another() {
    let tree = |text: &str| Tree::from_pairs([(path("content/index.md"), Bytes::copy_from_slice(text.as_bytes()))]);
    let name = |text: &str, program: &[u8], drafts| Digests::of(&tree(text), program).input(drafts);
    let one = name("# A\n", b"1", false);
    assert_eq!(one, name("# A\n", b"1", false));
    for other in [name("# B\n", b"1", false), name("# A\n", b"2", false), name("# A\n", b"1", true)] {
        assert_ne!(one, other);
    }
}
