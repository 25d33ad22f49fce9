//! `init` and `new` on a real disk: what authors begin with builds, and what they add breaks no link.

#![allow(clippy::disallowed_methods, reason = "the program is run on a real disk")]

mod support;

use std::collections::BTreeMap;
use std::path::Path;
use support::{Folder, program, run, tree};

/// Runs the program and holds that it says nothing to people.
fn quiet(folder: &Path, args: &[&str]) -> String {
    let ran = run(program(folder).args(args));
    assert_eq!((ran.exit, ran.stderr.as_str()), (0, ""), "{args:?}");
    ran.stdout
}

fn pages(folder: &Path) -> BTreeMap<String, String> {
    let files = tree(&folder.join("dist")).into_iter().filter(|(path, _)| path.ends_with(".html"));
    files.map(|(path, bytes)| (path, String::from_utf8(bytes).expect("UTF-8"))).collect()
}

#[test]
fn what_init_writes_builds_without_a_word_and_can_be_read_by_everybody() {
    let folder = Folder::new();
    let said = quiet(folder.path(), &["init", "tea for two", "--title", "Tea & \"two\" # <b>"]);
    assert_eq!(said.lines().count(), if cfg!(feature = "serve") { 4 } else { 3 });
    let site = folder.join("tea for two");
    assert_eq!(quiet(&site, &["build", "--strict"]), "");
    assert_eq!(quiet(&site, &["check", "--strict", "--drafts"]), "");
    let pages = pages(&site);
    assert!(pages.len() >= 9, "{:?}", pages.keys());
    for (path, html) in &pages {
        assert_eq!(html.matches("<h1").count(), 1, "{path}");
        assert!(html.contains("<html lang=\"en\""), "{path}");
        assert!(html.contains("<title>"), "{path}");
        for image in html.split("<img ").skip(1) {
            let tag = image.split('>').next().unwrap_or_default();
            assert!(tag.contains("alt=\""), "{path}: {tag}");
        }
        for hint in ["TITLE", "does not go online", "between these marks"] {
            assert!(!html.contains(hint), "{path}: {hint}");
        }
    }
    assert!(pages["index.html"].contains("Tea &amp; "));
    assert!(pages["let-it-steep.html"].contains("alt=\"A round teapot "));
    assert!(pages["worksheets/how-we-like-it.html"].matches("class=\"field ").count() >= 4);
    for (page, text) in
        [("boil-fresh-water.html", "let-it-steep.html"), ("index.html", "worksheets/how-we-like-it.html")]
    {
        assert!(pages[page].contains(&format!("href=\"{text}\"")), "{page}");
    }
}

/// Where each link with a text of the form `to …` leads. On the page with everything, places are counted by step.
fn links(pages: &BTreeMap<String, String>) -> BTreeMap<(String, String), String> {
    let mut out = BTreeMap::new();
    for (path, html) in pages.iter().filter(|(path, _)| !path.ends_with("print.html")) {
        for link in html.split("<a ").skip(1) {
            let Some((tag, rest)) = link.split_once('>') else { continue };
            let text = rest.split('<').next().unwrap_or_default();
            let href = tag.split("href=\"").nth(1).and_then(|h| h.split('"').next()).unwrap_or_default();
            if text.starts_with("to ") {
                out.insert((path.clone(), text.to_owned()), href.to_owned());
            }
        }
    }
    out
}

const SITE: &[(&str, &str)] = &[
    (
        "content/index.md",
        "# Guide\n\n[to talk](2-talk/1-begin.md) [to the part](./2-talk/) [to end](/3-end/1-end.md#last)\n",
    ),
    ("content/1-look/index.md", "# Look\n\n[to see][s]\n\n[s]: 2-see.md \"See\"\n"),
    (
        "content/1-look/1-breathe.md",
        "---\nchoices:\n  - label: to see\n    to: 2-see.md\n  - label: to hear\n    to: 3-hear.md\nrequires: []\n---\n# Breathe\n\n[to file](../2-talk/notes.pdf)\n",
    ),
    (
        "content/1-look/2-see.md",
        "---\nrequires: [1-breathe.md]\nsummary: See, then go [to talk](../2-talk/1-begin.md).\n---\n# See\n\n<a href=\"../2-talk/2-go.md\">to go</a>\n\n## Near\n",
    ),
    (
        "content/1-look/3-hear.md",
        "# Hear\n\n![A dot](dot.svg)\n\nBack [to near](%32-see.md#near) and [to breathe](1-breathe.md).\n",
    ),
    ("content/1-look/dot.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 4 4\"/>"),
    ("content/2-talk/index.md", "# Talk\n"),
    ("content/2-talk/notes.pdf", "%PDF-1.4\n"),
    ("content/2-talk/1-begin.md", "# Begin\n\n[to see](../1-look/2-see.md) [to hear](/1-look/3-hear.md)\n"),
    ("content/2-talk/2-go.md", "# Go\n\n[to end](<../3-end/1-end.md>)\n"),
    ("content/3-end/index.md", "# End\n"),
    (
        "content/3-end/1-end.md",
        "---\nrelated: [../2-talk/index.md]\n---\n# The end\n\n## Last\n\n[to begin](../2-talk/1-begin.md)\n",
    ),
    ("content/tips.md", "# Tips\n\n- Go back [to see](1-look/2-see.md).\n"),
    ("content/worksheets/sheet.md", "# Sheet\n\n[to hear](../1-look/3-hear.md)\n"),
];

fn site() -> Folder {
    let folder = Folder::new();
    for (path, text) in SITE {
        folder.write(path, text.as_bytes());
    }
    folder
}

#[test]
fn new_steps_and_parts_leave_every_link_where_it_led() {
    let folder = site();
    quiet(folder.path(), &["build", "--strict"]);
    let before = links(&pages(folder.path()));
    assert!(before.len() >= 17, "{before:#?}");
    for args in [
        ["new", "step", "1-look", "Sit down", "--after", "1-breathe.md"],
        ["new", "step", "content/1-look", "Stand up", "--before", "3-see"],
        ["new", "part", "Wait", "--after", "1-look", "--name=wait"],
        ["new", "part", "Before all", "--before", "1-look", "--name=first"],
    ] {
        quiet(folder.path(), &args);
        assert_eq!(quiet(folder.path(), &["check", "--strict"]), "", "{args:?}");
        quiet(folder.path(), &["build", "--strict"]);
        let after = links(&pages(folder.path()));
        for (link, target) in &before {
            assert_eq!(after.get(link), Some(target), "{args:?}: {link:?}");
        }
    }
    let files: Vec<String> = tree(&folder.join("content")).into_keys().filter(|f| f.contains("look/")).collect();
    let expected = ["1-breathe.md", "2-sit-down.md", "3-stand-up.md", "4-see.md", "5-hear.md", "dot.svg", "index.md"];
    assert_eq!(files, expected.map(|f| format!("2-look/{f}")));
    let text = std::fs::read_to_string(folder.join("content/2-look/5-hear.md")).expect("the step");
    assert!(text.contains("(4-see.md#near)"), "{text}");
}

#[test]
fn nothing_is_overwritten_and_nothing_half_done() {
    let folder = site();
    folder.write("content/1-look/4-new.txt", b"mine");
    folder.write("content/worksheets/blocked.md.reconnect~", b"left over");
    let before = tree(folder.path());
    let refused = |args: &[&str], exit: i32| {
        let ran = run(program(folder.path()).args(args));
        assert_eq!((ran.exit, ran.stdout.as_str()), (exit, ""), "{args:?}: {}", ran.stderr);
        assert!(ran.stderr.contains("help: ") || exit == 3, "{args:?}: {}", ran.stderr);
        assert!(tree(folder.path()) == before, "{args:?} changed something");
    };
    refused(&["new", "worksheet", "Sheet"], 5);
    refused(&["new", "step", "1-look", "See"], 5);
    refused(&["new", "step", ".", "Top"], 5);
    refused(&["new", "step", "4-other", "Title"], 2);
    refused(&["new", "step", "1-look", "Title", "--after", "9-none.md"], 2);
    refused(&["new", "step", "1-look", "!!!"], 2);
    refused(&["new", "guide", "Title"], 2);
    refused(&["new", "tip", ""], 2);
    refused(&["new", "part", "Worksheets", "--name", "worksheets"], 5);
    refused(&["new", "theme", "Booklet"], 5);
    refused(&["init"], 5);
    refused(&["init", "content/index.md"], 2);
}

#[cfg(unix)]
#[test]
fn where_the_disk_says_no_nothing_has_changed() {
    let folder = site();
    std::fs::remove_dir_all(folder.join("content/worksheets")).expect("removed");
    folder.write("content/worksheets", b"a file where a folder belongs");
    let before = tree(folder.path());
    let ran = run(program(folder.path()).args(["new", "worksheet", "Sheet"]));
    assert_eq!(ran.exit, 3, "{}", ran.stderr);
    assert!(ran.stderr.contains("content/worksheets"), "{}", ran.stderr);
    assert!(tree(folder.path()) == before);
    folder.write("themes", b"a file, too");
    let ran = run(program(folder.path()).args(["theme", "eject", "step.html"]));
    assert_eq!(ran.exit, 3, "{}", ran.stderr);
}

#[test]
fn every_kind_of_new_page_builds() {
    let folder = Folder::new();
    quiet(folder.path(), &["init", "--title", "Demo"]);
    for title in
        ["Step 3: \"talk\"", "C# & #1 {#x}", "Übung 🎉", "نصيحة أولى", "-- [a](b.md) <i>", "'quoted'", "1. First"]
    {
        quiet(folder.path(), &["new", "step", ".", "--", title]);
        let ran = run(program(folder.path()).args(["new", "worksheet", "--", title]));
        assert_eq!(ran.exit, 0, "{title}: {}", ran.stderr);
    }
    quiet(folder.path(), &["new", "tip", "# Rinse the **pot**"]);
    quiet(folder.path(), &["new", "tip", "Be on time."]);
    assert_eq!(quiet(folder.path(), &["build", "--strict"]), "");
    let pages = pages(folder.path());
    assert!(pages["tips/index.html"].contains("# Rinse the <strong>pot</strong>"), "the tip is text");
    assert!(pages.contains_key("نصيحة-أولى.html"), "{:?}", pages.keys());
}

#[test]
fn a_library_grows() {
    let folder = Folder::new();
    folder.write("content/index.md", b"---\nkind: library\n---\n# Library\n");
    folder.write("content/tea/index.md", b"# Tea\n");
    folder.write("content/tea/1-boil.md", b"# Boil\n");
    for args in [
        &["new", "guide", "Coffee"][..],
        &["new", "step", "coffee", "Grind"],
        &["new", "tip", "Take your time.", "--in", "coffee"],
        &["new", "guide", "A long walk"],
    ] {
        quiet(folder.path(), args);
    }
    std::fs::remove_file(folder.join("content/a-long-walk/1-first-step.md")).expect("removed");
    quiet(folder.path(), &["new", "part", "Before you go", "--in", "a-long-walk"]);
    assert_eq!(quiet(folder.path(), &["build", "--strict"]), "");
    for file in ["coffee/grind.html", "coffee/tips/index.html", "a-long-walk/before-you-go/first-step.html"] {
        assert!(folder.join("dist").join(file).is_file(), "{file}");
    }
}

#[cfg(unix)]
#[test]
fn a_planted_link_is_not_written_through() {
    use std::os::unix::fs::symlink;
    let folder = support::Folder::new();
    folder.write("site/content/index.md", b"# Top\n\n[one](9-one.md)\n");
    folder.write("site/content/1-one.md", b"# One\n");
    folder.write("victim", b"precious");
    symlink("../../victim", folder.join("site/content/index.md.reconnect~")).expect("a link");
    let ran = run(program(&folder.join("site")).args(["check", "--fix"]));
    assert_eq!(ran.exit, 0, "{}", ran.stderr);
    assert_eq!(std::fs::read(folder.join("victim")).expect("the victim"), b"precious");
    let index = folder.join("site/content/index.md");
    assert!(std::fs::symlink_metadata(&index).expect("the cover").is_file());
    assert!(std::fs::read_to_string(&index).expect("the cover").contains("(1-one.md)"));
}

#[cfg(unix)]
#[test]
fn a_page_with_two_names_is_changed_once() {
    use std::os::unix::fs::symlink;
    let folder = support::Folder::new();
    folder.write("content/index.md", b"# Top\n");
    folder.write("content/1-one.md", b"# One\n");
    folder.write("content/2-two.md", b"# Two\n");
    folder.write("content/about.md", b"# About\n\n[two](2-two.md) and [two](2-two.md) tail\n");
    symlink("about.md", folder.join("content/beta.md")).expect("a link");
    quiet(folder.path(), &["new", "step", ".", "Nine", "--after", "1-one.md"]);
    let about = std::fs::read_to_string(folder.join("content/about.md")).expect("the page");
    assert!(about.ends_with("[two](3-two.md) and [two](3-two.md) tail\n"), "{about}");
}

#[cfg(unix)]
#[test]
fn nothing_is_added_to_a_site_that_leads_out_of_its_folder() {
    use std::os::unix::fs::symlink;
    let folder = support::Folder::new();
    folder.write("other/content/index.md", b"# Other\n");
    folder.write("other/content/1-one.md", b"# One\n");
    std::fs::create_dir(folder.join("site")).expect("a folder");
    symlink("../other/content", folder.join("site/content")).expect("a link");
    let before = tree(&folder.join("other"));
    let ran = run(program(&folder.join("site")).args(["new", "step", ".", "Two"]));
    assert_eq!(ran.exit, 1, "{}", ran.stderr);
    assert!(ran.stderr.contains("a link out of the site's folder"), "{}", ran.stderr);
    assert!(tree(&folder.join("other")) == before);
}
