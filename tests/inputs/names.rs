//! What files are called.

use crate::support::Folder;
use crate::{Error, Page, Tally};
use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt as _;

#[test]
fn names_that_no_other_system_could_have() {
    let mut tally = Tally::default();
    for name in ["b:c", "b?c", "b*c", "b\\c", "b\"c\"", "b<c>", "b|c", "b\nc", "b\u{7f}c", "b\u{85}c"] {
        for path in [format!("content/2-{name}.md"), format!("content/{name}.svg"), format!("static/{name}")] {
            tally.try_file(&path, b"# B\n", Error("bad-file-name", "cannot be used on every system"));
        }
    }
    for name in ["con", "CON.svg", "aux.md", "nul", "prn.txt", "com1.txt", "LPT9", "com¹.md", "a.", "b ", "c.md."] {
        for path in [format!("content/{name}"), format!("static/{name}"), format!("static/{name}/x.txt")] {
            tally.try_file(&path, b"# B\n", Error("bad-file-name", "Windows"));
        }
    }
    for bytes in [&b"content/2-\xff.md"[..], b"content/\xc3.svg", b"static/\xed\xa0\x80", b"static/\xff/x"] {
        let put = |folder: &Folder| {
            let path = folder.path().join(OsStr::from_bytes(bytes));
            std::fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
            std::fs::write(path, "x").expect("written");
        };
        tally.try_one(&String::from_utf8_lossy(bytes), put, Error("bad-file-name", "UTF-8"));
    }
    tally.end("names that no other system could have");
}

#[test]
fn names_that_are_only_odd() {
    let mut tally = Tally::default();
    for (name, address) in [
        ("b c", "b-c.html"),
        ("b%20c", "b-20c.html"),
        ("b#c", "b-c.html"),
        ("b&c;d", "b-c-d.html"),
        ("'b'", "b.html"),
        ("ÜBUNG", "übung.html"),
        ("cafe\u{301}", "café.html"),
        ("أصغ", "أصغ.html"),
        ("聞く", "聞く.html"),
        ("-b-", "b.html"),
        ("con-b", "con-b.html"),
        ("b.md", "b-md.html"),
    ] {
        let path = format!("content/2-{name}.md");
        tally.try_file(&path, b"# Heard\n", Page(address, "<h1>Heard</h1>"));
    }
    tally.try_file("static/a b%20c#d&e;f'.txt", b"x", Page("a b%20c#d&e;f'.txt", "x"));
    tally.end("odd names");
}

#[test]
fn names_that_make_no_address() {
    let mut tally = Tally::default();
    tally.try_file("content/2-con.md", b"# B\n", Error("content/2-con.md", "device"));
    tally.try_file("content/2-b.md", b"---\nslug: aux\n---\n# B\n", Error("content/2-b.md:2:7", "device"));
    tally.try_file("content/2-b.md", b"---\naliases: [nul.html]\n---\n# B\n", Error("content/2-b.md", "device"));
    tally.try_file("content/2-!!!.md", b"# B\n", Error("content/2-!!!.md", "bad-slug"));
    let long = "a".repeat(300);
    tally.try_file(
        "content/2-b.md",
        format!("---\nslug: {long}\n---\n# B\n").as_bytes(),
        Error("2-b.md:2:7", "long-name"),
    );
    tally.try_file(
        "content/2-b.md",
        format!("---\naliases: [{long}.html]\n---\n# B\n").as_bytes(),
        Error("2-b.md", "long-name"),
    );
    tally.try_file(
        "content/2-b.md",
        format!("---\ntopics: [{long}]\n---\n# B\n").as_bytes(),
        Error("content/2-b.md", "long-name"),
    );
    let name = "a".repeat(252);
    let sheet = |folder: &Folder| {
        folder.write(&format!("content/worksheets/{name}.md"), b"# Sheet\n\nWhat?\n___\n");
        folder.write("content/2-b.md", format!("# B\n\n[Sheet](worksheets/{name}.md)\n").as_bytes());
    };
    tally.try_one("a worksheet of 255 bytes", sheet, Error("content/worksheets/aaa", "long-name"));
    let step = format!("content/2-{}.md", "a".repeat(250));
    tally.try_file(
        &step,
        b"# B\n",
        Page(&*Box::leak(format!("{}.html", "a".repeat(250)).into_boxed_str()), "<h1>B</h1>"),
    );
    let picture = |folder: &Folder| {
        folder.write(
            &format!("content/{}.svg", "ä".repeat(125)),
            b"<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>",
        );
        folder.write("content/2-b.md", format!("# B\n\n![A dot]({}.svg)\n", "ä".repeat(125)).as_bytes());
    };
    tally.try_one("a picture of 254 bytes", picture, Page("b.html", "alt=\"A dot\""));
    tally.end("names that make no address");
}

#[test]
fn names_that_are_one_on_other_systems() {
    let mut tally = Tally::default();
    let pairs: [(&str, &str, &'static str); 5] = [
        ("content/2-Bee.md", "content/2-bee.md", "case-collision"),
        ("content/2-caf\u{e9}.md", "content/2-cafe\u{301}.md", "case-collision"),
        ("content/2-caf\u{e9}.md", "content/3-cafe\u{301}.md", "duplicate-address"),
        ("static/\u{c4}.txt", "static/a\u{308}.txt", "case-collision"),
        ("static/A/x.txt", "static/a/y.txt", "case-collision"),
    ];
    for (one, other, code) in pairs {
        let put = |folder: &Folder| {
            folder.write(one, b"# B\n");
            folder.write(other, b"# B\n");
        };
        tally.try_one(&format!("{one} and {other}"), put, Error(code, "rename one"));
    }
    tally.end("names that are one on other systems");
}
