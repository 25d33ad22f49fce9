//! Places that are refused, with nothing changed in them.

use std::fs;
use std::path::PathBuf;

use reconnect_gen::publish::{Error, check_target, clean, publish};

use crate::folder::{Folder, refused, site, small};

#[test]
fn two_outputs_in_one_folder_do_not_meet() {
    let folder = Folder::new();
    let mut other = folder.target();
    other.output = folder.at("out2");
    folder.publish(&small());
    publish(&other, &site(&[("index.html", "other")])).expect("published");
    assert_eq!(clean(&other).expect("cleaned"), 1);
    assert!(folder.holds(&small()) && !folder.exists("out2") && folder.exists(".reconnect/dist"));
}

#[test]
fn foreign_files_are_refused_and_untouched() {
    let folder = Folder::new();
    folder.write("dist/notes.txt", "mine");
    refused(&folder, &folder.target(), "`notes.txt`");
    fs::remove_file(folder.at("dist/notes.txt")).expect("removed");
    folder.publish(&small());
    for path in ["dist/part/a", "dist/b", "dist/c", "dist/d", "dist/.reconnect-gen.part"] {
        folder.write(path, "mine");
    }
    refused(&folder, &folder.target(), "`.reconnect-gen.part`, `b`, `c` and 2 more");
}

/// So many in one folder are shared out to several threads.
#[test]
fn one_among_a_thousand_files_of_a_folder_is_found() {
    let folder = Folder::new();
    let names: Vec<String> = (0..1_000).map(|n| format!("part/{n}.html")).collect();
    let many: Vec<_> = names.iter().map(|name| (name.as_str(), "a step")).collect();
    folder.publish(&site(&many));
    folder.write("dist/part/777.html", "a STEP");
    refused(&folder, &folder.target(), "changed by hand since this program wrote it: `part/777.html`");
    folder.write("dist/part/777.html", "a step");
    folder.write("dist/part/1000.html", "mine");
    refused(&folder, &folder.target(), "did not write: `part/1000.html`");
    fs::remove_file(folder.at("dist/part/1000.html")).expect("removed");
    assert_eq!(folder.publish(&site(&many)).unchanged, 1_000);
}

/// A folder is called what our list would call it, if what is no text were shown as it is in messages.
#[test]
#[cfg(target_os = "linux")]
fn a_name_that_is_no_text_is_never_ours() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt as _;
    let folder = Folder::new();
    let ours = site(&[("a\u{fffd}/index.html", "cover"), ("index.html", "cover")]);
    folder.publish(&ours);
    let other = folder.at("dist").join(OsStr::from_bytes(b"a\xff"));
    fs::rename(folder.at("dist/a\u{fffd}"), &other).expect("renamed");
    refused(&folder, &folder.target(), "did not write: `a\u{fffd}/index.html`");
    assert!(other.join("index.html").exists());
}

#[test]
fn a_file_edited_by_hand_is_refused_until_it_is_gone() {
    let folder = Folder::new();
    folder.publish(&small());
    // The same length, so that the size does not give it away.
    folder.write("dist/index.html", "COVER");
    refused(&folder, &folder.target(), "changed by hand since this program wrote it: `index.html`");
    fs::remove_file(folder.at("dist/index.html")).expect("removed");
    folder.publish(&small());
    assert!(folder.holds(&small()));
}

#[test]
fn without_a_manifest_or_with_a_damaged_one_nothing_counts_as_ours() {
    let folder = Folder::new();
    folder.publish(&small());
    let manifest = folder.read("dist/.reconnect-gen").expect("a manifest");
    fs::remove_file(folder.at("dist/.reconnect-gen")).expect("removed");
    refused(&folder, &folder.target(), "`assets/main.css`, `index.html`, `part/step.html`");
    let outside = manifest.replace("index.html", "../../content/index.md");
    for damaged in ["", "nonsense", &manifest[..manifest.len() - 10], &outside] {
        folder.write("dist/.reconnect-gen", damaged);
        refused(&folder, &folder.target(), "damaged");
    }
    assert!(folder.exists("content/index.md"));
}

#[test]
#[cfg(unix)]
fn a_link_in_the_output_is_refused_and_not_followed() {
    use std::os::unix::fs::symlink;
    let folder = Folder::new();
    folder.publish(&small());
    fs::remove_dir_all(folder.at("dist/part")).expect("removed");
    folder.write("elsewhere/step.html", "step");
    symlink(folder.at("elsewhere"), folder.at("dist/part")).expect("a link");
    refused(&folder, &folder.target(), "`part`");
    assert!(folder.exists("elsewhere/step.html"));
}

#[test]
#[cfg(unix)]
fn an_output_that_is_a_link_is_judged_by_where_it_leads() {
    use std::os::unix::fs::symlink;
    let folder = Folder::new();
    fs::create_dir_all(folder.at("www/site")).expect("a folder");
    symlink(folder.at("www/site"), folder.at("dist")).expect("a link");
    folder.publish(&small());
    assert_eq!(folder.read("www/site/index.html").as_deref(), Some("cover"));
    assert!(folder.at("dist").is_symlink() && folder.exists("www/.reconnect/site"));

    fs::remove_file(folder.at("dist")).expect("removed");
    symlink(folder.at("content"), folder.at("dist")).expect("a link");
    refused(&folder, &folder.target(), "made from it");
    fs::remove_file(folder.at("dist")).expect("removed");
    symlink(folder.at("nowhere"), folder.at("dist")).expect("a link");
    refused(&folder, &folder.target(), "leads nowhere");
}

#[test]
fn an_output_that_is_holds_or_lies_in_a_source_is_refused() {
    let folder = Folder::new();
    let cases = [
        ("content", "made from it"),
        ("static", "made from it"),
        (".", "it holds"),
        ("content/dist", "lies inside"),
        ("missing/../content/dist", "lies inside"),
        ("book.toml", "made from it"),
        (".reconnect/x", "keeps its own notes"),
    ];
    for (output, words) in cases {
        let mut target = folder.target();
        target.output = folder.at(output);
        refused(&folder, &target, words);
    }
    let mut target = folder.target();
    target.output = PathBuf::from("/");
    refused(&folder, &target, "root");
    target = folder.target();
    target.home = Some(folder.at("dist"));
    refused(&folder, &target, "home");
    folder.write("file", "mine");
    target = folder.target();
    target.output = folder.at("file");
    refused(&folder, &target, "a file, not a folder");
}

#[test]
fn reserved_names_are_refused() {
    let folder = Folder::new();
    for path in [".git/config", ".reconnect-gen"] {
        let done = publish(&folder.target(), &site(&[(path, "x")]));
        assert!(matches!(done, Err(Error::Refused { ref why, .. }) if why.contains(path)), "{done:?}");
    }
    assert!(!folder.exists("dist") && !folder.exists(".reconnect"));
}

#[test]
fn errors_say_what_is_wrong_and_what_to_do() {
    let folder = Folder::new();
    folder.write("dist/notes.txt", "mine");
    let said = check_target(&folder.target()).expect_err("refused").to_string();
    assert!(said.contains("dist: it has files that this program did not write: `notes.txt`. Move them"), "{said}");
}

/// Whoever unpacks a folder from somewhere else may have unpacked such a room with it.
#[test]
#[cfg(unix)]
fn notes_that_are_links_pipes_or_shared_are_not_written_to() {
    use rustix::fs::{CWD, FileType, Mode, mknodat};
    use std::os::unix::fs::symlink;
    for note in ["lock", "journal"] {
        let folder = Folder::new();
        folder.publish(&small());
        folder.write("precious", "mine");
        let at = folder.at(&format!(".reconnect/dist/{note}"));
        let makes: [&dyn Fn(); 4] = [
            &|| symlink(folder.at("precious"), &at).expect("a link"),
            &|| fs::hard_link(folder.at("precious"), &at).expect("a second name"),
            &|| mknodat(CWD, &at, FileType::Fifo, Mode::RUSR | Mode::WUSR, 0).expect("a pipe"),
            &|| fs::create_dir(&at).expect("a folder"),
        ];
        for make in makes {
            let _ = fs::remove_file(&at);
            make();
            let done = publish(&folder.target(), &site(&[("index.html", "new")]));
            assert!(matches!(done, Err(Error::Refused { .. })), "{note}: {done:?}");
            assert_eq!(folder.read("precious").as_deref(), Some("mine"));
            assert!(folder.holds(&small()));
        }
    }
    // These are written anew, under a name of their own.
    for note in ["stat", "stat.new", "journal.new", "gitignore.new", "stage"] {
        let folder = Folder::new();
        folder.publish(&small());
        folder.write("precious", "mine");
        let at = folder.at(&format!(".reconnect/dist/{note}"));
        let _ = fs::remove_file(&at);
        symlink(folder.at("precious"), &at).expect("a link");
        folder.publish(&site(&[("index.html", "new")]));
        assert!(folder.holds(&site(&[("index.html", "new")])));
        assert_eq!(folder.read("precious").as_deref(), Some("mine"), "{note}");
    }
}
