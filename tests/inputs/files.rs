//! What a file is, and what is in it.

use crate::support::{Folder, Ran, run};
use crate::{Error, Page, Tally, Warning, bounded, guide};
use rustix::fs::{CWD, FileType, Mode, mknodat};
use std::fs::{self, File};
use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::os::unix::process::CommandExt as _;
use std::path::Path;

fn utf_16(text: &str, unit: fn(u16) -> [u8; 2]) -> Vec<u8> {
    text.encode_utf16().flat_map(unit).collect()
}

#[test]
fn encodings() {
    let mut tally = Tally::default();
    let b = "content/2-b.md";
    let page = |words| Page("b.html", words);
    tally.try_file(b, "\u{feff}# Bee\n\nWords.\n".as_bytes(), page("<h1>Bee</h1>"));
    tally.try_file(b, "\u{feff}---\ntitle: Bee\n---\nWords.\n".as_bytes(), page("<h1>Bee</h1>"));
    tally.try_file(b, b"---\r\ntitle: Bee\r\n---\r\nWords\r\n", page("<p>Words</p>"));
    tally.try_file(b, b"# Bee\n\nOne\rtwo\n", page("Bee"));
    tally.try_file(b, b"---\rtitle: Bee\r---\rWords\r", Error(b, "line-ends"));
    tally.try_file(b, b"# Bee\r\rWords\r", Error(b, "line-ends"));
    tally.try_file(b, b"# Bee\n\n\0\n", Error(b, "nul-byte"));
    tally.try_file(b, &[b"\xff\xfe", &utf_16("# Bee\n", u16::to_le_bytes)[..]].concat(), Error(b, "utf-16"));
    tally.try_file(b, &[b"\xfe\xff", &utf_16("# Bee\n", u16::to_be_bytes)[..]].concat(), Error(b, "utf-16"));
    tally.try_file(b, &utf_16("# Bee\n", u16::to_le_bytes), Error(b, "nul-byte"));
    tally.try_file(b, b"# Gr\xfc\xdfe\n", Error("content/2-b.md:1:5", "not-utf8"));
    tally.try_file(b, b"# Bee\n\n\xed\xa0\x80\n", Error("content/2-b.md:3:1", "not-utf8"));
    tally.try_file(b, b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", Error(b, "not-utf8"));
    tally.try_file(b, b"\xff\xd8\xff\xe0\0\x10JFIF", Error(b, "not-utf8"));
    tally.try_file(b, b"GIF89a\x01\0\x01\0", Error(b, "nul-byte"));
    tally.try_file(b, b"PK\x03\x04\x14\0", Error(b, "nul-byte"));
    tally.try_file(b, b"", Error(b, "missing-title"));
    tally.try_file(b, b" \n\t\n", Error(b, "missing-title"));
    tally.try_file(b, b"---\n---\n", Error(b, "missing-title"));
    tally.try_file("book.toml", b"[book]\ntitle = \"\xff\"\n", Error("book.toml", "not-utf8"));
    tally.try_file("book.toml", &utf_16("[book]\n", u16::to_le_bytes), Error("book.toml", "toml"));
    tally.try_file("book.toml", "\u{feff}[book]\ntitle = \"Told\"\n".as_bytes(), Page("index.html", "Told"));
    tally.end("encodings and contents");
}

#[test]
fn kinds_of_files() {
    let mut tally = Tally::default();
    let fifo = |path: &Path| {
        fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
        mknodat(CWD, path, FileType::Fifo, Mode::RUSR, 0).expect("a pipe");
    };
    for path in ["content/2-b.md", "content/p.svg", "static/x", "themes/mine/theme.toml", "book.toml"] {
        tally.try_one(&format!("a pipe {path}"), |folder| fifo(&folder.join(path)), Error(path, "ordinary file"));
    }
    let socket = |path: &Path| drop(std::os::unix::net::UnixListener::bind(path).expect("a socket"));
    tally.try_one("a socket", |folder| socket(&folder.join("content/s")), Error("content/s", "ordinary file"));
    let folder_for =
        |path: &'static str| move |folder: &Folder| fs::create_dir_all(folder.join(path)).expect("a folder");
    tally.try_one("a folder book.toml", folder_for("book.toml"), Error("book.toml", "ordinary file"));
    tally.try_one("a folder with the name of a page", folder_for("content/2-b.md"), Page("first.html", "First"));
    tally.end("kinds of files");
}

#[test]
fn links_on_the_disk() {
    let mut tally = Tally::default();
    let link =
        |from: &'static str, to: &'static str| move |folder: &Folder| symlink(to, folder.join(from)).expect("a link");
    for to in ["/dev/zero", "/etc/passwd", "/", "../..", "/proc/self/mem"] {
        tally.try_one(&format!("a link to {to}"), link("content/2-b.md", to), Error("content/2-b.md", "link"));
        tally.try_one(&format!("book.toml, a link to {to}"), link("book.toml", to), Error("book.toml", ""));
        tally.try_one(&format!("a picture, a link to {to}"), link("content/p.svg", to), Error("content/p.svg", "link"));
    }
    tally.try_one("a link to itself", link("content/a", "a"), Error("content/a", "link"));
    tally.try_one("a link to its folder", link("content/a", "."), Error("content/a", "link"));
    tally.try_one("a link to the folder above", link("content/a", ".."), Error("content/a", "link"));
    tally.try_one("a link to nothing", link("content/a", "nothing"), Error("content/a", "not there"));
    let circle = |folder: &Folder| {
        symlink("b", folder.join("content/a")).expect("a link");
        symlink("a", folder.join("content/b")).expect("a link");
    };
    tally.try_one("two links in a circle", circle, Error("content/a", "link"));
    // Each folder shows the others, so that the ways through them double with every step.
    let maze = |folder: &Folder| {
        for n in 0..12 {
            fs::create_dir_all(folder.join(&format!("content/m{n}"))).expect("a folder");
            for to in 0..12 {
                symlink(format!("../m{to}"), folder.join(&format!("content/m{n}/to{to}"))).expect("a link");
            }
        }
    };
    tally.try_one("a maze of links", maze, Error("content/m0", "link"));
    let away = |folder: &Folder| {
        fs::remove_dir_all(folder.join("content")).expect("removed");
        symlink("/etc", folder.join("content")).expect("a link");
    };
    tally.try_one("content, a link out of the site", away, Error("content", "symlink-outside"));
    tally.end("links on the disk");
}

/// Rights do not bind the system's own user, so that the program is run by another one where the test is run by that one.
#[test]
fn what_may_not_be_read() {
    let mut tally = Tally::default();
    for path in
        ["content/2-b.md", "content/p.svg", "static/x", "book.toml", "content/2-part/index.md", "content/index.md"]
    {
        for shut in [path, path.rsplit_once('/').map_or(path, |(folder, _)| folder)] {
            let folder = guide();
            folder.write(path, b"# B\n");
            fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o777)).expect("all rights");
            fs::set_permissions(folder.join(shut), fs::Permissions::from_mode(0o000)).expect("no rights");
            let ran = as_another_user(&folder);
            fs::set_permissions(folder.join(shut), fs::Permissions::from_mode(0o700)).expect("all rights");
            let fine = matches!(ran.exit, 1 | 2) && ran.stderr.contains(shut) && ran.stderr.contains("unreadable");
            let whole = !folder.join("dist").exists();
            let wrong = || Err(format!("exit {}, and it says:\n{}", ran.exit, ran.stderr));
            tally.note(&format!("{path}, {shut} shut"), if fine && whole { Ok(()) } else { wrong() });
        }
    }
    tally.end("files without the right to read them");
}

fn as_another_user(folder: &Folder) -> Ran {
    const NOBODY: u32 = 65_534;
    if !rustix::process::geteuid().is_root() {
        return bounded(folder.path(), &["build"]);
    }
    // Where the program is may be shut to others, too.
    let copy = folder.join("program");
    fs::copy(env!("CARGO_BIN_EXE_reconnect-gen"), &copy).expect("a copy");
    let mut command = std::process::Command::new(copy);
    run(command.arg("build").current_dir(folder.path()).env("NO_COLOR", "1").uid(NOBODY).gid(NOBODY))
}

#[test]
fn far_too_large() {
    let mut tally = Tally::default();
    let sparse = |path: &'static str, size: u64| {
        move |folder: &Folder| {
            folder.write(path, b"");
            File::options().write(true).open(folder.join(path)).and_then(|file| file.set_len(size)).expect("a size");
        }
    };
    for path in ["content/2-b.md", "book.toml", "content/p.png", "static/film.mp4", "themes/mine/templates/step.html"] {
        for size in [101 << 20, 3 << 30] {
            tally.try_one(&format!("{path} of {size} bytes"), sparse(path, size), Error(path, "too-large"));
        }
    }
    tally.try_file("content/2-b.md", &b"# B\n\nWord ".repeat(400_000), Page("b.html", "Word"));
    tally.try_file("content/2-b.md", &b"Word ".repeat(1 << 20), Error("content/2-b.md", "too-large"));
    tally.end("files that are far too large");
}

#[test]
fn what_is_left_over_from_editors_is_not_read() {
    let mut tally = Tally::default();
    for name in [".#2-b.md", "2-b.md~", "#2-b.md#", ".2-b.md.swp", "~$b.md", ".env", ".git/config", "Thumbs.db", "4913"]
    {
        tally.try_file(&format!("content/{name}"), b"\xff\0not to be read", Page("first.html", "First"));
    }
    tally.try_file("content/notes.docx", b"PK\x03\x04\0", Warning("no page refers to `content/notes.docx`"));
    tally.end("left-overs of editors");
}
