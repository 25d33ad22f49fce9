//! Each fault that authors make has its code, its place and its corrected line.

use crate::parse::yaml;
use crate::path::SourcePath;

/// What is said: "code place | help".
fn said(yaml: &str) -> Vec<String> {
    let file = SourcePath::new("content/1-a.md").unwrap();
    let diagnostics = match yaml::parse(yaml, 0, &file) {
        Ok((_, diagnostics)) | Err(diagnostics) => diagnostics,
    };
    let said = diagnostics.iter().map(|d| {
        let place = &yaml[d.span.clone().unwrap().range];
        format!("{} {place} | {}", d.code.slug(), d.help.as_deref().unwrap_or(""))
    });
    said.collect()
}

fn check(cases: &[(&str, &str)]) {
    for (yaml, expected) in cases {
        let said = said(yaml).join("\n").replace("write it like this: ", "= ");
        assert_eq!(&said, expected, "\n{yaml}");
    }
}

#[test]
fn colons() {
    check(&[
        ("title: Step 3: talk\n", "yaml-colon : | = `title: \"Step 3: talk\"`"),
        ("title: What to say:\nminutes: 5", "yaml-colon : | = `title: \"What to say:\"`"),
        ("tips:\n  - label: Say: \"no\"\n", "yaml-colon : | = `- label: 'Say: \"no\"'`"),
        (
            "title: One\n  more: two\nminutes: 5",
            "yaml-colon : | put the whole text between quotes; or, if `more` is a key, give it as many spaces as the keys beside it",
        ),
        ("title:Talk\nsummary: x", "yaml-space : | = `title: Talk`"),
        ("summary: x\ntitle:Talk\n", "yaml-space : | = `title: Talk`"),
        ("summary: x\ntitle:Talk\nminutes: 10\n", "yaml-space : | = `title: Talk`"),
        ("image:\n  src:a.svg\n  alt: x\n", "yaml-space : | = `src: a.svg`"),
        (
            "summary: x\ntitle Talk\nminutes: 10\n",
            "yaml-syntax title Talk | = `key: value`; a text that goes on from the line above begins with two spaces",
        ),
    ]);
}

#[test]
fn quotes() {
    check(&[
        ("title: \"Talk\" to them\n", "yaml-quote to them | = `title: '\"Talk\" to them'`"),
        ("title: 'Don't worry'\n", "yaml-quote t worry' | = `title: \"Don't worry\"`"),
        ("title: \"Talk to them\nminutes: 5\n", "yaml-quote \"Talk to them | = `title: \"Talk to them\"`"),
        ("title: 'Tis the season\nminutes: 5\n", "yaml-quote 'Tis the season | = `title: \"'Tis the season\"`"),
        (
            "title: \"Talk\nsummary: \"Foo\"\nminutes: 5: 6\n",
            "yaml-quote \"Talk | = `title: \"Talk\"`\nyaml-colon : | = `minutes: \"5: 6\"`",
        ),
        ("path: \"C:\\guide\"\n", "yaml-quote \\g | = `path: 'C:\\guide'`"),
        ("a: [\"b, c]\nd: 1\n", "yaml-quote \"b, c] | write the text between quotes: `\"b, c]\"`"),
    ]);
}

#[test]
fn hashes() {
    let own = ", or write the comment on a line of its own";
    check(&[
        ("title: Talk #1\n", &format!("yaml-hash #1 | = `title: \"Talk #1\"`{own}")),
        ("title: #1 Talk\n", &format!("yaml-hash #1 Talk | = `title: \"#1 Talk\"`{own}")),
        ("title: \"Talk\" # why\n", "yaml-hash # why | write a comment on a line of its own"),
        ("needs: [pen] # why\n", "yaml-hash # why | write a comment on a line of its own"),
        ("needs:\n  - pen #2\n", &format!("yaml-hash #2 | = `- \"pen #2\"`{own}")),
        ("needs: [\n  pen, # why\n  paper]\n", "yaml-hash # why | write a comment on a line of its own"),
        ("topics: [anger, #2]\nb: 1\n]", "yaml-hash #2] | write a comment on a line of its own"),
        ("title: \"Talk\"#1\n", "yaml-hash #1 | write a comment on a line of its own"),
        ("a: | # why\n  text\n", "yaml-hash # why | write a comment on a line of its own"),
        (
            "a: one\n  two #3\n",
            "yaml-hash #3 | put the whole text between quotes, or write the comment on a line of its own",
        ),
    ]);
}

#[test]
fn what_guides_do_not_use() {
    check(&[
        ("a: *Really* important\n", "yaml-alias *Really* important | = `a: \"*Really* important\"`"),
        ("a: &x b\n", "yaml-alias &x b | = `a: \"&x b\"`"),
        ("a: [b, *c, d]\n", "yaml-alias *c | write the text between quotes: `\"*c\"`"),
        ("a: !important\n", "yaml-tag !important | = `a: \"!important\"`"),
        ("a: 1\n...\nb: 2\n", "yaml-documents ... | take the line out"),
        ("a: @home\n", "yaml-syntax @home | = `a: \"@home\"`"),
        ("a: > 5 minutes\n", "yaml-syntax > 5 minutes | = `a: \"> 5 minutes\"`"),
        ("a: [TIP] Talk\n", "yaml-syntax Talk | = `a: \"[TIP] Talk\"`"),
        ("a: [b, c\nd: 1\n", "yaml-syntax [ | close it with `]`, or put the text between quotes"),
        ("a: - b\n", "yaml-syntax - | = `a: \"- b\"`; a list begins on the line below its key"),
    ]);
}

#[test]
fn several_faults_are_told_at_once() {
    check(&[(
        "image:\n\tsrc: a.svg\n\talt: b\ntitle: A: b\nsummary: C #1\n",
        "yaml-tab \t | put two spaces in its place: `  src: a.svg`\nyaml-colon : | = `title: \"A: b\"`\n\
         yaml-hash #1 | = `summary: \"C #1\"`, or write the comment on a line of its own",
    )]);
}

#[test]
fn the_parser_speaks_plainly() {
    check(&[
        (
            "a: 1\n  b: 2\n c: 3\n",
            "yaml-colon : | put the whole text between quotes; or, if `b` is a key, give it as many spaces as the keys beside it",
        ),
        ("a:\n  - b\n c\n", "yaml-syntax c | give it as many spaces as the lines beside it, and write `key: value`"),
        ("a: b\u{7}c\n", "yaml-syntax \u{7}c | delete it and type the text again"),
    ]);
}

#[test]
fn no_text_makes_the_scan_panic() {
    let pieces = [
        "a", ": ", ":", " #", "#", "\n", "\n  ", "\n- ", "- ", "\"", "'", "[", "]", "{", "}", ", ", "|", ">", "\t",
        "&x", "*x", "!t", "\\", "é", "\u{2028}", "\r\n", "---\n", "? ", "%", "10", "~", "\u{feff}", "\n    ",
    ];
    let file = SourcePath::new("content/1-a.md").unwrap();
    let mut seed = 7_u64;
    for _ in 0..20_000 {
        let mut text = String::new();
        for _ in 0..12 {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            text += pieces[usize::try_from(seed >> 33).unwrap() % pieces.len()];
        }
        for result in [yaml::parse(&text, 0, &file), yaml::parse_list(&text, 0, &file)] {
            let (Ok((_, said)) | Err(said)) = result;
            for diagnostic in said {
                let range = diagnostic.span.unwrap().range;
                assert!(text.get(range.clone()).is_some(), "{text:?} {range:?}");
            }
        }
    }
}
