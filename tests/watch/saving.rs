//! Every way in which files come, change and go ends right.

use super::author::*;
use reconnect_gen::tree::{self, Tree};
use std::fs;
use std::io::Write as _;
use std::thread;
use std::time::Duration;

#[test]
fn every_way_of_saving_ends_with_the_right_bytes() {
    let folder = Folder::new();
    folder.write("content/a.md", "old");
    let mut session = Session::new(&folder);

    folder.write("content/a.md", "truncated and written");
    session.ends_with("content/a.md", "truncated and written");

    folder.write("content/.a.md.swp", "renamed over");
    folder.rename("content/.a.md.swp", "content/a.md");
    session.ends_with("content/a.md", "renamed over");

    folder.rename("content/a.md", "content/a.md~");
    folder.write("content/a.md", "after a backup");
    session.ends_with("content/a.md", "after a backup");

    fs::copy(folder.at("content/a.md"), folder.at("content/a.md~")).expect("a copy");
    folder.write("content/a.md", "after a copy");
    session.ends_with("content/a.md", "after a copy");
}

#[test]
fn a_file_that_comes_back_later_is_found_gone_and_then_found() {
    let folder = Folder::new();
    folder.write("content/a.md", "old");
    let mut session = Session::new(&folder);
    thread::scope(|scope| {
        author(scope, || {
            fs::remove_file(folder.at("content/a.md")).expect("removed");
            pause(500);
            folder.write("content/a.md", "new");
        });
        session.until(|tree| tree.get(&source("content/a.md")).is_none());
        session.ends_with("content/a.md", "new");
    });
}

#[test]
fn whoever_writes_byte_by_byte_is_answered_meanwhile_and_at_the_end() {
    let folder = Folder::new();
    let mut session = Session::new(&folder);
    thread::scope(|scope| {
        author(scope, || {
            let mut file = fs::File::create(folder.at("content/a.md")).expect("a file");
            for byte in b"one after the other" {
                file.write_all(&[*byte]).expect("written");
                pause(50);
            }
        });
        session.ends_with("content/a.md", "one after the other");
    });
    assert!(session.found > 1, "nobody waited for the end");
}

#[test]
fn a_new_folder_with_folders_and_files_at_once_is_found() {
    let folder = Folder::new();
    let mut session = Session::new(&folder);
    for i in 0..5 {
        folder.write(&format!("content/{i}/deep/deeper/a.md"), "new");
        session.ends_with(&format!("content/{i}/deep/deeper/a.md"), "new");
        folder.write(&format!("content/{i}/deep/deeper/a.md"), "newer");
        session.ends_with(&format!("content/{i}/deep/deeper/a.md"), "newer");
    }
    folder.write("themes/own/theme.toml", "");
    folder.write("static/CNAME", "example.org");
    session.ends_with("static/CNAME", "example.org");
    assert!(session.tree.get(&source("themes/own/theme.toml")).is_some());
}

#[test]
fn a_folder_that_goes_and_comes_back_is_watched_again() {
    let folder = Folder::new();
    folder.write("content/part/a.md", "old");
    let mut session = Session::new(&folder);
    fs::remove_dir_all(folder.at("content")).expect("removed");
    session.until(|tree| tree.iter().count() == 0);
    folder.write("content/part/a.md", "restored");
    session.ends_with("content/part/a.md", "restored");
    folder.write("content/part/a.md", "edited");
    session.ends_with("content/part/a.md", "edited");

    // All at once: nobody saw that it was gone.
    fs::remove_dir_all(folder.at("content")).expect("removed");
    folder.write("content/part/a.md", "restored again");
    session.ends_with("content/part/a.md", "restored again");
    session.rest(Duration::from_millis(400));
    folder.write("content/part/a.md", "edited again");
    session.ends_with("content/part/a.md", "edited again");

    folder.rename("content/part", "content/other");
    session.ends_with("content/other/a.md", "edited again");
    folder.write("content/other/a.md", "edited under another name");
    session.ends_with("content/other/a.md", "edited under another name");
    assert!(session.tree.get(&source("content/part/a.md")).is_none());

    folder.rename("content", "away");
    session.until(|tree| tree.iter().count() == 0);
    folder.rename("away", "content");
    session.ends_with("content/other/a.md", "edited under another name");
    folder.write("content/other/a.md", "home");
    session.ends_with("content/other/a.md", "home");
}

#[test]
fn book_toml_moves_what_is_watched() {
    let folder = Folder::new();
    let mut session = Session::new(&folder);
    folder.write("docs/text/a.md", "elsewhere");
    folder.write("styles/a.css", "old");
    folder.write("book.toml", "[book]\nsrc = \"docs/text\"\n[output.html]\nadditional-css = [\"styles/a.css\"]\n");
    session.ends_with("docs/text/a.md", "elsewhere");
    folder.write("docs/text/a.md", "edited");
    session.ends_with("docs/text/a.md", "edited");
    folder.write("styles/a.css", "new");
    session.ends_with("styles/a.css", "new");
    fs::remove_dir_all(folder.at("docs")).expect("removed");
    session.until(|tree| tree.get(&source("docs/text/a.md")).is_none());
    folder.write("docs/text/a.md", "restored");
    session.ends_with("docs/text/a.md", "restored");
    // While book.toml is broken, nothing else is read; after that everything is as it was.
    let before = session.bytes("docs/text/a.md");
    let text = fs::read_to_string(folder.at("book.toml")).expect("book.toml");
    folder.write("book.toml", "[book");
    session.until(|tree| tree.iter().count() == 1);
    folder.write("book.toml", &text);
    session.ends_with("docs/text/a.md", "restored");
    assert!(tree::is_same(&before, &session.bytes("docs/text/a.md")));
}

#[test]
fn five_hundred_files_at_once_are_few_wakes() {
    let folder = Folder::new();
    let write = |text: &str| (0..500).for_each(|i| folder.write(&format!("content/{}/{i}.md", i % 20), text));
    write("one branch");
    let mut session = Session::new(&folder);
    write("the other branch");
    let other = |tree: &Tree| tree.iter().filter(|(_, bytes)| &bytes[..] == b"the other branch").count();
    session.until(|tree| other(tree) == 500);
    session.rest(Duration::from_millis(400));
    assert!(other(&session.tree) == 500 && session.announced < 50, "{} wakes", session.announced);
    session.hears();
}

#[cfg(unix)]
#[test]
fn what_links_lead_to_is_watched() {
    use std::os::unix::fs::symlink;
    let folder = Folder::new();
    folder.write("shared/deep/a.md", "old");
    folder.write("pictures/b.svg", "old");
    symlink("../shared", folder.at("content/link")).expect("a link");
    symlink("../pictures/b.svg", folder.at("content/b.svg")).expect("a link");
    let mut session = Session::new(&folder);
    let real = fs::canonicalize(&folder.0).expect("the folder");
    let followed: Vec<_> = session.disk.followed().iter().cloned().collect();
    assert_eq!(followed, ["pictures", "shared", "shared/deep"].map(|path| real.join(path)));
    folder.write("shared/deep/a.md", "edited");
    session.ends_with("content/link/deep/a.md", "edited");
    folder.write("pictures/b.svg", "edited");
    session.ends_with("content/b.svg", "edited");
    fs::remove_dir_all(folder.at("shared")).expect("removed");
    folder.write("shared/deep/a.md", "restored");
    session.ends_with("content/link/deep/a.md", "restored");
    session.rest(Duration::from_millis(400));
    folder.write("shared/deep/a.md", "edited again");
    session.ends_with("content/link/deep/a.md", "edited again");
}

#[cfg(unix)]
#[test]
fn a_site_that_is_a_link_and_content_that_is_a_link_are_watched() {
    use std::os::unix::fs::symlink;
    let folder = Folder::new();
    folder.write("real/text/a.md", "old");
    symlink("text", folder.at("real/content")).expect("a link");
    symlink("real", folder.at("site")).expect("a link");
    let site = Folder(folder.at("site"));
    let mut session = Session::new(&site);
    folder.write("real/text/a.md", "edited");
    session.ends_with("content/a.md", "edited");
}

#[test]
fn what_is_built_wakes_nobody() {
    let folder = Folder::new();
    let mut session = Session::with(&folder, false, Some(folder.at("dist")));
    for i in 0..20 {
        folder.write(&format!(".reconnect/dist/stage/{i}.html"), "a page");
        folder.write(&format!("dist/{i}.html"), "a page");
        folder.write("build.log", "a line");
        folder.write("target/debug/x", "a program");
    }
    folder.rename(".reconnect/dist/stage", "dist/part");
    session.rest(Duration::from_millis(500));
    // Making `.reconnect` and `dist` is announced for their names, which do not count.
    assert_eq!((session.announced, session.found), (0, 0));
    folder.write("content/index.md", "edited");
    session.ends_with("content/index.md", "edited");
}

#[test]
fn what_is_built_in_a_watched_folder_wakes_nobody() {
    let folder = Folder::new();
    folder.write("content/out/page.tmp", "old");
    let mut session = Session::with(&folder, false, Some(folder.at("content/out")));
    for _ in 0..20 {
        folder.write("content/out/page.tmp", "new");
        folder.rename("content/out/page.tmp", "content/.page");
        folder.write("content/.reconnect/stage", "new");
        folder.rename("content/.page", "content/out/page.tmp");
    }
    session.rest(Duration::from_millis(300));
    // The one name that is not the output's counts, but is none of a source.
    assert!(session.announced < 20 && session.found == 0);
    let before = session.announced;
    for _ in 0..20 {
        folder.write("content/out/page.tmp", "newer");
        folder.write("content/.reconnect/stage", "newer");
        session.rest(Duration::from_millis(20));
    }
    assert_eq!((session.announced, session.found), (before, 0));
}
