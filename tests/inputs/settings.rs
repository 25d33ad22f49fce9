//! Front matter, book.toml and worksheet blocks that are made to do harm: an error at the author's line.
//!
//! How long each takes is measured by `cargo bench --bench growth`.

#![allow(clippy::format_collect, reason = "short and plain; no test waits for it")]

use crate::{Error, Tally};

/// A billion laughs: each level holds the one above nine times.
fn laughs() -> String {
    let mut text = "a0: &a0 [lol]\n".to_owned();
    for n in 1..10 {
        let before = format!("*a{}, ", n - 1).repeat(9);
        text.push_str(&format!("a{n}: &a{n} [{}]\n", before.trim_end_matches(", ")));
    }
    text
}

/// What YAML can be made to do, with the code of the message and the line of the front matter that it names.
fn yaml() -> Vec<(&'static str, String, &'static str, usize)> {
    vec![
        ("a billion laughs", laughs(), "yaml-alias", 1),
        ("an anchor", "title: &a B\n".into(), "yaml-alias", 1),
        ("an alias", "title: B\nsummary: *a\n".into(), "yaml-alias", 2),
        ("a merge", "<<: *a\n".into(), "yaml-alias", 1),
        ("a tag", "title: B\nextra: !!python/object/apply:os.system [x]\n".into(), "yaml-tag", 2),
        ("a tag of its own", "title: !x B\n".into(), "yaml-tag", 1),
        ("two documents", "title: B\n...\ntitle: C\n".into(), "yaml-documents", 2),
        ("brackets", format!("title: B\nextra: {}\n", "[".repeat(200_000)), "yaml-too-large", 1),
        ("braces", format!("extra: {}\n", "{a: ".repeat(15_000)), "yaml-too-large", 1),
        ("brackets below the limit", format!("extra: {}\n", "[".repeat(60_000)), "yaml", 1),
        ("lists in lists", format!("extra: {}x\n", "- ".repeat(30_000)), "yaml", 1),
        ("questions", format!("extra:\n  {}x\n", "? ".repeat(30_000)), "yaml", 2),
        ("indents", (0..300).map(|n| format!("{}a:\n", " ".repeat(n))).collect(), "yaml-too-large", 17),
        ("too long", format!("title: {}\n", "x ".repeat(40_000)), "yaml-too-large", 1),
        ("a quote without end", format!("title: \"{}\n", "x".repeat(60_000)), "yaml", 1),
        ("a great number", format!("minutes: {}\n", "9".repeat(60_000)), "wrong-type", 1),
        ("a great exponent", "minutes: 1e999999999\n".into(), "wrong-type", 1),
        ("a key of all letters", format!("{}: 1\n", "k".repeat(60_000)), "yaml-syntax", 1),
        ("thousands of keys", (0..5000).map(|n| format!("k{n}: 1\n")).collect(), "unknown-key", 1),
    ]
}

#[test]
fn front_matter_that_is_made_to_do_harm() {
    let mut tally = Tally::default();
    for (name, matter, code, line) in yaml() {
        let text = format!("---\n{matter}---\n\n# B\n");
        let place = Box::leak(format!("content/2-b.md:{}", line + 1).into_boxed_str());
        tally.try_file_named(name, "content/2-b.md", text.as_bytes(), Error(place, code));
    }
    tally.end("front matters that are made to do harm");
}

#[test]
fn worksheet_blocks_that_are_made_to_do_harm() {
    let mut tally = Tally::default();
    let mut blocks: Vec<(&str, String)> = yaml().into_iter().map(|(name, text, ..)| (name, text)).collect();
    blocks.extend([
        ("a scale without end", "- rate: How?\n  from: 1\n  to: 1000000000\n".into()),
        ("a scale that runs back", "- rate: How?\n  from: 10\n  to: 1\n".into()),
        ("a scale beyond numbers", "- rate: How?\n  from: -9223372036854775808\n  to: 9223372036854775807\n".into()),
        ("lines without end", "- lines: What?\n  rows: 1000000000\n".into()),
        ("no lines", "- lines: What?\n  rows: 0\n".into()),
        ("a box to the moon", "- box: What?\n  height: 40000000000\n".into()),
        ("a box of nothing", "- box: What?\n  height: -1\n".into()),
        ("a table without end", "- table: What?\n  columns: [A, B]\n  rows: 100000000\n".into()),
    ]);
    for (name, block) in blocks {
        let text = format!("# B\n\n```worksheet\n{block}```\n");
        let at = |folder: &crate::support::Folder| {
            folder.write("content/worksheets/b.md", text.as_bytes());
            folder.write("content/2-c.md", b"# C\n\n[B](worksheets/b.md)\n");
        };
        tally.try_one(name, at, Error("content/worksheets/b.md:", "error["));
    }
    tally.end("worksheet blocks that are made to do harm");
}

#[test]
fn settings_that_are_made_to_do_harm() {
    let mut tally = Tally::default();
    let toml = [
        ("brackets", format!("[book]\ntitle = {}\n", "[".repeat(200_000)), "book.toml:2"),
        ("braces", format!("[book]\ntitle = {}\n", "{a=".repeat(100_000)), "book.toml:2"),
        ("dotted keys", format!("{}x = 1\n", "a.".repeat(100_000)), "book.toml:1"),
        ("tables", format!("[{}x]\n", "a.".repeat(100_000)), "book.toml:1"),
        ("thousands of tables", (0..20_000).map(|n| format!("[t{n}]\n")).collect(), "book.toml:1"),
        ("lists of tables", (0..20_000).map(|_| "[[book.title]]\n").collect(), "book.toml:1"),
        ("a quote without end", format!("[book]\ntitle = \"\"\"{}", "x".repeat(200_000)), "book.toml:2"),
        ("a great number", format!("[output.pdf]\nlarge = {}\n", "9".repeat(100_000)), "book.toml:2"),
        ("the same key", "[book]\n".to_owned() + &"title = \"x\"\n".repeat(5_000), "book.toml:3"),
    ];
    for (name, text, place) in toml {
        tally.try_file_named(name, "book.toml", text.as_bytes(), Error(place, "error["));
    }
    let theme = "[output.html]\ntheme = \"mine\"\n";
    for (path, text) in [
        ("themes/mine/theme.toml", format!("name = {}", "[".repeat(200_000))),
        ("themes/mine/strings/en.toml", format!("{}x = 1", "a.".repeat(100_000))),
        ("themes/mine/templates/step.html", "{% include \"step.html\" %}".to_owned()),
        ("themes/mine/templates/step.html", "{{ ".repeat(100_000)),
        ("themes/mine/templates/step.html", format!("{{{{ {}1 }}}}", "(".repeat(100_000))),
        ("themes/mine/templates/step.html", "{% if true %}".repeat(20_000)),
        ("themes/mine/templates/step.html", "{% for i in range(end=1000000000) %}x{% endfor %}".to_owned()),
        (
            "themes/mine/templates/step.html",
            "{% for i in range(end=90000) %}{% for j in range(end=90000) %}xxxx{% endfor %}{% endfor %}".to_owned(),
        ),
        ("themes/mine/templates/step.html", "{{ title | nonsense }}".to_owned()),
        ("themes/mine/templates/step.html", "{{ 1 / 0 }}".to_owned()),
    ] {
        let put = |folder: &crate::support::Folder| {
            folder.write("book.toml", theme.as_bytes());
            folder.write("themes/mine/theme.toml", b"name = \"mine\"\n");
            folder.write(path, text.as_bytes());
        };
        let name: String = text.chars().take(60).collect();
        tally.try_one(&format!("{path}: {name}"), put, Error("", "error["));
    }
    tally.end("settings and templates that are made to do harm");
}
