//! What a reader of `serve` meets while its author works: whole pages, whatever the author does; and what is left after.

use crate::followers::{Server, clean_build};
use crate::support::{Folder, program, run, tree};
use std::fs;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

const CALL: &str = "---\nsummary: One call.\n---\n# Call\n\nDial, then [write](2-write.md).\n";
const STEP: &str = "<body>{{ page.body }}</body></html>\n";

fn site() -> Folder {
    let folder = Folder::new();
    for (path, text) in [
        ("book.toml", "[output.html]\ntheme = \"mine\"\n"),
        ("content/index.md", "# A guide\n\nBegin.\n"),
        ("content/1-call.md", CALL),
        ("content/2-write.md", "---\nsummary: One letter.\n---\n# Write\n\nText.\n"),
        ("content/worksheets/sheet.md", "# A sheet\n\nWhat?\n___\n"),
        ("themes/mine/templates/step.html", STEP),
    ] {
        folder.write(path, text.as_bytes());
    }
    folder
}

/// Each in its turn: what is written where, and what mends it.
const FAULTS: [(&str, &str, &str); 7] = [
    ("content/1-call.md", "---\nsummary: [\n---\n# Call\n", CALL),
    ("content/1-call.md", "---\nsummary: One.\n---\n# Call\n\n[there](nowhere.md)\n", CALL),
    ("content/1-call.md", "", CALL),
    ("content/1-call.md", "---\nsummary: One.\n", CALL),
    ("themes/mine/templates/step.html", "{{ page.body", STEP),
    ("themes/mine/templates/step.html", "{{ page.nothing }}", STEP),
    ("book.toml", "[output.html\n", "[output.html]\ntheme = \"mine\"\n"),
];

#[test]
fn a_client_that_asks_all_the_time_gets_whole_pages_and_no_other() {
    let folder = site();
    let server = Server::start(folder.path(), &[]);
    let (done, asked) = (AtomicBool::new(false), AtomicUsize::new(0));
    let ask = || {
        while !done.load(Ordering::Relaxed) {
            for path in ["", "call.html", "write.html", "worksheets/sheet.html", "print.html"] {
                let (status, body) = server.get(path);
                let text = String::from_utf8(body).expect("text");
                assert_eq!(status, 200, "{path}: {text}");
                assert!(text.trim_end().ends_with("</html>"), "{path} is not whole: {text}");
                asked.fetch_add(1, Ordering::Relaxed);
                std::thread::sleep(Duration::from_millis(5));
            }
        }
    };
    std::thread::scope(|scope| {
        let client = scope.spawn(ask);
        let mut fault = 0;
        for edit in 0..200 {
            if edit % 3 == 2 {
                let (path, broken, good) = FAULTS[fault % FAULTS.len()];
                fault += 1;
                folder.write(path, broken.as_bytes());
                std::thread::sleep(Duration::from_millis(30));
                folder.write(path, good.as_bytes());
            } else {
                folder.write("content/2-write.md", format!("---\nsummary: One.\n---\n# Write\n\n{edit}.\n").as_bytes());
            }
            std::thread::sleep(Duration::from_millis(if edit % 5 == 0 { 40 } else { 10 }));
            assert!(!client.is_finished(), "the client has met something else than a whole page");
        }
        done.store(true, Ordering::Relaxed);
    });
    assert!(asked.load(Ordering::Relaxed) > 200, "it was asked too seldom");
    let built = clean_build(folder.path(), true).expect("all is mended");
    crate::until_right("serve", "200 edits", || server.shows(&built));
    server.end();
}

#[test]
fn serve_leaves_the_folder_as_it_is() {
    let folder = site();
    assert_eq!(run(program(folder.path()).arg("build")).exit, 0);
    let before = tree(folder.path());
    let times = |path: &str| fs::metadata(folder.join(path)).and_then(|m| m.modified()).expect("a time");
    let built = times("dist/index.html");
    let server = Server::start(folder.path(), &[]);
    folder.write("content/1-call.md", CALL.replace("Dial", "Ring").as_bytes());
    let shown = clean_build(folder.path(), true).expect("a site");
    crate::until_right("serve", "an edit", || server.shows(&shown));
    server.end();
    folder.write("content/1-call.md", CALL.as_bytes());
    assert_eq!(tree(folder.path()), before);
    assert_eq!(times("dist/index.html"), built);
}

#[test]
fn serve_begins_with_a_broken_site_and_shows_it_when_it_is_mended() {
    let folder = site();
    folder.write("book.toml", b"[book\n");
    let server = Server::start(folder.path(), &["--base", "/sub/path/"]);
    let (status, body) = server.get("sub/path/");
    assert_eq!(status, 503);
    assert!(String::from_utf8_lossy(&body).contains("book.toml:1"), "it says what is wrong");
    folder.write("book.toml", b"");
    crate::until_right("serve", "mending", || match server.get("sub/path/call.html") {
        (200, body) if String::from_utf8_lossy(&body).contains("Dial") => Ok(()),
        (status, _) => Err(format!("{status}")),
    });
    assert_eq!(server.get("call.html").0, 404, "outside of the base");
    server.end();
}

#[test]
fn settings_that_cannot_be_read_stay_as_they_were() {
    let folder = site();
    folder.write("book.toml", b"[book]\nsrc = \"texts\"\n");
    fs::rename(folder.join("content"), folder.join("texts")).expect("moved");
    let server = Server::start(folder.path(), &[]);
    let before = server.get("call.html");
    // A folder cannot be read as a file, not even by an administrator.
    fs::remove_file(folder.join("book.toml")).expect("removed");
    fs::create_dir(folder.join("book.toml")).expect("a folder");
    crate::until_right("serve", "breaking", || match server.get("call.html") {
        (200, body) if String::from_utf8_lossy(&body).contains("error[unreadable]") => Ok(()),
        (status, _) => Err(format!("{status}")),
    });
    fs::remove_dir(folder.join("book.toml")).expect("removed");
    folder.write("book.toml", b"[book]\nsrc = \"texts\"\n");
    crate::until_right("serve", "mending", || (server.get("call.html") == before).then_some(()).ok_or("other".into()));
    server.end();
}
